/// The escape sequences of a value (chapter 2.7), to plain text and back.
///
/// `\F\ \S\ \T\ \R\ \E\ \P\` are the separators, `\Xdd…\` bytes; `\.br\`, `\.sp n\` and `\.ce\` become line breaks,
/// `\.sk n\` spaces; highlighting (`\H\ \N\`) and other formatting is dropped; `\Cxxyy\`, `\Mxxyyzz\` and `\Zdd\` are kept
/// as they are, for they mean something to their two ends only. What is no escape is text, and said to be broken.
package struct Escapes: Hashable, Sendable {
    package var delimiters: Delimiters

    package init(_ delimiters: Delimiters) { self.delimiters = delimiters }

    /// Appends `raw` without its escapes to `output`, in the character set of the message. Gives whether all were sound.
    func decode(_ raw: some RandomAccessCollection<UInt8>, into output: inout [UInt8]) -> Bool {
        let escape = delimiters.escape
        guard escape != 0 else {
            output.append(contentsOf: raw)
            return true
        }
        var isSound = true
        var rest = raw[...]
        while let start = rest.firstIndex(of: escape) {
            output.append(contentsOf: rest[rest.startIndex..<start])
            let body = rest[rest.index(after: start)...]
            // No escape is longer than this but hexadecimal data, and a stray backslash must not swallow a text.
            if let end = body.firstIndex(of: escape), append(body[body.startIndex..<end], to: &output) {
                rest = body[body.index(after: end)...]
            } else {
                output.append(escape)
                isSound = false
                rest = body
            }
        }
        output.append(contentsOf: rest)
        return isSound
    }

    /// Appends what the sequence between two escape characters means; false when it means nothing.
    private func append(_ body: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) -> Bool {
        guard let first = body.first else { return false }
        if body.count == 1 {
            switch first {
            case 0x46: output.append(delimiters.field)
            case 0x53: output.append(delimiters.component)
            case 0x54: output.append(delimiters.subcomponent == 0 ? 0x26 : delimiters.subcomponent)
            case 0x52: output.append(delimiters.repetition)
            case 0x45: output.append(delimiters.escape)
            case 0x50: output.append(delimiters.truncation == 0 ? 0x23 : delimiters.truncation)
            case 0x48, 0x4E: break
            default: return false
            }
            return true
        }
        let rest = body.dropFirst()
        switch first {
        case 0x58: return appendHexadecimal(rest, to: &output)
        case 0x2E: return appendFormatting(rest, to: &output)
        case 0x43, 0x4D, 0x5A:  // C, M, Z
            guard rest.count <= 32, rest.allSatisfy({ Escapes.digit($0) != nil || first == 0x5A && $0 > 0x20 }) else {
                return false
            }
            output.append(delimiters.escape)
            output.append(contentsOf: body)
            output.append(delimiters.escape)
            return true
        default: return false
        }
    }

    private func appendHexadecimal(_ digits: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) -> Bool {
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Escapes.digit($0) != nil }) else { return false }
        var high: UInt8?
        for character in digits {
            let digit = Escapes.digit(character) ?? 0
            if let known = high {
                output.append(known << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return true
    }

    private func appendFormatting(_ command: some RandomAccessCollection<UInt8>, to output: inout [UInt8]) -> Bool {
        guard command.count >= 2, command.count <= 12 else { return false }
        let name = command.prefix(2).map { $0 | 0x20 }
        var number = 0
        var hasNumber = false
        for byte in command.dropFirst(2) {
            if byte >= 0x30, byte <= 0x39, number < 1_000 {
                number = number * 10 + Int(byte - 0x30)
                hasNumber = true
            } else if byte != 0x20, byte != 0x2B, byte != 0x2D {
                return false
            }
        }
        // A number is the sender's: 80 lines or columns are a page.
        let count = hasNumber ? min(number, 80) : 1
        switch (name[0], name[1]) {
        case (0x62, 0x72), (0x63, 0x65): output.append(0x0A)  // br, ce
        case (0x73, 0x70): output.append(contentsOf: repeatElement(0x0A, count: count))  // sp
        case (0x73, 0x6B): output.append(contentsOf: repeatElement(0x20, count: count))  // sk
        case (0x66, 0x69), (0x6E, 0x66), (0x69, 0x6E), (0x74, 0x69): break  // fi, nf, in, ti
        default: return false
        }
        return true
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x37
        case 0x61...0x66: character - 0x57
        default: nil
        }
    }
}

extension Escapes {
    /// Appends `text` (in the message's character set) so that it cannot be read as structure: separators and control
    /// characters are escaped, a line break is `\X0D\` or `\X0A\`, and a text that is `""` does not become a delete.
    package func encode(_ text: some Collection<UInt8>, into output: inout [UInt8]) {
        let isNull = text.count == 2 && text.allSatisfy { $0 == 0x22 }
        for byte in text {
            let letter: UInt8
            switch byte {
            case 0:
                appendHexadecimal(byte, to: &output)
                continue
            case delimiters.field: letter = 0x46
            case delimiters.component: letter = 0x53
            case delimiters.subcomponent: letter = 0x54
            case delimiters.repetition: letter = 0x52
            case delimiters.escape: letter = 0x45
            case delimiters.truncation: letter = 0x50
            case 0x22 where isNull:
                appendHexadecimal(byte, to: &output)
                continue
            case 0x20...0x7E, 0x80...:
                output.append(byte)
                continue
            default:
                appendHexadecimal(byte, to: &output)
                continue
            }
            output.append(escape)
            output.append(letter)
            output.append(escape)
        }
    }

    /// A message that declares no escape character is written with the standard one.
    private var escape: UInt8 { delimiters.escape == 0 ? 0x5C : delimiters.escape }

    private func appendHexadecimal(_ byte: UInt8, to output: inout [UInt8]) {
        let digits: [UInt8] = Array("0123456789ABCDEF".utf8)
        output.append(escape)
        output.append(0x58)
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
        output.append(escape)
    }
}
