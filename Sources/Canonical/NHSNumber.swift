/// A ten-digit NHS number whose check digit is right and that is nobody's filler.
///
/// `NHSNumber("999 000 0018")` is accepted if modulus 11 holds (NHS Data Dictionary, weights 10 to 2; remainder 11 is 0,
/// 10 is invalid). Numbers of one repeated digit pass modulus 11 and are refused, as is 2222222222, once the official
/// filler for a deceased participant.
package struct NHSNumber: Hashable, Sendable, CustomStringConvertible {
    /// Ten ASCII digits.
    package let digits: [UInt8]

    package init?(_ text: some StringProtocol) {
        guard let number = Array(text.utf8).withUnsafeBufferPointer({ NHSNumber(bytes: $0) }) else { return nil }
        self = number
    }

    package init?(_ text: String) {
        var text = text
        guard let number = text.withUTF8({ NHSNumber(bytes: $0) }) else { return nil }
        self = number
    }

    /// Spaces and hyphens between digits are dropped; anything else refuses the number.
    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        var digits: [UInt8] = []
        digits.reserveCapacity(10)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            default: return nil
            }
            if digits.count > 10 { return nil }
        }
        guard digits.count == 10, NHSNumber.checkDigit(of: digits) == digits[9], digits.contains(where: { $0 != digits[0] })
        else { return nil }
        self.digits = digits
    }

    /// The ASCII check digit of the first nine, or nil when there is none.
    package static func checkDigit(of digits: [UInt8]) -> UInt8? {
        guard digits.count >= 9 else { return nil }
        var sum = 0
        for (index, digit) in digits.prefix(9).enumerated() { sum += (10 - index) * Int(digit - UInt8(ascii: "0")) }
        let remainder = 11 - sum % 11
        switch remainder {
        case 11: return UInt8(ascii: "0")
        case 10: return nil
        default: return UInt8(ascii: "0") + UInt8(remainder)
        }
    }

    /// 999 000 0000 to 999 999 9999 is set apart for tests; it never names a real person.
    package var isTestRange: Bool { digits[0] == 0x39 && digits[1] == 0x39 && digits[2] == 0x39 }

    package var text: String { String(decoding: digits, as: UTF8.self) }
    /// Never the number itself: descriptions end up in logs.
    package var description: String { "NHS number" }
}
