/// A number with a unit: a calendar duration (`4 days`) or a UCUM code (`4 'mg'`).
package struct Quantity: Hashable, Sendable, CustomStringConvertible {
    package var value: ExactDecimal
    /// A UCUM code, or the singular word of a calendar duration.
    package var unit: String
    package var isCalendar: Bool

    package init(_ value: ExactDecimal, unit: String = "1", isCalendar: Bool = false) {
        self.value = value
        self.unit = unit
        self.isCalendar = isCalendar
    }

    /// As it is written in an expression: `1 'mg'`, `4 days`.
    package var description: String {
        guard isCalendar else { return "\(value) '\(unit)'" }
        return "\(value) \(unit)\(value == ExactDecimal(1) ? "" : "s")"
    }
}

/// The words that stand for calendar durations.
package enum CalendarUnit: String, CaseIterable, Sendable {
    case year, month, week, day, hour, minute, second, millisecond

    /// `day` and `days`.
    package init?(word: some StringProtocol) {
        if let unit = CalendarUnit(rawValue: String(word)) {
            self = unit
        } else if word.last == "s", let unit = CalendarUnit(rawValue: String(word.dropLast())) {
            self = unit
        } else {
            return nil
        }
    }

    /// The UCUM code of the definite duration of the same length; years and months have none that is the same.
    package var code: String {
        switch self {
        case .year: "a"
        case .month: "mo"
        case .week: "wk"
        case .day: "d"
        case .hour: "h"
        case .minute: "min"
        case .second: "s"
        case .millisecond: "ms"
        }
    }
}
