import Foundation
import Testing

extension WholeHub {
    /// The commands that need no running hub, with their exit codes.
    @Suite struct CommandTests {
        static let message = """
            MSH|^~\\&|PAS|RRK|HUB|WM|20260301101500||ADT^A28^ADT_A05|MSG0001|T|2.4\r\
            EVN|A28|20260301101500\r\
            PID|1||4711^^^RRK^MR~9990000018^^^NHS^NH||Testperson^Ada^May||19700214|F|||1 Test Street^^Birmingham^^B1 1AA\r
            """

        @Test func theProjectsOwnConfigurationChecks() async throws {
            let found = try await hub("check", "--json")
            #expect(found.status == 0, "\(found.output)\(found.errors)")
            let diagnostics = try #require((found.json as? [String: Any])?["diagnostics"] as? [[String: Any]])
            #expect(diagnostics.allSatisfy { $0["severity"] as? String != "error" })
        }

        @Test func aMessageIsMapped() async throws {
            let found = try await hub("map", "any-hl7v2", "-", "--json", input: Self.message)
            #expect(found.status == 0, "\(found.output)\(found.errors)")
            let answer = try #require(found.json as? [String: Any])
            #expect(answer["outcome"] as? String == "mapped")
            let canonical = try #require(answer["canonical"] as? [String: Any])
            #expect(canonical["resourceType"] as? String == "Bundle")
            #expect(canonical["type"] as? String == "message")
            let entries = try #require(canonical["entry"] as? [[String: Any]])
            let types = entries.compactMap { ($0["resource"] as? [String: Any])?["resourceType"] as? String }
            #expect(types.first == "MessageHeader")
            #expect(types.contains("Patient") && types.contains("Provenance"))
        }

        @Test func eachMessageOfABatchIsMapped() async throws {
            let batch = "FHS|^~\\&|A|RRK\rBHS|^~\\&|A|RRK\r" + Self.message + "\r" + Self.message + "\rBTS|3\rFTS|1\r"
            let found = try await hub("map", "any-hl7v2", "-", "--json", input: batch)
            #expect(found.status == 0, "\(found.output)\(found.errors)")
            let answer = try #require(found.json as? [String: Any])
            #expect(answer["outcome"] as? String == "mapped")
            let messages = try #require(answer["messages"] as? [[String: Any]])
            #expect(messages.count == 2)
            #expect(messages.allSatisfy { $0["canonical"] is [String: Any] })
            let issues = try #require(answer["issues"] as? [[String: Any]])
            #expect(issues.map { $0["code"] as? String } == ["batch-count"])
        }

        @Test(arguments: [
            ("not HL7 at all", ""), ("", "empty"),
            ("MSH|^~\\&|A|RRK|||20260301||XYZ^Q99|1|T|2.4\rPID|1||1^^^RRK^MR\r", "unsupported"),
            ("{\"resourceType\":", ""), ("\u{0}\u{1}\u{2}binary", ""),
        ])
        func badInputIsQuarantinedWithADiagnostic(input: String, word: String) async throws {
            let found = try await hub("map", "any-hl7v2", "-", "--json", input: input)
            #expect(found.status == 1)
            let answer = try #require(found.json as? [String: Any], "\(found.output)\(found.errors)")
            #expect(answer["outcome"] as? String == "quarantined")
            let issues = try #require(answer["issues"] as? [[String: Any]])
            #expect(issues.contains { $0["severity"] as? String == "error" })
        }

        @Test func anEntityBombIsRefused() async throws {
            let bomb = """
                <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;&lol;&lol;">]>
                <Bundle xmlns="http://hl7.org/fhir"><id value="&l2;"/></Bundle>
                """
            let found = try await hub("map", "any-fhir", "-", "--json", input: bomb)
            #expect(found.status == 1)
            #expect((found.json as? [String: Any])?["outcome"] as? String == "quarantined", "\(found.errors)")
        }

        @Test func parsingShowsPositionsAndLosesNothing() async throws {
            let found = try await hub("parse", "-", "--json", input: Self.message)
            #expect(found.status == 0)
            #expect(found.output.contains("Testperson"))
            let broken = try await hub("parse", "-", input: "hello")
            #expect(broken.status == 1)
            #expect(broken.errors.contains("error["))
        }

        @Test func anExpressionIsEvaluated() async throws {
            let patient = #"{"resourceType":"Patient","name":[{"family":"Testperson","given":["Ada","May"]}]}"#
            let found = try await hub("eval", "name.given", "-", "--json", input: patient)
            #expect(found.status == 0, "\(found.errors)")
            let items = try #require(found.json as? [[String: Any]])
            #expect(items.compactMap { $0["value"] as? String } == ["Ada", "May"])
            let broken = try await hub("eval", "name.given.", "-", input: patient)
            #expect(broken.status == 1)
            #expect(broken.errors.contains("^"))
        }

        /// A minus is no option, and neither a file nor anything in it is needed.
        @Test func anExpressionMayBeginWithAMinus() async throws {
            let negative = try await hub("eval", "-1.5 + 3", "--json")
            #expect(negative.status == 0 && negative.output.contains("1.5"), "\(negative.errors)")
            #expect(try await hub("eval", "--json", "-120.highBoundary(2)", "-", input: "").output.contains("-120.50"))
            #expect(try await hub("eval", "-1.convertsToInteger()", "-", input: "").status == 1)
            #expect(try await hub("eval", "1", "--jsn").status == 2)
            let missing = try await hub("eval", "1", "/nowhere/at/all")
            #expect(missing.status == 1 && missing.errors.contains("C124"))
        }

        @Test func routingIsExplained() async throws {
            let found = try await hub("route", "any-hl7v2", "-", "--json", input: Self.message)
            #expect(found.status == 0, "\(found.errors)")
            let destinations = try #require((found.json as? [String: Any])?["destinations"] as? [String])
            #expect(destinations.contains("record-store"))
        }

        @Test func wrongUseIsExitCodeTwo() async throws {
            #expect(try await hub("map").status == 2)
            #expect(try await hub("no-such-verb").status == 2)
            #expect(try await hub("map", "no-such-feed", "-", input: Self.message).status == 1)
            #expect(try await hub("--help").status == 0)
        }

        @Test func everyHelpTextShowsAnExample() async throws {
            for verb in [
                "run", "demo", "check", "map", "test", "parse", "eval", "route", "send", "simulate", "queues", "messages",
                "trace",
                "quarantine list", "replay", "ledger check", "topology", "new trust", "new mapping", "shadow", "schema", "docs",
                "release build", "release list", "release show", "release activate", "release fetch",
            ] {
                let found = try await runProgram(Built.hub, verb.split(separator: " ").map(String.init) + ["--help"])
                #expect(found.output.contains("Example:"), "\(verb) --help shows no example")
            }
        }

        @Test func aTabAndAMissingMappingAreNamedWithTheirPlace() async throws {
            let folder = try TemporaryFolder()
            let copy = folder.path + "/Config"
            try FileManager.default.copyItem(at: Built.package.appending(path: "Config"), to: URL(fileURLWithPath: copy))
            let file = copy + "/trusts/rrk.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacingOccurrences(of: "mappings: rrk", with: "mappings: rrkk").write(
                toFile: file, atomically: true, encoding: .utf8)
            let missing = try await hub("check", "--config", copy)
            #expect(missing.status == 1)
            #expect(missing.errors.contains("rrkk"), "\(missing.errors)")

            try ("environment: test\n\tdata: x\n").write(toFile: copy + "/hub.yaml", atomically: true, encoding: .utf8)
            let tab = try await hub("check", "--config", copy)
            #expect(tab.status == 1)
            #expect(tab.errors.contains("hub.yaml:2:1"), "\(tab.errors)")
        }
    }
}

extension WholeHub {
    /// What an engineer sees while writing a map.
    @Suite struct MapCommandTests {
        private static let fixture = "Mappings/trusts/rrk/order.tests/hive.hl7"

        @Test func theTraceLeadsFromSourceOverRuleToElement() async throws {
            let found = try await hub("map", "any-hl7v2", "-", "--issues", "--trace", input: CommandTests.message)
            #expect(found.status == 0, "\(found.errors)")
            let line = try #require(found.output.split(separator: "\n").first { $0.contains("Patient.birthDate") })
            #expect(line.hasPrefix("PID-7") && line.contains("segments/pid-patient.yaml:"))
        }

        @Test func aDifferenceNamesElementsAndHidesValues() async throws {
            let folder = try TemporaryFolder()
            let other = folder.path + "/Mappings"
            try FileManager.default.copyItem(atPath: Built.package.path(percentEncoded: false) + "/Mappings", toPath: other)
            let map = other + "/segments/pid-patient.yaml"
            let text = try String(contentsOfFile: map, encoding: .utf8)
            try text.replacingOccurrences(of: "  birthDate: PID-7.toDate()\n", with: "").write(
                toFile: map, atomically: true, encoding: .utf8)
            let shapes = try await hub("map", "any-hl7v2", "-", "--diff", other, input: CommandTests.message)
            #expect(shapes.output.contains("+ Patient.birthDate: \"9999-99-99\""), "\(shapes.output)\(shapes.errors)")
            #expect(!shapes.output.contains("1970"))
            let values = try await hub("map", "any-hl7v2", "-", "--diff", other, "--values", input: CommandTests.message)
            #expect(values.output.contains("+ Patient.birthDate: \"1970-02-14\""))
            let same = try await hub("map", "any-hl7v2", "-", "--diff", "Mappings", input: CommandTests.message)
            #expect(same.output.contains("no difference"))
            #expect(try await hub("map", "any-hl7v2", "-", "--watch", input: CommandTests.message).status == 2)
        }

        @Test func scaffoldsAreWrittenOnceAndCheck() async throws {
            let folder = try TemporaryFolder()
            for name in ["Config", "Mappings"] {
                try FileManager.default.copyItem(
                    atPath: Built.package.path(percentEncoded: false) + "/" + name, toPath: folder.path + "/" + name)
            }
            let places = ["--config", folder.path + "/Config", "--mappings", folder.path + "/Mappings"]
            func run(_ words: String...) async throws -> Finished { try await runProgram(Built.hub, words + places) }
            #expect(try await run("new", "trust", "RXX", "--name", "Example Hospitals", "--dialect").status == 0)
            #expect(try await run("new", "mapping", "gt1-person", "--source", "GT1", "--target", "RelatedPerson").status == 0)
            let checked = try await run("check")
            #expect(checked.status == 0, "\(checked.errors)")
            let again = try await run("new", "trust", "rxx")
            #expect(again.status == 1 && again.errors.contains("C152"))
            #expect(try await run("new", "mapping", "x", "--source", "PIDD", "--target", "Patient").errors.contains("M103"))
        }
    }
}
