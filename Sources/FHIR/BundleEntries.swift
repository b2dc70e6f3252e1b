package import Tree

/// One entry of a bundle.
package struct BundleEntry: Hashable, Sendable {
    /// `Bundle.entry`.
    package var node: Tree.ID
    package var fullURL: String?
    /// `Bundle.entry.resource`; nil when the entry has none (a deletion).
    package var resource: Tree.ID?
    /// The resource's type, e.g. `Patient`.
    package var type: String?
    package var id: String?
}

extension Tree {
    /// The type of the resource at `id` (its `resourceType`), or nil when it is none.
    package func resourceType(of id: ID = .root) -> String? {
        guard id.index < nodes.count, nodes[id.index].kind == .object, nodes[id.index].length > 0 else { return nil }
        return text(of: id)
    }

    /// The entries of the bundle at `bundle`, in order.
    package func bundleEntries(of bundle: ID = .root) -> [BundleEntry] {
        guard bundle.index < nodes.count else { return [] }
        return children(of: bundle, named: "entry").map { entry in
            let resource = child(of: entry, named: "resource")
            return BundleEntry(
                node: entry, fullURL: text("fullUrl", from: entry), resource: resource,
                type: resource.flatMap { resourceType(of: $0) }, id: resource.flatMap { text("id", from: $0) })
        }
    }

    /// The resource that a reference in a bundle means: the entry with this `fullUrl`, or with this `Type/id`.
    package func bundleEntry(for reference: String, in entries: [BundleEntry]) -> BundleEntry? {
        entries.first { entry in
            if entry.fullURL == reference { return true }
            guard let type = entry.type, let id = entry.id else { return false }
            return reference == "\(type)/\(id)" || reference.hasPrefix("\(type)/\(id)/_history/")
        }
    }

    /// A reference that stands in a resource.
    package struct ReferenceUse: Hashable, Sendable {
        /// The `Reference` element.
        package var node: ID
        /// Its `reference`, as written.
        package var text: String
    }

    /// All literal references at and below `id`. The tree must be annotated: an element is a reference by its type.
    package func references(in id: ID = .root, schema: Schema = .r4) -> [ReferenceUse] {
        guard id.index < nodes.count else { return [] }
        let reference = schema.known.reference
        let name: Name = "reference"
        var found: [ReferenceUse] = []
        var current = id.rawValue
        while true {
            if nodes[Int(current)].type == reference, let literal = child(of: ID(current), named: name) {
                found.append(ReferenceUse(node: ID(current), text: text(of: literal)))
            }
            if nodes[Int(current)].firstChild != 0 {
                current = nodes[Int(current)].firstChild
                continue
            }
            while current != id.rawValue, nodes[Int(current)].nextSibling == 0 { current = nodes[Int(current)].parent }
            if current == id.rawValue { return found }
            current = nodes[Int(current)].nextSibling
        }
    }
}
