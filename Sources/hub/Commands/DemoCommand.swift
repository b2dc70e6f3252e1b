import ArgumentParser
import Diagnostics
import Foundation
import Logging
import Mapping
import Operations
import Pipeline
import ServiceLifecycle
import UnixSignals

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run the whole region on this machine and show what becomes of every message.",
        discussion: """
            Starts a private RabbitMQ node, the hub with all its roles, a stub of the national service, and a simulator that
            publishes as 18 trusts. Prints live figures and the console's address, and ends with a table.

            Example:
              hub demo
              hub demo --messages 50000 --keep-running
            """)

    @Option(help: "How many messages the trusts publish.") var messages = 20_000
    @Option(help: "Publish for so many seconds instead.") var seconds: Int?
    @Flag(help: "Go on after the table until Ctrl-C, with a trickle of messages.") var keepRunning = false
    @Option(help: "Seed of the synthetic region.") var seed: UInt64 = 2016
    @Option(help: "Share of a hospital's messages that are about people outside the cohort, 0 to 1.") var outside = 0.5
    @Option(help: "Port of the console; 0: a free one.") var port = 8080
    @Option(help: ArgumentHelp("Keep the data here; otherwise it is removed at the end.", valueName: "folder")) var data:
        String?
    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard messages >= 0, (0...1).contains(outside), (0...65_535).contains(port), seconds ?? 1 > 0 else {
            throw ValidationError("--messages and --seconds are positive, --outside is between 0 and 1, --port is a port")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { label in
            var log = StructuredLog(label: label)
            log.logLevel = .warning
            return log
        }
        let folder = data ?? NSTemporaryDirectory() + "hub-demo-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { if data == nil { try? FileManager.default.removeItem(atPath: folder) } }

        let (configured, release) = try places.loadOrThrow()
        let stub = try NationalStubServer(folder: folder, port: freePort())
        var configuration = DemoSetting.apply(to: configured, folder: folder, stub: stub)
        configuration.listenHost = "127.0.0.1"
        configuration.listenPort = DemoSetting.isFree(port) ? port : freePort()

        say("release \(release.hash.prefix(12)): \(configuration.feeds.count) feeds of \(configuration.trusts.count) senders")
        let logger = Logger(label: "hub")
        let hub = try await RunningHub.start(configuration, release: release, logger: logger) { say($0) }
        let address = "http://127.0.0.1:\(configuration.listenPort)/"
        let services = try hub.services(roles: Set(Pipeline.Role.allCases)) { _ in }
        var group = ServiceGroupConfiguration(
            services: ([stub] + services + [StopLimit(limit: 60, logger: logger)]).map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(20)
        let serviceGroup = ServiceGroup(configuration: group)

        let isBalanced = try await withThrowingTaskGroup(of: Bool?.self) { tasks in
            tasks.addTask {
                try await serviceGroup.run()
                return nil
            }
            tasks.addTask {
                let outcome: Bool
                do { outcome = try await show(hub, address: address) } catch is CancellationError { return nil }
                await serviceGroup.triggerGracefulShutdown()
                return outcome
            }
            var balanced: Bool?
            for try await outcome in tasks {
                balanced = outcome ?? balanced
                // Either the figures are shown and the services were asked to end, or a signal ended them: nothing goes on alone.
                if outcome == nil { tasks.cancelAll() }
            }
            return balanced
        }
        await hub.close()
        if isBalanced == false { throw ExitCode(1) }
    }

    /// Publishes, shows, waits until everything has an outcome, prints the table. Returns whether the ledger balances; nil when
    /// it was interrupted.
    private func show(_ hub: RunningHub, address: String) async throws -> Bool {
        say("the console is at \(address)")
        let trusts = try RegionPublisher(hub: hub, seed: seed, outsideShare: outside)
        say("\(trusts.feedCount) feeds publish as \(trusts.senderCount) senders over AMQP")
        let progress = DemoProgress(hub: hub, isQuiet: output.json && !Terminal.isErrorTerminal)
        let began = ContinuousClock.now
        let (published, durable) = try await withThrowingTaskGroup(of: Int?.self) { tasks in
            tasks.addTask { try await trusts.publish(messages: messages, seconds: seconds) }
            tasks.addTask {
                try await progress.run(published: { trusts.confirmed })
                return nil
            }
            let published = try await tasks.next() ?? nil
            try Task.checkCancellation()
            let durable = try await progress.settle(expecting: published ?? 0)
            tasks.cancelAll()
            return (published ?? 0, durable)
        }
        let took = began.duration(to: .now)
        let summary = try await DemoSummary.make(
            hub: hub, published: published, took: took, recorded: durable.map { began.duration(to: $0) },
            expectations: trusts.expectations)
        progress.clear()
        if output.json {
            if keepRunning { say("the console stays at \(address); Ctrl-C ends") }
            Terminal.out(Array((try summary.json() + "\n").utf8))
        } else {
            Terminal.out(Array((summary.text() + "\n").utf8))
        }
        if keepRunning {
            if !output.json { say("the console stays at \(address); Ctrl-C ends") }
            try await trusts.trickle()
        }
        await trusts.stop()
        return summary.imbalance == 0
    }

    private func say(_ text: String) { Terminal.toStandardError(text + "\n") }
}
