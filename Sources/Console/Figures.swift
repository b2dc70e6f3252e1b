import Ledger
import Operations
import Record

/// Keeps the figures of the live pages for a moment, so that ten open consoles cost what one does.
actor Figures {
    private let operations: Operations
    private var overviewKept: (value: Overview, at: ContinuousClock.Instant)?
    private var recordKept: (value: RecordFigures, at: ContinuousClock.Instant)?
    private var depthsKept: (value: [String: Int], at: ContinuousClock.Instant)?
    private var balanceKept: (value: Balance, at: ContinuousClock.Instant)?

    init(_ operations: Operations) { self.operations = operations }

    func overview() async throws -> Overview {
        if let kept = overviewKept, kept.at.duration(to: .now) < .milliseconds(400) { return kept.value }
        let value = try await operations.overview(record: try await recordFigures())
        overviewKept = (value, .now)
        return value
    }

    private func recordFigures() async throws -> RecordFigures {
        if let kept = recordKept, kept.at.duration(to: .now) < .seconds(5) { return kept.value }
        let value = try await operations.record.figures()
        recordKept = (value, .now)
        return value
    }

    /// Ready messages by feed; empty when the broker does not answer.
    func depths() async -> [String: Int] {
        if let kept = depthsKept, kept.at.duration(to: .now) < .seconds(2) { return kept.value }
        var value: [String: Int] = [:]
        for line in (try? await operations.queues()) ?? [] {
            if let feed = line.feed, let ready = line.ready { value[feed] = ready }
        }
        depthsKept = (value, .now)
        return value
    }

    /// The balance counts every row, so it is asked for at most every ten seconds.
    func balance() async throws -> Balance {
        if let kept = balanceKept, kept.at.duration(to: .now) < .seconds(10) { return kept.value }
        let value = try await operations.balance()
        balanceKept = (value, .now)
        return value
    }
}
