import Canonical
import Diagnostics
import GRDB
import Ledger

/// The statements that write one decided message.
final class OutcomeRows {
    private let db: Database
    private let now: Milliseconds
    private let state: PreparedStatement
    private let outcome: PreparedStatement
    private let canonical: PreparedStatement
    private let issue: PreparedStatement
    private let controlUse: PreparedStatement

    init(_ db: Database, now: Milliseconds) throws {
        self.db = db
        self.now = now
        state = try PreparedStatement(
            db,
            """
            UPDATE message SET state = ?, hold = 0, suspect = 0, attempts = attempts + 1, hold_reason = NULL,
              hold_since = NULL, hold_until = NULL WHERE id = ?
            """)
        outcome = try PreparedStatement(
            db,
            """
            INSERT OR REPLACE INTO outcome(message_id, decided_at, release_id, lane, previous_in_lane, message_type, control_id,
              event, reason, duplicate_of, mapped, ignored, unmapped, first_delivery, last_delivery)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        canonical = try PreparedStatement(db, "INSERT OR REPLACE INTO canonical(message_id, bytes) VALUES (?, ?)")
        issue = try PreparedStatement(
            db,
            "INSERT INTO issue(message_id, ordinal, severity, code, text, path, byte_offset) VALUES (?, ?, ?, ?, ?, ?, ?)")
        controlUse = try PreparedStatement(
            db,
            """
            SELECT message_id FROM outcome WHERE control_id = ? AND message_id BETWEEN ? AND ? AND message_id <> ?
            ORDER BY message_id DESC LIMIT 1
            """)
    }

    func setState(_ new: MessageState, of message: Int64) throws {
        state.bind(1, new.rawValue)
        state.bind(2, message)
        try state.execute()
    }

    func insertCanonical(_ bytes: [UInt8], of message: Int64) throws {
        canonical.bind(1, message)
        canonical.bind(2, bytes)
        try canonical.execute()
    }

    func insertIssues(_ issues: [StoredIssue], of message: Int64) throws {
        for (index, item) in issues.enumerated() {
            issue.bind(1, message)
            issue.bind(2, index + 1)
            issue.bind(3, item.severity.number)
            issue.bind(4, item.code)
            issue.bind(5, item.message)
            issue.bind(6, item.path)
            issue.bind(7, item.byteOffset)
            try issue.execute()
        }
    }

    func insertOutcome(
        _ decided: Outcome, message: Int64, release: Int64?, lane: Int64?, previous: Int64?, reason: String?,
        duplicateOf: Int64?, deliveries: (first: Int64, last: Int64)?
    ) throws {
        outcome.bind(1, message)
        outcome.bind(2, now)
        outcome.bind(3, release)
        outcome.bind(4, lane)
        outcome.bind(5, previous)
        outcome.bind(6, decided.messageType)
        outcome.bind(7, decided.controlID)
        outcome.bind(8, decided.event)
        outcome.bind(9, reason)
        outcome.bind(10, duplicateOf)
        outcome.bind(11, decided.accounting.mapped)
        outcome.bind(12, decided.accounting.ignored)
        outcome.bind(13, decided.accounting.unmapped.isEmpty ? nil : decided.accounting.unmapped.joined(separator: "\n"))
        outcome.bind(14, deliveries?.first)
        outcome.bind(15, deliveries?.last)
        try outcome.execute()
    }

    /// The latest other message of the feed with this control id.
    func lastUse(of controlID: String, feed: Int64, besides message: Int64) throws -> Int64? {
        let range = MessageID.range(ofFeed: feed)
        controlUse.bind(1, controlID)
        controlUse.bind(2, range.lowerBound)
        controlUse.bind(3, range.upperBound)
        controlUse.bind(4, message)
        return try controlUse.first { $0.int(0) }
    }

    func countAttempt(_ message: Int64) throws {
        try run("UPDATE message SET attempts = attempts + 1, suspect = 0 WHERE id = ?", message)
    }

    func parkBarrier(_ message: Int64, reason: String, until: Milliseconds?) throws {
        let update = try PreparedStatement(
            db,
            """
            UPDATE message SET hold = 2, hold_reason = ?, hold_since = ifnull(hold_since, ?), hold_until = ?, suspect = 0
            WHERE id = ?
            """)
        update.bind(1, reason)
        update.bind(2, now)
        update.bind(3, until)
        update.bind(4, message)
        try update.execute()
    }

    /// Before a resubmitted message is decided again: what its former outcome said is in `resubmission`.
    func forget(_ message: Int64) throws { try run("DELETE FROM issue WHERE message_id = ?", message) }

    func prune(_ message: Int64) throws { try run("DELETE FROM body WHERE message_id = ?", message) }

    func keep(_ recognition: Recognition, of message: Int64) throws {
        let sealed = try PreparedStatement(
            db, "INSERT OR REPLACE INTO unrecognised_demographics(message_id, sealed, expires_at) VALUES (?, ?, ?)")
        sealed.bind(1, message)
        sealed.bind(2, recognition.sealed)
        sealed.bind(3, recognition.expiresAt)
        try sealed.execute()
        let key = try PreparedStatement(db, "INSERT OR IGNORE INTO unrecognised_key(key, message_id) VALUES (?, ?)")
        for hash in recognition.keys {
            key.bind(1, hash.bytes)
            key.bind(2, message)
            try key.execute()
        }
    }

    private func run(_ sql: String, _ message: Int64) throws {
        let statement = try PreparedStatement(db, sql)
        statement.bind(1, message)
        try statement.execute()
    }
}

extension Diagnostic.Severity {
    /// As the tables hold it.
    var number: Int {
        switch self {
        case .information: 0
        case .warning: 1
        case .error: 2
        }
    }

    init(number: Int64) {
        self = number == 0 ? .information : number == 1 ? .warning : .error
    }
}
