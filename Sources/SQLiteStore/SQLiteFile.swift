// SQLiteStore: the embedded stores (ledger, record) in SQLite; the only SQL for it.
//
// Owns: opening a file so that a commit is on disk, the lock that lets exactly one process hold it, schema versions, and
// statements bound without conversion. It runs no task; GRDB gives each file one writer thread and a few readers of
// their own, so nothing blocks the cooperative pool, and WAL lets readers go on beside the writer.
// What bounds memory: page caches (below) and the limits of each call. What can be lost when it stops: a transaction
// that has not returned; one that has returned is on disk (synchronous = FULL, checked at opening).

package import GRDB
import GRDBSQLite
import Ledger

/// The tables of one half of a store (ledger, record), as the steps that made them. A step is never edited: a change is
/// a new step. Two parts may share a file if their table names do not meet.
package struct SchemaPart: Sendable {
    package var name: String
    /// SQL scripts; the version of a file is how many of them it has seen.
    package var steps: [String]

    package init(name: String, steps: [String]) {
        self.name = name
        self.steps = steps
    }
}

/// One SQLite file, held by this process alone until the last reference goes.
///
/// `let file = try SQLiteFile(path: "/var/lib/hub/ledger.sqlite", parts: [.ledger])`
package final class SQLiteFile: Sendable {
    package let path: String
    /// For reads that compose GRDB's own API; writes go through `write`, so that failures get a category.
    package let pool: DatabasePool
    private let lock: ProcessLock

    /// - Throws: `LedgerFailure.locked` (another process), `.schema` (newer file), `.storage`.
    package init(path: String, parts: [SchemaPart], readers: Int = 4) throws {
        self.path = path
        // The lock comes before the first byte of the database is touched.
        lock = try ProcessLock(path: path + ".lock")
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(10)
        configuration.label = "store"
        configuration.prepareDatabase { db in
            // Takes effect in a new file only. 8 KB pages hold most bodies in one or two pages.
            try db.execute(sql: "PRAGMA page_size = 8192")
            // Readers; the writer gets more below. No memory mapping: its pages would count as the hub's own memory.
            try db.execute(sql: "PRAGMA cache_size = -2048")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // DatabasePool sets synchronous = NORMAL after prepareDatabase has run, which would lose acknowledged
            // messages in a power failure. So it is set here, outside a transaction, and read back.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA cache_size = -12288")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 6000")
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
                let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
                guard level == 2 else { throw LedgerFailure.storage(code: 0, text: "synchronous is not FULL") }
                for part in parts { try Self.migrate(part, db) }
            }
        } catch {
            throw Self.translate(error)
        }
    }

    /// When a commit must be safe from a power failure. From the death of the process it always is.
    package enum Durability: Sendable {
        /// Before the call returns.
        case onDisk
        /// With the next commit that is: for what may be lost and is then simply done again, such as a claim.
        case withNextCommit
    }

    /// Runs in one immediate transaction on the writer's thread and returns when it is committed.
    package func write<T: Sendable>(
        _ durability: Durability = .onDisk, _ body: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        do {
            switch durability {
            case .onDisk: return try await pool.write(body)
            case .withNextCommit: return try await pool.writeWithoutTransaction { try Self.commitLazily($0, body) }
            }
        } catch {
            throw Self.translate(error)
        }
    }

    /// In WAL mode a commit under NORMAL is not synced; the next one under FULL syncs the log up to itself.
    private static func commitLazily<T>(_ db: Database, _ body: (Database) throws -> T) throws -> T {
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        let result = Result {
            var value: T?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            return value
        }
        // Whatever happened: what follows is synced again, or fails loudly here.
        try db.execute(sql: "PRAGMA synchronous = FULL")
        guard let value = try result.get() else { throw LedgerFailure.storage(code: 0, text: "a transaction gave nothing") }
        return value
    }

    /// Runs on a snapshot, beside the writer.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        do { return try await pool.read(body) } catch { throw Self.translate(error) }
    }

    /// The same, blocking: for what must be read inside another file's transaction. Readers never wait for a writer.
    package func readNow<T>(_ body: (Database) throws -> T) throws -> T {
        do { return try pool.read(body) } catch { throw Self.translate(error) }
    }

    /// Folds the log into the file, so that a copy of the file alone is whole.
    package func checkpoint() async throws {
        do {
            try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw Self.translate(error)
        }
    }

    /// A consistent copy while the store is in use.
    package func backup(to target: String) async throws {
        do {
            // Outside a transaction, on a reader: the writer goes on.
            try await pool.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [target]) }
        } catch {
            throw Self.translate(error)
        }
    }

    /// A database error without its SQL and arguments, which may hold patient data.
    package static func translate(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return LedgerFailure.storage(
            code: Int(error.extendedResultCode.rawValue), text: String(cString: sqlite3_errstr(error.resultCode.rawValue)))
    }

    private static func migrate(_ part: SchemaPart, _ db: Database) throws {
        try db.execute(
            sql: "CREATE TABLE IF NOT EXISTS schema_part(name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID"
        )
        let found =
            try Int.fetchOne(db, sql: "SELECT version FROM schema_part WHERE name = ?", arguments: [part.name]) ?? 0
        guard found <= part.steps.count else {
            throw LedgerFailure.schema(found: "\(part.name) \(found)", supported: "\(part.name) \(part.steps.count)")
        }
        for step in found..<part.steps.count {
            try db.inTransaction(.immediate) {
                try db.execute(sql: part.steps[step])
                try db.execute(
                    sql: "INSERT OR REPLACE INTO schema_part(name, version) VALUES (?, ?)", arguments: [part.name, step + 1])
                return .commit
            }
        }
    }
}
