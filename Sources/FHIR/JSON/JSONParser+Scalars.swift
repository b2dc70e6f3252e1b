import Tree

extension JSONParser {
    typealias Text = (start: UInt32, length: UInt32)

    @inline(__always)
    func peek() -> UInt8 { at < input.count ? input[at] : 0 }

    @inline(__always)
    mutating func skipSpace() {
        while at < input.count {
            let byte = input[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }

    mutating func literal(_ text: StaticString, node: UInt32) throws(Stop) {
        let begin = at
        let length = text.utf8CodeUnitCount
        var matches = begin + length <= input.count
        if matches {
            for offset in 0..<length where input[begin + offset] != text.utf8Start[offset] { matches = false }
        }
        guard matches else { throw unexpected("a value", node: node) }
        at += length
    }

    /// A number keeps its text; only its grammar is checked.
    mutating func number(node: UInt32) throws(Stop) {
        let begin = at
        if peek() == UInt8(ascii: "-") { at += 1 }
        let leading = peek()
        var isRight = digits()
        if leading == UInt8(ascii: "0"), at - begin > (input[begin] == UInt8(ascii: "-") ? 2 : 1) { isRight = false }
        if isRight, peek() == UInt8(ascii: ".") {
            at += 1
            isRight = digits()
        }
        if isRight, peek() | 0x20 == UInt8(ascii: "e") {
            at += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
            isRight = digits()
        }
        guard isRight else {
            throw stop(
                "json-syntax", "the number is not written as JSON wants it", at: begin, node: node,
                hint: "no leading zeros or plus sign, digits on both sides of the point")
        }
    }

    private mutating func digits() -> Bool {
        let begin = at
        while at < input.count, input[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at > begin
    }

    // MARK: Strings

    /// A member's name, with its hash.
    mutating func name() throws(Stop) -> Key {
        let source = at
        at += 1
        let begin = at
        var hash: UInt32 = 2_166_136_261
        while at < input.count {
            let byte = input[at]
            if byte == UInt8(ascii: "\"") {
                let length = at - begin
                at += 1
                guard length < 256 else { break }
                return Key(start: UInt32(begin), length: UInt8(length), hash: hash, source: source)
            }
            if byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 {
                at = source
                let text = try string(node: 0)
                guard text.length < 256 else { break }
                let bytes = (0..<text.length).map { self.byte(text.start + $0) }
                return Key(start: text.start, length: UInt8(text.length), hash: Name(bytes: bytes).hash, source: source)
            }
            hash = (hash ^ UInt32(byte)) &* 16_777_619
            at += 1
        }
        if at >= input.count { throw endOfText(node: 0) }
        throw stop("json-too-large", "a member's name is longer than 255 bytes", at: source)
    }

    /// Reads a string from its quotation mark; without escapes it is a range of the source.
    @inline(__always)
    mutating func string(node: UInt32) throws(Stop) -> Text {
        at += 1
        let begin = at
        while true {
            skipPlain()
            guard at < input.count else { throw endOfText(node: node) }
            let byte = input[at]
            if byte == UInt8(ascii: "\"") {
                let length = at - begin
                at += 1
                return (UInt32(begin), UInt32(length))
            }
            if byte == UInt8(ascii: "\\") { return try escaped(from: begin, node: node) }
            if byte >= 0x80 { character(node: node) } else { control(node: node) }
        }
    }

    /// Skips bytes that need no look, eight at a time.
    @inline(__always)
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(input)
        while at + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let special =
                (word | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word))
                & tops
            if special != 0 {
                at += special.trailingZeroBitCount >> 3
                return
            }
            at += 8
        }
        while at < input.count {
            let byte = input[at]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return }
            at += 1
        }
    }

    /// The rest of a string from its first escape on; all of it is stored decoded.
    private mutating func escaped(from begin: Int, node: UInt32) throws(Stop) -> Text {
        let start = decoded.count
        var copied = begin
        while true {
            guard at < input.count else { throw endOfText(node: node) }
            let byte = input[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                decoded.append(contentsOf: UnsafeBufferPointer(rebasing: input[copied..<at]))
                if byte == UInt8(ascii: "\"") {
                    at += 1
                    return (UInt32(input.count + start), UInt32(decoded.count - start))
                }
                try escape(node: node)
                copied = at
            } else if byte >= 0x80 {
                character(node: node)
            } else if byte < 0x20 {
                control(node: node)
            } else {
                at += 1
                skipPlain()
            }
        }
    }

    private mutating func escape(node: UInt32) throws(Stop) {
        let begin = at
        at += 1
        let byte = peek()
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            guard var scalar = hexadecimal() else {
                throw stop("json-syntax", "`\\u` needs four hexadecimal digits", at: begin, node: node)
            }
            if scalar & 0xFC00 == 0xD800, peek() == UInt8(ascii: "\\"), at + 1 < input.count,
                input[at + 1] == UInt8(ascii: "u")
            {
                let back = at
                at += 2
                guard let low = hexadecimal() else {
                    throw stop("json-syntax", "`\\u` needs four hexadecimal digits", at: back, node: node)
                }
                if low & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (low & 0x3FF)
                } else {
                    at = back
                }
            }
            if let character = Unicode.Scalar(scalar) {
                decoded.append(contentsOf: UTF8.encode(character).unsafelyUnwrapped)
            } else {
                note("json-encoding", "half of a surrogate pair is no character", node: node, byte: begin)
                decoded.append(contentsOf: [0xEF, 0xBF, 0xBD])
            }
        default: throw stop("json-syntax", "the escape is unknown to JSON", at: begin, node: node)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard at + 4 <= input.count else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = input[at]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
            default: return nil
            }
            at += 1
        }
        return value
    }

    /// Checks one character of several bytes (Unicode 15, table 3-7).
    private mutating func character(node: UInt32) {
        let length = UTF8Check.length(of: input, at: at)
        if length > 0 {
            at += length
        } else {
            note("json-encoding", "the bytes are not UTF-8", node: node, byte: at)
            at += 1
        }
    }

    private mutating func control(node: UInt32) {
        note("json-syntax", "a control character in a string must be escaped", node: node, byte: at)
        at += 1
    }
}

enum UTF8Check {
    /// How many bytes the well-formed character at `place` has; zero when it is none.
    @inline(__always)
    static func length(of text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        let lead = text[place]
        func tail(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            guard place + offset < text.count else { return false }
            let byte = text[place + offset]
            return byte >= low && byte <= high
        }
        switch lead {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return tail(1) ? 2 : 0
        case 0xE0: return tail(1, 0xA0) && tail(2) ? 3 : 0
        case 0xED: return tail(1, 0x80, 0x9F) && tail(2) ? 3 : 0
        case 0xE1...0xEF: return tail(1) && tail(2) ? 3 : 0
        case 0xF0: return tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0
        case 0xF1...0xF3: return tail(1) && tail(2) && tail(3) ? 4 : 0
        case 0xF4: return tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : 0
        default: return 0
        }
    }
}
