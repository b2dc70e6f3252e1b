package import Tree

extension EvaluationContext {
    /// Items as JSON: `[{"type": "FHIR.HumanName", "value": {…}}, …]`, one line.
    ///
    /// `structure` writes the JSON of a node that is no primitive; without it such a value is null. Decimals keep their
    /// places, a System.Quantity is written as in an expression (`1 'mg'`).
    package mutating func rendered(
        _ items: Items, structure: (_ node: NodeReference, _ tree: Tree) -> String? = { _, _ in nil }
    ) -> String {
        var text = "["
        for (index, item) in items.enumerated() {
            if index > 0 { text += ", " }
            let type = typeName(of: item)?.description ?? "Any"
            text += "{\"type\": \"\(Recoding.escapeJSON(type))\", \"value\": \(json(item, structure))}"
        }
        return text + "]"
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
