import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Tree
import YAML

/// An expression with what is known of its result.
struct TypedEvaluation {
    var evaluation: Evaluation
    var type: ValueType
    var isMany: Bool
    /// Needs no message: literals and trust values.
    var isConstant = false
    /// The literal text, when it is one.
    var literal: String?
    /// Data types of HL7 v2 that the value has in some version.
    var dataTypes: [String] = []
    /// Where codes come from, as far as that is written here.
    var codes: [CodeSource] = []
    /// The HL7 table whose values the field or component takes: `HL70001`.
    var codeTable: String?
    /// The path that is read as it stands, without numbers of repetitions.
    var path: String?
    /// What the checker found, where that is more.
    var known: StaticType?
    /// A condition that is the same for every message.
    var truth: Bool?

    static let nothing = TypedEvaluation(evaluation: .empty, type: .unknown, isMany: false)
}

/// A code that an expression can give.
enum CodeSource: Sendable {
    case literal(String, YAMLNode, offset: Int)
    /// Any target of the table.
    case table(String)
}

extension Compiler {
    /// Parses, checks and compiles one expression; nil when it was wrong (and reported).
    func expression(_ text: ExpressionText, in scope: Scope) -> TypedEvaluation? {
        if text.isHyphenated {
            findings.error(
                "M114", "\(text.text) is neither a path nor a function here", at: text.node.span,
                hint: "a text stands in quotes: \"\(text.text)\"")
            return nil
        }
        let named = Self.localSegments(in: text.text)
        touched.localSegments.formUnion(named)
        let key = CompilerCache.ExpressionKey(
            text: text.text, frames: scope.meaning, structures: scope.structures(of: text.text),
            dialect: changedSegments.isDisjoint(with: named) ? 0 : dialect)
        do {
            let known: CompilerCache.Parsed
            if let cached = cache.expressions[key] {
                known = cached
            } else {
                let terms = MappingTerms(scope)
                known = CompilerCache.Parsed(try Expression(text.text, terms: terms), terms)
                cache.expressions[key] = known
            }
            touch(known, scope)
            let (parsed, terms) = (known.expression, known.terms)
            var walk = ExpressionWalk(expression: parsed, text: text, scope: scope, terms: terms, compiler: self)
            var typed = walk.typed(parsed.root)
            var checked = CompilerCache.CheckKey(
                expression: key, variables: known.variables.isEmpty ? 0 : scope.variableMeaning)
            let right = cache.checks[checked]
            checked.place = NodePlace(text.node)
            let type: StaticType
            if let known = right ?? cache.checks[checked] {
                type = known
            } else {
                let outcome = check(parsed, text, scope, terms, told: walk.told)
                if walk.failed || outcome.failed { return nil }
                if outcome.isSpotless { checked.place = nil }
                cache.checks[checked] = outcome.type
                type = outcome.type
            }
            if walk.failed { return nil }
            typed.truth = parsed.constantTruth(parsed.root)
            typed.refine(by: type, self)
            return typed
        } catch {
            var moved = text.placing(error)
            if let quoted = text.quotedInstead { moved.hint = quoted }
            if text.isCutByRemark { moved.hint = "a # behind a space begins a remark: use a block of its own (>-)" }
            findings.add(moved)
            return nil
        }
    }
}

extension Compiler {
    /// A part of an expression as a program, made once for all sets that read it alike.
    func program(_ part: String, _ terms: MappingTerms, _ scope: Scope) throws(Diagnostic) -> Program {
        let key = CompilerCache.ProgramKey(
            text: part, frames: scope.meaning, structures: scope.structures(of: part), outerFocus: terms.outerFocus,
            dialect: changedSegments.isEmpty || changedSegments.isDisjoint(with: Self.localSegments(in: part)) ? 0 : dialect)
        if let known = cache.programs[key] {
            // What a part reads is looked up beside it.
            for (offset, term) in cache.terms[key] ?? [:] { terms.log.record(term, at: offset) }
            return known
        }
        let program = try Program(part, terms: terms, functions: library)
        cache.programs[key] = program
        cache.terms[key] = terms.log.all
        return program
    }
}

extension TypedEvaluation {
    /// What the checker knows of a part that runs as a program.
    mutating func refine(by known: StaticType, _ compiler: Compiler) {
        self.known = known
        if case .general = evaluation, known.isCollection, !known.types.isEmpty { isMany = true }
        guard case .general = evaluation, known.types.count == 1 else { return }
        if let primitive = compiler.cache.model.primitive(known.types[0]) {
            if known.isCollection { isMany = true }
            if type == .unknown { type = compiler.valueType(primitive) }
            return
        }
        guard case .system(let system) = known.types[0] else { return }
        if known.isCollection { isMany = true }
        guard type == .unknown else { return }
        switch system {
        case .boolean: type = .boolean
        case .integer: type = .integer
        case .decimal: type = .decimal
        case .string: type = .text
        case .date: type = .date
        case .any, .dateTime, .time, .quantity, .typeInfo: break
        }
    }
}

extension ExpressionText {
    /// `result-reported`: a word with hyphens is no subtraction that anybody means.
    var isHyphenated: Bool {
        var hyphens = 0
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9") where previous != UInt8(ascii: "-"): break
            case UInt8(ascii: "-") where previous != UInt8(ascii: "-"): hyphens += 1
            default: return false
            }
            previous = byte
        }
        return hyphens > 0 && previous != UInt8(ascii: "-")
    }

    /// The line goes on with what YAML takes for a remark, inside a text of the expression.
    var isCutByRemark: Bool {
        guard node.style == .plain, text.filter({ $0 == "'" }).count % 2 == 1,
            node.source.lines.indices.contains(node.line - 1)
        else { return false }
        return node.source.lines[node.line - 1].dropFirst(node.column - 1 + text.count).contains("#")
    }

    /// The advice for a text that was written where an expression is read: an address, or words.
    var quotedInstead: String? {
        let isAddress = text.contains("://") || text.hasPrefix("urn:")
        let isWords = text.contains(" ") && text.allSatisfy { $0.isLetter || $0 == " " || $0 == "," || $0 == "-" }
        return isAddress || isWords ? "a text stands in quotes: \"\(text)\"" : nil
    }
}

/// Turns a syntax tree into an `Evaluation`: what is a frequent shape directly, any other part as a FHIRPath program.
struct ExpressionWalk {
    let expression: Expression
    let text: ExpressionText
    let scope: Scope
    let terms: MappingTerms
    let compiler: Compiler
    var failed = false
    /// Where something was found.
    var told: [TextSpan] = []
    /// Inside where() or select(): `$this` is an item, not the frame.
    var thisType: (type: ValueType, isMany: Bool)?

    init(expression: Expression, text: ExpressionText, scope: Scope, terms: MappingTerms, compiler: Compiler) {
        self.expression = expression
        self.text = text
        self.scope = scope
        self.terms = terms
        self.compiler = compiler
    }

    mutating func error(
        _ code: String, _ message: String, at range: Range<Int>, severity: Diagnostic.Severity = .error, cause: String? = nil,
        hint: String? = nil
    ) {
        if severity == .error { failed = true }
        let span = text.node.span(offset: range.lowerBound, length: expression.source.text(range).count)
        told.append(span)
        compiler.findings.add(
            Diagnostic(severity, code: code, message, at: .text(span), cause: cause, hint: hint))
    }

    private func isLongChain(_ id: Expression.ID) -> Bool {
        var links = 0
        var first = id
        while links <= 64, case .binary(_, let left, _) = expression[first].kind {
            links += 1
            first = left
        }
        return links > 64
    }

    mutating func typed(_ id: Expression.ID) -> TypedEvaluation {
        let node = expression[id]
        switch node.kind {
        case .empty: return TypedEvaluation(evaluation: .empty, type: .unknown, isMany: false, isConstant: true)
        case .literal(let value): return literal(value, id)
        case .this: return this()
        case .variable(let name): return variable(name, node)
        case .term: return term(node)
        case .member(of: let target, let name): return member(target, name, id)
        case .call(of: let target, let function, let arguments): return call(target, function, arguments, id)
        case .binary(let operation, let left, let right):
            // A chain as long as nobody writes by hand runs as a program, which walks it in a loop.
            if isLongChain(id) {
                return general(id, type: [.and, .or, .xor, .implies].contains(operation) ? .boolean : .unknown)
            }
            return binary(operation, left, right, id)
        case .index, .total, .indexer, .sign, .typeOperation, .ordered: return general(id)
        }
    }

    // MARK: leaves

    private mutating func literal(_ value: Value, _ id: Expression.ID) -> TypedEvaluation {
        switch value {
        case .string(let string):
            return TypedEvaluation(
                evaluation: .literal(compiler.stock.pool.place(string)), type: .text, isMany: false, isConstant: true,
                literal: string,
                codes: [.literal(string, text.node, offset: expression[id].focus.lowerBound)])
        case .boolean(let flag):
            return TypedEvaluation(evaluation: .boolean(flag), type: .boolean, isMany: false, isConstant: true)
        case .integer(let number):
            return TypedEvaluation(
                evaluation: .number(compiler.stock.pool.place(String(number))), type: .integer, isMany: false, isConstant: true)
        case .decimal(let number):
            return TypedEvaluation(
                evaluation: .number(compiler.stock.pool.place(number.description)), type: .decimal, isMany: false,
                isConstant: true)
        default: return general(id)
        }
    }

    private func this() -> TypedEvaluation {
        if let thisType {
            return TypedEvaluation(evaluation: .this, type: thisType.type, isMany: false)
        }
        return TypedEvaluation(evaluation: .this, type: focusType, isMany: false)
    }

    private var focusType: ValueType {
        switch scope.focus?.kind {
        case .value(let type): type
        case .segment(let name): .segment(name)
        case .group(_, let path): .group(path)
        case .message, nil: .unknown
        }
    }

    private mutating func variable(_ name: String, _ node: Expression.Node) -> TypedEvaluation {
        if let known = scope.variable(name) {
            compiler.used(known)
            return TypedEvaluation(
                evaluation: .variable(known.index), type: known.type, isMany: known.isMany, dataTypes: known.dataTypes,
                codes: known.codes)
        }
        if ["context", "resource", "rootResource", "ucum", "sct", "loinc"].contains(name) || name.hasPrefix("vs-")
            || name.hasPrefix("ext-")
        {
            return general(nil, node.range)
        }
        error(
            "M115", "unknown variable %\(name)", at: node.focus, cause: compiler.declaredElsewhere(name, from: text.node),
            hint: closeName(to: name, among: scope.variables.map(\.name)).map { "did you mean %\($0)?" })
        return .nothing
    }

    private mutating func term(_ node: Expression.Node) -> TypedEvaluation {
        guard let resolved = terms.log[node.focus.lowerBound] else { return .nothing }
        report(resolved, node)
        switch resolved.base {
        case .trust(let name):
            guard let index = compiler.trustIndex(name) else {
                if compiler.trust.isUnreadable { return .nothing }
                error(
                    "M116", "the trust profile has no \(name)", at: node.focus,
                    hint: closeName(to: name, among: compiler.trust.names).map { "did you mean trust.\($0)?" }
                        ?? "declare it in Mappings/trust-profile.yaml")
                return .nothing
            }
            return TypedEvaluation(
                evaluation: .trust(index), type: compiler.trust.type(of: name), isMany: resolved.isMany, isConstant: true)
        case .frame(let index):
            return TypedEvaluation(
                evaluation: .frame(index, resolved.steps), type: resolved.type, isMany: resolved.isMany,
                dataTypes: resolved.dataTypes, codeTable: resolved.codeTable, path: resolved.path)
        case .this:
            return TypedEvaluation(
                evaluation: resolved.steps.isEmpty ? .this : .relative(.this, resolved.steps), type: resolved.type,
                isMany: resolved.isMany, dataTypes: resolved.dataTypes, codeTable: resolved.codeTable, path: resolved.path)
        }
    }

    private mutating func report(_ term: ResolvedTerm, _ node: Expression.Node) {
        let place = TermPlace(text.node, offset: node.focus.lowerBound)
        switch term.problem {
        case nil: compiler.usage.foundTerms.insert(place)
        case .notInStructure(let name):
            if !compiler.usage.foundTerms.contains(place) {
                compiler.usage.strayTerms[place] = (name, text.node.span(offset: node.focus.lowerBound, length: term.length))
            }
        case let problem?:
            let words = problem.words(terms.scope)
            error(words.code, words.message, at: node.focus, cause: words.cause, hint: words.hint)
        }
    }

    // MARK: members

    private mutating func member(_ target: Expression.ID?, _ name: Name, _ id: Expression.ID) -> TypedEvaluation {
        let base = target.map { typed($0) } ?? this()
        guard case .fhir(let typeName) = base.type else {
            if scope.isHL7, target == nil {
                let isCapital = name.text.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
                error(
                    isCapital ? "M111" : "M114", "\(name.text) is neither a path nor a function here", at: expression[id].focus,
                    hint: advice(name.text))
                return .nothing
            }
            return general(id)
        }
        guard let element = compiler.source.type(named: typeName)?.element(name) else {
            // A resource of unknown kind has any element.
            if typeName == "Resource" || typeName == "DomainResource" || typeName == "Bundle.entry" {
                return TypedEvaluation(
                    evaluation: .relative(base.evaluation, [.named(name)]), type: .unknown, isMany: true)
            }
            error(
                "M114", "\(typeName) has no element \(name.text)", at: expression[id].focus,
                hint: closeName(to: name.text, among: compiler.source.type(named: typeName)?.elements.map(\.name) ?? []).map {
                    "did you mean \($0)?"
                })
            return .nothing
        }
        let type: ValueType =
            element.types.count == 1 ? compiler.valueType(element.types[0]) : .unknown
        return TypedEvaluation(
            evaluation: .relative(base.evaluation, [.named(name)]), type: type, isMany: base.isMany || element.isCollection)
    }

    /// What was meant by a bare word.
    private func advice(_ word: String) -> String {
        if ["null", "NULL", "nil", "none"].contains(word) { return "X.exists(), X.empty(), or {} for nothing" }
        if let truth = Fields.booleanLooks[word] { return "\(truth) for a truth value, \"\(word)\" for the text" }
        if scope.aliases.contains(where: { $0.name == word }) { return "{ ref: \(word) }" }
        if scope.variable(word) != nil { return "%\(word)" }
        if compiler.trust.names.contains(word) { return "trust.\(word)" }
        if compiler.library.signature(of: word) != nil { return "\(word)()" }
        let isCapital = word.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
        if isCapital, let path = HL7Types.fieldMeant(by: word) { return "did you mean \(path)?" }
        if isCapital, let close = terms.scope.closePlace(to: word) { return "did you mean \(close)?" }
        let capitals = word.uppercased()
        if !isCapital, HL7Types.isSegment(capitals) || HL7Types.isGroup(capitals) { return "did you mean \(capitals)?" }
        return "a literal is written in quotes: '\(word)'"
    }

    // MARK: anything else

    /// The part as a FHIRPath program; `type` is what is known of its result.
    mutating func general(_ id: Expression.ID?, _ range: Range<Int>? = nil, type: ValueType = .unknown, isMany: Bool = false)
        -> TypedEvaluation
    {
        let range = range ?? expression[id!].range
        let part = expression.source.text(range)
        let terms = terms.terms(forPartOf: expression.source.text, at: range.lowerBound)
        do {
            let program = try compiler.program(part, terms, scope)
            var variables: [(name: String, index: Int)] = []
            var trust: [(name: String, index: Int)] = []
            for node in program.expression.allNodes {
                switch node.kind {
                case .variable(let name):
                    if let known = scope.variable(name) {
                        compiler.used(known)
                        if !variables.contains(where: { $0.name == name }) { variables.append((name, known.index)) }
                    } else if !["context", "resource", "rootResource", "ucum", "sct", "loinc"].contains(name),
                        !name.hasPrefix("vs-"), !name.hasPrefix("ext-")
                    {
                        let shifted = node.focus.lowerBound + range.lowerBound..<node.focus.upperBound + range.lowerBound
                        error(
                            "M115", "unknown variable %\(name)", at: shifted,
                            cause: compiler.declaredElsewhere(name, from: text.node),
                            hint: closeName(to: name, among: scope.variables.map(\.name)).map { "did you mean %\($0)?" })
                    }
                case .term(let term):
                    if case .variable(let name) = term.base, name.hasPrefix("trust.") {
                        if let index = compiler.trustIndex(String(name.dropFirst(6))) {
                            if !trust.contains(where: { $0.name == name }) { trust.append((name, index)) }
                        } else if !compiler.trust.isUnreadable {
                            let shifted = node.focus.lowerBound + range.lowerBound..<node.focus.upperBound + range.lowerBound
                            error(
                                "M116", "the trust profile has no \(name.dropFirst(6))", at: shifted,
                                hint: closeName(to: String(name.dropFirst(6)), among: compiler.trust.names).map {
                                    "did you mean trust.\($0)?"
                                } ?? "declare it in Mappings/trust-profile.yaml")
                        }
                    } else if let resolved = terms.log[node.focus.lowerBound] {
                        var moved = node
                        moved.focus = node.focus.lowerBound + range.lowerBound..<node.focus.upperBound + range.lowerBound
                        report(resolved, moved)
                    }
                case .call(of: _, let function, let arguments) where function == "translate":
                    // Arguments of nested calls are checked as direct ones are.
                    if let first = arguments.first, case .literal(.string(let name)) = program.expression[first].kind {
                        let place = program.expression[first].focus
                        _ = table(name, at: place.lowerBound + range.lowerBound..<place.upperBound + range.lowerBound)
                    }
                case .call(of: _, let function, _) where ["identity", "idOf", "namespace"].contains(function):
                    error(
                        "M119", "\(function)() must be the whole value, or a branch of iif()",
                        at: node.focus.lowerBound + range.lowerBound..<node.focus.upperBound + range.lowerBound)
                default: break
                }
            }
            let index = compiler.stock.add(
                GeneralProgram(program: program, variables: variables, trust: trust, text: part))
            return TypedEvaluation(evaluation: .general(index), type: type, isMany: isMany)
        } catch {
            failed = true
            var moved = error
            if case .text(var span) = error.location {
                let at = text.node.span(offset: range.lowerBound + max(0, span.column - 1), length: span.length)
                span = at
                told.append(span)
                moved.location = .text(span)
            }
            compiler.findings.add(moved)
            return .nothing
        }
    }

    mutating func table(_ name: String, at range: Range<Int>) -> Int? {
        if let index = compiler.tableIndex(name) { return index }
        if compiler.usage.unreadable.contains(name) { return nil }
        error(
            "M140", "there is no table \(name)", at: range,
            hint: closeName(to: name, among: compiler.tables.keys.sorted()).map { "did you mean '\($0)'?" }
                ?? "add Mappings/tables/\(name).csv")
        return nil
    }
}

extension Expression {
    /// Every node, each before what it is made of.
    var allNodes: [Node] {
        var all: [Node] = []
        var pending = [root]
        while let id = pending.popLast() {
            let node = self[id]
            all.append(node)
            switch node.kind {
            case .empty, .literal, .this, .index, .total, .variable, .term: break
            case .member(of: let target, _): if let target { pending.append(target) }
            case .call(of: let target, _, let arguments):
                pending.append(contentsOf: arguments.reversed())
                if let target { pending.append(target) }
            case .indexer(of: let target, at: let index): pending += [index, target]
            case .sign(_, let operand), .typeOperation(_, let operand, _), .ordered(let operand, _): pending.append(operand)
            case .binary(_, let left, let right): pending += [right, left]
            }
        }
        return all
    }
}
