import Tree

/// The code systems whose codes are known here: FHIR's own, and HL7's terminology as R4 has it.
struct CodeSystems: Sendable {
    static let known = CodeSystems(r4Codes)

    /// The sorted lines of one code system in the table; a code is looked for there, since most systems are never asked for.
    struct System: Sendable {
        /// Whether every code of the system is here.
        var isWhole: Bool
        /// Whether case makes no other code.
        var isFolded: Bool
        /// Codes that the system has got since.
        var additions: Set<String> = []
        fileprivate let table: StaticString
        fileprivate var lines: Range<Int>
    }

    private var systems: [String: System] = [:]

    init(_ table: StaticString) {
        let additions = Self.additions()
        table.withUTF8Buffer { text in
            var name = ""
            var system: System?
            var at = 0
            while at < text.count {
                var end = at
                while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
                if text[at] == UInt8(ascii: "@") {
                    let line = String(decoding: text[(at + 1)..<end], as: UTF8.self)
                    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                    if let system { systems[name] = system }
                    name = fields[0]
                    system = System(
                        isWhole: fields.count > 1 && fields[1] == "c", isFolded: fields.count > 2 && fields[2] == "i",
                        additions: additions[name] ?? [], table: table, lines: (end + 1)..<(end + 1))
                } else if let lines = system?.lines {
                    system?.lines = lines.lowerBound..<end
                }
                at = end + 1
            }
            if let system { systems[name] = system }
        }
    }

    subscript(system: String) -> System? { systems[system] }

    /// How a system is written that begins as a known one and goes on, or has `https`; nil for all others.
    static func spelling(of system: String) -> String? {
        let whole = [
            "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org",
            "http://www.nlm.nih.gov/research/umls/rxnorm",
        ]
        if let right = whole.first(where: { system.hasPrefix($0) }) { return system == right ? nil : right }
        guard system.hasPrefix("https:") else { return nil }
        let plain = "http:" + system.dropFirst("https:".utf8.count)
        return whole.contains(plain) || known[plain] != nil ? plain : nil
    }

    private static func additions() -> [String: Set<String>] {
        let base = "http://terminology.hl7.org/CodeSystem/"
        var found: [String: Set<String>] = [:]
        for line in """
        v2-0203 AIN CAAI DSG FGN IRISTEM PGN SAMN SRX
        v3-MaritalStatus C
        condition-clinical unknown
        allergyintolerance-verification presumed
        location-physical-type rh ar
        """.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            found[base + words[0]] = Set(words.dropFirst())
        }
        return found
    }

    /// Whether a system is named below FHIR's own address and R4 has none of that name: names of earlier releases, pages, and
    /// what never was. Guides have systems further below (`us/core/…`).
    static func isForeign(_ system: String) -> Bool {
        for scheme in ["http://", "https://"] where system.hasPrefix(scheme + "build.fhir.org/") { return true }
        let own = ["http://hl7.org/fhir/", "https://hl7.org/fhir/", "http://www.hl7.org/fhir/", "https://www.hl7.org/fhir/"]
        guard known[system] == nil, let base = own.first(where: { system.hasPrefix($0) }) else { return false }
        let name = system.dropFirst(base.utf8.count)
        if name.hasPrefix("v2/") || name.hasPrefix("v3/") || name.hasSuffix(".html") { return true }
        return !name.contains("/") && !name.hasPrefix("test")
    }
}

extension CodeSystems.System {
    enum Finding {
        case fine, unknownCode
        case otherDisplay(String)
    }

    func judge(code: String, display: String?) -> Finding {
        guard let known = self.display(of: code) else { return isWhole && !has(code) ? .unknownCode : .fine }
        guard let display, !known.isEmpty, !known.contains("%s") else { return .fine }
        // R4 misprints one of v3's: "mobile contact)".
        let isMisprinted = known.hasSuffix(")") && !known.contains("(")
        let right = Self.folded(isMisprinted ? String(known.dropLast()) : known)
        let said = Self.folded(display)
        return said == Self.folded(known) || said == right ? .fine : .otherDisplay(known)
    }

    /// Whether the code is one of those that are here.
    func has(_ code: String) -> Bool {
        // HL7's table of identifiers has a code for each country: NNGBR.
        additions.contains(code) || display(of: code) != nil
            || (code.utf8.count == 5 && code.hasPrefix("NN") && display(of: "NNxxx") != nil)
    }

    /// Its display; empty when the table says none, nil for a code that is not here.
    func display(of code: String) -> String? {
        guard !code.isEmpty else { return nil }
        let wanted = Array((isFolded ? code.lowercased() : code).utf8)
        return table.withUTF8Buffer { text in
            // The lines are sorted, so that a half is left out at every look.
            var (low, high) = (lines.lowerBound, lines.upperBound)
            while low < high {
                var start = (low + high) / 2
                while start > low, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
                var (at, place) = (start, 0)
                while place < wanted.count, at < high, lowered(text[at]) == wanted[place] { (at, place) = (at + 1, place + 1) }
                let isAtEnd = at >= high || text[at] == UInt8(ascii: "\t")
                let begin = at + 1
                if place < wanted.count, isAtEnd || lowered(text[at]) < wanted[place] {
                    while at < high, text[at] != UInt8(ascii: "\n") { at += 1 }
                    low = at + 1
                } else if place == wanted.count, isAtEnd {
                    while at < high, text[at] != UInt8(ascii: "\n") { at += 1 }
                    return String(decoding: text[begin..<max(begin, at)], as: UTF8.self)
                } else {
                    high = start
                }
            }
            return nil
        }
    }

    private func lowered(_ byte: UInt8) -> UInt8 { isFolded && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// Case and white space make no other display.
    private static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
