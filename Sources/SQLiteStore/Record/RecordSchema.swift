extension SchemaPart {
    /// The tables of the record: persons, resources and their versions, the change outbox, submissions.
    package static let record = SchemaPart(name: "record", steps: [recordTables, submissionChanges])

    /// Who follows the submissions asks for what has changed.
    private static let submissionChanges = "CREATE INDEX submission_changed ON submission_order(updated_at);"

    private static let recordTables = """
        CREATE TABLE record_feed(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        -- merged_into always names the final survivor, so that following it takes one step.
        CREATE TABLE person(
            id INTEGER PRIMARY KEY, class TEXT NOT NULL, birth_date TEXT, sex TEXT, is_pseudo INTEGER NOT NULL,
            deceased TEXT, location_hidden INTEGER NOT NULL, merged_into INTEGER, epoch INTEGER NOT NULL,
            choices TEXT NOT NULL, facts_time INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
        CREATE INDEX person_merged ON person(merged_into) WHERE merged_into IS NOT NULL;
        -- kind: 1 verified NHS number, 2 unmarked NHS number, 3 local. state: 1 in use, 2 retired by a merge or change.
        CREATE TABLE person_identifier(
            value TEXT NOT NULL, system TEXT NOT NULL, person INTEGER NOT NULL, kind INTEGER NOT NULL,
            state INTEGER NOT NULL, PRIMARY KEY(value, system)) STRICT, WITHOUT ROWID;
        CREATE INDEX person_identifier_person ON person_identifier(person);
        CREATE TABLE person_merge(
            id INTEGER PRIMARY KEY, survivor INTEGER NOT NULL, retired INTEGER NOT NULL, feed INTEGER NOT NULL,
            control_id TEXT, at INTEGER NOT NULL, undone_at INTEGER) STRICT;
        CREATE INDEX person_merge_retired ON person_merge(retired);
        -- What a merge moved, so that it can be taken back: merged_into of persons that were merged before.
        CREATE TABLE person_merge_step(
            merge INTEGER NOT NULL, person INTEGER NOT NULL, value TEXT, system TEXT, was_state INTEGER) STRICT;
        CREATE INDEX person_merge_step_merge ON person_merge_step(merge);
        -- feed, event_time, input_hash, stamps: see Record.FactStamps. mark 1: a Consent withdrawn by its event.
        CREATE TABLE resource(
            number INTEGER PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL, person INTEGER, version INTEGER NOT NULL,
            current INTEGER NOT NULL, feed INTEGER NOT NULL, event_time INTEGER NOT NULL, input_hash BLOB NOT NULL,
            stamps BLOB, mark INTEGER NOT NULL, UNIQUE(id, type)) STRICT;
        CREATE INDEX resource_person ON resource(person, type) WHERE person IS NOT NULL;
        -- Versions are chained, so that history needs no index of its own.
        CREATE TABLE resource_version(
            number INTEGER PRIMARY KEY, version INTEGER NOT NULL, previous INTEGER, feed INTEGER NOT NULL,
            control_id TEXT, event_time INTEGER NOT NULL, recorded_at INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
        CREATE TABLE resource_token(
            value TEXT NOT NULL, system TEXT NOT NULL, type INTEGER NOT NULL, resource INTEGER NOT NULL,
            PRIMARY KEY(value, system, type, resource)) STRICT, WITHOUT ROWID;
        CREATE TABLE record_applied(key TEXT PRIMARY KEY, person INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE record_change(
            sequence INTEGER PRIMARY KEY, kind INTEGER NOT NULL, person INTEGER, type INTEGER, id TEXT,
            version INTEGER NOT NULL, epoch INTEGER NOT NULL, recorded_at INTEGER NOT NULL, retired INTEGER) STRICT;
        CREATE TABLE record_counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO record_counter(name, value) VALUES ('receipts', 0), ('recalls', 0), ('submission-position', 0);
        CREATE TABLE submission_order(
            order_id TEXT NOT NULL, version INTEGER NOT NULL, person INTEGER NOT NULL, state TEXT NOT NULL,
            has_reached_nation INTEGER NOT NULL, submission_id TEXT, content_hash TEXT, epoch INTEGER NOT NULL,
            attempts INTEGER NOT NULL, detail TEXT NOT NULL, updated_at INTEGER NOT NULL, due_at INTEGER,
            PRIMARY KEY(order_id, version)) STRICT, WITHOUT ROWID;
        CREATE INDEX submission_due ON submission_order(due_at) WHERE due_at IS NOT NULL;
        """
}
