package import Diagnostics
import FHIR
package import Tree

/// What every canonical message is beyond the structure that FHIR asks for.
///
/// A message Bundle whose first entry is a MessageHeader with a known event, with a Provenance, no id twice, every
/// reference either logical or resolving inside the message, and every Patient identified.
package enum CanonicalProfile {
    package static func check(_ tree: Tree) -> [Diagnostic] {
        guard !tree.isEmpty, says(tree, .root, "Bundle") else {
            return [problem("canonical-bundle", "the canonical message is no Bundle", "Bundle")]
        }
        var found: [Diagnostic] = []
        if tree.child(of: .root, named: Names.type).map({ says(tree, $0, "message") }) != true {
            found.append(problem("canonical-bundle", "the Bundle is no message", "Bundle.type"))
        }
        var ids = ResourceIDs()
        var hasProvenance = false
        var position = 0
        var next = tree.firstChild(of: .root)
        while let entry = next {
            next = tree.nextSibling(of: entry)
            guard tree.node(entry, isNamed: Names.entry) else { continue }
            defer { position += 1 }
            guard let resource = tree.child(of: entry, named: Names.resource) else { continue }
            // Made where there is something to say.
            func path() -> String { "Bundle.entry[\(position)].resource" }
            if position == 0 { found += checkHeader(tree, resource, path()) }
            if says(tree, resource, "Provenance") { hasProvenance = true }
            if let id = tree.child(of: resource, named: Names.id) {
                if !ids.insert(resource, id, of: tree) {
                    found.append(problem("canonical-duplicate", "two resources have the same type and id", "\(path()).id"))
                }
            } else {
                found.append(problem("canonical-id", "the resource has no id", path()))
            }
            if says(tree, resource, "Patient"), !isIdentified(tree, resource) {
                found.append(
                    Diagnostic(
                        .warning, code: "canonical-identifier", "the Patient has no identifier",
                        at: .message(MessagePosition("\(path()).identifier"))))
            }
        }
        if position == 0 { found.append(problem("canonical-header", "the message has no MessageHeader", "Bundle.entry")) }
        if !hasProvenance { found.append(problem("canonical-provenance", "the message has no Provenance", "Bundle.entry")) }
        found += checkReferences(tree, ids)
        return found
    }

    private enum Names {
        static let type: Name = "type"
        static let entry: Name = "entry"
        static let resource: Name = "resource"
        static let id: Name = "id"
        static let identifier: Name = "identifier"
        static let value: Name = "value"
        static let system: Name = "system"
        static let url: Name = "url"
        static let `extension`: Name = "extension"
        static let reference: Name = "reference"
    }

    private static func says(_ tree: Tree, _ id: Tree.ID, _ text: StaticString) -> Bool {
        let node = tree[id]
        guard Int(node.length) == text.utf8CodeUnitCount else { return false }
        for offset in 0..<Int(node.length) where tree.bytes[Int(node.start) + offset] != text.utf8Start[offset] { return false }
        return true
    }

    private static func problem(_ code: String, _ message: String, _ path: String) -> Diagnostic {
        Diagnostic(code: code, message, at: .message(MessagePosition(path)))
    }

    private static func checkHeader(_ tree: Tree, _ resource: Tree.ID, _ path: String) -> [Diagnostic] {
        guard says(tree, resource, "MessageHeader") else {
            return [problem("canonical-header", "the first entry is no MessageHeader", path)]
        }
        let event = tree.text("event", "code", from: resource) ?? ""
        guard Event(rawValue: event) == nil else { return [] }
        return [problem("canonical-event", "the event is none of the hub's", "\(path).eventCoding.code")]
    }

    private static func isIdentified(_ tree: Tree, _ patient: Tree.ID) -> Bool {
        var next = tree.firstChild(of: patient)
        while let child = next {
            next = tree.nextSibling(of: child)
            if tree.node(child, isNamed: Names.identifier), let value = tree.child(of: child, named: Names.value),
                tree[value].length > 0
            {
                return true
            }
        }
        return false
    }

    private static func checkReferences(_ tree: Tree, _ ids: ResourceIDs) -> [Diagnostic] {
        let name = Names.reference
        var found: [Diagnostic] = []
        tree.nodes.withUnsafeBufferPointer { nodes in
            tree.bytes.withUnsafeBufferPointer { bytes in
                for index in nodes.indices.dropFirst() {
                    let node = nodes[index]
                    guard node.nameHash == name.hash, node.kind == .string, tree.node(Tree.ID(UInt32(index)), isNamed: name)
                    else { continue }
                    let value = UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.start) + Int(node.length)])
                    // Contained resources, and what is absolute, is not for the message to resolve.
                    if value.first == UInt8(ascii: "#") || value.contains(UInt8(ascii: ":")) { continue }
                    if !ids.contains(value, nodes, bytes), found.count < 20 {
                        found.append(
                            problem(
                                "canonical-reference", "the reference resolves to nothing in this message",
                                tree.path(of: Tree.ID(UInt32(index)))))
                    }
                }
            }
        }
        return found
    }

    /// `Type/id` of the resources of a message, as places in its tree, by hash.
    private struct ResourceIDs {
        private var places: [UInt32: [(resource: Tree.ID, id: Tree.ID)]] = [:]

        /// False when it is known already.
        mutating func insert(_ resource: Tree.ID, _ id: Tree.ID, of tree: Tree) -> Bool {
            tree.bytes.withUnsafeBufferPointer { bytes in
                let one = ResourceIDs.text(tree[resource], bytes)
                let other = ResourceIDs.text(tree[id], bytes)
                let hash = ResourceIDs.hash(other)
                let isNew =
                    places[hash]?.contains {
                        ResourceIDs.text(tree[$0.resource], bytes).elementsEqual(one)
                            && ResourceIDs.text(tree[$0.id], bytes).elementsEqual(other)
                    } != true
                if isNew { places[hash, default: []].append((resource, id)) }
                return isNew
            }
        }

        func contains(
            _ reference: UnsafeBufferPointer<UInt8>, _ nodes: UnsafeBufferPointer<Tree.Node>,
            _ bytes: UnsafeBufferPointer<UInt8>
        ) -> Bool {
            guard let slash = reference.firstIndex(of: 0x2F) else { return false }
            let type = UnsafeBufferPointer(rebasing: reference[..<slash])
            let id = UnsafeBufferPointer(rebasing: reference[(slash + 1)...])
            return places[ResourceIDs.hash(id)]?.contains {
                ResourceIDs.text(nodes[$0.resource.index], bytes).elementsEqual(type)
                    && ResourceIDs.text(nodes[$0.id.index], bytes).elementsEqual(id)
            } == true
        }

        private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
            Name.hash(of: UnsafeRawBufferPointer(text))
        }

        private static func text(_ node: Tree.Node, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.start) + Int(node.length)])
        }
    }

    /// System and value of every identifier of the message's patients, and of those they replace.
    package static func people(in tree: Tree) -> [(system: String, value: String)] {
        var found: [(system: String, value: String)] = []
        func add(_ identifier: Tree.ID) {
            guard let value = tree.child(of: identifier, named: Names.value), tree[value].length > 0 else { return }
            let own = tree.text(of: value)
            let system = tree.child(of: identifier, named: Names.system).map { tree.text(of: $0) } ?? ""
            if !found.contains(where: { $0 == (system, own) }) { found.append((system, own)) }
        }
        var next = tree.isEmpty ? nil : tree.firstChild(of: .root)
        while let entry = next {
            next = tree.nextSibling(of: entry)
            guard tree.node(entry, isNamed: Names.entry), let resource = tree.child(of: entry, named: Names.resource),
                says(tree, resource, "Patient")
            else { continue }
            var place = tree.firstChild(of: resource)
            while let child = place {
                place = tree.nextSibling(of: child)
                if tree.node(child, isNamed: Names.identifier) { add(child) }
                if tree.node(child, isNamed: Names.extension), let url = tree.child(of: child, named: Names.url),
                    tree.value(of: url).elementsEqual(HubExtension.replaces.utf8),
                    let value = tree.child(of: child, named: Names.value)
                {
                    add(value)
                }
            }
        }
        return found
    }
}
