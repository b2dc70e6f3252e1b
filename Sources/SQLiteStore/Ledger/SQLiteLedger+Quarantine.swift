package import Canonical
import GRDB
package import Ledger

extension SQLiteLedger {
    package func quarantined(feed: FeedName?, reason: String?, after: MessageID?, limit: Int) async throws
        -> [QuarantinedMessage]
    {
        try await file.read { db in
            let number = try feed.map { try NameBook.feedNumber($0, db) ?? -1 }
            let find = try PreparedStatement(
                db,
                """
                SELECT m.id, f.name, o.reason, o.message_type, o.control_id, m.received_at, o.decided_at, o.lane,
                  EXISTS(SELECT 1 FROM lane_hold h WHERE h.message_id = m.id)
                FROM message m INDEXED BY message_exception JOIN feed f ON f.id = m.feed_id JOIN outcome o ON o.message_id = m.id
                WHERE m.state = 2 AND m.state IN (2, 3, 5) AND (?1 IS NULL OR m.feed_id = ?1) AND (?2 IS NULL OR o.reason = ?2) AND m.id > ?3
                ORDER BY m.id LIMIT ?4
                """)
            find.bind(1, number)
            find.bind(2, reason)
            find.bind(3, after?.rawValue ?? 0)
            find.bind(4, limit)
            return try find.all { row in
                QuarantinedMessage(
                    id: MessageID(rawValue: row.int(0)), feed: FeedName(row.text(1)), reason: row.text(2),
                    messageType: row.optionalText(3), controlID: row.optionalText(4), receivedAt: row.int(5),
                    quarantinedAt: row.int(6), lane: row.optionalInt(7).map(LaneNumber.init(rawValue:)), holdsLane: row.bool(8))
            }
        }
    }

    package func resubmit(_ messages: [Resubmission], by actor: Actor, reason: String, now: Milliseconds) async throws {
        try requireOpen()
        try await file.write { db in
            let desk = try QuarantineWriter(db, actor: actor, reason: reason, now: now)
            for message in messages { try desk.move(message.message, on: .resubmitted, edited: message.editedBody) }
            try desk.finish()
        }
    }

    package func discard(_ messages: [MessageID], by actor: Actor, reason: String, now: Milliseconds) async throws {
        try requireOpen()
        try await file.write { db in
            let desk = try QuarantineWriter(db, actor: actor, reason: reason, now: now)
            for message in messages { try desk.move(message, on: .discarded, edited: nil) }
            try desk.finish()
        }
    }
}

/// What a person does to quarantined messages, within one transaction.
private struct QuarantineWriter {
    private let db: Database
    private let actor: Actor
    private let reason: String
    private let now: Milliseconds
    private let totals: Totals
    private let lanes: LaneBook

    init(_ db: Database, actor: Actor, reason: String, now: Milliseconds) throws {
        self.db = db
        self.actor = actor
        self.reason = reason
        self.now = now
        let deliveries = try DeliveryBook(db, now: now)
        totals = deliveries.totals
        lanes = try LaneBook(db, deliveries: deliveries)
    }

    func move(_ id: MessageID, on event: MessageEvent, edited: [UInt8]?) throws {
        let find = try PreparedStatement(
            db,
            "SELECT m.state, m.feed_id, o.lane, o.reason FROM message m LEFT JOIN outcome o ON o.message_id = m.id WHERE m.id = ?"
        )
        find.bind(1, id.rawValue)
        let row = try find.first {
            (state: Int($0.int(0)), feed: $0.int(1), lane: $0.optionalInt(2), reason: $0.optionalText(3))
        }
        guard let row, let state = MessageState(rawValue: row.state) else {
            throw LedgerFailure.unknown(what: "message \(id)")
        }
        guard case .moves(let next) = state.on(event) else {
            throw LedgerFailure.conflict(what: "message \(id)", state: state.word, event: "\(event)")
        }
        let lane = try row.lane.map { try lanes.root(of: $0).id }
        // The lane stays known, so that later messages of it which wait go on waiting for this one.
        let update = try PreparedStatement(
            db,
            "UPDATE message SET state = ?, resubmitted = ?, attempts = 0, hold = 0, suspect = 0, lane = ? WHERE id = ?")
        update.bind(1, next.rawValue)
        update.bind(2, event == .resubmitted)
        update.bind(3, lane)
        update.bind(4, id.rawValue)
        try update.execute()
        totals.message(feed: row.feed, from: state, to: next)
        if let former = row.reason { totals.quarantine(feed: row.feed, reason: former, change: -1) }

        let log = try PreparedStatement(
            db,
            """
            INSERT INTO resubmission(message_id, at, actor, action, reason, former_reason, edited) VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        log.bind(1, id.rawValue)
        log.bind(2, now)
        log.bind(3, actor.name)
        log.bind(4, event == .resubmitted ? "resubmit" : "discard")
        log.bind(5, reason)
        log.bind(6, row.reason)
        log.bind(7, edited)
        try log.execute()
        try SQLiteLedger.audit(
            AuditEvent(
                actor: actor, action: event == .resubmitted ? "resubmit" : "discard", subject: "message \(id)",
                reason: reason, at: now), db)
        if let lane { try lanes.release(lane, message: id.rawValue) }
    }

    func finish() throws { try totals.flush(db) }
}
