import Canonical
import Diagnostics
import YAML

/// Diagnostics of a whole release: each once, although a map is compiled for every use and every trust.
final class DiagnosticSet {
    private(set) var all: [Diagnostic] = []
    /// Code, place and message: a cause may be known better the second time, the mistake stays one.
    private struct Key: Hashable {
        var code: String
        var message: String
        var location: Location?
    }
    private var known: Set<Key> = []

    func add(_ diagnostic: Diagnostic) {
        let key = Key(code: diagnostic.code, message: diagnostic.message, location: diagnostic.location)
        if known.insert(key).inserted { all.append(diagnostic) }
    }
    func add(_ more: [Diagnostic]) { more.forEach(add) }

    func error(_ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil) {
        add(Diagnostic(.error, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }
    func warning(_ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil) {
        add(Diagnostic(.warning, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }
    /// Adds `cause` to what was told from `start` on.
    func explain(from start: Int, _ cause: String) {
        for index in start..<all.count { all[index].cause = all[index].cause.map { "\($0); \(cause)" } ?? cause }
    }
    var hasErrors: Bool { all.contains { $0.severity == .error } }
}

/// What was used anywhere, over all trusts; what was never used is told once at the end.
final class UsageRecord {
    var usedMaps: Set<String> = []
    /// Names of maps whose files could not be read: nothing is said of what lacks them.
    var unreadable: Set<String> = []
    var usedTables: Set<String> = []
    var usedTrust: Set<String> = []
    var used: Set<String> = []
    var declared: [String: (name: String, span: TextSpan)] = [:]
    var aliases: Set<String> = []
    var resolvedAliases: Set<String> = []
    var unresolvedAliases: [String: [YAMLNode]] = [:]
    /// Terms that stand in the structure at one use at least, and those that did not at some.
    var foundTerms: Set<TermPlace> = []
    var strayTerms: [TermPlace: (name: String, span: TextSpan)] = [:]
    /// Tables that were held against a binding or an HL7 table.
    var checkedTargets: Set<String> = []
    /// Warnings that an error elsewhere may have caused.
    var doubts: [Diagnostic] = []
    /// Paths that a file's rules read whatever the message holds (`FILE PATH`), and where.
    var reads: [String: Int] = [:]

    func report(to findings: DiagnosticSet, _ set: MappingSet) {
        for (alias, nodes) in unresolvedAliases.sorted(by: { $0.key < $1.key }) where !resolvedAliases.contains(alias) {
            for node in nodes {
                let close = closeName(to: alias, among: aliases)
                findings.error(
                    "M131", "nothing was created as \(alias) before this", at: node.span,
                    hint: close.map { "did you mean \($0)?" } ?? "- TYPE as \(alias): { … } in a create: list above")
            }
        }
        // What nobody uses may be used by what could not be read.
        guard !findings.hasErrors else { return }
        findings.add(doubts)
        let files = set.base.maps
        for (name, span) in strayTerms.filter({ !foundTerms.contains($0.key) }).map(\.value).sorted(by: {
            ($0.span.file, $0.span.line, $0.span.column) < ($1.span.file, $1.span.line, $1.span.column)
        }) {
            findings.warning(
                "M117", "\(name) stands in none of the structures this map reads", at: span,
                cause: "it is found only where a sender puts it all the same")
        }
        for overlay in [set.base] + set.overlays.sorted(by: { $0.key < $1.key }).map(\.value) {
            reportIgnored(overlay, to: findings)
            for table in overlay.tables.values.sorted(by: { $0.name < $1.name }) where !usedTables.contains(table.name) {
                findings.warning(
                    "M156", "no map uses the table \(table.name)", at: TextSpan(file: table.file, line: 1, column: 1),
                    hint: "X.translate('\(table.name)'), or remove the file")
            }
        }
        for (name, key) in set.trustPlaces.sorted(by: { $0.key < $1.key }) where !usedTrust.contains(name) {
            findings.warning(
                "M157", "no map uses trust.\(name)", at: key.span, hint: "remove it here and from the trusts' profiles")
        }
        for (place, variable) in declared.sorted(by: { $0.key < $1.key }) where !used.contains(place) {
            findings.warning(
                "M134", "nobody uses the variable \(variable.name)", at: variable.span,
                hint: "remove it, or use %\(variable.name)")
        }
        for file in files.values.sorted(by: { $0.name < $1.name }) where !usedMaps.contains(file.name) {
            findings.warning(
                "M135", "no message uses the \(file.isPart ? "part" : "map") \(file.name)", at: file.nameNode.span,
                cause: file.isPart ? nil : "it was checked by itself",
                hint: file.isPart
                    ? "use it with - part: \(file.name), or remove the file"
                    : "apply it with map: \(file.name), or remove the file")
        }
    }

    /// What a rule of the same file reads in every message is mapped: an `ignore:` beside it says something else.
    private func reportIgnored(_ layer: MappingSet.Layer, to findings: DiagnosticSet) {
        for file in layer.maps.values.sorted(by: { $0.file < $1.file }) {
            var seen: Set<String> = []
            for entry in file.ignore {
                if !seen.insert(entry.path).inserted {
                    findings.warning("M155", "\(entry.path) is ignored twice", at: entry.node.span, hint: "remove one")
                } else if let line = reads["\(file.file) \(entry.path)"] {
                    findings.warning(
                        "M155", "\(entry.path) is ignored, and line \(line) maps it", at: entry.node.span,
                        cause: "whoever reads this believes that it is lost", hint: "remove it here")
                }
            }
        }
    }
}

extension String {
    /// Whether `part` stands in it: byte for byte, which is many times as fast as to ask for characters.
    func holds(_ part: StaticString) -> Bool {
        var own = self
        return own.withUTF8 { text in
            part.withUTF8Buffer { part in
                guard let first = part.first, text.count >= part.count else { return part.isEmpty }
                for start in 0...text.count - part.count
                where text[start] == first && (1..<part.count).allSatisfy({ text[start + $0] == part[$0] }) { return true }
                return false
            }
        }
    }
}

extension Compiler {
    /// Says where a variable is known when it is known somewhere else in the file.
    func declaredElsewhere(_ name: String, from node: YAMLNode) -> String {
        let places = usage.declared.values.filter { $0.name == name && $0.span.file == node.source.file }
        guard let place = places.min(by: { $0.span.line < $1.span.line }) else {
            return "a variable is known in the object that declares it with let: and below"
        }
        if place.span.line == node.line { return "it is declared here: its own value cannot read it" }
        return place.span.line > node.line
            ? "it is declared below, at line \(place.span.line): an earlier line cannot see it"
            : "line \(place.span.line) declares it for its own object and what is below that"
    }
}

/// Where a node of a file stands.
struct NodePlace: Hashable {
    private let source: ObjectIdentifier
    private let line: Int
    private let column: Int

    init(_ node: YAMLNode) {
        source = ObjectIdentifier(node.source)
        line = node.line
        column = node.column
    }
}

/// Where a term stands: an expression's place and an offset in it.
struct TermPlace: Hashable {
    private let node: NodePlace
    private let offset: Int

    init(_ node: YAMLNode, offset: Int) {
        self.node = NodePlace(node)
        self.offset = offset
    }
}

enum CanonicalEvents {
    static let names = Event.allCases.map(\.rawValue)
    static func unknown(_ name: String) -> Bool { Event(rawValue: name) == nil }
}

/// Data types that grew out of one another: a map for one reads the others too.
enum DataTypeKin {
    private static let families: [Set<String>] = [
        ["CE", "CWE", "CNE", "CF", "CNN", "IS", "ID", "ST"], ["CX", "CK", "EI", "ST"], ["XPN", "PN", "PPN", "ST"],
        ["XAD", "AD", "SAD", "ST"], ["XCN", "CN", "CNN", "PPN", "ST", "NDL"], ["XTN", "TN", "ST"], ["XON", "ON", "ST"],
        ["TS", "DTM", "DT", "ST"], ["EI", "HD", "ST", "EIP", "CM"], ["HD", "IS"], ["PL", "ST", "CM"], ["SN", "NM", "ST"],
        ["CQ", "CP", "NM"],
        ["ED", "RP"],
    ]

    static func areKin(_ a: String, _ b: String) -> Bool {
        a == b || b == "varies" || a == "varies" || b == "*" || families.contains { $0.contains(a) && $0.contains(b) }
    }
}

extension IgnoredPath {
    /// `entry.resource.ofType(MessageHeader)`
    init(fhir path: String, of types: [String]) {
        let own = path.replacing(".ofType(", with: "(")
        let first = own.prefix { $0 != "." }
        self.init(
            fhir: types.contains(String(first)) ? own : "\(types.first ?? "").\(own)", segment: [], isDataType: false, field: 0,
            component: 0, subcomponent: 0)
    }

    /// `PID`, `PID-4`, `PID-3.2`, `CX.9`, `CX.4.1`
    init?(_ text: String) {
        var words = text[...]
        let name = words.prefix { $0.isLetter && $0.isUppercase || $0.isNumber || $0 == "_" }
        guard name.count >= 2 else { return nil }
        words = words.dropFirst(name.count)
        var numbers: [Int] = []
        let isField = words.first == "-"
        while let separator = words.first {
            guard separator == "." || (separator == "-" && numbers.isEmpty) else { return nil }
            words = words.dropFirst()
            let digits = words.prefix { $0.isNumber }
            guard let number = Int(digits), number > 0 else { return nil }
            numbers.append(number)
            words = words.dropFirst(digits.count)
        }
        guard numbers.count <= 3, name.count == 3 || !isField else { return nil }
        let isDataType = !isField && !numbers.isEmpty
        self.init(
            segment: Array(name.utf8), isDataType: isDataType, field: isDataType ? 0 : numbers.first ?? 0,
            component: isDataType ? numbers[0] : numbers.count > 1 ? numbers[1] : 0,
            subcomponent: isDataType ? (numbers.count > 1 ? numbers[1] : 0) : numbers.count > 2 ? numbers[2] : 0)
    }
}
