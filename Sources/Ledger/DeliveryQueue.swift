package import Canonical

/// A delivery whose subject is not a message that is being committed.
package struct RecordDelivery: Hashable, Sendable {
    package var due: DueDelivery
    package var recordKey: String
    package var version: Int64
    /// Orders the record's deliveries among themselves; usually a keyed hash of the record's id.
    package var lane: LaneKey
    /// A newer version makes pending older ones pointless: they are cancelled as `superseded`.
    package var supersedes: Bool

    package init(due: DueDelivery, recordKey: String, version: Int64, lane: LaneKey, supersedes: Bool = false) {
        self.due = due
        self.recordKey = recordKey
        self.version = version
        self.lane = lane
        self.supersedes = supersedes
    }
}

/// How far a reader of an outbox has come, kept in the transaction of what it caused.
package struct OutboxCursor: Hashable, Sendable {
    package var name: String
    package var position: Int64

    package init(name: String, position: Int64) {
        self.name = name
        self.position = position
    }
}

/// A question about deliveries that a person may act on.
package struct DeliverySelection: Hashable, Sendable {
    package var ids: [DeliveryID]?
    package var destination: DestinationName?
    package var states: [DeliveryState]?
    package var lane: LaneNumber?
    package var message: MessageID?
    package var limit: Int

    package init(
        ids: [DeliveryID]? = nil, destination: DestinationName? = nil, states: [DeliveryState]? = nil,
        lane: LaneNumber? = nil, message: MessageID? = nil, limit: Int = 1_000
    ) {
        self.ids = ids
        self.destination = destination
        self.states = states
        self.lane = lane
        self.message = message
        self.limit = limit
    }
}

/// From a committed outcome to a destination's answer.
package protocol DeliveryQueue: Sendable {
    /// Makes destinations and their lane policies known; repeating it changes the policy.
    func register(_ destinations: [DestinationRegistration], now: Milliseconds) async throws

    /// Adds deliveries of record versions and moves the cursor in the same commit. A delivery whose idempotency key the
    /// destination already has is not added again. Returns how many were added.
    func enqueue(_ deliveries: [RecordDelivery], cursor: OutboxCursor?, now: Milliseconds) async throws -> Int
    func cursor(_ name: String) async throws -> Int64

    /// What `claimDeliveries` would take now, with its content: for a gate that must read it before it can decide.
    /// Nothing changes hands.
    func dueDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?
    ) async throws -> [ClaimedDelivery]

    /// Takes due deliveries of a destination in lane order: never one that an unfinished earlier one of its lane blocks,
    /// so at most one per lane. `gate` is asked for each inside the transaction.
    ///
    /// A claim that a power failure takes back was never known to anybody: what it took is due again.
    ///
    /// - Parameter following: a destination that must be ahead: only what was committed before everything that is still
    ///   on its way there, and no lane of which something is on its way there or stuck.
    func claimDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?, fences: [Fence],
        gate: @escaping @Sendable (Delivery) throws -> GateDecision
    ) async throws -> [ClaimedDelivery]

    /// Records answers and effects in one commit. A result for a delivery that is not claimed is refused as a conflict.
    func settle(_ results: [DeliveryResult], now: Milliseconds, fences: [Fence]) async throws

    /// When the next pending delivery of a destination becomes due; nil if none waits.
    func nextDue(destination: DestinationName) async throws -> Milliseconds?

    /// By a person: hold pending, release held, retry failed, cancel what is unfinished. Returns what changed; others of
    /// the selection are left alone.
    func change(_ selection: DeliverySelection, by event: DeliveryEvent, actor: Actor, reason: String, now: Milliseconds)
        async throws -> [DeliveryID]

    /// Adds deliveries of mapped messages, never receipts. `corrections` carry messages mapped again with another release.
    func replay(_ request: ReplayRequest, now: Milliseconds) async throws -> [DeliveryID]
}

extension DeliveryQueue {
    package func claimDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, fences: [Fence] = []
    ) async throws -> [ClaimedDelivery] {
        try await claimDeliveries(destination: destination, limit: limit, now: now, following: nil, fences: fences) { _ in .send
        }
    }

    package func settle(_ results: [DeliveryResult], now: Milliseconds) async throws {
        try await settle(results, now: now, fences: [])
    }
}

/// Mapped messages that are due again.
package struct ReplayRequest: Sendable {
    package struct Item: Sendable {
        package var message: MessageID
        /// The message mapped again; nil sends what was sent.
        package var correction: Correction?
        package var deliveries: [DueDelivery]

        package init(message: MessageID, correction: Correction? = nil, deliveries: [DueDelivery]) {
            self.message = message
            self.correction = correction
            self.deliveries = deliveries
        }
    }
    package struct Correction: Sendable {
        package var canonical: [UInt8]
        package var release: ReleaseHash
        package var event: String?

        package init(canonical: [UInt8], release: ReleaseHash, event: String?) {
            self.canonical = canonical
            self.release = release
            self.event = event
        }
    }
    package var items: [Item]
    package var actor: Actor
    package var reason: String

    package init(items: [Item], actor: Actor, reason: String) {
        self.items = items
        self.actor = actor
        self.reason = reason
    }
}
