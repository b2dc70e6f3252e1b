/// The lexical rules of FHIR's dates and times, and the calendar.
enum DateText {
    static func isDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        return date(text, &place) && place == text.count
    }

    static func isDateTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        guard date(text, &place) else { return false }
        if place == text.count { return true }
        return place == 10 && zoned(text, &place) && place == text.count
    }

    static func isInstant(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        return date(text, &place) && place == 10 && zoned(text, &place) && place == text.count
    }

    static func isTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        return time(text, &place) && place == text.count
    }

    // MARK: Parts

    private static func date(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
        guard let year = number(text, &place, digits: 4), year > 0 else { return false }
        guard place < text.count, text[place] == 0x2D else { return true }
        place += 1
        guard let month = number(text, &place, digits: 2), month >= 1, month <= 12 else { return false }
        guard place < text.count, text[place] == 0x2D else { return true }
        place += 1
        guard let day = number(text, &place, digits: 2) else { return false }
        return day >= 1 && day <= days(month, year)
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func zoned(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
        guard place < text.count, text[place] == UInt8(ascii: "T") else { return false }
        place += 1
        guard time(text, &place), place < text.count else { return false }
        let sign = text[place]
        place += 1
        if sign == UInt8(ascii: "Z") { return true }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, &place, digits: 2), hours <= 14,
            place < text.count, text[place] == 0x3A
        else { return false }
        place += 1
        guard let minutes = number(text, &place, digits: 2) else { return false }
        return minutes < 60 && (hours < 14 || minutes == 0)
    }

    private static func time(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
        guard let hour = number(text, &place, digits: 2), hour < 24, place < text.count, text[place] == 0x3A else {
            return false
        }
        place += 1
        guard let minute = number(text, &place, digits: 2), minute < 60, place < text.count, text[place] == 0x3A else {
            return false
        }
        place += 1
        // 60 is a leap second.
        guard let second = number(text, &place, digits: 2), second <= 60 else { return false }
        guard place < text.count, text[place] == 0x2E else { return true }
        place += 1
        let begin = place
        while place < text.count, text[place] >= 0x30, text[place] <= 0x39 { place += 1 }
        return place > begin
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int, digits: Int) -> Int? {
        guard place + digits <= text.count else { return nil }
        var value = 0
        for _ in 0..<digits {
            guard text[place] >= 0x30, text[place] <= 0x39 else { return nil }
            value = value * 10 + Int(text[place] - 0x30)
            place += 1
        }
        return value
    }
}
