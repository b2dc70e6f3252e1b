import Diagnostics

extension Program {
    /// Operators that follow one another (`a | b | c`), from the first operand on: however long the chain, one loop.
    func chain(_ last: Int32, _ frame: Frame, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        var links: [Int32] = []
        var first = last
        while case .binary(_, let left, _) = code[Int(first)] {
            links.append(first)
            first = left
        }
        var items = try operand(first, frame, &context)
        while let link = links.popLast() {
            guard case .binary(let operation, let left, let right) = code[Int(link)] else { continue }
            try spend(1, at: link, &context)
            if operation == .union, let next = links.last, case .binary(.union, _, _) = code[Int(next)] {
                // The last of the unions leaves out what stands twice.
                let more = try operand(right, frame, &context)
                try spend(items: more.count, at: link, &context)
                items.append(contentsOf: more)
            } else {
                items = try binary(operation, items, left, right, frame, link, &context)
            }
        }
        return items
    }

    /// - Parameter a: what the left operand gave.
    func binary(
        _ operation: Expression.Operator, _ a: Items, _ left: Int32, _ right: Int32, _ frame: Frame, _ index: Int32,
        _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        switch operation {
        case .and, .or, .xor, .implies: return try logic(operation, a, left, right, frame, index, &context)
        default: break
        }
        let b = try operand(right, frame, &context)
        switch operation {
        case .equal: return .boolean(context.equal(a, b))
        case .notEqual: return .boolean(context.equal(a, b).map { !$0 })
        case .equivalent: return .boolean(context.equivalent(a, b))
        case .notEquivalent: return .boolean(!context.equivalent(a, b))
        case .union:
            var all = a
            all.append(contentsOf: b)
            try spend(all.count, at: index, &context)
            try spend(items: all.count, at: index, &context)
            return try checked(context.distinct(all), index, context)
        case .in:
            guard let item = try single(a, at: index) else { return .none }
            return .boolean(context.contains(b, item))
        case .contains:
            guard let item = try single(b, at: index) else { return .none }
            return .boolean(context.contains(a, item))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let x = try single(a, at: index), let y = try single(b, at: index) else { return .none }
            guard let order = try compare(x, y, at: index, &context) else { return .none }
            switch operation {
            case .less: return .boolean(order < 0)
            case .lessOrEqual: return .boolean(order <= 0)
            case .greater: return .boolean(order > 0)
            default: return .boolean(order >= 0)
            }
        case .concatenate:
            let x = try concatenable(a, index, &context)
            let y = try concatenable(b, index, &context)
            try spend(items: 1, bytes: x.utf8.count + y.utf8.count, at: index, &context)
            return .string(x + y)
        case .add, .subtract, .multiply, .divide, .div, .mod:
            guard let x = try single(a, at: index), let y = try single(b, at: index) else { return .none }
            guard let x = context.system(x), let y = context.system(y) else {
                throw error("F110", "\(operation.rawValue) cannot take a structure", at: index)
            }
            return Items(try arithmetic(operation, x, y, at: index, &context))
        case .and, .or, .xor, .implies: return .none
        }
    }

    /// Work that could not throw notices an empty budget here.
    func checked(_ items: Items, _ index: Int32, _ context: EvaluationContext) throws(Diagnostic) -> Items {
        if context.budget.steps < 0 { throw error("F190", "the expression takes more steps than it may", at: index) }
        return items
    }

    private func concatenable(_ items: Items, _ index: Int32, _ context: inout EvaluationContext) throws(Diagnostic) -> String {
        guard let item = try single(items, at: index) else { return "" }
        guard let text = context.system(item)?.text else { throw error("F110", "& needs text", at: index) }
        return text
    }

    /// Three-valued logic; the second operand is evaluated only when it can matter.
    private func logic(
        _ operation: Expression.Operator, _ items: Items, _ left: Int32, _ right: Int32, _ frame: Frame, _ index: Int32,
        _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        let a = try boolean(items, at: left, &context)
        switch (operation, a) {
        case (.and, false?): return .boolean(false)
        case (.or, true?): return .boolean(true)
        case (.implies, false?): return .boolean(true)
        default: break
        }
        let b = try boolean(operand(right, frame, &context), at: right, &context)
        switch operation {
        case .and: return b == false ? .boolean(false) : a == nil || b == nil ? .none : .boolean(true)
        case .or: return b == true ? .boolean(true) : a == nil || b == nil ? .none : .boolean(false)
        case .xor:
            guard let a, let b else { return .none }
            return .boolean(a != b)
        default:
            // implies
            if b == true { return .boolean(true) }
            guard a != nil, let b else { return .none }
            return .boolean(b)
        }
    }

    // MARK: Order

    /// Below, equal or above zero; nil when it cannot be known; an error when the types have no common order.
    func compare(_ a: Value, _ b: Value, at index: Int32, _ context: inout EvaluationContext) throws(Diagnostic) -> Int? {
        func order<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
        func partial(_ comparison: PartialDateTime.Comparison) -> Int? {
            switch comparison {
            case .less: -1
            case .equal: 0
            case .greater: 1
            case .unknown: nil
            }
        }
        guard let x = context.system(a), let y = context.system(b) else {
            throw error("F110", "structures have no order", at: index)
        }
        switch (x, y) {
        case (.integer(let s), .integer(let t)): return order(s, t)
        case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            guard let s = x.number, let t = y.number else { return nil }
            return order(s, t)
        case (.string(let s), .string(let t)):
            try spend(min(s.utf8.count, t.utf8.count) / 16, at: index, &context)
            return s.unicodeScalars.elementsEqual(t.unicodeScalars)
                ? 0 : s.unicodeScalars.lexicographicallyPrecedes(t.unicodeScalars) ? -1 : 1
        case (.time(let s), .time(let t)): return partial(s.compared(to: t, isTime: true))
        case (.date(let s), .date(let t)), (.date(let s), .dateTime(let t)), (.dateTime(let s), .date(let t)),
            (.dateTime(let s), .dateTime(let t)):
            return partial(s.compared(to: t))
        case (.quantity, .quantity), (.quantity, .integer), (.quantity, .decimal), (.integer, .quantity), (.decimal, .quantity):
            guard let s = x.asQuantity, let t = y.asQuantity else { return nil }
            if case .comparison(let result) = Unit.compare(s, t) { return result }
            return nil
        default:
            throw error(
                "F110", "\(x.systemType?.rawValue ?? "this") and \(y.systemType?.rawValue ?? "that") have no common order",
                at: index)
        }
    }

    // MARK: Arithmetic

    func arithmetic(
        _ operation: Expression.Operator, _ x: Value, _ y: Value, at index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Value? {
        switch (x, y) {
        case (.integer(let a), .integer(let b)): return integers(operation, a, b)
        case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            guard let a = x.number, let b = y.number else { return nil }
            return decimals(operation, a, b)
        case (.string(let a), .string(let b)) where operation == .add:
            try spend(items: 1, bytes: a.utf8.count + b.utf8.count, at: index, &context)
            return .string(a + b)
        case (.date(let date), .quantity(let quantity)), (.dateTime(let date), .quantity(let quantity)),
            (.time(let date), .quantity(let quantity)):
            guard operation == .add || operation == .subtract else { break }
            return try moved(x, date, by: quantity, back: operation == .subtract, at: index)
        case (.quantity(let a), .quantity(let b)): return try quantities(operation, a, b, at: index)
        case (.quantity(let a), .integer), (.quantity(let a), .decimal):
            guard let b = y.asQuantity else { return nil }
            return try quantities(operation, a, b, at: index)
        case (.integer, .quantity(let b)), (.decimal, .quantity(let b)):
            guard let a = x.asQuantity else { return nil }
            return try quantities(operation, a, b, at: index)
        default: break
        }
        throw error(
            "F110",
            "\(operation.rawValue) cannot take \(x.systemType?.rawValue ?? "this") and \(y.systemType?.rawValue ?? "that")",
            at: index)
    }

    /// Overflow gives nothing, as the specification says; a result must stay an Integer if both operands were.
    private func integers(_ operation: Expression.Operator, _ a: Int64, _ b: Int64) -> Value? {
        func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Value? {
            if result.overflow { return nil }
            let small = Int64(Int32.min)...Int64(Int32.max)
            if small.contains(a), small.contains(b), !small.contains(result.partialValue) { return nil }
            return .integer(result.partialValue)
        }
        switch operation {
        case .add: return checked(a.addingReportingOverflow(b))
        case .subtract: return checked(a.subtractingReportingOverflow(b))
        case .multiply: return checked(a.multipliedReportingOverflow(by: b))
        case .div: return b == 0 ? nil : checked(a.dividedReportingOverflow(by: b))
        case .mod: return b == 0 ? nil : b == -1 ? .integer(0) : .integer(a % b)
        default: return decimals(operation, ExactDecimal(a), ExactDecimal(b))
        }
    }

    private func decimals(_ operation: Expression.Operator, _ a: ExactDecimal, _ b: ExactDecimal) -> Value? {
        switch operation {
        case .add: a.adding(b).map { .decimal($0) }
        case .subtract: a.subtracting(b).map { .decimal($0) }
        case .multiply: a.multiplied(by: b).map { .decimal($0) }
        case .divide: a.divided(by: b).map { .decimal($0) }
        case .div: a.quotientAndRemainder(dividingBy: b).flatMap { Int64(exactly: $0.quotient) }.map { .integer($0) }
        case .mod: a.quotientAndRemainder(dividingBy: b).map { .decimal($0.remainder) }
        default: nil
        }
    }

    private func quantities(
        _ operation: Expression.Operator, _ a: Quantity, _ b: Quantity, at index: Int32
    ) throws(Diagnostic) -> Value? {
        switch operation {
        case .add, .subtract:
            // Towards the finer unit nothing is lost; the left one is kept when both are the same.
            var (x, y) = (a, b)
            if x.unit != y.unit || x.isCalendar != y.isCalendar {
                if let converted = Unit.convert(b, to: a.unit) {
                    y = converted
                } else if let converted = Unit.convert(a, to: b.unit) {
                    x = converted
                } else {
                    return nil
                }
            }
            let sum = operation == .add ? x.value.adding(y.value) : x.value.subtracting(y.value)
            return sum.map { .quantity(Quantity($0, unit: x.unit, isCalendar: x.isCalendar)) }
        case .multiply, .divide:
            let dividing = operation == .divide
            guard let value = dividing ? a.value.divided(by: b.value) : a.value.multiplied(by: b.value),
                let unit = Unit.name(a, b, dividing: dividing)
            else { return nil }
            return .quantity(Quantity(value, unit: unit, isCalendar: b.unit == "1" && a.isCalendar))
        default:
            throw error("F110", "\(operation.rawValue) cannot take quantities", at: index)
        }
    }

    /// A date or time and a duration. Definite years and months (`'a'`, `'mo'`) cannot be added to a calendar date.
    private func moved(
        _ value: Value, _ date: PartialDateTime, by quantity: Quantity, back: Bool, at index: Int32
    ) throws(Diagnostic) -> Value? {
        let amount = back ? quantity.value.negated : quantity.value
        let unit: CalendarUnit
        if let calendar = CalendarUnit(word: quantity.unit) {
            unit = calendar
        } else {
            switch quantity.unit {
            case "wk": unit = .week
            case "d": unit = .day
            case "h": unit = .hour
            case "min": unit = .minute
            case "s": unit = .second
            case "ms": unit = .millisecond
            default:
                throw error(
                    "F112", "a duration such as this cannot be added to a date or time", at: index,
                    hint: "a calendar duration: 1 month, 3 days")
            }
        }
        switch value {
        case .time:
            guard unit != .year, unit != .month, unit != .week, unit != .day else {
                throw error("F112", "a time of day takes hours, minutes and seconds only", at: index)
            }
            return date.adding(amount, unit, isTime: true).map { .time($0) }
        case .date: return date.adding(amount, unit).map { .date($0) }
        default: return date.adding(amount, unit).map { .dateTime($0) }
        }
    }
}
