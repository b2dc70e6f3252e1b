import AMQP
import Foundation
import Simulator
import Testing

extension WholeHub {
    /// Releases on a running hub: built and tested beside the one in force, switched to under load, fetched by hash.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct ReleaseTests {
        private let folder: TemporaryFolder
        private var workplace: String { folder.path + "/site" }
        private var data: String { folder.path + "/data" }
        private var map: String { workplace + "/Mappings/segments/pid-patient.yaml" }

        init() throws {
            folder = try TemporaryFolder()
            try FileManager.default.createDirectory(atPath: folder.path + "/site", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: Built.package.appending(path: "Mappings"), to: URL(fileURLWithPath: folder.path + "/site/Mappings"))
        }

        private func ask(_ arguments: String...) async throws -> Finished {
            try await runProgram(
                Built.hub,
                arguments + ["--mappings", workplace + "/Mappings", "--data", data])
        }

        private func edit(_ old: String, _ new: String) throws {
            let text = try String(contentsOfFile: map, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacingOccurrences(of: old, with: new).write(toFile: map, atomically: true, encoding: .utf8)
        }

        private func activeRelease() async throws -> String {
            let releases = (try await ask("release", "list", "--json")).json as? [[String: Any]] ?? []
            return releases.first { $0["isActive"] as? Bool == true }?["hash"] as? String ?? ""
        }

        @Test func aReleaseIsSwitchedToUnderLoadAndNothingIsLost() async throws {
            let broker = try await PrivateBroker.start(.init(folder: folder.path + "/broker"))
            let process = HubProcess(data: data, brokerURL: broker.address.url, mappings: workplace + "/Mappings")
            try await process.start()
            let first = try await activeRelease()
            #expect(first.count == 64, "what the hub started with is kept: \(process.said)")
            let original = try String(contentsOfFile: map, encoding: .utf8)

            // Built beside, then put in force while messages come.
            try edit("make:\n  id:", "make:\n  active: true\n  id:")
            let refused = try await ask("release", "build")
            #expect(
                refused.status == 1 && refused.errors.contains("C155"),
                "fixtures that fail keep a release out: \(refused.errors)")
            #expect(try await ask("test", "--update").status == 0)
            let built = try await ask("release", "build", "--note", "patients are active", "--json")
            let second = try #require((built.json as? [String: Any])?["hash"] as? String, "\(built.errors)")
            #expect(second != first)
            #expect(try await activeRelease() == first, "building switches nothing")

            var region = Region(seed: 4)
            let messages = (0..<2_000).map { _ in region.nextMessage() }
            let address = broker.address
            async let confirmed = Self.publish(messages, to: address)
            try await Task.sleep(for: .milliseconds(300))
            let switched = try await ask("release", "activate", String(second.prefix(12)), "--reason", "change 41")
            #expect(switched.status == 0, "\(switched.errors)")
            #expect(try await confirmed == messages.count)
            #expect(try await activeRelease() == second)

            let balance = try await settled(messages.count)
            #expect(balance["received"] as? Int == messages.count)
            #expect(balance["imbalance"] as? Int == 0)
            #expect(balance["pending"] as? Int == 0)

            // Every message keeps the hash of what mapped it, and each of them can be fetched.
            let lines = try await ask("messages", "--json", "--limit", "1000").json as? [[String: Any]] ?? []
            let pinned = Set(lines.compactMap { $0["release"] as? String })
            #expect(!pinned.isEmpty && pinned.isSubset(of: [first, second]), "\(pinned)")
            let fetched = folder.path + "/before"
            #expect(try await ask("release", "fetch", String(first.prefix(10)), fetched).status == 0)
            #expect(try String(contentsOfFile: fetched + "/Mappings/segments/pid-patient.yaml", encoding: .utf8) == original)

            try await shadowFindsTheChange(from: fetched)
            try await quarantineBecomesAFixture()

            // SIGHUP with a map that does not check: the old one goes on. With one that does: it is in force.
            try edit("active: true", "actve: true")
            process.reload()
            try await until { process.said.contains("the old one goes on") }
            #expect(try await activeRelease() == second)
            try edit("actve: true", "active: true")
            try edit("mapping: pid-patient", "# reloaded\nmapping: pid-patient")
            process.reload()
            try await until { (try? await activeRelease()) != second }
            // It is said once it is done.
            try await until { process.said.contains("switched to a new release") }
            let status = await process.stop()
            await broker.stop()
            #expect(status == 0)
        }

        private static func publish(_ messages: [SimulatedMessage], to address: BrokerAddress) async throws -> Int {
            let publisher = Publisher(address)
            var confirmed = 0
            for start in stride(from: 0, to: messages.count, by: 100) {
                let part = messages[start..<min(start + 100, messages.count)]
                confirmed += try await publisher.publish(
                    part.map { Outgoing(exchange: "inbound", routingKey: $0.feed, body: $0.body) }
                ).count { $0.isConfirmed }
            }
            await publisher.stop()
            return confirmed
        }

        /// The maps of before against those in force: one element, and no value in sight.
        private func shadowFindsTheChange(from fetched: String) async throws {
            let found = try await runProgram(
                Built.hub,
                ["shadow", "--last", "300", "--json", "--mappings", fetched + "/Mappings", "--data", data])
            let report = try #require((found.json as? [String: Any])?["report"] as? [String: Any], "\(found.errors)")
            let groups = try #require(report["groups"] as? [[String: Any]])
            #expect(groups.map { $0["element"] as? String } == ["Patient.active"], "\(groups)")
            #expect(groups.first?["change"] as? String == "removed")
            #expect((groups.first?["examples"] as? [String])?.count == 3)
        }

        private func quarantineBecomesAFixture() async throws {
            let view = try await ask("quarantine", "list", "--json").json as? [String: Any]
            let messages = try #require(view?["messages"] as? [[String: Any]])
            let readable = try #require(messages.first { ($0["messageType"] as? String) != nil })
            let id = try #require(readable["id"] as? String)
            let into = folder.path + "/fixtures.tests"
            let made = try await ask("test", "--from-quarantine", id, "--into", into)
            #expect(made.status == 0, "\(made.errors)")
            let issues = try String(contentsOfFile: "\(into)/quarantine-\(id).issues", encoding: .utf8)
            #expect(issues.contains(try #require(readable["reason"] as? String)), "\(issues) \(made.errors)")
        }

        private func until(_ isSo: () async -> Bool) async throws {
            if await eventually(isSo) { return }
            Issue.record("it did not come to that within \(Duration.patience)")
        }

        private func settled(_ count: Int) async throws -> [String: Any] {
            var last: [String: Any] = [:]
            try await until {
                last = ((try? await hub("ledger", "check", "--json", "--data", data))?.json as? [String: Any]) ?? [:]
                return last["received"] as? Int ?? 0 >= count && last["pending"] as? Int == 0
            }
            return last
        }
    }
}
