import Canonical
import Diagnostics
import FHIR
import Tree

/// What a feed's messages have in common, in the bytes every output begins with.
struct FeedConstants: Sendable {
    var pool: [UInt8]
    var feed: Place
    var endpoint: Place
    var trust: Place
    var release: Place
    var trustValues: [[Place]]
}

extension Machine {
    /// Bundle, and a MessageHeader whose entry comes first; both are completed when everything is made.
    mutating func begin() -> (header: Tree.ID, identifier: Tree.ID) {
        let names = plan.envelope
        bundle = output.append(names.root, to: .root)
        output.append(names.bundleID, to: bundle)
        let identifier = output.append(names.bundleIdentifier, to: bundle)
        output.append(names.bundleType, to: bundle)
        output.append(names.timestamp, to: bundle)
        return (begin(names.header.type, names.header.typeID), identifier)
    }

    private mutating func begin(_ type: Place, _ typeID: UInt16) -> Tree.ID {
        let names = plan.envelope
        let entry = output.append(names.entry, to: bundle)
        output.append(names.fullUrl, to: entry)
        var node = names.resource
        node.type = typeID
        node.start = type.start
        node.length = type.length
        return output.append(node, to: entry)
    }

    private mutating func add(_ node: Tree.Node, _ place: Place, to parent: Tree.ID) {
        guard place.length > 0 else { return }
        var node = node
        node.start = place.start
        node.length = place.length
        output.append(node, to: parent)
    }

    private mutating func identifier(_ node: Tree.Node, _ system: Place, _ value: Place, to parent: Tree.ID) {
        guard value.length > 0 else { return }
        let id = output.append(node, to: parent)
        add(plan.envelope.identifierSystem, system, to: id)
        add(plan.envelope.identifierValue, value, to: id)
    }

    private mutating func reference(_ node: Tree.Node, _ place: Place, to parent: Tree.ID) {
        let id = output.append(node, to: parent)
        add(plan.envelope.reference, place, to: id)
    }

    /// Completes the engine's part: ids, event, source, focus, Provenance.
    mutating func finish(
        header: Tree.ID, identifier bundleIdentifier: Tree.ID, event: Place, focus: [Int], id: [UInt8], controlID: [UInt8],
        time: [UInt8], feed: FeedConstants
    ) {
        let names = plan.envelope
        let idText = output.store(id)
        let idPlace = Place(start: idText.start, length: idText.length)
        let control = output.store(controlID)
        let controlPlace = Place(start: control.start, length: control.length)
        let instant = timestamp(time)

        // Bundle: its first children were laid out by begin().
        var next = output[bundle].firstChild
        while next != 0 {
            let nameStart = output.nodes[Int(next)].nameStart
            if nameStart == names.bundleID.nameStart { set(next, idPlace) }
            if nameStart == names.timestamp.nameStart, let instant { set(next, instant) }
            next = output.nodes[Int(next)].nextSibling
        }
        add(names.identifierSystem, names.controlIDSystem, to: bundleIdentifier)
        add(names.identifierValue, controlPlace.length > 0 ? controlPlace : idPlace, to: bundleIdentifier)
        if instant == nil { removeTimestamp() }

        complete(header, names.header.type, idPlace)
        let coding = output.append(names.header.eventCoding, to: header)
        add(names.codingSystem, names.eventSystem, to: coding)
        add(names.codingCode, event, to: coding)
        let sender = output.append(names.header.sender, to: header)
        add(names.referenceType, names.organization, to: sender)
        identifier(names.referenceIdentifier, names.odsSystem, feed.trust, to: sender)
        let source = output.append(names.header.source, to: header)
        add(names.header.name, feed.feed, to: source)
        add(names.header.endpoint, feed.endpoint, to: source)
        for alias in focus {
            for target in all where target.alias == alias { reference(names.header.focus, target.reference, to: header) }
        }

        let provenance = begin(names.provenance.type, names.provenance.typeID)
        complete(provenance, names.provenance.type, idPlace)
        let release = output.append(names.extension, to: provenance)
        add(names.extensionURL, names.releaseURL, to: release)
        add(names.valueString, feed.release, to: release)
        for target in all { reference(names.provenance.target, target.reference, to: provenance) }
        if all.isEmpty {
            reference(names.provenance.target, store([names.header.type, names.slash, idPlace]), to: provenance)
        }
        if let instant {
            add(names.provenance.recorded, instant, to: provenance)
        } else {
            absent(names.provenance.recorded, below: provenance)
        }
        let agent = output.append(names.provenance.agent, to: provenance)
        let who = output.append(names.provenance.who, to: agent)
        identifier(names.referenceIdentifier, names.feedSystem, feed.feed, to: who)
        let trust = output.append(names.provenance.onBehalfOf, to: agent)
        add(names.referenceType, names.organization, to: trust)
        identifier(names.referenceIdentifier, names.odsSystem, feed.trust, to: trust)
        guard controlPlace.length > 0 else { return }
        let entity = output.append(names.provenance.entity, to: provenance)
        output.append(names.provenance.role, to: entity)
        let what = output.append(names.provenance.what, to: entity)
        identifier(names.referenceIdentifier, names.controlIDSystem, controlPlace, to: what)
    }

    private mutating func set(_ node: UInt32, _ place: Place) {
        output.nodes[Int(node)].start = place.start
        output.nodes[Int(node)].length = place.length
    }

    private mutating func complete(_ resource: Tree.ID, _ type: Place, _ id: Place) {
        add(plan.envelope.id, id, to: resource)
        let url = store([plan.envelope.base, type, plan.envelope.slash, id])
        guard let entry = output.parent(of: resource), let fullUrl = output.firstChild(of: entry) else { return }
        set(fullUrl.rawValue, url)
    }

    /// The message's time as an instant; an issue when it is none.
    private mutating func timestamp(_ time: [UInt8]) -> Place? {
        let start = output.bytes.count
        let outcome = time.withUnsafeBufferPointer { MappingFunction.toInstant.convert!($0, &output.bytes) }
        switch outcome {
        case .made: return Place(start: UInt32(start), length: UInt32(output.bytes.count - start))
        case .absent: return nil
        case .failed(let code, let reason):
            output.bytes.removeSubrange(start...)
            let isHL7 = source.nodes.first?.kind == .message
            issues.append(
                Diagnostic(
                    .warning, code: code, "the time of the message cannot be read: \(reason)",
                    at: .message(MessagePosition(isHL7 ? "MSH-7" : "Bundle.timestamp"))))
            return nil
        }
    }

    private mutating func removeTimestamp() {
        var next = output[bundle].firstChild
        var previous: UInt32 = 0
        while next != 0 {
            if output.nodes[Int(next)].nameStart == plan.envelope.timestamp.nameStart, previous != 0 {
                output.nodes[Int(previous)].nextSibling = output.nodes[Int(next)].nextSibling
                return
            }
            previous = next
            next = output.nodes[Int(next)].nextSibling
        }
    }

    /// A required primitive that nobody knows (data-absent-reason).
    private mutating func absent(_ node: Tree.Node, below parent: Tree.ID) {
        let names = plan.envelope
        var node = node
        node.kind = .null
        node.flags.insert(.extended)
        let id = output.append(node, to: parent)
        let holder = output.append(names.extension, to: id)
        add(names.extensionURL, names.absentReasonURL, to: holder)
        add(names.valueCode, names.unknownCode, to: holder)
    }
}
