package import AMQP
package import Canonical

/// Exchanges, queues and bindings of the region on the broker.
///
/// Trusts publish to `inbound` with their feed's name as routing key; each feed has one quorum queue with a single active
/// consumer, so that arrival order is the feed's order. What cannot be routed, or kills its consumer too often, lands in
/// queues that are expected to be empty.
package enum RegionTopology {
    package static let inbound = "inbound"
    package static let canonical = "canonical"
    package static let unrouted = "inbound.unrouted"
    package static let deadLetters = "inbound.dead"

    package static func queue(of feed: String) -> String { "inbound.\(feed)" }

    package static func make(feeds: [Feed], destinations: [Destination]) -> Topology {
        var topology = Topology()
        topology.exchanges = [
            .init(unrouted, .fanout), .init(deadLetters, .fanout),
            .init(inbound, .topic, arguments: ["alternate-exchange": .string(unrouted)]), .init(canonical, .topic),
        ]
        topology.queues = [.init(unrouted, arguments: quorum), .init(deadLetters, arguments: quorum)]
        topology.bindings = [
            .init(from: unrouted, to: unrouted, routingKey: ""), .init(from: deadLetters, to: deadLetters, routingKey: ""),
        ]
        for feed in feeds {
            let queue = queue(of: feed.name)
            // The hub counts attempts itself; a consumer that crashes counts at the broker too, so this net hangs low.
            topology.queues.append(.feed(queue, deliveryLimit: 50, deadLetterExchange: deadLetters))
            topology.bindings.append(.init(from: inbound, to: queue, routingKey: feed.name))
        }
        for destination in destinations {
            guard case .amqp(let exchange, let routingKey) = destination.kind, exchange == canonical else { continue }
            let queue = "canonical.\(destination.name)"
            topology.queues.append(.init(queue, arguments: quorum))
            topology.bindings.append(.init(from: canonical, to: queue, routingKey: routingKey))
        }
        return topology
    }

    private static let quorum: [String: HeaderValue] = ["x-queue-type": "quorum"]
}
