/// A decimal number as it is written: `1.50` keeps its two places. Arithmetic is exact or says that it cannot (nil on
/// overflow); division keeps at most 28 significant digits.
package struct ExactDecimal: Sendable {
    // Two words rather than one Int128: eight-byte alignment keeps `Value` at 24 bytes.
    private var high: Int64
    private var low: UInt64
    /// Digits behind the point.
    package let scale: UInt8

    package static let maximumScale = 30

    package init(mantissa: Int128, scale: Int = 0) {
        high = Int64(truncatingIfNeeded: mantissa >> 64)
        low = UInt64(truncatingIfNeeded: mantissa)
        self.scale = UInt8(clamping: scale)
    }

    package init(_ integer: Int64) { self.init(mantissa: Int128(integer)) }

    package var mantissa: Int128 { (Int128(high) << 64) | Int128(low) }

    /// Reads `-12.50` or, with `exponent`, `1.2e-3`.
    package init?(_ text: some Sequence<UInt8>, exponent allowed: Bool = true) {
        var mantissa: Int128 = 0
        var scale = 0
        var negative = false
        var digits = 0
        var fraction = false
        var exponent: Int?
        var exponentNegative = false
        var exponentDigits = 0
        var first = true
        var afterE = false
        for byte in text {
            defer { first = false }
            switch byte {
            case UInt8(ascii: "-") where first: negative = true
            case UInt8(ascii: "+") where first: break
            case UInt8(ascii: "-") where afterE:
                exponentNegative = true
                afterE = false
            case UInt8(ascii: "+") where afterE: afterE = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                afterE = false
                let digit = Int(byte - UInt8(ascii: "0"))
                if let known = exponent {
                    guard known < 1000 else { return nil }
                    exponent = known * 10 + digit
                    exponentDigits += 1
                } else {
                    let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                    guard !overflow, product <= .max - 9 else { return nil }
                    mantissa = product + Int128(digit)
                    digits += 1
                    if fraction { scale += 1 }
                }
            case UInt8(ascii: ".") where !fraction && exponent == nil && digits > 0: fraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard allowed, digits > 0, exponent == nil else { return nil }
                exponent = 0
                afterE = true
            default: return nil
            }
        }
        guard digits > 0, !fraction || scale > 0, exponent == nil || exponentDigits > 0 else { return nil }
        if negative { mantissa = -mantissa }
        var value = ExactDecimal(mantissa: mantissa, scale: 0)
        scale -= (exponentNegative ? -1 : 1) * (exponent ?? 0)
        if scale < 0 {
            guard let scaled = ExactDecimal.scaled(mantissa, by: -scale) else { return nil }
            value = ExactDecimal(mantissa: scaled)
        } else {
            guard scale <= Self.maximumScale else { return nil }
            value = ExactDecimal(mantissa: mantissa, scale: scale)
        }
        self = value
    }

    /// The nearest decimal to a double; nil for infinities and NaN.
    package init?(double: Double) {
        guard double.isFinite else { return nil }
        self.init("\(double)".utf8)
    }

    package var double: Double { Double(description) ?? 0 }
    package var isZero: Bool { high == 0 && low == 0 }
    package var isNegative: Bool { high < 0 }

    static func scaled(_ mantissa: Int128, by power: Int) -> Int128? {
        guard power >= 0 else { return nil }
        if mantissa == 0 { return 0 }
        guard power <= 38 else { return nil }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: tenTo(power))
        return overflow ? nil : product
    }

    static func tenTo(_ power: Int) -> Int128 {
        var value: Int128 = 1
        for _ in 0..<min(max(power, 0), 38) { value *= 10 }
        return value
    }
}

// MARK: - Arithmetic

extension ExactDecimal {
    private static func aligned(_ a: ExactDecimal, _ b: ExactDecimal) -> (Int128, Int128, Int)? {
        let scale = max(a.scale, b.scale)
        guard let x = scaled(a.mantissa, by: Int(scale - a.scale)), let y = scaled(b.mantissa, by: Int(scale - b.scale))
        else { return nil }
        return (x, y, Int(scale))
    }

    package func adding(_ other: ExactDecimal) -> ExactDecimal? {
        guard let (x, y, scale) = Self.aligned(self, other) else { return nil }
        let (sum, overflow) = x.addingReportingOverflow(y)
        return overflow ? nil : ExactDecimal(mantissa: sum, scale: scale)
    }

    package func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(other.negated) }

    package var negated: ExactDecimal {
        let value = mantissa
        return ExactDecimal(mantissa: value == .min ? .max : -value, scale: Int(scale))
    }

    package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let a = trimmed
        let b = other.trimmed
        let scale = Int(a.scale) + Int(b.scale)
        let (product, overflow) = a.mantissa.multipliedReportingOverflow(by: b.mantissa)
        guard !overflow else { return nil }
        let value = ExactDecimal(mantissa: product, scale: min(scale, 255))
        return scale > Self.maximumScale ? value.rounded(to: Self.maximumScale) : value
    }

    /// The quotient, rounded half up to what 28 digits hold; nil when the divisor is zero.
    package func divided(by other: ExactDecimal) -> ExactDecimal? {
        let a = trimmed
        let b = other.trimmed
        guard !b.isZero else { return nil }
        var numerator = a.mantissa
        var scale = Int(a.scale) - Int(b.scale)
        // Room for the quotient's digits: grow the numerator as far as it goes, at most to 28 places.
        while scale < 28 {
            let (product, overflow) = numerator.multipliedReportingOverflow(by: 10)
            if overflow || abs128(product) > Int128.max / 20 { break }
            numerator = product
            scale += 1
        }
        let divisor = b.mantissa
        guard divisor != -1 || numerator != .min else { return nil }
        var (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
        if abs128(remainder) >= abs128(divisor) - abs128(remainder) {
            quotient += (numerator < 0) == (divisor < 0) ? 1 : -1
        }
        if scale < 0 {
            guard let scaled = Self.scaled(quotient, by: -scale) else { return nil }
            return ExactDecimal(mantissa: scaled).trimmed
        }
        return ExactDecimal(mantissa: quotient, scale: scale).trimmed
    }

    /// The quotient without its fraction, and what remains; nil when the divisor is zero.
    package func quotientAndRemainder(dividingBy other: ExactDecimal) -> (quotient: Int128, remainder: ExactDecimal)? {
        guard !other.isZero, let (x, y, scale) = Self.aligned(self, other), !(x == .min && y == -1) else { return nil }
        let (q, r) = x.quotientAndRemainder(dividingBy: y)
        return (q, ExactDecimal(mantissa: r, scale: scale))
    }

    private func abs128(_ value: Int128) -> Int128 { value == .min ? .max : (value < 0 ? -value : value) }

    package enum Rounding: Sendable { case halfAway, down, floor, ceiling }

    /// The same number with `places` digits behind the point.
    package func rounded(to places: Int, _ rounding: Rounding = .halfAway) -> ExactDecimal {
        let places = max(0, places)
        if places >= Int(scale) {
            guard places <= 255, let scaled = Self.scaled(mantissa, by: places - Int(scale)) else { return self }
            return ExactDecimal(mantissa: scaled, scale: places)
        }
        let drop = Int(scale) - places
        guard drop <= 38 else { return ExactDecimal(mantissa: 0, scale: places) }
        let unit = Self.tenTo(drop)
        var (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: unit)
        switch rounding {
        case .down: break
        case .floor: if remainder < 0 { quotient -= 1 }
        case .ceiling: if remainder > 0 { quotient += 1 }
        case .halfAway:
            if abs128(remainder) >= unit - abs128(remainder) { quotient += remainder < 0 ? -1 : 1 }
        }
        remainder = 0
        return ExactDecimal(mantissa: quotient, scale: places)
    }

    /// Without zeros at the end of the fraction.
    package var trimmed: ExactDecimal {
        var value = mantissa
        var places = scale
        while places > 0, value % 10 == 0 {
            value /= 10
            places -= 1
        }
        return ExactDecimal(mantissa: value, scale: Int(places))
    }

    /// The number without its fraction, if it fits.
    package var integer: Int64? { Int64(exactly: rounded(to: 0, .down).mantissa) }

    /// FHIRPath's precision: the digits written, sign and leading zeros aside.
    package var precision: Int {
        max(String(mantissa.magnitude).count, Int(scale) + 1)
    }
}

extension ExactDecimal: Comparable, Hashable, CustomStringConvertible {
    /// By value: `1.0 == 1.00`.
    package static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
        if a.scale == b.scale { return a.high == b.high && a.low == b.low }
        let (x, y) = (a.trimmed, b.trimmed)
        return x.scale == y.scale && x.mantissa == y.mantissa
    }

    package static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
        if let (x, y, _) = aligned(a, b) { return x < y }
        if a.isNegative != b.isNegative { return a.isNegative }
        // Cannot be aligned: one is so large that whole parts decide.
        return a.rounded(to: 0, .down).mantissa < b.rounded(to: 0, .down).mantissa
    }

    package func hash(into hasher: inout Hasher) {
        let value = trimmed
        hasher.combine(value.mantissa)
        hasher.combine(value.scale)
    }

    /// Rounded to the places of the less precise one, both are the same (FHIRPath's `~`).
    package func isEquivalent(to other: ExactDecimal) -> Bool {
        let places = Int(min(trimmed.scale, other.trimmed.scale))
        return rounded(to: places) == other.rounded(to: places)
    }

    package var description: String {
        let value = mantissa
        guard scale > 0 else { return String(value) }
        var digits = String(value.magnitude)
        let places = Int(scale)
        if digits.utf8.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -places)
        return (value < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}
