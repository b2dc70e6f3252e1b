import AMQP
import Foundation

/// RabbitMQ's shovel between two quorum queues of one node: over TCP, on-confirm, 1 KB. The reference of the end-to-end rate.
struct ShovelBenchmark {
    let folder: String
    let count: Int

    /// Messages a second, from the first that is seen at the target to the last.
    func run() async throws -> Int {
        let broker = try await PrivateBroker.start(.init(folder: folder, plugins: [.shovel]))
        let (source, target) = ("bench.source", "bench.target")
        let quorum: [String: HeaderValue] = ["x-queue-type": "quorum"]
        try await Topology(queues: [.init(source, arguments: quorum), .init(target, arguments: quorum)]).declare(
            at: broker.address)
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
        // The shovel is at work while rabbitmqctl is still ending: it is watched meanwhile.
        async let isSet = broker.control(["set_parameter", "-p", address.virtualHost, "shovel", "bench", definition])
        let begin = ContinuousClock.now
        var first: (moved: Int, at: ContinuousClock.Instant)?
        var last = (moved: 0, at: begin)
        while last.moved < count, begin.duration(to: .now) < .seconds(120) {
            try await Task.sleep(for: .milliseconds(25))
            let moved = (try await Topology.depths(of: [target], at: address)[target] ?? nil)?.messages ?? 0
            guard moved > last.moved else { continue }
            last = (moved, .now)
            if first == nil { first = last }
        }
        _ = try await isSet
        await broker.stop()
        guard let first, last.moved > first.moved else { return 0 }
        return Int(Double(last.moved - first.moved) / (first.at.duration(to: last.at) / .seconds(1)))
    }
}
