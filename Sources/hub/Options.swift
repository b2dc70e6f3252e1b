import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import Mapping
import Operations

/// Where configuration and mappings are.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder with hub.yaml, trusts/, routes.yaml and destinations.yaml.", valueName: "folder"))
    var config = "Config"

    @Option(help: ArgumentHelp("Folder with the mappings.", valueName: "folder"))
    var mappings = "Mappings"

    /// Configuration, release and all that is wrong with either; warnings too.
    func load(
        feed: String? = nil, message: [UInt8]? = nil
    ) -> (configuration: HubConfiguration?, release: Release?, diagnostics: [Diagnostic]) {
        let setup = HubSetup.load(config: config, mappings: mappings, feed: feed, message: message)
        return (setup.configuration, setup.release, setup.diagnostics)
    }

    /// Configuration and release, or all that is wrong with them.
    ///
    /// - Parameter feed: with the mappings that this feed needs; nil: with all.
    /// - Parameter message: with those alone that read this message of the feed.
    func loadOrThrow(feed: String? = nil, message: [UInt8]? = nil) throws -> (HubConfiguration, Release) {
        let (configuration, release, diagnostics) = load(feed: feed, message: message)
        let errors = diagnostics.filter { $0.severity == .error }
        guard let configuration, let release, errors.isEmpty else { throw Diagnostics(errors) }
        return (configuration, release)
    }
}

/// How answers are printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for scripts.")
    var json = false
}

/// A mapper for one feed, for the commands that map a file.
struct FeedMapper {
    let configuration: HubConfiguration
    let release: Release
    let mapper: Mapper

    init(feed name: String, places: PlaceOptions, message: [UInt8]? = nil) throws {
        (configuration, release) = try places.loadOrThrow(feed: name, message: message)
        guard let feed = configuration.feed(named: name) else {
            let names = configuration.feeds.map(\.name).sorted()
            throw Diagnostic(
                code: "C120", "there is no feed \(name)",
                hint: closeName(to: name, among: names).map { "did you mean \($0)?" }
                    ?? "feeds: \(names.joined(separator: ", "))")
        }
        mapper = Mapper(release: release, feed: feed, identity: Self.identity, environment: configuration.environment)
    }

    /// Ids that a command prints, and fixtures hold, are made under a fixed key: it is the shape that is looked at, and the real
    /// key is secret.
    static let identity = RegionalIdentity(key: Array("hub map: not a secret key".utf8))
}

/// A file's bytes, or `-` for standard input.
enum InputFile {
    static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Diagnostic(
                code: "C124", "the file cannot be read", at: .text(TextSpan(file: path, line: 1, column: 1)),
                hint: "check the name and its permissions")
        }
        return Array(data)
    }
}
