import Diagnostics
import ServiceLifecycle
import Transports

/// What is on its way when the hub is told to stop.
enum LastCall {
    /// How long after that its answer is still waited for.
    static let patience = Duration.seconds(3)

    /// Waits for `work`; from the beginning of a graceful shutdown only a little longer.
    static func wait<Value: Sendable>(
        for work: @escaping @Sendable () async throws(NoAnswer) -> Value
    ) async throws(NoAnswer) -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask { try await work() }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: patience)
                    throw NoAnswer(category: .unavailable, reason: "no answer before the hub stopped")
                }
                defer { group.cancelAll() }
                guard let value = try await group.next() else { throw CancellationError() }
                return value
            }
        } catch let failure as NoAnswer {
            throw failure
        } catch {
            throw NoAnswer(category: .unavailable, reason: "the hub was stopped")
        }
    }
}
