import Canonical
import FHIR
import Tree

/// Nodes and literals of what the engine itself writes: bundle, header, provenance, extensions.
///
/// A class, so that asking for one copies a reference.
final class EnvelopeNames: Sendable {
    let root: Tree.Node
    let bundleID: Tree.Node
    let bundleIdentifier: Tree.Node
    let bundleType: Tree.Node
    let timestamp: Tree.Node
    let entry: Tree.Node
    let fullUrl: Tree.Node
    let resource: Tree.Node
    let identifierSystem: Tree.Node
    let identifierValue: Tree.Node
    let id: Tree.Node
    let reference: Tree.Node
    let referenceType: Tree.Node
    let referenceIdentifier: Tree.Node
    let referenceDisplay: Tree.Node
    let codingSystem: Tree.Node
    let codingCode: Tree.Node
    let `extension`: Tree.Node
    let extensionURL: Tree.Node
    let valueTrue: Tree.Node
    let valueString: Tree.Node
    let valueCode: Tree.Node

    let header: HeaderNodes
    let provenance: ProvenanceNodes

    let base: Place
    let slash: Place
    let colon: Place
    let deleteURL: Place
    let incompleteListURL: Place
    let releaseURL: Place
    let eventSystem: Place
    let feedSystem: Place
    let controlIDSystem: Place
    let odsSystem: Place
    let organization: Place
    let source: Place
    let unknownCode: Place
    let absentReasonURL: Place
    let facilityText: Place

    struct HeaderNodes: Sendable {
        let type: Place
        let typeID: UInt16
        let eventCoding, source, name, software, endpoint, sender, focus: Tree.Node
    }
    struct ProvenanceNodes: Sendable {
        let type: Place
        let typeID: UInt16
        let target, recorded, agent, who, onBehalfOf, entity, role, what: Tree.Node
    }

    init(_ schema: Schema, _ pool: inout ConstantPool) {
        func node(_ type: String, _ element: String, literal: String? = nil) -> Tree.Node {
            guard let owner = schema.type(named: type), let (definition, own) = owner.element(spelled: element) else {
                preconditionFailure("FHIR R4 has no \(type).\(element)")
            }
            var node = Tree.Node(kind: own.isPrimitive ? own.format.kind : .object)
            node.setName(Name(element), at: pool.place(element).start)
            node.type = own.id.rawValue
            if definition.isCollection { node.flags.insert(.repeats) }
            if definition.isChoice {
                let base = Name(definition.name)
                node.flags.insert(.choice)
                node.nameHash = base.hash
                node.matchLength = UInt8(truncatingIfNeeded: base.bytes.count)
            }
            if let literal {
                let place = pool.place(literal)
                node.start = place.start
                node.length = place.length
            }
            return node
        }
        func type(_ name: String) -> UInt16 { schema.type(named: name)?.id.rawValue ?? 0 }

        var root = Tree.Node(kind: .object)
        let bundle = pool.place("Bundle")
        root.start = bundle.start
        root.length = bundle.length
        root.type = type("Bundle")
        self.root = root
        bundleID = node("Bundle", "id")
        bundleIdentifier = node("Bundle", "identifier")
        bundleType = node("Bundle", "type", literal: "message")
        timestamp = node("Bundle", "timestamp")
        entry = node("Bundle", "entry")
        fullUrl = node("Bundle.entry", "fullUrl")
        resource = node("Bundle.entry", "resource")
        identifierSystem = node("Identifier", "system")
        identifierValue = node("Identifier", "value")
        id = node("Patient", "id")
        reference = node("Reference", "reference")
        referenceType = node("Reference", "type")
        referenceIdentifier = node("Reference", "identifier")
        referenceDisplay = node("Reference", "display")
        codingSystem = node("Coding", "system")
        codingCode = node("Coding", "code")
        `extension` = node("Element", "extension")
        extensionURL = node("Extension", "url")
        valueTrue = node("Extension", "valueBoolean", literal: "true")
        valueString = node("Extension", "valueString")
        valueCode = node("Extension", "valueCode")
        header = HeaderNodes(
            type: pool.place("MessageHeader"), typeID: type("MessageHeader"),
            eventCoding: node("MessageHeader", "eventCoding"), source: node("MessageHeader", "source"),
            name: node("MessageHeader.source", "name"), software: node("MessageHeader.source", "software"),
            endpoint: node("MessageHeader.source", "endpoint"), sender: node("MessageHeader", "sender"),
            focus: node("MessageHeader", "focus"))
        provenance = ProvenanceNodes(
            type: pool.place("Provenance"), typeID: type("Provenance"), target: node("Provenance", "target"),
            recorded: node("Provenance", "recorded"), agent: node("Provenance", "agent"),
            who: node("Provenance.agent", "who"), onBehalfOf: node("Provenance.agent", "onBehalfOf"),
            entity: node("Provenance", "entity"), role: node("Provenance.entity", "role", literal: "source"),
            what: node("Provenance.entity", "what"))
        base = pool.place(Systems.base + "/")
        slash = pool.place("/")
        colon = pool.place(":")
        deleteURL = pool.place(HubExtension.delete)
        incompleteListURL = pool.place(HubExtension.incompleteList)
        releaseURL = pool.place(HubExtension.release)
        eventSystem = pool.place(Systems.event)
        feedSystem = pool.place(Systems.feed)
        controlIDSystem = pool.place(Systems.controlID)
        odsSystem = pool.place(Systems.odsOrganisation)
        organization = pool.place("Organization")
        source = pool.place("source")
        unknownCode = pool.place("unknown")
        absentReasonURL = pool.place("http://hl7.org/fhir/StructureDefinition/data-absent-reason")
        facilityText = pool.place("facility")
    }
}
