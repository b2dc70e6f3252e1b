import AMQP
import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import HL7v2
import Operations
import Pipeline
import Simulator

/// How a command that publishes reaches the broker: as the trust's own user where the hub runs a private node.
struct PublishOptions: ParsableArguments {
    @OptionGroup var places: PlaceOptions

    @Option(help: ArgumentHelp("Folder of the running hub's stores; hub.yaml's `data` otherwise.", valueName: "folder"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Another broker; otherwise HUB_BROKER_URL, hub.yaml, or the running hub's private node.", valueName: "url"))
    var broker: String?

    func configuration() throws -> HubConfiguration {
        let (configuration, diagnostics) = HubConfiguration.load(from: places.config)
        guard var configuration else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        if let data { configuration.data = data }
        if let broker { configuration.brokerURL = broker }
        return configuration
    }

    func address(for feed: Feed, _ configuration: HubConfiguration) throws -> BrokerAddress {
        if let url = configuration.brokerURL { return try BrokerAddress(url: url) }
        return try SenderAddresses.read(configuration.data, sender: RunningHub.sender(feed))
    }
}

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Publish messages as a trust's system would, and wait until the broker has them.",
        discussion: """
            A file may hold one message or an HL7 batch (FHS/BHS, or messages one after the other), which is published message
            by message. Of a batch that is not whole (a count differs, a trailer is missing) nothing is published.

            Example:
              hub send rrk-pas admit.hl7 discharge.hl7
            """)

    @Argument(help: "The feed to publish on.") var feed: String
    @Argument(help: "Files; - for standard input.") var files: [String]
    @OptionGroup var publish: PublishOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try publish.configuration()
        guard let feed = configuration.feed(named: feed) else {
            let names = configuration.feeds.map(\.name)
            throw Diagnostic(
                code: "C120", "there is no feed \(feed)", hint: closeName(to: feed, among: names).map { "did you mean \($0)?" })
        }
        let publisher = Publisher(
            try publish.address(for: feed, configuration), settings: .init(patience: .seconds(10), name: "hub send"))
        var outgoing: [Outgoing] = []
        for file in files {
            let bytes = try InputFile.read(file)
            let parts = feed.format == .hl7v2 ? try Self.messages(in: bytes, file) : [bytes]
            for body in parts {
                outgoing.append(
                    Outgoing(exchange: RegionTopology.inbound, routingKey: feed.name, properties: .init(), body: body))
            }
        }
        let outcomes = try await publisher.publish(outgoing)
        await publisher.stop()
        let confirmed = outcomes.count { $0.isConfirmed }
        if output.json {
            print(try JSONOutput.text(["sent": outcomes.count, "confirmed": confirmed]))
        } else {
            print("\(confirmed) of \(outcomes.count) messages are safe at the broker")
        }
        if confirmed < outcomes.count {
            for outcome in Set(outcomes) where !outcome.isConfirmed {
                Terminal.toStandardError("not confirmed: \(Self.words(outcome))\n")
            }
            throw ExitCode(1)
        }
    }

    static func messages(in bytes: [UInt8], _ file: String) throws -> [[UInt8]] {
        let batch = Batch(splitting: bytes)
        guard batch.isBatch else { return [bytes] }
        guard batch.issues.isEmpty else {
            Terminal.complain(batch.issues)
            throw Diagnostic(
                code: "C125", "\(file) is a batch that is not whole; nothing was published",
                hint: "have it sent again, whole; or put what is right into files of its own")
        }
        return batch.entries.map { Array(bytes[$0.range]) }
    }

    static func words(_ outcome: PublishOutcome) -> String {
        switch outcome {
        case .confirmed: "confirmed"
        case .unroutable: "no queue takes this feed; is the hub running with this configuration?"
        case .refused: "the broker refused it"
        case .unknown: "the connection went before the answer; it may be there"
        case .notSent(let diagnostic): diagnostic.message
        }
    }
}

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Write a synthetic region's messages: invented people, 18 trusts, their dialects.",
        discussion: """
            The same seed gives the same messages. Without --to every message goes to standard output, one JSON line each.

            Example:
              hub simulate --messages 100 --to messages/
            """)

    @Option(help: "How many messages.") var messages = 20
    @Option(help: "Seed.") var seed: UInt64 = 1
    @Option(help: "Only this feed.") var feed: String?
    @Option(name: .customLong("to"), help: ArgumentHelp("A folder: one file a message.", valueName: "folder")) var folder:
        String?

    private struct Line: Encodable {
        var feed: String
        var type: String
        var expectation: String
        var body: String
    }

    func run() async throws {
        if let folder { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        var region = Region(seed: seed)
        if let feed, !region.feeds.contains(feed) {
            throw Diagnostic(
                code: "C121", "the simulator has no feed \(feed)",
                hint: closeName(to: feed, among: region.feeds).map { "did you mean \($0)?" }
                    ?? "feeds: \(region.feeds.joined(separator: ", "))")
        }
        var written = 0
        while written < messages {
            let message = region.nextMessage()
            if let feed, message.feed != feed { continue }
            written += 1
            if let folder {
                let name =
                    String(format: "%06d", written) + "-" + message.feed
                    + (message.body.first == UInt8(ascii: "{") ? ".json" : ".hl7")
                try Data(message.body).write(to: URL(fileURLWithPath: folder + "/" + name))
            } else {
                let line = Line(
                    feed: message.feed, type: message.truth.messageType, expectation: "\(message.truth.expectation)",
                    body: String(decoding: message.body, as: UTF8.self))
                print(try JSONOutput.text(line, pretty: false))
            }
        }
    }
}

struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Show the exchanges, queues and bindings that the configuration needs; --declare makes them.",
        discussion: "Example:\n  hub topology --declare --broker amqp://hub:PASSWORD@broker:5672/hub")

    @OptionGroup var publish: PublishOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Declare it at the broker; what exists with other arguments is reported, never altered.") var declare = false

    private struct Answer: Encodable {
        var exchanges: [String]
        var queues: [String]
        var bindings: [String]
    }

    func run() async throws {
        let configuration = try publish.configuration()
        let topology = RegionTopology.make(feeds: configuration.feeds, destinations: configuration.destinations)
        if declare {
            guard let url = configuration.brokerURL else {
                throw Diagnostic(
                    code: "C150", "no broker is named", hint: "--broker URL, HUB_BROKER_URL, or broker.url in hub.yaml")
            }
            try await topology.declare(at: try BrokerAddress(url: url))
        }
        let answer = Answer(
            exchanges: topology.exchanges.map { "\($0.name) (\($0.kind.rawValue))" }, queues: topology.queues.map(\.name),
            bindings: topology.bindings.map { "\($0.exchange) ─\($0.routingKey)→ \($0.queue)" })
        if output.json {
            print(try JSONOutput.text(answer))
            return
        }
        print("exchanges\n  " + answer.exchanges.joined(separator: "\n  "))
        print("queues\n  " + answer.queues.joined(separator: "\n  "))
        print("bindings\n  " + answer.bindings.joined(separator: "\n  "))
        if declare { print("declared") }
    }
}
