import Synchronization

/// Wakes one worker when there may be work for it; many calls before it looks are one.
package final class WorkSignal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    package init() {}

    package func raise() {
        let waiter = state.withLock { state in
            state.isRaised = true
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns at once when the signal was raised since the last wait, else when it is, or when the task is cancelled.
    /// Only one task may wait.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return true
                    }
                    precondition(state.waiter == nil, "one task waits for a signal")
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
            state.withLock { $0.isRaised = false }
        } onCancel: {
            raise()
        }
    }
}
