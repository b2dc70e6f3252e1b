import Canonical
import Diagnostics
import YAML

/// Diagnostics of a whole release: each once, although a map is compiled for every use and every trust.
final class DiagnosticSet {
    private(set) var all: [Diagnostic] = []
    private var known: Set<Diagnostic> = []

    func add(_ diagnostic: Diagnostic) { if known.insert(diagnostic).inserted { all.append(diagnostic) } }
    func add(_ more: [Diagnostic]) { more.forEach(add) }

    func error(_ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil) {
        add(Diagnostic(.error, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }
    func warning(_ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil) {
        add(Diagnostic(.warning, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }
    var hasErrors: Bool { all.contains { $0.severity == .error } }
}

/// What was used anywhere, over all trusts; what was never used is told once at the end.
final class UsageRecord {
    var usedMaps: Set<String> = []
    var usedTables: Set<String> = []
    var usedTrust: Set<String> = []
    var used: Set<String> = []
    var declared: [String: (name: String, span: TextSpan)] = [:]
    var aliases: Set<String> = []
    var resolvedAliases: Set<String> = []
    var unresolvedAliases: [String: [YAMLNode]] = [:]
    /// Terms that stand in the structure at one use at least, and those that did not at some.
    var foundTerms: Set<TextSpan> = []
    var strayTerms: [TextSpan: String] = [:]

    func report(to findings: DiagnosticSet, files: [String: MappingFile]) {
        for (place, variable) in declared.sorted(by: { $0.key < $1.key }) where !used.contains(place) {
            findings.warning(
                "M134", "nobody uses the variable \(variable.name)", at: variable.span,
                hint: "remove it, or use %\(variable.name)")
        }
        for (span, name) in strayTerms.sorted(by: {
            ($0.key.file, $0.key.line, $0.key.column) < ($1.key.file, $1.key.line, $1.key.column)
        })
        where !foundTerms.contains(span) {
            findings.warning(
                "M117", "\(name) stands in none of the structures this map reads", at: span,
                cause: "it is found only where a sender puts it all the same")
        }
        for (alias, nodes) in unresolvedAliases.sorted(by: { $0.key < $1.key }) where !resolvedAliases.contains(alias) {
            for node in nodes {
                let close = closeName(to: alias, among: aliases)
                findings.error(
                    "M131", "nothing was created as \(alias) before this", at: node.span,
                    hint: close.map { "did you mean \($0)?" } ?? "- TYPE as \(alias): { … } in a create: list above")
            }
        }
        for file in files.values.sorted(by: { $0.name < $1.name }) where !usedMaps.contains(file.name) {
            findings.warning(
                "M135", "no message uses the map \(file.name)", at: file.nameNode.span,
                cause: "its expressions were not checked", hint: "apply it with map: \(file.name), or remove the file")
        }
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
        ["TS", "DTM", "DT", "ST"], ["EI", "HD", "ST", "EIP", "CM"], ["PL", "ST", "CM"], ["SN", "NM", "ST"], ["CQ", "CP", "NM"],
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
