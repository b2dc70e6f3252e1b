import YAML

// `case OBX-2:` with a branch for each value or several, and `otherwise:`.
extension MappingFileReader {
    static let casePrefix = "case "
    static let otherwise = "otherwise"

    func cases(_ entry: YAMLNode.Entry, mayRemove: Bool) -> CaseTemplate? {
        var value = entry.key
        let text = entry.name.dropFirst(Self.casePrefix.count)
        value.content = .scalar(String(text), .plain)
        value.column += Self.casePrefix.count
        guard let expression = ExpressionText(value), let entries = entry.value.mapping, !entries.isEmpty else {
            findings.error(
                "M162", "\(entry.name): needs a mapping of its values", at: entry.key.span,
                hint: "NM: { … }, SN | NR: { … }, otherwise: { … }")
            return nil
        }
        var made = CaseTemplate(node: entry.value, value: expression, branches: [])
        var seen: Set<String> = []
        for branch in entries {
            let labels = labels(branch.key)
            for label in labels where !seen.insert(label).inserted {
                findings.error("M162", "\(label) stands twice in \(entry.name)", at: branch.key.span(ofWord: label))
            }
            let isRemoved = branch.value.isNull && mayRemove
            let object =
                isRemoved
                ? ObjectTemplate(node: branch.value) : object(branch.value, what: "a branch", mayRemove: mayRemove)
            for directive in branch.value.mapping ?? [] where ["each", "from", "map", "copy", "ref"].contains(directive.name) {
                findings.error(
                    "M162", "a branch has no \(directive.name):", at: directive.key.span,
                    cause: "its elements stand beside those around the case", hint: "put it into an element of the branch")
            }
            made.branches.append(.init(key: branch.key, labels: labels, object: object, isRemoved: isRemoved))
        }
        // What else is chosen is asked last.
        made.branches = made.branches.filter { !$0.isOtherwise } + made.branches.filter(\.isOtherwise)
        return made
    }

    /// `CE | CWE`; none for `otherwise`.
    private func labels(_ key: YAMLNode) -> [String] {
        let text = key.text ?? ""
        if text == Self.otherwise { return [] }
        let words = text.split(separator: "|", omittingEmptySubsequences: false).map { String($0.trimmingSpaces()) }
        for word in words where word.isEmpty {
            findings.error("M162", "a value is missing here", at: key.span, hint: "CE | CWE: { … }")
        }
        for word in words where ["default", "else", "otherwise", "*"].contains(word.lowercased()) {
            findings.error(
                "M162", "\(word) would be a value", at: key.span(ofWord: word),
                hint: "\(Self.otherwise): for any other, and none")
        }
        for word in words where word.first == "'" || word.first == "\"" {
            findings.error(
                "M162", "values of a case stand without quotes", at: key.span(ofWord: word),
                hint: word.filter { $0 != "'" && $0 != "\"" })
        }
        return words
    }
}
