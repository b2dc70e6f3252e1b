package import Canonical
import GRDB
package import Ledger

extension SQLiteLedger {
    package func register(_ destinations: [DestinationRegistration], now: Milliseconds) async throws {
        try await file.write { db in
            let names = NameBook(db)
            let update = try PreparedStatement(db, "UPDATE destination SET when_held = ?, when_failed = ? WHERE id = ?")
            for destination in destinations {
                update.bind(1, destination.lanePolicy.whenHeld.rawValue)
                update.bind(2, destination.lanePolicy.whenFailed.rawValue)
                update.bind(3, try names.destination(destination.name))
                try update.execute()
            }
        }
    }

    package func enqueue(_ deliveries: [RecordDelivery], cursor: OutboxCursor?, now: Milliseconds) async throws -> Int {
        try requireOpen()
        return try await file.write { db in
            let book = try DeliveryBook(db, now: now)
            let lanes = try LaneBook(db, deliveries: book)
            let names = NameBook(db)
            let known = try PreparedStatement(
                db, "SELECT 1 FROM delivery WHERE destination_id = ? AND idempotency_key = ? AND record_key IS NOT NULL")
            let older = try PreparedStatement(
                db,
                """
                SELECT id FROM delivery WHERE destination_id = ? AND lane = ? AND open = 1 AND record_key = ? AND version <= ?
                  AND state IN (0, 3)
                """)
            var added = 0
            for delivery in deliveries {
                let destination = try names.destination(delivery.due.destination)
                known.bind(1, destination)
                known.bind(2, delivery.due.idempotencyKey)
                if try known.first({ _ in true }) != nil { continue }
                let lane = try lanes.resolve([delivery.lane], feed: 0)
                if delivery.supersedes {
                    older.bind(1, destination)
                    older.bind(2, lane.id)
                    older.bind(3, delivery.recordKey)
                    older.bind(4, delivery.version)
                    for id in try older.all({ $0.int(0) }) {
                        if let row = try book.row(id) { try book.move(row, on: .cancelled, reason: "superseded") }
                    }
                }
                _ = try book.add(
                    destination: destination, lane: lane.id,
                    subject: .record(key: delivery.recordKey, version: delivery.version), due: delivery.due,
                    isOvertaken: false, isReplay: false)
                added += 1
            }
            if let cursor {
                let move = try PreparedStatement(
                    db,
                    """
                    INSERT INTO outbox_cursor(name, position) VALUES (?1, ?2)
                    ON CONFLICT DO UPDATE SET position = max(position, ?2)
                    """)
                move.bind(1, cursor.name)
                move.bind(2, cursor.position)
                try move.execute()
            }
            try book.totals.flush(db)
            return added
        }
    }

    package func cursor(_ name: String) async throws -> Int64 {
        try await file.read { db in
            let find = try PreparedStatement(db, "SELECT position FROM outbox_cursor WHERE name = ?")
            find.bind(1, name)
            return try find.first { $0.int(0) } ?? 0
        }
    }

    package func claimDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, fences: [Fence],
        gate: @escaping @Sendable (Delivery) throws -> GateDecision
    ) async throws -> [ClaimedDelivery] {
        try requireOpen()
        guard limit > 0 else { return [] }
        let claimed = try await file.write { db -> [Delivery] in
            try Self.check(fences, db)
            guard let number = try NameBook.destinationNumber(destination, db) else { return [] }
            let book = try DeliveryBook(db, now: now)
            let due = try PreparedStatement(
                db,
                """
                SELECT \(DeliveryRow.columns) FROM delivery d INDEXED BY delivery_due
                WHERE d.destination_id = ? AND d.state = 0 AND d.head = 1 AND d.next_attempt_at <= ?
                ORDER BY d.next_attempt_at, d.id LIMIT ?
                """)
            var claimed: [Delivery] = []
            // What the gate takes away makes room for what stood behind it; a bound keeps the transaction short.
            for _ in 0..<8 where claimed.count < limit {
                due.bind(1, number)
                due.bind(2, now)
                due.bind(3, limit - claimed.count)
                let candidates = try due.all { try DeliveryRow.read($0, destination: destination) }
                for var delivery in candidates {
                    guard let row = try book.row(delivery.id.rawValue) else { continue }
                    switch try gate(delivery) {
                    case .send:
                        try book.move(row, on: .claimed, reason: nil)
                        delivery.state = .claimed
                        claimed.append(delivery)
                    case .hold(let reason): try book.move(row, on: .held, reason: reason)
                    case .cancel(let reason): try book.move(row, on: .cancelled, reason: reason)
                    case .postpone(let until): try Self.postpone(row.id, until: max(until, now + 1), db)
                    }
                }
                if candidates.isEmpty { break }
            }
            try book.totals.flush(db)
            return claimed
        }
        guard !claimed.isEmpty else { return [] }
        return try await file.read { db in try Self.load(claimed, db) }
    }

    package func firstOpen(destination: DestinationName) async throws -> DeliveryID? {
        try requireOpen()
        return try await file.read { db in
            guard let number = try NameBook.destinationNumber(destination, db) else { return nil }
            let first = try PreparedStatement(
                db, "SELECT min(id) FROM delivery WHERE destination_id = ? AND open = 1 AND state IN (0, 1)")
            first.bind(1, number)
            return try first.first { $0.optionalInt(0) }.flatMap { $0 }.map { DeliveryID(rawValue: $0) }
        }
    }

    private static func postpone(_ delivery: Int64, until: Milliseconds, _ db: Database) throws {
        let update = try PreparedStatement(db, "UPDATE delivery SET next_attempt_at = ? WHERE id = ?")
        update.bind(1, until)
        update.bind(2, delivery)
        try update.execute()
    }

    private static func load(_ deliveries: [Delivery], _ db: Database) throws -> [ClaimedDelivery] {
        let message = try PreparedStatement(
            db,
            """
            SELECT c.bytes, o.event FROM canonical c JOIN outcome o ON o.message_id = c.message_id WHERE c.message_id = ?
            """)
        let correction = try PreparedStatement(db, "SELECT bytes, event FROM correction WHERE id = ?")
        return try deliveries.map { delivery in
            let found: (bytes: [UInt8], event: String?)?
            switch delivery.subject {
            case .message(let id):
                message.bind(1, id.rawValue)
                found = try message.first { ($0.bytes(0), $0.optionalText(1)) }
            case .correction(_, let number):
                correction.bind(1, number)
                found = try correction.first { ($0.bytes(0), $0.optionalText(1)) }
            case .record: found = ([], nil)
            }
            guard let found else { throw LedgerFailure.unknown(what: "the canonical message of delivery \(delivery.id)") }
            return ClaimedDelivery(delivery: delivery, canonical: found.bytes, event: found.event)
        }
    }

    package func settle(_ results: [DeliveryResult], now: Milliseconds, fences: [Fence]) async throws {
        guard !results.isEmpty else { return }
        try await file.write { db in
            try Self.check(fences, db)
            let book = try DeliveryBook(db, now: now)
            let answer = try PreparedStatement(
                db,
                """
                INSERT INTO attempt(delivery_id, ordinal, at, kind, status_code, correlation, text)
                VALUES (?1, (SELECT count(*) + 1 FROM attempt WHERE delivery_id = ?1), ?2, ?3, ?4, ?5, ?6)
                """)
            for result in results {
                guard let row = try book.row(result.delivery.rawValue) else {
                    throw LedgerFailure.unknown(what: "delivery \(result.delivery)")
                }
                switch result.effect {
                case .delivered: try book.move(row, on: .delivered, reason: nil, countsAttempt: true)
                case .retry(let at):
                    try book.move(row, on: .failedForNow, reason: nil, countsAttempt: true, nextAttemptAt: at)
                case .failed(let reason): try book.move(row, on: .failedForGood, reason: reason, countsAttempt: true)
                case .hold(let reason): try book.move(row, on: .held, reason: reason, countsAttempt: true)
                case .cancel(let reason): try book.move(row, on: .cancelled, reason: reason, countsAttempt: true)
                case .giveBack:
                    try book.move(row, on: .givenBack, reason: nil)
                    continue
                }
                answer.bind(1, row.id)
                answer.bind(2, now)
                answer.bind(3, result.answer.kind.rawValue)
                answer.bind(4, result.answer.statusCode)
                answer.bind(5, result.answer.correlationID)
                answer.bind(6, result.answer.text)
                try answer.execute()
            }
            try book.totals.flush(db)
        }
    }

    package func nextDue(destination: DestinationName) async throws -> Milliseconds? {
        try await file.read { db in
            guard let number = try NameBook.destinationNumber(destination, db) else { return nil }
            let find = try PreparedStatement(
                db,
                """
                SELECT next_attempt_at FROM delivery INDEXED BY delivery_due
                WHERE destination_id = ? AND state = 0 AND head = 1 ORDER BY next_attempt_at LIMIT 1
                """)
            find.bind(1, number)
            return try find.first { $0.int(0) }
        }
    }
}
