import Canonical
import GRDB
import Ledger

/// How a delivery is read from its row.
enum DeliveryRow {
    static let columns = """
        d.id, d.lane, d.message_id, d.correction_id, d.record_key, d.version, d.state, d.purpose, d.idempotency_key,
        d.attempts, d.created_at, d.next_attempt_at, d.settled_at, d.reason, d.overtaken, d.replay, d.destination_id
        """

    static func read(_ row: PreparedStatement.Columns, destination: DestinationName) throws -> Delivery {
        guard let state = DeliveryState(rawValue: Int(row.int(6))) else {
            throw LedgerFailure.storage(code: 0, text: "delivery \(row.int(0)) has no valid state")
        }
        let subject: DeliverySubject
        if let message = row.optionalInt(2) {
            let id = MessageID(rawValue: message)
            subject = row.optionalInt(3).map { .correction(id, number: $0) } ?? .message(id)
        } else {
            subject = .record(key: row.text(4), version: row.int(5))
        }
        return Delivery(
            id: DeliveryID(rawValue: row.int(0)), destination: destination, subject: subject,
            lane: row.optionalInt(1).map(LaneNumber.init(rawValue:)), state: state, purpose: try Purpose(number: row.int(7)),
            idempotencyKey: row.text(8), attempts: Int(row.int(9)), createdAt: row.int(10), nextAttemptAt: row.int(11),
            settledAt: row.optionalInt(12), reason: row.optionalText(13), isOvertaken: row.bool(14), isReplay: row.bool(15))
    }

    static func select(_ selection: DeliverySelection, _ db: Database) throws -> [Delivery] {
        let names = try destinationNames(db)
        var conditions: [String] = []
        var numbers: [Int64] = []
        if let ids = selection.ids {
            // A list of one's own ids: one look-up each.
            let find = try PreparedStatement(db, "SELECT \(columns) FROM delivery d WHERE d.id = ?")
            return try ids.prefix(selection.limit).compactMap { id in
                find.bind(1, id.rawValue)
                return try find.first { try read($0, destination: names[$0.int(16)] ?? "") }
            }.filter { selection.states?.contains($0.state) ?? true }
        }
        if let message = selection.message { return try ofMessage(message, names, db) }
        if let destination = selection.destination {
            conditions.append("d.destination_id = ?")
            numbers.append(try NameBook.destinationNumber(destination, db) ?? -1)
        }
        if let lane = selection.lane {
            // Open deliveries have moved to the lane that theirs was united into; settled ones have stayed.
            let root = try LaneBook.root(of: lane.rawValue, db)
            conditions.append("d.lane IN (?, ?)")
            numbers += [lane.rawValue, root]
        }
        var index = ""
        if let states = selection.states {
            conditions.append("d.state IN (\(states.map { String($0.rawValue) }.joined(separator: ", ")))")
            if states.allSatisfy({ $0 == .pending || $0 == .claimed }) {
                conditions.append("d.open = 1")
                // The newest-first order must not tempt SQLite into walking the whole table.
                if selection.destination != nil { index = "INDEXED BY delivery_open" }
            } else if states.allSatisfy({ $0 == .held || $0 == .failed }), selection.destination != nil {
                // As the index says it, else it is not used.
                conditions.append("d.state IN (3, 4)")
                index = selection.lane == nil ? "INDEXED BY delivery_stuck" : "INDEXED BY delivery_stuck_lane"
            }
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let find = try PreparedStatement(db, "SELECT \(columns) FROM delivery d \(index) \(filter) ORDER BY d.id DESC LIMIT ?")
        for (index, number) in numbers.enumerated() { find.bind(Int32(index + 1), number) }
        find.bind(Int32(numbers.count + 1), selection.limit)
        return try find.all { try read($0, destination: names[$0.int(16)] ?? "") }
    }

    /// Those of the commit lie together; those of replays have an index.
    static func ofMessage(_ id: MessageID, _ names: [Int64: DestinationName], _ db: Database) throws -> [Delivery] {
        let find = try PreparedStatement(
            db,
            """
            SELECT \(columns) FROM delivery d, outcome o
            WHERE o.message_id = ?1 AND d.id BETWEEN o.first_delivery AND o.last_delivery AND d.message_id = ?1
            UNION SELECT \(columns) FROM delivery d WHERE d.message_id = ?1 AND d.replay = 1 ORDER BY 1
            """)
        find.bind(1, id.rawValue)
        return try find.all { try read($0, destination: names[$0.int(16)] ?? "") }
    }

    static func destinationNames(_ db: Database) throws -> [Int64: DestinationName] {
        var names: [Int64: DestinationName] = [:]
        try PreparedStatement(db, "SELECT id, name FROM destination").eachRow { names[$0.int(0)] = DestinationName($0.text(1)) }
        return names
    }
}
