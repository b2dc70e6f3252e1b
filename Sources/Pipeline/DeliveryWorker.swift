package import Canonical
import Diagnostics
package import Ledger
package import Logging
import ServiceLifecycle

/// Delivers to one destination: its courier claims what may leave in lane order and sends it; the answers are recorded.
///
/// A destination that does not answer opens its circuit breaker and is left alone for a while; a patient whose delivery
/// fails holds only his own lane. Delivery is at least once under a stable key, so the effect is once. The record comes first:
/// every other destination stands back while messages wait for it (`Precedence`).
package struct DeliveryWorker<Way: Courier>: Service {
    private let destination: Destination
    private let courier: Way
    private let queue: any DeliveryQueue
    private let signals: Signals
    private let retry: RetryPolicy
    private let onDelivered: @Sendable () -> Void
    private let now: @Sendable () -> Milliseconds
    private let logger: Logger

    package init(
        destination: Destination, courier: Way, queue: any DeliveryQueue, signals: Signals,
        retry: RetryPolicy = RetryPolicy(), now: @escaping @Sendable () -> Milliseconds, logger: Logger,
        onDelivered: @escaping @Sendable () -> Void = {}
    ) {
        self.destination = destination
        self.courier = courier
        self.queue = queue
        self.signals = signals
        self.retry = retry
        self.onDelivered = onDelivered
        self.now = now
        self.logger = logger
    }

    package func run() async throws {
        do {
            try await withGracefulShutdownHandler {
                try await deliver()
            } onGracefulShutdown: {
                courier.hurry()
                signals.delivery(destination.name).raise()
            }
        } catch {
            await courier.close()
            throw error
        }
        await courier.close()
    }

    private func deliver() async throws {
        var breaker = CircuitBreaker()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let attempted = try await standsBack() ? 0 : step(&breaker)
                if attempted == 0 { await signals.delivery(destination.name).wait() }
            } catch let failure as LedgerFailure {
                logger.error(
                    "deliveries wait for the ledger",
                    metadata: ["destination": "\(destination.name)", "reason": "\(failure.diagnostic.code)"])
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
            }
        }
    }

    /// Whether others come first now, and nothing here has waited for too long.
    private func standsBack() async throws -> Bool {
        guard !isRecord, signals.precedence.isBehind else { return false }
        guard let oldest = try await queue.nextDue(destination: DestinationName(destination.name)) else { return true }
        return now() - oldest < Precedence.patience
    }

    private var isRecord: Bool { destination.kind == .recordStore }

    /// One claim and its answers; returns how many deliveries were attempted.
    package func step(_ breaker: inout CircuitBreaker) async throws -> Int {
        guard case .send(let limit) = breaker.on(.asked, now: now()) else {
            // A record that does not answer keeps nobody waiting.
            if isRecord { signals.precedence.report(.record, oldest: nil) }
            return 0
        }
        let parcels = try await courier.take(
            Errand(
                queue: queue, destination: DestinationName(destination.name), limit: min(limit, courier.batch), now: now()))
        if isRecord {
            signals.precedence.report(.record, oldest: parcels.lazy.map(\.delivery.createdAt).min().map { now() - $0 })
        }
        guard !parcels.isEmpty else {
            _ = breaker.on(.abandoned, now: now())
            return 0
        }
        let attempts = await courier.send(parcels)
        var results: [DeliveryResult] = []
        results.reserveCapacity(parcels.count)
        var anyPostponed = 0
        for (parcel, attempt) in zip(parcels, attempts) {
            results.append(result(of: attempt, for: parcel.delivery))
            report(attempt, to: &breaker)
            if attempt == .postponed { anyPostponed += 1 }
        }
        try await queue.settle(results, now: now())
        onDelivered()
        return parcels.count - anyPostponed
    }

    private func report(_ attempt: Attempt, to breaker: inout CircuitBreaker) {
        let action: CircuitBreaker.Action
        switch attempt {
        case .accepted, .rejected: action = breaker.on(.answered, now: now())
        case .notAnswered: action = breaker.on(.notAnswered, now: now())
        case .withheld, .pointless, .postponed: action = breaker.on(.abandoned, now: now())
        }
        switch action {
        case .opened: logger.warning("a destination does not answer", metadata: ["destination": "\(destination.name)"])
        case .closed: logger.notice("a destination answers again", metadata: ["destination": "\(destination.name)"])
        case .send, .wait, .nothing: break
        }
    }

    private func result(of attempt: Attempt, for delivery: Delivery) -> DeliveryResult {
        switch attempt {
        case .accepted(let answer):
            return DeliveryResult(delivery: delivery.id, effect: .delivered, answer: answer)
        case .rejected(let reason, let answer):
            return DeliveryResult(delivery: delivery.id, effect: .failed(reason: reason), answer: answer)
        case .notAnswered(_, let answer):
            let decision = retry.next(
                after: delivery.attempts + 1, age: now() - delivery.createdAt, random: UInt64.random(in: 0...UInt64.max),
                now: now())
            switch decision {
            case .retry(let time): return DeliveryResult(delivery: delivery.id, effect: .retry(at: time), answer: answer)
            case .giveUp(let reason):
                return DeliveryResult(delivery: delivery.id, effect: .failed(reason: reason), answer: answer)
            }
        case .withheld(let reason):
            return DeliveryResult(
                delivery: delivery.id, effect: .hold(reason: reason), answer: Answer(.notAnswered, text: reason))
        case .pointless(let reason):
            return DeliveryResult(
                delivery: delivery.id, effect: .cancel(reason: reason), answer: Answer(.notAnswered, text: reason))
        case .postponed:
            return DeliveryResult(delivery: delivery.id, effect: .giveBack, answer: Answer(.notAnswered))
        }
    }
}
