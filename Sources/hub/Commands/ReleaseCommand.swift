import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import Ledger
import Mapping
import Operations

struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Build, keep, activate and fetch releases: mappings, trusts and routes under one hash.",
        discussion: """
            A release is built, checked and tested by this command, beside the hub that runs. It is kept in the ledger under
            its hash; every message keeps the hash of the release that mapped it.

            Example:
              hub release build --note "RXX sends ethnic category"
              hub release activate 3f2a --reason "change 41"
              hub release fetch 3f2a before/
            """,
        subcommands: [BuildRelease.self, ListReleases.self, ShowRelease.self, ActivateRelease.self, FetchRelease.self])
}

struct BuildRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Check, test and keep what is in the folders; the running release goes on.",
        discussion: "Example:\n  hub release build --note \"RXX sends ethnic category\"")

    @Option(help: ArgumentHelp("What is new.", valueName: "text")) var note = ""
    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        var hash: String
        var fixtures: Int
        var files: Int
    }

    func run() async throws {
        let places = reach.places
        let (configuration, release) = try places.loadOrThrow()
        let (routes, diagnostics) = configuration.loadRoutes()
        guard routes != nil else { throw Diagnostics(diagnostics) }
        var runner = FixtureRunner(release: release, identity: FeedMapper.identity)
        runner.profiles = TestCommand.profiles(configuration)
        let report = runner.run(directory: places.mappings)
        let failed = report.outcomes.filter { !$0.isPassed }
        guard failed.isEmpty else {
            throw Diagnostics(
                failed.map {
                    Diagnostic(code: "C155", "the fixture \($0.path) fails", hint: "hub test shows what differs")
                })
        }
        var package = try ReleasePackage.collect(
            mappings: places.mappings, config: places.config, note: note, actor: HubReach.actor.name)
        package.note = (note.isEmpty ? "" : note + "; ") + "\(report.outcomes.count) fixtures passed"
        guard package.hash == release.hash else {
            throw Diagnostic(code: "C167", "a file was saved while the release was built", hint: "build it again")
        }
        let kept = package
        try await reach.with { try await $0.keep(kept) }
        if output.json {
            print(try JSONOutput.text(Answer(hash: kept.hash, fixtures: report.outcomes.count, files: kept.files.count)))
        } else {
            print("kept \(kept.hash.prefix(12)): \(kept.files.count) files, \(report.outcomes.count) fixtures passed")
            print("next: hub release activate \(kept.hash.prefix(12)) --reason …")
        }
    }
}

struct ListReleases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The kept releases, newest first, and which is in force.",
        discussion: "Example:\n  hub release list --json")

    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let releases = try await reach.with { try await $0.releases() }
        if output.json {
            print(try JSONOutput.text(releases))
            return
        }
        let rows = releases.map { release in
            [
                String(release.hash.prefix(12)), release.isActive ? "in force" : "", Self.time(release.builtAt),
                release.builtBy, release.note,
            ]
        }
        print(Terminal.table(["release", "", "built", "by", "note"], rows))
    }

    static func time(_ at: Milliseconds) -> String {
        Date(timeIntervalSince1970: Double(at) / 1000).formatted(.iso8601)
    }
}

struct ShowRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A release's files and when it was in force.",
        discussion: "Example:\n  hub release show 3f2a")

    @Argument(help: "Its hash, or how it begins.") var hash: String
    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        var release: ReleaseLine?
        var files: [String: Int]
    }

    func run() async throws {
        let hash = hash
        let (package, lines) = try await reach.with { (try await $0.release(named: hash), try await $0.releases()) }
        let line = lines.first { $0.hash == package.hash }
        if output.json {
            let files = Dictionary(package.files.map { ($0.path, $0.content.count) }, uniquingKeysWith: { a, _ in a })
            print(try JSONOutput.text(Answer(release: line, files: files)))
            return
        }
        print("\(package.hash)\nengine \(package.engine), built by \(package.actor): \(package.note)")
        for activation in line?.activations ?? [] {
            print("in force from \(ListReleases.time(activation.at)) by \(activation.actor): \(activation.reason)")
        }
        for file in package.files { print("  \(file.path) (\(file.content.count) bytes)") }
    }
}

struct ActivateRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Put a kept release in force; messages go on meanwhile.",
        discussion: """
            The running hub checks it in a child process and compiles it beside the one in force; then one row in the ledger
            decides, and all processes follow. Going back is activating the release before.

            Example:
              hub release activate 3f2a --reason "change 41"
            """)

    @Argument(help: "Its hash, or how it begins.") var hash: String
    @Option(help: ArgumentHelp("Why; written to the audit trail.", valueName: "text")) var reason: String
    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = ActivationRequest(hash: hash, actor: HubReach.actor.name, reason: reason)
        let active = try await reach.with { try await $0.activate(request) }
        print(output.json ? try JSONOutput.text(["hash": active], pretty: false) : "in force: \(active.prefix(12))")
    }
}

struct FetchRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Write a release's files into a new folder.",
        discussion: "Example:\n  hub release fetch 3f2a before/\n  hub map rrk-pas message.hl7 --diff before/Mappings")

    @Argument(help: "Its hash, or how it begins.") var hash: String
    @Argument(help: "A folder that does not exist yet.") var folder: String
    @OptionGroup var reach: ReachOptions

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw Diagnostic(code: "C152", "\(folder) is there already", hint: "name a new folder")
        }
        let hash = hash
        let package = try await reach.with { try await $0.release(named: hash) }
        try package.write(to: folder)
        print("wrote \(package.files.count) files of \(package.hash.prefix(12)) to \(folder)")
    }
}
