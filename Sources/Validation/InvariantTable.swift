import FHIR
import FHIRPath
import Tree

/// FHIR's invariants by the type or the element that they are about; an expression is compiled when it is first asked for.
final class InvariantTable: Sendable {
    struct Invariant: Sendable {
        var key: String
        var isError: Bool
        var demand: String
        /// Nil when our language cannot say it: it is then not judged.
        var program: Program?
        /// What it is about, where R4 forgot to say so: without it nothing is broken.
        var subject: Name?
    }

    /// An element that is no type of its own: `Organization.address`.
    struct ElementKey: Hashable {
        var owner: UInt16
        var name: String
    }

    static let r4 = InvariantTable(r4Invariants, schema: .r4)

    /// Into `all`, by type number; those of base types included.
    let byType: [[Int]]
    let byElement: [ElementKey: [Int]]
    /// The owners that have invariants in `byElement`.
    let owners: Set<UInt16>
    let all: [Invariant]
    /// Expressions that did not compile, for a test.
    let unreadable: [String]

    private static let subjects: [String: Name] = ["bdl-8": "fullUrl", "ras-2": "probability"]

    init(_ text: StaticString, schema: Schema) {
        var all: [Invariant] = []
        var own: [UInt16: [Int]] = [:]
        var byElement: [ElementKey: [Int]] = [:]
        var unreadable: [String] = []
        for line in TableText.lines(text) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5 else { continue }
            let program = try? Program(fields[3])
            if program == nil { unreadable.append(fields[0]) }
            let index = all.count
            all.append(
                Invariant(
                    key: fields[0], isError: fields[2] == "e", demand: fields[4], program: program,
                    subject: Self.subjects[fields[0]]))
            let path = fields[1]
            if let type = schema.type(named: path) {
                own[type.id.rawValue, default: []].append(index)
            } else if let dot = path.lastIndex(of: "."), let owner = schema.type(named: String(path[..<dot])) {
                var name = String(path[path.index(after: dot)...])
                if name.hasSuffix("[x]") { name.removeLast(3) }
                byElement[ElementKey(owner: owner.id.rawValue, name: name), default: []].append(index)
            }
        }
        var byType: [[Int]] = [[]]
        for type in schema.allTypes {
            var found: [Int] = []
            var keys: Set<String> = []
            var current: FHIRType? = type
            while let known = current {
                for index in own[known.id.rawValue] ?? [] where keys.insert(all[index].key).inserted { found.append(index) }
                current = known.base
            }
            while byType.count <= Int(type.id.rawValue) { byType.append([]) }
            byType[Int(type.id.rawValue)] = found
        }
        self.byType = byType
        self.byElement = byElement
        self.all = all
        self.unreadable = unreadable
        owners = Set(byElement.keys.map(\.owner))
    }
}

/// The lines of a generated table.
enum TableText {
    static func lines(_ text: StaticString) -> [Substring] {
        text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
    }
}
