import Diagnostics
import Tree

extension Program {
    /// Calls a function of the language; which file holds it follows the specification's chapters.
    func call(
        _ builtin: Builtin, _ input: Items, _ operands: Range<Int32>, _ frame: Frame, _ index: Int32,
        _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        let call = Call(builtin: builtin, operands: operands, frame: frame, index: index)
        switch builtin {
        case .empty, .exists, .all, .allTrue, .anyTrue, .allFalse, .anyFalse, .subsetOf, .supersetOf, .count, .distinct,
            .isDistinct, .not, .hasValue:
            return try existence(call, input, &context)
        case .where, .select, .repeat, .repeatAll, .single, .first, .last, .tail, .skip, .take, .intersect, .exclude, .union,
            .combine, .sort, .coalesce, .aggregate, .sum, .min, .max, .avg, .iif, .trace, .defineVariable:
            return try collections(call, input, &context)
        case .toBoolean, .convertsToBoolean, .toInteger, .convertsToInteger, .toLong, .convertsToLong, .toDate,
            .convertsToDate, .toDateTime, .convertsToDateTime, .toDecimal, .convertsToDecimal, .toQuantity, .convertsToQuantity,
            .toString, .convertsToString, .toTime, .convertsToTime:
            return try conversion(call, input, &context)
        case .indexOf, .lastIndexOf, .substring, .startsWith, .endsWith, .contains, .upper, .lower, .replace, .length, .toChars,
            .encode, .decode, .escape, .unescape, .trim, .split, .join:
            return try text(call, input, &context)
        case .matches, .matchesFull, .replaceMatches:
            guard let regex = try string(argument(call, 0, &context), at: places[Int(index)], &context) else { return .none }
            let pattern = try Pattern(regex, at: places[Int(index)], of: source)
            return try match(builtin, pattern, input, operands, frame, index, &context)
        case .abs, .ceiling, .exp, .floor, .ln, .log, .power, .round, .sqrt, .truncate, .lowBoundary, .highBoundary, .precision,
            .comparable:
            return try numbers(call, input, &context)
        case .children, .descendants, .now, .today, .timeOfDay, .type, .extension, .hasExtension, .getValue, .resolve,
            .memberOf, .subsumes,
            .subsumedBy, .htmlChecks, .conformsTo, .elementDefinition, .slice, .checkModifiers:
            return try nodes(call, input, &context)
        case .ofType, .is, .as: return .none
        }
    }

    /// One call: which function, its arguments and where it stands.
    struct Call {
        let builtin: Builtin
        let operands: Range<Int32>
        let frame: Frame
        let index: Int32
        var count: Int { operands.count }
    }

    /// An argument, evaluated where the call stands.
    func argument(_ call: Call, _ n: Int, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard n < call.count else { return .none }
        return try operand(operands[Int(call.operands.lowerBound) + n], call.frame, &context)
    }

    /// An argument, evaluated with `item` as `$this`.
    func argument(
        _ call: Call, _ n: Int, for item: Value, at position: Int, total: Items? = nil, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        guard n < call.count else { return .none }
        try spend(1, at: call.index, &context)
        let frame = Frame(this: .one(item), index: position, total: total ?? call.frame.total)
        return try operand(operands[Int(call.operands.lowerBound) + n], frame, &context)
    }

    func integer(_ call: Call, _ n: Int, _ context: inout EvaluationContext) throws(Diagnostic) -> Int? {
        try integer(argument(call, n, &context), at: places[Int(call.index)], &context)
    }

    func string(_ call: Call, _ n: Int, _ context: inout EvaluationContext) throws(Diagnostic) -> String? {
        try string(argument(call, n, &context), at: places[Int(call.index)], &context)
    }

    /// Criteria: true, false, or nothing.
    func criteria(
        _ call: Call, for item: Value, at position: Int, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Bool? {
        // The usual `name = 'text'` is answered without a frame of its own.
        let operand = Int(operands[Int(call.operands.lowerBound)])
        if case .binary(.equal, let left, let right) = code[operand], case .path(target: -1, let names) = code[Int(left)],
            case .constant(let constant) = code[Int(right)]
        {
            try spend(2, at: call.index, &context)
            let found = try walk(names, from: item, at: left, &context)
            return context.equal(found, constant)
        }
        return try boolean(argument(call, 0, for: item, at: position, &context), at: call.index, &context)
    }

    // MARK: Existence

    private func existence(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        switch call.builtin {
        case .empty: return .boolean(input.isEmpty)
        case .exists:
            if call.count == 0 { return .boolean(!input.isEmpty) }
            for (position, item) in input.enumerated() where try criteria(call, for: item, at: position, &context) == true {
                return .boolean(true)
            }
            return .boolean(false)
        case .all:
            for (position, item) in input.enumerated() where try criteria(call, for: item, at: position, &context) != true {
                return .boolean(false)
            }
            return .boolean(true)
        case .allTrue, .anyTrue, .allFalse, .anyFalse:
            let wanted = call.builtin == .allTrue || call.builtin == .anyTrue
            var all = true
            var any = false
            for item in input {
                guard case .boolean(let value)? = context.system(item) else {
                    throw error("F110", "\(call.builtin.rawValue) needs booleans", at: call.index)
                }
                if value == wanted { any = true } else { all = false }
            }
            return .boolean(call.builtin == .allTrue || call.builtin == .allFalse ? all : any)
        case .subsetOf, .supersetOf:
            let other = try argument(call, 0, &context)
            let (small, large) = call.builtin == .subsetOf ? (input, other) : (other, input)
            for item in small where !context.contains(large, item) {
                return try checked(.boolean(false), call.index, context)
            }
            return .boolean(true)
        case .count: return .integer(input.count)
        case .distinct: return try checked(context.distinct(input), call.index, context)
        case .isDistinct: return try checked(.boolean(context.distinct(input).count == input.count), call.index, context)
        case .hasValue:
            guard case .one(let item) = input else { return .boolean(false) }
            if case .node(let reference) = item {
                guard let node = context.node(reference), node.kind != .object else { return .boolean(false) }
            }
            return .boolean(context.system(item) != nil)
        default:
            // not
            return .boolean(try boolean(input, at: call.index, &context).map { !$0 })
        }
    }

    // MARK: Types

    func typeCall(
        _ builtin: Builtin, _ input: Items, _ type: TypeName, _ index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        if builtin != .is { try known(type, index, context) }
        switch builtin {
        case .is:
            guard let item = try single(input, at: index) else { return .none }
            return .boolean(context.is(item, type, derived: true))
        case .as:
            guard let item = try single(input, at: index) else { return .none }
            return context.is(item, type, derived: false) ? .one(item) : .none
        default:
            var result = Items.none
            for item in input where context.is(item, type, derived: false) { result.append(item) }
            return result
        }
    }

    /// A type that nobody knows is a mistake, not an empty result.
    private func known(_ type: TypeName, _ index: Int32, _ context: EvaluationContext) throws(Diagnostic) {
        guard let model = context.model else { return }
        if type.namespace != "System", model.type(named: type.name, in: type.namespace) != nil { return }
        if type.namespace == nil || type.namespace == "System", SystemType(rawValue: type.name) != nil { return }
        throw error("F103", "unknown type \(type)", at: index)
    }
}

extension EvaluationContext {
    /// Whether an item is of a type. Without `derived`, a primitive must be of just this type (`code` is no `string`),
    /// which is what FHIR asks of `as` and `ofType`; structures always count their ancestors.
    func `is`(_ item: Value, _ type: TypeName, derived: Bool) -> Bool {
        guard let own = typeName(of: item) else { return false }
        if own.namespace == nil || type.namespace == nil || own.namespace == type.namespace {
            if own.name == type.name { return true }
            if own.namespace == "System", type.name == "Any" { return true }
        }
        guard case .node(let reference) = item, let model, type.namespace != "System",
            let wanted = model.type(named: type.name, in: type.namespace)
        else { return false }
        let actual = self.type(of: reference)
        guard actual != .unknown else { return false }
        if !derived, let system = model.describe(actual).system, system != .quantity { return actual == wanted }
        return model.type(actual, isA: wanted)
    }
}
