/// A local date and time of the story. Months have the days they have; there are no time zones, because the story's days
/// begin at 7 and end at 21: never in the hour that October doubles.
package struct SimulatedTime: Sendable, Hashable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 9, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    mutating func addDay() {
        day += 1
        guard day > SimulatedTime.days(in: month, of: year) else { return }
        day = 1
        month += 1
        guard month > 12 else { return }
        month = 1
        year += 1
    }

    /// British Summer Time: from the last Sunday of March to the last Sunday of October (the story knows no nights).
    var isSummer: Bool {
        guard month == 3 || month == 10 else { return month > 3 && month < 10 }
        let isChanged = day >= SimulatedTime.lastSunday(of: month, in: year)
        return month == 3 ? isChanged : !isChanged
    }

    /// Of March or October, which have 31 days. Gauss's weekday of the 31st, 0 for Sunday.
    private static func lastSunday(of month: Int, in year: Int) -> Int {
        let century = year / 100
        let rest = year % 100
        let shifted = (month + 9) % 12 + 1
        let weekday = (31 + (13 * shifted - 1) / 5 + rest + rest / 4 + century / 4 + 5 * century) % 7
        return 31 - weekday
    }

    /// `2016-03-01 07:30` of universal time: what two spellings of one moment have in common.
    var universalMinute: String {
        // The story's days begin at 7, so an hour less is of the same day.
        let hour = isSummer ? hour - 1 : hour
        return "\(dateText) \(SimulatedTime.padded(hour)):\(SimulatedTime.padded(minute))"
    }

    /// `2016-03-01`
    var dateText: String { "\(year)-\(SimulatedTime.padded(month))-\(SimulatedTime.padded(day))" }

    static func padded(_ value: Int, width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

struct SimulatedClock: Sendable {
    private(set) var now: SimulatedTime

    init(_ start: SimulatedTime) { now = start }

    mutating func advance(by seconds: UInt64) {
        now.second += Int(seconds)
        now.minute += now.second / 60
        now.second %= 60
        now.hour += now.minute / 60
        now.minute %= 60
        if now.hour >= 21 {
            now.addDay()
            now.hour = 7
        }
    }
}
