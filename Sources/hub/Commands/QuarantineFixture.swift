import Canonical
import Diagnostics
import Foundation
import Ledger
import Mapping
import Operations

/// `hub test --from-quarantine`: a stored message becomes a fixture of an invented person beside the map that reads it.
struct QuarantineFixture {
    let reach: ReachOptions
    let message: String
    let into: String?

    func write() async throws {
        let (configuration, release) = try reach.places.loadOrThrow()
        let mappings = reach.places.mappings
        let files = SourceDirectory.files(below: mappings) { _, _ in }
        let request = FixtureRequest(
            message: message, vocabulary: MessageDisguise.vocabulary(of: files).sorted(), actor: HubReach.actor.name)
        let answer = try await reach.with { try await $0.fixture(request) }
        guard let feed = configuration.feed(named: answer.feed) else {
            throw Diagnostic(code: "C120", "the feed \(answer.feed) of message \(message) is no longer configured")
        }
        let bytes = Array(answer.bytes)
        var testFeed = feed
        testFeed.name = "fixture"
        testFeed.facilities = []
        let result = Mapper(release: release, feed: testFeed, identity: FeedMapper.identity, environment: .test).map(
            bytes, trace: true)
        let target = try into ?? folder(of: result, feed, release, files, mappings)
        let name = "quarantine-\(message)"
        let suffix = feed.format == .hl7v2 ? "hl7" : bytes.first { $0 > 0x20 } == UInt8(ascii: "<") ? "xml" : "json"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let path = "\(target)/\(name).\(suffix)"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Diagnostic(
                code: "C152", "the file is there already", at: .text(TextSpan(file: path, line: 1, column: 1)),
                hint: "remove it, or choose a folder with --into")
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        print("wrote \(path)")
        let issues = FixtureCase.issues(of: result)
        if result.outcome == .quarantined {
            try Data((issues + "\n").utf8).write(to: URL(fileURLWithPath: "\(target)/\(name).issues"))
            print("wrote \(target)/\(name).issues: what is found now; when the maps are mended, hub test --update")
        }
        if Self.codes(issues) != Self.codes(answer.issues) {
            Terminal.toStandardError(
                "the disguised message does not show all that the original does; found in the original:\n\(answer.issues)\n")
        }
    }

    private static func codes(_ issues: String) -> [Substring] {
        issues.split(separator: "\n").filter { $0.hasPrefix("error ") }.sorted()
    }

    /// Beside the map of the message that read it, in the trust's folder when the feed has maps of its own.
    private func folder(
        of result: MappingResult, _ feed: Feed, _ release: Release, _ files: [(path: String, bytes: [UInt8])],
        _ mappings: String
    ) throws -> String {
        guard let map = release.messageMap(of: result.header, overlay: feed.overlay) else {
            throw Diagnostic(
                code: "C153", "no map of a message reads it, so there is no folder beside one",
                hint: "name a folder: --into \(mappings)/messages/NAME.tests")
        }
        if let overlay = feed.overlay { return "\(mappings)/trusts/\(overlay)/\(map).tests" }
        let own =
            files.first { $0.path.hasSuffix("/\(map).yaml") && !$0.path.hasPrefix("trusts/") }?
            .path.split(separator: "/").first ?? "messages"
        return "\(mappings)/\(own)/\(map).tests"
    }
}
