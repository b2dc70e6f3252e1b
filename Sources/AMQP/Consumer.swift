package import Diagnostics
import Synchronization

/// Takes messages from one or several queues over one connection, on one thread of its own.
///
/// ```
/// let consumer = Consumer(address, queues: ["rrk-pas", "rwe-pas"])
/// while let batch = await consumer.next() {
///     let receipt = try await ledger.accept(batch.deliveries)
///     batch.acknowledge(after: receipt)
/// }
/// await consumer.stop()
/// ```
/// A lost connection is built again with a growing, jittered delay, and so is the consumption of a queue that was
/// deleted; `onEvent` tells of it. At most prefetch messages of a queue are unacknowledged at a time, so a slow reader
/// slows the broker down, not the hub's memory.
package final class Consumer: Sendable {
    package struct Settings: Sendable {
        /// Unacknowledged messages per queue. Below 100 the rate drops, above 500 it gains nothing.
        package var prefetch: UInt16
        /// Messages and body bytes of a batch at most (one message is always taken, whatever its size).
        package var batchLimit: Int
        package var batchBytes: Int
        /// Bytes that wait to be taken, above which the socket is not read.
        package var pendingBytes: Int
        package var backOff: BackOff
        /// Failures in a row after which the consumer ends; nil: it never gives up.
        package var failureLimit: Int?
        /// How long `stop()` waits for batches that were handed out to be acknowledged.
        package var grace: Duration
        /// What the broker's own lists call the connection.
        package var name: String

        package init(
            prefetch: UInt16 = 500, batchLimit: Int = 500, batchBytes: Int = 16 << 20, pendingBytes: Int = 128 << 20,
            backOff: BackOff = BackOff(), failureLimit: Int? = nil, grace: Duration = .seconds(5), name: String = "hub consumer"
        ) {
            self.prefetch = prefetch
            self.batchLimit = max(1, batchLimit)
            self.batchBytes = batchBytes
            self.pendingBytes = pendingBytes
            self.backOff = backOff
            self.failureLimit = failureLimit
            self.grace = grace
            self.name = name
        }
    }

    package enum Event: Sendable, Hashable {
        /// Connected, and consuming all queues that exist.
        case connected
        /// The connection was lost or did not come about; nothing is unacknowledged any more. It is tried again.
        case interrupted(Diagnostic, retryAfter: Duration)
        /// The queue does not exist, was deleted, or may not be consumed. It is looked for again; the others go on.
        case queueMissing(queue: String, Diagnostic)
        case queueFound(queue: String)
        /// A batch was dropped without proof of storage; everything unacknowledged is given back and comes again.
        case givenBack(retryAfter: Duration)
        case suspended
        /// `next()` returns nil from now on. With a diagnostic: it gave up.
        case ended(Diagnostic?)
    }

    enum Command: Sendable {
        case suspend, resume, stop
        case suspendQueue(String)
        case resumeQueue(String)
    }

    private let mailbox: DeliveryMailbox
    private let wakeup: Wakeup
    private let commands = Mutex<[Command]>([])
    private let finished = Completion()

    package init(
        _ address: BrokerAddress, queues: [String], settings: Settings = .init(),
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        let wakeup = Wakeup()
        self.wakeup = wakeup
        mailbox = DeliveryMailbox(
            wakeup: wakeup, batchLimit: settings.batchLimit, batchBytes: settings.batchBytes,
            pendingLimit: settings.pendingBytes)
        startThread(named: "amqp-in") { [self] in
            var loop = ConsumerLoop(address, queues, settings, mailbox, wakeup, takeCommands: takeCommands, onEvent)
            loop.run()
            finished.complete()
        }
    }

    /// The next batch, as soon as there is one: everything that waits, up to the limits. nil when the consumer has ended
    /// or the calling task is cancelled. One task at a time should call it, or their batches mix in order.
    package func next() async -> DeliveryBatch? { await mailbox.next() }

    /// The same, and nil as well when nothing has come within `limit`.
    package func next(within limit: Duration) async -> DeliveryBatch? { await mailbox.next(until: .now.advanced(by: limit)) }

    /// Closes the connection in order: everything not acknowledged goes back to its queue, and the broker's monitoring sees
    /// no consumer. For when the ledger, or a person, says that nothing can be taken now.
    package func suspend() { send(.suspend) }

    package func resume() { send(.resume) }

    /// Stops taking from one queue; the others go on. What was delivered from it already still comes in batches.
    package func suspend(queue: String) { send(.suspendQueue(queue)) }

    package func resume(queue: String) { send(.resumeQueue(queue)) }

    /// Begins what `stop()` does and returns at once; for handlers that may not wait. `next()` then returns nil.
    package func requestStop() { send(.stop) }

    /// Stops taking, waits for batches handed out (at most `grace`), sends the last acknowledgement and closes.
    package func stop() async {
        send(.stop)
        await finished.wait()
    }

    private func send(_ command: Command) {
        commands.withLock { $0.append(command) }
        wakeup.signal()
    }

    private func takeCommands() -> [Command] {
        commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }
}

/// Something that happens once; any number of tasks may wait for it.
final class Completion: Sendable {
    private struct State {
        var isDone = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    var isDone: Bool { state.withLock { $0.isDone } }

    func complete() {
        let waiters = state.withLock { state in
            state.isDone = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if !state.isDone { state.waiters.append(continuation) }
                return state.isDone
            }
            if isDone { continuation.resume() }
        }
    }
}
