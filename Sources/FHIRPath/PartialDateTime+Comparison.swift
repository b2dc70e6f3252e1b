extension PartialDateTime {
    enum Comparison { case less, equal, greater, unknown }

    /// Component by component; unknown when the answer hangs on a part that one of them does not say, or on an offset.
    func compared(to other: PartialDateTime, isTime: Bool = false) -> Comparison {
        if isTime { return Self.compareParts(self, other, isTime: true) }
        switch (offset, other.offset) {
        case (nil, nil): return Self.compareParts(self, other, isTime: false)
        case (let a?, let b?):
            if a == b { return Self.compareParts(self, other, isTime: false) }
            guard precision >= .hour, other.precision >= .hour else { return Self.compareParts(self, other, isTime: false) }
            return Self.compareParts(shifted(minutes: -a), other.shifted(minutes: -b), isTime: false)
        case (let a?, nil):
            return Self.compareUncertain(shifted(minutes: -a), other)
        case (nil, let b?):
            return Self.compareUncertain(other.shifted(minutes: -b), self).reversed
        }
    }

    /// `known` is in UTC, the offset of `local` is anything between -14:00 and +14:00.
    private static func compareUncertain(_ known: PartialDateTime, _ local: PartialDateTime) -> Comparison {
        let earliest = compareParts(known, local.shifted(minutes: -14 * 60), isTime: false)
        let latest = compareParts(known, local.shifted(minutes: 14 * 60), isTime: false)
        if earliest == .less, latest == .less { return .less }
        if earliest == .greater, latest == .greater { return .greater }
        return .unknown
    }

    private func shifted(minutes: Int) -> PartialDateTime {
        var value = self
        if precision < .hour {
            // A whole day moved by hours: only its day can be kept.
            return value
        }
        value.setLocal(nanoseconds: localNanoseconds + Int128(minutes) * 60_000_000_000)
        return value
    }

    private static func compareParts(_ a: PartialDateTime, _ b: PartialDateTime, isTime: Bool) -> Comparison {
        func order<T: Comparable>(_ x: T, _ y: T) -> Comparison? { x < y ? .less : x > y ? .greater : nil }
        let shared = min(a.precision, b.precision)
        if !isTime {
            if let result = order(a.year, b.year) { return result }
            if shared >= .month, let result = order(a.month, b.month) { return result }
            if shared >= .day, let result = order(a.day, b.day) { return result }
        }
        if shared >= .hour, let result = order(a.hour, b.hour) { return result }
        if shared >= .minute, let result = order(a.minute, b.minute) { return result }
        if shared >= .second {
            // Seconds and their fraction are one decimal.
            return order(a.second, b.second) ?? order(a.nanosecond, b.nanosecond) ?? .equal
        }
        return a.precision == b.precision ? .equal : .unknown
    }

    /// FHIRPath's `~`: the same precision and the same parts.
    func isEquivalent(to other: PartialDateTime, isTime: Bool = false) -> Bool {
        func level(_ value: PartialDateTime) -> Precision { min(value.precision, .second) }
        guard level(self) == level(other) else { return false }
        return compared(to: other, isTime: isTime) == .equal
    }
}

extension PartialDateTime.Comparison {
    var reversed: PartialDateTime.Comparison {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .unknown: self
        }
    }
}

extension PartialDateTime {
    /// Adds a duration; parts finer than this date's precision count only as far as they fill a whole part of it.
    /// Nil when the result leaves the years 1 to 9999.
    func adding(_ amount: ExactDecimal, _ unit: CalendarUnit, isTime: Bool = false) -> PartialDateTime? {
        var value = self
        let whole = amount.integer.flatMap { Int(exactly: $0) }
        switch unit {
        case .year, .month:
            guard !isTime, let whole, abs(whole) <= 200_000 else { return nil }
            var months = unit == .year ? whole * 12 : whole
            if precision == .year { months = months / 12 * 12 }
            let total = Int(year) * 12 + Int(month) - 1 + months
            let newYear = total >= 0 ? total / 12 : -1
            guard (1...9999).contains(newYear) else { return nil }
            value.year = Int16(newYear)
            value.month = UInt8(total % 12 + 1)
            value.day = min(day, UInt8(Self.daysIn(month: total % 12 + 1, of: newYear)))
            return value
        case .week, .day:
            guard !isTime, let whole, abs(whole) <= 4_000_000 else { return nil }
            let days = unit == .week ? whole * 7 : whole
            switch precision {
            case .year: return adding(ExactDecimal(Int64(days / 365)), .year)
            case .month: return adding(ExactDecimal(Int64(days / 30)), .month)
            case .day, .hour, .minute, .second, .fraction:
                let date = Self.date(days: Self.days(year: Int(year), month: Int(month), day: Int(day)) + days)
                guard (1...9999).contains(date.year) else { return nil }
                value.year = Int16(date.year)
                value.month = UInt8(date.month)
                value.day = UInt8(date.day)
                return value
            }
        case .hour, .minute, .second, .millisecond:
            return adding(nanoseconds: amount, unit, isTime: isTime)
        }
    }

    private func adding(nanoseconds amount: ExactDecimal, _ unit: CalendarUnit, isTime: Bool) -> PartialDateTime? {
        let factor: Int64
        switch unit {
        case .hour: factor = 3_600_000_000_000
        case .minute: factor = 60_000_000_000
        case .second: factor = 1_000_000_000
        default: factor = 1_000_000
        }
        // Only seconds and below keep a fraction.
        let counted = unit == .second || unit == .millisecond ? amount : amount.rounded(to: 0, .down)
        guard let product = counted.multiplied(by: ExactDecimal(factor))?.integer else { return nil }
        var value = self
        let step: Int128
        switch precision {
        case .year, .month, .day:
            return isTime ? nil : adding(ExactDecimal(product / 86_400_000_000_000), .day)
        case .hour: step = 3_600_000_000_000
        case .minute: step = 60_000_000_000
        case .second, .fraction: step = 1
        }
        var moved = Int128(product)
        moved = moved / step * step
        if isTime {
            let day: Int128 = 86_400_000_000_000
            value.setTime(nanoseconds: ((timeNanoseconds + moved) % day + day) % day)
        } else {
            guard abs(product) < 320_000_000_000_000_000 * 10 else { return nil }
            value.setLocal(nanoseconds: localNanoseconds + moved)
            guard (1...9999).contains(value.year) else { return nil }
        }
        if value.nanosecond != 0, value.precision == .second || value.fractionDigits < 3 {
            value.precision = .fraction
            value.fractionDigits = value.nanosecond % 1_000_000 == 0 ? 3 : 9
        }
        return value
    }
}
