package import Diagnostics
import Tree

/// Finds mistakes of an expression before it runs: unknown elements, functions, variables and types, operands that can
/// never fit, and, in strict mode, whatever can only ever be empty. Collects all problems and reports none that another
/// caused.
///
/// ```swift
/// var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: true)
/// let (type, diagnostics) = checker.check(expression, root: .one(of: patient))
/// ```
package struct TypeChecker {
    /// The type of a host's term where the focus is what is given; nil when the host does not know either.
    package typealias Terms = (_ term: Term, _ focus: StaticType, _ range: Range<Int>) -> StaticType?

    package var model: any TypeModel
    package var functions: FunctionLibrary
    /// Types of environment variables; one that is not here is unknown unless the language knows it.
    package var variables: [String: StaticType]
    /// What can only ever be empty or false is an error: the rules of maps and routes.
    package var isStrict: Bool
    /// Unknown elements are errors, as in strict mode, while the rest keeps to what the specification allows at run time:
    /// a text is true in `and`, and `1 = 'a'` is false.
    package var refusesUnknownElements: Bool
    /// `skip()` and its kin after `children()` are errors.
    package var checksOrder: Bool
    package var terms: Terms?

    var expression: Expression!
    var diagnostics: [Diagnostic] = []
    var defined: [String: StaticType] = [:]
    /// A variable's name is computed: any name may be defined.
    var hasComputedNames = false
    var root = StaticType.unknown
    /// Conditions of the `iif()`s around, and what they are in this branch.
    var assumed: [(text: String, truth: Bool)] = []

    package init(
        model: any TypeModel, functions: FunctionLibrary = .standard, variables: [String: StaticType] = [:],
        isStrict: Bool = false, refusesUnknownElements: Bool = false, checksOrder: Bool = false, terms: Terms? = nil
    ) {
        self.model = model
        self.functions = functions
        self.variables = variables
        self.isStrict = isStrict
        self.refusesUnknownElements = isStrict || refusesUnknownElements
        self.checksOrder = checksOrder
        self.terms = terms
    }

    /// Checks an expression whose evaluation begins with `root`.
    package mutating func check(
        _ expression: Expression, root: StaticType
    ) -> (type: StaticType, diagnostics: [Diagnostic]) {
        self.expression = expression
        self.root = root
        diagnostics = []
        defined = [:]
        hasComputedNames = false
        assumed = []
        let type = check(expression.root, Scope(this: root))
        return (type, diagnostics)
    }

    struct Scope {
        var this: StaticType
        var total = StaticType.unknown
    }

    // MARK: Reporting

    mutating func report(
        _ code: String, _ message: String, at range: Range<Int>, severity: Diagnostic.Severity = .error, hint: String? = nil
    ) {
        diagnostics.append(expression.source.diagnostic(code, message, at: range, severity: severity, hint: hint))
    }

    /// A type as people read it.
    func name(_ reference: StaticType.Reference) -> String {
        switch reference {
        case .system(let type): Self.word(type)
        case .model(let type): model.describe(type).name
        }
    }

    func name(_ type: StaticType) -> String {
        type.types.isEmpty ? "something unknown" : type.types.prefix(4).map(name).joined(separator: " or ")
    }

    // MARK: Expressions

    mutating func check(_ id: Expression.ID, _ scope: Scope) -> StaticType {
        let node = expression[id]
        switch node.kind {
        case .empty:
            var type = StaticType([], isCollection: false)
            type.isAlwaysEmpty = true
            return type
        case .literal(let value): return .system(value.systemType ?? .any)
        case .this: return scope.this
        case .index: return .system(.integer)
        case .total: return scope.total
        case .variable(let name): return variable(name, node, scope)
        case .term(let term): return terms?(term, scope.this, node.range) ?? .unknown
        case .member(of: nil, let name): return first(name, node, scope)
        case .member(of: let target?, let name):
            let type = check(target, scope)
            return member(name, of: type, at: node.focus)
        case .indexer(of: let target, at: let index):
            let type = check(target, scope)
            requireOrder(type, "an index", at: node.focus)
            require(check(index, Scope(this: scope.this)), .system(.integer), "an index", at: node.focus)
            return type.single
        case .sign(_, let operand):
            let type = check(operand, scope)
            require(type, .number, "a sign", at: node.focus)
            return type.single
        case .binary:
            let (first, links) = expression.chain(id)
            var type = check(first, scope)
            for link in links {
                guard case .binary(let operation, _, let right) = expression[link].kind else { continue }
                type = binary(operation, type, check(right, scope), expression[link])
            }
            return type
        case .typeOperation(let operation, let operand, let type):
            let input = check(operand, scope)
            return typeOperation(operation == .is ? .is : .as, input, type, at: place(ofTypeIn: node))
        case .ordered(let key, _): return check(key, scope)
        case .call(of: let target, let function, let arguments):
            let input = target.map { check($0, scope) } ?? scope.this
            return call(function, input, arguments, node, scope)
        }
    }

    /// Where the type stands in `a is T`: behind the operator.
    private func place(ofTypeIn node: Expression.Node) -> Range<Int> {
        let start = node.focus.upperBound
        guard start < node.range.upperBound else { return node.focus }
        let spaces = expression.source.text(start..<node.range.upperBound).utf8.prefix { $0 <= 0x20 }.count
        let name = expression.source.text(start + spaces..<node.range.upperBound).utf8.prefix {
            $0 > 0x20 && $0 != UInt8(ascii: ")")
        }
        return name.isEmpty ? node.focus : start + spaces..<start + spaces + name.count
    }

    private mutating func variable(_ name: String, _ node: Expression.Node, _ scope: Scope) -> StaticType {
        if let type = defined[name] ?? variables[name] { return type }
        switch name {
        case "ucum", "sct", "loinc": return .system(.string)
        case "context": return root
        case "resource", "rootResource": return .unknown.single
        default: break
        }
        if name.hasPrefix("vs-") || name.hasPrefix("ext-") { return .system(.string) }
        if hasComputedNames { return .unknown }
        let close = closeName(to: name, among: Array(defined.keys) + Array(variables.keys) + ["context", "resource"])
        report("F204", "unknown variable %\(name)", at: node.focus, hint: close.map { "did you mean %\($0)?" })
        return .unknown
    }

    /// A name at the beginning: the type of the focus itself, or one of its elements.
    private mutating func first(_ name: Name, _ node: Expression.Node, _ scope: Scope) -> StaticType {
        guard let initial = name.bytes.first, initial >= UInt8(ascii: "A"), initial <= UInt8(ascii: "Z"),
            let type = model.type(named: name.text, in: nil)
        else { return member(name, of: scope.this, at: node.focus) }
        if scope.this.isUnknown { return StaticType([.model(type)], isCollection: scope.this.isCollection) }
        for case .model(let own) in scope.this.types {
            if model.type(own, isA: type) { return scope.this }
            // A resource that is known only as some resource may well be of this type.
            if model.type(type, isA: own) { return StaticType([.model(type)], isCollection: scope.this.isCollection) }
            if model.element(named: name, of: own) != nil { return member(name, of: scope.this, at: node.focus) }
        }
        report(
            "F201", "the path begins with \(name.text), but the focus is \(self.name(scope.this))", at: node.focus,
            severity: refusesUnknownElements ? .error : .warning)
        return .unknown
    }

    /// An element of any of the types.
    mutating func member(_ name: Name, of type: StaticType, at range: Range<Int>) -> StaticType {
        if type.isUnknown || type.isAlwaysEmpty { return type }
        var result: StaticType?
        var isOpen = false
        for reference in type.types {
            let found: StaticType?
            switch reference {
            case .model(let id):
                found = model.element(named: name, of: id).map { element in
                    StaticType(element.types.map { .model($0) }, isCollection: element.isCollection || type.isCollection)
                }
                if model.describe(id).isOpen || id == .unknown { isOpen = true }
            case .system(.typeInfo):
                found = name == "name" || name == "namespace" ? .system(.string, many: type.isCollection) : nil
            case .system(.quantity):
                found = name == "value" ? .system(.decimal) : name == "unit" || name == "code" ? .system(.string) : nil
            case .system(.any): found = .unknown
            case .system: found = nil
            }
            if var found {
                found.isOrdered = type.isOrdered
                result = result.map { $0.or(found) } ?? found
            }
        }
        if isOpen { return result.map { StaticType([], isCollection: $0.isCollection || type.isCollection) } ?? .unknown }
        if let result { return result }
        report(
            "F201", "\(self.name(type)) has no element \(name.text)", at: range,
            severity: refusesUnknownElements ? .error : .warning, hint: hint(name.text, type))
        return .unknown
    }

    private func hint(_ name: String, _ type: StaticType) -> String? {
        if functions.signature(of: name) != nil { return "\(name)()" }
        switch name.lowercased() {
        case "yes", "on": return "true"
        case "no", "off": return "false"
        case "null", "nil": return "X.exists(), X.empty(), or {} for nothing"
        default: break
        }
        var names: [String] = []
        for case .model(let id) in type.types {
            names += model.elementNames(of: id)
            // valueQuantity is written value.ofType(Quantity).
            for base in model.elementNames(of: id) where name.hasPrefix(base) && name.count > base.count {
                let suffix = String(name.dropFirst(base.count))
                let lower = suffix.prefix(1).lowercased() + suffix.dropFirst()
                for candidate in [suffix, lower] {
                    guard let wanted = model.type(named: candidate, in: nil),
                        model.element(named: Name(base), of: id)?.types.contains(wanted) == true
                    else { continue }
                    return "\(base).ofType(\(candidate))"
                }
            }
        }
        return closeName(to: name, among: names).map { "did you mean \($0)?" }
    }

    // MARK: Requirements

    /// Whether a value of this type can be what is wanted.
    func fits(_ reference: StaticType.Reference, _ kind: FunctionSignature.Kind) -> Bool {
        let system: SystemType?
        let isNode: Bool
        switch reference {
        case .system(let type): (system, isNode) = (type, false)
        case .model(let id):
            let description = model.describe(id)
            if description.isOpen { return true }
            (system, isNode) = (description.system, true)
        }
        if system == .any { return true }
        switch kind {
        case .any: return true
        case .number: return system == .integer || system == .decimal || system == .quantity
        // A primitive node is read as its text where text is wanted.
        case .system(.string): return system == .string || (isNode && system != nil && system != .quantity)
        case .system(.boolean): return system == .boolean || !isStrict
        case .system(.decimal): return system == .integer || system == .decimal
        case .system(.quantity): return system == .integer || system == .decimal || system == .quantity
        case .system(.dateTime): return system == .dateTime || system == .date
        case .system(let wanted): return system == wanted
        case .structure(let names):
            guard case .model(let id) = reference, system == nil || system == .quantity else { return false }
            return names.isEmpty
                || names.contains { name in model.type(named: name, in: nil).map { model.type(id, isA: $0) } ?? false }
        }
    }

    mutating func require(_ type: StaticType, _ kind: FunctionSignature.Kind, _ what: String, at range: Range<Int>) {
        guard !type.types.isEmpty, !type.types.contains(where: { fits($0, kind) }) else { return }
        report("F202", "\(what) needs \(Self.name(kind)), and this is \(name(type))", at: range)
    }

    /// A type of the language as people say it.
    static func word(_ type: SystemType) -> String {
        switch type {
        case .any: "anything"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .string: "text"
        case .date: "a date"
        case .dateTime: "a date and time"
        case .time: "a time of day"
        case .quantity: "a quantity"
        case .typeInfo: "a type"
        }
    }

    static func name(_ kind: FunctionSignature.Kind) -> String {
        switch kind {
        case .any: "anything"
        case .number: "a number or quantity"
        case .system(let type): word(type)
        case .structure(let names): names.isEmpty ? "a structure" : names.joined(separator: " or ")
        }
    }

    mutating func requireOrder(_ type: StaticType, _ what: String, at range: Range<Int>) {
        if checksOrder, !type.isOrdered { report("F206", "\(what) needs an order, and these items have none", at: range) }
    }
}
