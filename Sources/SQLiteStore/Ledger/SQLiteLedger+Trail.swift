package import Canonical
import Digests
import GRDB
package import Ledger

// The audit trail, leases and releases: small rows, each in its own commit or in that of what it tells of.
extension SQLiteLedger {
    package func record(_ event: AuditEvent) async throws -> AuditEntry {
        try await file.write { db in try Self.audit(event, db) }
    }

    /// Adds a link in the transaction of what it tells of.
    @discardableResult
    static func audit(_ event: AuditEvent, _ db: Database) throws -> AuditEntry {
        let last = try PreparedStatement(db, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        let previous = try last.first { (number: $0.int(0), hash: $0.bytes(1)) } ?? (number: 0, hash: AuditEntry.origin)
        let number = previous.number + 1
        let hash = SHA256.digest(of: AuditEntry.hashedBytes(after: previous.hash, number: number, event: event))
        let insert = try PreparedStatement(
            db,
            "INSERT INTO audit(number, at, actor, approved_by, action, subject, reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, number)
        insert.bind(2, event.at)
        insert.bind(3, event.actor.name)
        insert.bind(4, event.actor.approvedBy)
        insert.bind(5, event.action)
        insert.bind(6, event.subject)
        insert.bind(7, event.reason)
        insert.bind(8, hash)
        try insert.execute()
        return AuditEntry(number: number, event: event, hash: hash)
    }

    package func auditEntries(before number: Int64?, limit: Int) async throws -> [AuditEntry] {
        try await file.read { db in
            let find = try PreparedStatement(
                db, "SELECT \(Self.auditColumns) FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?")
            find.bind(1, number ?? .max)
            find.bind(2, limit)
            return try find.all(Self.auditEntry)
        }
    }

    package func verifyAudit() async throws -> AuditVerification {
        try await file.read { db in
            var chain = AuditChain(sha256: { SHA256.digest(of: $0) })
            try PreparedStatement(db, "SELECT \(Self.auditColumns) FROM audit ORDER BY number").eachRow {
                chain.follow(Self.auditEntry($0))
            }
            return chain.verification
        }
    }

    private static let auditColumns = "number, at, actor, approved_by, action, subject, reason, hash"

    private static func auditEntry(_ row: PreparedStatement.Columns) -> AuditEntry {
        AuditEntry(
            number: row.int(0),
            event: AuditEvent(
                actor: Actor(row.text(2), approvedBy: row.optionalText(3)), action: row.text(4), subject: row.text(5),
                reason: row.optionalText(6), at: row.int(1)), hash: row.bytes(7))
    }

    package func acquireLease(_ partition: String, holder: String, until: Milliseconds, now: Milliseconds) async throws
        -> Lease?
    {
        try await file.write { db in
            let find = try PreparedStatement(db, "SELECT holder, epoch, expires_at FROM lease WHERE name = ?")
            find.bind(1, partition)
            let current = try find.first {
                Lease(
                    fence: Fence(partition: partition, epoch: $0.int(1)), holder: $0.text(0), expiresAt: $0.int(2))
            }
            let epoch: Int64
            switch Lease.answer(to: holder, current: current, now: now) {
            case .granted(let new), .renewed(let new): epoch = new
            case .refused: return nil
            }
            let write = try PreparedStatement(
                db, "INSERT OR REPLACE INTO lease(name, holder, epoch, expires_at) VALUES (?, ?, ?, ?)")
            write.bind(1, partition)
            write.bind(2, holder)
            write.bind(3, epoch)
            write.bind(4, until)
            try write.execute()
            return Lease(fence: Fence(partition: partition, epoch: epoch), holder: holder, expiresAt: until)
        }
    }

    package func releaseLease(_ lease: Lease) async throws {
        try await file.write { db in
            let end = try PreparedStatement(
                db, "UPDATE lease SET expires_at = 0 WHERE name = ? AND holder = ? AND epoch = ?")
            end.bind(1, lease.fence.partition)
            end.bind(2, lease.holder)
            end.bind(3, lease.fence.epoch)
            try end.execute()
        }
    }

    package func activate(_ activation: ReleaseActivation) async throws {
        try await file.write { db in
            let insert = try PreparedStatement(
                db, "INSERT INTO activation(release_id, actor, approved_by, reason, at) VALUES (?, ?, ?, ?, ?)")
            insert.bind(1, try NameBook(db).release(activation.release))
            insert.bind(2, activation.actor.name)
            insert.bind(3, activation.actor.approvedBy)
            insert.bind(4, activation.reason)
            insert.bind(5, activation.at)
            try insert.execute()
            try Self.audit(
                AuditEvent(
                    actor: activation.actor, action: "activate-release", subject: activation.release.text,
                    reason: activation.reason, at: activation.at), db)
        }
    }

    package func activations(limit: Int) async throws -> [ReleaseActivation] {
        try await file.read { db in
            let find = try PreparedStatement(
                db,
                """
                SELECT r.hash, a.actor, a.approved_by, a.reason, a.at FROM activation a JOIN release r ON r.id = a.release_id
                ORDER BY a.id DESC LIMIT ?
                """)
            find.bind(1, limit)
            return try find.all { row in
                ReleaseActivation(
                    release: ReleaseHash(row.text(0)), actor: Actor(row.text(1), approvedBy: row.optionalText(2)),
                    reason: row.text(3), at: row.int(4))
            }
        }
    }
}
