import GRDB
package import Ledger

extension SQLiteLedger {
    /// No search walks more of one patient's messages than this.
    private static let longestWalk = 10_000

    package func messages(_ query: MessageQuery) async throws -> [MessageSummary] {
        try await file.read { db in
            let found: [MessageSummary]
            if let keys = query.laneKeys {
                found = try Self.summaries(of: Self.walk(Self.lanes(of: keys, db), db), db)
            } else if let controlID = query.controlID {
                let find = try PreparedStatement(
                    db, "SELECT message_id FROM outcome WHERE control_id = ? ORDER BY message_id DESC LIMIT ?")
                find.bind(1, controlID)
                find.bind(2, Self.longestWalk)
                found = try Self.summaries(of: find.all { $0.int(0) }, db)
            } else {
                found = try Self.scan(query, db)
            }
            let page = found.filter { Self.matches($0, query) }
                .sorted { ($0.receivedAt, $0.id) > ($1.receivedAt, $1.id) }
            return Array(page.prefix(query.limit))
        }
    }

    package func lanes(for keys: [LaneKey]) async throws -> [LaneNumber] {
        try await file.read { db in try Self.lanes(of: keys, db).sorted().map(LaneNumber.init(rawValue:)) }
    }

    package func keysOfMappedMessages(among keys: [LaneKey]) async throws -> Set<LaneKey> {
        guard !keys.isEmpty else { return [] }
        return try await file.read { db in
            let find = try PreparedStatement(db, "SELECT lane FROM alias WHERE key = ?")
            let mapped = try PreparedStatement(db, "SELECT mapped FROM lane WHERE id = ?")
            return try Set(keys).filter { key in
                find.bind(1, key.bytes)
                return try find.all { $0.int(0) }.contains { lane in
                    mapped.bind(1, try LaneBook.root(of: lane, db))
                    return try mapped.first { $0.bool(0) } ?? false
                }
            }
        }
    }

    package func inboxTail(of feed: FeedName, limit: Int) async throws -> [BodyHash] {
        try await file.read { db in
            guard let number = try NameBook.feedNumber(feed, db) else { return [] }
            let range = MessageID.range(ofFeed: number)
            let find = try PreparedStatement(
                db, "SELECT hash FROM message WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?")
            find.bind(1, range.lowerBound)
            find.bind(2, range.upperBound)
            find.bind(3, limit)
            return try find.all { BodyHash($0.bytes(0)) }.reversed()
        }
    }

    package func messages(mappedBy release: ReleaseHash, after: MessageID?, limit: Int) async throws -> [MessageID] {
        try await file.read { db in
            let find = try PreparedStatement(
                db,
                """
                SELECT o.message_id FROM outcome o JOIN message m ON m.id = o.message_id
                WHERE o.message_id > ? AND m.state = 1 AND o.release_id = (SELECT id FROM release WHERE hash = ?)
                ORDER BY o.message_id LIMIT ?
                """)
            find.bind(1, after?.rawValue ?? 0)
            find.bind(2, release.text)
            find.bind(3, limit)
            return try find.all { MessageID(rawValue: $0.int(0)) }
        }
    }

    package func recentBodies(feed: FeedName, limit: Int) async throws -> [(id: MessageID, body: [UInt8])] {
        try await file.read { db in
            guard let number = try NameBook.feedNumber(feed, db) else { return [] }
            let range = MessageID.range(ofFeed: number)
            let find = try PreparedStatement(
                db, "SELECT message_id, bytes FROM body WHERE message_id BETWEEN ? AND ? ORDER BY message_id DESC LIMIT ?")
            find.bind(1, range.lowerBound)
            find.bind(2, range.upperBound)
            find.bind(3, limit)
            return try find.all { (MessageID(rawValue: $0.int(0)), $0.bytes(1)) }
        }
    }

    package func deliveries(_ selection: DeliverySelection) async throws -> [Delivery] {
        try await file.read { db in try DeliveryRow.select(selection, db) }
    }

    /// All lanes that the keys lead to, and those united into them.
    private static func lanes(of keys: [LaneKey], _ db: Database) throws -> Set<Int64> {
        let find = try PreparedStatement(db, "SELECT lane FROM alias WHERE key = ?")
        var lanes: Set<Int64> = []
        for key in keys {
            find.bind(1, key.bytes)
            lanes.formUnion(try find.all { $0.int(0) })
        }
        let up = try PreparedStatement(db, "SELECT merged_into FROM lane WHERE id = ?")
        let down = try PreparedStatement(db, "SELECT id FROM lane WHERE merged_into = ?")
        var open = Array(lanes)
        while let lane = open.popLast(), lanes.count < longestWalk {
            up.bind(1, lane)
            down.bind(1, lane)
            let near = try [up.first { $0.optionalInt(0) } ?? nil].compactMap { $0 } + down.all { $0.int(0) }
            for next in near where lanes.insert(next).inserted { open.append(next) }
        }
        return lanes
    }

    /// The messages of lanes: back along the chain from the last, and those that wait.
    private static func walk(_ lanes: Set<Int64>, _ db: Database) throws -> [Int64] {
        let last = try PreparedStatement(db, "SELECT last_message FROM lane WHERE id = ?")
        let previous = try PreparedStatement(db, "SELECT previous_in_lane FROM outcome WHERE message_id = ?")
        let waiting = try PreparedStatement(db, "SELECT id FROM message WHERE state = 0 AND lane = ?")
        var seen: Set<Int64> = []
        for lane in lanes {
            waiting.bind(1, lane)
            seen.formUnion(try waiting.all { $0.int(0) })
            last.bind(1, lane)
            var next = try last.first { $0.optionalInt(0) } ?? nil
            while let id = next, seen.count < longestWalk, seen.insert(id).inserted {
                previous.bind(1, id)
                next = try previous.first { $0.optionalInt(0) } ?? nil
            }
        }
        return Array(seen)
    }

    /// Newest first over each feed, or over the index of a rare state.
    private static func scan(_ query: MessageQuery, _ db: Database) throws -> [MessageSummary] {
        let index =
            switch query.state {
            case .pending: "INDEXED BY message_pending"
            case .quarantined, .duplicate, .rejected: "INDEXED BY message_exception"
            case .mapped, .notRelevant, nil: "NOT INDEXED"
            }
        var condition = query.state.map { "AND m.state = \($0.rawValue)" } ?? ""
        // SQLite uses a partial index only where its condition stands in the query, word for word.
        if index == "INDEXED BY message_exception" { condition += " AND m.state IN (2, 3, 5)" }
        let find = try PreparedStatement(
            db,
            """
            SELECT \(summaryColumns) FROM message m \(index) LEFT JOIN outcome o ON o.message_id = m.id
              JOIN feed f ON f.id = m.feed_id LEFT JOIN release r ON r.id = o.release_id
            WHERE m.feed_id = ?1 AND m.id BETWEEN ?2 AND ?3 AND m.received_at <= ?4 AND m.received_at >= ?5
              AND (m.received_at < ?4 OR m.id < ?6) \(condition)
              AND (?7 IS NULL OR o.message_type = ?7)
            ORDER BY m.id DESC LIMIT ?8
            """)
        let feeds: [Int64]
        if let feed = query.feed {
            feeds = try NameBook.feedNumber(feed, db).map { [$0] } ?? []
        } else {
            feeds = try PreparedStatement(db, "SELECT id FROM feed WHERE id > 0").all { $0.int(0) }
        }
        var found: [MessageSummary] = []
        for feed in feeds {
            let range = MessageID.range(ofFeed: feed)
            find.bind(1, feed)
            find.bind(2, range.lowerBound)
            find.bind(3, range.upperBound)
            find.bind(4, min(query.before?.receivedAt ?? .max, query.receivedBefore.map { $0 - 1 } ?? .max))
            find.bind(5, query.receivedFrom ?? .min)
            find.bind(
                6,
                query.before.flatMap { mark in
                    // Only at the very time of the mark does the id decide.
                    (query.receivedBefore ?? .max) > mark.receivedAt ? mark.id.rawValue : nil
                } ?? Int64.max)
            find.bind(7, query.messageType)
            find.bind(8, query.limit)
            found += try find.all(summary)
        }
        return found
    }

    private static func matches(_ summary: MessageSummary, _ query: MessageQuery) -> Bool {
        if let feed = query.feed, summary.feed != feed { return false }
        if let state = query.state, summary.state != state { return false }
        if let type = query.messageType, summary.messageType != type { return false }
        if let controlID = query.controlID, summary.controlID != controlID { return false }
        if let from = query.receivedFrom, summary.receivedAt < from { return false }
        if let before = query.receivedBefore, summary.receivedAt >= before { return false }
        if let mark = query.before, (summary.receivedAt, summary.id) >= (mark.receivedAt, mark.id) { return false }
        return true
    }

    static let summaryColumns = """
        m.id, f.name, m.state, m.received_at, o.decided_at, m.size, o.message_type, o.control_id, o.event,
        CASE WHEN m.state = 0 THEN m.hold_reason ELSE o.reason END, ifnull(o.lane, m.lane), r.hash
        """

    static func summary(_ row: PreparedStatement.Columns) throws -> MessageSummary {
        guard let state = MessageState(rawValue: Int(row.int(2))) else {
            throw LedgerFailure.storage(code: 0, text: "message \(row.int(0)) has no valid state")
        }
        return MessageSummary(
            id: MessageID(rawValue: row.int(0)), feed: FeedName(row.text(1)), state: state, receivedAt: row.int(3),
            decidedAt: state == .pending ? nil : row.optionalInt(4), size: Int(row.int(5)), messageType: row.optionalText(6),
            controlID: row.optionalText(7), event: row.optionalText(8), reason: row.optionalText(9),
            lane: row.optionalInt(10).map(LaneNumber.init(rawValue:)), release: row.optionalText(11).map { ReleaseHash($0) })
    }

    static func summaries(of ids: [Int64], _ db: Database) throws -> [MessageSummary] {
        let find = try PreparedStatement(
            db,
            """
            SELECT \(summaryColumns) FROM message m LEFT JOIN outcome o ON o.message_id = m.id
              JOIN feed f ON f.id = m.feed_id LEFT JOIN release r ON r.id = o.release_id WHERE m.id = ?
            """)
        return try ids.compactMap { id in
            find.bind(1, id)
            return try find.first(summary)
        }
    }
}
