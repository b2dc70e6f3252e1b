import Canonical
package import Diagnostics
import Foundation
package import Mapping
import Pipeline

/// Configuration and mappings together, with all that is wrong with either or with how they fit.
///
/// ```
/// let setup = HubSetup.load(config: "Config", mappings: "Mappings")
/// for diagnostic in setup.diagnostics { print(diagnostic.rendered()) }
/// ```
package struct HubSetup: Sendable {
    /// nil when there is an error in the files of `config`.
    package var configuration: HubConfiguration?
    /// nil when there is an error in the mappings.
    package var release: Release?
    package var diagnostics: [Diagnostic]

    /// - Parameter feed: what only this feed needs of the mappings; nil: all of them.
    /// - Parameter message: what only this message of the feed needs.
    package static func load(
        config: String, mappings: String, feed: String? = nil, message: [UInt8]? = nil,
        environmentVariables: [String: String] = ProcessInfo.processInfo.environment
    ) -> HubSetup {
        let (configuration, found) = HubConfiguration.load(from: config, environmentVariables: environmentVariables)
        let only = feed.map { Set([configuration?.feed(named: $0)?.overlay].compactMap(\.self)) }
        let names = message.flatMap { message in
            feed.flatMap { configuration?.feed(named: $0) }.map { Mapper.names(of: message, for: $0) }
        }
        let (maps, foundInMappings) = Release.load(from: mappings, overlays: [], only: only, reading: names)
        let release = maps.map { $0.pinned(to: $0.hash(with: ReleasePackage.configurationFiles(config))) }
        var diagnostics = found + foundInMappings
        if let configuration {
            diagnostics += missingOverlays(of: configuration, mappings) + missingRenditions(of: configuration, release)
            for feed in configuration.feeds {
                let found =
                    release?.problems(of: feed.profile, feed: feed.name) {
                        configuration.places.profile(of: feed.name, value: $0)
                    } ?? []
                // What a trust says for all its feeds is one mistake.
                diagnostics += found.filter { mistake in
                    mistake.severity != .error || mistake.location == nil
                        || !diagnostics.contains { $0.code == mistake.code && $0.location == mistake.location }
                }
            }
        }
        return HubSetup(configuration: configuration, release: release, diagnostics: diagnostics)
    }

    /// Outbound maps and receivers that destinations name and that are not there.
    private static func missingRenditions(of configuration: HubConfiguration, _ release: Release?) -> [Diagnostic] {
        configuration.destinations.flatMap { destination -> [Diagnostic] in
            var found: [Diagnostic] = []
            if let map = destination.map, let release, !release.outboundMaps.contains(map) {
                found.append(
                    Diagnostic(
                        code: "C113", "the destination \(destination.name) is written by \(map), which is no outbound map",
                        hint: closeName(to: map, among: release.outboundMaps).map { "did you mean \($0)?" }
                            ?? "outbound maps stand in Mappings/out"))
            }
            if let receiver = destination.receiver, configuration.feed(named: receiver) == nil {
                found.append(
                    Diagnostic(
                        code: "C113", "the destination \(destination.name) is written for \(receiver), which is no feed",
                        hint: closeName(to: receiver, among: configuration.feeds.map(\.name).sorted()).map {
                            "did you mean \($0)?"
                        }))
            }
            return found
        }
    }

    private static func missingOverlays(of configuration: HubConfiguration, _ mappings: String) -> [Diagnostic] {
        let folder = mappings + "/trusts"
        let known = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
        return configuration.feeds.compactMap { feed in
            guard let overlay = feed.overlay, !known.contains(overlay) else { return nil }
            return Diagnostic(
                code: "M147", "there is no directory \(folder)/\(overlay) of maps",
                at: configuration.places.overlays[feed.name].map(Location.text),
                hint: closeName(to: overlay, among: known.sorted()).map { "did you mean \($0)?" }
                    ?? "make it, or leave mappings: out: the base maps then apply")
        }
    }
}
