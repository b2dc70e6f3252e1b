import Diagnostics
import Tree

extension TypeChecker {
    // MARK: Operators

    mutating func binary(
        _ operation: Expression.Operator, _ a: StaticType, _ b: StaticType, _ node: Expression.Node
    ) -> StaticType {
        switch operation {
        case .and, .or, .xor, .implies:
            if isStrict, case .binary(_, let left, let right) = node.kind {
                checkOperands(operation, left, right)
                require(a, .system(.boolean), operation.rawValue, at: expression[left].range)
                require(b, .system(.boolean), operation.rawValue, at: expression[right].range)
            }
            return .system(.boolean)
        case .equal, .notEqual, .equivalent, .notEquivalent, .in, .contains:
            requireComparable(a, b, node)
            return .system(.boolean)
        case .union: return a.or(b).many
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if !a.types.isEmpty, !b.types.isEmpty, !a.types.contains(where: { x in b.types.contains { areOrdered(x, $0) } }) {
                report(
                    "F202", "\(name(a)) and \(name(b)) have no common order", at: node.focus, hint: comparisonHint(a, b, node))
            }
            return .system(.boolean)
        case .concatenate:
            for type in [a, b] where !type.types.isEmpty && !type.types.contains(where: { system($0) != nil }) {
                report("F202", "& needs text, and this is \(name(type))", at: node.focus)
            }
            return .system(.string)
        case .add, .subtract, .multiply, .divide, .div, .mod: return arithmetic(operation, a, b, node)
        }
    }

    /// An operand that never changes what is asked; a whole that never changes is told by whoever asks it.
    private mutating func checkOperands(_ operation: Expression.Operator, _ left: Expression.ID, _ right: Expression.ID) {
        let first = expression.constantTruth(left)
        let second = expression.constantTruth(right)
        let decisive = operation == .or
        guard operation == .and || operation == .or, first != decisive, second != decisive else { return }
        for (id, truth) in [(left, first), (right, second)] { if let truth { reportConstant(id, "this", truth) } }
    }

    mutating func reportConstant(_ id: Expression.ID, _ what: String, _ truth: Bool) {
        report("F209", "\(what) is always \(truth)", at: expression[id].range, severity: .warning)
    }

    /// A condition that is the same for every input, or that an `iif()` around it has already answered.
    mutating func checkConstancy(_ id: Expression.ID, _ what: String, asks isBranch: Bool) {
        if let truth = expression.constantTruth(id) {
            report(
                "F209", "\(what) is always \(truth)", at: expression[id].range, severity: .warning,
                hint: isBranch ? "keep only the \(truth ? "first" : "second") branch" : nil)
        } else if expression.comparesWithItself(id) {
            report("F209", "both sides are the same", at: expression[id].range, severity: .warning)
        } else if isBranch, let earlier = assumed.last(where: { $0.text == expression.plainText(of: id) }) {
            report(
                "F209", "this is always \(earlier.truth) here: the iif() around it has asked already",
                at: expression[id].range, severity: .warning, hint: "one of its branches is never reached")
        }
    }

    /// Values of types that have nothing in common are never equal.
    private mutating func requireComparable(_ a: StaticType, _ b: StaticType, _ node: Expression.Node) {
        if isStrict, checkComparison(a, b, node) { return }
        guard !a.types.isEmpty, !b.types.isEmpty,
            !a.types.contains(where: { x in b.types.contains { canBeEqual(x, $0) } })
        else { return }
        report(
            "F207", "\(name(a)) and \(name(b)) are never equal", at: node.focus, severity: isStrict ? .error : .warning,
            hint: comparisonHint(a, b, node))
    }

    /// `x = {}` is neither true nor false, and `x = 'a' | 'b'` compares one value with two.
    private mutating func checkComparison(_ a: StaticType, _ b: StaticType, _ node: Expression.Node) -> Bool {
        guard case .binary(let operation, let left, let right) = node.kind, operation == .equal || operation == .notEqual else {
            return false
        }
        for (own, other, place) in [(a, left, right), (b, right, left)] {
            let text = expression.text(of: other)
            if case .empty = expression[place].kind {
                report(
                    "F207", "nothing is ever equal to {}", at: node.focus,
                    hint: operation == .equal ? "\(text).empty()" : "\(text).exists()")
                return true
            }
            guard !own.isCollection, !own.types.isEmpty, case .binary(.union, _, _) = expression[place].kind else { continue }
            let literals = expression.parts(of: place, joinedBy: [.union]).map { part -> String? in
                if case .literal = expression[part].kind { expression.text(of: part) } else { nil }
            }
            guard !literals.contains(nil), Set(literals).count > 1 else { continue }
            let inside = "\(text) in (\(literals.compactMap { $0 }.joined(separator: " | ")))"
            report(
                "F207", "one value is never equal to \(Set(literals).count)", at: node.focus,
                hint: operation == .equal ? inside : "(\(inside)).not()")
            return true
        }
        return false
    }

    private func canBeEqual(_ a: StaticType.Reference, _ b: StaticType.Reference) -> Bool {
        guard let x = system(a), let y = system(b) else {
            if case .model(let first) = a, case .model(let second) = b {
                return model.type(first, isA: second) || model.type(second, isA: first)
            }
            return system(a) == .any || system(b) == .any
        }
        if x == .any || y == .any || x == y { return true }
        let numbers: Set<SystemType> = [.integer, .decimal, .quantity]
        let moments: Set<SystemType> = [.date, .dateTime]
        return numbers.isSuperset(of: [x, y]) || moments.isSuperset(of: [x, y])
    }

    /// `'5'` where a text meets the number 5; `.toDate()` where it meets a date.
    private func comparisonHint(_ a: StaticType, _ b: StaticType, _ node: Expression.Node) -> String? {
        guard case .binary(_, let left, let right) = node.kind else { return nil }
        for (type, other, place, literal) in [(a, b, left, right), (b, a, right, left)] {
            guard type.types.contains(where: { system($0) == .string }), case .literal(let value) = expression[literal].kind
            else { continue }
            switch value {
            case .integer, .decimal, .boolean: return "'\(expression.text(of: literal))'"
            case .date where functions.signature(of: "toDate") != nil && other.types.count == 1:
                return "\(expression.text(of: place)).toDate()"
            default: continue
            }
        }
        return nil
    }

    /// The system type of a reference; `.any` when it is open, nil for a structure.
    func system(_ reference: StaticType.Reference) -> SystemType? {
        switch reference {
        case .system(let type): return type
        case .model(let id):
            let description = model.describe(id)
            return description.system ?? (description.isOpen ? .any : nil)
        }
    }

    private func areOrdered(_ a: StaticType.Reference, _ b: StaticType.Reference) -> Bool {
        guard let x = system(a), let y = system(b) else { return false }
        if x == .any || y == .any { return true }
        func group(_ type: SystemType) -> Int? {
            switch type {
            case .integer, .decimal, .quantity: 0
            case .string: 1
            case .date, .dateTime: 2
            case .time: 3
            case .boolean, .any, .typeInfo: nil
            }
        }
        guard let first = group(x) else { return false }
        return first == group(y)
    }

    private mutating func arithmetic(
        _ operation: Expression.Operator, _ a: StaticType, _ b: StaticType, _ node: Expression.Node
    ) -> StaticType {
        if a.types.isEmpty || b.types.isEmpty { return .unknown.single }
        var results: [StaticType.Reference] = []
        for first in a.types {
            for second in b.types {
                guard let x = system(first), let y = system(second) else { continue }
                if x == .any || y == .any { return .unknown.single }
                if let result = Self.result(operation, x, y), !results.contains(.system(result)) {
                    results.append(.system(result))
                }
            }
        }
        if results.isEmpty {
            report(
                "F202", "\(operation.rawValue) cannot take \(name(a)) and \(name(b))", at: node.focus,
                hint: componentHint(operation, node))
            return .unknown.single
        }
        return StaticType(results, isCollection: false)
    }

    /// `PID-7-1`: a component is no subtraction.
    private func componentHint(_ operation: Expression.Operator, _ node: Expression.Node) -> String? {
        guard case .binary(.subtract, let left, let right) = node.kind, case .term = expression[left].kind else { return nil }
        let path = expression.text(of: left)
        let number = expression.text(of: right).prefix { $0.isNumber }
        guard path.contains("-"), !number.isEmpty else { return nil }
        return "a component is written with a dot: \(path).\(number)"
    }

    private static func result(_ operation: Expression.Operator, _ x: SystemType, _ y: SystemType) -> SystemType? {
        switch (x, y) {
        case (.integer, .integer): operation == .divide ? .decimal : .integer
        case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal): operation == .div ? .integer : .decimal
        case (.quantity, .quantity), (.quantity, .integer), (.quantity, .decimal), (.integer, .quantity), (.decimal, .quantity):
            operation == .div || operation == .mod ? nil : .quantity
        case (.string, .string): operation == .add ? .string : nil
        case (.date, .quantity), (.dateTime, .quantity), (.time, .quantity):
            operation == .add || operation == .subtract ? x : nil
        default: nil
        }
    }

    // MARK: Types

    mutating func typeOperation(_ builtin: Builtin, _ input: StaticType, _ type: TypeName, at range: Range<Int>) -> StaticType {
        let reference = resolve(type)
        if reference == nil {
            let unknown = "unknown type \(type)"
            // What has no such type is none of it: the specification answers false, which no map means to ask.
            report(
                "F203", unknown, at: range, severity: builtin == .is && !isStrict ? .warning : .error,
                hint: type.name == "null"
                    ? "X.empty(), or X.exists()"
                    : closeName(to: type.name, among: model.typeNames + SystemType.allCases.map(\.rawValue)).map {
                        "did you mean \($0)?"
                    })
        } else if isStrict, let reference, !input.types.isEmpty, !input.types.contains(where: { canBe($0, reference) }) {
            report("F205", "\(name(input)) is never \(type)", at: range, severity: .warning)
        }
        if builtin == .is { return .system(.boolean) }
        guard let reference else { return .unknown }
        return StaticType([reference], isCollection: builtin == .ofType && input.isCollection)
    }

    private func resolve(_ type: TypeName) -> StaticType.Reference? {
        if type.namespace != "System", let id = model.type(named: type.name, in: type.namespace) { return .model(id) }
        guard type.namespace == nil || type.namespace == "System" else { return nil }
        return SystemType(rawValue: type.name).map { .system($0) }
    }

    private func canBe(_ actual: StaticType.Reference, _ wanted: StaticType.Reference) -> Bool {
        switch (actual, wanted) {
        case (.model(let x), .model(let y)):
            model.type(x, isA: y) || model.type(y, isA: x) || model.describe(x).isOpen
        case (.system(let x), .system(let y)): x == y || x == .any || y == .any
        case (.model(let x), .system): model.describe(x).isOpen
        case (.system(let x), .model): x == .any
        }
    }

    // MARK: Functions

    mutating func call(
        _ function: String, _ input: StaticType, _ arguments: [Expression.ID], _ node: Expression.Node, _ scope: Scope
    ) -> StaticType {
        guard let signature = functions.signature(of: function) else {
            let names = functions.signatures.map(\.name)
            report(
                "F101", "unknown function \(function)", at: node.focus,
                hint: closeName(to: function, among: names).map { "did you mean \($0)()?" })
            return .unknown
        }
        let required = signature.parameters.filter { !$0.isOptional && !$0.isVariadic }.count
        let most = signature.parameters.last?.isVariadic == true ? Int.max : signature.parameters.count
        guard arguments.count >= required, arguments.count <= most else {
            report(
                "F102", "\(function) does not take \(arguments.count == 1 ? "1 argument" : "\(arguments.count) arguments")",
                at: node.focus, hint: signature.usage)
            return .unknown
        }
        require(input, signature.input, "\(function)()", at: node.focus)
        let builtin = functions.hostFunctions[function] == nil ? Builtin(rawValue: function) : nil
        if builtin?.isSupported == false {
            report("F117", "\(function)() is not supported", at: node.focus)
            return .unknown
        }
        if isStrict { checkInput(input, signature, builtin, node) }
        if let builtin, signature.parameters.first?.isType == true {
            guard let type = expression.typeName(arguments[0]) else {
                report("F103", "\(function) needs the name of a type", at: expression[arguments[0]].range)
                return .unknown
            }
            return typeOperation(builtin, input, type, at: expression[arguments[0]].range)
        }
        switch builtin {
        case .skip, .take, .first, .last, .tail: requireOrder(input, "\(function)()", at: node.focus)
        default: break
        }
        var types: [StaticType] = []
        let known = assumed.count
        defer { assumed.removeSubrange(known...) }
        for (index, argument) in arguments.enumerated() {
            if builtin == .iif {
                assumed.removeSubrange(known...)
                if index > 0 { assumed.append((expression.plainText(of: arguments[0]), index == 1)) }
            }
            let parameter = signature.parameters[min(index, signature.parameters.count - 1)]
            var inner = scope
            if parameter.isLambda { inner.this = builtin == .iif || builtin == .defineVariable ? input : input.single }
            if builtin == .aggregate { inner.total = .unknown }
            var argument = argument
            // A sign of a sort key is its direction.
            if builtin == .sort, case .sign(negative: true, let key) = expression[argument].kind { argument = key }
            if builtin == .repeat || builtin == .repeatAll {
                // What the projection gives is projected again, so its elements are known there too.
                let known = diagnostics
                inner.this = input.or(check(argument, inner)).single
                diagnostics = known
            }
            let type = check(argument, inner)
            require(type, parameter.kind, "\(parameter.name) of \(function)()", at: expression[argument].range)
            if isStrict, parameter.kind == .system(.boolean) {
                checkConstancy(argument, "\(parameter.name) of \(function)()", asks: builtin == .iif)
            }
            types.append(type)
        }
        return result(signature, builtin, input, types, arguments, node)
    }

    /// What only strict mode asks: a truth value where one is turned over, one item where one is taken.
    private mutating func checkInput(
        _ input: StaticType, _ signature: FunctionSignature, _ builtin: Builtin?, _ node: Expression.Node
    ) {
        if builtin == .not { require(input, .system(.boolean), "not()", at: node.focus) }
        guard signature.inputIsSingle, input.isCollection, !input.types.isEmpty, builtin != .iif else { return }
        let target: String
        if case .call(of: let place?, _, _) = node.kind { target = expression.text(of: place) } else { target = "$this" }
        report(
            "F208", "\(signature.name)() takes one item; \(target) may be several", at: node.focus, severity: .warning,
            hint: "\(target).first().\(signature.name)(…), or \(target).select(\(signature.name)(…))")
    }

    private mutating func result(
        _ signature: FunctionSignature, _ builtin: Builtin?, _ input: StaticType, _ types: [StaticType],
        _ arguments: [Expression.ID], _ node: Expression.Node
    ) -> StaticType {
        switch builtin {
        case .iif: return types.dropFirst(2).reduce(types[1]) { $0.or($1) }
        case .union, .combine: return input.or(types[0]).many
        case .coalesce: return types.dropFirst().reduce(types.first ?? .unknown) { $0.or($1) }
        case .children, .descendants:
            var type = StaticType.unknown
            type.isOrdered = false
            return type
        case .repeat, .repeatAll:
            return types[0].many
        case .getValue:
            return StaticType(input.types.compactMap { system($0).map { .system($0) } }, isCollection: false)
        case .defineVariable:
            if case .literal(.string(let name)) = expression[arguments[0]].kind {
                defined[name] = types.count > 1 ? types[1] : input
            } else {
                hasComputedNames = true
            }
            return input
        case .aggregate, .sum, .avg, .min, .max, .lowBoundary, .highBoundary, .abs, .power:
            return StaticType(
                builtin == .aggregate ? types[0].types : input.types.map { system($0).map { .system($0) } ?? $0 },
                isCollection: builtin == .aggregate && types[0].isCollection)
        default: break
        }
        switch signature.result {
        // A host's function gives one result for each item.
        case .system(let type, let many): return .system(type, many: many && (builtin != nil || input.isCollection))
        case .input(let many): return many ? input : input.single
        case .argument(let index):
            guard index < types.count else { return .unknown }
            return input.isCollection ? types[index].many : types[index]
        case .model(let name, let many):
            guard let type = model.type(named: name, in: nil) else { return .unknown }
            return StaticType([.model(type)], isCollection: many)
        case .unknown: return .unknown
        }
    }
}
