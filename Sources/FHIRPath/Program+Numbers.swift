import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Program {
    /// Mathematics, boundaries and precision.
    func numbers(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let item = try single(input, at: call.index) else { return .none }
        guard let value = context.system(item) else { throw error("F110", "a number is needed here", at: call.index) }
        switch call.builtin {
        case .lowBoundary, .highBoundary:
            let digits = try integer(call, 0, &context)
            return Items(Boundary.of(value, high: call.builtin == .highBoundary, digits: digits))
        case .precision: return Items(Boundary.precision(of: value).map { .integer(Int64($0)) })
        case .comparable:
            guard let other = try single(argument(call, 0, &context), at: call.index) else { return .none }
            guard let x = value.asQuantity, let y = context.system(other)?.asQuantity else {
                throw error("F110", "comparable needs quantities", at: call.index)
            }
            return .boolean(Unit.areComparable(x, y))
        default: break
        }
        if case .quantity(var quantity) = value {
            switch call.builtin {
            case .abs: if quantity.value.isNegative { quantity.value = quantity.value.negated }
            case .round: quantity.value = quantity.value.rounded(to: try places(call, &context))
            case .floor: quantity.value = quantity.value.rounded(to: 0, .floor)
            case .ceiling: quantity.value = quantity.value.rounded(to: 0, .ceiling)
            case .truncate: quantity.value = quantity.value.rounded(to: 0, .down)
            default: throw error("F110", "\(call.builtin.rawValue) cannot take a quantity", at: call.index)
            }
            return .one(.quantity(quantity))
        }
        guard let number = value.number else { throw error("F110", "a number is needed here", at: call.index) }
        let isInteger = value.systemType == .integer
        func whole(_ number: ExactDecimal) -> Items { Items(number.integer.map { .integer($0) }) }
        func real(_ double: Double) -> Items { Items(ExactDecimal(double: double).map { Value.decimal($0) }) }
        switch call.builtin {
        case .abs:
            let result = number.isNegative ? number.negated : number
            return isInteger ? whole(result) : .one(.decimal(result))
        case .ceiling: return whole(number.rounded(to: 0, .ceiling))
        case .floor: return whole(number.rounded(to: 0, .floor))
        case .truncate: return whole(number.rounded(to: 0, .down))
        case .round:
            let digits = try places(call, &context)
            return isInteger ? .one(value) : .one(.decimal(number.rounded(to: digits)))
        case .sqrt: return number.isNegative ? .none : real(number.double.squareRoot())
        case .exp: return real(exp(number.double))
        case .ln: return number.double > 0 ? real(Foundationless.ln(number.double)) : .none
        case .log:
            guard let base = try numeric(call, &context) else { return .none }
            guard number.double > 0, base.double > 0, base.double != 1 else { return .none }
            if base == ExactDecimal(2) { return real(log2(number.double)) }
            if base == ExactDecimal(10) { return real(log10(number.double)) }
            return real(Foundationless.ln(number.double) / Foundationless.ln(base.double))
        default:
            // power
            guard let exponent = try numeric(call, &context) else { return .none }
            return power(number, exponent, isInteger: isInteger)
        }
    }

    private enum Foundationless {
        static func ln(_ value: Double) -> Double { log(value) }
    }

    private func places(_ call: Call, _ context: inout EvaluationContext) throws(Diagnostic) -> Int {
        guard call.count > 0, let digits = try integer(call, 0, &context) else { return 0 }
        guard digits >= 0 else { throw error("F114", "the number of places cannot be negative", at: call.index) }
        return Swift.min(digits, ExactDecimal.maximumScale)
    }

    private func numeric(_ call: Call, _ context: inout EvaluationContext) throws(Diagnostic) -> ExactDecimal? {
        guard let item = try single(argument(call, 0, &context), at: call.index) else { return nil }
        guard let number = context.system(item)?.number else { throw error("F110", "a number is needed here", at: call.index) }
        return number
    }

    /// Exact for small whole exponents, else by floating point; nothing when there is no real result.
    private func power(_ base: ExactDecimal, _ exponent: ExactDecimal, isInteger: Bool) -> Items {
        if let whole = exponent.integer, exponent.rounded(to: 0, .down) == exponent, (0...1000).contains(whole) {
            var result = ExactDecimal(1)
            for _ in 0..<whole {
                guard let next = result.multiplied(by: base) else { return .none }
                result = next
            }
            if isInteger, exponent.scale == 0 {
                guard let value = result.integer, Int32(exactly: value) != nil else { return .none }
                return .one(.integer(value))
            }
            return .one(.decimal(result))
        }
        let result: Double = pow(base.double, exponent.double)
        return Items(ExactDecimal(double: result).map { Value.decimal($0) })
    }
}

/// `lowBoundary`, `highBoundary` and `precision`.
enum Boundary {
    static func of(_ value: Value, high: Bool, digits: Int?) -> Value? {
        switch value {
        case .integer, .decimal:
            guard let number = value.number else { return nil }
            return decimal(number, high: high, digits: digits).map { .decimal($0) }
        case .quantity(let quantity):
            guard let number = decimal(quantity.value, high: high, digits: digits) else { return nil }
            return .quantity(Quantity(number, unit: quantity.unit, isCalendar: quantity.isCalendar))
        case .date(let date):
            switch digits ?? 8 {
            case 4: return .date(filled(date, to: .year, high: high))
            case 6: return .date(filled(date, to: .month, high: high))
            case 8: return .date(filled(date, to: .day, high: high))
            default: return nil
            }
        case .dateTime(let date):
            let level: PartialDateTime.Precision
            switch digits ?? 17 {
            case 4: level = .year
            case 6: level = .month
            case 8: level = .day
            case 10: level = .hour
            case 12: level = .minute
            case 14: level = .second
            case 17: level = .fraction
            default: return nil
            }
            var result = filled(date, to: level, high: high)
            if level >= .hour {
                if result.offset == nil { result.offset = high ? -12 * 60 : 14 * 60 }
            } else {
                result.offset = nil
            }
            return .dateTime(result)
        case .time(let time):
            switch digits ?? 9 {
            case 2: return .time(filled(time, to: .hour, high: high, isTime: true))
            case 4: return .time(filled(time, to: .minute, high: high, isTime: true))
            case 6: return .time(filled(time, to: .second, high: high, isTime: true))
            case 9: return .time(filled(time, to: .fraction, high: high, isTime: true))
            default: return nil
            }
        default: return nil
        }
    }

    /// Half a unit of the last place down or up, then in so many places: the low one downwards, the high one rounded.
    /// FHIR's suite fixes this (`0.0034.highBoundary(1)` is `0.0`); a negative number mirrors the other boundary.
    private static func decimal(_ number: ExactDecimal, high: Bool, digits: Int?) -> ExactDecimal? {
        let digits = digits ?? 8
        guard digits >= 0, digits <= 37 else { return nil }
        if number.isNegative {
            return decimal(number.negated, high: !high, digits: digits)?.negated
        }
        let half = ExactDecimal(mantissa: 5, scale: Int(number.scale) + 1)
        guard let moved = high ? number.adding(half) : number.subtracting(half) else { return nil }
        let result = moved.rounded(to: digits, high ? .halfAway : .floor)
        return Int(result.scale) == digits ? result : nil
    }

    private static func filled(
        _ value: PartialDateTime, to level: PartialDateTime.Precision, high: Bool, isTime: Bool = false
    ) -> PartialDateTime {
        var result = value
        if high {
            if value.precision < .month { result.month = 12 }
            if value.precision < .day {
                result.day = UInt8(PartialDateTime.daysIn(month: Int(result.month), of: Int(value.year)))
            }
            if value.precision < .hour { result.hour = 23 }
            // The hour of a date and time is read as its first minute, as FHIR's suite does.
            if value.precision < (isTime ? .minute : .hour) { result.minute = 59 }
            if value.precision < .second { result.second = 59 }
            if value.precision < .fraction { result.nanosecond = 999_000_000 }
        }
        if level == .fraction, value.precision < .fraction { result.fractionDigits = 3 }
        result.precision = level
        return result
    }

    /// Digits: 4, 6, 8 for dates, to 17 for a date and time; the digits behind the point of a decimal.
    static func precision(of value: Value) -> Int? {
        switch value {
        case .integer: return 0
        case .decimal(let number): return Int(number.scale)
        case .quantity(let quantity): return Int(quantity.value.scale)
        case .date(let date): return [4, 6, 8][Int(min(date.precision, .day).rawValue)]
        case .dateTime(let date): return [4, 6, 8, 10, 12, 14, 17][Int(date.precision.rawValue)]
        case .time(let time): return [0, 0, 0, 2, 4, 6, 9][Int(time.precision.rawValue)]
        default: return nil
        }
    }
}
