/// Moves dates of HL7 v2 (`19800229`, `202603011015+0000`) and FHIR (`1980-02-29T…`) by days; time of day, precision and
/// what is wrong with a date stay.
struct DateShift {
    var days: Int

    /// nil when it does not begin like a date.
    func moved(_ text: String) -> String? {
        let digits = text.prefix { $0.isASCIIDigit }
        if digits.count == 4, text.dropFirst(4).first == "-" || text.count == 4 { return movedFHIR(text) }
        guard digits.count >= 4, digits.count != 5, digits.count != 7 else { return nil }
        let rest = digits.count < 8 ? text.dropFirst(digits.count) : text.dropFirst(8)
        guard let date = moved(year: digits.prefix(4), month: digits.dropFirst(4).prefix(2), day: digits.dropFirst(6).prefix(2))
        else { return nil }
        return date.year + date.month + date.day + rest
    }

    private func movedFHIR(_ text: String) -> String? {
        let date = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard date.count <= 3, date.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
        guard
            let made = moved(
                year: date[0], month: date.count > 1 ? date[1] : "", day: date.count > 2 ? date[2] : "")
        else { return nil }
        let parts = [made.year, made.month, made.day].filter { !$0.isEmpty }
        return parts.joined(separator: "-") + text.dropFirst(date.map(\.count).reduce(date.count - 1, +))
    }

    private func moved(
        year: Substring, month: Substring, day: Substring
    ) -> (year: String, month: String, day: String)? {
        guard let y = Int(year), y >= 1000 else { return nil }
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let m = Int(month)
        let d = Int(day)
        // What is no day of the calendar stays none: only its year moves.
        guard let m, (1...12).contains(m), d.map({ (1...DateShift.length(of: m, y)).contains($0) }) ?? day.isEmpty else {
            return (padded(y - max(1, days / 365), 4), String(month), String(day))
        }
        let (a, b, c) = DateShift.date(DateShift.number(y, m, d ?? 15) - days)
        return (padded(a, 4), padded(b, 2), day.isEmpty ? "" : padded(c, 2))
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days since 0000-03-01, as Howard Hinnant counts them.
    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let ofEra = y - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
    }

    private static func date(_ number: Int) -> (Int, Int, Int) {
        let era = number / 146_097
        let ofEra = number - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
    }
}
