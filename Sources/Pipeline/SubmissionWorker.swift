import Canonical
import Ledger
import Logging
import Record
import ServiceLifecycle
import Submission

/// Follows the record's change outbox and puts what the nation is due into the ledger, so that it is counted, ordered and
/// retried like everything else. What would go but for consent becomes a delivery too, and is held with its reason.
///
/// A person's messages come close together, and each changes what is due: people are looked at once a second, not once a
/// message; and when a look takes long, because much has changed, the next waits for three times as long as it took (a few
/// seconds at most). So it does not keep the record's writer from the messages that come in, for which it stands back as well.
package struct SubmissionWorker: Service {
    let foundations: Pipeline.Foundations
    let destination: Destination
    let signal: WorkSignal
    let wakes: WorkSignal
    let precedence: Precedence
    private let projector = SubmissionProjector()
    private static let pace = Duration.seconds(1)
    private static let longestPause = Duration.seconds(5)
    private static let share = 4
    private static let page = 1_000

    init(
        foundations: Pipeline.Foundations, destination: Destination, signal: WorkSignal, wakes: WorkSignal,
        precedence: Precedence
    ) {
        self.precedence = precedence
        self.foundations = foundations
        self.destination = destination
        self.signal = signal
        self.wakes = wakes
    }

    package func run() async throws {
        var waitingSeen = SubmissionMark(time: 0)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                try await step(&waitingSeen)
            } catch {
                foundations.logger.error("the submission waits for its store", metadata: ["error": "\(type(of: error))"])
            }
            let next = began + min(max(Self.pace, (ContinuousClock.now - began) * Self.share), Self.longestPause)
            // A sleep that the stop ends is no failure.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(until: next) }
            await signal.wait()
            await precedence.standBack(since: began)
        }
    }

    private func step(_ waitingSeen: inout SubmissionMark) async throws {
        let now = foundations.now()
        let due = try await projector.advance(foundations.submissions, at: now, limit: Self.page)
        try await enqueue(due.map { delivery(order: $0.order, version: $0.version, key: $0.idempotencyKey) }, now: now)
        while true {
            let waiting = try await foundations.submissions.submissions(
                inState: SubmissionState.waiting.rawValue, after: waitingSeen, limit: Self.page)
            if let last = waiting.last {
                try await follow(waiting, now: now)
                waitingSeen = SubmissionMark(time: last.updatedAt, order: last.order)
            }
            if waiting.count == Self.page { continue }
            // One more may come in the millisecond that is not over yet.
            if waitingSeen.time >= now { waitingSeen = SubmissionMark(time: now - 1) }
            return
        }
    }

    /// What waits: for consent, then its delivery is shown as held; for anything else, then none is.
    private func follow(_ waiting: [SubmissionRow], now: Milliseconds) async throws {
        let refused = waiting.filter { ConsentRefusal(rawValue: $0.detail) != nil }
        try await enqueue(
            refused.map {
                delivery(order: $0.order, version: $0.version, key: "refused/\($0.order)/\($0.version)/\($0.detail)")
            }, now: now)
        let others = waiting.filter { ConsentRefusal(rawValue: $0.detail) == nil }
        // Of a cancelled order nothing is due any more, whatever it was held for.
        let cancelled = Set(others.lazy.filter { $0.detail == SubmissionReadiness.cancelledDetail }.map(\.order))
        let incomplete = Set(others.map(\.order)).subtracting(cancelled)
        let held = try await held(of: incomplete, word: "refused/") + held(of: cancelled, word: "")
        guard !held.isEmpty else { return }
        _ = try await foundations.ledger.change(
            DeliverySelection(ids: held), by: .cancelled, actor: .hub, reason: "consent is not what keeps it back", now: now)
    }

    private func enqueue(_ deliveries: [RecordDelivery], now: Milliseconds) async throws {
        guard !deliveries.isEmpty else { return }
        let added = try await foundations.ledger.enqueue(deliveries, cursor: nil, now: now)
        if added < deliveries.count {
            try await release(
                Set(deliveries.filter { $0.due.idempotencyKey.hasPrefix("submission/") }.map(\.recordKey)), now: now)
        }
        if added > 0 { wakes.raise() }
    }

    private func delivery(order: String, version: Int, key: String) -> RecordDelivery {
        RecordDelivery(
            due: DueDelivery(destination: DestinationName(destination.name), purpose: destination.purpose, idempotencyKey: key),
            recordKey: order, version: Int64(version), lane: lane(of: order), supersedes: true)
    }

    private func lane(of order: String) -> LaneKey { LaneKey(foundations.identity.laneKey(system: "order", value: order)) }

    /// What is held of these orders, under keys that begin with `word`.
    private func held(of orders: Set<String>, word: String) async throws -> [DeliveryID] {
        guard !orders.isEmpty else { return [] }
        // Usually few are held, or none: one look serves all orders.
        var held = try await foundations.ledger.deliveries(
            DeliverySelection(destination: DestinationName(destination.name), states: [.held], limit: Self.page))
        if held.count == Self.page {
            held = []
            for order in orders {
                for lane in try await foundations.ledger.lanes(for: [lane(of: order)]) {
                    held += try await foundations.ledger.deliveries(
                        DeliverySelection(destination: DestinationName(destination.name), states: [.held], lane: lane))
                }
            }
        }
        return held.filter { delivery in
            guard case .record(let key, _) = delivery.subject else { return false }
            return orders.contains(key) && delivery.idempotencyKey.hasPrefix(word)
        }.map(\.id)
    }

    /// What was held for want of consent and is due again now.
    private func release(_ orders: Set<String>, now: Milliseconds) async throws {
        let ids = try await held(of: orders, word: "submission/")
        guard !ids.isEmpty else { return }
        _ = try await foundations.ledger.change(
            DeliverySelection(ids: ids), by: .released, actor: .hub, reason: "complete and permitted again", now: now)
        wakes.raise()
    }
}
