package import Canonical

/// A date as FHIR writes it: a year, a month or a day.
package struct CalendarDate: Hashable, Sendable {
    package var year: Int
    package var month: Int?
    package var day: Int?

    package init(year: Int, month: Int? = nil, day: Int? = nil) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2011`, `2011-04`, `2011-04-12` and the date of a dateTime; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var result = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                result = result * 10 + Int(byte - 0x30)
            }
            return result
        }
        let dash = UInt8(ascii: "-")
        guard let year = number(0..<4), year > 0 else { return nil }
        self.init(year: year)
        if bytes.count == 4 { return }
        guard bytes.count >= 7, bytes[4] == dash, let month = number(5..<7), (1...12).contains(month) else { return nil }
        self.month = month
        if bytes.count == 7 { return }
        guard bytes.count >= 10, bytes[7] == dash, let day = number(8..<10), (1...31).contains(day) else { return nil }
        guard bytes.count == 10 || bytes[10] == UInt8(ascii: "T") else { return nil }
        self.day = day
    }

    /// The first day this date can mean, as a number that compares like the calendar.
    package var earliest: Int { year * 10_000 + (month ?? 1) * 100 + (day ?? 1) }
    /// The last day this date can mean.
    package var latest: Int { year * 10_000 + (month ?? 12) * 100 + (day ?? 31) }

    package func adding(years: Int) -> CalendarDate { CalendarDate(year: year + years, month: month, day: day) }

    package var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
        if let month {
            text += "-" + two(month)
            if let day { text += "-" + two(day) }
        }
        return text
    }

    /// The UTC day of an instant (civil-from-days, Howard Hinnant's algorithm).
    package init(milliseconds: Milliseconds) {
        var days = milliseconds / 86_400_000
        if milliseconds % 86_400_000 < 0 { days -= 1 }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: Int(month),
            day: Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }
}

/// An instant as FHIR writes it, in UTC with milliseconds.
package func instantText(_ milliseconds: Milliseconds) -> String {
    var time = milliseconds % 86_400_000
    if time < 0 { time += 86_400_000 }
    func padded(_ number: Int64, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let clock = "\(padded(time / 3_600_000, 2)):\(padded(time / 60_000 % 60, 2)):\(padded(time / 1_000 % 60, 2))"
    return "\(CalendarDate(milliseconds: milliseconds).text)T\(clock).\(padded(time % 1_000, 3))Z"
}
