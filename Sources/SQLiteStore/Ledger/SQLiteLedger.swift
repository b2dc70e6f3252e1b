package import Canonical
import GRDB
package import Ledger
import Synchronization

/// The ledger in one SQLite file. All writes go through the file's one writer thread; every method returns after its
/// commit is on disk. What it keeps in memory: the ids of claimed messages, and arrivals that wait to share a commit.
package final class SQLiteLedger: LedgerStore {
    let file: SQLiteFile
    let policy: LedgerPolicy
    private let session: Int64
    let acceptQueue = AcceptQueue()
    let state: Mutex<ProcessState>

    /// What only this process needs to know; the file alone suffices to go on after a kill.
    struct ProcessState {
        /// Claimed and not yet decided or given back.
        var inFlight: Set<Int64> = []
        /// Messages that were claimed when the last process died are still to be run one by one.
        var hasSuspects: Bool
        /// Rotates who gets the remainder of a claim.
        var turn = 0
        var isClosed = false
    }

    /// What the last session left behind.
    package struct Recovery: Hashable, Sendable {
        package var wasUnclean: Bool
        package var suspects: Int
        package var deliveriesGivenBack: Int
    }
    package let recovery: Recovery

    /// Opens a session: after an unclean exit what was claimed becomes suspect, and claimed deliveries are due again.
    package init(file: SQLiteFile, policy: LedgerPolicy = .init(), now: Milliseconds) throws {
        self.file = file
        self.policy = policy
        let (session, recovery): (Int64, Recovery)
        do {
            (session, recovery) = try file.pool.write { db in
                let recovery = try Self.recover(db)
                let start = try PreparedStatement(db, "INSERT INTO session(started_at) VALUES (?)")
                start.bind(1, now)
                try start.execute()
                return (db.lastInsertedRowID, recovery)
            }
        } catch {
            throw SQLiteFile.translate(error)
        }
        self.session = session
        self.recovery = recovery
        state = Mutex(ProcessState(hasSuspects: recovery.suspects > 0))
    }

    package convenience init(path: String, policy: LedgerPolicy = .init(), now: Milliseconds) throws {
        try self.init(file: SQLiteFile(path: path, parts: [.ledger, .releases]), policy: policy, now: now)
    }

    package func close(now: Milliseconds) async throws {
        state.withLock { $0.isClosed = true }
        let session = session
        try await file.write { db in
            try PreparedStatement(db, "UPDATE feed SET claimed_through = 0").execute()
            // Claimed deliveries that nobody settled are due again; their workers have stopped.
            _ = try Self.giveBackDeliveries(db)
            let end = try PreparedStatement(db, "UPDATE session SET ended_at = ? WHERE id = ?")
            end.bind(1, now)
            end.bind(2, session)
            try end.execute()
        }
        try await file.checkpoint()
    }

    /// - Throws: `LedgerFailure.closed` after `close`.
    func requireOpen() throws {
        if state.withLock({ $0.isClosed }) { throw LedgerFailure.closed }
    }
}
