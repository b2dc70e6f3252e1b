package import Diagnostics
import Synchronization

/// What became of a publish.
package enum PublishOutcome: Sendable, Hashable {
    /// The broker has it safely: on disk, on a majority of the queue's members.
    case confirmed
    /// No queue is bound for this exchange and routing key: nobody has it.
    case unroutable
    /// The broker refused it (full, or the queue has no leader).
    case refused
    /// It was sent, and the connection went before the answer: it may or may not be there. Publish it again; whoever
    /// receives must recognise a duplicate.
    case unknown
    /// It was surely not sent.
    case notSent(Diagnostic)

    package var isConfirmed: Bool { self == .confirmed }
}

/// Publishes with confirms, mandatory and persistent, over one connection, on one thread of its own.
///
/// ```
/// let publisher = Publisher(address)
/// let outcomes = try await publisher.publish([Outgoing(exchange: "canonical", routingKey: "rrk.result", body: bytes)])
/// ```
/// Messages go out in the order of the calls. After an outcome other than `confirmed`, messages behind it may already be
/// confirmed: whoever needs order publishes the next only after the outcome of the one before.
package final class Publisher: Sendable {
    package struct Settings: Sendable {
        /// Publishes without an answer at a time. 500 gives nearly all there is.
        package var window: Int
        /// Fewer, fuller packets; worth having when the hub itself is short of CPU.
        package var corks: Bool
        /// How long a message waits to be sent while the broker is away or blocks, before it is `notSent`.
        package var patience: Duration
        /// How long a confirm may take, before the connection is given up and the message is `unknown`.
        package var confirmPatience: Duration
        /// Refusals in a row after which the channel is opened anew: after a quorum queue's leader changed, a channel can be
        /// stuck with refusing everything.
        package var refusalsBeforeReopening: Int
        package var backOff: BackOff
        package var name: String

        package init(
            window: Int = 500, corks: Bool = true, patience: Duration = .seconds(30),
            confirmPatience: Duration = .seconds(60), refusalsBeforeReopening: Int = 10, backOff: BackOff = BackOff(),
            name: String = "hub publisher"
        ) {
            self.window = max(1, window)
            self.corks = corks
            self.patience = patience
            self.confirmPatience = confirmPatience
            self.refusalsBeforeReopening = max(1, refusalsBeforeReopening)
            self.backOff = backOff
            self.name = name
        }
    }

    package enum Event: Sendable, Hashable {
        case connected
        case interrupted(Diagnostic, retryAfter: Duration)
        /// The broker is short of memory or disk and takes nothing until `unblocked`.
        case blocked(reason: String)
        case unblocked
        /// The channel was opened anew after a run of refusals.
        case reopened
        case ended
    }

    struct Submission: Sendable {
        var messages: [Outgoing]
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<[PublishOutcome], any Error>
    }

    private struct Inbox {
        var submissions: [Submission] = []
        var isStopping = false
        /// After this nothing more is waited for.
        var stopBy: ContinuousClock.Instant?
        var isEnded = false
    }

    private let inbox = Mutex(Inbox())
    private let wakeup: Wakeup
    private let finished = Completion()
    private let patience: Duration

    package init(
        _ address: BrokerAddress, settings: Settings = .init(), onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        let wakeup = Wakeup()
        self.wakeup = wakeup
        patience = settings.patience
        startThread(named: "amqp-out") { [self] in
            var loop = PublisherLoop(address, settings, wakeup, takeInbox: takeInbox, onEvent)
            loop.run()
            let late = inbox.withLock { inbox in
                inbox.isEnded = true
                defer { inbox.submissions = [] }
                return inbox.submissions
            }
            for submission in late { submission.continuation.resume(throwing: Self.stopped) }
            onEvent(.ended)
            finished.complete()
        }
    }

    /// Publishes in order and returns an outcome for each message. Throws only when the publisher was stopped. It is not
    /// cancelled with its task: an outcome that nobody waits for would be a message of which nobody knows.
    package func publish(_ batch: [Outgoing]) async throws -> [PublishOutcome] {
        guard !batch.isEmpty else { return [] }
        return try await withCheckedThrowingContinuation { continuation in
            let submission = Submission(messages: batch, deadline: .now + patience, continuation: continuation)
            let isTaken = inbox.withLock { inbox in
                guard !inbox.isStopping, !inbox.isEnded else { return false }
                inbox.submissions.append(submission)
                return true
            }
            if isTaken { wakeup.signal() } else { continuation.resume(throwing: Self.stopped) }
        }
    }

    /// Sends what was handed in, waits for its confirms, and closes. While the broker is away this takes up to `patience`.
    package func stop() async {
        requestStop()
        await finished.wait()
    }

    /// Begins what `stop()` does and returns at once.
    package func requestStop() {
        inbox.withLock { $0.isStopping = true }
        wakeup.signal()
    }

    /// The same, but whoever still waits after `limit` gets `unknown` for what was sent and `notSent` for the rest.
    package func requestStop(within limit: Duration) {
        inbox.withLock { inbox in
            inbox.isStopping = true
            inbox.stopBy = min(inbox.stopBy ?? .now + limit, .now + limit)
        }
        wakeup.signal()
    }

    struct Taken: Sendable {
        var submissions: [Submission]
        var isStopping: Bool
        var stopBy: ContinuousClock.Instant?
    }

    private func takeInbox() -> Taken {
        inbox.withLock { inbox in
            defer { inbox.submissions = [] }
            return Taken(submissions: inbox.submissions, isStopping: inbox.isStopping, stopBy: inbox.stopBy)
        }
    }

    static let stopped = Diagnostic(code: "publisher-stopped", "the publisher was stopped; nothing was sent")
}
