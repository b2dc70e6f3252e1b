import AMQP
import Foundation
import Testing

extension WholeHub {
    /// One running hub with messages in it, seen as its users see it: browser, curl, command line.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct ConsoleTests {
        @Test func aRunningHubIsSeenByBrowserScriptsAndCommandLine() async throws {
            let folder = try TemporaryFolder()
            let data = folder.path + "/data"
            let process = HubProcess(data: data)
            try await process.start()
            let file = folder.path + "/message.hl7"
            let order = folder.path + "/order.hl7"
            try CommandTests.message.write(toFile: file, atomically: true, encoding: .utf8)
            try Self.order.write(toFile: order, atomically: true, encoding: .utf8)
            let sent = try await hub("send", "any-hl7v2", order, file, "--data", data, "--json")
            #expect(sent.status == 0, "\(sent.output)\(sent.errors)")
            let bad = folder.path + "/bad.hl7"
            try "nonsense".write(toFile: bad, atomically: true, encoding: .utf8)
            #expect(try await hub("send", "any-hl7v2", bad, "--data", data).status == 0)

            var lines: [[String: Any]] = []
            _ = try await eventually {
                lines = (try await hub("messages", "--json", "--data", data).json as? [[String: Any]]) ?? []
                return lines.count == 3 && lines.allSatisfy { $0["state"] as? String != "pending" }
            }
            #expect(Set(lines.compactMap { $0["state"] as? String }) == ["mapped", "quarantined"])

            try await theQuarantineNamesRuleAndPlace(data)
            try await thePagesRender(process.console, lines)
            try await theFHIRAPIAnswers(process.console)
            try await theFiguresAreScraped(process.console)
            #expect(await process.stop() == 0)
            // Nothing of the patient is in the log.
            #expect(!process.said.contains("9990000018") && !process.said.contains("Testperson"))
        }

        static let order = """
            MSH|^~\\&|PAS|RRK|LIMS|WM|20260301100000||OML^O21^OML_O21|MSG0000|T|2.4\r\
            PID|1||4711^^^RRK^MR~9990000018^^^NHS^NH||Testperson^Ada^May||19700214|F|||1 Test Street^^Birmingham^^B1 1AA\r\
            ORC|NW|ORD1^RRK|||||||20260301100000\r\
            OBR|1|ORD1^RRK||R208.1^Inherited breast cancer^England-GenomicTestDirectory|||20260301100000\r\
            SPM|1|SPEC1^SPEC1||119297000^Blood specimen^SNM3|||||||||||||20260301093000\r
            """

        private func theQuarantineNamesRuleAndPlace(_ data: String) async throws {
            let found = try await hub("quarantine", "list", "--json", "--data", data)
            let messages = try #require((found.json as? [String: Any])?["messages"] as? [[String: Any]])
            let issue = try #require(messages.first?["issue"] as? [String: Any])
            #expect(issue["code"] as? String != nil && issue["message"] as? String != nil)
            let id = try #require(messages.first?["id"] as? String)
            let traced = try await hub("trace", id, "--data", data)
            #expect(traced.status == 0 && traced.output.contains("quarantined"))
        }

        private func thePagesRender(_ console: String, _ lines: [[String: Any]]) async throws {
            guard Built.has("chromium") else {
                print("skipped: chromium is not installed, the pages were not loaded in a browser")
                return
            }
            func page(_ path: String) async throws -> String {
                try await runProgram(
                    URL(fileURLWithPath: "/usr/bin/chromium"),
                    [
                        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--virtual-time-budget=3000",
                        "--dump-dom",
                        console + path,
                    ], within: .seconds(180)
                ).output
            }
            let overview = try await page("")
            #expect(
                overview.contains("any-hl7v2") && overview.contains("record-store") && overview.contains("national-submission"))
            #expect(overview.contains("Live,"), "the page refreshes itself")
            let mapped = try #require(lines.first { $0["state"] as? String == "mapped" }?["id"] as? String)
            let message = try await page("messages/\(mapped)")
            #expect(message.contains("Testperson") && message.contains("\"resourceType\"") && message.contains("MSH|"))
            #expect(try await page("quarantine").contains("any-hl7v2"))
            #expect(try await page("messages/1-999999").contains("No such message"))
        }

        private func theFHIRAPIAnswers(_ console: String) async throws {
            func curl(_ arguments: String...) async throws -> [String: Any] {
                let found = try await runProgram(URL(fileURLWithPath: "/usr/bin/curl"), ["-sS", "-m", "20"] + arguments)
                return (found.json as? [String: Any]) ?? ["text": found.output + found.errors]
            }
            #expect((try await curl(console + "fhir/metadata"))["resourceType"] as? String == "CapabilityStatement")
            var found: [String: Any] = [:]
            _ = try await eventually {
                found = try await curl(
                    "--data-urlencode", "identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018",
                    console + "fhir/Patient/_search")
                return (found["entry"] as? [Any])?.isEmpty == false
            }
            let entries = try #require(found["entry"] as? [[String: Any]], "\(found)")
            let patient = try #require(entries.first?["resource"] as? [String: Any])
            let id = try #require(patient["id"] as? String)
            #expect(try await curl(console + "fhir/Patient/\(id)")["id"] as? String == id)
            let everything = try await curl(console + "fhir/Patient/\(id)/$everything")
            let types = (everything["entry"] as? [[String: Any]] ?? []).compactMap {
                ($0["resource"] as? [String: Any])?["resourceType"] as? String
            }
            #expect(Set(types).isSuperset(of: ["Patient", "ServiceRequest", "Specimen"]))
            #expect(try await curl(console + "fhir/Patient/nobody")["resourceType"] as? String == "OperationOutcome")
        }

        private func theFiguresAreScraped(_ console: String) async throws {
            func text(_ path: String) async throws -> String {
                try await runProgram(URL(fileURLWithPath: "/usr/bin/curl"), ["-sS", "-m", "20", console + path]).output
            }
            let metrics = try await text("metrics")
            #expect(metrics.contains("hub_messages_received_total{feed=\"any-hl7v2\"} 3"))
            #expect(metrics.contains("hub_ledger_imbalance 0"))
            #expect(!metrics.contains("9990000018"))
            #expect(try await text("livez") == "alive\n")
            #expect(try await text("readyz").contains("broker: ok"))
        }
    }
}
