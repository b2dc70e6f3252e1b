import AMQP
import Foundation
import Simulator
import Testing

extension WholeHub {
    /// SIGHUP while messages flow: a release that checks takes over between two messages, one that does not changes nothing, and a
    /// stop right behind it is still a stop in order.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct ReloadTests {
        @Test func mappingsAreLoadedAgainUnderLoad() async throws {
            let folder = try TemporaryFolder()
            let mappings = folder.path + "/Mappings"
            try FileManager.default.copyItem(atPath: Built.package.path(percentEncoded: false) + "/Mappings", toPath: mappings)
            let broker = try await PrivateBroker.start(.init(folder: folder.path + "/broker"))
            let address = broker.address
            let process = HubProcess(data: folder.path + "/data", brokerURL: address.url, mappings: mappings)
            try await process.start()

            var region = Region(seed: 78)
            let messages = (0..<1_500).map { _ in region.nextMessage() }
            let publisher = Publisher(address)
            func publish(_ range: Range<Int>) async throws {
                let outcomes = try await publisher.publish(
                    messages[range].map { Outgoing(exchange: "inbound", routingKey: $0.feed, body: $0.body) })
                #expect(outcomes.allSatisfy { $0.isConfirmed })
            }
            let file = mappings + "/trust-profile.yaml"
            let original = try String(contentsOfFile: file, encoding: .utf8)

            try await publish(0..<500)
            try (original + "\n# another release\n").write(toFile: file, atomically: true, encoding: .utf8)
            process.reload()
            try await publish(500..<1_000)
            #expect(await process.hasSaid("switched to a new release", times: 1), "\(process.said.suffix(800))")

            try (original + "\nnonsense: [\n").write(toFile: file, atomically: true, encoding: .utf8)
            process.reload()
            try await publish(1_000..<1_500)
            #expect(await process.hasSaid("the old one goes on", times: 1), "\(process.said.suffix(800))")
            await publisher.stop()

            var last: [String: Any] = [:]
            _ = try await eventually {
                last =
                    (try await hub("ledger", "check", "--json", "--data", folder.path + "/data").json as? [String: Any]) ?? [:]
                return last["received"] as? Int == messages.count && last["pending"] as? Int == 0
            }
            #expect(last["received"] as? Int == messages.count)
            #expect(last["pending"] as? Int == 0)
            #expect(last["imbalance"] as? Int == 0)

            try original.write(toFile: file, atomically: true, encoding: .utf8)
            process.reload()
            #expect(await process.stop() == 0, "stopped while it was loading")
            await broker.stop()
        }
    }
}
