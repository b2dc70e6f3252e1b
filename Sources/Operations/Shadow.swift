import Canonical
import Diagnostics
import Foundation
import Ledger
package import Mapping
import Pipeline

/// What a shadow run is asked: a changed set of maps over stored messages, beside the running one.
package struct ShadowRequest: Codable, Sendable {
    /// Folder of the changed maps, absolute: the running hub reads it where it runs.
    package var mappings: String
    package var last: Int
    package var feed: String?
    package var examples: Int
    /// Values of the first example of each group: patient data, audited as such.
    package var values: Bool
    package var actor: String

    package init(mappings: String, last: Int, feed: String?, examples: Int, values: Bool, actor: String) {
        self.mappings = mappings
        self.last = last
        self.feed = feed
        self.examples = examples
        self.values = values
        self.actor = actor
    }
}

package struct ShadowAnswer: Codable, Sendable {
    package var release: String
    package var changedRelease: String
    package var report: ShadowComparison.Report
    package var feeds: [String: Int]
}

extension Operations {
    /// Maps the last messages with the release in force and with a changed set, and groups what differs. Nothing is written
    /// but the audit event.
    ///
    /// - Throws: `Diagnostics` when the changed set does not check.
    package func shadow(_ request: ShadowRequest) async throws -> ShadowAnswer {
        let feeds = configuration.feeds.filter { request.feed == nil || $0.name == request.feed }
        guard !feeds.isEmpty else {
            let names = configuration.feeds.map(\.name).sorted()
            throw Diagnostic(
                code: "C120", "there is no feed \(request.feed ?? "")",
                hint: closeName(to: request.feed ?? "", among: names).map { "did you mean \($0)?" })
        }
        let (changed, diagnostics) = Release.load(from: request.mappings, overlays: configuration.overlays)
        guard let changed else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        _ = try await ledger.record(
            AuditEvent(
                actor: Actor(request.actor), action: request.values ? "reveal-values" : "shadow-run",
                subject: "\(request.last) messages of \(request.feed ?? "all feeds")", at: now()))
        let current = active.set
        var comparison = ShadowComparison(examples: request.examples, values: request.values)
        var counts: [String: Int] = [:]
        var left = max(1, request.last)
        for (index, feed) in feeds.enumerated() {
            guard let before = current.mappers[feed.name] else { continue }
            let after = Mapper(
                release: changed, feed: feed, identity: identity, environment: configuration.environment)
            // What quiet feeds leave goes to those after them.
            let share = (left + feeds.count - index - 1) / (feeds.count - index)
            let bodies = try await ledger.recentBodies(feed: FeedName(feed.name), limit: share)
            for (count, message) in bodies.enumerated() {
                comparison.add(
                    message.id.description, before: before.map(message.body), release: current.release.hash,
                    after: after.map(message.body), changedRelease: changed.hash
                ) { after.map(message.body, trace: true) }
                if count % 32 == 31 { await Task.yield() }
            }
            counts[feed.name] = bodies.count
            left -= bodies.count
        }
        return ShadowAnswer(
            release: current.release.hash, changedRelease: changed.hash, report: comparison.report,
            feeds: counts.filter { $0.value > 0 })
    }
}

extension HubConfiguration {
    /// Folders below `Mappings/trusts/` that feeds name.
    package var overlays: [String] { Set(feeds.compactMap(\.overlay)).sorted() }
}
