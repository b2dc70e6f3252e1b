import Diagnostics
import Digests
import Foundation
import Ledger
import Testing

@testable import SQLiteStore

/// A folder of its own for one test.
final class Workplace {
    let folder: URL
    var path: String { folder.appendingPathComponent("ledger.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The files as they are at this moment, in another folder: what a kill -9 leaves.
    func copy() throws -> Workplace {
        let other = try Workplace()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix(".lock") {
            try FileManager.default.copyItem(
                at: folder.appendingPathComponent(name), to: other.folder.appendingPathComponent(name))
        }
        return other
    }
}

@Suite struct SQLiteLedgerTests {
    @Test(arguments: LedgerConformance.all)
    func conforms(_ conformance: LedgerConformance) async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        try await conformance.run(ledger)
    }

    @Test func acknowledgedMessagesSurviveAKill() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        let ids = try await ledger.take(["a", "b", "c"])
        _ = try await ledger.claimedIDs(2)
        _ = try await ledger.commit([mapped(ids[0], ["x"], to: [store])], now: 2_000)
        _ = try await ledger.claimSubjects()
        let killed = try place.copy()
        let reopened = try SQLiteLedger(path: killed.path, now: 3_000)
        #expect(reopened.recovery == .init(wasUnclean: true, suspects: 1, deliveriesGivenBack: 1))
        try await reopened.requireBalance()
        // What was claimed comes alone and first, its neighbour after it.
        let suspect = try await reopened.claimPending(limit: 10, now: 3_000)
        #expect(suspect.map(\.id) == [ids[1]] && suspect[0].isSuspect && suspect[0].attempt == 1)
        #expect(try await reopened.claimedIDs().isEmpty)
        _ = try await reopened.commit([mapped(ids[1], ["y"])], now: 3_000)
        #expect(try await reopened.claimedIDs() == [ids[2]])
        #expect(try await reopened.claimSubjects().count == 1)
    }

    @Test func aMessageThatKillsIsFoundAndItsNeighboursGoOn() async throws {
        var place = try Workplace()
        let first = try SQLiteLedger(path: place.path, now: 0)
        let ids = try await first.take(["a", "killer", "c", "d"])
        _ = try await first.claimedIDs(3)
        place = try place.copy()
        var kills = 0
        var done: [MessageID] = []
        run: while true {
            let ledger = try SQLiteLedger(path: place.path, policy: LedgerPolicy(maximumAttempts: 2), now: 5_000)
            while let message = try await ledger.claimPending(limit: 1, now: 5_000).first {
                if message.body == bytes("killer") {
                    kills += 1
                    try #require(kills < 10)
                    place = try place.copy()
                    continue run
                }
                _ = try await ledger.commit([mapped(message.id, ["\(message.id)"])], now: 5_000)
                done.append(message.id)
            }
            #expect(kills == 2)
            #expect(done == [ids[0], ids[2], ids[3]])
            let listed = try await ledger.quarantined(feed: nil, reason: LedgerPolicy.killsTheMapper, after: nil, limit: 9)
            #expect(listed.map(\.id) == [ids[1]])
            try await ledger.requireBalance()
            break
        }
    }

    @Test func anOrderlyEndLeavesNoSuspects() async throws {
        let place = try Workplace()
        do {
            let ledger = try SQLiteLedger(path: place.path, now: 0)
            _ = try await ledger.mapAll(["x"], lane: "x", to: [store])
            _ = try await ledger.take(["a", "b"])
            _ = try await ledger.claimedIDs()
            _ = try await ledger.claimSubjects()
            try await ledger.close(now: 9_000)
            // swift-format-ignore: OnlyOneTrailingClosureArgument
            await expectFailure({ $0 == .closed }) { _ = try await ledger.take(["late"]) }
        }
        let ledger = try SQLiteLedger(path: place.path, now: 10_000)
        #expect(ledger.recovery == .init(wasUnclean: false, suspects: 0, deliveriesGivenBack: 0))
        #expect(try await ledger.claimedIDs().count == 2)
        #expect(try await ledger.claimSubjects(now: 10_000).count == 1)
    }

    @Test func aTransactionThatDidNotCommitLeavesNothing() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        let ids = try await ledger.take(["a"])
        struct Abort: Error {}
        await #expect(throws: Abort.self) {
            try await ledger.file.write { db in
                let writer = try OutcomeWriter(db, now: 1, inFlight: [])
                _ = try writer.write(mapped(ids[0], ["x"], to: [store]))
                try writer.finish()
                throw Abort()
            }
        }
        let killed = try place.copy()
        let reopened = try SQLiteLedger(path: killed.path, now: 2)
        #expect(try await reopened.message(ids[0])?.summary.state == .pending)
        #expect(try await reopened.lanes(for: [key("x")]).isEmpty)
        try await reopened.requireBalance()
    }

    @Test func commitsReachTheDisk() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        let level = try await ledger.file.write { try PreparedStatement($0, "PRAGMA synchronous").first { $0.int(0) } }
        let mode = try await ledger.file.write { try PreparedStatement($0, "PRAGMA journal_mode").first { $0.text(0) } }
        #expect(level == 2 && mode == "wal")
    }

    @Test func onlyOneHoldsTheFile() async throws {
        let place = try Workplace()
        var first: SQLiteLedger? = try SQLiteLedger(path: place.path, now: 0)
        // swift-format-ignore: OnlyOneTrailingClosureArgument
        await expectFailure({
            if case .locked(let path, let holder) = $0 {
                path == place.path + ".lock" && holder.hasPrefix("process ")
            } else {
                false
            }
        }) { _ = try SQLiteLedger(path: place.path, now: 0) }
        _ = try await first?.take(["a"])
        first = nil
        let second = try SQLiteLedger(path: place.path, now: 1)
        #expect(try await second.balance().received == 1)
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let place = try Workplace()
        do {
            let newer = SchemaPart(name: "ledger", steps: SchemaPart.ledger.steps + ["CREATE TABLE later(x)"])
            _ = try SQLiteFile(path: place.path, parts: [newer])
        }
        let known = SchemaPart.ledger.steps.count
        // swift-format-ignore: OnlyOneTrailingClosureArgument
        await expectFailure({ $0 == .schema(found: "ledger \(known + 1)", supported: "ledger \(known)") }) {
            _ = try SQLiteLedger(path: place.path, now: 0)
        }
    }

    @Test func imbalanceIsFound() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        let ids = try await ledger.mapAll(["a", "b", "c"], lane: "x", to: [store])
        try await ledger.requireBalance()
        func spoil(_ sql: String) async throws { try await ledger.file.write { try PreparedStatement($0, sql).execute() } }
        try await spoil("DELETE FROM message WHERE id = \(ids[1].rawValue)")
        let holed = try await ledger.balance()
        #expect(holed.feeds[0].gaps == 1 && holed.imbalance > 0)
        try await spoil("UPDATE feed SET last_sequence = 2 WHERE name = 'rrk-pas'")
        #expect(try await ledger.balance().imbalance > 0)
        let second = try Workplace()
        let other = try SQLiteLedger(path: second.path, now: 0)
        _ = try await other.mapAll(["a"], lane: "x", to: [store])
        try await other.file.write { try PreparedStatement($0, "DELETE FROM delivery").execute() }
        #expect(try await other.balance().imbalance > 0)
    }

    @Test func aChangedAuditIsFound() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        for n in 0..<4 { _ = try await ledger.record(AuditEvent(actor: clerk, action: "a", subject: "\(n)", at: 1)) }
        try await ledger.file.write { try PreparedStatement($0, "UPDATE audit SET actor = 'x' WHERE number = 3").execute() }
        #expect(try await ledger.verifyAudit() == .broken(at: 3))
        try await ledger.file.write { try PreparedStatement($0, "DELETE FROM audit WHERE number = 2").execute() }
        #expect(try await ledger.verifyAudit() == .broken(at: 2))
    }

    @Test func aBackupIsWhole() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        _ = try await ledger.mapAll(["a", "b"], lane: "x", to: [store])
        let target = try Workplace()
        try await ledger.file.backup(to: target.path)
        let restored = try SQLiteLedger(path: target.path, now: 1)
        #expect(try await restored.balance().json == ledger.balance().json)
    }
}
