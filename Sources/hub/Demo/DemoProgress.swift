import Diagnostics
import Foundation
import Ledger
import Operations
import Record

/// One line of live figures, renewed in place on a terminal, printed every few seconds elsewhere.
struct DemoProgress: Sendable {
    let hub: RunningHub
    let isQuiet: Bool

    func run(published: @escaping @Sendable () -> Int) async throws {
        var last = (received: Int64(0), delivered: Int64(0), at: ContinuousClock.now)
        // A terminal's line is renewed every second; a log gets one every five.
        let pause = Terminal.isErrorTerminal ? 1 : 5
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(pause)) } catch { return }
            guard !isQuiet else { continue }
            let overview = try await hub.operations.overview(record: Self.uncounted)
            let now = ContinuousClock.now
            let seconds = max(0.001, last.at.duration(to: now) / .seconds(1))
            let delivered = overview.destinations.reduce(0) { $0 + $1.delivered }
            let line = Self.line(
                overview, published: published(), receivedRate: Double(overview.received - last.received) / seconds,
                deliveredRate: Double(delivered - last.delivered) / seconds)
            last = (overview.received, delivered, now)
            Terminal.toStandardError(Terminal.isErrorTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
        }
    }

    /// The line says nothing of the record, so it is not counted for it.
    private static let uncounted = RecordFigures(
        persons: 0, mergedPersons: 0, resources: [:], versions: 0, receipts: 0, lastChange: 0)

    static func line(_ overview: Overview, published: Int, receivedRate: Double, deliveredRate: Double) -> String {
        let destinations = overview.destinations.map { line in
            let late = line.pending > 0 ? " (+\(line.pending))" : ""
            let held = line.held > 0 ? " held \(line.held)" : ""
            return "\(line.destination) \(line.delivered)\(late)\(held)"
        }.joined(separator: " · ")
        return
            "published \(published)  in \(Int(receivedRate))/s  waiting \(overview.pending)  quarantine \(overview.quarantined)  out \(Int(deliveredRate))/s │ \(destinations)"
    }

    /// Waits until every published message has an outcome and nothing is pending anywhere. What waits behind a held delivery of
    /// its patient stays pending, so it also ends when nothing has moved for a few seconds.
    ///
    /// Returns when everything that was due at the record store was durable there; nil when it never was.
    func settle(expecting published: Int) async throws -> ContinuousClock.Instant? {
        var durable: ContinuousClock.Instant?
        var last = ""
        var unmoved = 0
        var quietLooks = 0
        while !Task.isCancelled {
            let overview = try await hub.operations.overview(record: Self.uncounted)
            let open = overview.destinations.reduce(0) { $0 + $1.pending }
            let isDecided = overview.received >= published && overview.pending == 0
            let openAtRecord = overview.destinations.filter { $0.kind == "record-store" }.reduce(0) { $0 + $1.pending }
            if isDecided, openAtRecord == 0, durable == nil { durable = .now }
            // The nation follows the record at its own pace: twice in a row nothing new was left to look at.
            let hasCaughtUp = try await hub.submissionHasCaughtUp()
            let isQuiet = isDecided && open == 0 && hasCaughtUp
            quietLooks = isQuiet ? quietLooks + 1 : 0
            if quietLooks >= 2 { return durable }
            let state =
                "\(overview.received) \(overview.pending) \(overview.destinations.map(\.delivered)) \(overview.destinations.map(\.held))"
            unmoved = state == last ? unmoved + 1 : 0
            last = state
            if unmoved >= (isDecided ? 15 : 150) { return durable }
            try await Task.sleep(for: .milliseconds(200))
        }
        return durable
    }

    func clear() { if !isQuiet, Terminal.isErrorTerminal { Terminal.toStandardError("\r\u{1B}[K") } }
}
