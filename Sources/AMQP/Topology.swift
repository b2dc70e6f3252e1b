import CRabbitMQ
import Diagnostics

/// What the hub relies on at the broker. Declaring it again changes nothing; what exists with other arguments is reported,
/// never altered.
package struct Topology: Sendable, Hashable {
    package struct Exchange: Sendable, Hashable {
        package enum Kind: String, Sendable { case direct, topic, fanout, headers }
        package var name: String
        package var kind: Kind
        package var arguments: [String: HeaderValue]

        package init(_ name: String, _ kind: Kind = .topic, arguments: [String: HeaderValue] = [:]) {
            self.name = name
            self.kind = kind
            self.arguments = arguments
        }
    }

    /// A durable queue.
    package struct Queue: Sendable, Hashable {
        package var name: String
        package var arguments: [String: HeaderValue]

        package init(_ name: String, arguments: [String: HeaderValue] = [:]) {
            self.name = name
            self.arguments = arguments
        }

        /// A feed's queue: quorum, one active consumer (so that arrival order is the feed's order), nothing dropped.
        ///
        /// - Parameters:
        ///   - deliveryLimit: a last net, above what restarts of the hub can reach; nil leaves it out.
        ///   - deadLetterExchange: where the net puts what it caught.
        package static func feed(
            _ name: String, deliveryLimit: Int? = nil, deadLetterExchange: String? = nil
        ) -> Queue {
            var arguments: [String: HeaderValue] = ["x-queue-type": "quorum", "x-single-active-consumer": true]
            if let deliveryLimit { arguments["x-delivery-limit"] = .integer(Int64(deliveryLimit)) }
            if let deadLetterExchange { arguments["x-dead-letter-exchange"] = .string(deadLetterExchange) }
            return Queue(name, arguments: arguments)
        }
    }

    package struct Binding: Sendable, Hashable {
        package var exchange: String
        package var queue: String
        package var routingKey: String

        package init(from exchange: String, to queue: String, routingKey: String) {
            self.exchange = exchange
            self.queue = queue
            self.routingKey = routingKey
        }
    }

    package var exchanges: [Exchange]
    package var queues: [Queue]
    package var bindings: [Binding]

    package init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }

    /// Declares everything over a connection of its own. Throws `Diagnostics` with all that the broker refused, or a
    /// `BrokerFailure` when there was no connection.
    ///
    /// RabbitMQ writes the register of its quorum queues to disk half a second late: a node that is killed sooner than
    /// that after a queue was made comes back with a queue that never finds a leader, and what was confirmed in it is out
    /// of reach (seen on 3.10.8). So when a quorum queue was missing, this waits a second before it returns.
    /// - Parameter settles: false leaves the second out; for tests.
    package func declare(at address: BrokerAddress, settles: Bool = true) async throws {
        if try await declareAll(at: address), settles { try await Task.sleep(for: .seconds(1)) }
    }

    /// Returns whether a quorum queue was made.
    private func declareAll(at address: BrokerAddress) async throws -> Bool {
        try await onDedicatedThread(named: "amqp-declare") {
            let wire = try Wire(address, name: "hub topology")
            defer { wire.close() }
            var refused: [Diagnostic] = []
            var hasMade = false
            for queue in queues where !hasMade && queue.arguments["x-queue-type"] == "quorum" {
                if case .refused(let failure) = try wire.lookUp(queue: queue.name) {
                    hasMade = failure.kind == .channelClosed(code: 404)
                }
            }
            func attempt(_ body: () throws(BrokerFailure) -> Void) throws {
                do throws(BrokerFailure) { try body() } catch {
                    guard case .channelClosed = error.kind else { throw error }
                    refused.append(error.diagnostic)
                    try wire.openChannel()
                }
            }
            for exchange in exchanges { try attempt { () throws(BrokerFailure) in try wire.declare(exchange) } }
            for queue in queues { try attempt { () throws(BrokerFailure) in try wire.declare(queue) } }
            for binding in bindings { try attempt { () throws(BrokerFailure) in try wire.bind(binding) } }
            if !refused.isEmpty { throw Diagnostics(refused) }
            return hasMade
        }
    }

    /// How many messages wait ready in each queue, and how many consume it; nil for a queue that does not exist.
    package static func depths(of queues: [String], at address: BrokerAddress) async throws -> [String: QueueDepth?] {
        try await onDedicatedThread(named: "amqp-depth") {
            let wire = try Wire(address, name: "hub queues")
            defer { wire.close() }
            var depths: [String: QueueDepth?] = [:]
            for queue in queues {
                switch try wire.lookUp(queue: queue) {
                case .found(let depth): depths[queue] = .some(depth)
                case .refused(let failure):
                    guard failure.kind == .channelClosed(code: 404) else { throw failure }
                    depths[queue] = .some(nil)
                }
            }
            return depths
        }
    }

    /// Deletes a queue with what is in it.
    package static func delete(queue: String, at address: BrokerAddress) async throws {
        try await onDedicatedThread(named: "amqp-delete") {
            let wire = try Wire(address, name: "hub topology")
            defer { wire.close() }
            try wire.delete(queue: queue)
        }
    }
}

package struct QueueDepth: Sendable, Hashable {
    /// Ready messages; unacknowledged ones are not counted.
    package var messages: Int
    package var consumers: Int
}

enum QueueLookUp {
    case found(QueueDepth)
    case refused(BrokerFailure)
}

extension Wire {
    func declare(_ exchange: Topology.Exchange) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        let arguments = pool.table(exchange.arguments)
        amqp_exchange_declare(
            state, Wire.channel, pool.bytes(exchange.name), pool.bytes(exchange.kind.rawValue), 0, 1, 0, 0, arguments)
        try check(amqp_get_rpc_reply(state), "declaring exchange \(exchange.name)")
    }

    func declare(_ queue: Topology.Queue) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        let arguments = pool.table(queue.arguments)
        amqp_queue_declare(state, Wire.channel, pool.bytes(queue.name), 0, 1, 0, 0, arguments)
        try check(amqp_get_rpc_reply(state), "declaring queue \(queue.name)")
    }

    func bind(_ binding: Topology.Binding) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        amqp_queue_bind(
            state, Wire.channel, pool.bytes(binding.queue), pool.bytes(binding.exchange), pool.bytes(binding.routingKey),
            amqp_empty_table)
        try check(
            amqp_get_rpc_reply(state),
            "binding queue \(binding.queue) to exchange \(binding.exchange) with key \(binding.routingKey)")
    }

    func delete(queue: String) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        amqp_queue_delete(state, Wire.channel, pool.bytes(queue), 0, 0)
        try check(amqp_get_rpc_reply(state), "deleting queue \(queue)")
    }

    /// Asks for a queue without making it. It uses the side channel: the answer "missing" closes the channel.
    func lookUp(queue: String) throws(BrokerFailure) -> QueueLookUp {
        defer { recycle_amqp_pool(&pool) }
        try openChannel(Wire.sideChannel)
        let answer = amqp_queue_declare(state, Wire.sideChannel, pool.bytes(queue), 1, 1, 0, 0, amqp_empty_table)
        do throws(BrokerFailure) {
            try check(amqp_get_rpc_reply(state), "looking for queue \(queue)", channel: Wire.sideChannel)
        } catch {
            guard case .channelClosed = error.kind else { throw error }
            return .refused(error)
        }
        let depth = QueueDepth(
            messages: Int(answer?.pointee.message_count ?? 0), consumers: Int(answer?.pointee.consumer_count ?? 0))
        try check(amqp_channel_close(state, Wire.sideChannel, AMQP_REPLY_SUCCESS), "closing a channel")
        return .found(depth)
    }
}
