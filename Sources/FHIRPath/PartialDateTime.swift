/// A date, date and time, or time of day, as precise as it was written: `2015-02`, `2015-02-04T14:30+01:00`, `T14:30`.
package struct PartialDateTime: Sendable, Hashable {
    package enum Precision: UInt8, Sendable, Comparable {
        case year, month, day, hour, minute, second, fraction

        package static func < (a: Precision, b: Precision) -> Bool { a.rawValue < b.rawValue }
    }

    package var year: Int16 = 0
    package var month: UInt8 = 1
    package var day: UInt8 = 1
    package var hour: UInt8 = 0
    package var minute: UInt8 = 0
    package var second: UInt8 = 0
    package var precision: Precision
    package var nanosecond: UInt32 = 0
    /// Digits of the fraction as written (precision `.fraction` only).
    package var fractionDigits: UInt8 = 0
    /// Minutes east of UTC; `noOffset` when none was written.
    var rawOffset: Int16 = PartialDateTime.noOffset

    static let noOffset = Int16.min

    package init(precision: Precision) { self.precision = precision }

    package init(year: Int, month: Int? = nil, day: Int? = nil) {
        self.year = Int16(clamping: year)
        precision = .year
        if let month {
            self.month = UInt8(clamping: month)
            precision = .month
            if let day {
                self.day = UInt8(clamping: day)
                precision = .day
            }
        }
    }

    package var offset: Int? {
        get { rawOffset == Self.noOffset ? nil : Int(rawOffset) }
        set { rawOffset = newValue.map { Int16(clamping: $0) } ?? Self.noOffset }
    }

    package static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    /// Nanoseconds since 1970-01-01T00:00 of the local clock; absent parts count as their least value.
    var localNanoseconds: Int128 {
        let days = Self.days(year: Int(year), month: Int(month), day: Int(day))
        return Int128(days) * 86_400_000_000_000 + timeNanoseconds
    }

    /// Nanoseconds since midnight.
    var timeNanoseconds: Int128 {
        Int128((Int(hour) * 60 + Int(minute)) * 60 + Int(second)) * 1_000_000_000 + Int128(nanosecond)
    }

    mutating func setLocal(nanoseconds: Int128) {
        var days = nanoseconds / 86_400_000_000_000
        var rest = nanoseconds % 86_400_000_000_000
        if rest < 0 {
            rest += 86_400_000_000_000
            days -= 1
        }
        let date = Self.date(days: Int(clamping: days))
        year = Int16(clamping: date.year)
        month = UInt8(date.month)
        day = UInt8(date.day)
        setTime(nanoseconds: rest)
    }

    mutating func setTime(nanoseconds: Int128) {
        nanosecond = UInt32(nanoseconds % 1_000_000_000)
        let seconds = Int(nanoseconds / 1_000_000_000)
        second = UInt8(seconds % 60)
        minute = UInt8(seconds / 60 % 60)
        hour = UInt8(seconds / 3600 % 24)
    }

    /// Only its date, at most to the day.
    package var dateOnly: PartialDateTime {
        var date = PartialDateTime(precision: min(precision, .day))
        (date.year, date.month, date.day) = (year, month, day)
        return date
    }
}

// MARK: - Reading

extension PartialDateTime {
    package enum Form: Sendable { case date, dateTime, time }

    /// Reads the whole of `text`; a date and time may lack `T` when it is only a date. Nil for anything that is not a
    /// real date or time.
    package init?(_ text: some Collection<UInt8>, as form: Form) {
        var reader = Reader(bytes: Array(text))
        let value: PartialDateTime?
        switch form {
        case .date: value = reader.date()
        case .dateTime: value = reader.dateTime()
        case .time: value = reader.time(allowingHour: true)
        }
        guard let value, reader.position == reader.bytes.count else { return nil }
        self = value
    }

    /// Reads digits from a buffer; also the lexer's way to read a literal.
    struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[position..<position + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            position += count
            return value
        }

        mutating func take(_ byte: Unicode.Scalar, beforeDigit: Bool = false) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
            if beforeDigit {
                guard position + 1 < bytes.count, bytes[position + 1] >= 0x30, bytes[position + 1] <= 0x39 else { return false }
            }
            position += 1
            return true
        }

        mutating func date() -> PartialDateTime? {
            guard let year = digits(4) else { return nil }
            var value = PartialDateTime(year: year)
            guard take("-", beforeDigit: true) else { return value }
            guard let month = digits(2), (1...12).contains(month) else { return nil }
            value = PartialDateTime(year: year, month: month)
            guard take("-", beforeDigit: true) else { return value }
            guard let day = digits(2), day >= 1, day <= PartialDateTime.daysIn(month: month, of: year) else { return nil }
            return PartialDateTime(year: year, month: month, day: day)
        }

        mutating func dateTime() -> PartialDateTime? {
            guard var value = date() else { return nil }
            guard take("T") else { return value }
            // `@2015-02-04T` is a date and time without a time.
            guard position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 else { return value }
            guard value.precision == .day, let time = time(allowingHour: true) else { return nil }
            (value.hour, value.minute, value.second) = (time.hour, time.minute, time.second)
            (value.nanosecond, value.fractionDigits, value.precision) = (time.nanosecond, time.fractionDigits, time.precision)
            if take("Z") {
                value.offset = 0
            } else if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                let start = position
                let sign = bytes[position] == UInt8(ascii: "-") ? -1 : 1
                position += 1
                guard let hours = digits(2), take(":"), let minutes = digits(2) else {
                    position = start
                    return value
                }
                guard hours <= 14, minutes < 60 else { return nil }
                value.offset = sign * (hours * 60 + minutes)
            }
            return value
        }

        mutating func time(allowingHour: Bool) -> PartialDateTime? {
            guard let hour = digits(2), hour < 24 else { return nil }
            var value = PartialDateTime(precision: .hour)
            value.hour = UInt8(hour)
            guard take(":", beforeDigit: true) else { return allowingHour ? value : nil }
            guard let minute = digits(2), minute < 60 else { return nil }
            value.minute = UInt8(minute)
            value.precision = .minute
            guard take(":", beforeDigit: true) else { return value }
            // A leap second is read as the second before it.
            guard let second = digits(2), second <= 60 else { return nil }
            value.second = UInt8(min(second, 59))
            value.precision = .second
            guard take(".", beforeDigit: true) else { return value }
            var scale: UInt32 = 100_000_000
            while let digit = digits(1) {
                value.nanosecond += UInt32(digit) * scale
                scale /= 10
                value.fractionDigits = min(value.fractionDigits + 1, 9)
            }
            value.precision = .fraction
            return value
        }
    }
}

// MARK: - Writing

extension PartialDateTime {
    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    package var dateText: String {
        var text = Self.padded(Int(year), 4)
        if precision >= .month { text += "-" + Self.padded(Int(month), 2) }
        if precision >= .day { text += "-" + Self.padded(Int(day), 2) }
        return text
    }

    package var timeText: String {
        var text = Self.padded(Int(hour), 2)
        if precision >= .minute { text += ":" + Self.padded(Int(minute), 2) }
        if precision >= .second { text += ":" + Self.padded(Int(second), 2) }
        if precision >= .fraction {
            text += "." + Self.padded(Int(nanosecond), 9).prefix(max(1, Int(fractionDigits)))
        }
        return text
    }

    package var dateTimeText: String {
        guard precision >= .hour else { return dateText }
        var text = dateText + "T" + timeText
        if let offset {
            let minutes = abs(offset)
            text +=
                offset == 0
                ? "Z" : (offset < 0 ? "-" : "+") + Self.padded(minutes / 60, 2) + ":" + Self.padded(minutes % 60, 2)
        }
        return text
    }
}
