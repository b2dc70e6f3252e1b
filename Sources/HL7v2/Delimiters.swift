import Diagnostics

/// The separators of one message, from MSH-1 and MSH-2 (chapter 2.5.4).
package struct Delimiters: Hashable, Sendable {
    package var field: UInt8
    package var component: UInt8
    package var repetition: UInt8
    /// Zero: the message declares none, and nothing is an escape.
    package var escape: UInt8
    /// Zero: none is declared.
    package var subcomponent: UInt8
    /// Since 2.7: `#`; zero where none is declared.
    package var truncation: UInt8

    package init(
        field: UInt8 = 0x7C, component: UInt8 = 0x5E, repetition: UInt8 = 0x7E, escape: UInt8 = 0x5C,
        subcomponent: UInt8 = 0x26, truncation: UInt8 = 0
    ) {
        self.field = field
        self.component = component
        self.repetition = repetition
        self.escape = escape
        self.subcomponent = subcomponent
        self.truncation = truncation
    }

    /// `|^~\&`.
    package static let standard = Delimiters()

    /// MSH-2: `^~\&`, or `^~\&#`.
    package var encodingCharacters: [UInt8] {
        var characters = [component, repetition]
        for character in [escape, subcomponent, truncation] where character != 0 { characters.append(character) }
        return characters
    }

    /// Reads the delimiters of the header segment (MSH, FHS or BHS) that begins at `start`, and says what is wrong with them.
    ///
    /// Missing ones take their standard character where that is free; nil when the header cannot be read at all.
    static func read(
        _ bytes: UnsafeRawBufferPointer, at start: Int, report: (Diagnostic.Severity, String, String, Int) -> Void
    ) -> Delimiters? {
        guard start + 4 <= bytes.count else {
            report(.error, "header-too-short", "the message ends before its separators", start)
            return nil
        }
        let field = bytes[start + 3]
        guard isUsable(field) else {
            report(.error, "delimiter-invalid", "the field separator (MSH-1) is not a printable special character", start + 3)
            return nil
        }
        if let usual = usual(bytes, at: start) { return usual }
        var end = start + 4
        while end < bytes.count, end - start < 16, bytes[end] != field, bytes[end] != 0x0D, bytes[end] != 0x0A { end += 1 }
        let declared = Array(bytes[start + 4..<end])
        if declared.count < 4 {
            report(.warning, "delimiter-missing", "MSH-2 declares \(declared.count) of 4 encoding characters", start + 4)
        } else if declared.count > 5 {
            report(.error, "delimiter-invalid", "MSH-2 has more than 5 encoding characters", start + 4)
            return nil
        }
        for (number, character) in declared.enumerated() {
            guard isUsable(character) else {
                report(
                    .error, "delimiter-invalid", "encoding character \(number + 1) is not a printable special character",
                    start + 4 + number)
                return nil
            }
            guard character != field, !declared[..<number].contains(character) else {
                report(
                    .error, "delimiter-repeated", "encoding character \(number + 1) is already another separator",
                    start + 4 + number)
                return nil
            }
        }
        var characters = declared
        for standard in [0x5E, 0x7E, 0x5C, 0x26].dropFirst(declared.count) as ArraySlice<UInt8> {
            characters.append(standard == field || characters.contains(standard) ? 0 : standard)
        }
        return Delimiters(
            field: field, component: characters[0], repetition: characters[1], escape: characters[2],
            subcomponent: characters[3], truncation: characters.count > 4 ? characters[4] : 0)
    }

    /// The separators of nearly every message, told from one word.
    private static func usual(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Delimiters? {
        guard start + 9 <= bytes.count, bytes[start + 3] == 0x7C,
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)) == 0x265C_7E5E
        else { return nil }
        return bytes[start + 8] == 0x7C ? .standard : nil
    }

    /// Printable ASCII that is no letter or digit: those would cut every value.
    private static func isUsable(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
        case 0x21...0x7E: true
        default: false
        }
    }
}
