import Diagnostics
import FHIR
import Tree

/// The FHIR half of `MessageDisguise`: leaves by the type and name of their element.
struct DocumentDisguise {
    private var disguise: Disguise
    private var tree = Tree()
    private var schema = Schema.r4

    init(_ disguise: Disguise) { self.disguise = disguise }

    func disguised(_ bytes: [UInt8]) throws(Diagnostics) -> [UInt8] {
        let document = FHIRDocument.read(bytes)
        guard var parsed = document.tree, !document.hasErrors else {
            throw Diagnostics(document.diagnostics.filter { $0.severity == .error })
        }
        let schema = document.release.schema
        schema.annotate(&parsed)
        var run = self
        run.schema = schema
        run.tree = parsed
        for index in parsed.nodes.indices {
            let (kind, text) = run.leaf(Tree.ID(UInt32(index)))
            if kind.isIdentifying {
                run.disguise.identifying.formUnion(Disguise.words(text).filter { !disguise.vocabulary.contains($0) })
            }
        }
        for index in parsed.nodes.indices {
            let id = Tree.ID(UInt32(index))
            let (kind, text) = run.leaf(id)
            guard let made = run.replacement(kind, text, id), made != text else { continue }
            let place = run.tree.store(made.utf8)
            run.tree[id].start = place.start
            run.tree[id].length = place.length
        }
        let isXML = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "<")
        return isXML ? XMLWriter.write(run.tree, schema: schema) : JSONWriter.write(run.tree, layout: .pretty) + [0x0A]
    }

    private func replacement(_ kind: Kind, _ text: String, _ id: Tree.ID) -> String? {
        switch kind {
        case .leaf(.kept), .leaf(.number): nil
        case .leaf(.name), .leaf(.address): disguise.name(text)
        case .leaf(.contact): disguise.contact(text)
        case .leaf(.identifier): disguise.identifier(text)
        case .leaf(.date): disguise.date(text)
        case .leaf(.code), .leaf(.word): disguise.isRevealing(text) ? disguise.text(text) : nil
        case .leaf(.binary): Disguise.binary(text)
        case .leaf(.text): disguise.text(text)
        case .leaf(.display): disguise.display(text, hasCode: sibling("code", of: id))
        case .resourceID: disguise.resourceID(text)
        case .reference: reference(text)
        case .narrative: "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"
        }
    }

    private enum Kind {
        case leaf(LeafKind)
        case resourceID, reference, narrative

        var isIdentifying: Bool {
            switch self {
            case .leaf(let kind): kind.isIdentifying
            case .resourceID, .reference, .narrative: false
            }
        }
    }

    /// `Patient/ID`, `urn:uuid:ID`, `https://…/Patient/ID`, `#ID`: the last part.
    private func reference(_ text: String) -> String {
        guard let at = text.lastIndex(where: { $0 == "/" || $0 == ":" || $0 == "#" }) else { return disguise.resourceID(text) }
        return String(text[...at]) + disguise.resourceID(String(text[text.index(after: at)...]))
    }

    private func sibling(_ name: Name, of id: Tree.ID) -> Bool {
        tree.parent(of: id).flatMap { tree.child(of: $0, named: name) } != nil
    }

    private func leaf(_ id: Tree.ID) -> (Kind, String) {
        let node = tree[id]
        guard node.length > 0, id != .root else { return (.leaf(.kept), "") }
        let text = tree.text(of: id)
        switch node.kind {
        case .xhtml: return (.narrative, text)
        case .string: break
        default: return (.leaf(.kept), text)
        }
        let owner = tree.parent(of: id).flatMap { schema.type(Schema.TypeID(rawValue: tree[$0].type))?.name } ?? ""
        let type = schema.type(Schema.TypeID(rawValue: node.type))?.name ?? ""
        return (kind(owner: owner, element: tree.name(of: id), type: type), text)
    }

    private func kind(owner: String, element: String, type: String) -> Kind {
        switch (owner, element) {
        case ("HumanName", "family"), ("HumanName", "given"), ("HumanName", "text"): return .leaf(.name)
        case ("Address", "use"), ("Address", "type"), ("Address", "country"): return .leaf(.code)
        case ("Address", _) where type == "string": return .leaf(.address)
        case ("ContactPoint", "value"): return .leaf(.contact)
        case ("Identifier", "value"): return .leaf(.identifier)
        case ("Reference", "reference"), (_, "fullUrl"): return .reference
        case ("Reference", "display"): return .leaf(.name)
        case ("Coding", "display"): return .leaf(.display(of: 1))
        case ("Organization", "name"), ("Practitioner", "name"), ("Location", "name"): return .leaf(.name)
        case (_, "id"): return .resourceID
        case (_, "resourceType"): return .leaf(.kept)
        default: break
        }
        switch type {
        case "date", "dateTime", "instant": return .leaf(.date)
        case "code", "uri", "url", "canonical", "oid", "uuid", "time": return .leaf(.code)
        case "id": return .resourceID
        case "base64Binary": return .leaf(.binary)
        case "decimal", "integer", "positiveInt", "unsignedInt", "boolean": return .leaf(.kept)
        default: return .leaf(.text)
        }
    }
}
