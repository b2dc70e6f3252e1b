import Diagnostics

extension Program {
    /// `toX()` and `convertsToX()`.
    func conversion(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let item = try single(input, at: call.index) else { return .none }
        let unit = call.count > 0 ? try string(call, 0, &context) : nil
        let value = context.system(item)
        let converted: Value?
        switch call.builtin {
        case .toBoolean, .convertsToBoolean: converted = value?.toBoolean
        case .toInteger, .convertsToInteger: converted = value?.toInteger(within: Int64(Int32.min)...Int64(Int32.max))
        case .toLong, .convertsToLong: converted = value?.toInteger(within: .min ... .max)
        case .toDecimal, .convertsToDecimal: converted = value?.toDecimal
        case .toDate, .convertsToDate: converted = value?.toDate
        case .toDateTime, .convertsToDateTime: converted = value?.toDateTime
        case .toTime, .convertsToTime: converted = value?.toTime
        case .toQuantity, .convertsToQuantity:
            converted = value?.toQuantity.flatMap { quantity in
                guard let unit else { return .quantity(quantity) }
                return Unit.convert(quantity, to: unit).map { .quantity($0) }
            }
        default: converted = value?.text.map { .string($0) }
        }
        if call.builtin.rawValue.hasPrefix("converts") { return .boolean(converted != nil) }
        return Items(converted)
    }
}

extension Value {
    var toBoolean: Value? {
        switch self {
        case .boolean: return self
        case .integer(let value): return value == 1 ? .boolean(true) : value == 0 ? .boolean(false) : nil
        case .decimal(let value):
            return value == ExactDecimal(1) ? .boolean(true) : value.isZero ? .boolean(false) : nil
        case .string(let text):
            switch text.lowercased() {
            case "true", "t", "yes", "y", "1", "1.0": return .boolean(true)
            case "false", "f", "no", "n", "0", "0.0": return .boolean(false)
            default: return nil
            }
        default: return nil
        }
    }

    func toInteger(within range: ClosedRange<Int64>) -> Value? {
        switch self {
        case .integer: return self
        case .boolean(let value): return .integer(value ? 1 : 0)
        case .string(let text):
            guard let value = Int64(text), range.contains(value) else { return nil }
            return .integer(value)
        default: return nil
        }
    }

    var toDecimal: Value? {
        switch self {
        case .integer(let value): .decimal(ExactDecimal(value))
        case .decimal: self
        case .boolean(let value): .decimal(ExactDecimal(mantissa: value ? 10 : 0, scale: 1))
        case .string(let text): ExactDecimal(text.utf8, exponent: false).map { .decimal($0) }
        default: nil
        }
    }

    var toDate: Value? {
        switch self {
        case .date: self
        case .dateTime(let value): .date(value.dateOnly)
        case .string(let text):
            PartialDateTime(text.utf8, as: .date).map { .date($0) }
                ?? PartialDateTime(text.utf8, as: .dateTime).map { .date($0.dateOnly) }
        default: nil
        }
    }

    var toDateTime: Value? {
        switch self {
        case .date(let value), .dateTime(let value): .dateTime(value)
        case .string(let text): PartialDateTime(text.utf8, as: .dateTime).map { .dateTime($0) }
        default: nil
        }
    }

    var toTime: Value? {
        switch self {
        case .time: return self
        case .string(let text):
            let bytes = text.utf8.first == UInt8(ascii: "T") ? text.utf8.dropFirst() : text.utf8[...]
            return PartialDateTime(bytes, as: .time).map { .time($0) }
        default: return nil
        }
    }

    var toQuantity: Quantity? {
        switch self {
        case .quantity(let quantity): return quantity
        case .integer, .decimal: return asQuantity
        case .boolean(let value): return Quantity(ExactDecimal(mantissa: value ? 10 : 0, scale: 1))
        case .string(let text):
            // 4, 4 days, 4 'mg'
            let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
            guard let value = ExactDecimal(digits.utf8, exponent: false) else { return nil }
            let rest = text.dropFirst(digits.count)
            let unit = rest.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
            if unit.isEmpty { return rest.isEmpty ? Quantity(value) : nil }
            if unit.first == "'" {
                guard unit.last == "'", unit.count > 2 else { return nil }
                let code = unit.dropFirst().dropLast()
                return code.contains("'") ? nil : Quantity(value, unit: String(code))
            }
            guard unit.startIndex > rest.startIndex, let calendar = CalendarUnit(word: unit) else { return nil }
            return Quantity(value, unit: calendar.rawValue, isCalendar: true)
        default: return nil
        }
    }
}
