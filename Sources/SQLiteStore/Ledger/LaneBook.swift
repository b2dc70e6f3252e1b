import Canonical
import GRDB
import Ledger

/// Lanes within one transaction: identifiers to lanes, union of two, holds.
final class LaneBook {
    struct Lane {
        var id: Int64
        var lastMessage: Int64?
        /// The first eight bytes of the last message's hash: a cheap first look.
        var lastHash: Int64?
        /// Whether any message of it was ever mapped.
        var hasMapped = false
    }

    private let db: Database
    private let deliveries: DeliveryBook
    private let find: PreparedStatement
    private let point: PreparedStatement
    private let lane: PreparedStatement
    private let create: PreparedStatement
    private let advance: PreparedStatement
    private let heldWhy: PreparedStatement
    private let waiting: PreparedStatement
    /// Whether anything is held or waits at all; spares two look-ups per message while nothing does.
    private var anyHold: Bool
    private var anyWaiting: Bool

    init(_ db: Database, deliveries: DeliveryBook) throws {
        self.db = db
        self.deliveries = deliveries
        find = try PreparedStatement(db, "SELECT lane FROM alias WHERE key = ? AND feed_id = ?")
        point = try PreparedStatement(
            db, "INSERT INTO alias(key, feed_id, lane) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET lane = ?3")
        lane = try PreparedStatement(db, "SELECT last_message, last_hash, merged_into, mapped FROM lane WHERE id = ?")
        create = try PreparedStatement(db, "INSERT INTO lane(feed_id) VALUES (?)")
        advance = try PreparedStatement(db, "UPDATE lane SET last_message = ?, last_hash = ?, mapped = ? WHERE id = ?")
        heldWhy = try PreparedStatement(
            db, "SELECT reason FROM lane_hold WHERE lane = ? AND (message_id IS NULL OR message_id <> ?) LIMIT 1")
        waiting = try PreparedStatement(
            db, "SELECT 1 FROM message WHERE state = 0 AND lane = ? AND id < ? LIMIT 1")
        anyHold = try PreparedStatement(db, "SELECT 1 FROM lane_hold LIMIT 1").first { _ in true } ?? false
        anyWaiting =
            try PreparedStatement(db, "SELECT 1 FROM message WHERE state = 0 AND lane IS NOT NULL LIMIT 1")
            .first { _ in true } ?? false
    }

    /// The lane that a lane was united into, or itself.
    func root(of id: Int64) throws -> Lane {
        var id = id
        while true {
            lane.bind(1, id)
            let row = try lane.first {
                (last: $0.optionalInt(0), hash: $0.optionalInt(1), next: $0.optionalInt(2), mapped: $0.bool(3))
            }
            guard let row else { return Lane(id: id) }
            guard let next = row.next else {
                return Lane(id: id, lastMessage: row.last, lastHash: row.hash, hasMapped: row.mapped)
            }
            id = next
        }
    }

    static func root(of id: Int64, _ db: Database) throws -> Int64 {
        let next = try PreparedStatement(db, "SELECT merged_into FROM lane WHERE id = ?")
        var id = id
        while true {
            next.bind(1, id)
            guard let parent = try next.first({ $0.optionalInt(0) }) ?? nil else { return id }
            id = parent
        }
    }

    /// The one lane of all the keys: made if new, united if they were apart.
    func resolve(_ keys: [LaneKey], feed: Int64) throws -> Lane {
        var roots: [Lane] = []
        var loose: [LaneKey] = []
        for key in keys {
            find.bind(1, key.bytes)
            find.bind(2, feed)
            guard let known = try find.first({ $0.int(0) }) else {
                loose.append(key)
                continue
            }
            let root = try root(of: known)
            if root.id != known { loose.append(key) }
            if !roots.contains(where: { $0.id == root.id }) { roots.append(root) }
        }
        var survivor: Lane
        if let lowest = roots.min(by: { $0.id < $1.id }) {
            survivor = lowest
            for other in roots where other.id != survivor.id { try unite(other, into: &survivor) }
        } else {
            create.bind(1, feed)
            try create.execute()
            survivor = Lane(id: db.lastInsertedRowID)
        }
        for key in loose {
            point.bind(1, key.bytes)
            point.bind(2, feed)
            point.bind(3, survivor.id)
            try point.execute()
        }
        return survivor
    }

    private func unite(_ other: Lane, into survivor: inout Lane) throws {
        try run("UPDATE lane SET merged_into = ? WHERE id = ?", survivor.id, other.id)
        try run("UPDATE lane_hold SET lane = ? WHERE lane = ?", survivor.id, other.id)
        try run("UPDATE message SET lane = ? WHERE state = 0 AND lane = ?", survivor.id, other.id)
        try deliveries.move(lane: other.id, to: survivor.id)
        let hasMapped = survivor.hasMapped || other.hasMapped
        if let last = other.lastMessage, last > survivor.lastMessage ?? 0 {
            // They change places, so that a walk over the united lanes still reaches the end of both chains.
            try setLast(Lane(id: other.id, lastMessage: survivor.lastMessage, lastHash: survivor.lastHash))
            survivor.lastMessage = last
            survivor.lastHash = other.lastHash
        }
        survivor.hasMapped = hasMapped
        try setLast(survivor)
    }

    func setLast(_ lane: Lane) throws {
        advance.bind(1, lane.lastMessage)
        advance.bind(2, lane.lastHash)
        advance.bind(3, lane.hasMapped)
        advance.bind(4, lane.id)
        try advance.execute()
    }

    /// Why the lane is held by something other than this message.
    func heldReason(_ lane: Int64, besides message: Int64) throws -> String? {
        guard anyHold else { return nil }
        heldWhy.bind(1, lane)
        heldWhy.bind(2, message)
        return try heldWhy.first { $0.text(0) }
    }

    func hasWaiting(_ lane: Int64, before message: Int64) throws -> Bool {
        guard anyWaiting else { return false }
        waiting.bind(1, lane)
        waiting.bind(2, message)
        return try waiting.first { _ in true } ?? false
    }

    func hold(
        _ lane: Int64, reason: String, until: Milliseconds?, by actor: String, message: Int64?, now: Milliseconds
    ) throws {
        let insert = try PreparedStatement(
            db, "INSERT INTO lane_hold(lane, reason, since, until, held_by, message_id) VALUES (?, ?, ?, ?, ?, ?)")
        insert.bind(1, lane)
        insert.bind(2, reason)
        insert.bind(3, now)
        insert.bind(4, until)
        insert.bind(5, actor)
        insert.bind(6, message)
        try insert.execute()
        anyHold = true
    }

    /// Stays pending and is skipped by claims until its lane moves.
    func park(_ message: Int64, lane: Int64, reason: String, now: Milliseconds) throws {
        let update = try PreparedStatement(
            db,
            """
            UPDATE message SET hold = 1, lane = ?, hold_reason = ?, hold_since = ifnull(hold_since, ?), suspect = 0 WHERE id = ?
            """)
        update.bind(1, lane)
        update.bind(2, reason)
        update.bind(3, now)
        update.bind(4, message)
        try update.execute()
        anyWaiting = true
    }

    /// Makes waiting messages claimable if nothing holds the lane any more; a claim gives them in their order.
    func wake(_ lane: Int64) throws {
        guard anyWaiting else { return }
        let held = try PreparedStatement(db, "SELECT 1 FROM lane_hold WHERE lane = ? LIMIT 1")
        held.bind(1, lane)
        guard try held.first({ _ in true }) == nil else { return }
        try run("UPDATE message SET hold = 0, hold_reason = NULL WHERE state = 0 AND lane = ? AND hold = ?", lane, 1)
    }

    /// Ends all holds of a lane, or only the one that a message is the cause of.
    func release(_ lane: Int64, message: Int64? = nil) throws {
        if let message {
            if anyHold { try run("DELETE FROM lane_hold WHERE lane = ? AND message_id = ?", lane, message) }
        } else {
            try run("DELETE FROM lane_hold WHERE lane = ? AND ? = 0", lane, 0)
        }
        try wake(lane)
    }

    func releaseExpired(now: Milliseconds) throws {
        guard anyHold else { return }
        let expired = try PreparedStatement(db, "SELECT DISTINCT lane FROM lane_hold WHERE until <= ?")
        expired.bind(1, now)
        for lane in try expired.all({ $0.int(0) }) {
            try run("DELETE FROM lane_hold WHERE lane = ? AND until <= ?", lane, now)
            try wake(lane)
        }
    }

    private func run(_ sql: String, _ first: Int64, _ second: Int64) throws {
        let statement = try PreparedStatement(db, sql)
        statement.bind(1, first)
        statement.bind(2, second)
        try statement.execute()
    }
}
