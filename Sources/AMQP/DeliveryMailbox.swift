import Synchronization

/// Between the consumer's thread and the tasks that await batches: deliveries one way, acknowledgements the other.
///
/// An AsyncStream cannot carry noncopyable values, and it would not merge what waits into one batch.
final class DeliveryMailbox: Sendable {
    private struct State {
        /// Deliveries of the present epoch that nobody took yet; `pending[..<taken]` are gone.
        var pending: [Delivery] = []
        var pendingBytes = 0
        /// Counts the connections; a batch of an earlier one cannot be acknowledged any more.
        var epoch = 0
        var window = AckWindow()
        var storedTag: UInt64?
        var hasAbandoned = false
        var isEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    private let wakeup: Wakeup
    private let batchLimit: Int
    private let batchBytes: Int
    /// Above this many waiting bytes the thread does not read its socket.
    private let pendingLimit: Int

    init(wakeup: Wakeup, batchLimit: Int, batchBytes: Int, pendingLimit: Int) {
        self.wakeup = wakeup
        self.pendingLimit = pendingLimit
        self.batchLimit = batchLimit
        self.batchBytes = batchBytes
    }

    // MARK: the awaiting side

    /// The next batch; nil when the consumer has ended, the task is cancelled, or `deadline` has passed.
    func next(until deadline: ContinuousClock.Instant? = nil) async -> DeliveryBatch? {
        let alarm = deadline.map { deadline in
            Task {
                try? await Task.sleep(until: deadline)
                wakeWaiters()
            }
        }
        defer { alarm?.cancel() }
        while true {
            if Task.isCancelled { return nil }
            switch take() {
            case .batch(let batch): return batch
            case .ended: return nil
            case .nothing: break
            }
            if let deadline, ContinuousClock.now >= deadline { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        // The cancellation handler takes the same lock, so that it cannot slip between check and append.
                        guard state.pending.isEmpty, !state.isEnded, !Task.isCancelled else { return true }
                        state.waiters.append(continuation)
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                wakeWaiters()
            }
        }
    }

    private enum Taken: ~Copyable {
        case batch(DeliveryBatch)
        case nothing, ended
    }

    private func take() -> Taken {
        let cut: (deliveries: [Delivery], number: Int, epoch: Int)?
        let isEnded: Bool
        var wasFull = false
        (cut, isEnded, wasFull) = state.withLock { state in
            if state.isEnded { return (nil, true, false) }
            guard !state.pending.isEmpty else { return (nil, false, false) }
            var count = 0
            var bytes = 0
            while count < state.pending.count, count < batchLimit, count == 0 || bytes < batchBytes {
                bytes += state.pending[count].weight
                count += 1
            }
            let deliveries: [Delivery]
            if count == state.pending.count {
                deliveries = state.pending
                state.pending = []
            } else {
                deliveries = Array(state.pending[..<count])
                state.pending.removeFirst(count)
            }
            state.pendingBytes -= bytes
            guard let number = state.window.open(upTo: deliveries[deliveries.count - 1].tag) else {
                // Tags of one channel only grow; if they do not, nothing may be acknowledged on it.
                state.hasAbandoned = true
                return (nil, false, true)
            }
            let wasFull = state.pendingBytes + bytes >= pendingLimit && state.pendingBytes < pendingLimit
            return ((deliveries, number, state.epoch), false, wasFull)
        }
        if wasFull { wakeup.signal() }
        if let cut {
            return .batch(DeliveryBatch(cut.deliveries, number: cut.number, epoch: cut.epoch, mailbox: self))
        }
        return isEnded ? .ended : .nothing
    }

    func stored(_ number: Int, epoch: Int) {
        let hasNews = state.withLock { state in
            guard epoch == state.epoch, let tag = state.window.store(number) else { return false }
            state.storedTag = tag
            return true
        }
        if hasNews { wakeup.signal() }
    }

    func abandoned(_ number: Int, epoch: Int) {
        let hasNews = state.withLock { state in
            guard epoch == state.epoch else { return false }
            state.hasAbandoned = true
            return true
        }
        if hasNews { wakeup.signal() }
    }

    // MARK: the thread's side

    /// A new connection: nothing of the one before can be acknowledged, and what nobody took will come again.
    func beginEpoch() {
        state.withLock { state in
            state.epoch += 1
            state.pending = []
            state.pendingBytes = 0
            state.window = AckWindow()
            state.storedTag = nil
            state.hasAbandoned = false
        }
    }

    /// Hands over a read round's deliveries.
    func deliver(_ deliveries: [Delivery], bytes: Int) {
        let waiters = state.withLock { state in
            if state.pending.isEmpty { state.pending = deliveries } else { state.pending.append(contentsOf: deliveries) }
            state.pendingBytes += bytes
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    var isFull: Bool { state.withLock { $0.pendingBytes >= pendingLimit } }

    /// The tag to acknowledge now, and whether a batch was dropped.
    func settlements() -> (tag: UInt64?, hasAbandoned: Bool) {
        state.withLock { state in
            defer { state.storedTag = nil }
            return (state.storedTag, state.hasAbandoned)
        }
    }

    /// Drops what nobody took; true when nothing more is to be waited for: every batch handed out is settled, or one was
    /// dropped, so that no later one can be.
    func drain() -> Bool {
        state.withLock { state in
            state.pending = []
            state.pendingBytes = 0
            return state.storedTag == nil && (state.window.isSettled || state.hasAbandoned)
        }
    }

    /// From now on `next()` returns nil.
    func end() {
        state.withLock { $0.isEnded = true }
        wakeWaiters()
    }

    private func wakeWaiters() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension Delivery {
    /// Bytes held, about.
    var weight: Int { body.count + 256 }
}
