package import Canonical
import GRDB
package import Record

extension SQLiteRecordStore: SubmissionStore {
    private static let columns = """
        order_id, version, person, state, has_reached_nation, submission_id, content_hash, epoch, attempts, detail,
        updated_at, due_at
        """
    /// Only the latest version of an order counts.
    private static let latest = "version = (SELECT max(version) FROM submission_order o WHERE o.order_id = s.order_id)"

    private static func row(_ columns: PreparedStatement.Columns) -> SubmissionRow {
        SubmissionRow(
            order: columns.text(0), version: Int(columns.int(1)), person: PersonID(columns.int(2)), state: columns.text(3),
            hasReachedNation: columns.bool(4), submissionID: columns.optionalText(5), contentHash: columns.optionalText(6),
            epoch: columns.int(7), attempts: Int(columns.int(8)), detail: columns.text(9), updatedAt: columns.int(10),
            dueAt: columns.optionalInt(11))
    }

    private static func save(_ row: SubmissionRow, _ db: Database) throws {
        let put = try PreparedStatement(
            db, "INSERT OR REPLACE INTO submission_order(\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        put.bind(1, row.order)
        put.bind(2, row.version)
        put.bind(3, row.person.rawValue)
        put.bind(4, row.state)
        put.bind(5, row.hasReachedNation)
        put.bind(6, row.submissionID)
        put.bind(7, row.contentHash)
        put.bind(8, row.epoch)
        put.bind(9, row.attempts)
        put.bind(10, row.detail)
        put.bind(11, row.updatedAt)
        put.bind(12, row.dueAt)
        try put.execute()
    }

    private static func snapshot(of person: PersonID, _ db: Database) throws -> PersonSnapshot? {
        var persons = PersonTable(db, try RecordStatements(db))
        return try snapshot(of: person, &persons)
    }

    private static func snapshot(of person: PersonID, _ persons: inout PersonTable) throws -> PersonSnapshot? {
        guard let standing = try persons.root(person)?.standing else { return nil }
        return PersonSnapshot(standing: standing, resources: try submittable(of: standing.person, persons.db))
    }

    package func submissionPosition() async throws -> Int64 {
        try await file.read { db in
            try Int64.fetchOne(db, sql: "SELECT value FROM record_counter WHERE name = 'submission-position'") ?? 0
        }
    }

    package func project(
        _ people: [PersonID], upTo position: Int64,
        _ decide: @escaping @Sendable (PersonSnapshot, [SubmissionRow]) throws -> [SubmissionRow]
    ) async throws {
        try await file.write { db in
            var seen = Set<PersonID>()
            var persons = PersonTable(db, try RecordStatements(db))
            let select = try PreparedStatement(
                db, "SELECT \(Self.columns) FROM submission_order WHERE order_id = ? ORDER BY version")
            for person in people {
                // Whom nothing was ordered for has nothing to send: the rest of them is not read.
                guard let root = try persons.root(person)?.id, seen.insert(root).inserted,
                    try Self.hasOrder(root, db), let snapshot = try Self.snapshot(of: root, &persons)
                else { continue }
                var rows: [SubmissionRow] = []
                for resource in snapshot.resources where resource.type == "ServiceRequest" {
                    select.bind(1, resource.id)
                    rows += try select.all(Self.row)
                }
                for row in try decide(snapshot, rows) { try Self.save(row, db) }
            }
            let move = try PreparedStatement(
                db, "UPDATE record_counter SET value = max(value, ?) WHERE name = 'submission-position'")
            move.bind(1, position)
            try move.execute()
        }
    }

    package func dueSubmissions(at time: Milliseconds, limit: Int) async throws -> [SubmissionRow] {
        try await file.read { db in
            let select = try PreparedStatement(
                db,
                """
                SELECT \(Self.columns) FROM submission_order s WHERE due_at <= ?1 AND \(Self.latest)
                    -- A version waits until the one before it has its answer, or has been given up.
                    AND NOT EXISTS (SELECT 1 FROM submission_order o
                        WHERE o.order_id = s.order_id AND o.version < s.version AND o.state = 'sent' AND o.due_at > ?1)
                ORDER BY due_at, order_id LIMIT ?2
                """)
            select.bind(1, time)
            select.bind(2, max(0, limit))
            return try select.all(Self.row)
        }
    }

    package func claim<Claim: Sendable>(
        order: String, version: Int,
        _ decide: @escaping @Sendable (SubmissionRow, PersonSnapshot) throws -> (row: SubmissionRow?, claim: Claim)
    ) async throws -> Claim? {
        try await file.write { db in
            let select = try PreparedStatement(
                db, "SELECT \(Self.columns) FROM submission_order WHERE order_id = ? AND version = ?")
            select.bind(1, order)
            select.bind(2, version)
            guard let row = try select.first(Self.row), let snapshot = try Self.snapshot(of: row.person, db) else { return nil }
            let decided = try decide(row, snapshot)
            if let row = decided.row { try Self.save(row, db) }
            return decided.claim
        }
    }

    package func amend(
        order: String, version: Int, _ decide: @escaping @Sendable (SubmissionRow) -> SubmissionRow?
    ) async throws -> Bool {
        try await file.write { db in
            let select = try PreparedStatement(
                db, "SELECT \(Self.columns) FROM submission_order WHERE order_id = ? AND version = ?")
            select.bind(1, order)
            select.bind(2, version)
            guard let row = try select.first(Self.row), let decided = decide(row) else { return false }
            try Self.save(decided, db)
            return true
        }
    }

    package func submissions(ofOrder order: String) async throws -> [SubmissionRow] {
        try await file.read { db in
            let select = try PreparedStatement(
                db, "SELECT \(Self.columns) FROM submission_order WHERE order_id = ? ORDER BY version")
            select.bind(1, order)
            return try select.all(Self.row)
        }
    }

    package func submissions(inState state: String?, limit: Int) async throws -> [SubmissionRow] {
        try await file.read { db in
            let select = try PreparedStatement(
                db,
                """
                SELECT \(Self.columns) FROM submission_order s WHERE \(Self.latest) AND (?1 IS NULL OR state = ?1)
                ORDER BY updated_at DESC, order_id LIMIT ?2
                """)
            select.bind(1, state)
            select.bind(2, max(0, limit))
            return try select.all(Self.row)
        }
    }

    package func submissions(
        inState state: String, after mark: SubmissionMark, limit: Int
    ) async throws -> [SubmissionRow] {
        try await file.read { db in
            let select = try PreparedStatement(
                db,
                """
                SELECT \(Self.columns) FROM submission_order s INDEXED BY submission_changed
                WHERE updated_at >= ?1 AND (updated_at > ?1 OR order_id > ?4) AND state = ?2 AND \(Self.latest)
                ORDER BY updated_at, order_id LIMIT ?3
                """)
            select.bind(1, mark.time)
            select.bind(2, state)
            select.bind(3, max(0, limit))
            // Nothing is greater than NULL.
            select.bind(4, mark.order)
            return try select.all(Self.row)
        }
    }

    package func submissionFigures() async throws -> [String: Int] {
        try await file.read { db in
            let select = try PreparedStatement(
                db, "SELECT state, count(*) FROM submission_order s WHERE \(Self.latest) GROUP BY state")
            var figures: [String: Int] = [:]
            for (state, count) in try select.all({ ($0.text(0), Int($0.int(1))) }) { figures[state] = count }
            return figures
        }
    }
}
