import AMQP
import Foundation
import Simulator
import Testing

extension WholeHub {
    /// The hub is killed in mid-flow, twice; afterwards ledger and record are complete and each message took effect once.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct KillTests {
        @Test func aKilledHubLosesNothingAndDoublesNothing() async throws {
            let folder = try TemporaryFolder()
            let broker = try await PrivateBroker.start(.init(folder: folder.path + "/broker"))
            let data = folder.path + "/data"
            var process = HubProcess(data: data, brokerURL: broker.address.url)
            try await process.start()

            var region = Region(seed: 77)
            let messages = (0..<4_000).map { _ in region.nextMessage() }
            let publisher = Publisher(broker.address)
            for round in 0..<8 {
                let part = messages[(round * 500)..<((round + 1) * 500)]
                let outcomes = try await publisher.publish(
                    part.map { Outgoing(exchange: "inbound", routingKey: $0.feed, body: $0.body) })
                let confirmed = outcomes.count { $0.isConfirmed }
                #expect(confirmed == part.count)
                if round == 2 || round == 5 {
                    await process.kill9()
                    process = HubProcess(data: data, brokerURL: broker.address.url)
                    try await process.start()
                }
            }
            await publisher.stop()

            let balance = try await settled(data: data, expecting: messages.count)
            let status = await process.stop()
            await broker.stop()
            #expect(status == 0, "a stop while much is under way is a stop in order")
            func number(_ name: String, in object: [String: Any]? = nil) -> Int { ((object ?? balance)[name] as? Int) ?? -1 }
            #expect(number("imbalance") == 0)
            #expect(number("received") == messages.count, "every message was accepted exactly once")
            #expect(number("pending") == 0)

            var expected: [String: Int] = [:]
            for message in messages {
                switch message.truth.expectation {
                case .mapped: expected["mapped", default: 0] += 1
                case .notRelevant: expected["notRelevant", default: 0] += 1
                case .duplicate: expected["duplicate", default: 0] += 1
                case .quarantined: expected["quarantined", default: 0] += 1
                }
            }
            // A person may be known a little earlier than the simulator, which sees all feeds in one order, thinks.
            #expect(number("quarantined") >= expected["quarantined"] ?? 0)
            #expect(number("mapped") >= expected["mapped"] ?? 0)
            #expect(number("mapped") + number("notRelevant") >= (expected["mapped"] ?? 0) + (expected["notRelevant"] ?? 0))
            let record = try #require((balance["destinations"] as? [String: [String: Any]])?["record-store"])
            #expect(number("due", in: record) == number("mapped"))
            #expect(number("delivered", in: record) == number("mapped"))
        }

        /// Waits until every message has an outcome and the record has everything.
        private func settled(data: String, expecting count: Int) async throws -> [String: Any] {
            var last: [String: Any] = [:]
            let isSettled = try await eventually {
                let found = try await hub("ledger", "check", "--json", "--data", data)
                last = (found.json as? [String: Any]) ?? [:]
                let destinations = last["destinations"] as? [String: [String: Any]] ?? [:]
                let open = destinations.values.reduce(0) { $0 + (($1["pending"] as? Int) ?? 0) }
                return last["received"] as? Int ?? 0 >= count && last["pending"] as? Int == 0
                    && destinations["record-store"]?["pending"] as? Int == 0
                    && (open == 0 || destinations.count > 4)
            }
            #expect(isSettled, "it did not settle: \(last)")
            return last
        }
    }
}
