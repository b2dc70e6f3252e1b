import Canonical
import Diagnostics
import Digests
import Ledger
import Testing

/// What every ledger store must do, as functions over `any LedgerStore`; each gets an empty store of its own.
/// `SQLiteLedgerTests` runs them; another store runs the same list.
struct LedgerConformance: Sendable, CustomTestStringConvertible {
    var name: String
    var run: @Sendable (any LedgerStore) async throws -> Void
    var testDescription: String { name }

    static let all: [LedgerConformance] = inbox + order + duplicates + deliveries + people
}

// MARK: Words that keep the cases short

let feedA: FeedName = "rrk-pas"
let feedB: FeedName = "rxk-lab"
let store: DestinationName = "record-store"
let nation: DestinationName = "national-submission"
let clerk = Actor("m.okafor")
let release: ReleaseHash = "r1"

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func key(_ text: String) -> LaneKey { LaneKey(Array(SHA256.digest(of: bytes(text)).prefix(16))) }

func arrival(_ text: String, at time: Milliseconds = 1_000) -> Arrival {
    Arrival(
        body: bytes(text), hash: BodyHash(SHA256.digest(of: bytes(text))), receivedAt: time,
        properties: BrokerProperties(messageID: "m-\(text)", traceparent: "00-1", userID: "rrk", redelivered: false))
}

func due(_ destination: DestinationName, _ key: String = "k") -> DueDelivery {
    DueDelivery(destination: destination, purpose: .directCare, idempotencyKey: key)
}

func mapped(_ id: MessageID, _ lanes: [String], to destinations: [DestinationName] = [], control: String? = nil) -> Outcome {
    Outcome(
        message: id,
        verdict: .mapped(
            canonical: bytes("canonical \(id)"), deliveries: destinations.map { due($0, "\(id) \($0)") }),
        release: release, laneKeys: lanes.map(key), messageType: "ADT^A08", controlID: control, event: "person-updated")
}

func outcome(_ id: MessageID, _ verdict: Outcome.Verdict, _ lanes: [String] = []) -> Outcome {
    Outcome(message: id, verdict: verdict, release: release, laneKeys: lanes.map(key))
}

extension LedgerStore {
    /// Accepts bodies into a feed and returns their ids.
    func take(_ bodies: [String], feed: FeedName = feedA, at time: Milliseconds = 1_000) async throws -> [MessageID] {
        try await accept(feed: feed, arrivals: bodies.map { arrival($0, at: time) }).ids
    }

    func claimedIDs(_ limit: Int = 100, now: Milliseconds = 2_000) async throws -> [MessageID] {
        try await claimPending(limit: limit, now: now).map(\.id)
    }

    func states(_ outcomes: [Outcome], now: Milliseconds = 2_000) async throws -> [Settlement.Effect] {
        try await commit(outcomes, now: now).map(\.effect)
    }

    func requireBalance(_ location: SourceLocation = #_sourceLocation) async throws {
        let balance = try await balance()
        #expect(balance.imbalance == 0, "\(balance.json)", sourceLocation: location)
    }
}

/// Expects a failure that satisfies the condition.
func expectFailure(
    _ condition: (LedgerFailure) -> Bool, _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("no failure", sourceLocation: location)
    } catch let failure as LedgerFailure {
        #expect(condition(failure), "\(failure)", sourceLocation: location)
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}
