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
