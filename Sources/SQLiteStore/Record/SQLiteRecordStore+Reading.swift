package import Canonical
import FHIR
import GRDB
package import Record
import Tree

extension SQLiteRecordStore {
    /// The columns every read selects, of `resource r`, its version `v`, and the feed of the version.
    private static let columns = """
        SELECT r.type, r.id, v.version, r.person, v.recorded_at, v.event_time, f.name, v.control_id, v.content, v.previous,
            coalesce(p.location_hidden, 0) OR coalesce(s.location_hidden, 0), p.merged_into, r.number
        """
    private static let joined = """
        JOIN record_feed f ON f.id = v.feed LEFT JOIN person p ON p.id = r.person LEFT JOIN person s ON s.id = p.merged_into
        """
    private static let current = """
        \(columns) FROM resource r JOIN resource_version v ON v.number = r.current \(joined)
        """

    private struct Found {
        var resource: RecordResource
        var previous: Int64?
        var number: Int64
    }

    private static func found(_ columns: PreparedStatement.Columns, _ purpose: Purpose, addsMeta: Bool = true) -> Found? {
        guard let type = RecordedType(rawValue: Int(columns.int(0))) else { return nil }
        var json = columns.bytes(8)
        var isRedacted = false
        if columns.bool(10), LocationHiding.applies(to: type, purpose: purpose) {
            // Unreadable content is not shown rather than shown whole.
            guard let tree = JSONReader.read(json, dialect: .fhir).tree else { return nil }
            json = LocationHiding.redact(tree, .root, type: type)
            isRedacted = true
        }
        let version = Int(columns.int(2))
        let feed = columns.text(6)
        let control = columns.optionalText(7)
        let resource = RecordResource(
            type: type.name, id: columns.text(1), version: version,
            person: (columns.optionalInt(11) ?? columns.optionalInt(3)).map(PersonID.init), recordedAt: columns.int(4),
            eventTime: columns.int(5), feed: feed, controlID: control,
            json: addsMeta
                ? VersionMeta.adding(
                    to: json, version: version, recordedAt: columns.int(4), feed: feed, controlID: control,
                    isRedacted: isRedacted) : json,
            isRedacted: isRedacted)
        return Found(resource: resource, previous: columns.optionalInt(9), number: columns.int(12))
    }

    package func read(_ type: String, id: String, purpose: Purpose) async throws -> RecordResource? {
        guard let type = RecordedType(type) else { return nil }
        return try await file.read { db in try Self.read(type, id, purpose, db)?.resource }
    }

    private static func read(_ type: RecordedType, _ id: String, _ purpose: Purpose, _ db: Database) throws -> Found? {
        let select = try PreparedStatement(db, "\(current) WHERE r.id = ? AND r.type = ?")
        select.bind(1, id)
        select.bind(2, type.rawValue)
        return try select.first { found($0, purpose) } ?? nil
    }

    package func read(_ type: String, id: String, version: Int, purpose: Purpose) async throws -> RecordResource? {
        try await history(type, id: id, purpose: purpose)?.first { $0.version == version }
    }

    package func history(_ type: String, id: String, purpose: Purpose) async throws -> [RecordResource]? {
        guard let type = RecordedType(type) else { return nil }
        return try await file.read { db in
            guard var found = try Self.read(type, id, purpose, db) else { return nil }
            var versions = [found.resource]
            let select = try PreparedStatement(
                db,
                """
                \(Self.columns) FROM resource_version v JOIN resource r ON r.number = ? \(Self.joined) WHERE v.number = ?
                """)
            while let previous = found.previous {
                select.bind(1, found.number)
                select.bind(2, previous)
                guard let older = try select.first({ Self.found($0, purpose) }) ?? nil else { break }
                found = older
                versions.append(found.resource)
            }
            return versions
        }
    }

    package func search(_ query: RecordQuery, purpose: Purpose) async throws -> RecordPage {
        guard let type = RecordedType(query.type) else { throw RecordFailure.unknownType }
        let after = try query.pageToken.map(Self.position) ?? 0
        let count = min(max(1, query.count), RecordQuery.largestCount)
        return try await file.read { db in
            var conditions = ["r.type = \(type.rawValue)", "r.number > \(after)"]
            var texts: [String] = []
            if !query.ids.isEmpty {
                conditions.append("r.id IN (\(query.ids.map { _ in "?" }.joined(separator: ",")))")
                texts += query.ids
            }
            if let token = query.identifier {
                let system = token.system == nil ? "" : " AND t.system = ?"
                conditions.append(
                    "r.number IN (SELECT t.resource FROM resource_token t WHERE t.value = ?\(system) AND t.type = r.type)")
                texts += [token.value] + (token.system.map { [$0] } ?? [])
            }
            if let patient = query.patient {
                guard let person = try Self.person(ofPatient: Self.bare(patient), db) else {
                    return RecordPage(resources: [], next: nil)
                }
                conditions.append("r.person IN (SELECT id FROM person WHERE id = \(person) OR merged_into = \(person))")
            }
            let select = try PreparedStatement(
                db, "\(Self.current) WHERE \(conditions.joined(separator: " AND ")) ORDER BY r.number LIMIT \(count + 1)")
            for (index, text) in texts.enumerated() { select.bind(Int32(index + 1), text) }
            let rows = try select.all { Self.found($0, purpose) }.compactMap { $0 }
            let next = rows.count > count ? Self.token(rows[count - 1].number) : nil
            return RecordPage(resources: rows.prefix(count).map(\.resource), next: next)
        }
    }

    package func everything(of person: PersonID, purpose: Purpose) async throws -> [RecordResource] {
        try await file.read { db in
            var persons = PersonTable(db, try RecordStatements(db))
            guard let root = try persons.root(person)?.id else { return [] }
            return try Self.everything(of: root, purpose, db)
        }
    }

    static func everything(of root: PersonID, _ purpose: Purpose, _ db: Database) throws -> [RecordResource] {
        let select = try PreparedStatement(
            db,
            """
            \(current) WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) ORDER BY r.type, r.number
            """)
        select.bind(1, root.rawValue)
        return try select.all { found($0, purpose)?.resource }.compactMap { $0 }
    }

    package func patients(of person: PersonID) async throws -> [RecordResource] {
        try await file.read { db in
            var persons = PersonTable(db, try RecordStatements(db))
            guard let root = try persons.root(person)?.id else { return [] }
            let select = try PreparedStatement(
                db,
                """
                \(Self.current) WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.type = ?2
                ORDER BY r.number
                """)
            select.bind(1, root.rawValue)
            select.bind(2, RecordedType.patient.rawValue)
            return try select.all { Self.found($0, .directCare)?.resource }.compactMap { $0 }
        }
    }

    /// What a submission is made of. What the record says of versions does not leave the region, so it is not put in.
    static func submittable(of root: PersonID, _ db: Database) throws -> [RecordResource] {
        let select = try PreparedStatement(db, submittable)
        select.bind(1, root.rawValue)
        return try select.all { found($0, .programme, addsMeta: false)?.resource }.compactMap { $0 }
    }

    private static let submittable = """
        \(current) WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
            AND r.type IN (\(PersonSnapshot.types.map { "\($0.rawValue)" }.joined(separator: ",")))
        ORDER BY r.type, r.number
        """

    static func hasOrder(_ root: PersonID, _ db: Database) throws -> Bool {
        let find = try PreparedStatement(
            db,
            """
            SELECT 1 FROM resource WHERE person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND type = ?2 LIMIT 1
            """)
        find.bind(1, root.rawValue)
        find.bind(2, RecordedType.serviceRequest.rawValue)
        return try find.first { _ in true } ?? false
    }

    package func person(ofPatient id: String) async throws -> PersonID? {
        try await file.read { db in try Self.person(ofPatient: Self.bare(id), db).map(PersonID.init) }
    }

    private static func person(ofPatient id: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT coalesce(p.merged_into, p.id) FROM resource r JOIN person p ON p.id = r.person
                WHERE r.id = ? AND r.type = ?
                """, arguments: [id, RecordedType.patient.rawValue])
    }

    private static func bare(_ patient: String) -> String {
        patient.hasPrefix("Patient/") ? String(patient.dropFirst("Patient/".count)) : patient
    }

    // MARK: Page tokens

    private static func token(_ number: Int64) -> String { "p" + String(number, radix: 36) }

    private static func position(_ token: String) throws -> Int64 {
        guard token.first == "p", let number = Int64(token.dropFirst(), radix: 36), number >= 0 else {
            throw RecordFailure.pageToken
        }
        return number
    }
}
