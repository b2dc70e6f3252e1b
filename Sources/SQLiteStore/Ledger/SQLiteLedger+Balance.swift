import GRDB
package import Ledger

extension SQLiteLedger {
    package func balance() async throws -> Balance {
        try await file.read { db in
            let feeds = try Self.countFeeds(db)
            let destinations = try Self.countDestinations(db)
            return Balance(
                feeds: feeds.map(\.feed), destinations: destinations.map(\.destination),
                wrongTotals: try Self.wrongTotals(feeds: feeds, destinations: destinations, db))
        }
    }

    /// One pass over each feed's rows; no sorting.
    private static func countFeeds(_ db: Database) throws -> [(id: Int64, feed: Balance.Feed)] {
        let sums = MessageState.allCases.map { "ifnull(sum(state = \($0.rawValue)), 0)" }.joined(separator: ", ")
        let count = try PreparedStatement(
            db, "SELECT count(*), ifnull(max(id), 0), \(sums) FROM message WHERE id BETWEEN ? AND ?")
        return try PreparedStatement(db, "SELECT id, name, last_sequence FROM feed WHERE id > 0 ORDER BY id").all {
            (id: $0.int(0), name: FeedName($0.text(1)), received: $0.int(2))
        }.map { feed in
            let range = MessageID.range(ofFeed: feed.id)
            count.bind(1, range.lowerBound)
            count.bind(2, range.upperBound)
            let row = try count.first { row in
                (
                    rows: row.int(0), last: MessageID(rawValue: row.int(1)).sequence,
                    states: MessageState.allCases.enumerated().map { ($1, row.int(Int32($0 + 2))) }
                )
            }
            let counts = Dictionary(uniqueKeysWithValues: row?.states ?? [])
            let gaps = max(0, (row?.last ?? 0) - (row?.rows ?? 0))
            return (feed.id, Balance.Feed(name: feed.name, received: feed.received, counts: counts, gaps: gaps))
        }
    }

    private static func countDestinations(_ db: Database) throws -> [(id: Int64, destination: Balance.Destination)] {
        var counts: [Int64: [Int64]] = [:]
        try PreparedStatement(db, "SELECT destination_id, state FROM delivery").eachRow { row in
            let state = Int(row.int(1))
            guard (0..<DeliveryState.allCases.count).contains(state) else { return }
            counts[row.int(0), default: Array(repeating: 0, count: DeliveryState.allCases.count)][state] += 1
        }
        return try PreparedStatement(db, "SELECT id, name, due FROM destination ORDER BY id").all { row in
            let own = counts[row.int(0)] ?? []
            let states = DeliveryState.allCases.map { ($0, own.isEmpty ? 0 : own[$0.rawValue]) }
            return (
                row.int(0),
                Balance.Destination(
                    name: DestinationName(row.text(1)), due: row.int(2), counts: Dictionary(uniqueKeysWithValues: states))
            )
        }
    }

    private static func wrongTotals(
        feeds: [(id: Int64, feed: Balance.Feed)], destinations: [(id: Int64, destination: Balance.Destination)],
        _ db: Database
    ) throws -> Int64 {
        var wrong: Int64 = 0
        let message = try PreparedStatement(db, "SELECT quantity FROM message_total WHERE feed_id = ? AND state = ?")
        let quarantines = try PreparedStatement(db, "SELECT ifnull(sum(quantity), 0) FROM quarantine_total WHERE feed_id = ?")
        for (id, feed) in feeds {
            for (state, counted) in feed.counts {
                message.bind(1, id)
                message.bind(2, state.rawValue)
                wrong += abs(counted - (try message.first { $0.int(0) } ?? 0))
            }
            quarantines.bind(1, id)
            wrong += abs((feed.counts[.quarantined] ?? 0) - (try quarantines.first { $0.int(0) } ?? 0))
        }
        let delivery = try PreparedStatement(
            db, "SELECT quantity FROM delivery_total WHERE destination_id = ? AND state = ?")
        for (id, destination) in destinations {
            for (state, counted) in destination.counts {
                delivery.bind(1, id)
                delivery.bind(2, state.rawValue)
                wrong += abs(counted - (try delivery.first { $0.int(0) } ?? 0))
            }
        }
        return wrong
    }
}
