package import Diagnostics
import Tree

/// An expression made ready to run: functions resolved, member chains joined, constants laid out. Immutable; one
/// program serves any number of threads.
///
/// ```swift
/// let program = try Program("identifier.where(system = 'x').value")
/// let items = try program.evaluate(in: &context)              // from the root of the context's first tree
/// let some = try program.evaluate(on: .one(item), in: &context)
/// ```
package struct Program: Sendable {
    package let expression: Expression
    var code: [Instruction] = []
    /// Where each instruction stands, for diagnostics.
    var places: [Range<Int>] = []
    /// Argument lists of calls.
    var operands: [Int32] = []
    // What is large stands in tables, so that an instruction is small to copy.
    var hosts: [Function] = []
    var patterns: [Pattern] = []
    var terms: [Term] = []
    var types: [TypeName] = []
    var root: Int32 = 0

    enum Instruction: Sendable {
        case constant(Items)
        case this, index, total
        case variable(String)
        case term(Int)
        /// Members of members; a target of -1 is `$this`.
        case path(target: Int32, [Name])
        /// Begins with a capital: `$this` itself when it is of this type, else a member.
        case typeOrMember(Name)
        case call(Builtin, target: Int32, operands: Range<Int32>)
        case typeCall(Builtin, target: Int32, type: Int32)
        case host(Int32, target: Int32, operands: Range<Int32>)
        case indexer(Int32, Int32)
        case sign(negative: Bool, Int32)
        case binary(Expression.Operator, Int32, Int32)
        /// A regular expression that is known beforehand: `matches('…')`.
        case match(Builtin, target: Int32, pattern: Int32, operands: Range<Int32>)
        case ordered(Int32, descending: Bool)
    }

    /// Parses and compiles.
    package init(
        _ text: String, in origin: Origin? = nil, terms: (any TermSyntax)? = nil, functions: FunctionLibrary = .standard
    ) throws(Diagnostic) {
        try self.init(Expression(text, in: origin, terms: terms), functions: functions)
    }

    package init(_ expression: Expression, functions: FunctionLibrary = .standard) throws(Diagnostic) {
        self.expression = expression
        root = try compile(expression.root, functions)
    }

    var source: Source { expression.source }

    /// Evaluates from `focus`, or from the root of the context's first tree.
    package func evaluate(on focus: Items? = nil, in context: inout EvaluationContext) throws(Diagnostic) -> Items {
        let focus =
            focus
            ?? (context.trees.isEmpty || context.trees[0].isEmpty ? Items.none : .one(.node(NodeReference(tree: 0, .root))))
        // Members alone need no scope.
        if case .path(target: -1, let names) = code[Int(root)] { return try walk(names, from: focus, at: root, &context) }
        let mark = context.defined.count
        defer { context.forget(downTo: mark) }
        guard context.began == nil else { return try evaluate(root, Frame(this: focus), &context) }
        context.began = focus
        defer { context.began = nil }
        return try evaluate(root, Frame(this: focus), &context)
    }
}

/// What a bare name, `$index` and `$total` mean at one moment.
struct Frame: Sendable {
    var this: Items
    var index: Int = -1
    var total: Items = .none
}

// MARK: - Compiling

extension Program {
    private mutating func emit(_ instruction: Instruction, _ place: Range<Int>) -> Int32 {
        code.append(instruction)
        places.append(place)
        return Int32(code.count - 1)
    }

    private mutating func compile(_ id: Expression.ID, _ functions: FunctionLibrary) throws(Diagnostic) -> Int32 {
        let node = expression[id]
        switch node.kind {
        case .empty: return emit(.constant(.none), node.focus)
        case .literal(let value): return emit(.constant(.one(value)), node.focus)
        case .this: return emit(.this, node.focus)
        case .index: return emit(.index, node.focus)
        case .total: return emit(.total, node.focus)
        case .variable(let name): return emit(.variable(name), node.focus)
        case .term(let term):
            terms.append(term)
            return emit(.term(terms.count - 1), node.focus)
        case .member(of: nil, let name):
            if let first = name.bytes.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") {
                return emit(.typeOrMember(name), node.focus)
            }
            return emit(.path(target: -1, [name]), node.focus)
        case .member(of: let target?, let name):
            let inner = try compile(target, functions)
            if case .path(let base, let names) = code[Int(inner)], Int(inner) == code.count - 1 {
                code[Int(inner)] = .path(target: base, names + [name])
                return inner
            }
            return emit(.path(target: inner, [name]), node.focus)
        case .indexer(of: let target, at: let index):
            let inner = try compile(target, functions)
            return emit(.indexer(inner, try compile(index, functions)), node.focus)
        case .sign(let negative, let operand):
            if case .literal(let value) = expression[operand].kind, let constant = value.signed(negative: negative) {
                return emit(.constant(.one(constant)), node.focus)
            }
            return emit(.sign(negative: negative, try compile(operand, functions)), node.focus)
        case .binary:
            let (first, links) = expression.chain(id)
            var compiled = try compile(first, functions)
            for link in links {
                guard case .binary(let operation, _, let right) = expression[link].kind else { continue }
                compiled = emit(.binary(operation, compiled, try compile(right, functions)), expression[link].focus)
            }
            return compiled
        case .typeOperation(let operation, let operand, let type):
            let inner = try compile(operand, functions)
            types.append(type)
            return emit(.typeCall(operation == .is ? .is : .as, target: inner, type: Int32(types.count - 1)), node.focus)
        case .ordered(let key, let descending):
            return emit(.ordered(try compile(key, functions), descending: descending), node.focus)
        case .call(let target, let name, let arguments):
            let inner: Int32
            if let target { inner = try compile(target, functions) } else { inner = -1 }
            return try compileCall(name, inner, arguments, node, functions)
        }
    }

    private mutating func compileCall(
        _ name: String, _ target: Int32, _ arguments: [Expression.ID], _ node: Expression.Node, _ functions: FunctionLibrary
    ) throws(Diagnostic) -> Int32 {
        let host = functions.hostFunctions[name]
        guard let signature = host?.signature ?? Builtin(rawValue: name)?.signature else {
            let close = closeName(to: name, among: Builtin.names + functions.hostFunctions.keys)
            throw source.diagnostic(
                "F101", "unknown function \(name)", at: node.focus, hint: close.map { "did you mean \($0)()?" })
        }
        let required = signature.parameters.filter { !$0.isOptional && !$0.isVariadic }.count
        let most = signature.parameters.last?.isVariadic == true ? Int.max : signature.parameters.count
        guard arguments.count >= required, arguments.count <= most else {
            throw source.diagnostic(
                "F102", "\(name) does not take \(arguments.count == 1 ? "1 argument" : "\(arguments.count) arguments")",
                at: node.focus, hint: signature.usage)
        }
        if let builtin = Builtin(rawValue: name), host == nil, let parameter = signature.parameters.first, parameter.isType {
            guard let type = expression.typeName(arguments[0]) else {
                throw source.diagnostic(
                    "F103", "\(name) needs the name of a type", at: expression[arguments[0]].range, hint: "\(name)(Patient)")
            }
            types.append(type)
            return emit(.typeCall(builtin, target: target, type: Int32(types.count - 1)), node.focus)
        }
        if host == nil, Builtin(rawValue: name)?.isSupported == false {
            throw source.diagnostic("F117", "\(name)() is not supported", at: node.focus)
        }
        var compiled: [Int32] = []
        for argument in arguments { compiled.append(try compile(argument, functions)) }
        let start = Int32(operands.count)
        operands.append(contentsOf: compiled)
        let range = start..<Int32(operands.count)
        if let host {
            hosts.append(host)
            return emit(.host(Int32(hosts.count - 1), target: target, operands: range), node.focus)
        }
        let builtin = Builtin(rawValue: name)!
        if [.matches, .matchesFull, .replaceMatches].contains(builtin),
            case .constant(.one(.string(let text))) = code[Int(compiled[0])]
        {
            let pattern = try Pattern(text, at: expression[arguments[0]].range, of: source)
            patterns.append(pattern)
            return emit(.match(builtin, target: target, pattern: Int32(patterns.count - 1), operands: range), node.focus)
        }
        return emit(.call(builtin, target: target, operands: range), node.focus)
    }
}

extension Expression {
    /// A type name that stands as an argument: `Patient`, `FHIR.Patient`.
    package func typeName(_ id: ID) -> TypeName? {
        switch self[id].kind {
        case .member(of: nil, let name): return TypeName(name.text)
        case .member(of: let target?, let name):
            guard case .member(of: nil, let namespace) = self[target].kind else { return nil }
            return TypeName(name.text, in: namespace.text)
        case .term:
            let parts = text(of: id).split(separator: ".", maxSplits: 1).map(String.init)
            return parts.count == 2 ? TypeName(parts[1], in: parts[0]) : TypeName(parts[0])
        default: return nil
        }
    }
}

extension Value {
    /// A number or quantity with its sign; nil for anything else.
    func signed(negative: Bool) -> Value? {
        switch self {
        case .integer(let value): negative ? (value == .min ? nil : .integer(-value)) : self
        case .decimal(let value): negative ? .decimal(value.negated) : self
        case .quantity(var quantity):
            {
                if negative { quantity.value = quantity.value.negated }
                return .quantity(quantity)
            }()
        default: nil
        }
    }
}
