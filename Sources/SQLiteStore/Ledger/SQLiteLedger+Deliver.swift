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

    package func settle(_ results: [DeliveryResult], now: Milliseconds, fences: [Fence]) async throws {
        guard !results.isEmpty else { return }
        try await file.write { db in
            try Self.check(fences, db)
            let book = try DeliveryBook(db, now: now)
            let answer = try PreparedStatement(
                db,
                """
                INSERT INTO attempt(delivery_id, ordinal, at, kind, status_code, correlation, text)
                VALUES (?, ?, ?, ?, ?, ?, ?)
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
                // Every attempt that counts leaves one answer.
                answer.bind(2, row.attempts + 1)
                answer.bind(3, now)
                answer.bind(4, result.answer.kind.rawValue)
                answer.bind(5, result.answer.statusCode)
                answer.bind(6, result.answer.correlationID)
                answer.bind(7, result.answer.text)
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
