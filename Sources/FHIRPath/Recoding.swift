/// The encodings of `encode`, `decode`, `escape` and `unescape`; nil for text that is not well formed.
package enum Recoding {
    private static let hexDigits = Array("0123456789abcdef".utf8)
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func fromHex(_ text: String) -> String? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    static func base64(_ bytes: some Sequence<UInt8>, url: Bool) -> String {
        let bytes = Array(bytes)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in chunk { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - chunk.count))
            for place in 0..<4 {
                guard place <= chunk.count else {
                    text.append(UInt8(ascii: "="))
                    continue
                }
                var character = alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63]
                if url, character == UInt8(ascii: "+") { character = UInt8(ascii: "-") }
                if url, character == UInt8(ascii: "/") { character = UInt8(ascii: "_") }
                text.append(character)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func fromBase64(_ text: String) -> String? {
        var bits: UInt32 = 0
        var count = 0
        var bytes: [UInt8] = []
        for character in text.utf8.reversed().drop(while: { $0 == UInt8(ascii: "=") }).reversed() {
            let value: UInt32
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(character) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(character) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(character) + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case 0x0A, 0x0D, 0x20: continue
            default: return nil
            }
            bits = (bits << 6 | value) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    static func escapeHTML(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    static func unescapeHTML(_ text: String) -> String {
        let names = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            guard let end = rest.prefix(12).firstIndex(of: ";") else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            let name = rest[rest.index(after: ampersand)..<end]
            var replacement = names[String(name)]
            if name.hasPrefix("#") {
                let digits = name.dropFirst()
                let code = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                replacement = code.flatMap { Unicode.Scalar($0) }.map { String($0) }
            }
            result += replacement ?? String(rest[...end])
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// As it stands between the quotes of a JSON string: `a\"b` of `a"b`.
    package static func escapeJSON(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            default:
                if character.value < 0x20 {
                    let digits = String(character.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(character)
                }
            }
        }
        return result
    }

    static func unescapeJSON(_ text: String) -> String? {
        var result: [UInt16] = []
        var units = Array(text.utf16)[...]
        while let unit = units.popFirst() {
            guard unit == 0x5C else {
                result.append(unit)
                continue
            }
            guard let escape = units.popFirst() else { return nil }
            switch escape {
            case 0x6E: result.append(0x0A)
            case 0x72: result.append(0x0D)
            case 0x74: result.append(0x09)
            case 0x62: result.append(0x08)
            case 0x66: result.append(0x0C)
            case 0x22, 0x5C, 0x2F: result.append(escape)
            case 0x75:
                guard units.count >= 4, let code = UInt16(String(decoding: units.prefix(4), as: UTF16.self), radix: 16) else {
                    return nil
                }
                result.append(code)
                units = units.dropFirst(4)
            default: return nil
            }
        }
        return String(decoding: result, as: UTF16.self)
    }
}
