package import Diagnostics
import FHIR
package import Tree

/// What every canonical message is beyond the structure that FHIR asks for.
///
/// A message Bundle whose first entry is a MessageHeader with a known event, with a Provenance, no id twice, every
/// reference either logical or resolving inside the message, and every Patient identified.
package enum CanonicalProfile {
    package static func check(_ tree: Tree) -> [Diagnostic] {
        guard !tree.isEmpty, tree.text(of: .root) == "Bundle" else {
            return [problem("canonical-bundle", "the canonical message is no Bundle", "Bundle")]
        }
        var found: [Diagnostic] = []
        if tree.text("type") != "message" {
            found.append(problem("canonical-bundle", "the Bundle is no message", "Bundle.type"))
        }
        var ids: Set<[UInt8]> = []
        var hasProvenance = false
        var position = 0
        for entry in tree.children(of: .root) where tree.node(entry, isNamed: "entry") {
            defer { position += 1 }
            guard let resource = tree.child(of: entry, named: "resource") else { continue }
            let type = tree.value(of: resource)
            let path = "Bundle.entry[\(position)].resource"
            if position == 0 { found += checkHeader(tree, resource, path) }
            if type.elementsEqual(provenance) { hasProvenance = true }
            if let id = tree.child(of: resource, named: "id") {
                let key = Array(type) + [0x2F] + Array(tree.value(of: id))
                if !ids.insert(key).inserted {
                    found.append(problem("canonical-duplicate", "two resources have the same type and id", "\(path).id"))
                }
            } else {
                found.append(problem("canonical-id", "the resource has no id", path))
            }
            if type.elementsEqual(patient), !isIdentified(tree, resource) {
                found.append(
                    Diagnostic(
                        .warning, code: "canonical-identifier", "the Patient has no identifier",
                        at: .message(MessagePosition("\(path).identifier"))))
            }
        }
        if position == 0 { found.append(problem("canonical-header", "the message has no MessageHeader", "Bundle.entry")) }
        if !hasProvenance { found.append(problem("canonical-provenance", "the message has no Provenance", "Bundle.entry")) }
        found += checkReferences(tree, ids)
        return found
    }

    private static let provenance = Array("Provenance".utf8)
    private static let patient = Array("Patient".utf8)
    private static let header = Array("MessageHeader".utf8)

    private static func problem(_ code: String, _ message: String, _ path: String) -> Diagnostic {
        Diagnostic(code: code, message, at: .message(MessagePosition(path)))
    }

    private static func checkHeader(_ tree: Tree, _ resource: Tree.ID, _ path: String) -> [Diagnostic] {
        guard tree.value(of: resource).elementsEqual(header) else {
            return [problem("canonical-header", "the first entry is no MessageHeader", path)]
        }
        let event = tree.text("event", "code", from: resource) ?? ""
        guard Event(rawValue: event) == nil else { return [] }
        return [problem("canonical-event", "the event is none of the hub's", "\(path).eventCoding.code")]
    }

    private static func isIdentified(_ tree: Tree, _ patient: Tree.ID) -> Bool {
        for child in tree.children(of: patient) where tree.node(child, isNamed: "identifier") {
            if let value = tree.child(of: child, named: "value"), tree[value].length > 0 { return true }
        }
        return false
    }

    private static func checkReferences(_ tree: Tree, _ ids: Set<[UInt8]>) -> [Diagnostic] {
        let name: Name = "reference"
        var found: [Diagnostic] = []
        for index in tree.nodes.indices.dropFirst() {
            let node = tree.nodes[index]
            guard node.nameHash == name.hash, node.kind == .string, tree.node(Tree.ID(UInt32(index)), isNamed: name) else {
                continue
            }
            let value = tree.value(of: Tree.ID(UInt32(index)))
            // Contained resources, and what is absolute, is not for the message to resolve.
            if value.first == UInt8(ascii: "#") || value.contains(UInt8(ascii: ":")) { continue }
            if !ids.contains(Array(value)), found.count < 20 {
                found.append(
                    problem(
                        "canonical-reference", "the reference resolves to nothing in this message",
                        tree.path(of: Tree.ID(UInt32(index)))))
            }
        }
        return found
    }

    /// System and value of every identifier of the message's patients, and of those they replace.
    package static func people(in tree: Tree) -> [(system: String, value: String)] {
        var found: [(system: String, value: String)] = []
        func add(_ identifier: Tree.ID) {
            guard let value = tree.text("value", from: identifier), !value.isEmpty else { return }
            let system = tree.text("system", from: identifier) ?? ""
            if !found.contains(where: { $0 == (system, value) }) { found.append((system, value)) }
        }
        for entry in tree.children(of: .root) where tree.node(entry, isNamed: "entry") {
            guard let resource = tree.child(of: entry, named: "resource"), tree.value(of: resource).elementsEqual(patient)
            else {
                continue
            }
            for child in tree.children(of: resource) {
                if tree.node(child, isNamed: "identifier") { add(child) }
                if tree.node(child, isNamed: "extension"), tree.text("url", from: child) == HubExtension.replaces,
                    let value = tree.child(of: child, named: "value")
                {
                    add(value)
                }
            }
        }
        return found
    }
}
