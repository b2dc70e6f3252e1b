import GRDB
package import Ledger

extension SQLiteLedger {
    package func accept(_ batches: [FeedArrivals], fences: [Fence]) async throws -> InboxCommit {
        try requireOpen()
        return try await acceptQueue.accept(.init(batches: batches, fences: fences)) { [file] requests in
            do {
                let written = try await file.write { db in try Self.accept(requests, db) }
                // Only here, after the commit has returned.
                let issuer = InboxCommitIssuer()
                return written.map { $0.map { issuer.afterDurableCommit(of: $0) } }
            } catch {
                return requests.map { _ in .failure(error) }
            }
        }
    }

    /// One result per request. A fenced request fails alone; any other failure fails the transaction.
    private static func accept(_ requests: [AcceptQueue.Request], _ db: Database) throws -> [Result<[[MessageID]], any Error>] {
        let inbox = try InboxWriter(db)
        var results: [Result<[[MessageID]], any Error>] = []
        for request in requests {
            do {
                try check(request.fences, db)
            } catch let failure as LedgerFailure {
                results.append(.failure(failure))
                continue
            }
            results.append(.success(try request.batches.map { try inbox.write($0) }))
        }
        try inbox.totals.flush(db)
        return results
    }
}

/// Writes arrivals within one transaction.
private struct InboxWriter {
    let totals = Totals()
    private let names: NameBook
    private let counter: PreparedStatement
    private let advance: PreparedStatement
    private let message: PreparedStatement
    private let body: PreparedStatement

    init(_ db: Database) throws {
        names = NameBook(db)
        counter = try PreparedStatement(db, "SELECT last_sequence FROM feed WHERE id = ?")
        advance = try PreparedStatement(
            db, "UPDATE feed SET last_sequence = ?, last_message_at = max(?, ifnull(last_message_at, 0)) WHERE id = ?")
        message = try PreparedStatement(
            db,
            """
            INSERT INTO message(id, feed_id, received_at, size, hash, broker_id, traceparent, user_id, content_type, transport,
              redelivered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        body = try PreparedStatement(db, "INSERT INTO body(message_id, bytes) VALUES (?, ?)")
    }

    func write(_ batch: FeedArrivals) throws -> [MessageID] {
        guard let last = batch.arrivals.last else { return [] }
        let feed = try names.feed(batch.feed)
        counter.bind(1, feed)
        var sequence = try counter.first { $0.int(0) } ?? 0
        guard sequence + Int64(batch.arrivals.count) <= MessageID.maximumSequence else {
            throw LedgerFailure.exhausted(what: "sequences of \(batch.feed)")
        }
        var ids: [MessageID] = []
        ids.reserveCapacity(batch.arrivals.count)
        for arrival in batch.arrivals {
            sequence += 1
            let id = MessageID(feed: feed, sequence: sequence)
            message.bind(1, id.rawValue)
            message.bind(2, feed)
            message.bind(3, arrival.receivedAt)
            message.bind(4, arrival.body.count)
            message.bind(5, arrival.hash.bytes)
            message.bind(6, arrival.properties.messageID)
            message.bind(7, arrival.properties.traceparent)
            message.bind(8, arrival.properties.userID)
            message.bind(9, arrival.properties.contentType)
            message.bind(10, arrival.properties.transport)
            message.bind(11, arrival.properties.redelivered)
            try message.execute()
            body.bind(1, id.rawValue)
            body.bind(2, arrival.body)
            try body.execute()
            ids.append(id)
        }
        advance.bind(1, sequence)
        advance.bind(2, last.receivedAt)
        advance.bind(3, feed)
        try advance.execute()
        totals.message(feed: feed, from: nil, to: .pending, quantity: Int64(ids.count))
        return ids
    }
}
