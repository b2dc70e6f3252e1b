import Canonical
import GRDB
import Ledger

/// Changes of the running totals in one transaction, written once at its end: metrics read these few rows, and the
/// balance compares them with the counted ones. A reference, because the books of a transaction share it.
final class Totals {
    struct Key<Value: Hashable>: Hashable {
        var owner: Int64
        var value: Value
    }
    private var messages: [Key<MessageState>: Int64] = [:]
    private var quarantines: [Key<String>: Int64] = [:]
    private var deliveries: [Key<DeliveryState>: Int64] = [:]
    private var due: [Int64: Int64] = [:]
    private var unmapped: [Key<String>: Int64] = [:]
    private var lastDelivered: [Int64: Milliseconds] = [:]

    func message(feed: Int64, from: MessageState?, to: MessageState, quantity: Int64 = 1) {
        if let from { messages[Key(owner: feed, value: from), default: 0] -= quantity }
        messages[Key(owner: feed, value: to), default: 0] += quantity
    }

    func quarantine(feed: Int64, reason: String, change: Int64) {
        quarantines[Key(owner: feed, value: reason), default: 0] += change
    }

    func delivery(destination: Int64, from: DeliveryState?, to: DeliveryState, at now: Milliseconds) {
        if let from {
            deliveries[Key(owner: destination, value: from), default: 0] -= 1
        } else {
            due[destination, default: 0] += 1
        }
        deliveries[Key(owner: destination, value: to), default: 0] += 1
        if to == .delivered { lastDelivered[destination] = now }
    }

    func unmapped(feed: Int64, path: String) { unmapped[Key(owner: feed, value: path), default: 0] += 1 }

    func flush(_ db: Database) throws {
        try add(
            db, messages.map { ($0.key.owner, Int64($0.key.value.rawValue), $0.value) },
            "INSERT INTO message_total VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET quantity = quantity + ?3")
        try add(
            db, deliveries.map { ($0.key.owner, Int64($0.key.value.rawValue), $0.value) },
            "INSERT INTO delivery_total VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET quantity = quantity + ?3")
        try add(
            db, quarantines.map { ($0.key.owner, $0.key.value, $0.value) },
            "INSERT INTO quarantine_total VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET quantity = quantity + ?3")
        try add(
            db, unmapped.map { ($0.key.owner, $0.key.value, $0.value) },
            "INSERT INTO unmapped_total VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET messages = messages + ?3")
        for (destination, quantity) in due {
            let statement = try PreparedStatement(db, "UPDATE destination SET due = due + ? WHERE id = ?")
            statement.bind(1, quantity)
            statement.bind(2, destination)
            try statement.execute()
        }
        for (destination, at) in lastDelivered {
            let statement = try PreparedStatement(db, "UPDATE destination SET last_delivered_at = ? WHERE id = ?")
            statement.bind(1, at)
            statement.bind(2, destination)
            try statement.execute()
        }
    }

    private func add(_ db: Database, _ rows: [(Int64, Int64, Int64)], _ sql: String) throws {
        guard !rows.isEmpty else { return }
        let statement = try PreparedStatement(db, sql)
        for (owner, value, quantity) in rows where quantity != 0 {
            statement.bind(1, owner)
            statement.bind(2, value)
            statement.bind(3, quantity)
            try statement.execute()
        }
    }

    private func add(_ db: Database, _ rows: [(Int64, String, Int64)], _ sql: String) throws {
        guard !rows.isEmpty else { return }
        let statement = try PreparedStatement(db, sql)
        for (owner, value, quantity) in rows where quantity != 0 {
            statement.bind(1, owner)
            statement.bind(2, value)
            statement.bind(3, quantity)
            try statement.execute()
        }
    }
}
