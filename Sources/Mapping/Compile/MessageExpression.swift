package import Diagnostics
package import FHIRPath
package import HL7v2
import Tree

/// An expression over one HL7 v2 message, as `hub eval` reads it: the terms of a message map, and what is wrong with them.
///
/// ```swift
/// let read = try MessageExpression("PID-3.where(CX.5 = 'NHS').CX.1", structure: structure)
/// let items = try Program(read.expression).evaluate(in: &context)       // context.trees[0] is the message
/// ```
package struct MessageExpression {
    package let expression: Expression
    package let type: StaticType
    package let diagnostics: [Diagnostic]

    /// - Parameter structure: the message's own; nil when its version knows none, and it has no groups.
    package init(_ text: String, structure: Structure?, in origin: FHIRPath.Origin? = nil) throws(Diagnostic) {
        let terms = MessageTerms(structure)
        expression = try Expression(text, in: origin, terms: terms)
        let source = expression.source
        var found: [Diagnostic] = []
        for (offset, term) in terms.log.all.sorted(by: { $0.key < $1.key }) {
            guard let words = terms.problem(of: term)?.words(terms.inner.scope) else { continue }
            found.append(
                source.diagnostic(
                    words.code, words.message, at: offset..<offset + term.length, cause: words.cause, hint: words.hint))
        }
        var checker = TypeChecker(model: CheckModel.shared, refusesUnknownElements: true) { _, _, range in
            terms.log[range.lowerBound].map { Compiler.staticType($0) }
        }
        let checked = checker.check(expression, root: CheckModel.shared.message)
        type = checked.type
        diagnostics = found + checked.diagnostics
    }

    /// The data type's name, where the result is one.
    package static func name(of type: TypeID) -> String { CheckModel.shared.describe(type).name }
}

/// A message map's terms, begun at the message; a segment that the structure does not have is found wherever it stands.
private struct MessageTerms: TermSyntax {
    let inner: MappingTerms
    var log: TermLog { inner.log }

    init(_ structure: Structure?) {
        inner = MappingTerms(Scope(Names(), frames: [ScopeFrame(kind: .message(structure.map { [$0] } ?? []))]))
    }

    func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        guard let resolved = inner.resolve(text, at: offset) else { return nil }
        return made(resolved, at: offset)
    }

    func member(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        if let found = inner.member(in: text, at: offset) { return found }
        return inner.path(behindDot: text, at: offset).flatMap { made($0, at: offset) }
    }

    func problem(of term: ResolvedTerm) -> ResolvedTerm.Problem? {
        guard case .notInStructure(let name)? = term.problem, HL7Types.isSegment(name) else { return term.problem }
        // A segment behind a group is one of the group.
        let parts = term.text.split(separator: ".").map { String($0.prefix { $0 != "[" && $0 != "-" }) }
        guard let place = parts.firstIndex(of: name), place > 0 else { return nil }
        return .notInGroup(name, parts[place - 1])
    }

    private func made(_ resolved: ResolvedTerm, at offset: Int) -> (length: Int, term: Term)? {
        if case .trust = resolved.base { return nil }
        var term = inner.recorded(resolved, at: offset)
        if case .slot = term.base { term.base = .root }
        if case .notInStructure(let name)? = resolved.problem, case .root = term.base, HL7Types.isSegment(name),
            resolved.text.hasPrefix(name)
        {
            term.steps[0] = .segment(Name(name))
        }
        return (resolved.length, term)
    }
}
