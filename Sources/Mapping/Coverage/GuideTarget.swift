/// What a row's target means: a path in a resource; where the guide makes a further resource, that one's path too.
struct GuideTarget {
    struct Candidate: Hashable {
        var resource: String
        /// `participant.individual`
        var path: String
    }
    var candidates: [Candidate] = []

    /// `participant[1].individual(PractitionerRole.practitioner(Practitioner.name))` of a table that makes `resource`.
    init(_ target: String, resource: String, below prefix: String = "") {
        var depth = 0
        var plain = ""
        for character in target {
            if character == "[" {
                depth += 1
            } else if character == "]" {
                depth -= 1
            } else if depth == 0 {
                plain.append(character)
            }
        }
        add(plain[...], resource, prefix)
    }

    private mutating func add(_ text: Substring, _ resource: String, _ prefix: String) {
        var own = text
        var inner: Substring?
        if let open = text.firstIndex(of: "(") {
            own = text[..<open]
            let close = text.lastIndex(of: ")") ?? text.endIndex
            inner = text[text.index(after: open)..<close]
        }
        while own.first == "." { own = own.dropFirst() }
        if own == "$value" || own == "$this" { own = "" }
        let path = own.isEmpty ? prefix : prefix.isEmpty ? String(own) : "\(prefix).\(own)"
        guard let inner, let dot = inner.firstIndex(of: ".") else {
            candidates.append(Candidate(resource: resource, path: path))
            return
        }
        // The further resource by itself, or what stands in its place here (Reference.identifier.value).
        let type = String(inner[..<dot])
        let rest = inner[inner.index(after: dot)...]
        add(rest, type, "")
        add(rest, resource, path)
    }

    /// The resource or data type that a table makes, and where below it: `HD[MessageHeader.source-name]` is MessageHeader, source.
    static func root(of table: String) -> (source: String, resource: String, prefix: String) {
        guard let open = table.firstIndex(of: "["), let close = table.lastIndex(of: "]") else { return (table, "", "") }
        let name = table[table.index(after: open)..<close].prefix { $0 != "-" }
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        return (String(table[..<open]), parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}
