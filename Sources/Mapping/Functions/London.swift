/// Europe/London's offset from UTC, computed from the rules (Summer Time Act 1972 and its orders; British Standard Time
/// 1968 to 1971), so that no zone file is needed and the same message gives the same bytes everywhere.
enum London {
    enum Offset: Equatable {
        case minutes(Int)
        /// The hour that is lived twice when summer time ends.
        case doubled
        /// The hour that is left out when summer time begins.
        case skipped
        /// Before 1968 the dates were set year by year.
        case unknown
    }

    static func offset(_ time: LocalTime) -> Offset {
        guard time.year >= 1968 else { return .unknown }
        if time.year <= 1971 { return standardTime(time) }
        let (begin, end) = summer(of: time.year)
        let day = time.month * 100 + time.day
        // From 1981 on clocks change at 01:00 UTC, before that at 02:00 GMT.
        let hour = time.year >= 1981 ? 1 : 2
        if day == begin {
            return time.hour < hour ? .minutes(0) : time.hour == hour ? .skipped : .minutes(60)
        }
        if day == end {
            // At 01:00 UTC (02:00 GMT before 1981) the clock goes back by one hour: that hour of wall time comes twice.
            return time.hour < hour ? .minutes(60) : time.hour == hour ? .doubled : .minutes(0)
        }
        return .minutes(day > begin && day < end ? 60 : 0)
    }

    /// British Standard Time: clocks stayed one hour ahead from 18 February 1968 to 31 October 1971.
    private static func standardTime(_ time: LocalTime) -> Offset {
        let day = (time.year * 100 + time.month) * 100 + time.day
        if day == 1968_02_18 { return time.hour < 2 ? .minutes(0) : time.hour == 2 ? .skipped : .minutes(60) }
        if day == 1971_10_31 { return time.hour < 2 ? .minutes(60) : time.hour == 2 ? .doubled : .minutes(0) }
        return .minutes(day > 1968_02_18 && day < 1971_10_31 ? 60 : 0)
    }

    /// First and last day of summer time as month * 100 + day.
    private static func summer(of year: Int) -> (begin: Int, end: Int) {
        let begin = year >= 1981 ? lastSunday(31, month: 3, year) : lastSunday(22, month: 3, year)
        let end = lastSunday(year >= 1996 ? 31 : year >= 1990 ? 28 : 29, month: 10, year)
        return (300 + begin, 1000 + end)
    }

    /// The last Sunday not after `day`.
    private static func lastSunday(_ day: Int, month: Int, _ year: Int) -> Int {
        // Sakamoto's method; Sunday is 0. Months before March do not occur.
        let shift = month == 3 ? 2 : 6
        return day - (year + year / 4 - year / 100 + year / 400 + shift + day) % 7
    }
}
