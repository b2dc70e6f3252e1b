import AMQP
import Canonical
import Diagnostics
import Foundation
import Operations
import Pipeline
import Simulator
import Synchronization

/// The synthetic region at the broker: every trust publishes with its own user, in its own dialect, and waits for confirms.
final class RegionPublisher: Sendable {
    private struct State {
        var region: Region
        var confirmed = 0
        var expectations: [String: [String: Int]] = [:]
    }
    private let state: Mutex<State>
    private let publishers: [String: Publisher]
    private let senderOfFeed: [String: String]

    /// - Parameter outsideShare: how many of a hospital's messages are about people outside the cohort.
    init(hub: RunningHub, seed: UInt64, outsideShare: Double) throws {
        var settings = Region.Settings()
        settings.outsideShare = outsideShare
        settings.openJourneys = 150
        let region = Region(seed: seed, settings: settings)
        let feeds = Dictionary(uniqueKeysWithValues: hub.configuration.feeds.map { ($0.name, $0) })
        var publishers: [String: Publisher] = [:]
        var senders: [String: String] = [:]
        for name in region.feeds {
            guard let feed = feeds[name] else {
                throw Diagnostic(
                    code: "C160", "the simulator publishes on \(name), which is not configured", hint: "add it to Config/trusts"
                )
            }
            let sender = RunningHub.sender(feed)
            senders[name] = sender
            guard publishers[sender] == nil else { continue }
            let address = hub.privateBroker?.address(of: sender) ?? hub.broker
            publishers[sender] = Publisher(address, settings: .init(corks: true, name: "trust \(feed.trust)"))
        }
        self.publishers = publishers
        senderOfFeed = senders
        state = Mutex(State(region: region))
    }

    var confirmed: Int { state.withLock { $0.confirmed } }
    var feedCount: Int { senderOfFeed.count }
    var senderCount: Int { publishers.count }
    /// What a hub without a mistake makes of what was published, by feed and outcome.
    var expectations: [String: [String: Int]] { state.withLock { $0.expectations } }

    private static let round = 1_000

    /// Publishes `messages` (or for `seconds`) in rounds: each sender's part of a round goes out at once, in order, and the
    /// next round follows when the brokers' confirms are in. Returns how many were confirmed.
    func publish(messages: Int, seconds: Int?) async throws -> Int {
        let deadline = seconds.map { ContinuousClock.now.advanced(by: .seconds($0)) }
        var left = seconds == nil ? messages : Int.max
        while left > 0, !Task.isCancelled {
            if let deadline, ContinuousClock.now >= deadline { break }
            let count = min(left, Self.round)
            try await publishRound(count)
            left -= count
        }
        return confirmed
    }

    /// A few messages a second until it is cancelled.
    func trickle() async throws {
        while !Task.isCancelled {
            try await publishRound(5)
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }

    private func publishRound(_ count: Int) async throws {
        let bySender = state.withLock { state in
            var bySender: [String: [Outgoing]] = [:]
            for _ in 0..<count {
                let message = state.region.nextMessage()
                state.expectations[message.feed, default: [:]][Self.word(message.truth.expectation), default: 0] += 1
                bySender[senderOfFeed[message.feed]!, default: []].append(
                    Outgoing(
                        exchange: RegionTopology.inbound, routingKey: message.feed,
                        properties: MessageProperties(contentType: "application/octet-stream"), body: message.body))
            }
            return bySender
        }
        let confirmed = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for (sender, outgoing) in bySender {
                let publisher = publishers[sender]!
                tasks.addTask { try await Self.publish(outgoing, by: publisher) }
            }
            return try await tasks.reduce(0, +)
        }
        state.withLock { $0.confirmed += confirmed }
    }

    /// Publishes until everything is confirmed, so that a feed's order is what its sender meant.
    private static func publish(_ outgoing: [Outgoing], by publisher: Publisher) async throws -> Int {
        let outcomes = try await publisher.publish(outgoing)
        let failed = zip(outgoing, outcomes).filter { !$0.1.isConfirmed }
        guard let first = failed.first else { return outgoing.count }
        if first.1 == .unroutable {
            throw Diagnostic(code: "C161", "the broker has no queue for feed \(first.0.routingKey)")
        }
        return outgoing.count - failed.count + (try await publish(failed.map(\.0), by: publisher))
    }

    private static func word(_ expectation: Expectation) -> String {
        switch expectation {
        case .mapped: "mapped"
        case .notRelevant: "notRelevant"
        case .duplicate: "duplicate"
        case .quarantined: "quarantined"
        }
    }

    func stop() async {
        for publisher in publishers.values { await publisher.stop() }
    }
}
