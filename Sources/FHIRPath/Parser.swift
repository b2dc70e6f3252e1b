import Diagnostics
import Tree

/// Builds the flat syntax tree by precedence climbing; depth is bounded, so nothing that is read can exhaust the stack.
struct Parser {
    private let source: Source
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0
    private(set) var nodes: [Expression.Node] = []
    private var depths: [UInt16] = []

    /// Levels of the syntax tree.
    static let maximumDepth = 256

    init(_ source: Source, terms: (any TermSyntax)?) throws(Diagnostic) {
        self.source = source
        var lexer = Lexer(source, terms: terms)
        tokens = try lexer.tokenize()
    }

    mutating func parse() throws(Diagnostic) -> Expression.ID {
        let root = try expression(above: 0)
        guard case .end = token.kind else {
            throw unexpected("the expression should end here or go on with an operator", hint: adviceBehind())
        }
        return root
    }

    // MARK: Tokens

    private var token: Token { tokens[position] }

    private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    private mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard case .symbol(symbol) = token.kind else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: Token.Symbol, _ why: String) throws(Diagnostic) {
        guard take(symbol) else { throw unexpected("\(why) needs \(symbol.rawValue)") }
    }

    private func unexpected(_ message: String, hint: String? = nil) -> Diagnostic {
        if case .end = token.kind {
            let end = source.text.utf8.count
            return source.diagnostic(
                "F002", "the expression ends too early", at: max(0, end - 1)..<end, cause: message, hint: hint)
        }
        return source.diagnostic("F002", message, at: token.range, hint: hint)
    }

    // MARK: Advice for what other languages write

    /// `a == b`, `a <> b`, `a && b`, `a || b`: the second sign, right behind the first.
    private func adviceForOperator() -> String? {
        guard position > 0, case .symbol(let first) = tokens[position - 1].kind, case .symbol(let second) = token.kind,
            tokens[position - 1].range.upperBound == token.range.lowerBound
        else { return nil }
        switch (first, second) {
        case (.equal, .equal): return "two values are compared with one ="
        case (.less, .greater): return "unequal is written !="
        case (.ampersand, .ampersand): return "write and"
        case (.bar, .bar): return "write or"
        default: return nil
        }
    }

    /// `not x`, `PID 7`, a parenthesis too many.
    private func adviceBehind() -> String? {
        guard position > 0 else { return nil }
        let previous = tokens[position - 1]
        switch (previous.kind, token.kind) {
        case (_, .symbol(.close)): return "this ) closes nothing: remove it"
        case (.word("not"), _): return "not() stands behind what it turns over: (…).not()"
        case (.term, .integer), (.term, .decimal):
            return "\(source.text(previous.range))-\(source.text(token.range)), without a space"
        default: return nil
        }
    }

    /// `PID.5`: a field stands behind a hyphen.
    private func adviceBehindDot(_ target: Expression.ID) -> String? {
        guard case .term = nodes[target.index].kind else { return nil }
        let path = source.text(nodes[target.index].range)
        let hasField = path.contains("-") || path.contains(".")
        switch token.kind {
        case .integer, .decimal:
            let number = source.text(token.range)
            return hasField ? "\(path).\(number)" : "a field is written with a hyphen: \(path)-\(number)"
        case .symbol(.dot): return "one dot is enough"
        default: return hasField ? nil : "a field is written with a hyphen: \(path)-1"
        }
    }

    // MARK: Nodes

    private mutating func add(
        _ kind: Expression.Kind, _ range: Range<Int>, focus: Range<Int>? = nil, over children: [Expression.ID] = []
    ) throws(Diagnostic) -> Expression.ID {
        var depth: UInt16 = 0
        for child in children { depth = max(depth, depths[child.index] + 1) }
        // A chain of operators is walked in a loop, so its left side adds no level.
        if case .binary(_, let left, let right) = kind, case .binary = nodes[left.index].kind {
            depth = max(depths[left.index], depths[right.index] + 1)
        }
        guard depth <= Self.maximumDepth else {
            throw source.diagnostic("F003", "the expression is nested too deeply", at: focus ?? range)
        }
        nodes.append(Expression.Node(kind: kind, range: range, focus: focus ?? range))
        depths.append(depth)
        return Expression.ID(nodes.count - 1)
    }

    private func range(from start: Expression.ID) -> Range<Int> {
        nodes[start.index].range
            .lowerBound..<max(nodes[start.index].range.upperBound, tokens[max(0, position - 1)].range.upperBound)
    }

    // MARK: Grammar

    private func binaryOperator() -> (operator: Expression.Operator, power: Int)? {
        switch token.kind {
        case .symbol(let symbol):
            switch symbol {
            case .times: (.multiply, 12)
            case .slash: (.divide, 12)
            case .plus: (.add, 11)
            case .minus: (.subtract, 11)
            case .ampersand: (.concatenate, 11)
            case .bar: (.union, 9)
            case .lessOrEqual: (.lessOrEqual, 8)
            case .less: (.less, 8)
            case .greater: (.greater, 8)
            case .greaterOrEqual: (.greaterOrEqual, 8)
            case .equal: (.equal, 7)
            case .tilde: (.equivalent, 7)
            case .notEqual: (.notEqual, 7)
            case .notEquivalent: (.notEquivalent, 7)
            default: nil
            }
        case .word(let word):
            switch word {
            case "div": (.div, 12)
            case "mod": (.mod, 12)
            case "in": (.in, 6)
            case "contains": (.contains, 6)
            case "and": (.and, 5)
            case "or": (.or, 4)
            case "xor": (.xor, 4)
            case "implies": (.implies, 3)
            default: nil
            }
        default: nil
        }
    }

    private mutating func expression(above minimum: Int) throws(Diagnostic) -> Expression.ID {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth / 2 else {
            throw source.diagnostic("F003", "the expression is nested too deeply", at: token.range)
        }
        var left = try unary()
        while true {
            if case .word(let word) = token.kind, let operation = Expression.TypeOperation(rawValue: word) {
                guard minimum < 10 else { return left }
                let focus = token.range
                advance()
                let type = try typeName()
                left = try add(.typeOperation(operation, left, type), range(from: left), focus: focus, over: [left])
                continue
            }
            guard let (operation, power) = binaryOperator(), power > minimum else { return left }
            let focus = token.range
            advance()
            let right = try expression(above: power)
            left = try add(.binary(operation, left, right), range(from: left), focus: focus, over: [left, right])
        }
    }

    private mutating func unary() throws(Diagnostic) -> Expression.ID {
        let negative: Bool
        switch token.kind {
        case .symbol(.minus): negative = true
        case .symbol(.plus): negative = false
        default: return try postfix()
        }
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth / 2 else {
            throw source.diagnostic("F003", "the expression is nested too deeply", at: token.range)
        }
        let start = token.range
        advance()
        let operand = try unary()
        return try add(
            .sign(negative: negative, operand), start.lowerBound..<nodes[operand.index].range.upperBound, focus: start,
            over: [operand])
    }

    private mutating func postfix() throws(Diagnostic) -> Expression.ID {
        var target = try term()
        while true {
            if take(.dot) {
                target = try invocation(on: target)
            } else if take(.openBracket) {
                let index = try expression(above: 0)
                try expect(.closeBracket, "an index")
                target = try add(
                    .indexer(of: target, at: index), range(from: target), focus: nodes[index.index].range,
                    over: [target, index])
            } else {
                return target
            }
        }
    }

    private mutating func invocation(on target: Expression.ID) throws(Diagnostic) -> Expression.ID {
        switch token.kind {
        case .word(let name), .delimited(let name):
            let focus = token.range
            advance()
            return try memberOrCall(name, target: target, focus: focus)
        case .term(let term):
            let focus = token.range
            advance()
            let projection = try add(.term(term), focus)
            return try add(
                .call(of: target, function: "select", arguments: [projection]),
                nodes[target.index].range.lowerBound..<focus.upperBound, focus: focus, over: [target, projection])
        case .dollar: return try term()
        default:
            throw unexpected("a name should follow the dot", hint: adviceBehindDot(target))
        }
    }

    private mutating func memberOrCall(
        _ name: String, target: Expression.ID?, focus: Range<Int>
    ) throws(Diagnostic) -> Expression.ID {
        let start = target.map { nodes[$0.index].range.lowerBound } ?? focus.lowerBound
        guard take(.open) else {
            guard name.utf8.count <= 255 else { throw source.diagnostic("F001", "the name is too long", at: focus) }
            return try add(
                .member(of: target, Name(name)), start..<focus.upperBound, focus: focus, over: target.map { [$0] } ?? [])
        }
        var arguments: [Expression.ID] = []
        if !take(.close) {
            repeat {
                var argument = try expression(above: 0)
                if name == "sort", case .word(let order) = token.kind, order == "asc" || order == "desc" {
                    let word = token.range
                    advance()
                    argument = try add(
                        .ordered(argument, descending: order == "desc"), range(from: argument), focus: word, over: [argument])
                }
                arguments.append(argument)
            } while take(.comma)
            try expect(.close, "\(name)(…")
        }
        let end = tokens[max(0, position - 1)].range.upperBound
        return try add(
            .call(of: target, function: name, arguments: arguments), start..<end, focus: focus,
            over: arguments + (target.map { [$0] } ?? []))
    }

    private mutating func term() throws(Diagnostic) -> Expression.ID {
        let start = token.range
        switch token.kind {
        case .word("true"), .word("false"):
            let value = if case .word("true") = token.kind { true } else { false }
            advance()
            return try add(.literal(.boolean(value)), start)
        case .word(let name):
            if ["div", "mod", "and", "or", "xor", "implies"].contains(name) {
                throw unexpected("\(name) has nothing before it")
            }
            advance()
            return try memberOrCall(name, target: nil, focus: start)
        case .delimited(let name):
            advance()
            return try memberOrCall(name, target: nil, focus: start)
        case .string(let text):
            advance()
            return try add(.literal(.string(text)), start)
        case .integer(let value): return try numberOrQuantity(.integer(value), ExactDecimal(value))
        case .decimal(let value): return try numberOrQuantity(.decimal(value), value)
        case .date(let value):
            advance()
            return try add(.literal(.date(value)), start)
        case .dateTime(let value):
            advance()
            return try add(.literal(.dateTime(value)), start)
        case .time(let value):
            advance()
            return try add(.literal(.time(value)), start)
        case .variable(let name):
            advance()
            return try add(.variable(name), start)
        case .dollar(let name):
            advance()
            return try add(name == "this" ? .this : name == "index" ? .index : .total, start)
        case .term(let term):
            advance()
            return try add(.term(term), start)
        case .symbol(.open):
            advance()
            let inner = try expression(above: 0)
            try expect(.close, "the parenthesis")
            nodes[inner.index].range = start.lowerBound..<tokens[position - 1].range.upperBound
            return inner
        case .symbol(.openBrace):
            advance()
            try expect(.closeBrace, "the empty collection")
            return try add(.empty, start.lowerBound..<tokens[position - 1].range.upperBound)
        case .symbol, .end: throw unexpected("a value, a name or ( should stand here", hint: adviceForOperator())
        }
    }

    private mutating func numberOrQuantity(_ number: Value, _ value: ExactDecimal) throws(Diagnostic) -> Expression.ID {
        let start = token.range
        advance()
        var quantity: Quantity?
        switch token.kind {
        case .string(let unit): quantity = Quantity(value, unit: unit)
        case .word(let word):
            if let unit = CalendarUnit(word: word) { quantity = Quantity(value, unit: unit.rawValue, isCalendar: true) }
        default: break
        }
        guard let quantity else { return try add(.literal(number), start) }
        let end = token.range.upperBound
        advance()
        return try add(.literal(.quantity(quantity)), start.lowerBound..<end)
    }

    private mutating func typeName() throws(Diagnostic) -> TypeName {
        func name() -> String? {
            switch token.kind {
            case .word(let name), .delimited(let name): name
            default: nil
            }
        }
        guard let first = name() else { throw unexpected("the name of a type should stand here") }
        advance()
        guard case .symbol(.dot) = token.kind, position + 2 < tokens.count else { return TypeName(first) }
        // `x is FHIR.Patient`, but not `(x as Patient.name())`: a call is no type.
        if case .symbol(.open) = tokens[position + 2].kind { return TypeName(first) }
        advance()
        guard let second = name() else { throw unexpected("the name of a type should stand here") }
        advance()
        return TypeName(second, in: first)
    }
}
