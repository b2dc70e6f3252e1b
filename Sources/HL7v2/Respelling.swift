/// A line that would begin a segment if its name were written as HL7 writes it: ` pid|`, `OBX |`, `O1|`.
///
/// What it names is taken for that segment only where it is one of the standard's, or a Z segment: then the line cannot be
/// text that a line break cut. Anything else of two to four letters and digits with a separator behind is doubtful: joined
/// to the line before it would shift that segment's fields.
struct Respelling {
    let id: SegmentID
    /// Where the name begins.
    let start: Int
    /// Whether the name is a segment's.
    let isKnown: Bool

    /// Nil when the line begins like text.
    init?(_ bytes: UnsafeRawBufferPointer, at line: Int, _ separator: UInt8) {
        var at = line
        // MLLP's start byte stands before a message, not in a name.
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0B { at += 1 }
        start = at
        while at < bytes.count, at - start < 5, Respelling.isNamePart(bytes[at]) { at += 1 }
        let length = at - start
        guard length >= 2, length <= 4 else { return nil }
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, bytes[at] == separator else { return nil }
        guard length == 3 else {
            (id, isKnown) = ("   ", false)
            return
        }
        id = SegmentID(
            Respelling.capital(bytes[start]), Respelling.capital(bytes[start + 1]), Respelling.capital(bytes[start + 2]))
        isKnown = id.isValid && (id.isLocal || Respelling.known.contains(id))
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func capital(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte }

    /// The standard's segments; the header of a second message among them.
    private static let known: Set<SegmentID> = {
        var known: Set<SegmentID> = []
        for version in [Version.v2_3, .v2_5_1, .v2_8_2] {
            for name in Schema.of(version).segments.keys { if let id = SegmentID(name) { known.insert(id) } }
        }
        return known
    }()
}
