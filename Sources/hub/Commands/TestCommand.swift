import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import Mapping
import Operations

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the fixtures that stand beside mappings.",
        discussion: """
            NAME.tests/case.hl7 (or .json, .xml) expects case.expected.json, case.issues, or both; a fixture below trusts/rrk/ is
            mapped with that overlay. What differs is told element by element with the rule that made it. --update writes
            what came out; read the difference before you commit it. --coverage lists the rules no fixture reaches.

            --mutate takes each rule away in turn: some fixture must fail, or the rule is untested (exit 1 and its place).
            --from-quarantine makes a fixture of a stored message: the structure and the fault stay; names, addresses,
            numbers, dates and free text are replaced, and the original never leaves the running hub.

            Example:
              hub test --coverage
              hub test --update --map oml-o21
              hub test --mutate --map pid-patient
              hub test --from-quarantine 3-1234
            """)

    @Flag(help: "Write the expected files anew from what came out.") var update = false
    @Flag(help: "List the rules of maps that no fixture reaches.") var coverage = false
    @Flag(help: "Take each rule away in turn; a fixture must notice.") var mutate = false
    @Option(help: ArgumentHelp("Only fixtures (with --mutate: rules) of this map; may be repeated.", valueName: "name"))
    var map: [String] = []
    @Option(help: ArgumentHelp("Make a fixture of this stored message, without its person.", valueName: "message"))
    var fromQuarantine: String?
    @Option(help: ArgumentHelp("Folder for that fixture; otherwise beside the map that reads it.", valueName: "folder"))
    var into: String?
    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

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

    func run() async throws {
        if let fromQuarantine {
            try await QuarantineFixture(reach: reach, message: fromQuarantine, into: into).write()
            return
        }
        let (configuration, release) = try reach.places.loadOrThrow()
        let profiles = Self.profiles(configuration)
        if mutate {
            try MutationReport(places: reach.places, configuration: configuration, maps: map, output: output).run(profiles)
            return
        }
        var runner = FixtureRunner(release: release, identity: FeedMapper.identity)
        runner.profiles = profiles
        let files = SourceDirectory.files(below: reach.places.mappings) { _, _ in }
        for name in map where !files.contains(where: { $0.path.contains("/\(name).tests/") }) {
            throw Diagnostic(
                code: "M141", "no fixture stands beside a map \(name)",
                hint: closeName(to: name, among: Self.names(of: files)).map { "did you mean \($0)?" }
                    ?? "maps of segments, data types and parts are tested by the messages that use them: leave out --map")
        }
        let chosen = files.filter { file in map.isEmpty || map.contains { file.path.contains("/\($0).tests/") } }
        try show(runner.run(files: chosen))
    }

    /// What fixtures stand beside.
    private static func names(of files: [(path: String, bytes: [UInt8])]) -> [String] {
        let folders = files.flatMap { $0.path.split(separator: "/").filter { $0.hasSuffix(".tests") } }
        return Set(folders.map { String($0.dropLast(6)) }).sorted()
    }

    /// What a trust's own maps see as its profile: that of its first feed.
    static func profiles(_ configuration: HubConfiguration) -> [String: TrustProfile] {
        var profiles: [String: TrustProfile] = [:]
        for feed in configuration.feeds {
            // A trust whose maps are the base's has fixtures below trusts/ too.
            let directory = feed.overlay ?? feed.trust.lowercased()
            if profiles[directory] == nil { profiles[directory] = feed.profile }
        }
        return profiles
    }

    private func show(_ report: FixtureRunner.Report) throws {
        if update {
            for change in report.updates {
                try Data(change.text.utf8).write(to: URL(fileURLWithPath: reach.places.mappings + "/" + change.path))
                print("wrote \(change.path)")
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
                print(Terminal.isOutputTerminal ? Colour.red("✗ \(outcome.path)") : "✗ \(outcome.path)")
                for line in outcome.difference { print("    \(Terminal.isOutputTerminal ? Colour.difference(line) : line)") }
            }
            if coverage { print(Self.table(report.coverage)) }
            print(
                "\(report.outcomes.count - failed) passed, \(failed) failed; \(unreached.count) lines of maps are reached by no fixture"
            )
        }
        if failed > 0 || report.outcomes.isEmpty { throw ExitCode(1) }
    }

    private static func table(_ coverage: RuleCoverage) -> String {
        let rows = coverage.files.map { file in
            [file.file, String(file.rules), String(file.reached), file.unreachedText]
        }
        return Terminal.table(["map", "rules", "reached", "not reached (lines)"], rows, numbersFrom: 1, numbersTo: 2)
    }
}

/// `hub test --mutate`
struct MutationReport {
    let places: PlaceOptions
    let configuration: HubConfiguration
    let maps: [String]
    let output: OutputOptions

    private struct Line: Encodable {
        var map: String
        var rule: String
        var file: String
        var line: Int
    }
    private struct Answer: Encodable {
        var rules: Int
        var noticed: Int
        var refused: Int
        var survivors: [Line]
        var unreached: [Line]
    }

    func run(_ profiles: [String: TrustProfile]) throws {
        let run = try MutationRun(
            files: SourceDirectory.files(below: places.mappings) { _, _ in }, shownAs: places.mappings,
            overlays: configuration.overlays, identity: FeedMapper.identity, profiles: profiles)
        for map in maps where !run.mapNames.contains(map) {
            throw Diagnostic(
                code: "M141", "there is no map \(map)",
                hint: closeName(to: map, among: run.mapNames).map { "did you mean \($0)?" })
        }
        let isShown = Terminal.isErrorTerminal && !output.json
        let report = run.run(maps: Set(maps)) { done, all in
            if isShown { Terminal.toStandardError("\r\(done) of \(all) rules") }
        }
        if isShown { Terminal.toStandardError("\r\u{1B}[K") }
        func lines(_ rules: [MutationRun.Rule]) -> [Line] {
            rules.map { Line(map: $0.map, rule: $0.name, file: $0.file, line: $0.line) }
        }
        if output.json {
            print(
                try JSONOutput.text(
                    Answer(
                        rules: report.rules, noticed: report.noticed, refused: report.refused,
                        survivors: lines(report.survivors), unreached: lines(report.unreached))))
        } else {
            for rule in report.survivors { print("survives: \(rule.file):\(rule.line) \(rule.name)") }
            for rule in report.unreached { print("not reached: \(rule.file):\(rule.line) \(rule.name)") }
            print(
                "\(report.rules) rules: without \(report.noticed) a fixture fails, without \(report.refused) the maps do not check, "
                    + "\(report.survivors.count) survive, \(report.unreached.count) are reached by no fixture")
        }
        if !report.survivors.isEmpty || !report.unreached.isEmpty { throw ExitCode(1) }
    }
}
