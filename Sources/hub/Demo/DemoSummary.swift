import Diagnostics
import Foundation
import Ledger
import Operations
import SQLiteStore

/// What became of every message of a demonstration.
struct DemoSummary {
    var overview: Overview
    var balance: Balance
    var latency: LatencyFigures
    var published: Int
    var took: Duration
    /// From the first publish until everything due at the record store was durable there.
    var recorded: Duration?
    var expectations: [String: [String: Int]]
    var recordReceipts: Int64
    /// Messages kept, sealed, of people outside the cohort that a referral then pulled into the record.
    var recordRecalls: Int64

    static func make(
        hub: RunningHub, published: Int, took: Duration, recorded: Duration?, expectations: [String: [String: Int]]
    ) async throws -> DemoSummary {
        DemoSummary(
            overview: try await hub.operations.overview(), balance: try await hub.operations.balance(),
            latency: try await hub.operations.latency(), published: published, took: took, recorded: recorded,
            expectations: expectations,
            recordReceipts: try await hub.record.receipts(), recordRecalls: try await hub.record.recalls())
    }

    var imbalance: Int64 { balance.imbalance }
    private var seconds: Double { took / .seconds(1) }

    func text() -> String {
        let feeds = overview.feeds.filter { $0.received > 0 }
        var rows = feeds.map { line in
            [
                line.trust, line.feed, "\(line.received)", "\(line.mapped)", "\(line.notRelevant)", "\(line.duplicate)",
                "\(line.quarantined)",
                line.quarantineReasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", "),
            ]
        }
        rows.append([
            "", "all", "\(overview.received)", "\(overview.mapped)", "\(overview.notRelevant)", "\(overview.duplicate)",
            "\(overview.quarantined)", "",
        ])
        var text = Terminal.table(
            ["trust", "feed", "received", "mapped", "not relevant", "duplicate", "quarantined", "by reason"], rows,
            numbersFrom: 2,
            numbersTo: 6)
        text += "\n\n"
        text += Terminal.table(
            ["destination", "due", "delivered", "pending", "held", "failed", "cancelled", "p50 ms", "p99 ms"],
            overview.destinations.map { line in
                let figures = latency.delivered[DestinationName(line.destination)]
                return [
                    line.destination, "\(line.due)", "\(line.delivered)", "\(line.pending)", "\(line.held)", "\(line.failed)",
                    "\(line.cancelled)", figures.map { "\($0.p50)" } ?? "–", figures.map { "\($0.p99)" } ?? "–",
                ]
            }, numbersFrom: 1, numbersTo: 8)
        text += "\n\n"
        if let decided = latency.decided { text += "accepted → outcome: p50 \(decided.p50) ms, p99 \(decided.p99) ms\n" }
        text +=
            "record store: \(overview.persons) persons, \(overview.resources.values.reduce(0, +)) resources, \(recordReceipts) receipts, \(recordRecalls) recalled\n"
        text +=
            "published \(published) in \(String(format: "%.1f", seconds)) s: \(Int(Double(published) / max(seconds, 0.001))) messages/s, everything settled\n"
        text += "ledger: received \(balance.received) = "
        text += MessageState.allCases.map { "\(balance.count($0)) \($0.word)" }.joined(separator: " + ")
        text += "; imbalance \(imbalance)"
        let wrong = surprises
        text +=
            wrong.isEmpty
            ? "\nevery feed's outcomes are what the simulator knows to be true"
            : "\nnot what the simulator expected: " + wrong.joined(separator: "; ")
        return text
    }

    /// Feeds whose outcomes differ from the simulator's truth. Its truth follows the order of publishing over all feeds; the hub
    /// keeps the order of each feed, so it may know a person a little earlier: more mapped, and as many fewer not relevant, is right.
    private var surprises: [String] {
        overview.feeds.flatMap { line -> [String] in
            guard let expected = expectations[line.feed] else { return [] }
            func wanted(_ word: String) -> Int { expected[word] ?? 0 }
            var found: [String] = []
            if line.quarantined != wanted("quarantined") {
                found.append("\(line.feed): \(line.quarantined) quarantined instead of \(wanted("quarantined"))")
            }
            if line.duplicate != wanted("duplicate") {
                found.append("\(line.feed): \(line.duplicate) duplicates instead of \(wanted("duplicate"))")
            }
            if line.mapped < wanted("mapped") {
                found.append("\(line.feed): \(line.mapped) mapped instead of at least \(wanted("mapped"))")
            }
            if Int(line.mapped + line.notRelevant) != wanted("mapped") + wanted("notRelevant") {
                found.append(
                    "\(line.feed): \(line.mapped + line.notRelevant) mapped or not relevant instead of \(wanted("mapped") + wanted("notRelevant"))"
                )
            }
            return found
        }
    }

    /// Of this process, hub and simulator together (VmHWM).
    private static var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1024
    }

    /// The balance in the shape that scripts rely on, with what the table shows beside it; one line.
    func json() throws -> String {
        struct More: Encodable {
            var published: Int
            var seconds: Double
            var recordMessagesPerSecond: Double?
            var peakMemoryMegabytes: Int
            var recordReceipts: Int64
            var recordRecalls: Int64
            var persons: Int
            var surprises: [String]
            var decidedMilliseconds: [String: Int64]
            var deliveredMilliseconds: [String: [String: Int64]]
        }
        func figures(_ latency: Latency) -> [String: Int64] { ["p50": latency.p50, "p95": latency.p95, "p99": latency.p99] }
        let more = More(
            published: published, seconds: seconds,
            recordMessagesPerSecond: recorded.map { Double(published) / max($0 / .seconds(1), 0.001) },
            peakMemoryMegabytes: Self.peakMegabytes,
            recordReceipts: recordReceipts, recordRecalls: recordRecalls, persons: overview.persons, surprises: surprises,
            decidedMilliseconds: latency.decided.map(figures) ?? [:],
            deliveredMilliseconds: Dictionary(
                latency.delivered.map { ($0.key.text, figures($0.value)) }, uniquingKeysWith: { a, _ in a }))
        return String(balance.json.dropLast()) + "," + (try JSONOutput.text(more, pretty: false)).dropFirst()
    }
}
