import Diagnostics
import Foundation
import Testing

@testable import AMQP

/// On a real broker. Serialised: some tests block or kill it.
@Suite(.serialized, .needsBroker, .sharedBroker, .timeLimit(.minutes(2)))
struct BrokerTests {
    private var broker: PrivateBroker {
        get throws { try #require(SharedBroker.current) }
    }

    private func declare(_ queues: String..., quorum: Bool = true) async throws {
        let queues = queues.map { quorum ? Topology.Queue.feed($0) : Topology.Queue($0) }
        try await Topology(queues: queues).declare(at: broker.address, settles: false)
    }

    @Test func tenThousandConfirmedAndConsumedInOrder() async throws {
        try await declare("ten-thousand")
        let publisher = Publisher(try broker.address)
        let consumer = Consumer(try broker.address, queues: ["ten-thousand"])
        async let received = consumer.collect(10_000)
        let outcomes = try await publisher.publish(messages(1...10_000, to: "ten-thousand"))
        #expect(outcomes.allSatisfy { $0.isConfirmed })
        let texts = await received.map(\.text)
        #expect(texts == (1...10_000).map(String.init))
        await consumer.stop()
        await publisher.stop()
        let depth = try await Topology.depths(of: ["ten-thousand"], at: broker.address)["ten-thousand"]
        #expect(depth == QueueDepth(messages: 0, consumers: 0), "all acknowledged")
    }

    @Test func propertiesAndHeadersArriveAsTheyWereSent() async throws {
        try await declare("properties")
        var properties = MessageProperties(
            messageID: "m-1", correlationID: "c-1", contentType: "x-application/hl7-v2+er7", type: "ADT^A01",
            userID: try broker.address.user, timestamp: 1_700_000_000,
            headers: ["n": 42, "yes": true, "text": "é", "bytes": .bytes([0, 255])])
        properties.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let body = [UInt8](repeating: 7, count: 300_000)
        let publisher = Publisher(try broker.address)
        let outcomes = try await publisher.publish([
            Outgoing(exchange: "", routingKey: "properties", properties: properties, body: body),
            Outgoing(exchange: "", routingKey: "properties", body: []),
        ])
        #expect(outcomes == [.confirmed, .confirmed])
        let consumer = Consumer(try broker.address, queues: ["properties"])
        let deliveries = await consumer.collect(2)
        let delivery = try #require(deliveries.first)
        #expect(delivery.body == body)
        #expect(delivery.queue == "properties")
        #expect(delivery.routingKey == "properties")
        #expect(delivery.exchange == "")
        #expect(!delivery.redelivered)
        #expect(delivery.properties.traceparent == properties.traceparent)
        for (name, value) in properties.headers { #expect(delivery.properties.headers[name] == value) }
        var expected = properties
        expected.headers = delivery.properties.headers
        #expect(delivery.properties == expected)
        #expect(deliveries.last?.body == [])
        await consumer.stop()
        await publisher.stop()
    }

    @Test func aConsumerThatDiesLeavesItsDeliveries() async throws {
        try await declare("dies")
        let publisher = Publisher(try broker.address)
        _ = try await publisher.publish(messages(1...50, to: "dies"))
        var settings = Consumer.Settings(prefetch: 20)
        settings.grace = .milliseconds(10)
        let first = Consumer(try broker.address, queues: ["dies"], settings: settings)
        var held: [String] = []
        while held.count < 20, let batch = await first.next() {
            held += batch.deliveries.map(\.text)
            // Kept beyond the end of this consumer, and acknowledged too late.
            await first.stop()
            batch.acknowledge(after: TestProof())
        }
        let second = Consumer(try broker.address, queues: ["dies"])
        let deliveries = await second.collect(50)
        #expect(deliveries.map(\.text) == (1...50).map(String.init))
        #expect(deliveries.prefix(held.count).allSatisfy { $0.redelivered })
        #expect(!held.isEmpty)
        await second.stop()
        await publisher.stop()
    }

    @Test func aDroppedBatchComesAgain() async throws {
        try await declare("dropped")
        let publisher = Publisher(try broker.address)
        _ = try await publisher.publish(messages(1...10, to: "dropped"))
        let journal = Journal<Consumer.Event>()
        let consumer = Consumer(try broker.address, queues: ["dropped"], onEvent: journal.record)
        if let batch = await consumer.next() { #expect(batch.deliveries.first?.text == "1") }
        #expect(await journal.first { if case .givenBack = $0 { true } else { false } } != nil)
        let again = await consumer.collect(10)
        #expect(again.map(\.text) == (1...10).map(String.init))
        #expect(again.first?.redelivered == true)
        await consumer.stop()
        await publisher.stop()
    }

    @Test func severalQueuesOnOneConnection() async throws {
        try await declare("several-1", "several-2", "several-3")
        let publisher = Publisher(try broker.address)
        for queue in 1...3 { _ = try await publisher.publish(messages(1...200, to: "several-\(queue)")) }
        let queues = ["several-1", "several-2", "several-3"]
        let consumer = Consumer(try broker.address, queues: queues, settings: .init(prefetch: 50, batchLimit: 30))
        let deliveries = await consumer.collect(600)
        for queue in queues {
            #expect(deliveries.filter { $0.queue == queue }.map(\.text) == (1...200).map(String.init))
        }
        await consumer.stop()
        await publisher.stop()
        let depths = try await Topology.depths(of: queues, at: broker.address)
        #expect(depths.values.allSatisfy { $0?.messages == 0 })
    }

    @Test func theUnroutableAndTheTooLargeAreReported() async throws {
        try await declare("routable")
        let publisher = Publisher(try broker.address)
        let large = MessageProperties(headers: ["large": .string(String(repeating: "x", count: 200_000))])
        let outcomes = try await publisher.publish([
            Outgoing(exchange: "", routingKey: "routable", body: [1]),
            Outgoing(exchange: "", routingKey: "nowhere", body: [2]),
            Outgoing(exchange: "", routingKey: "routable", properties: large, body: [3]),
            Outgoing(exchange: "", routingKey: "routable", body: [4]),
        ])
        #expect(outcomes[0] == .confirmed)
        #expect(outcomes[1] == .unroutable)
        guard case .notSent(let diagnostic) = outcomes[2] else {
            Issue.record("\(outcomes[2])")
            return
        }
        #expect(diagnostic.code == "message-headers-large")
        #expect(outcomes[3] == .confirmed)
        await publisher.stop()
        await #expect(throws: Diagnostic.self) { _ = try await publisher.publish(messages(1...1, to: "routable")) }
    }

    @Test func aMissingExchangeIsReported() async throws {
        let journal = Journal<Publisher.Event>()
        let publisher = Publisher(try broker.address, onEvent: journal.record)
        let outcomes = try await publisher.publish([Outgoing(exchange: "no-such-exchange", routingKey: "x", body: [1])])
        #expect(outcomes == [.unknown])
        let event = await journal.first { if case .interrupted = $0 { true } else { false } }
        guard case .interrupted(let diagnostic, _)? = event else { return }
        #expect(diagnostic.code == "broker-missing")
        #expect(diagnostic.message.contains("no-such-exchange"))
        await publisher.stop()
    }

    @Test func aFullQueueRefuses() async throws {
        let full = Topology.Queue("full", arguments: ["x-max-length": 1, "x-overflow": "reject-publish"])
        try await Topology(queues: [full]).declare(at: broker.address)
        let journal = Journal<Publisher.Event>()
        let publisher = Publisher(try broker.address, settings: .init(refusalsBeforeReopening: 5), onEvent: journal.record)
        #expect(try await publisher.publish(messages(1...1, to: "full")) == [.confirmed])
        let outcomes = try await publisher.publish(messages(2...20, to: "full"))
        #expect(outcomes.allSatisfy { $0 == .refused })
        #expect(await journal.first { $0 == .reopened } != nil, "a run of refusals opens the channel anew")
        try await declare("not-full")
        #expect(try await publisher.publish(messages(1...1, to: "not-full")) == [.confirmed])
        await publisher.stop()
    }

    @Test func aQueueDeletedWhileConsumingIsReportedAndTakenUpAgain() async throws {
        try await declare("deleted", "stays")
        let journal = Journal<Consumer.Event>()
        let consumer = Consumer(try broker.address, queues: ["deleted", "stays", "never"], onEvent: journal.record)
        #expect(await journal.first { $0 == .connected } != nil)
        try await Topology.delete(queue: "deleted", at: broker.address)
        let gone = await journal.first { if case .queueMissing("deleted", _) = $0 { true } else { false } }
        guard case .queueMissing(_, let diagnostic)? = gone else { return }
        #expect(diagnostic.code == "broker-queue-gone")
        let never = await journal.first { if case .queueMissing("never", _) = $0 { true } else { false } }
        guard case .queueMissing(_, let missing)? = never else { return }
        #expect(missing.code == "broker-missing")
        let publisher = Publisher(try broker.address)
        _ = try await publisher.publish(messages(1...5, to: "stays"))
        #expect(await consumer.collect(5).count == 5)
        try await declare("deleted")
        #expect(await journal.first { $0 == .queueFound(queue: "deleted") } != nil)
        _ = try await publisher.publish(messages(6...8, to: "deleted"))
        #expect(await consumer.collect(3).map(\.queue) == ["deleted", "deleted", "deleted"])
        await consumer.stop()
        await publisher.stop()
    }

    @Test func declaringAgainIsFineAndOtherArgumentsAreReported() async throws {
        var topology = Topology(
            exchanges: [.init("feeds")], queues: [.feed("declared"), .feed("declared-2")],
            bindings: [.init(from: "feeds", to: "declared", routingKey: "rrk.pas")])
        try await topology.declare(at: broker.address, settles: false)
        try await topology.declare(at: broker.address, settles: false)
        topology.queues = [.init("declared"), .init("declared-2"), .init("declared-3")]
        let error = await #expect(throws: Diagnostics.self) { try await topology.declare(at: broker.address) }
        #expect(error?.all.map(\.code) == ["broker-differs", "broker-differs"])
        #expect(error?.all.first?.message.contains("queue declared:") == true)
        let depths = try await Topology.depths(of: ["declared-3", "declared-4"], at: broker.address)
        #expect(depths["declared-3"] == QueueDepth(messages: 0, consumers: 0), "the rest was declared all the same")
        #expect(depths["declared-4"] == .some(nil))
    }

    @Test func aTrustMayOnlySendItsOwn() async throws {
        let topology = Topology(
            exchanges: [.init("feeds")], queues: [.feed("rrk-pas")],
            bindings: [.init(from: "feeds", to: "rrk-pas", routingKey: "#")])
        try await topology.declare(at: broker.address, settles: false)
        let address = try #require(try broker.address(of: "rrk-pas"))
        #expect(address.password != (try broker.address(of: "rwe-pas")?.password))
        func outcome(_ exchange: String, _ key: String, user: String? = nil) async throws -> (PublishOutcome, String?) {
            let journal = Journal<Publisher.Event>()
            let publisher = Publisher(address, onEvent: journal.record)
            let message = Outgoing(exchange: exchange, routingKey: key, properties: .init(userID: user), body: [1])
            let outcome = try await publisher.publish([message])[0]
            var code: String?
            if outcome != .confirmed,
                case .interrupted(let diagnostic, _)? = await journal.first(where: {
                    if case .interrupted = $0 { true } else { false }
                })
            {
                code = diagnostic.code
            }
            await publisher.stop()
            return (outcome, code)
        }
        #expect(try await outcome("feeds", "rrk.pas", user: "rrk-pas") == (.confirmed, nil))
        #expect(try await outcome("feeds", "rwe.pas") == (.unknown, "broker-forbidden"))
        #expect(try await outcome("", "rrk-pas") == (.unknown, "broker-forbidden"))
        #expect(try await outcome("feeds", "rrk.pas", user: "rwe-pas") == (.unknown, "broker-differs"))
        await #expect(throws: Diagnostics.self) { try await Topology(queues: [.feed("mine")]).declare(at: address) }
        let journal = Journal<Consumer.Event>()
        let consumer = Consumer(address, queues: ["rrk-pas"], onEvent: journal.record)
        let refused = await journal.first {
            if case .interrupted = $0 { true } else if case .queueMissing = $0 { true } else { false }
        }
        #expect("\(String(describing: refused))".contains("broker-forbidden"))
        await consumer.stop()
        var wrong = address
        wrong.password = Password("not-it")
        let failure = await #expect(throws: BrokerFailure.self) { _ = try await Topology.depths(of: [], at: wrong) }
        #expect(failure?.kind == .refused)
        #expect(failure?.diagnostic.rendered().contains("not-it") == false)
    }

    @Test func suspendingGivesBackAndResumingTakesAgain() async throws {
        try await declare("suspended")
        let publisher = Publisher(try broker.address)
        let journal = Journal<Consumer.Event>()
        let consumer = Consumer(try broker.address, queues: ["suspended"], onEvent: journal.record)
        #expect(await journal.first { $0 == .connected } != nil)
        consumer.suspend()
        #expect(await journal.first { $0 == .suspended } != nil)
        _ = try await publisher.publish(messages(1...3, to: "suspended"))
        let depth = try await Topology.depths(of: ["suspended"], at: broker.address)["suspended"]
        #expect(depth == QueueDepth(messages: 3, consumers: 0))
        consumer.resume()
        #expect(await consumer.collect(3).count == 3)
        await consumer.stop()
        await publisher.stop()
    }

    @Test func oneQueueCanBeSuspendedAlone() async throws {
        try await declare("alone", "others")
        let publisher = Publisher(try broker.address)
        let journal = Journal<Consumer.Event>()
        let consumer = Consumer(try broker.address, queues: ["alone", "others"], onEvent: journal.record)
        #expect(await journal.first { $0 == .connected } != nil)
        consumer.suspend(queue: "alone")
        _ = try await publisher.publish(messages(1...1, to: "others"))
        #expect(await consumer.collect(1).map(\.queue) == ["others"])
        _ = try await publisher.publish(messages(2...3, to: "alone"))
        _ = try await publisher.publish(messages(4...4, to: "others"))
        #expect(await consumer.collect(1).map(\.text) == ["4"], "nothing comes from the suspended queue")
        consumer.resume(queue: "alone")
        #expect(await consumer.collect(2).map(\.text) == ["2", "3"])
        await consumer.stop()
        await publisher.stop()
    }

    @Test func aCancelledTaskGetsNoBatch() async throws {
        try await declare("cancelled")
        let consumer = Consumer(try broker.address, queues: ["cancelled"])
        let task = Task { await consumer.collect(1).count }
        task.cancel()
        #expect(await task.value == 0)
        let stopped = Task { await consumer.collect(1).count }
        await consumer.stop()
        #expect(await stopped.value == 0)
    }

    @Test func publishersWaitWhileTheBrokerBlocks() async throws {
        try await declare("blocked")
        let journal = Journal<Publisher.Event>()
        let publisher = Publisher(try broker.address, settings: .init(patience: .milliseconds(300)), onEvent: journal.record)
        #expect(try await publisher.publish(messages(1...1, to: "blocked")) == [.confirmed])
        _ = try await broker.control(["set_vm_memory_high_watermark", "0.00001"])
        // The first publish makes the broker block this connection; it is confirmed when the alarm is over.
        async let held = publisher.publish(messages(2...2, to: "blocked"))
        #expect(await journal.first { if case .blocked = $0 { true } else { false } } != nil)
        let unsent = try await publisher.publish(messages(3...3, to: "blocked"))
        guard case .notSent(let diagnostic)? = unsent.first else {
            Issue.record("\(unsent)")
            return
        }
        #expect(diagnostic.code == "broker-unavailable")
        _ = try await broker.control(["set_vm_memory_high_watermark", "absolute", "1GB"])
        #expect(try await held == [.confirmed])
        #expect(await journal.first { $0 == .unblocked } != nil)
        #expect(try await publisher.publish(messages(4...4, to: "blocked")) == [.confirmed])
        await publisher.stop()
    }

    /// kill -9 of the node under a publisher and a consumer: every message is confirmed in the end, arrives at least once,
    /// and the first arrivals are in order.
    @Test func theBrokerIsKilledAndNothingIsLost() async throws {
        // With the second of waiting: the node is killed shortly after.
        try await Topology(queues: [.feed("killed")]).declare(at: broker.address)
        let backOff = BackOff(first: .milliseconds(50), most: .milliseconds(500))
        let consumer = Consumer(try broker.address, queues: ["killed"], settings: .init(backOff: backOff))
        let publisher = Publisher(try broker.address, settings: .init(backOff: backOff))
        let total = 3_000
        let reader = Task {
            var seen: Set<String> = []
            var order: [Int] = []
            var duplicates = 0
            while seen.count < total, let batch = await consumer.next() {
                for delivery in batch.deliveries {
                    if seen.insert(delivery.text).inserted { order.append(Int(delivery.text) ?? 0) } else { duplicates += 1 }
                }
                batch.acknowledge(after: TestProof())
            }
            return (order, duplicates)
        }
        let node = try #require(try broker.processIdentifier)
        var next = 1
        while next <= total {
            if next == 1_001 { kill(node, SIGKILL) }
            let range = next...min(next + 99, total)
            var unconfirmed = messages(range, to: "killed")
            while !unconfirmed.isEmpty {
                let outcomes = try await publisher.publish(unconfirmed)
                // Order needs the first that is not confirmed to go before what stood behind it.
                let index = outcomes.firstIndex { !$0.isConfirmed }
                unconfirmed = index.map { Array(unconfirmed[$0...]) } ?? []
            }
            next = range.upperBound + 1
        }
        let (order, _) = await reader.value
        #expect(order == Array(1...total))
        #expect(try broker.processIdentifier != node)
        await consumer.stop()
        await publisher.stop()
    }
}
