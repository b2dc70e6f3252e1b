/// The character sets that are converted to UTF-8 (MSH-18, table 0211).
package enum Charset: String, CaseIterable, Hashable, Sendable {
    case ascii = "ASCII"
    case utf8 = "UNICODE UTF-8"
    case latin1 = "8859/1"
    case latin9 = "8859/15"
    case windows1252 = "WINDOWS-1252"

    /// The set that a sender's spelling names, or nil when it is none of ours. `Charset("ISO IR100")` is `.latin1`.
    ///
    /// `UNICODE` is the spelling of 2.3 to 2.4 and means UTF-8 in every feed that was seen.
    package init?(_ spelling: some StringProtocol) {
        // What nearly every feed says, without folding its spelling.
        switch spelling {
        case "UNICODE UTF-8", "UNICODE": self = .utf8
        case "ASCII": self = .ascii
        case "8859/1": self = .latin1
        default:
            guard let found = Charset.named(spelling) else { return nil }
            self = found
        }
    }

    /// Whether the hub reads the character set of this name.
    package static func isKnown(_ name: String) -> Bool { named(name) != nil }

    private static func named(_ spelling: some StringProtocol) -> Charset? {
        let key = String(spelling.uppercased().filter { $0.isLetter || $0.isNumber })
        return switch key {
        case "ASCII", "USASCII", "ISOIR6", "ISOIR006", "ISO646", "ANSIX341968": .ascii
        case "UNICODE", "UNICODEUTF8", "UTF8", "ISOIR192", "ISOIR196": .utf8
        case "88591", "ISO88591", "ISOIR100", "LATIN1", "ISO885911987", "L1": .latin1
        case "885915", "ISO885915", "ISOIR203", "LATIN9": .latin9
        case "WINDOWS1252", "CP1252", "1252", "WIN1252", "ANSI", "MS1252": .windows1252
        default: nil
        }
    }

    /// The Unicode scalar of a byte, nil when the set has none there (or is not of one byte a character).
    @inline(__always)
    func scalar(of byte: UInt8) -> UInt32? {
        if byte < 0x80 { return UInt32(byte) }
        switch self {
        case .ascii, .utf8: return nil
        case .latin1: return UInt32(byte)
        case .latin9: return Charset.latin9Exceptions[byte] ?? UInt32(byte)
        case .windows1252:
            guard byte < 0xA0 else { return UInt32(byte) }
            let scalar = Charset.windows1252C1[Int(byte) - 0x80]
            return scalar == 0 ? nil : scalar
        }
    }

    /// The byte of a scalar, nil when the set has none for it.
    func byte(of scalar: UInt32) -> UInt8? {
        if scalar < 0x80 { return UInt8(scalar) }
        switch self {
        case .ascii, .utf8: return nil
        case .latin1: return scalar < 0x100 ? UInt8(scalar) : nil
        case .latin9:
            if let found = Charset.latin9Exceptions.first(where: { $0.value == scalar }) { return found.key }
            return scalar < 0x100 && Charset.latin9Exceptions[UInt8(scalar)] == nil ? UInt8(scalar) : nil
        case .windows1252:
            if scalar >= 0xA0, scalar < 0x100 { return UInt8(scalar) }
            return Charset.windows1252C1.firstIndex(of: scalar).map { UInt8($0 + 0x80) }
        }
    }

    private static let latin9Exceptions: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153, 0xBE: 0x178,
    ]

    private static let windows1252C1: [UInt32] = [
        0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
    ]
}

extension Charset {
    /// Appends `bytes`, read in this set, to `output` as UTF-8; what cannot be read becomes U+FFFD. Gives whether all could.
    func decode(_ bytes: some Collection<UInt8>, into output: inout [UInt8]) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            output.append(contentsOf: bytes)
            return true
        }
        if self == .utf8 || self == .ascii {
            let isFine = Charset.isUTF8(bytes)
            if isFine {
                output.append(contentsOf: bytes)
            } else {
                output.append(contentsOf: String(decoding: bytes, as: UTF8.self).utf8)
            }
            // High bytes are not ASCII, even where they happen to be UTF-8; the reader then says so.
            return isFine && self == .utf8
        }
        var isFine = true
        for byte in bytes {
            if let scalar = scalar(of: byte) {
                Charset.append(scalar, to: &output)
            } else {
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                isFine = false
            }
        }
        return isFine
    }

    static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }

    /// Appends a scalar below U+10000 as UTF-8.
    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        if scalar < 0x80 {
            output.append(UInt8(scalar))
        } else if scalar < 0x800 {
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(UInt8(0x80 | scalar & 0x3F))
        } else {
            output.append(UInt8(0xE0 | scalar >> 12 & 0x0F))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
