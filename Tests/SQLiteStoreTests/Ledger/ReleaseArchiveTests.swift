import Ledger
import Testing

@testable import SQLiteStore

@Suite struct ReleaseArchiveTests {
    private func content(_ hash: ReleaseHash, _ files: [String: String], at: Int64) -> ReleaseContent {
        ReleaseContent(
            hash: hash, engine: "1", note: "why", builtBy: Actor("ada"), builtAt: at,
            files: files.sorted { $0.key < $1.key }.map { .init(path: $0.key, bytes: Array($0.value.utf8)) })
    }

    @Test func aReleaseIsKeptOnceAndFetchedWhole() async throws {
        let place = try Workplace()
        let first = content("a1", ["Mappings/x.yaml": "x", "Config/routes.yaml": ""], at: 10)
        let second = content("b2", ["Mappings/x.yaml": "x", "Mappings/y.yaml": "y"], at: 20)
        do {
            let ledger = try SQLiteLedger(path: place.path, now: 0)
            try await ledger.keep(first)
            try await ledger.keep(second)
            // The same hash again changes nothing.
            try await ledger.keep(content("a1", ["other": "other"], at: 30))
            try await ledger.close(now: 1)
        }
        let ledger = try SQLiteLedger(path: place.path, now: 2)
        #expect(try await ledger.keptRelease("a1") == first)
        #expect(try await ledger.keptRelease("b2") == second)
        #expect(try await ledger.keptRelease("c3") == nil)
        #expect(try await ledger.keptReleases(limit: 10).map(\.hash.text) == ["b2", "a1"])
        #expect(try await ledger.keptReleases(limit: 1).map(\.hash.text) == ["b2"])
    }

    @Test func keepingIsWrittenToTheTrail() async throws {
        let place = try Workplace()
        let ledger = try SQLiteLedger(path: place.path, now: 0)
        try await ledger.keep(content("a1", ["x": "x"], at: 10))
        let trail = try await ledger.auditEntries(before: nil, limit: 10)
        #expect(trail.contains { $0.event.action == "keep-release" && $0.event.subject == "a1" })
    }
}
