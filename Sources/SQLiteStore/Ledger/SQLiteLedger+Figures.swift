import Canonical
import GRDB
package import Ledger

extension SQLiteLedger {
    package func feedFigures() async throws -> [FeedFigures] {
        try await file.read { db in
            var counts: [Int64: [MessageState: Int64]] = [:]
            try PreparedStatement(db, "SELECT feed_id, state, quantity FROM message_total").eachRow { row in
                guard let state = MessageState(rawValue: Int(row.int(1))) else { return }
                counts[row.int(0), default: [:]][state] = row.int(2)
            }
            var reasons: [Int64: [String: Int64]] = [:]
            try PreparedStatement(db, "SELECT feed_id, reason, quantity FROM quarantine_total WHERE quantity <> 0").eachRow {
                reasons[$0.int(0), default: [:]][$0.text(1)] = $0.int(2)
            }
            var lanes: [Int64: Int64] = [:]
            try PreparedStatement(
                db,
                "SELECT l.feed_id, count(DISTINCT h.lane) FROM lane_hold h JOIN lane l ON l.id = h.lane GROUP BY l.feed_id"
            ).eachRow { lanes[$0.int(0)] = $0.int(1) }
            let held = try PreparedStatement(
                db, "SELECT count(*) FROM message WHERE state = 0 AND feed_id = ? AND hold IN (1, 2)")
            let oldest = try PreparedStatement(
                db,
                """
                SELECT received_at FROM message INDEXED BY message_pending WHERE state = 0 AND feed_id = ? AND hold = ?
                ORDER BY id LIMIT 1
                """)
            let feeds = try PreparedStatement(
                db,
                """
                SELECT id, name, last_message_at, paused_by, pause_reason, paused_until FROM feed WHERE id > 0 ORDER BY name
                """
            ).all { row in
                (
                    id: row.int(0), name: FeedName(row.text(1)), lastAt: row.optionalInt(2),
                    pause: row.optionalText(4).map { reason in
                        FeedPause(by: row.text(3), reason: reason, until: row.optionalInt(5))
                    }
                )
            }
            return try feeds.map { feed in
                held.bind(1, feed.id)
                let waiting = try held.first { $0.int(0) } ?? 0
                var first: Milliseconds?
                for hold in 0...2 {
                    oldest.bind(1, feed.id)
                    oldest.bind(2, hold)
                    if let at = try oldest.first({ $0.int(0) }) { first = min(first ?? at, at) }
                }
                let own = counts[feed.id] ?? [:]
                return FeedFigures(
                    feed: feed.name, number: feed.id, counts: own, quarantineReasons: reasons[feed.id] ?? [:],
                    depth: (own[.pending] ?? 0) - waiting, held: waiting, heldLanes: lanes[feed.id] ?? 0,
                    oldestPendingAt: first, lastMessageAt: feed.lastAt, paused: feed.pause)
            }
        }
    }

    package func destinationFigures() async throws -> [DestinationFigures] {
        try await file.read { db in
            var counts: [Int64: [DeliveryState: Int64]] = [:]
            try PreparedStatement(db, "SELECT destination_id, state, quantity FROM delivery_total").eachRow { row in
                guard let state = DeliveryState(rawValue: Int(row.int(1))) else { return }
                counts[row.int(0), default: [:]][state] = row.int(2)
            }
            // Among the thousand that are due first and the thousand that are stuck: a backlog must not make this slow.
            let oldest = try PreparedStatement(
                db,
                """
                SELECT min(created_at) FROM (
                  SELECT * FROM (SELECT created_at FROM delivery INDEXED BY delivery_due
                    WHERE destination_id = ?1 AND state = 0 AND head = 1 ORDER BY next_attempt_at LIMIT 1000)
                  UNION ALL SELECT * FROM (SELECT created_at FROM delivery INDEXED BY delivery_stuck
                    WHERE destination_id = ?1 AND state IN (3, 4) LIMIT 1000))
                """)
            return try PreparedStatement(db, "SELECT id, name, due, last_delivered_at FROM destination ORDER BY name").all {
                row in
                oldest.bind(1, row.int(0))
                return DestinationFigures(
                    destination: DestinationName(row.text(1)), due: row.int(2), counts: counts[row.int(0)] ?? [:],
                    oldestOpenAt: try oldest.first { $0.optionalInt(0) } ?? nil, lastDeliveredAt: row.optionalInt(3))
            }
        }
    }

    package func unmappedTotals(feed: FeedName?, limit: Int) async throws -> [UnmappedTotal] {
        try await file.read { db in
            let find = try PreparedStatement(
                db,
                """
                SELECT f.name, u.path, u.messages FROM unmapped_total u JOIN feed f ON f.id = u.feed_id
                WHERE ?1 IS NULL OR f.name = ?1 ORDER BY u.messages DESC, f.name, u.path LIMIT ?2
                """)
            find.bind(1, feed?.text)
            find.bind(2, limit)
            return try find.all { UnmappedTotal(feed: FeedName($0.text(0)), path: $0.text(1), messages: $0.int(2)) }
        }
    }

    package func heldLanes(limit: Int) async throws -> [HeldLane] {
        try await file.read { db in
            let find = try PreparedStatement(
                db,
                """
                SELECT h.lane, f.name, h.reason, h.since, h.until, h.held_by,
                  (SELECT count(*) FROM message m WHERE m.state = 0 AND m.lane = h.lane)
                FROM lane_hold h JOIN lane l ON l.id = h.lane JOIN feed f ON f.id = l.feed_id ORDER BY h.since LIMIT ?
                """)
            find.bind(1, limit)
            return try find.all {
                HeldLane(
                    lane: LaneNumber(rawValue: $0.int(0)), feed: FeedName($0.text(1)), reason: $0.text(2), since: $0.int(3),
                    until: $0.optionalInt(4), by: $0.text(5), waiting: $0.int(6))
            }
        }
    }

    package func latency(window: Int) async throws -> LatencyFigures {
        try await file.read { db in
            let decided = try PreparedStatement(
                db,
                """
                SELECT o.decided_at - m.received_at FROM outcome o JOIN message m ON m.id = o.message_id
                WHERE o.message_id BETWEEN ? AND ? ORDER BY o.message_id DESC LIMIT ?
                """)
            var durations: [Milliseconds] = []
            for feed in try PreparedStatement(db, "SELECT id FROM feed WHERE id > 0").all({ $0.int(0) }) {
                let range = MessageID.range(ofFeed: feed)
                decided.bind(1, range.lowerBound)
                decided.bind(2, range.upperBound)
                decided.bind(3, window)
                try decided.eachRow { durations.append($0.int(0)) }
            }
            let names = try DeliveryRow.destinationNames(db)
            var delivered: [DestinationName: [Milliseconds]] = [:]
            let settled = try PreparedStatement(
                db,
                """
                SELECT d.destination_id, d.settled_at - m.received_at FROM
                  (SELECT * FROM delivery WHERE state = 2 AND replay = 0 AND message_id IS NOT NULL ORDER BY id DESC LIMIT ?) d
                JOIN message m ON m.id = d.message_id
                """)
            settled.bind(1, window)
            try settled.eachRow { row in
                if let name = names[row.int(0)] { delivered[name, default: []].append(row.int(1)) }
            }
            return LatencyFigures(decided: Latency(of: durations), delivered: delivered.compactMapValues { Latency(of: $0) })
        }
    }
}
