import GRDB
import Record

/// The statements of one transaction over the record, taken once.
struct RecordStatements {
    let findApplied, insertApplied, addToCounter: PreparedStatement
    let findIdentifier, putIdentifier, retireIdentifier, personIdentifiers: PreparedStatement
    let person, insertPerson, updatePerson, members: PreparedStatement
    let resource, insertResource, updateResource, touchResource: PreparedStatement
    let content, insertVersion, insertToken, deleteTokens, insertChange: PreparedStatement
    let consents: PreparedStatement

    init(_ db: Database) throws {
        func statement(_ sql: String) throws -> PreparedStatement { try PreparedStatement(db, sql) }
        findApplied = try statement("SELECT person FROM record_applied WHERE key = ?")
        insertApplied = try statement("INSERT INTO record_applied(key, person) VALUES (?, ?)")
        addToCounter = try statement(
            "INSERT INTO record_counter(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = value + excluded.value"
        )
        findIdentifier = try statement(
            "SELECT person, kind, state FROM person_identifier WHERE value = ? AND system = ?")
        putIdentifier = try statement(
            """
            INSERT INTO person_identifier(value, system, person, kind, state) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT(value, system) DO UPDATE SET kind = excluded.kind, state = excluded.state, person = excluded.person
            """)
        retireIdentifier = try statement("UPDATE person_identifier SET state = 2 WHERE value = ? AND system = ?")
        personIdentifiers = try statement("SELECT value, system, kind, state FROM person_identifier WHERE person = ?")
        person = try statement(
            """
            SELECT class, birth_date, sex, is_pseudo, deceased, location_hidden, merged_into, epoch, choices, facts_time
            FROM person WHERE id = ?
            """)
        insertPerson = try statement(
            """
            INSERT INTO person(class, birth_date, sex, is_pseudo, deceased, location_hidden, epoch, choices, facts_time,
                created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updatePerson = try statement(
            """
            UPDATE person SET class = ?, birth_date = ?, sex = ?, is_pseudo = ?, deceased = ?, location_hidden = ?,
                merged_into = ?, epoch = ?, choices = ?, facts_time = ? WHERE id = ?
            """)
        members = try statement("SELECT id FROM person WHERE merged_into = ?")
        resource = try statement(
            """
            SELECT number, person, version, current, feed, event_time, input_hash, stamps, mark
            FROM resource WHERE id = ? AND type = ?
            """)
        insertResource = try statement(
            """
            INSERT INTO resource(type, id, person, version, current, feed, event_time, input_hash, stamps, mark)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateResource = try statement(
            """
            UPDATE resource SET version = ?, current = ?, feed = ?, event_time = ?, input_hash = ?, stamps = ?, mark = ?,
                person = coalesce(person, ?)
            WHERE number = ?
            """)
        touchResource = try statement("UPDATE resource SET event_time = ? WHERE number = ?")
        content = try statement("SELECT content FROM resource_version WHERE number = ?")
        insertVersion = try statement(
            """
            INSERT INTO resource_version(version, previous, feed, control_id, event_time, recorded_at, content)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        insertToken = try statement(
            "INSERT OR IGNORE INTO resource_token(value, system, type, resource) VALUES (?, ?, ?, ?)")
        deleteTokens = try statement(
            "DELETE FROM resource_token WHERE value = ? AND system = ? AND type = ? AND resource = ?")
        insertChange = try statement(
            """
            INSERT INTO record_change(kind, person, type, id, version, epoch, recorded_at, retired)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        consents = try statement(
            """
            SELECT v.content, r.event_time, r.mark FROM resource r JOIN resource_version v ON v.number = r.current
            WHERE r.person = ? AND r.type = ?
            """)
    }
}
