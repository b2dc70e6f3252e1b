import Canonical
import Ledger
import Logging
import Record
import ServiceLifecycle
import Submission

/// Follows the record's change outbox and puts what the nation is due into the ledger, so that it is counted, ordered and
/// retried like everything else. What would go but for consent becomes a delivery too, and is held with its reason.
package struct SubmissionWorker: Service {
    let foundations: Pipeline.Foundations
    let destination: Destination
    let signal: WorkSignal
    let wakes: WorkSignal
    private let projector = SubmissionProjector()

    init(foundations: Pipeline.Foundations, destination: Destination, signal: WorkSignal, wakes: WorkSignal) {
        self.foundations = foundations
        self.destination = destination
        self.signal = signal
        self.wakes = wakes
    }

    package func run() async throws {
        var refusalsSeen: Milliseconds = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                if try await step(&refusalsSeen) == 0 { await signal.wait() }
            } catch {
                foundations.logger.error("the submission waits for its store", metadata: ["error": "\(type(of: error))"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Returns how many deliveries are new.
    private func step(_ refusalsSeen: inout Milliseconds) async throws -> Int {
        let now = foundations.now()
        let due = try await projector.advance(foundations.submissions, at: now, limit: 500)
        var deliveries = due.map { delivery(order: $0.order, version: $0.version, key: $0.idempotencyKey) }
        let refused = try await refusedOrders(since: refusalsSeen)
        // One more may come in the millisecond that is not over yet.
        if let last = refused.map(\.updatedAt).max() { refusalsSeen = min(last, now - 1) }
        deliveries += refused.map {
            delivery(order: $0.order, version: $0.version, key: "refused/\($0.order)/\($0.version)/\($0.detail)")
        }
        guard !deliveries.isEmpty else { return 0 }
        let added = try await foundations.ledger.enqueue(deliveries, cursor: nil, now: now)
        if added < deliveries.count { try await release(Set(due.map(\.order)), now: now) }
        if added > 0 { wakes.raise() }
        return added
    }

    private func delivery(order: String, version: Int, key: String) -> RecordDelivery {
        RecordDelivery(
            due: DueDelivery(destination: DestinationName(destination.name), purpose: destination.purpose, idempotencyKey: key),
            recordKey: order, version: Int64(version),
            lane: LaneKey(foundations.identity.laneKey(system: "order", value: order)), supersedes: true)
    }

    /// Orders that only consent keeps back, as far as they have changed since the last look.
    private func refusedOrders(since time: Milliseconds) async throws -> [SubmissionRow] {
        try await foundations.submissions.submissions(inState: SubmissionState.waiting.rawValue, limit: 200)
            .filter { $0.updatedAt > time && ConsentRefusal(rawValue: $0.detail) != nil }
    }

    /// What was held for want of consent and is due again now.
    private func release(_ orders: Set<String>, now: Milliseconds) async throws {
        let held = try await foundations.ledger.deliveries(
            DeliverySelection(destination: DestinationName(destination.name), states: [.held]))
        let ids = held.filter { delivery in
            guard case .record(let key, _) = delivery.subject else { return false }
            return orders.contains(key) && delivery.idempotencyKey.hasPrefix("submission/")
        }.map(\.id)
        guard !ids.isEmpty else { return }
        _ = try await foundations.ledger.change(
            DeliverySelection(ids: ids), by: .released, actor: .hub, reason: "complete and permitted again", now: now)
        wakes.raise()
    }
}
