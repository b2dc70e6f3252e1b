import Diagnostics
import GRDB
package import Ledger

extension SQLiteLedger {
    package func message(_ id: MessageID) async throws -> MessageDetail? {
        try await file.read { db in
            guard let summary = try Self.summaries(of: [id.rawValue], db).first else { return nil }
            let find = try PreparedStatement(
                db,
                """
                SELECT m.hash, b.bytes, c.bytes, m.broker_id, m.traceparent, m.user_id, m.content_type, m.transport,
                  m.redelivered, m.attempts, o.mapped, o.ignored, o.unmapped, o.duplicate_of, o.previous_in_lane
                FROM message m LEFT JOIN body b ON b.message_id = m.id LEFT JOIN canonical c ON c.message_id = m.id
                  LEFT JOIN outcome o ON o.message_id = m.id WHERE m.id = ?
                """)
            find.bind(1, id.rawValue)
            let deliveries = try DeliveryRow.ofMessage(id, DeliveryRow.destinationNames(db), db)
            let edited = try PreparedStatement(
                db, "SELECT edited FROM resubmission WHERE message_id = ? AND edited IS NOT NULL ORDER BY id DESC LIMIT 1")
            edited.bind(1, id.rawValue)
            let editedBody = try edited.first { $0.bytes(0) }
            let issues = try Self.issues(of: id, db)
            let timeline = try Self.timeline(of: summary, deliveries, db)
            return try find.first { row in
                MessageDetail(
                    summary: summary, hash: BodyHash(row.bytes(0)), body: row.optionalBytes(1), editedBody: editedBody,
                    canonical: row.optionalBytes(2),
                    properties: BrokerProperties(
                        messageID: row.optionalText(3), traceparent: row.optionalText(4), userID: row.optionalText(5),
                        contentType: row.optionalText(6), transport: row.optionalText(7), redelivered: row.bool(8)),
                    attempts: Int(row.int(9)), issues: issues,
                    accounting: Accounting(
                        mapped: Int(row.int(10)), ignored: Int(row.int(11)),
                        unmapped: row.optionalText(12)?.split(separator: "\n").map(String.init) ?? []),
                    deliveries: deliveries, duplicateOf: row.optionalInt(13).map(MessageID.init(rawValue:)),
                    previousInLane: row.optionalInt(14).map(MessageID.init(rawValue:)), timeline: timeline)
            }
        }
    }

    private static func issues(of id: MessageID, _ db: Database) throws -> [StoredIssue] {
        let find = try PreparedStatement(
            db, "SELECT severity, code, text, path, byte_offset FROM issue WHERE message_id = ? ORDER BY ordinal")
        find.bind(1, id.rawValue)
        return try find.all { row in
            StoredIssue(
                severity: Diagnostic.Severity(number: row.int(0)), code: row.text(1), message: row.text(2),
                path: row.optionalText(3), byteOffset: row.optionalInt(4).map(Int.init))
        }
    }

    private static func timeline(of summary: MessageSummary, _ deliveries: [Delivery], _ db: Database) throws
        -> [TimelineEntry]
    {
        var entries = [TimelineEntry(at: summary.receivedAt, kind: .received)]
        if let at = summary.decidedAt {
            entries.append(TimelineEntry(at: at, kind: .decided(summary.state), note: summary.reason))
        }
        let acts = try PreparedStatement(
            db, "SELECT at, action, actor, reason, former_reason FROM resubmission WHERE message_id = ? ORDER BY id")
        acts.bind(1, summary.id.rawValue)
        try acts.eachRow { row in
            entries.append(TimelineEntry(at: row.int(0), kind: .acted(row.text(1), by: row.text(2)), note: row.text(3)))
        }
        let answers = try PreparedStatement(
            db, "SELECT at, kind, status_code, correlation, text FROM attempt WHERE delivery_id = ? ORDER BY ordinal")
        for delivery in deliveries {
            entries.append(
                TimelineEntry(at: delivery.createdAt, kind: .deliveryAdded(delivery.id, delivery.destination)))
            answers.bind(1, delivery.id.rawValue)
            try answers.eachRow { row in
                let answer = Answer(
                    Answer.Kind(rawValue: Int(row.int(1))) ?? .notAnswered, statusCode: row.optionalInt(2).map(Int.init),
                    correlationID: row.optionalText(3), text: row.optionalText(4))
                entries.append(TimelineEntry(at: row.int(0), kind: .answered(delivery.id, delivery.destination, answer)))
            }
        }
        // Equal times keep the order in which they were added above: received, decided, delivered.
        return entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}
