/// A JSON string from UTF-8 bytes.
package enum JSONText {
    package static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
        text.withUnsafeBufferPointer { append($0, to: &out) }
    }

    package static func append(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var copied = 0
        for at in 0..<text.count {
            let byte = text[at]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<at]))
            out += escape(byte)
            copied = at + 1
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
        out.append(UInt8(ascii: "\""))
    }

    package static func append(_ text: String, to out: inout [UInt8]) { append(Array(text.utf8)[...], to: &out) }

    /// Bytes that one byte becomes at most.
    static let longestEscape = 6

    /// Whether any of eight bytes is a quotation mark, a backslash or a control.
    static func isAnyEscaped(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return found & 0x8080_8080_8080_8080 != 0
    }

    static func escape(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x22, 0x5C: return [0x5C, byte]
        case 0x0A: return [0x5C, UInt8(ascii: "n")]
        case 0x0D: return [0x5C, UInt8(ascii: "r")]
        case 0x09: return [0x5C, UInt8(ascii: "t")]
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
}
