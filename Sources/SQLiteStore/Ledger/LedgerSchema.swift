extension SchemaPart {
    /// The tables of the ledger; docs/decisions/0003-ledger-tables.md explains each and gives PostgreSQL's.
    package static let ledger = SchemaPart(name: "ledger", steps: [LedgerSchema.step1, LedgerSchema.step2])
}

enum LedgerSchema {
    static let step1 = """
        CREATE TABLE feed(
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          last_sequence INTEGER NOT NULL DEFAULT 0,
          claimed_through INTEGER NOT NULL DEFAULT 0,
          last_message_at INTEGER,
          paused_by TEXT, pause_reason TEXT, paused_until INTEGER
        ) STRICT;
        INSERT INTO feed(id, name) VALUES (0, '');

        CREATE TABLE message(
          id INTEGER PRIMARY KEY,
          feed_id INTEGER NOT NULL,
          state INTEGER NOT NULL DEFAULT 0,
          hold INTEGER NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          suspect INTEGER NOT NULL DEFAULT 0,
          resubmitted INTEGER NOT NULL DEFAULT 0,
          lane INTEGER,
          received_at INTEGER NOT NULL,
          size INTEGER NOT NULL,
          hash BLOB NOT NULL,
          broker_id TEXT, traceparent TEXT, user_id TEXT, content_type TEXT, transport TEXT,
          redelivered INTEGER NOT NULL DEFAULT 0,
          hold_reason TEXT, hold_since INTEGER, hold_until INTEGER
        ) STRICT;
        CREATE INDEX message_pending ON message(feed_id, hold) WHERE state = 0;
        CREATE INDEX message_waiting ON message(lane) WHERE state = 0 AND lane IS NOT NULL;
        CREATE INDEX message_suspect ON message(feed_id) WHERE suspect = 1;
        CREATE INDEX message_exception ON message(state, feed_id) WHERE state IN (2, 3, 5);

        CREATE TABLE body(message_id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE canonical(message_id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

        CREATE TABLE outcome(
          message_id INTEGER PRIMARY KEY,
          decided_at INTEGER NOT NULL,
          release_id INTEGER,
          lane INTEGER,
          previous_in_lane INTEGER,
          message_type TEXT, control_id TEXT, event TEXT, reason TEXT,
          duplicate_of INTEGER,
          mapped INTEGER NOT NULL, ignored INTEGER NOT NULL, unmapped TEXT,
          first_delivery INTEGER, last_delivery INTEGER
        ) STRICT;
        CREATE INDEX outcome_control ON outcome(control_id) WHERE control_id IS NOT NULL;

        CREATE TABLE issue(
          message_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
          severity INTEGER NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, path TEXT, byte_offset INTEGER,
          PRIMARY KEY(message_id, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lane(
          id INTEGER PRIMARY KEY,
          feed_id INTEGER NOT NULL,
          last_message INTEGER,
          last_hash INTEGER,
          mapped INTEGER NOT NULL DEFAULT 0,
          merged_into INTEGER
        ) STRICT;
        CREATE INDEX lane_merged ON lane(merged_into) WHERE merged_into IS NOT NULL;
        CREATE TABLE alias(
          key BLOB NOT NULL, feed_id INTEGER NOT NULL, lane INTEGER NOT NULL, PRIMARY KEY(key, feed_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lane_hold(
          id INTEGER PRIMARY KEY, lane INTEGER NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
          held_by TEXT NOT NULL, message_id INTEGER
        ) STRICT;
        CREATE INDEX lane_hold_lane ON lane_hold(lane);
        CREATE INDEX lane_hold_message ON lane_hold(message_id) WHERE message_id IS NOT NULL;

        CREATE TABLE destination(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
          when_held INTEGER NOT NULL DEFAULT 0, when_failed INTEGER NOT NULL DEFAULT 0,
          due INTEGER NOT NULL DEFAULT 0, last_delivered_at INTEGER
        ) STRICT;
        CREATE TABLE delivery(
          id INTEGER PRIMARY KEY,
          destination_id INTEGER NOT NULL,
          lane INTEGER,
          message_id INTEGER, correction_id INTEGER, record_key TEXT, version INTEGER,
          state INTEGER NOT NULL DEFAULT 0,
          open INTEGER NOT NULL DEFAULT 1,
          head INTEGER NOT NULL,
          purpose INTEGER NOT NULL,
          idempotency_key TEXT NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,
          next_attempt_at INTEGER NOT NULL,
          settled_at INTEGER,
          reason TEXT,
          overtaken INTEGER NOT NULL DEFAULT 0,
          replay INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX delivery_due ON delivery(destination_id, next_attempt_at) WHERE state = 0 AND head = 1;
        CREATE INDEX delivery_open ON delivery(destination_id, lane, head) WHERE open = 1;
        CREATE INDEX delivery_stuck ON delivery(destination_id, state) WHERE state IN (3, 4);
        CREATE INDEX delivery_replay ON delivery(message_id) WHERE replay = 1;
        CREATE UNIQUE INDEX delivery_record ON delivery(destination_id, idempotency_key) WHERE record_key IS NOT NULL;
        CREATE TABLE attempt(
          delivery_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, at INTEGER NOT NULL,
          kind INTEGER NOT NULL, status_code INTEGER, correlation TEXT, text TEXT,
          PRIMARY KEY(delivery_id, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE correction(
          id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL, release_id INTEGER NOT NULL, event TEXT,
          at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE outbox_cursor(name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE message_total(
          feed_id INTEGER NOT NULL, state INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY(feed_id, state)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine_total(
          feed_id INTEGER NOT NULL, reason TEXT NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY(feed_id, reason)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE delivery_total(
          destination_id INTEGER NOT NULL, state INTEGER NOT NULL, quantity INTEGER NOT NULL,
          PRIMARY KEY(destination_id, state)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE unmapped_total(
          feed_id INTEGER NOT NULL, path TEXT NOT NULL, messages INTEGER NOT NULL, PRIMARY KEY(feed_id, path)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE resubmission(
          id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
          action TEXT NOT NULL, reason TEXT NOT NULL, former_reason TEXT, edited BLOB
        ) STRICT;
        CREATE INDEX resubmission_message ON resubmission(message_id);

        CREATE TABLE unrecognised_demographics(
          message_id INTEGER PRIMARY KEY, sealed BLOB NOT NULL, expires_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX unrecognised_expiry ON unrecognised_demographics(expires_at);
        CREATE TABLE unrecognised_key(
          key BLOB NOT NULL, message_id INTEGER NOT NULL, PRIMARY KEY(key, message_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE release(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE activation(
          id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL, actor TEXT NOT NULL, approved_by TEXT,
          reason TEXT NOT NULL, at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE lease(
          name TEXT PRIMARY KEY, holder TEXT NOT NULL, epoch INTEGER NOT NULL, expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE session(id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
        CREATE TABLE audit(
          number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, approved_by TEXT,
          action TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT, hash BLOB NOT NULL
        ) STRICT;
        """

    /// What is unsettled at a destination, in commit order; which lanes are stuck there.
    static let step2 = """
        CREATE INDEX delivery_unsettled ON delivery(destination_id) WHERE state IN (0, 1);
        CREATE INDEX delivery_stuck_lane ON delivery(destination_id, lane) WHERE state IN (3, 4);
        """
}
