import Foundation
import Testing

@testable import AMQP

/// One private broker for all tests of the suite that carries this trait.
struct SharedBroker: SuiteTrait, TestScoping {
    @TaskLocal static var current: PrivateBroker?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = temporaryFolder()
        let broker = try await PrivateBroker.start(
            .init(
                folder: folder,
                users: [
                    .feed("rrk-pas", exchange: "feeds", routingKeys: ["rrk.pas"]),
                    .feed("rwe-pas", exchange: "feeds", routingKeys: ["rwe.pas"]),
                ]))
        var failure: (any Error)?
        do {
            try await Self.$current.withValue(broker) { try await function() }
        } catch { failure = error }
        await broker.stop()
        try? FileManager.default.removeItem(atPath: folder)
        if let failure { throw failure }
    }
}

extension Trait where Self == SharedBroker {
    static var sharedBroker: SharedBroker { SharedBroker() }
}

extension Trait where Self == ConditionTrait {
    static var needsBroker: ConditionTrait {
        .enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")
    }
}

func temporaryFolder(named name: String = "hub-amqp-\(UUID().uuidString.prefix(8))") -> String {
    NSTemporaryDirectory() + name
}

/// Processes whose environment names this folder: everything that a private broker there has started.
func processes(of folder: String) -> [Int32] {
    let needle = Data(folder.utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { process in
        guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
        return environment.range(of: needle) != nil
    }
}

struct TestProof: ProofOfStorage {}

/// Collects what happens, and lets tests wait for it.
actor Journal<Event: Sendable> {
    private(set) var events: [Event] = []
    private var waiters: [(matches: @Sendable (Event) -> Bool, continuation: CheckedContinuation<Event, Never>)] = []
    nonisolated let stream: AsyncStream<Event>.Continuation
    private let source: AsyncStream<Event>

    init() { (source, stream) = AsyncStream.makeStream() }

    /// To be given to whatever reports events.
    nonisolated var record: @Sendable (Event) -> Void { { [stream] in stream.yield($0) } }

    /// The first event, past or future, that matches.
    func first(where matches: @escaping @Sendable (Event) -> Bool) async -> Event? {
        if let event = events.first(where: matches) { return event }
        for await event in source {
            events.append(event)
            if matches(event) { return event }
        }
        return nil
    }
}

extension Consumer {
    /// Takes and acknowledges batches until `count` messages have come.
    func collect(_ count: Int) async -> [Delivery] {
        var all: [Delivery] = []
        while all.count < count, let batch = await next() {
            all += batch.deliveries
            batch.acknowledge(after: TestProof())
        }
        return all
    }
}

extension Delivery {
    var text: String { String(decoding: body, as: UTF8.self) }
}

func messages(_ range: ClosedRange<Int>, to queue: String) -> [Outgoing] {
    range.map { Outgoing(exchange: "", routingKey: queue, body: Array("\($0)".utf8)) }
}
