import Foundation
import Testing

/// An `InboxCommit` is a promise about the disk; only `Ledger` and the stores may name what makes one.
@Suite struct InboxCommitTests {
    @Test func onlyStoresIssueCommits() throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let sources = root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var searched = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            let parts = file.pathComponents
            guard let index = parts.lastIndex(of: "Sources"), index + 1 < parts.count else { continue }
            searched += 1
            if ["Ledger", "SQLiteStore", "PostgreSQLStore"].contains(parts[index + 1]) { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("InboxCommitIssuer"), "\(file.path) may not issue an InboxCommit")
        }
        #expect(searched > 0)
    }
}
