import Canonical
import Diagnostics
import FHIRPath
import YAML

// Expressions of an outbound map: FHIRPath over the canonical message, typed by R4.
extension OutboundCompiler {
    func expression(_ text: ExpressionText, _ scope: Scope) -> (OutboundPlan.Compiled, StaticType)? {
        do {
            let program = try Program(text.text, terms: OutboundTerms(), functions: library)
            var checker = TypeChecker(
                model: FHIRTypeModel.r4, functions: library, variables: scope.variables, isStrict: true,
                terms: { [trust] term, _, _ in
                    guard case .variable(let name) = term.base else { return nil }
                    return .system(.string, many: trust.lists.contains(String(name.dropFirst(6))))
                })
            let (type, problems) = checker.check(program.expression, root: scope.focus)
            for problem in problems { findings.add(text.placing(problem)) }
            check(program.expression, text, scope)
            guard !problems.contains(where: { $0.severity == .error }) else { return nil }
            return (.init(program: program, file: text.node.span.file, line: text.node.span.line), type)
        } catch {
            findings.add(text.placing(error))
            return nil
        }
    }

    /// What FHIRPath does not know: trust values, tables, variables of the map.
    private func check(_ expression: Expression, _ text: ExpressionText, _ scope: Scope) {
        func span(_ range: Range<Int>) -> TextSpan { text.node.span(offset: range.lowerBound, length: range.count) }
        for node in expression.allNodes {
            switch node.kind {
            case .variable(let name):
                let known = ["context", "resource", "rootResource", "ucum", "sct", "loinc"]
                if scope.variables[name] == nil, !known.contains(name) {
                    findings.error(
                        "M115", "unknown variable %\(name)", at: span(node.focus),
                        hint: closeName(to: name, among: scope.variables.keys.sorted()).map { "did you mean %\($0)?" })
                }
            case .term(let term):
                guard case .variable(let full) = term.base else { continue }
                let name = String(full.dropFirst(6))
                usage.usedTrust.insert(name)
                if !trust.names.contains(name) {
                    findings.error(
                        "M116", "the trust profile has no \(name)", at: span(node.focus),
                        hint: closeName(to: name, among: trust.names).map { "did you mean trust.\($0)?" })
                }
            case .call(of: _, "translate", let arguments):
                guard let first = arguments.first, case .literal(.string(let name)) = expression[first].kind else { continue }
                usage.usedTables.insert(name)
                guard tables[name] == nil else { continue }
                findings.error(
                    "M140", "there is no table \(name)", at: span(expression[first].focus),
                    hint: closeName(to: name, among: tables.keys.sorted()).map { "did you mean '\($0)'?" })
            default: continue
            }
        }
    }
}
