import AMQP
import Foundation
import Testing

extension WholeHub {
    /// Runs the pages that show commands: ```sh is run, the ```text after it must come out of it.
    @Suite struct TutorialTests {
        struct Step {
            var line: Int
            var script: String
            var expected: [String] = []
            /// The last command ends with `# exit N`.
            var status: Int32 {
                script.split(separator: "\n").last?.firstMatch(of: /# exit ([0-9]+)$/).flatMap { Int32($0.1) } ?? 0
            }
        }

        /// The blocks of a page in order.
        static func steps(of page: String) throws -> [Step] {
            let text = try String(contentsOf: Built.package.appending(path: page), encoding: .utf8)
            var steps: [Step] = []
            var language: String?
            var block: [String] = []
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated() {
                if line.hasPrefix("```") {
                    guard let closed = language else {
                        (language, block) = (String(line.dropFirst(3)), [])
                        continue
                    }
                    if closed == "sh" { steps.append(Step(line: index + 1, script: block.joined(separator: "\n"))) }
                    if closed == "text", !steps.isEmpty { steps[steps.count - 1].expected += block }
                    language = nil
                } else {
                    block.append(line)
                }
            }
            return steps
        }

        /// Each expected line stands in the output; `…` stands for anything.
        static func missing(_ expected: [String], from output: String) -> [String] {
            let lines = output.split(separator: "\n").map(String.init)
            return expected.filter { wanted in
                let parts = wanted.components(separatedBy: "…").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                    !$0.isEmpty
                }
                guard !parts.isEmpty else { return false }
                return !lines.contains { line in
                    var rest = line[...]
                    return parts.allSatisfy { part in
                        guard let range = rest.range(of: part) else { return false }
                        rest = rest[range.upperBound...]
                        return true
                    }
                }
            }
        }

        @Test func theTutorialDoesWhatItSays() async throws { try await run(page: "docs/tutorial.md", atLeast: 12) }

        @Test(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed"))
        func theLifeOfAMessageIsAsItIsTold() async throws { try await run(page: "docs/life-of-a-message.md", atLeast: 7) }

        private func run(page: String, atLeast count: Int) async throws {
            let folder = try TemporaryFolder()
            let work = folder.path + "/site"
            try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
            for name in ["Config", "Mappings"] {
                try FileManager.default.copyItem(
                    at: Built.package.appending(path: name), to: URL(fileURLWithPath: work + "/" + name))
            }
            let steps = try Self.steps(of: page)
            #expect(steps.count >= count)
            defer {
                // A page that failed half way may have left its hub.
                if let text = try? String(contentsOfFile: work + "/hub.pid", encoding: .utf8),
                    let hub = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
                {
                    kill(hub, SIGTERM)
                }
            }
            let bin = Built.hub.deletingLastPathComponent().path(percentEncoded: false)
            for step in steps {
                let script = "cd '\(work)' && export PATH='\(bin)':\"$PATH\"\n\(step.script)\n"
                let found = try await runProgram(URL(fileURLWithPath: "/bin/sh"), ["-c", script])
                let output = found.output + "\n" + found.errors
                #expect(found.status == step.status, "\(page):\(step.line): status \(found.status)\n\(output)")
                let missing = Self.missing(step.expected, from: output)
                #expect(missing.isEmpty, "\(page):\(step.line): \(missing) do not come out:\n\(output)")
            }
        }

        @Test func aPageThatRotsIsNoticed() {
            #expect(Self.missing(["fine: … feeds"], from: "fine: 3 trusts, 4 feeds\n").isEmpty)
            #expect(Self.missing(["fine: … pages"], from: "fine: 3 trusts, 4 feeds\n") == ["fine: … pages"])
            #expect(Self.missing(["a … b"], from: "b then a").count == 1)
        }
    }
}
