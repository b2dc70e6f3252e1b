package import AMQP
package import Canonical
import Diagnostics
import Digests
import HL7v2
package import Ledger
package import Logging
import ServiceLifecycle

extension InboxCommit: ProofOfStorage {}

/// Takes messages from the feeds' queues and makes them safe; only then is the broker told.
///
/// One consumer for all feed queues, one inbox commit a batch. Nothing is parsed here; but a delivery that is an HL7 batch
/// (FHS, BHS) becomes its messages, each accepted and accounted for by itself, in one commit. A batch that is not whole stays
/// one message, which the mapper quarantines. When the ledger does not answer, nothing is acknowledged and the consumer is
/// stopped, so that the broker's monitoring sees it.
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
                var taken = batch.deliveries.count
                var bodies = bodies(of: batch.deliveries[...])
                var known = try await filter.decide(identified(bodies), epoch: batch.epoch, isLast: false, tail: tail)
                while known == nil {
                    let more = await consumer.next(within: .milliseconds(250))
                    let isLast = more == nil
                    if let more { batch = batch.joined(with: more) }
                    bodies += self.bodies(of: batch.deliveries[taken...])
                    taken = batch.deliveries.count
                    known = try await filter.decide(identified(bodies), epoch: batch.epoch, isLast: isLast, tail: tail)
                }
                let commit = try await commit(arrivals(of: bodies, leavingOut: known ?? [:]))
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

    /// The end of a feed's inbox, as long as what can be unacknowledged at a time; a delivery may be a batch of many messages.
    private func tail(_ feed: FeedName) async throws -> [BodyHash] {
        try await inbox.inboxTail(of: feed, limit: prefetch + Self.batchAllowance)
    }

    private static let batchAllowance = 20_000

    /// One message of a delivery.
    private struct Body {
        var feed: FeedName
        var bytes: [UInt8]
        var hash: BodyHash
        var properties: MessageProperties
        var isRedelivered: Bool
    }

    /// The messages of deliveries, in order; each body is hashed once, however often a run is looked at.
    private func bodies(of deliveries: ArraySlice<AMQP.Delivery>) -> [Body] {
        var bodies: [Body] = []
        bodies.reserveCapacity(deliveries.count)
        for delivery in deliveries {
            guard let feed = feedOfQueue[delivery.queue] else { continue }
            for bytes in Batch.messages(of: delivery.body) ?? [delivery.body] {
                bodies.append(
                    Body(
                        feed: feed, bytes: bytes, hash: BodyHash(SHA256.digest(of: bytes)), properties: delivery.properties,
                        isRedelivered: delivery.redelivered))
            }
        }
        return bodies
    }

    private func identified(_ bodies: [Body]) -> [(feed: FeedName, hash: BodyHash, isRedelivered: Bool)] {
        bodies.map { ($0.feed, $0.hash, $0.isRedelivered) }
    }

    /// - Parameter known: how many of each feed's first messages are in the inbox already.
    private func arrivals(of bodies: [Body], leavingOut known: [FeedName: Int]) -> [FeedArrivals] {
        var known = known
        var order: [FeedName] = []
        var byFeed: [FeedName: [Arrival]] = [:]
        let receivedAt = now()
        for body in bodies {
            if let left = known[body.feed], left > 0 {
                known[body.feed] = left - 1
                continue
            }
            if byFeed[body.feed] == nil { order.append(body.feed) }
            byFeed[body.feed, default: []].append(
                Arrival(
                    body: body.bytes, hash: body.hash, receivedAt: receivedAt,
                    properties: BrokerProperties(
                        messageID: body.properties.messageID, traceparent: body.properties.traceparent,
                        userID: body.properties.userID, contentType: body.properties.contentType, transport: "amqp",
                        redelivered: body.isRedelivered)))
        }
        return order.map { FeedArrivals(feed: $0, arrivals: byFeed[$0]!) }
    }
}
