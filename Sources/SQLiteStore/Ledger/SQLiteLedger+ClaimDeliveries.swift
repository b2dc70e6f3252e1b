package import Canonical
import GRDB
package import Ledger

extension SQLiteLedger {
    package func dueDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?
    ) async throws -> [ClaimedDelivery] {
        try requireOpen()
        guard limit > 0 else { return [] }
        return try await file.read { db in
            guard let due = try DueDeliveries(destination, following: following, db) else { return [] }
            return try Self.load(due.next(limit, now: now), db)
        }
    }

    package func claimDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?, fences: [Fence],
        gate: @escaping @Sendable (Delivery) throws -> GateDecision
    ) async throws -> [ClaimedDelivery] {
        try requireOpen()
        guard limit > 0 else { return [] }
        // Most looks find nothing: they don't ask for the writer.
        let isAnythingDue = try await file.read { db in
            try DueDeliveries(destination, following: following, db)?.next(1, now: now).isEmpty == false
        }
        guard isAnythingDue else { return [] }
        let claimed = try await file.write(.withNextCommit) { db -> [Delivery] in
            try Self.check(fences, db)
            guard let due = try DueDeliveries(destination, following: following, db) else { return [] }
            let book = try DeliveryBook(db, now: now)
            var claimed: [Delivery] = []
            // What the gate takes away makes room for what stood behind it; a bound keeps the transaction short.
            for _ in 0..<8 where claimed.count < limit {
                let candidates = try due.next(limit - claimed.count, now: now)
                for var delivery in candidates {
                    let row = DeliveryBook.Row(headOf: delivery, destination: due.number)
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
}

/// What is due at a destination, within one transaction or snapshot.
private struct DueDeliveries {
    let number: Int64
    private let destination: DestinationName
    private let select: PreparedStatement
    private let followed: Int64?
    private let before: Int64

    /// - Returns: nil when the destination is not known.
    init?(_ destination: DestinationName, following: DestinationName?, _ db: Database) throws {
        guard let number = try NameBook.destinationNumber(destination, db) else { return nil }
        self.number = number
        self.destination = destination
        followed = try following.flatMap { try NameBook.destinationNumber($0, db) }
        var before = Int64.max
        if let followed {
            let first = try PreparedStatement(
                db,
                """
                SELECT id FROM delivery INDEXED BY delivery_unsettled
                WHERE destination_id = ? AND state IN (0, 1) ORDER BY id LIMIT 1
                """)
            first.bind(1, followed)
            before = try first.first { $0.int(0) } ?? .max
        }
        self.before = before
        // A closed one that failed (a destination may let its lanes go on) is as good a reason to wait as an open one.
        let follows =
            followed == nil
            ? ""
            : """
            AND NOT EXISTS (SELECT 1 FROM delivery r INDEXED BY delivery_open
              WHERE r.destination_id = ?5 AND r.lane = d.lane AND r.open = 1)
            AND NOT EXISTS (SELECT 1 FROM delivery s INDEXED BY delivery_stuck_lane
              WHERE s.destination_id = ?5 AND s.lane = d.lane AND s.state IN (3, 4))
            """
        select = try PreparedStatement(
            db,
            """
            SELECT \(DeliveryRow.columns) FROM delivery d INDEXED BY delivery_due
            WHERE d.destination_id = ?1 AND d.state = 0 AND d.head = 1 AND d.next_attempt_at <= ?2 AND d.id < ?4 \(follows)
            ORDER BY d.next_attempt_at, d.id LIMIT ?3
            """)
    }

    func next(_ limit: Int, now: Milliseconds) throws -> [Delivery] {
        select.bind(1, number)
        select.bind(2, now)
        select.bind(3, limit)
        select.bind(4, before)
        if let followed { select.bind(5, followed) }
        return try select.all { try DeliveryRow.read($0, destination: destination) }
    }
}

extension DeliveryBook.Row {
    /// The row of a delivery that was just read as a head that is due.
    fileprivate init(headOf delivery: Delivery, destination: Int64) {
        let message: Int64?
        switch delivery.subject {
        case .message(let id), .correction(let id, _): message = id.rawValue
        case .record: message = nil
        }
        self.init(
            id: delivery.id.rawValue, destination: destination, lane: delivery.lane?.rawValue, state: delivery.state,
            isOpen: true, isHead: true, attempts: Int64(delivery.attempts), messageID: message)
    }
}
