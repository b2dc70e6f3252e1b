package import Canonical

/// The account's counters of one feed, read from running totals: cheap enough for every scrape.
package struct FeedFigures: Hashable, Sendable {
    package var feed: FeedName
    package var number: Int64
    package var counts: [MessageState: Int64]
    /// Quarantined messages by reason.
    package var quarantineReasons: [String: Int64]
    package var duplicates: Int64 { counts[.duplicate] ?? 0 }
    /// Pending messages that may be claimed, and those that wait for a lane or barrier.
    package var depth: Int64
    package var held: Int64
    package var heldLanes: Int64
    /// When the oldest pending message was received.
    package var oldestPendingAt: Milliseconds?
    package var lastMessageAt: Milliseconds?
    package var paused: FeedPause?

    package init(
        feed: FeedName, number: Int64, counts: [MessageState: Int64], quarantineReasons: [String: Int64], depth: Int64,
        held: Int64, heldLanes: Int64, oldestPendingAt: Milliseconds?, lastMessageAt: Milliseconds?, paused: FeedPause?
    ) {
        self.feed = feed
        self.number = number
        self.counts = counts
        self.quarantineReasons = quarantineReasons
        self.depth = depth
        self.held = held
        self.heldLanes = heldLanes
        self.oldestPendingAt = oldestPendingAt
        self.lastMessageAt = lastMessageAt
        self.paused = paused
    }
}

package struct FeedPause: Hashable, Sendable {
    package var by: String
    package var reason: String
    package var until: Milliseconds?

    package init(by: String, reason: String, until: Milliseconds?) {
        self.by = by
        self.reason = reason
        self.until = until
    }
}

package struct DestinationFigures: Hashable, Sendable {
    package var destination: DestinationName
    package var due: Int64
    package var counts: [DeliveryState: Int64]
    /// When the oldest unfinished delivery was added.
    package var oldestOpenAt: Milliseconds?
    package var lastDeliveredAt: Milliseconds?

    package init(
        destination: DestinationName, due: Int64, counts: [DeliveryState: Int64], oldestOpenAt: Milliseconds?,
        lastDeliveredAt: Milliseconds?
    ) {
        self.destination = destination
        self.due = due
        self.counts = counts
        self.oldestOpenAt = oldestOpenAt
        self.lastDeliveredAt = lastDeliveredAt
    }
}

/// A line of a message list.
package struct MessageSummary: Hashable, Sendable {
    package var id: MessageID
    package var feed: FeedName
    package var state: MessageState
    package var receivedAt: Milliseconds
    package var decidedAt: Milliseconds?
    package var size: Int
    package var messageType: String?
    package var controlID: String?
    package var event: String?
    /// Why it is quarantined, rejected or waits.
    package var reason: String?
    package var lane: LaneNumber?
    package var release: ReleaseHash?

    package init(
        id: MessageID, feed: FeedName, state: MessageState, receivedAt: Milliseconds, decidedAt: Milliseconds?, size: Int,
        messageType: String?, controlID: String?, event: String?, reason: String?, lane: LaneNumber?, release: ReleaseHash?
    ) {
        self.id = id
        self.feed = feed
        self.state = state
        self.receivedAt = receivedAt
        self.decidedAt = decidedAt
        self.size = size
        self.messageType = messageType
        self.controlID = controlID
        self.event = event
        self.reason = reason
        self.lane = lane
        self.release = release
    }
}

/// What a search asks for; all that is given must hold. Newest first.
package struct MessageQuery: Hashable, Sendable {
    package var feed: FeedName?
    package var state: MessageState?
    package var messageType: String?
    package var controlID: String?
    /// Any of them: the identifiers of one patient under their keyed hashes.
    package var laneKeys: [LaneKey]?
    package var receivedFrom: Milliseconds?
    package var receivedBefore: Milliseconds?
    /// The last of the page before.
    package var before: PageMark?
    package var limit: Int

    package init(
        feed: FeedName? = nil, state: MessageState? = nil, messageType: String? = nil, controlID: String? = nil,
        laneKeys: [LaneKey]? = nil, receivedFrom: Milliseconds? = nil, receivedBefore: Milliseconds? = nil,
        before: PageMark? = nil, limit: Int = 50
    ) {
        self.feed = feed
        self.state = state
        self.messageType = messageType
        self.controlID = controlID
        self.laneKeys = laneKeys
        self.receivedFrom = receivedFrom
        self.receivedBefore = receivedBefore
        self.before = before
        self.limit = limit
    }
}

/// Where a page ended: time of receipt, then id.
package struct PageMark: Hashable, Sendable {
    package var receivedAt: Milliseconds
    package var id: MessageID

    package init(_ last: MessageSummary) {
        receivedAt = last.receivedAt
        id = last.id
    }

    package init(receivedAt: Milliseconds, id: MessageID) {
        self.receivedAt = receivedAt
        self.id = id
    }
}

/// Everything about one message.
package struct MessageDetail: Sendable {
    package var summary: MessageSummary
    package var hash: BodyHash
    /// nil after pruning.
    package var body: [UInt8]?
    package var editedBody: [UInt8]?
    package var canonical: [UInt8]?
    package var properties: BrokerProperties
    package var attempts: Int
    package var issues: [StoredIssue]
    package var accounting: Accounting
    package var deliveries: [Delivery]
    package var duplicateOf: MessageID?
    package var previousInLane: MessageID?
    /// Oldest first.
    package var timeline: [TimelineEntry]

    package init(
        summary: MessageSummary, hash: BodyHash, body: [UInt8]?, editedBody: [UInt8]?, canonical: [UInt8]?,
        properties: BrokerProperties, attempts: Int, issues: [StoredIssue], accounting: Accounting, deliveries: [Delivery],
        duplicateOf: MessageID?, previousInLane: MessageID?, timeline: [TimelineEntry]
    ) {
        self.summary = summary
        self.hash = hash
        self.body = body
        self.editedBody = editedBody
        self.canonical = canonical
        self.properties = properties
        self.attempts = attempts
        self.issues = issues
        self.accounting = accounting
        self.deliveries = deliveries
        self.duplicateOf = duplicateOf
        self.previousInLane = previousInLane
        self.timeline = timeline
    }
}

package struct TimelineEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case received
        case decided(MessageState)
        case deliveryAdded(DeliveryID, DestinationName)
        case answered(DeliveryID, DestinationName, Answer)
        /// By a person.
        case acted(String, by: String)
    }
    package var at: Milliseconds
    package var kind: Kind
    package var note: String?

    package init(at: Milliseconds, kind: Kind, note: String? = nil) {
        self.at = at
        self.kind = kind
        self.note = note
    }
}

/// Percentiles over the last so many messages or deliveries, in milliseconds.
package struct Latency: Hashable, Sendable {
    package var samples: Int
    package var p50: Milliseconds
    package var p95: Milliseconds
    package var p99: Milliseconds
    package var maximum: Milliseconds

    /// nil of nothing. Nearest rank.
    package init?(of durations: [Milliseconds]) {
        guard !durations.isEmpty else { return nil }
        let sorted = durations.sorted()
        func rank(_ percent: Int) -> Milliseconds { sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
        samples = sorted.count
        (p50, p95, p99) = (rank(50), rank(95), rank(99))
        maximum = sorted[sorted.count - 1]
    }
}

package struct LatencyFigures: Hashable, Sendable {
    /// From receipt to decision.
    package var decided: Latency?
    /// From receipt to the destination's answer, by destination.
    package var delivered: [DestinationName: Latency]

    package init(decided: Latency?, delivered: [DestinationName: Latency]) {
        self.decided = decided
        self.delivered = delivered
    }
}

/// A source component that nothing took, over all traffic of a feed.
package struct UnmappedTotal: Hashable, Sendable {
    package var feed: FeedName
    package var path: String
    package var messages: Int64

    package init(feed: FeedName, path: String, messages: Int64) {
        self.feed = feed
        self.path = path
        self.messages = messages
    }
}

package struct HeldLane: Hashable, Sendable {
    package var lane: LaneNumber
    package var feed: FeedName
    package var reason: String
    package var since: Milliseconds
    package var until: Milliseconds?
    package var by: String
    /// Messages that wait.
    package var waiting: Int64

    package init(
        lane: LaneNumber, feed: FeedName, reason: String, since: Milliseconds, until: Milliseconds?, by: String, waiting: Int64
    ) {
        self.lane = lane
        self.feed = feed
        self.reason = reason
        self.since = since
        self.until = until
        self.by = by
        self.waiting = waiting
    }
}

/// Questions of console, command line and metrics. They read beside the writer and never block it.
package protocol LedgerQueries: Sendable {
    /// Counts rows, compares them with counters, and looks for gaps: reads every message's row.
    func balance() async throws -> Balance
    func feedFigures() async throws -> [FeedFigures]
    func destinationFigures() async throws -> [DestinationFigures]
    func messages(_ query: MessageQuery) async throws -> [MessageSummary]
    func message(_ id: MessageID) async throws -> MessageDetail?
    /// Bodies of recent messages for a shadow run, newest first.
    func recentBodies(feed: FeedName, limit: Int) async throws -> [(id: MessageID, body: [UInt8])]
    func deliveries(_ selection: DeliverySelection) async throws -> [Delivery]
    func heldLanes(limit: Int) async throws -> [HeldLane]
    func lanes(for keys: [LaneKey]) async throws -> [LaneNumber]
    /// Those of the keys under which, in any feed, a message has ever been mapped.
    func keysOfMappedMessages(among keys: [LaneKey]) async throws -> Set<LaneKey>
    func unmappedTotals(feed: FeedName?, limit: Int) async throws -> [UnmappedTotal]
    /// Mapped messages a release decided, for clinical recall; ascending, `after` is the last of the page before.
    func messages(mappedBy release: ReleaseHash, after: MessageID?, limit: Int) async throws -> [MessageID]
    func latency(window: Int) async throws -> LatencyFigures
}
