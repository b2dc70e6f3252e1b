package import Canonical
import GRDB
package import Ledger
import Synchronization

extension SQLiteLedger {
    package func claimPending(_ limits: ClaimLimits, now: Milliseconds, fences: [Fence]) async throws -> [ClaimedMessage] {
        try requireOpen()
        guard limits.messages > 0 else { return [] }
        let (inFlight, hasSuspects, turn) = state.withLock { state in
            state.turn += 1
            return (state.inFlight, state.hasSuspects, state.turn)
        }
        let policy = policy
        let choice = try await file.write(.withNextCommit) { db in
            try Self.check(fences, db)
            var claim = try Claim(db, policy: policy, now: now, inFlight: inFlight)
            return try claim.choose(limits, lookForSuspects: hasSuspects, turn: turn)
        }
        // Two claims at once may have chosen the same; whoever marks a message first has it.
        let mine = state.withLock { state -> [Int64] in
            if choice.noSuspectsLeft { state.hasSuspects = false }
            return choice.ids.filter { state.inFlight.insert($0).inserted }
        }
        guard !mine.isEmpty else { return [] }
        do {
            let claimed = try await file.read { db in try Self.load(mine, bytes: limits.bytes, db) }
            await giveBack(mine.dropFirst(claimed.count).map(MessageID.init(rawValue:)))
            return claimed
        } catch {
            await giveBack(mine.map(MessageID.init(rawValue:)))
            throw error
        }
    }

    /// The bodies in the order given, until the limit of bytes is reached.
    private static func load(_ ids: [Int64], bytes limit: Int, _ db: Database) throws -> [ClaimedMessage] {
        let find = try PreparedStatement(
            db,
            """
            SELECT f.name, m.received_at, m.attempts, m.suspect, m.resubmitted, m.broker_id, m.traceparent, m.user_id,
              m.content_type, m.transport, m.redelivered, m.size, b.bytes
            FROM message m JOIN feed f ON f.id = m.feed_id LEFT JOIN body b ON b.message_id = m.id WHERE m.id = ?
            """)
        let edited = try PreparedStatement(
            db, "SELECT edited FROM resubmission WHERE message_id = ? AND action = 'resubmit' ORDER BY id DESC LIMIT 1")
        var claimed: [ClaimedMessage] = []
        var total = 0
        for id in ids {
            find.bind(1, id)
            guard
                var message = try find.first({ columns in
                    ClaimedMessage(
                        id: MessageID(rawValue: id), feed: FeedName(columns.text(0)), body: columns.bytes(12),
                        receivedAt: columns.int(1),
                        properties: BrokerProperties(
                            messageID: columns.optionalText(5), traceparent: columns.optionalText(6),
                            userID: columns.optionalText(7), contentType: columns.optionalText(8),
                            transport: columns.optionalText(9), redelivered: columns.bool(10)),
                        attempt: Int(columns.int(2)) + (columns.bool(3) ? 0 : 1), isSuspect: columns.bool(3),
                        isResubmitted: columns.bool(4))
                })
            else { throw LedgerFailure.unknown(what: "message \(MessageID(rawValue: id))") }
            if message.isResubmitted {
                edited.bind(1, id)
                if let body = try edited.first({ $0.optionalBytes(0) }) ?? nil { message.body = body }
            }
            total += message.body.count
            if total > limit, !claimed.isEmpty { break }
            claimed.append(message)
        }
        return claimed
    }
}

/// What a claim chooses, within one transaction.
private struct Claim {
    struct Choice: Sendable {
        var ids: [Int64]
        var noSuspectsLeft: Bool
    }
    private struct Feed {
        var id: Int64
        var name: FeedName
        var claimedThrough: Int64
    }

    private let db: Database
    private let policy: LedgerPolicy
    private let now: Milliseconds
    private let inFlight: Set<Int64>
    private let writer: OutcomeWriter

    init(_ db: Database, policy: LedgerPolicy, now: Milliseconds, inFlight: Set<Int64>) throws {
        self.db = db
        self.policy = policy
        self.now = now
        self.inFlight = inFlight
        writer = try OutcomeWriter(db, now: now, inFlight: inFlight)
    }

    mutating func choose(_ limits: ClaimLimits, lookForSuspects: Bool, turn: Int) throws -> Choice {
        try writer.lanes.releaseExpired(now: now)
        let feeds = try eligibleFeeds(limits.feeds)
        var suspected: Set<Int64> = []
        if lookForSuspects {
            let (suspect, left) = try nextSuspect(among: feeds)
            if let suspect {
                try writer.finish()
                return Choice(ids: suspect, noSuspectsLeft: false)
            }
            suspected = left
        }
        var available: [[Int64]] = []
        for feed in feeds { available.append(suspected.contains(feed.id) ? [] : try claimable(feed, limit: limits.messages)) }
        let shares = FairShare.shares(of: limits.messages, among: available.map(\.count), start: turn)
        var ids: [Int64] = []
        let mark = try PreparedStatement(db, "UPDATE feed SET claimed_through = ? WHERE id = ?")
        for (index, feed) in feeds.enumerated() where shares[index] > 0 {
            let chosen = available[index].prefix(shares[index])
            ids.append(contentsOf: chosen)
            // On disk before anything is processed: after a kill all up to here are suspects.
            let through = MessageID(rawValue: chosen.last ?? 0).sequence
            if through > feed.claimedThrough {
                mark.bind(1, through)
                mark.bind(2, feed.id)
                try mark.execute()
            }
        }
        try writer.finish()
        return Choice(ids: ids, noSuspectsLeft: lookForSuspects && suspected.isEmpty)
    }

    private func eligibleFeeds(_ names: [FeedName]?) throws -> [Feed] {
        let find = try PreparedStatement(
            db,
            """
            SELECT id, name, claimed_through FROM feed
            WHERE id > 0 AND (pause_reason IS NULL OR paused_until <= ?) ORDER BY id
            """)
        find.bind(1, now)
        let feeds = try find.all { Feed(id: $0.int(0), name: FeedName($0.text(1)), claimedThrough: $0.int(2)) }
        guard let names else { return feeds }
        let wanted = Set(names)
        return feeds.filter { wanted.contains($0.name) }
    }

    /// One suspect, alone, its attempt counted before it is given; nobody while one is being tried. Also which feeds
    /// still have suspects, over all feeds.
    private func nextSuspect(among feeds: [Feed]) throws -> (claim: [Int64]?, left: Set<Int64>) {
        let all = try PreparedStatement(
            db, "SELECT id, feed_id, attempts FROM message WHERE suspect = 1 AND state = 0 AND hold = 0 ORDER BY feed_id, id"
        ).all { (id: $0.int(0), feed: $0.int(1), attempts: Int($0.int(2))) }
        var left = Set(all.map(\.feed))
        for feed in feeds where left.contains(feed.id) {
            for suspect in all where suspect.feed == feed.id {
                if inFlight.contains(suspect.id) { return ([], left) }
                if suspect.attempts >= policy.maximumAttempts {
                    try writer.quarantine(MessageID(rawValue: suspect.id), reason: LedgerPolicy.killsTheMapper)
                    continue
                }
                let count = try PreparedStatement(db, "UPDATE message SET attempts = attempts + 1 WHERE id = ?")
                count.bind(1, suspect.id)
                try count.execute()
                return ([suspect.id], left)
            }
            left.remove(feed.id)
        }
        return (nil, left)
    }

    /// Ids that may be claimed now, in feed order, up to the barrier if one waits.
    private func claimable(_ feed: Feed, limit: Int) throws -> [Int64] {
        let barrier = try settleBarrier(of: feed)
        let range = MessageID.range(ofFeed: feed.id)
        let taken = inFlight.count(where: range.contains)
        let find = try PreparedStatement(
            db,
            """
            SELECT id FROM message INDEXED BY message_pending
            WHERE state = 0 AND feed_id = ? AND hold = 0 AND id < ? ORDER BY id LIMIT ?
            """)
        find.bind(1, feed.id)
        find.bind(2, barrier ?? .max)
        find.bind(3, limit + taken)
        return Array(try find.all { $0.int(0) }.lazy.filter { !inFlight.contains($0) }.prefix(limit))
    }

    /// Wakes, quarantines or keeps the barrier that a feed waits behind.
    private func settleBarrier(of feed: Feed) throws -> Int64? {
        let find = try PreparedStatement(
            db,
            """
            SELECT id, hold_since, hold_until,
              EXISTS(SELECT 1 FROM message e WHERE e.state = 0 AND e.feed_id = m.feed_id AND e.hold IN (0, 1) AND e.id < m.id)
            FROM message m INDEXED BY message_pending WHERE state = 0 AND feed_id = ? AND hold = 2 ORDER BY id LIMIT 1
            """)
        find.bind(1, feed.id)
        let barrier = try find.first {
            (id: $0.int(0), since: $0.int(1), until: $0.optionalInt(2), earlierWaits: $0.bool(3))
        }
        guard let barrier else { return nil }
        if now - barrier.since >= policy.barrierAgeLimit {
            try writer.quarantine(MessageID(rawValue: barrier.id), reason: LedgerPolicy.barrierExpired)
            return nil
        }
        if !barrier.earlierWaits, barrier.until ?? 0 <= now {
            let wake = try PreparedStatement(db, "UPDATE message SET hold = 0, hold_until = NULL WHERE id = ?")
            wake.bind(1, barrier.id)
            try wake.execute()
            return nil
        }
        return barrier.id
    }
}
