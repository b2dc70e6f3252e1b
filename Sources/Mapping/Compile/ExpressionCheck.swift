import Canonical
import Diagnostics
import FHIRPath
import YAML

// Everything of an expression, parts inside where() and select() too, against the types of source and variables. What the
// compiler told already at the same place is not told again.
extension Compiler {
    struct CheckOutcome {
        var type: StaticType
        var failed: Bool
        /// Nothing at all was found.
        var isSpotless: Bool
    }

    func check(
        _ expression: Expression, _ text: ExpressionText, _ scope: Scope, _ terms: MappingTerms, told: [TextSpan]
    ) -> CheckOutcome {
        let focus = focusType(scope)
        let mistakes = Mistakes()
        let source = expression.source
        let variables = cache.types(ofVariables: scope)
        var checker = TypeChecker(
            model: cache.model, functions: library, variables: variables, isStrict: true
        ) { term, focus, range in
            guard let resolved = terms.log[range.lowerBound] else { return nil }
            if let mistake = Self.misplaced(resolved, focus) {
                mistakes.all.append(source.diagnostic("M122", mistake.message, at: range, cause: mistake.cause))
            }
            return Self.staticType(resolved)
        }
        let (type, found) = checker.check(expression, root: focus)
        var failed = false
        let all = impure(expression) + mistakes.all + found
        for diagnostic in all {
            let moved = text.placing(diagnostic)
            // What is unknown here (F204) was looked up in the scope with better words (M115).
            guard diagnostic.code != "F204", !told.contains(where: { overlaps($0, moved.location) }) else { continue }
            findings.add(advised(moved, expression, scope))
            if diagnostic.severity == .error { failed = true }
        }
        return CheckOutcome(type: type, failed: failed, isSpotless: all.isEmpty && told.isEmpty)
    }

    /// What the terms of one expression have wrong.
    private final class Mistakes {
        var all: [Diagnostic] = []
    }

    private func focusType(_ scope: Scope) -> StaticType {
        switch scope.focus?.kind {
        case .value(.unknown): scope.focus?.known?.single ?? .unknown
        case .value(let type):
            cache.model.staticType(of: type, dataTypes: [], isMany: false, isHL7: scope.isHL7)
        case .segment(let name): CheckModel.shared.segment(name).map { StaticType([$0], isCollection: false) } ?? .unknown
        case .group(_, let path): CheckModel.shared.group(path).map { StaticType([$0], isCollection: false) } ?? .unknown
        case .message: CheckModel.shared.message
        case nil: .unknown
        }
    }

    static func staticType(_ term: ResolvedTerm) -> StaticType {
        switch term.type {
        case .segment, .group, .text, .uri:
            CheckModel.shared.staticType(of: term.type, dataTypes: [], isMany: term.isMany, isHL7: true)
        default: CheckModel.shared.value(of: term.dataTypes, isMany: term.isMany)
        }
    }

    /// `CX.5` where the item is no CX and nothing like one.
    private static func misplaced(_ term: ResolvedTerm, _ focus: StaticType) -> (message: String, cause: String)? {
        guard case .this = term.base, !term.steps.isEmpty, let dot = term.text.firstIndex(of: "."),
            !term.text[..<dot].contains("-")
        else { return nil }
        let own = String(term.text[..<dot])
        guard HL7Types.isDataType(own), !focus.types.isEmpty else { return nil }
        let names = focus.types.compactMap { CheckModel.shared.hl7Name($0) }
        guard names.count == focus.types.count, !names.contains(where: { DataTypeKin.areKin(own, $0) }) else { return nil }
        let what = names.joined(separator: " or ")
        return ("\(term.text) is read where \(what) stands", "the item here is \(what)")
    }

    // MARK: purity

    private static let outsideWorld: [String: String] = [
        "now": "use the message's own time: MSH-7", "today": "use the message's own time: MSH-7",
        "timeOfDay": "use the message's own time: MSH-7", "memberOf": "list the codes: X in ('a' | 'b')",
        "subsumes": "list the codes: X in ('a' | 'b')", "subsumedBy": "list the codes: X in ('a' | 'b')",
        "trace": "`hub map --trace` shows what every element was made of",
    ]

    /// Time, network and the like cannot be reached: the same message must give the same result.
    private func impure(_ expression: Expression) -> [Diagnostic] {
        let isPure = expression.nodes.allSatisfy { node in
            if case .call(of: _, let name, arguments: _) = node.kind { Self.outsideWorld[name] == nil } else { true }
        }
        if isPure { return [] }
        return expression.allNodes.compactMap { node in
            guard case .call(of: _, function: let name, arguments: _) = node.kind, let instead = Self.outsideWorld[name] else {
                return nil
            }
            return expression.source.diagnostic(
                "M120", "\(name)() cannot be used in a map", at: node.focus,
                cause: "the same message must give the same result, always", hint: instead)
        }
    }

    // MARK: words

    private func overlaps(_ span: TextSpan, _ location: Location?) -> Bool {
        guard case .text(let other)? = location, span.line == other.line else { return false }
        return span.column < other.column + other.length && other.column < span.column + span.length
    }

    /// FHIRPath does not know HL7 v2: what it finds there gets our advice.
    private func advised(_ diagnostic: Diagnostic, _ expression: Expression, _ scope: Scope) -> Diagnostic {
        guard diagnostic.code == "F201", diagnostic.hint == nil else { return diagnostic }
        var advised = diagnostic
        let word = diagnostic.message.split(separator: " ").last.map { $0.uppercased() } ?? ""
        if !scope.isHL7 {
            if HL7Types.isSegment(word) { advised.hint = "this map reads FHIR, no HL7 v2" }
            return advised
        }
        if HL7Types.isSegment(word), diagnostic.message.hasSuffix(word.lowercased()) {
            advised.hint = "segments are written in capitals: \(word)-1"
            return advised
        }
        advised.hint = "HL7 v2 is read by position: PID-3, PID-3.4.1, or CX.4.1 of an item; a text stands in quotes"
        return advised
    }
}
