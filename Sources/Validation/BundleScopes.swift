import Tree

/// The bundles of a document, each indexed once.
struct BundleScopes {
    private var scopes: [Tree.ID: BundleScope] = [:]

    init(_ examination: Examination) {
        for index in examination.tree.nodes.indices {
            let id = Tree.ID(UInt32(truncatingIfNeeded: index))
            if examination.isResource(id), examination.tree.value(of: id).elementsEqual("Bundle".utf8) {
                scopes[id] = BundleScope(id, in: examination)
            }
        }
    }

    subscript(bundle: Tree.ID) -> BundleScope? { scopes[bundle] }

    /// The bundle around a resource, and the fullUrl of the entry between them.
    func scope(of resource: Tree.ID, in examination: Examination) -> (BundleScope, String?)? {
        let tree = examination.tree
        guard tree.node(resource, isNamed: "resource"), let entry = tree.parent(of: resource),
            let bundle = tree.parent(of: entry), let scope = scopes[bundle]
        else { return nil }
        return (scope, examination.text("fullUrl", of: entry))
    }
}
