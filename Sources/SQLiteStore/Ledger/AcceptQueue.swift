import Ledger
import Synchronization

/// Lets concurrent accepts share a commit: whoever comes first leads and writes; who comes meanwhile waits, and the next
/// leader writes them all together. So one fsync serves everybody who waited for the last one.
final class AcceptQueue: Sendable {
    struct Request: Sendable {
        var batches: [FeedArrivals]
        var fences: [Fence]
    }
    typealias Result = Swift.Result<InboxCommit, any Error>
    private enum Turn: Sendable {
        case lead([Waiter])
        case done(Result)
    }
    private struct Waiter: Sendable {
        var request: Request
        var continuation: CheckedContinuation<Turn, Never>?
    }
    private struct State {
        var isLed = false
        var waiting: [Waiter] = []
    }
    private let state = Mutex(State())
    /// At most so many calls share a commit; each brings its own bounded batch.
    private let limit = 256

    /// - Parameter write: writes all requests in one transaction; one result each, in their order.
    func accept(_ request: Request, write: @Sendable ([Request]) async -> [Result]) async throws -> InboxCommit {
        let turn = await withCheckedContinuation { (continuation: CheckedContinuation<Turn, Never>) in
            let leads = state.withLock { state -> Bool in
                if state.isLed {
                    state.waiting.append(Waiter(request: request, continuation: continuation))
                    return false
                }
                state.isLed = true
                return true
            }
            if leads { continuation.resume(returning: .lead([])) }
        }
        switch turn {
        case .done(let result):
            return try result.get()
        case .lead(let followers):
            let results = await write([request] + followers.map(\.request))
            for (follower, result) in zip(followers, results.dropFirst()) {
                follower.continuation?.resume(returning: .done(result))
            }
            passOn()
            return try results[0].get()
        }
    }

    /// Makes the first waiter the leader of those behind it.
    private func passOn() {
        let next = state.withLock { state -> (Waiter, [Waiter])? in
            guard let leader = state.waiting.first else {
                state.isLed = false
                return nil
            }
            let followers = Array(state.waiting.dropFirst().prefix(limit - 1))
            state.waiting.removeFirst(1 + followers.count)
            return (leader, followers)
        }
        if let (leader, followers) = next { leader.continuation?.resume(returning: .lead(followers)) }
    }
}
