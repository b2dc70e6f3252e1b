package import Canonical
import GRDB
package import Ledger
import Synchronization

extension SQLiteLedger {
    package func commit(_ outcomes: [Outcome], now: Milliseconds, fences: [Fence]) async throws -> [Settlement] {
        try requireOpen()
        guard !outcomes.isEmpty else { return [] }
        let inFlight = state.withLock { $0.inFlight }
        let settlements = try await file.write { db in
            try Self.check(fences, db)
            let writer = try OutcomeWriter(db, now: now, inFlight: inFlight)
            let settlements = try outcomes.map { try writer.write($0) }
            try writer.finish()
            return settlements
        }
        state.withLock { for outcome in outcomes { $0.inFlight.remove(outcome.message.rawValue) } }
        return settlements
    }

    package func giveBack(_ messages: [MessageID]) async {
        state.withLock { for message in messages { $0.inFlight.remove(message.rawValue) } }
    }

    package func nextWake(now: Milliseconds) async throws -> Milliseconds? {
        let limit = policy.barrierAgeLimit
        return try await file.read { db in
            let lanes = try PreparedStatement(db, "SELECT min(until) FROM lane_hold").first { $0.optionalInt(0) } ?? nil
            let pauses =
                try PreparedStatement(db, "SELECT min(paused_until) FROM feed WHERE pause_reason IS NOT NULL").first {
                    $0.optionalInt(0)
                } ?? nil
            let barrier = try PreparedStatement(
                db,
                """
                SELECT min(hold_since + ?), min(hold_until) FROM message INDEXED BY message_pending
                WHERE state = 0 AND feed_id = ? AND hold = 2
                """)
            var times = [lanes, pauses]
            for feed in try PreparedStatement(db, "SELECT id FROM feed WHERE id > 0").all({ $0.int(0) }) {
                barrier.bind(1, limit)
                barrier.bind(2, feed)
                try barrier.eachRow { times += [$0.optionalInt(0), $0.optionalInt(1)] }
            }
            return times.compactMap { $0 }.filter { $0 > now }.min()
        }
    }

    package func holdLane(
        _ lane: LaneNumber, reason: String, until: Milliseconds?, by actor: Actor, now: Milliseconds
    ) async throws {
        try await file.write { db in
            let books = try LaneBook(db, deliveries: DeliveryBook(db, now: now))
            let root = try books.root(of: lane.rawValue)
            try books.hold(root.id, reason: reason, until: until, by: actor.name, message: nil, now: now)
            try Self.audit(
                AuditEvent(actor: actor, action: "hold-lane", subject: "lane \(root.id)", reason: reason, at: now), db)
        }
    }

    package func releaseLane(_ lane: LaneNumber, by actor: Actor, reason: String, now: Milliseconds) async throws {
        try await file.write { db in
            let books = try LaneBook(db, deliveries: DeliveryBook(db, now: now))
            let root = try books.root(of: lane.rawValue)
            try books.release(root.id)
            try Self.audit(
                AuditEvent(actor: actor, action: "release-lane", subject: "lane \(root.id)", reason: reason, at: now), db)
        }
    }

    package func pause(
        _ feed: FeedName, until: Milliseconds?, by actor: Actor, reason: String, now: Milliseconds
    ) async throws {
        try await file.write { db in
            let update = try PreparedStatement(
                db, "UPDATE feed SET paused_by = ?, pause_reason = ?, paused_until = ? WHERE id = ?")
            update.bind(1, actor.name)
            update.bind(2, reason)
            update.bind(3, until)
            update.bind(4, try NameBook(db).feed(feed))
            try update.execute()
            try Self.audit(AuditEvent(actor: actor, action: "pause-feed", subject: feed.text, reason: reason, at: now), db)
        }
    }

    package func resume(_ feed: FeedName, by actor: Actor, reason: String, now: Milliseconds) async throws {
        try await file.write { db in
            let update = try PreparedStatement(
                db, "UPDATE feed SET paused_by = NULL, pause_reason = NULL, paused_until = NULL WHERE id = ?")
            update.bind(1, try NameBook(db).feed(feed))
            try update.execute()
            try Self.audit(AuditEvent(actor: actor, action: "resume-feed", subject: feed.text, reason: reason, at: now), db)
        }
    }

    package func recognitions(for keys: [LaneKey], now: Milliseconds) async throws -> [(message: MessageID, sealed: [UInt8])] {
        try await file.read { db in
            let find = try PreparedStatement(
                db,
                """
                SELECT d.message_id, d.sealed FROM unrecognised_key k JOIN unrecognised_demographics d USING (message_id)
                WHERE k.key = ? AND d.expires_at > ? ORDER BY d.message_id
                """)
            var found: [Int64: [UInt8]] = [:]
            for key in keys {
                find.bind(1, key.bytes)
                find.bind(2, now)
                try find.eachRow { found[$0.int(0)] = $0.bytes(1) }
            }
            return found.sorted { $0.key < $1.key }.map { (MessageID(rawValue: $0.key), $0.value) }
        }
    }

    /// Their keys lead nowhere from then on and go with the next expiry. What a power failure brings back is recalled again.
    package func forgetRecognitions(_ messages: [MessageID]) async throws {
        try await file.write(.withNextCommit) { db in
            let remove = try PreparedStatement(db, "DELETE FROM unrecognised_demographics WHERE message_id = ?")
            for message in messages {
                remove.bind(1, message.rawValue)
                try remove.execute()
            }
        }
    }

    package func expireRecognitions(now: Milliseconds) async throws -> Int {
        try await file.write { db in
            let rows = try PreparedStatement(db, "DELETE FROM unrecognised_demographics WHERE expires_at <= ?")
            rows.bind(1, now)
            try rows.execute()
            let removed = db.changesCount
            let keys = try PreparedStatement(
                db, "DELETE FROM unrecognised_key WHERE message_id NOT IN (SELECT message_id FROM unrecognised_demographics)")
            try keys.execute()
            return removed
        }
    }
}
