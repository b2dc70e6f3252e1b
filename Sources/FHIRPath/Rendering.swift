package import Tree

extension EvaluationContext {
    /// Each item's type and its value as JSON: `("FHIR.HumanName", "{…}")`.
    ///
    /// `structure` writes the JSON of a node that is no primitive; without it such a value is null. Decimals keep their
    /// places, a System.Quantity is written as in an expression (`1 'mg'`).
    package mutating func rendered(
        _ items: Items, structure: (_ node: NodeReference, _ tree: Tree) -> String? = { _, _ in nil }
    ) -> [(type: String, value: String)] {
        items.map { (typeName(of: $0)?.description ?? "Any", json($0, structure)) }
    }

    private mutating func json(_ item: Value, _ structure: (NodeReference, Tree) -> String?) -> String {
        if case .node(let reference) = item, let node = node(reference) {
            let isPrimitive =
                switch node.kind {
                case .string, .number, .boolean, .xhtml, .field, .component, .subcomponent: true
                case .object, .null, .message, .group, .segment: false
                }
            guard isPrimitive else { return structure(reference, trees[Int(reference.tree)]) ?? "null" }
        }
        guard let value = system(item) else { return "null" }
        switch value {
        case .boolean, .integer, .decimal: return value.text ?? "null"
        default: return value.text.map { "\"\(Recoding.escapeJSON($0))\"" } ?? "null"
        }
    }
}
