package import Canonical
import FHIR
import GRDB
package import Record

/// The record in a SQLite file of its own.
///
/// `SQLiteRecordStore(try SQLiteFile(path: "record.sqlite", parts: [.record]))`
package final class SQLiteRecordStore: RecordStore, Sendable {
    package let file: SQLiteFile

    package init(_ file: SQLiteFile) { self.file = file }

    package convenience init(path: String) throws { self.init(try SQLiteFile(path: path, parts: [.record])) }

    package func apply(_ batch: [CanonicalMessage]) async throws -> [ApplyResult] {
        try await apply(batch, counting: .receipts)
    }

    package func recall(_ batch: [CanonicalMessage]) async throws -> [ApplyResult] {
        try await apply(batch, counting: .recalls, .withNextCommit)
    }

    private func apply(
        _ batch: [CanonicalMessage], counting count: RecordApplication.Count, _ durability: SQLiteFile.Durability = .onDisk
    ) async throws -> [ApplyResult] {
        if batch.isEmpty { return [] }
        return try await file.write(durability) { db in
            var application = try RecordApplication(db)
            return try application.apply(batch, counting: count)
        }
    }

    package func receipts() async throws -> Int64 { try await file.read { try Self.counter(.receipts, $0) } }

    package func recalls() async throws -> Int64 { try await file.read { try Self.counter(.recalls, $0) } }

    private static func counter(_ count: RecordApplication.Count, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT value FROM record_counter WHERE name = ?", arguments: [count.rawValue]) ?? 0
    }

    package func receipts(of keys: [String]) async throws -> Int {
        try await file.read { db in
            let find = try PreparedStatement(db, "SELECT 1 FROM record_applied WHERE key = ?")
            var count = 0
            for key in keys {
                find.bind(1, key)
                if try find.first({ _ in true }) != nil { count += 1 }
            }
            return count
        }
    }

    // MARK: Persons

    package func knows(_ people: [[RecordIdentifier]]) async throws -> [Bool] {
        if people.isEmpty { return [] }
        return try await file.read { db in
            let find = try PreparedStatement(db, "SELECT 1 FROM person_identifier WHERE value = ? AND system = ?")
            return try people.map { identifiers in
                for identifier in identifiers where identifier.canMatch {
                    find.bind(1, identifier.value)
                    find.bind(2, identifier.system)
                    if try find.first({ _ in true }) != nil { return true }
                }
                return false
            }
        }
    }

    package func person(identifiedBy identifiers: [RecordIdentifier]) async throws -> PersonID? {
        try await file.read { db in
            var persons = PersonTable(db, try RecordStatements(db))
            return try Self.person(identifiers, &persons)?.id
        }
    }

    private static func person(_ identifiers: [RecordIdentifier], _ persons: inout PersonTable) throws -> PersonRow? {
        var found: PersonRow?
        for identifier in identifiers where identifier.canMatch {
            guard let owner = try persons.owner(of: identifier), let root = try persons.root(owner.person) else { continue }
            if let found, found.id != root.id { return nil }
            found = root
        }
        return found
    }

    package func consent(of person: PersonID) async throws -> ConsentStanding? {
        try await file.read { db in try Self.consent(of: person, db) }
    }

    package func consent(identifiedBy identifiers: [RecordIdentifier]) async throws -> ConsentStanding? {
        try await file.read { db in try Self.standings([identifiers], db)[0] }
    }

    package func standingsNow(identifiedBy people: [[RecordIdentifier]]) throws -> [ConsentStanding?] {
        if people.isEmpty { return [] }
        return try file.readNow { db in try Self.standings(people, db) }
    }

    private static func standings(_ people: [[RecordIdentifier]], _ db: Database) throws -> [ConsentStanding?] {
        var persons = PersonTable(db, try RecordStatements(db))
        return try people.map { try person($0, &persons)?.standing }
    }

    static func consent(of person: PersonID, _ db: Database) throws -> ConsentStanding? {
        var persons = PersonTable(db, try RecordStatements(db))
        return try persons.root(person)?.standing
    }

    package func unmerge(_ retired: PersonID, by feed: String, at time: Milliseconds) async throws {
        try await file.write { db in
            var application = try RecordApplication(db)
            let survivor = try PersonMerge.undo(retired, at: time, &application.persons)
            var changes = PendingChanges()
            changes.unmerged(retired, from: survivor)
            let said = ResourceTable.Said(
                feed: try application.feed(feed), controlID: nil, eventTime: time, recordedAt: time)
            let patients = try String.fetchAll(
                db, sql: "SELECT id FROM resource WHERE person = ? AND type = ?",
                arguments: [retired.rawValue, RecordedType.patient.rawValue])
            for id in patients {
                try RetiredPatients.unlink(id, application.resources, said, person: retired, &changes)
            }
            try changes.write(&application.persons, application.resources, application.statements, at: time)
        }
    }

    // MARK: Outbox and figures

    package func changes(after sequence: Int64, limit: Int) async throws -> [RecordChange] {
        try await file.read { db in try Self.changes(after: sequence, limit: limit, db) }
    }

    static func changes(after sequence: Int64, limit: Int, _ db: Database) throws -> [RecordChange] {
        let select = try PreparedStatement(
            db,
            """
            SELECT sequence, kind, person, type, id, version, epoch, recorded_at, retired FROM record_change
            WHERE sequence > ? ORDER BY sequence LIMIT ?
            """)
        select.bind(1, sequence)
        select.bind(2, max(0, limit))
        return try select.all { columns in
            RecordChange(
                sequence: columns.int(0), kind: RecordChange.Kind(rawValue: Int(columns.int(1))) ?? .updated,
                person: columns.optionalInt(2).map(PersonID.init),
                resourceType: columns.optionalInt(3).flatMap { RecordedType(rawValue: Int($0))?.name },
                resourceID: columns.optionalText(4), version: Int(columns.int(5)), consentEpoch: columns.int(6),
                recordedAt: columns.int(7), retired: columns.optionalInt(8).map(PersonID.init))
        }
    }

    package func figures() async throws -> RecordFigures {
        try await file.read { db in
            func number(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            var resources: [String: Int] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT type, count(*) AS n FROM resource GROUP BY type") {
                if let type = RecordedType(rawValue: row["type"]) { resources[type.name] = row["n"] }
            }
            return RecordFigures(
                persons: try number("SELECT count(*) FROM person WHERE merged_into IS NULL"),
                mergedPersons: try number("SELECT count(*) FROM person WHERE merged_into IS NOT NULL"),
                resources: resources, versions: try number("SELECT count(*) FROM resource_version"),
                receipts: try Self.counter(.receipts, db),
                lastChange: Int64(try number("SELECT max(sequence) FROM record_change")))
        }
    }

    package func integrityCheck() async throws -> [String] {
        try await file.read { db in
            var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            func count(_ sql: String, _ problem: String) throws {
                let found = try Int.fetchOne(db, sql: sql) ?? 0
                if found > 0 { problems.append("\(found) \(problem)") }
            }
            try count(
                "SELECT count(*) FROM resource r LEFT JOIN resource_version v ON v.number = r.current WHERE v.number IS NULL OR v.version <> r.version",
                "resources whose current version is not there")
            try count(
                "SELECT count(*) FROM person_identifier i LEFT JOIN person p ON p.id = i.person WHERE p.id IS NULL",
                "identifiers of no person")
            try count(
                "SELECT count(*) FROM person p JOIN person s ON s.id = p.merged_into WHERE s.merged_into IS NOT NULL",
                "merged persons whose survivor is merged as well")
            try count(
                """
                SELECT abs((SELECT sum(value) FROM record_counter WHERE name IN ('receipts', 'recalls'))
                    - (SELECT count(*) FROM record_applied))
                """, "receipts and recalls that do not match the messages applied")
            try count(
                "SELECT max(sequence) - count(*) FROM record_change", "changes missing from the outbox")
            return problems
        }
    }
}
