import AMQP
import Foundation
import Testing

extension WholeHub {
    /// A delivery that is an HL7 batch becomes its messages, each accounted for, across a crash too; what is not whole stays one.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct BatchTests {
        @Test func aBatchOnTheWireBecomesItsMessages() async throws {
            let folder = try TemporaryFolder()
            let broker = try await PrivateBroker.start(.init(folder: folder.path + "/broker"))
            let data = folder.path + "/data"
            var process = HubProcess(data: data, brokerURL: broker.address.url)
            try await process.start()

            let publisher = Publisher(broker.address)
            var bodies = (0..<5).map { Self.batch($0 * 40..<($0 + 1) * 40, counted: 40) }
            bodies.append(Self.batch(200..<203, counted: 4))
            for (round, body) in bodies.enumerated() {
                let outcomes = try await publisher.publish([
                    Outgoing(exchange: "inbound", routingKey: "any-hl7v2", body: body)
                ])
                #expect(outcomes.count { $0.isConfirmed } == 1)
                if round == 2 {
                    await process.kill9()
                    process = HubProcess(data: data, brokerURL: broker.address.url)
                    try await process.start()
                }
            }
            await publisher.stop()

            var balance: [String: Any] = [:]
            let isSettled = try await eventually {
                let found = try await hub("ledger", "check", "--json", "--data", data)
                balance = (found.json as? [String: Any]) ?? [:]
                return balance["received"] as? Int ?? 0 >= 201 && balance["pending"] as? Int == 0
            }
            #expect(isSettled, "it did not settle: \(balance)")
            #expect(balance["received"] as? Int == 201, "five batches of forty, and one that is not whole")
            #expect(balance["mapped"] as? Int == 200)
            #expect(balance["quarantined"] as? Int == 1)
            #expect(balance["imbalance"] as? Int == 0)
            let found = try await hub("messages", "--control-id", "B77", "--json", "--data", data)
            #expect(found.output.contains("B77"), "each message has its own control id: \(found.output)\(found.errors)")
            let held = try await hub("quarantine", "--json", "--data", data)
            #expect(held.output.contains("batch-count"), "\(held.output)\(held.errors)")
            #expect(await process.stop() == 0)
            await broker.stop()
        }

        private static func batch(_ numbers: Range<Int>, counted: Int) -> [UInt8] {
            var lines = ["FHS|^~\\&|PAS|RXX", "BHS|^~\\&|PAS|RXX|||||||B"]
            for number in numbers {
                lines += [
                    "MSH|^~\\&|PAS|RXX|HUB|WMGMC|20240301093000||ADT^A28^ADT_A05|B\(number)|T|2.4", "EVN|A28|20240301093000",
                    "PID|1||7\(number + 1000)^^^RXX^MR||Larkspur^Agnes||19700601|2", "PV1|1|N",
                ]
            }
            lines += ["BTS|\(counted)", "FTS|1"]
            return Array((lines.joined(separator: "\r") + "\r").utf8)
        }
    }
}
