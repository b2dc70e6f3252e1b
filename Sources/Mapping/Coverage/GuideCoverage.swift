package import Diagnostics

/// The status of every row of the guide's tables, derived from what the maps read and make.
///
/// A row is implemented when some map makes the row's target (or something in it) from the row's source, with the row's text where it
/// assigns one. Nobody claims that by hand: a map can only say of a row that it is carried in another element (checked in the same
/// way) or that it deviates, and why.
package struct GuideCoverage: Sendable {
    package enum Status: Sendable, Equatable {
        /// The rule's file and line.
        case implemented(at: String)
        /// Carried in another element than the guide's, which reads the source all the same.
        case carried(in: String, because: String, at: String)
        case deviating(because: String, at: String)
        case notYet
        /// The guide gives no target.
        case unmapped
        /// No version that the hub reads (2.3 to 2.8.2) has the segment there, or the field.
        case beyond
    }
    package struct Entry: Sendable {
        package var row: GuideRow
        package var status: Status
        /// Of a table that the promised messages come to.
        package var isInScope: Bool
    }
    package private(set) var entries: [Entry] = []
    /// Statements about rows that no row answers to, or that the maps contradict.
    package private(set) var stale: [Diagnostic] = []

    /// Reads the maps and the guide below `directory`.
    package static func load(from directory: String) -> (coverage: GuideCoverage?, diagnostics: [Diagnostic]) {
        let findings = DiagnosticSet()
        let files = SourceDirectory.files(below: directory) { path, reason in
            findings.error("M100", "\(path) cannot be read: \(reason)", at: nil)
        }
        return load(files: files, shownAs: directory, findings)
    }

    /// The same from memory.
    package static func load(files: [(path: String, bytes: [UInt8])]) -> (coverage: GuideCoverage?, diagnostics: [Diagnostic]) {
        load(files: files, shownAs: "", DiagnosticSet())
    }

    private static func load(
        files: [(path: String, bytes: [UInt8])], shownAs directory: String, _ findings: DiagnosticSet
    ) -> (coverage: GuideCoverage?, diagnostics: [Diagnostic]) {
        let set = MappingSet.read(files, shownAs: directory, findings: findings)
        let tables = GuideTables(files)
        if tables.rows.isEmpty {
            findings.error(
                "G101", "the guide's tables are not below \(directory)", at: nil, hint: "Tools/v2-to-fhir-guide.py writes them")
        }
        guard !findings.hasErrors else { return (nil, findings.all) }
        var judge = GuideJudge(tables, set.base.maps, set.base.tables)
        let statuses = tables.rows.map { judge.status(of: $0) }
        let scope = tables.scope()
        var coverage = GuideCoverage()
        coverage.entries = zip(tables.rows, statuses).map { .init(row: $0, status: $1, isInScope: scope.contains($0.table)) }
        coverage.stale = judge.staleStatements()
        return (coverage, findings.all)
    }

    /// Rows with a target, by what became of them.
    package struct Count: Sendable, Equatable {
        package var implemented = 0
        package var carried = 0
        package var deviating = 0
        package var notYet = 0
        package var mapped: Int { implemented + carried + deviating + notYet }
        /// Implemented as the guide says or carried elsewhere, in per cent of the rows with a target.
        package var share: Double { mapped == 0 ? 100 : Double(implemented + carried) * 100 / Double(mapped) }

        mutating func add(_ status: Status) {
            switch status {
            case .implemented: implemented += 1
            case .carried: carried += 1
            case .deviating: deviating += 1
            case .notYet: notYet += 1
            case .unmapped, .beyond: break
            }
        }
    }

    package func count(where isCounted: (Entry) -> Bool) -> Count {
        var count = Count()
        for entry in entries where isCounted(entry) { count.add(entry.status) }
        return count
    }

    /// Tables in their order.
    package var tables: [String] {
        var seen: Set<String> = []
        return entries.map(\.row.table).filter { seen.insert($0).inserted }
    }
}
