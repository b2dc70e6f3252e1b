import AMQP
import Foundation

/// RabbitMQ's shovel between two quorum queues of one node: over TCP, on-confirm, 1 KB. The reference of the end-to-end rate.
struct ShovelBenchmark {
    let folder: String
    let count: Int

    /// Messages a second.
    func run() async throws -> Int {
        let broker = try await PrivateBroker.start(.init(folder: folder, plugins: [.shovel]))
        let (source, target) = ("bench.source", "bench.target")
        let quorum: [String: HeaderValue] = ["x-queue-type": "quorum"]
        try await Topology(queues: [.init(source, arguments: quorum), .init(target, arguments: quorum)]).declare(at: broker.address)
        let publisher = Publisher(broker.address)
        let body = [UInt8](repeating: 0x41, count: 1024)
        for _ in 0..<(count / 1000) {
            _ = try await publisher.publish((0..<1000).map { _ in Outgoing(exchange: "", routingKey: source, body: body) })
        }
        await publisher.stop()
        let address = broker.address
        let uri = "amqp://\(address.user):\(address.password.revealed)@127.0.0.1:\(address.port)/\(address.virtualHost)"
        let definition =
            "{\"src-protocol\":\"amqp091\",\"src-uri\":\"\(uri)\",\"src-queue\":\"\(source)\",\"src-prefetch-count\":500,\"src-delete-after\":\"queue-length\",\"dest-protocol\":\"amqp091\",\"dest-uri\":\"\(uri)\",\"dest-queue\":\"\(target)\",\"ack-mode\":\"on-confirm\"}"
        let begin = ContinuousClock.now
        _ = try await broker.control(["set_parameter", "-p", address.virtualHost, "shovel", "bench", definition])
        let started = ContinuousClock.now
        var moved = 0
        while moved < count, started.duration(to: .now) < .seconds(120) {
            try await Task.sleep(for: .milliseconds(50))
            moved = (try await Topology.depths(of: [target], at: address)[target] ?? nil)?.messages ?? 0
        }
        // The call of rabbitmqctl itself takes half a second, during which the shovel is already at work or not yet.
        let seconds = begin.duration(to: .now) / .seconds(1) - 0.4
        await broker.stop()
        return Int(Double(moved) / seconds)
    }
}
