import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Operations

struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "Feeds and destinations: what waits where.",
        discussion: "Example:\n  hub queues --data data")

    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (overview, queues) = try await reach.with { (try await $0.overview(), try? await $0.queues()) }
        if output.json {
            print(try JSONOutput.text(QueuesAnswer(overview: overview, queues: queues ?? [])))
            return
        }
        let ready = Dictionary(
            (queues ?? []).compactMap { line in line.feed.map { ($0, line.ready) } }, uniquingKeysWith: { a, _ in a })
        print(
            Terminal.table(
                ["feed", "trust", "at broker", "waiting", "received", "mapped", "quarantined", "not relevant", "duplicate"],
                overview.feeds.map { line in
                    [
                        line.feed, line.trust, (ready[line.feed] ?? nil).map(String.init) ?? "?", "\(line.pending)",
                        "\(line.received)",
                        "\(line.mapped)", "\(line.quarantined)", "\(line.notRelevant)", "\(line.duplicate)",
                    ]
                }, numbersFrom: 2, numbersTo: 8))
        print("")
        print(
            Terminal.table(
                ["destination", "purpose", "due", "delivered", "pending", "held", "failed", "cancelled"],
                overview.destinations.map { line in
                    [
                        line.destination, line.purpose, "\(line.due)", "\(line.delivered)", "\(line.pending)", "\(line.held)",
                        "\(line.failed)", "\(line.cancelled)",
                    ]
                }, numbersFrom: 2, numbersTo: 7))
    }

    private struct QueuesAnswer: Encodable {
        var overview: Overview
        var queues: [QueueLine]
    }
}

struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "Find messages by feed, outcome, control id or patient identifier.",
        discussion: """
            A patient is found by an NHS number or system|value; it is read from standard input with --identifier -, so that it
            does not stand in the shell's history. Every search for a person is written to the audit trail.

            Example:
              hub messages --feed rrk-pas --state quarantined
              hub messages --control-id 14038913245354
            """)

    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "Only this feed.") var feed: String?
    @Option(help: "pending, mapped, quarantined, duplicate, notRelevant or rejected.") var state: String?
    @Option(help: "What the sender calls it (MSH-10).") var controlID: String?
    @Option(help: "A patient's identifier, or - to read it from standard input.") var identifier: String?
    @Option(help: "At most so many.") var limit = 50

    func run() async throws {
        var asked = identifier
        if identifier == "-" { asked = readLine() }
        let search = MessageSearch(feed: feed, state: state, controlID: controlID, identifier: asked, limit: limit)
        let lines = try await reach.with { try await $0.messages(search) }
        if output.json {
            print(try JSONOutput.text(lines))
            return
        }
        print(
            Terminal.table(
                ["message", "feed", "type", "event", "outcome", "reason", "control id"],
                lines.map {
                    [$0.id, $0.feed, $0.messageType ?? "", $0.event ?? "", $0.state, $0.reason ?? "", $0.controlID ?? ""]
                }))
    }
}

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "One message's whole way: timeline, issues, deliveries, and the rule behind every element.",
        discussion: "Example:\n  hub trace 3-1234")

    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The message's number, as `hub messages` lists it.") var message: String

    func run() async throws {
        let view = try await reach.with { try await $0.message(message) }
        if output.json {
            print(try JSONOutput.text(view))
            return
        }
        print(
            "\(view.summary.id)  \(view.summary.feed)  \(view.summary.messageType ?? "")  \(view.summary.state)\(view.summary.reason.map { " (\($0))" } ?? "")"
        )
        print("\nTimeline")
        for event in view.timeline { print("  \(Self.time(event.at))  \(event.what)\(event.note.map { ": \($0)" } ?? "")") }
        if !view.issues.isEmpty {
            print("\nIssues")
            for issue in view.issues {
                print("  \(issue.severity)[\(issue.code)] \(issue.message)\(issue.position.map { "  at \($0)" } ?? "")")
            }
        }
        if !view.deliveries.isEmpty {
            print("\nDeliveries")
            for line in view.deliveries {
                print("  \(line.destination): \(line.state), \(line.attempts) attempts\(line.reason.map { ", \($0)" } ?? "")")
            }
        }
        if !view.unmapped.isEmpty { print("\nNot mapped\n  \(view.unmapped.joined(separator: ", "))") }
        if !view.trace.isEmpty {
            print("\nRules")
            print(
                Terminal.table(
                    ["element", "source", "rule"],
                    view.trace.map { [$0.target, $0.sources.joined(separator: ", "), "\($0.file):\($0.line)"] }))
        }
    }

    static func time(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).ISO8601Format(.init(includingFractionalSeconds: true))
    }
}

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "What could not be mapped, why, and how it goes on.",
        subcommands: [List.self, Resubmit.self, Discard.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List quarantined messages with the first error of each.",
            discussion: "Example:\n  hub quarantine --feed rkb-pas")

        @OptionGroup var reach: ReachOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Only this feed.") var feed: String?
        @Option(help: "Only this reason.") var reason: String?
        @Option(help: "At most so many.") var limit = 100

        func run() async throws {
            let view = try await reach.with { try await $0.quarantine(feed: feed, reason: reason, limit: limit) }
            if output.json {
                print(try JSONOutput.text(view))
                return
            }
            print(
                Terminal.table(
                    ["reason", "messages"], view.reasons.map { [$0.reason, "\($0.messages)"] }, numbersFrom: 1, numbersTo: 1))
            print("")
            print(
                Terminal.table(
                    ["message", "feed", "type", "reason", "where", "what was found"],
                    view.messages.map {
                        [$0.id, $0.feed, $0.messageType ?? "", $0.reason, $0.issue?.position ?? "", $0.issue?.message ?? ""]
                    }))
        }
    }

    struct Resubmit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Map quarantined messages again, with the release in force now.",
            discussion: "Example:\n  hub quarantine resubmit 3-17 3-21 --reason \"table extended\"")

        @OptionGroup var reach: ReachOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Message numbers.") var messages: [String]
        @Option(help: "Why; it is kept in the audit trail.") var reason: String

        func run() async throws {
            try await change(.resubmit, messages, reason, reach, output)
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End quarantined messages as rejected.",
            discussion: "Example:\n  hub quarantine discard 3-17 --reason \"test message of the supplier\"")

        @OptionGroup var reach: ReachOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Message numbers.") var messages: [String]
        @Option(help: "Why; it is kept in the audit trail.") var reason: String

        func run() async throws {
            try await change(.discard, messages, reason, reach, output)
        }
    }
}

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Send mapped messages again, as they were mapped. Adds deliveries, never receipts.",
        discussion: "Example:\n  hub replay 3-17 --to biobank --reason \"the biobank lost a day\"")

    @OptionGroup var reach: ReachOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Message numbers.") var messages: [String]
    @Option(help: "Only to this destination (may be repeated); otherwise all that had it.") var to: [String] = []
    @Option(help: "Why; it is kept in the audit trail.") var reason: String

    func run() async throws {
        try await change(.replay, messages, reason, reach, output, destinations: to)
    }
}

private func change(
    _ verb: OperatorCommand.Verb, _ subjects: [String], _ reason: String, _ reach: ReachOptions, _ output: OutputOptions,
    destinations: [String] = []
) async throws {
    let command = OperatorCommand(verb, subjects, actor: HubReach.actor.name, reason: reason, destinations: destinations)
    let result = try await reach.with { try await $0.perform(command) }
    print(output.json ? try JSONOutput.text(result) : "\(verb.rawValue): \(result.changed)")
}

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The account of every accepted message.", subcommands: [Check.self],
        defaultSubcommand: Check.self)

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that nothing is missing: received and due against every outcome; exit 1 on an imbalance.",
            discussion: "Example:\n  hub ledger check --json | jq .imbalance")

        @OptionGroup var reach: ReachOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let text = try await reach.with { try await $0.balance() }
            guard let balance = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { return }
            if output.json {
                print(text.trimmingCharacters(in: .newlines))
            } else {
                for name in [
                    "received", "pending", "mapped", "quarantined", "duplicate", "notRelevant", "rejected", "imbalance",
                ] {
                    print("\(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(balance[name] ?? "?")")
                }
            }
            if (balance["imbalance"] as? Int ?? 1) != 0 { throw ExitCode(1) }
        }
    }
}
