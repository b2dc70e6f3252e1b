package import Canonical
import Diagnostics
package import Ledger
package import Logging
import ServiceLifecycle

/// Delivers to one destination: claim what is due in lane order, hand it to the courier, record the answers.
///
/// A destination that does not answer opens its circuit breaker and is left alone for a while; a patient whose delivery
/// fails holds only his own lane. Delivery is at least once under a stable key, so the effect is once.
package struct DeliveryWorker: Service {
    private let destination: Destination
    private let courier: any Courier
    private let queue: any DeliveryQueue
    private let signals: Signals
    private let retry: RetryPolicy
    /// The record, for a destination whose purpose asks for consent.
    private let follows: DestinationName?
    private let onDelivered: @Sendable () -> Void
    private let now: @Sendable () -> Milliseconds
    private let logger: Logger

    package init(
        destination: Destination, courier: any Courier, queue: any DeliveryQueue, signals: Signals,
        retry: RetryPolicy = RetryPolicy(), follows: DestinationName? = nil, now: @escaping @Sendable () -> Milliseconds,
        logger: Logger,
        onDelivered: @escaping @Sendable () -> Void = {}
    ) {
        self.destination = destination
        self.courier = courier
        self.queue = queue
        self.signals = signals
        self.retry = retry
        self.follows = follows
        self.onDelivered = onDelivered
        self.now = now
        self.logger = logger
    }

    package func run() async throws {
        var breaker = CircuitBreaker()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                if try await step(&breaker) == 0 { await signals.delivery(destination.name).wait() }
            } catch let failure as LedgerFailure {
                logger.error(
                    "deliveries wait for the ledger",
                    metadata: ["destination": "\(destination.name)", "reason": "\(failure.diagnostic.code)"])
                try? await Task.sleep(for: .seconds(1))
            } catch {
                await courier.close()
                throw error
            }
        }
        await courier.close()
    }

    /// One claim and its answers; returns how many deliveries were attempted.
    package func step(_ breaker: inout CircuitBreaker) async throws -> Int {
        guard case .send(let limit) = breaker.on(.asked, now: now()) else { return 0 }
        let gate = try await gate()
        let claimed = try await queue.claimDeliveries(
            destination: DestinationName(destination.name), limit: min(limit, courier.batch), now: now(), fences: [], gate: gate
        )
        guard !claimed.isEmpty else {
            _ = breaker.on(.abandoned, now: now())
            return 0
        }
        let attempts = await courier.send(claimed)
        var results: [DeliveryResult] = []
        var anyPostponed = 0
        for (claim, attempt) in zip(claimed, attempts) {
            results.append(result(of: attempt, for: claim.delivery))
            report(attempt, to: &breaker)
            if attempt == .postponed { anyPostponed += 1 }
        }
        try await queue.settle(results, now: now())
        onDelivered()
        return claimed.count - anyPostponed
    }

    /// What asks for consent waits until the record has everything that was committed before it: only then can consent be read.
    private func gate() async throws -> @Sendable (Delivery) -> GateDecision {
        guard let follows, let first = try await queue.firstOpen(destination: follows) else { return { _ in .send } }
        let later = now() + 100
        return { $0.id < first ? .send : .postpone(until: later) }
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
