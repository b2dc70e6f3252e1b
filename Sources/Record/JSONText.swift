/// A JSON string from UTF-8 bytes.
package enum JSONText {
    package static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var copied = text.startIndex
        var at = text.startIndex
        text.withUnsafeBufferPointer { bytes in
            for offset in 0..<bytes.count {
                let byte = bytes[offset]
                guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
                at = text.startIndex + offset
                out.append(contentsOf: text[copied..<at])
                escape(byte, to: &out)
                copied = at + 1
            }
        }
        out.append(contentsOf: text[copied...])
        out.append(UInt8(ascii: "\""))
    }

    package static func append(_ text: String, to out: inout [UInt8]) { append(Array(text.utf8)[...], to: &out) }

    private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: out.append(byte)
        case 0x0A: out.append(UInt8(ascii: "n"))
        case 0x0D: out.append(UInt8(ascii: "r"))
        case 0x09: out.append(UInt8(ascii: "t"))
        default:
            out.append(contentsOf: Array("u00".utf8))
            let digits = Array("0123456789abcdef".utf8)
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
    }
}
