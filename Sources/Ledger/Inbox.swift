package import Canonical

/// One message as it came in. It is not parsed before it is safe.
package struct Arrival: Sendable {
    package var body: [UInt8]
    /// SHA-256 of `body`, computed by the caller off the writer's thread.
    package var hash: BodyHash
    package var receivedAt: Milliseconds
    package var properties: BrokerProperties

    package init(body: [UInt8], hash: BodyHash, receivedAt: Milliseconds, properties: BrokerProperties = .init()) {
        self.body = body
        self.hash = hash
        self.receivedAt = receivedAt
        self.properties = properties
    }
}

/// What came beside the body. The ledger keeps it for the message's timeline and decides nothing by it.
package struct BrokerProperties: Hashable, Sendable {
    package var messageID: String?
    package var traceparent: String?
    /// The sender as the broker (or the TLS certificate) authenticated it.
    package var userID: String?
    package var contentType: String?
    /// `amqp`, `mllp`, `http`, `file`.
    package var transport: String?
    package var redelivered: Bool

    package init(
        messageID: String? = nil, traceparent: String? = nil, userID: String? = nil, contentType: String? = nil,
        transport: String? = nil, redelivered: Bool = false
    ) {
        self.messageID = messageID
        self.traceparent = traceparent
        self.userID = userID
        self.contentType = contentType
        self.transport = transport
        self.redelivered = redelivered
    }
}

/// What one feed brings into a commit, in its order of arrival.
package struct FeedArrivals: Sendable {
    package var feed: FeedName
    package var arrivals: [Arrival]

    package init(feed: FeedName, arrivals: [Arrival]) {
        self.feed = feed
        self.arrivals = arrivals
    }
}

/// Where messages become safe.
package protocol Inbox: Sendable {
    /// Writes all arrivals in one commit and returns when it is on disk (fsync): every one of them or none.
    /// Assigns each feed's gap-free sequence in the order given. An unknown feed is registered.
    ///
    /// Concurrent calls share a commit, so a single arrival per call (MLLP, HTTP) is not one fsync each.
    /// - Throws: `LedgerFailure`; then nothing was written and nothing may be acknowledged.
    func accept(_ batches: [FeedArrivals], fences: [Fence]) async throws -> InboxCommit

    /// The hashes of the last messages of a feed, oldest first: after a lost connection the acceptor recognises by them
    /// what was stored and could not be acknowledged any more.
    func inboxTail(of feed: FeedName, limit: Int) async throws -> [BodyHash]
}

extension Inbox {
    package func accept(feed: FeedName, arrivals: [Arrival], fences: [Fence] = []) async throws -> InboxCommit {
        try await accept([FeedArrivals(feed: feed, arrivals: arrivals)], fences: fences)
    }
}
