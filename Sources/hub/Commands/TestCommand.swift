import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import Mapping
import Operations

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the fixtures that stand beside mappings.",
        discussion: """
            NAME.tests/case.hl7 (or .json, .xml) expects case.expected.json, case.issues, or both; a fixture below trusts/rrk/ is
            mapped with that overlay. --update writes what came out; read the difference before you commit it.

            Example:
              hub test
              hub test --update
            """)

    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Write the expected files anew from what came out.") var update = false
    @Flag(help: "List the lines of maps that no fixture reaches.") var coverage = false

    private struct Case: Encodable {
        var fixture: String
        var passed: Bool
        var difference: [String]
    }
    private struct Answer: Encodable {
        var passed: Int
        var failed: Int
        var cases: [Case]
        var unreached: [String]
    }

    func run() throws {
        let (configuration, release) = try places.loadOrThrow()
        var runner = FixtureRunner(release: release, identity: FeedMapper.identity)
        for feed in configuration.feeds {
            if let overlay = feed.overlay, runner.profiles[overlay] == nil { runner.profiles[overlay] = feed.profile }
        }
        let report = runner.run(directory: places.mappings)
        if update {
            for change in report.updates {
                try Data(change.text.utf8).write(to: URL(fileURLWithPath: places.mappings + "/" + change.path))
            }
            print("wrote \(report.updates.count) files; read the difference before you commit it")
            return
        }
        let failed = report.outcomes.count { !$0.isPassed }
        let unreached = report.unreached.map { "\($0.file):\($0.line)" }
        if output.json {
            let cases = report.outcomes.map { Case(fixture: $0.path, passed: $0.isPassed, difference: $0.difference) }
            print(try JSONOutput.text(Answer(passed: cases.count - failed, failed: failed, cases: cases, unreached: unreached)))
        } else {
            for outcome in report.outcomes where !outcome.isPassed {
                print("✗ \(outcome.path)")
                for line in outcome.difference { print("    \(line)") }
            }
            if coverage { for line in unreached { print("not reached: \(line)") } }
            print(
                "\(report.outcomes.count - failed) passed, \(failed) failed; \(unreached.count) lines of maps are reached by no fixture"
            )
        }
        if failed > 0 || report.outcomes.isEmpty { throw ExitCode(1) }
    }
}
