/// The definitions of a release that are written as differences from R4's, put together with them.
///
/// `Tools/fhir-stu3-schema.py` says what the lines are.
struct SchemaDifferences {
    private typealias Text = UnsafeBufferPointer<UInt8>
    private var text: [UInt8] = []

    /// Gives the definitions as `SchemaLoading` reads them.
    static func applied(_ differences: StaticString, to base: StaticString) -> [UInt8] {
        var made = SchemaDifferences()
        base.withUTF8Buffer { base in differences.withUTF8Buffer { made.apply($0, to: base) } }
        return made.text
    }

    private mutating func apply(_ differences: Text, to base: Text) {
        // Of each type of R4 the lines' places, its own and its elements'; then where its value sets begin.
        var types: [String: Range<Int>] = [:]
        var lines: [Range<Int>] = []
        var open: (name: String, start: Int)?
        var end = base.count
        Self.forEachLine(of: base) { line in
            switch base[line.lowerBound] {
            case UInt8(ascii: "T"):
                if let open { types[open.name] = open.start..<lines.count }
                open = (String(decoding: base[Self.word(of: base, line)], as: UTF8.self), lines.count)
            case UInt8(ascii: "E"): break
            default: end = min(end, line.lowerBound)
            }
            lines.append(line)
        }
        if let open { types[open.name] = open.start..<lines.count }
        text.reserveCapacity(base.count + differences.count)
        var alike = 0..<0
        var hasValueSets = false
        Self.forEachLine(of: differences) { line in
            let word = Self.word(of: differences, line)
            switch differences[line.lowerBound] {
            case UInt8(ascii: "="):
                for name in differences[word].split(separator: UInt8(ascii: " ")) {
                    for own in types[String(decoding: name, as: UTF8.self)].map({ lines[$0] }) ?? []
                    where own.lowerBound < end { add(base, own) }
                }
            case UInt8(ascii: "T"):
                alike = types[String(decoding: differences[word], as: UTF8.self)] ?? 0..<0
                add(differences, line)
            case UInt8(ascii: "~"):
                for name in differences[word].split(separator: UInt8(ascii: " ")) {
                    for own in lines[alike].dropFirst()
                    where base[own.lowerBound] == UInt8(ascii: "E") && base[Self.word(of: base, own)].elementsEqual(name) {
                        add(base, own)
                    }
                }
            case UInt8(ascii: "E"): add(differences, line)
            default:
                // The numbers of value sets go on where R4's end.
                if !hasValueSets { add(base, end..<base.count) }
                hasValueSets = true
                add(differences, line)
            }
        }
        if !hasValueSets { add(base, end..<base.count) }
    }

    private mutating func add(_ source: Text, _ range: Range<Int>) {
        text += UnsafeBufferPointer(rebasing: source[range])
        text.append(UInt8(ascii: "\n"))
    }

    private static func forEachLine(of text: Text, _ body: (Range<Int>) -> Void) {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            if end > start { body(start..<end) }
            start = end + 1
        }
    }

    /// The second field of a line.
    private static func word(of text: Text, _ line: Range<Int>) -> Range<Int> {
        let start = line.lowerBound + 2
        var end = start
        while end < line.upperBound, text[end] != UInt8(ascii: "\t") { end += 1 }
        return start..<end
    }
}
