import ArgumentParser
import Foundation
import Ledger
import Mapping
import Operations

struct ShadowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow", abstract: "Map stored messages with changed mappings too, and group what comes out otherwise.",
        discussion: """
            The release in force and the mappings in --mappings each map the last messages; nothing is sent and nothing is
            stored. Shown are elements, counts, rules and message ids; values only as shapes (Aaaa, 9999-99-99), because they
            are patients'. --values shows those of the first example of each group and is written to the audit trail.
            Exit 1 when a message that is mapped now would be quarantined.

            Example:
              hub shadow --last 10000
              hub shadow --last 1000 --feed rrk-pas --mappings ../branch/Mappings --json
            """)

    @Option(help: ArgumentHelp("How many messages, the newest; shared between feeds.", valueName: "count")) var last = 10_000
    @Option(help: ArgumentHelp("Only messages of this feed.", valueName: "feed")) var feed: String?
    @Option(help: ArgumentHelp("Message ids to show of each group.", valueName: "count")) var examples = 3
    @Flag(help: "Show values of the first example of each group: patient data; audited.") var values = false
    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = ShadowRequest(
            mappings: URL(fileURLWithPath: reach.places.mappings).standardizedFileURL.path(percentEncoded: false), last: last,
            feed: feed, examples: examples, values: values, actor: HubReach.actor.name)
        let answer = try await reach.with { try await $0.shadow(request) }
        let isWorse = answer.report.groups.contains { $0.element == "outcome" && $0.change.hasPrefix("mapped →") }
        if output.json {
            print(try JSONOutput.text(answer))
        } else {
            show(answer)
        }
        if isWorse { throw ExitCode(1) }
    }

    private func show(_ answer: ShadowAnswer) {
        let report = answer.report
        if answer.report.messages == 0 {
            print("no stored message to map")
            return
        }
        print(
            "\(report.messages) messages of \(answer.feeds.count) feeds: \(report.same) the same, \(report.messages - report.same) otherwise"
        )
        guard !report.groups.isEmpty else { return }
        let rows = report.groups.map { group in
            [
                String(group.messages), String(group.places), group.change, group.element,
                group.examples.joined(separator: " "), group.rules.joined(separator: " "),
            ]
        }
        print(
            Terminal.table(
                ["messages", "places", "change", "element", "for instance", "rule"], rows, numbersFrom: 0, numbersTo: 1))
        guard values else { return }
        for group in report.groups {
            guard group.before != nil || group.after != nil else { continue }
            print("\(group.element): \(group.before ?? "nothing") → \(group.after ?? "nothing")")
        }
    }
}
