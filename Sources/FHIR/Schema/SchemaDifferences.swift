/// The definitions of a release that are written as differences from R4's, put together with them.
///
/// `Tools/fhir-stu3-schema.py` says what the lines are.
struct SchemaDifferences {
    private typealias Line = Slice<UnsafeBufferPointer<UInt8>>
    private var text: [UInt8] = []

    /// Gives the definitions as `SchemaLoading` reads them.
    static func applied(_ differences: StaticString, to base: StaticString) -> [UInt8] {
        var made = SchemaDifferences()
        base.withUTF8Buffer { base in differences.withUTF8Buffer { made.apply($0, to: base) } }
        return made.text
    }

    private mutating func apply(_ differences: UnsafeBufferPointer<UInt8>, to base: UnsafeBufferPointer<UInt8>) {
        let newline = UInt8(ascii: "\n")
        var types: [String: [Line]] = [:]
        var valueSets: [Line] = []
        var name = ""
        for line in base.split(separator: newline) {
            switch line[line.startIndex] {
            case UInt8(ascii: "T"):
                name = Self.word(line, 1)
                types[name] = [line]
            case UInt8(ascii: "E"): types[name]?.append(line)
            default: valueSets.append(line)
            }
        }
        text.reserveCapacity(base.count + differences.count)
        var alike: [Line] = []
        var isEnd = false
        for line in differences.split(separator: newline) {
            switch line[line.startIndex] {
            case UInt8(ascii: "="):
                for type in Self.words(line) { for line in types[type] ?? [] { add(line) } }
            case UInt8(ascii: "T"):
                alike = types[Self.word(line, 1)] ?? []
                add(line)
            case UInt8(ascii: "~"):
                for element in Self.words(line) {
                    if let own = alike.first(where: { $0.first == UInt8(ascii: "E") && Self.word($0, 1) == element }) {
                        add(own)
                    }
                }
            case UInt8(ascii: "E"): add(line)
            default:
                // The numbers of value sets go on where R4's end.
                if !isEnd { for line in valueSets { add(line) } }
                isEnd = true
                add(line)
            }
        }
        if !isEnd { for line in valueSets { add(line) } }
    }

    private mutating func add(_ line: Line) {
        text += line
        text.append(UInt8(ascii: "\n"))
    }

    private static func word(_ line: Line, _ position: Int) -> String {
        let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: position + 1, omittingEmptySubsequences: false)
        return String(decoding: fields[position], as: UTF8.self)
    }

    private static func words(_ line: Line) -> [String] {
        word(line, 1).split(separator: " ").map(String.init)
    }
}
