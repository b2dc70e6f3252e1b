extension PrimitiveFormat {
    /// Whether `text` is a value of this type, by the regular expressions of the specification and the calendar.
    package func accepts(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .none: true
        case .boolean: Self.equals(text, "true") || Self.equals(text, "false")
        case .string, .markdown: Self.isString(text)
        case .code: Self.isCode(text)
        case .id: Self.isID(text)
        case .uri, .url, .canonical: Self.isURI(text)
        case .oid: Self.isOID(text)
        case .uuid: Self.isUUID(text)
        case .base64Binary: Self.isBase64(text)
        case .integer: Self.isInteger(text, from: -2_147_483_648)
        case .unsignedInt: Self.isInteger(text, from: 0)
        case .positiveInt: Self.isInteger(text, from: 1)
        case .decimal: Self.isDecimal(text)
        case .date: DateText.isDate(text)
        case .dateTime: DateText.isDateTime(text)
        case .instant: DateText.isInstant(text)
        case .time: DateText.isTime(text)
        case .xhtml: Self.isDivision(text)
        }
    }

    /// What the value must look like, for a hint.
    package var rule: String {
        switch self {
        case .none: ""
        case .boolean: "true or false"
        case .string, .markdown: "text that is not empty, not only space, and without control characters"
        case .code: "text without leading, trailing or double space"
        case .id: "1 to 64 letters, digits, `-` and `.`"
        case .uri, .url, .canonical: "a URI without spaces"
        case .oid: "urn:oid: and numbers with points between"
        case .uuid: "urn:uuid: and a lower-case UUID"
        case .base64Binary: "base64"
        case .integer: "a whole number of 32 bits"
        case .unsignedInt: "a whole number from 0 to 2147483647"
        case .positiveInt: "a whole number from 1 to 2147483647"
        case .decimal: "a decimal number"
        case .date: "YYYY, YYYY-MM or YYYY-MM-DD, a day of the calendar"
        case .dateTime: "a date, or a date with hh:mm:ss and a zone"
        case .instant: "YYYY-MM-DDThh:mm:ss with a zone"
        case .time: "hh:mm:ss"
        case .xhtml: "a <div> element of XHTML"
        }
    }

    // MARK: Text

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private static func isString(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count <= 1 << 20 else { return false }
        if let first = text.first, first > 0x20, !mayHoldControls(text) { return true }
        var onlySpace = true
        for byte in text {
            if byte < 0x20 {
                guard byte == 0x09 || byte == 0x0A || byte == 0x0D else { return false }
            } else if byte != 0x20 {
                onlySpace = false
            }
        }
        return !onlySpace
    }

    /// Eight bytes a step: whether a byte below space stands anywhere; in a short text, whether it may.
    @inline(__always)
    private static func mayHoldControls(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= 8, let base = UnsafeRawPointer(text.baseAddress) else {
            for byte in text where byte < 0x20 { return true }
            return false
        }
        var found: UInt64 = 0
        var at = 0
        let last = text.count - 8
        while true {
            let word = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            found |= (word &- 0x2020_2020_2020_2020) & ~word
            if at >= last { break }
            at = min(at + 8, last)
        }
        return found & 0x8080_8080_8080_8080 != 0
    }

    private static func isCode(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var wasSpace = true
        for byte in text {
            let space = isSpace(byte)
            if space && wasSpace { return false }
            wasSpace = space
        }
        return !wasSpace
    }

    static func isID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !text.isEmpty, text.count <= 64 else { return false }
        for byte in text {
            let letter = byte | 0x20
            guard (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2E else {
                return false
            }
        }
        return true
    }

    private static func isURI(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in text where byte <= 0x20 { return false }
        return !text.isEmpty
    }

    static func isOID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard starts(text, "urn:oid:"), text.count > 10, text[8] >= 0x30, text[8] <= 0x32 else { return false }
        var digits = 1
        var leadingZero = false
        for place in 9..<text.count {
            let byte = text[place]
            if byte == 0x2E {
                guard digits > 0 else { return false }
                digits = 0
            } else {
                guard byte >= 0x30, byte <= 0x39, !(leadingZero && digits > 0) else { return false }
                if digits == 0 { leadingZero = byte == 0x30 }
                digits += 1
            }
            if place == 9, byte != 0x2E { return false }
        }
        return digits > 0
    }

    static func isUUID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 45, starts(text, "urn:uuid:") else { return false }
        for place in 9..<45 {
            let byte = text[place]
            switch place {
            case 17, 22, 27, 32: guard byte == 0x2D else { return false }
            default: guard (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) else { return false }
            }
        }
        return true
    }

    private static func isBase64(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = 0
        var padding = 0
        for byte in text {
            let letter = byte | 0x20
            if byte == 0x3D {
                padding += 1
            } else if (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2B || byte == 0x2F {
                guard padding == 0 else { return false }
                digits += 1
            } else if !isSpace(byte) {
                return false
            }
        }
        return digits > 0 && padding <= 2 && (digits + padding) % 4 == 0
    }

    private static func isDivision(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var first = 0
        while first < text.count, isSpace(text[first]) { first += 1 }
        var end = text.count
        while end > first, isSpace(text[end - 1]) { end -= 1 }
        let body = UnsafeBufferPointer(rebasing: text[first..<end])
        guard starts(body, "<"), body.last == 0x3E else { return false }
        // The element's name may have a prefix.
        var name = 1
        while name < body.count, body[name] != 0x3E, body[name] != 0x2F, !isSpace(body[name]) { name += 1 }
        return name >= 4 && equals(UnsafeBufferPointer(rebasing: body[(name - 3)..<name]), "div")
            && (name == 4 || body[name - 4] == 0x3A)
    }

    // MARK: Numbers

    private static func isInteger(_ text: UnsafeBufferPointer<UInt8>, from low: Int) -> Bool {
        var place = 0
        let isNegative = text.first == 0x2D
        if isNegative { place = 1 }
        let digits = text.count - place
        guard digits > 0, digits <= 10, !(digits > 1 && text[place] == 0x30) else { return false }
        var value = 0
        while place < text.count {
            guard text[place] >= 0x30, text[place] <= 0x39 else { return false }
            value = value * 10 + Int(text[place] - 0x30)
            place += 1
        }
        if isNegative { value = -value }
        return value >= low && value <= 2_147_483_647
    }

    private static func isDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = text.first == 0x2D ? 1 : 0
        func digits() -> Int {
            let begin = place
            while place < text.count, text[place] >= 0x30, text[place] <= 0x39 { place += 1 }
            return place - begin
        }
        let first = place
        let whole = digits()
        guard whole > 0, !(whole > 1 && text[first] == 0x30) else { return false }
        if place < text.count, text[place] == 0x2E {
            place += 1
            guard digits() > 0 else { return false }
        }
        if place < text.count, text[place] | 0x20 == 0x65 {
            place += 1
            if place < text.count, text[place] == 0x2B || text[place] == 0x2D { place += 1 }
            guard digits() > 0 else { return false }
        }
        return place == text.count
    }

    // MARK: Comparing

    static func starts(_ text: UnsafeBufferPointer<UInt8>, _ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard text.count >= length else { return false }
        for place in 0..<length where text[place] != prefix.utf8Start[place] { return false }
        return true
    }

    static func equals(_ text: UnsafeBufferPointer<UInt8>, _ other: StaticString) -> Bool {
        text.count == other.utf8CodeUnitCount && starts(text, other)
    }
}
