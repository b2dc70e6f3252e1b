import Canonical
import Diagnostics
import Digests
import Foundation
import Ledger
import SQLiteStore
import Testing

/// Rates of the SQLite ledger, printed; run alone and in release:
/// `HUB_BENCHMARK=1 swift test -c release --filter LedgerBenchmark`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HUB_BENCHMARK"] != nil)) struct LedgerBenchmark {
    static let bodySize = 2_000
    static let canonicalSize = 6_000

    static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(32 + state % 90)
        }
    }

    @Test func rates() async throws {
        let environment = ProcessInfo.processInfo.environment
        let total = environment["HUB_BENCHMARK_MESSAGES"].flatMap(Int.init) ?? 20_000
        for batch in [100, 250, 500] {
            let place = try Workplace()
            let ledger = try SQLiteLedger(path: place.path, now: 0)
            try await run(ledger, total: total, batch: batch)
            let size = (try? FileManager.default.attributesOfItem(atPath: place.path)[.size] as? Int) ?? 0
            print("  file \(size / 1_000_000) MB")
        }
    }

    private func run(_ ledger: SQLiteLedger, total: Int, batch: Int) async throws {
        let clock = ContinuousClock()
        let tail = [UInt8](repeating: 7, count: 24)
        var arrivals = (0..<batch).map { n in
            let body = Self.noise(Self.bodySize, seed: UInt64(n + 1))
            return Arrival(
                body: body, hash: BodyHash(SHA256.digest(of: body)), receivedAt: 1, properties: .init(messageID: "\(n)"))
        }
        let canonical = Self.noise(Self.canonicalSize, seed: 7)
        let issues = (0..<3).map {
            StoredIssue(
                severity: .warning, code: "unmapped-component", message: "nothing takes this component of the message",
                path: "PID-\($0)", byteOffset: 100 * $0)
        }
        let feeds = (0..<4).map { FeedName("feed-\($0)") }

        let accept = try await clock.measure {
            for n in 0..<(total / batch) {
                // Every message its own hash: the bodies repeat, and must not count as duplicates.
                for index in arrivals.indices {
                    withUnsafeBytes(of: (n &* batch &+ index).bigEndian) { arrivals[index].hash = BodyHash(Array($0) + tail) }
                }
                _ = try await ledger.accept(feed: feeds[n % feeds.count], arrivals: arrivals)
            }
        }
        var claiming = Duration.zero
        var committing = Duration.zero
        var lane = 0
        var done = 0
        while true {
            var claimed: [ClaimedMessage] = []
            claiming += try await clock.measure { claimed = try await ledger.claimPending(limit: batch, now: 2) }
            if claimed.isEmpty { break }
            let outcomes = claimed.map { message -> Outcome in
                lane = (lane &* 31 &+ 17) % 5_000
                let keys = (0..<2).map { k in
                    LaneKey(Array(SHA256.digest(of: Array("\(lane)/\(k)".utf8)).prefix(16)))
                }
                return Outcome(
                    message: message.id,
                    verdict: .mapped(
                        canonical: canonical,
                        deliveries: [
                            DueDelivery(
                                destination: "record-store", purpose: .directCare,
                                idempotencyKey: "0b9f6f9e-4d0c-8a4e-\(message.id)"),
                            DueDelivery(
                                destination: "national", purpose: .programme, idempotencyKey: "0b9f6f9e-4d0c-8a4e-\(message.id)"
                            ),
                        ]), release: "r1", laneKeys: keys, messageType: "ADT^A08", controlID: "C\(message.id)",
                    event: "person-updated", issues: issues)
            }
            committing += try await clock.measure { _ = try await ledger.commit(outcomes, now: 3) }
            done += outcomes.count
        }
        var delivered = 0
        let delivering = try await clock.measure {
            while true {
                let due = try await ledger.claimDeliveries(destination: "record-store", limit: batch, now: 4)
                if due.isEmpty { break }
                try await ledger.settle(
                    due.map { DeliveryResult(delivery: $0.delivery.id, effect: .delivered, answer: Answer(.accepted)) }, now: 5)
                delivered += due.count
            }
        }
        var balance: Balance?
        let counting = try await clock.measure { balance = try await ledger.balance() }
        #expect(balance?.imbalance == 0 && done == total / batch * batch && delivered == done)
        func rate(_ count: Int, _ time: Duration) -> Int { Int(Double(count) / (time / .seconds(1))) }
        print(
            "batch \(batch): accept \(rate(done, accept))/s, claim \(rate(done, claiming))/s, commit \(rate(done, committing))/s,",
            "deliver (claim + settle) \(rate(delivered, delivering))/s, balance \(counting)")
    }

    @Test func singleAcceptsShareCommits() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        let body = Self.noise(Self.bodySize, seed: 3)
        let one = Arrival(body: body, hash: BodyHash(SHA256.digest(of: body)), receivedAt: 1)
        for writers in [1, 16, 64] {
            let clock = ContinuousClock()
            let each = 6_400 / writers
            let time = try await clock.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for n in 0..<writers {
                        group.addTask {
                            for _ in 0..<each { _ = try await ledger.accept(feed: FeedName("f\(n)"), arrivals: [one]) }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            print("\(writers) senders, one message a call: \(Int(Double(each * writers) / (time / .seconds(1))))/s")
        }
    }
}
