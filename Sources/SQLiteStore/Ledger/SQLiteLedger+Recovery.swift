import GRDB
import Ledger

extension SQLiteLedger {
    /// What a session that never ended leaves: the claim marker of a feed says how far claims had gone, so everything
    /// pending up to there may be what killed the process.
    static func recover(_ db: Database) throws -> Recovery {
        let last = try PreparedStatement(db, "SELECT ended_at IS NULL FROM session ORDER BY id DESC LIMIT 1")
        let wasUnclean = try last.first { $0.bool(0) } ?? false
        if wasUnclean {
            try PreparedStatement(
                db,
                """
                UPDATE message SET suspect = 1 WHERE state = 0 AND hold = 0 AND suspect = 0 AND id IN (
                  SELECT m.id FROM feed f JOIN message m INDEXED BY message_pending
                    ON m.feed_id = f.id AND m.state = 0 AND m.hold = 0 AND m.id <= (f.id << 40) + f.claimed_through
                  WHERE f.claimed_through > 0)
                """
            ).execute()
        }
        try PreparedStatement(db, "UPDATE feed SET claimed_through = 0").execute()
        let suspects = try PreparedStatement(db, "SELECT count(*) FROM message WHERE suspect = 1").first { $0.int(0) } ?? 0
        let deliveries = try giveBackDeliveries(db)
        return Recovery(wasUnclean: wasUnclean, suspects: Int(suspects), deliveriesGivenBack: deliveries)
    }

    static func giveBackDeliveries(_ db: Database) throws -> Int {
        let book = try DeliveryBook(db, now: 0)
        let claimed = try PreparedStatement(db, "SELECT id FROM delivery WHERE open = 1 AND state = 1").all { $0.int(0) }
        for id in claimed {
            guard let row = try book.row(id) else { continue }
            try book.move(row, on: .givenBack, reason: nil)
        }
        try book.totals.flush(db)
        return claimed.count
    }

    /// Fails the transaction if a partition's lease has moved on.
    static func check(_ fences: [Fence], _ db: Database) throws {
        guard !fences.isEmpty else { return }
        let epoch = try PreparedStatement(db, "SELECT epoch FROM lease WHERE name = ?")
        for fence in fences {
            epoch.bind(1, fence.partition)
            let current = try epoch.first { $0.int(0) } ?? 0
            if current != fence.epoch { throw LedgerFailure.fenced(partition: fence.partition) }
        }
    }
}
