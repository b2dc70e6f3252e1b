package import AMQP
package import Canonical
import Diagnostics
import Digests
package import Ledger
package import Logging
import ServiceLifecycle

extension InboxCommit: ProofOfStorage {}

/// Takes messages from the feeds' queues and makes them safe; only then is the broker told.
///
/// One consumer for all feed queues, one inbox commit a batch. Nothing is parsed here. When the ledger does not answer,
/// nothing is acknowledged and the consumer is stopped, so that the broker's monitoring sees it.
package struct Acceptor: Service {
    private let address: BrokerAddress
    private let prefetch: Int
    private let inbox: any Inbox
    private let feedOfQueue: [String: FeedName]
    private let accepted: WorkSignal
    private let now: @Sendable () -> Milliseconds
    private let logger: Logger

    package init(
        address: BrokerAddress, prefetch: Int, inbox: any Inbox, feedOfQueue: [String: FeedName], accepted: WorkSignal,
        now: @escaping @Sendable () -> Milliseconds, logger: Logger
    ) {
        self.address = address
        self.prefetch = prefetch
        self.inbox = inbox
        self.feedOfQueue = feedOfQueue
        self.accepted = accepted
        self.now = now
        self.logger = logger
    }

    package func run() async throws {
        let consumer = Consumer(
            address, queues: feedOfQueue.keys.sorted(),
            settings: .init(prefetch: UInt16(clamping: prefetch), name: "hub acceptor"),
            onEvent: { [logger] in Self.log($0, logger) })
        try await withGracefulShutdownHandler {
            var filter = RedeliveryFilter()
            while var batch = await consumer.next() {
                var hashes = hashes(of: batch.deliveries, after: 0)
                var known = try await filter.decide(
                    identified(batch.deliveries, hashes), epoch: batch.epoch, isLast: false, tail: tail)
                while known == nil {
                    let more = await consumer.next(within: .milliseconds(250))
                    let isLast = more == nil
                    if let more { batch = batch.joined(with: more) }
                    hashes += self.hashes(of: batch.deliveries, after: hashes.count)
                    known = try await filter.decide(
                        identified(batch.deliveries, hashes), epoch: batch.epoch, isLast: isLast, tail: tail)
                }
                let commit = try await commit(arrivals(of: batch.deliveries, hashes, leavingOut: known ?? [:]))
                batch.acknowledge(after: commit)
                accepted.raise()
            }
            await consumer.stop()
        } onGracefulShutdown: {
            consumer.requestStop()
        }
    }

    private static func log(_ event: Consumer.Event, _ logger: Logger) {
        switch event {
        case .connected: logger.info("connected to the broker")
        case .interrupted(let diagnostic, _):
            logger.warning("the broker's connection is gone", metadata: ["reason": "\(diagnostic.code)"])
        case .queueMissing(let queue, _): logger.error("a feed's queue is missing", metadata: ["queue": "\(queue)"])
        case .queueFound(let queue): logger.info("a feed's queue is there again", metadata: ["queue": "\(queue)"])
        case .givenBack, .suspended, .ended: break
        }
    }

    /// Tries until the ledger takes the batch: a full disk may be emptied, and what is not acknowledged is not lost.
    private func commit(_ arrivals: [FeedArrivals]) async throws -> InboxCommit {
        var delay = Duration.milliseconds(100)
        while true {
            do {
                return try await inbox.accept(arrivals, fences: [])
            } catch let failure as LedgerFailure where failure.category.consequence.isTransient {
                logger.error("the inbox does not take messages", metadata: ["reason": "\(failure.diagnostic.code)"])
                try await Task.sleep(for: delay)
                delay = min(delay * 2, .seconds(10))
            }
        }
    }

    /// The end of a feed's inbox, as long as what can be unacknowledged at a time.
    private func tail(_ feed: FeedName) async throws -> [BodyHash] { try await inbox.inboxTail(of: feed, limit: prefetch) }

    /// Of the deliveries from `start` on: each body is hashed once, however often a run is looked at.
    private func hashes(of deliveries: [AMQP.Delivery], after start: Int) -> [BodyHash] {
        deliveries.dropFirst(start).map { BodyHash(SHA256.digest(of: $0.body)) }
    }

    private func identified(
        _ deliveries: [AMQP.Delivery], _ hashes: [BodyHash]
    ) -> [(feed: FeedName, hash: BodyHash, isRedelivered: Bool)] {
        zip(deliveries, hashes).compactMap { delivery, hash in
            feedOfQueue[delivery.queue].map { ($0, hash, delivery.redelivered) }
        }
    }

    /// - Parameter known: how many of each feed's first deliveries are in the inbox already.
    private func arrivals(
        of deliveries: [AMQP.Delivery], _ hashes: [BodyHash], leavingOut known: [FeedName: Int]
    ) -> [FeedArrivals] {
        var known = known
        var order: [FeedName] = []
        var byFeed: [FeedName: [Arrival]] = [:]
        let receivedAt = now()
        for (delivery, hash) in zip(deliveries, hashes) {
            guard let feed = feedOfQueue[delivery.queue] else { continue }
            if let left = known[feed], left > 0 {
                known[feed] = left - 1
                continue
            }
            if byFeed[feed] == nil { order.append(feed) }
            byFeed[feed, default: []].append(
                Arrival(
                    body: delivery.body, hash: hash, receivedAt: receivedAt,
                    properties: BrokerProperties(
                        messageID: delivery.properties.messageID, traceparent: delivery.properties.traceparent,
                        userID: delivery.properties.userID, contentType: delivery.properties.contentType, transport: "amqp",
                        redelivered: delivery.redelivered)))
        }
        return order.map { FeedArrivals(feed: $0, arrivals: byFeed[$0]!) }
    }
}
