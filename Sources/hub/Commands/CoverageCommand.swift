import ArgumentParser
import Diagnostics
import Foundation
import Mapping
import Operations

struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "What the maps implement of the HL7 v2-to-FHIR guide's tables, row by row.",
        discussion: """
            Prints every row with a target of the tables that the hub's messages come to: implemented (and where), deviating (and why)
            or not yet; then the sums. Exit 1 when a map says something of a row that is not so.

            Example:
              hub coverage
              hub coverage --table 'PID[Patient]'
              hub coverage --status not-yet
              hub coverage --write docs/coverage.md
            """)

    enum Wanted: String, ExpressibleByArgument, CaseIterable {
        case implemented, deviating
        case notYet = "not-yet"
    }

    @OptionGroup var output: OutputOptions
    @Option(help: ArgumentHelp("Folder with the mappings.", valueName: "folder")) var mappings = "Mappings"
    @Option(help: "One table of the guide only.") var table: String?
    @Option(help: "Rows of one status only: implemented, deviating or not-yet.") var status: Wanted?
    @Flag(help: "All of the guide's tables, and the rows that the guide maps to nothing.") var all = false
    @Flag(help: "The sums alone.") var summary = false
    @Option(help: ArgumentHelp("Write the page of the coverage to this file.", valueName: "file")) var write: String?

    private struct Row: Encodable {
        var table, row, source, target, status: String
        var reason, place: String?
        var inScope: Bool
    }
    private struct Sum: Encodable {
        var tables: String
        var mapped, implemented, carried, deviating, notYet: Int
        var percent: Double
    }
    private struct Answer: Encodable {
        var summary: [Sum]
        var rows: [Row]
        var stale: [DiagnosticLine]
    }

    func run() throws {
        let (found, diagnostics) = GuideCoverage.load(from: mappings)
        let errors = diagnostics.filter { $0.severity == .error }
        guard let coverage = found, errors.isEmpty else { throw Diagnostics(errors) }
        let report = CoverageReport(coverage)
        if let write {
            try Data(report.page.utf8).write(to: URL(fileURLWithPath: write))
            print("wrote \(write)")
            return
        }
        if let table, !coverage.tables.contains(table) {
            throw Diagnostic(
                code: "G103", "the guide has no table \(table)",
                hint: closeName(to: table, among: coverage.tables).map { "did you mean \($0)?" }
                    ?? "a name as PID[Patient] or ADT_A01")
        }
        let chosen = summary ? [] : coverage.entries.filter(isWanted)
        if output.json {
            let sums = report.summary.map { name, count in
                Sum(
                    tables: name, mapped: count.mapped, implemented: count.implemented, carried: count.carried,
                    deviating: count.deviating, notYet: count.notYet, percent: count.share)
            }
            print(
                try JSONOutput.text(
                    Answer(summary: sums, rows: chosen.map(row), stale: coverage.stale.map(DiagnosticLine.init))))
        } else {
            for entry in chosen { print(CoverageReport.line(entry)) }
            for (name, count) in report.summary {
                print(
                    "\(name): \(count.mapped) rows with a target, \(count.implemented) implemented, \(count.carried) carried in another element, "
                        + "\(count.deviating) deviating, \(count.notYet) not yet: \(Int(count.share * 10) / 10).\(Int(count.share * 10) % 10) %"
                )
            }
            Terminal.complain(coverage.stale)
        }
        if !coverage.stale.isEmpty { throw ExitCode(1) }
    }

    private func isWanted(_ entry: GuideCoverage.Entry) -> Bool {
        if let table, entry.row.table != table { return false }
        if !all, table == nil, !entry.isInScope || entry.status == .unmapped || entry.status == .beyond { return false }
        switch (status, entry.status) {
        case (nil, _), (.implemented, .implemented), (.implemented, .carried), (.deviating, .deviating), (.notYet, .notYet):
            return true
        case (.implemented, _), (.deviating, _), (.notYet, _): return false
        }
    }

    private func row(_ entry: GuideCoverage.Entry) -> Row {
        var made = Row(
            table: entry.row.table, row: entry.row.key, source: entry.row.source, target: entry.row.target, status: "",
            inScope: entry.isInScope)
        switch entry.status {
        case .implemented(let place): (made.status, made.place) = ("implemented", place)
        case .carried(let element, let because, let place):
            (made.status, made.reason, made.place) = ("implemented", "carried in \(element): \(because)", place)
        case .deviating(let because, let place): (made.status, made.reason, made.place) = ("deviating", because, place)
        case .notYet: made.status = "not yet"
        case .unmapped: made.status = "unmapped"
        case .beyond: made.status = "no such field"
        }
        return made
    }
}
