/// A date and time as a message writes it, in HL7 v2 (`20250601143000+0100`) or FHIR form (`2025-06-01T14:30:00Z`).
struct LocalTime {
    var year = 0
    var month = 0
    var day = 0
    var hour = -1
    var minute = 0
    var second = 0
    /// Digits of the fraction as written.
    var fraction: Range<Int> = 0..<0
    /// Minutes east of UTC.
    var offset: Int?
    var hasSeconds = false

    var hasTime: Bool { hour >= 0 }

    enum Reading {
        case read(LocalTime)
        case invalid(String)
    }

    /// Reads either form; the precision is what was written.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Reading {
        var scanner = Scanner(text: text)
        var time = LocalTime()
        guard let year = scanner.number(4), year > 0 else { return .invalid("it does not begin with a year") }
        time.year = year
        let isFHIR = scanner.peek == UInt8(ascii: "-") && !scanner.looksLikeOffset
        func next(_ separator: UInt8) -> Bool { isFHIR ? scanner.take(separator) : scanner.peekIsDigit }
        guard next(UInt8(ascii: "-")) else { return time.ending(&scanner) }
        guard let month = scanner.number(2), (1...12).contains(month) else { return .invalid("there is no such month") }
        time.month = month
        guard next(UInt8(ascii: "-")) else { return time.ending(&scanner) }
        guard let day = scanner.number(2), day >= 1, day <= days(in: month, of: year) else {
            return .invalid("there is no such day")
        }
        time.day = day
        guard next(UInt8(ascii: "T")) else { return time.ending(&scanner) }
        guard let hour = scanner.number(2), hour < 24 else { return .invalid("there is no such hour") }
        time.hour = hour
        guard next(UInt8(ascii: ":")) else { return time.ending(&scanner) }
        guard let minute = scanner.number(2), minute < 60 else { return .invalid("there is no such minute") }
        time.minute = minute
        guard next(UInt8(ascii: ":")) else { return time.ending(&scanner) }
        guard let second = scanner.number(2), second < 60 else { return .invalid("there is no such second") }
        time.second = second
        time.hasSeconds = true
        if scanner.take(UInt8(ascii: ".")) {
            let start = scanner.at
            while scanner.peekIsDigit { scanner.at += 1 }
            guard scanner.at > start, scanner.at - start <= 9 else { return .invalid("the fraction of the second") }
            time.fraction = start..<scanner.at
        }
        return time.ending(&scanner)
    }

    private func ending(_ scanner: inout Scanner) -> Reading {
        var time = self
        if scanner.isAtEnd { return .read(time) }
        if scanner.take(UInt8(ascii: "Z")) {
            time.offset = 0
        } else {
            let negative = scanner.peek == UInt8(ascii: "-")
            guard scanner.take(UInt8(ascii: "+")) || scanner.take(UInt8(ascii: "-")), let hours = scanner.number(2) else {
                return .invalid("something follows that is no part of a date")
            }
            _ = scanner.take(UInt8(ascii: ":"))
            guard let minutes = scanner.number(2), hours <= 14, minutes < 60 else {
                return .invalid("the offset from UTC")
            }
            time.offset = (negative ? -1 : 1) * (hours * 60 + minutes)
        }
        return scanner.isAtEnd ? .read(time) : .invalid("something follows that is no part of a date")
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // MARK: writing

    func appendDate(to output: inout [UInt8]) {
        append(year, 4, to: &output)
        guard month > 0 else { return }
        output.append(UInt8(ascii: "-"))
        append(month, 2, to: &output)
        guard day > 0 else { return }
        output.append(UInt8(ascii: "-"))
        append(day, 2, to: &output)
    }

    func appendTime(offset: Int, from text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "T"))
        append(hour, 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(minute, 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(second, 2, to: &output)
        if !fraction.isEmpty {
            output.append(UInt8(ascii: "."))
            for index in fraction { output.append(text[index]) }
        }
        output.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        append(abs(offset) / 60, 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(abs(offset) % 60, 2, to: &output)
    }

    private func append(_ number: Int, _ digits: Int, to output: inout [UInt8]) {
        var divisor = digits == 4 ? 1000 : 10
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    private struct Scanner {
        let text: UnsafeBufferPointer<UInt8>
        var at = 0

        var isAtEnd: Bool { at == text.count }
        var peek: UInt8 { at < text.count ? text[at] : 0 }
        var peekIsDigit: Bool { peek >= 0x30 && peek <= 0x39 }
        /// `-0100` behind a year of HL7 v2: four digits to the end.
        var looksLikeOffset: Bool { text.count - at == 5 && text[(at + 1)...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }

        mutating func take(_ byte: UInt8) -> Bool {
            guard peek == byte else { return false }
            at += 1
            return true
        }

        mutating func number(_ digits: Int) -> Int? {
            guard at + digits <= text.count else { return nil }
            var value = 0
            for index in at..<at + digits {
                guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
                value = value * 10 + Int(text[index] - 0x30)
            }
            at += digits
            return value
        }
    }
}
