/// Reads the words of a term, byte by byte.
struct TermReader {
    let bytes: [UInt8]
    var at: Int

    init(text: [UInt8], at: Int) {
        bytes = text
        self.at = at
    }

    var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }
    func peekDigit(_ ahead: Int) -> Bool {
        at + ahead < bytes.count && bytes[at + ahead] >= 0x30 && bytes[at + ahead] <= 0x39
    }
    func text(from start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }

    /// Capitals, digits and underscores, beginning with a capital, at least two.
    mutating func name() -> String? {
        let start = at
        while at < bytes.count,
            bytes[at] >= 0x41 && bytes[at] <= 0x5A
                || at > start && (bytes[at] >= 0x30 && bytes[at] <= 0x39 || bytes[at] == 0x5F)
        { at += 1 }
        guard at - start >= 2, at == bytes.count || !(bytes[at] >= 0x61 && bytes[at] <= 0x7A), peek != UInt8(ascii: "(") else {
            at = start
            return nil
        }
        return text(from: start)
    }

    mutating func number() -> Int? {
        let start = at
        var value = 0
        while peekDigit(0), at - start < 5 {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        return at > start && value > 0 ? value : nil
    }

    /// `[2]`, and 0 for `[0]` and `[-1]`, which are none; anything else in brackets is FHIRPath's own.
    mutating func bracket() -> Int? {
        guard peek == UInt8(ascii: "[") else { return nil }
        let start = at
        at += 1
        let isNegative = peek == UInt8(ascii: "-") && peekDigit(1)
        if isNegative { at += 1 }
        let isZero = isNegative || peek == UInt8(ascii: "0")
        let number = number()
        guard number != nil || isZero, peek == UInt8(ascii: "]") else {
            at = start
            return nil
        }
        at += 1
        return isNegative ? 0 : number ?? 0
    }
}
