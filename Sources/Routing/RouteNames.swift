import Canonical
import Diagnostics
import FHIRPath

/// The feeds and trusts that rules may compare `%feed` and `%trust` with; nothing is checked where they are empty.
package struct RouteNames: Sendable {
    package var feeds: [String]
    package var trusts: [String]

    package init(feeds: [String] = [], trusts: [String] = []) {
        self.feeds = feeds
        self.trusts = trusts
    }

    /// Comparisons with what does not exist, and functions that make the same message go another way tomorrow.
    func mistakes(in expression: Expression) -> [Diagnostic] {
        expression.nodes.flatMap { node -> [Diagnostic] in
            switch node.kind {
            case .binary(let operation, let left, let right) where [.equal, .notEqual, .equivalent, .in].contains(operation):
                return compared(left, right, expression) + compared(right, left, expression)
            case .call(of: _, function: let name, arguments: _) where ["now", "today", "timeOfDay"].contains(name):
                return [
                    expression.source.diagnostic(
                        "R109", "\(name)() cannot be used in a route", at: node.focus,
                        cause: "the same message must always go the same way")
                ]
            default: return []
            }
        }
    }

    private func compared(_ variable: Expression.ID, _ value: Expression.ID, _ expression: Expression) -> [Diagnostic] {
        guard case .variable(let name) = expression[variable].kind else { return [] }
        let known: [String]
        switch name {
        case "feed": known = feeds
        case "trust": known = trusts
        case "event": known = Event.allCases.map(\.rawValue)
        default: return []
        }
        guard !known.isEmpty else { return [] }
        return literals(value, expression).compactMap { text, range in
            if known.contains(text) { return nil }
            return expression.source.diagnostic(
                "R107", "there is no \(name) \(text)", at: range, cause: "this is never true",
                hint: closeName(to: text, among: known).map { "did you mean '\($0)'?" }
                    ?? (known.count <= 24 ? "known: \(known.joined(separator: ", "))" : nil))
        }
    }

    private func literals(_ id: Expression.ID, _ expression: Expression) -> [(String, Range<Int>)] {
        expression.parts(of: id, joinedBy: [.union]).compactMap { part in
            if case .literal(.string(let text)) = expression[part].kind { (text, expression[part].focus) } else { nil }
        }
    }
}
