import AMQP
import Canonical
import Console
import Diagnostics
import Digests
import Foundation
import Ledger
import Logging
import Mapping
import Operations
import Pipeline
import Record
import Routing
import SQLiteStore
import ServiceLifecycle
import Submission

/// A hub that runs: stores, broker, pipeline, console, joined.
struct RunningHub {
    let configuration: HubConfiguration
    let operations: Operations
    let pipeline: Pipeline
    let ledger: SQLiteLedger
    let record: SQLiteRecordStore
    let active: ActiveRelease
    let releases: ReleaseSwitch
    /// nil when the configuration names a broker.
    let privateBroker: PrivateBroker?
    let broker: BrokerAddress
    let logger: Logger

    static let now: @Sendable () -> Milliseconds = { Milliseconds(Date().timeIntervalSince1970 * 1000) }

    /// Opens the stores, starts or reaches the broker, declares the topology.
    static func start(
        _ given: HubConfiguration, release: Release, logger: Logger, progress: (String) -> Void = { _ in }
    ) async throws -> RunningHub {
        let configuration = given.placingFoldersInData()
        try FileManager.default.createDirectory(atPath: configuration.data, withIntermediateDirectories: true)
        let identity = RegionalIdentity(key: try IdentityKey.load(configuration))
        let active = ActiveRelease(try releaseSet(configuration, release: release, identity: identity))

        let ledger = try SQLiteLedger(path: configuration.data + "/ledger.sqlite", now: now())
        let record = try SQLiteRecordStore(path: configuration.data + "/record.sqlite")
        if ledger.recovery.wasUnclean {
            logger.notice(
                "the last process did not end in order; what it had claimed is run again",
                metadata: ["messages": "\(ledger.recovery.suspects)", "deliveries": "\(ledger.recovery.deliveriesGivenBack)"])
        }
        try await ledger.register(
            configuration.destinations.map { DestinationRegistration(name: DestinationName($0.name)) }, now: now())
        try await ledger.activate(
            ReleaseActivation(release: ReleaseHash(release.hash), actor: .hub, reason: "started with it", at: now()))

        let (privateBroker, broker) = try await reachBroker(configuration, progress: progress)
        try await RegionTopology.make(feeds: configuration.feeds, destinations: configuration.destinations).declare(at: broker)

        let foundations = Pipeline.Foundations(
            ledger: ledger, record: record, submissions: record, broker: broker, identity: identity,
            unrecognisedRetention: Milliseconds(configuration.unrecognisedRetention.components.seconds * 1000), now: now,
            logger: logger)
        let pipeline = Pipeline(
            foundations, feeds: configuration.feeds, destinations: configuration.destinations, active: active)
        let releases = ReleaseSwitch(
            active: active, ledger: ledger, archive: ledger, configuration: configuration, identity: identity, now: now)
        var operations = Operations(
            configuration: configuration, ledger: ledger, record: record, active: active, identity: identity,
            queueDepths: { try await queueLines($0, configuration.feeds, broker) }, now: now)
        operations.activator = { try await releases.activate($0, by: $1, reason: $2) }
        return RunningHub(
            configuration: configuration, operations: operations, pipeline: pipeline, ledger: ledger, record: record,
            active: active, releases: releases,
            privateBroker: privateBroker, broker: broker, logger: logger)
    }

    /// A release with its routes and one mapper a feed; everything that is wrong at once.
    static func releaseSet(
        _ configuration: HubConfiguration, release: Release, identity: RegionalIdentity
    ) throws -> ActiveRelease.Set {
        let (routes, diagnostics) = configuration.loadRoutes()
        guard let routes else { throw Diagnostics(diagnostics) }
        var mappers: [String: Mapper] = [:]
        for feed in configuration.feeds {
            mappers[feed.name] = Mapper(
                release: release, feed: feed, identity: identity, environment: configuration.environment)
        }
        return ActiveRelease.Set(release: release, router: Router(routes), mappers: mappers)
    }

    private static func reachBroker(
        _ configuration: HubConfiguration, progress: (String) -> Void
    ) async throws -> (PrivateBroker?, BrokerAddress) {
        if let url = configuration.brokerURL { return (nil, try BrokerAddress(url: url)) }
        progress("starting a private RabbitMQ node in \(configuration.data)/broker")
        let senders = Set(configuration.feeds.map { sender($0) }).sorted()
        let users = senders.map { sender in
            let own = configuration.feeds.filter { self.sender($0) == sender }.map(\.name)
            return BrokerUser.feed(sender, exchange: RegionTopology.inbound, routingKeys: own)
        }
        let broker = try await PrivateBroker.start(.init(folder: configuration.data + "/broker", users: users))
        let addresses = senders.compactMap { sender in broker.address(of: sender).map { (sender, $0) } }
        try SenderAddresses.write(Dictionary(uniqueKeysWithValues: addresses), to: configuration.data)
        return (broker, broker.address)
    }

    /// A feed's user at the broker: one a trust.
    static func sender(_ feed: Feed) -> String { feed.trust.lowercased() }

    private static func queueLines(_ queues: [String], _ feeds: [Feed], _ broker: BrokerAddress) async throws -> [QueueLine] {
        let feedOf = Dictionary(uniqueKeysWithValues: feeds.map { (RegionTopology.queue(of: $0.name), $0.name) })
        let depths = try await Topology.depths(of: queues, at: broker)
        return queues.map { queue in
            let depth = depths[queue] ?? nil
            return QueueLine(queue: queue, feed: feedOf[queue], ready: depth?.messages, consumers: depth?.consumers)
        }
    }

    /// Every long-running part: the pipeline's services, the console, the local socket.
    func services(roles: Set<Pipeline.Role>, onConsoleRunning: @escaping @Sendable (Int) async -> Void) throws -> [any Service]
    {
        let console = try ConsoleServer(operations: operations, version: HubProgram.version, readiness: readiness)
        let socket = LocalSocketPath.of(configuration.data)
        unlink(socket)
        var quiet = Logger(label: "hub.console")
        quiet.logLevel = .warning
        return try console.services(
            host: configuration.listenHost, port: configuration.listenPort, socket: socket, logger: quiet,
            onRunning: onConsoleRunning)
            + pipeline.services(
                roles: roles, prefetch: configuration.prefetch, batch: configuration.mapperBatch)
    }

    private var readiness: @Sendable () async -> [(name: String, problem: String?)] {
        { [ledger, record, broker] in
            func check(_ name: String, _ body: () async throws -> Void) async -> (name: String, problem: String?) {
                do {
                    try await body()
                    return (name, nil)
                } catch {
                    return (name, "does not answer")
                }
            }
            return [
                await check("ledger") { _ = try await ledger.cursor("readyz") },
                await check("record-store") { _ = try await record.receipts() },
                await check("broker") { _ = try await Topology.depths(of: [RegionTopology.deadLetters], at: broker) },
            ]
        }
    }

    /// After the services have ended.
    func close() async {
        try? await ledger.close(now: Self.now())
        unlink(LocalSocketPath.of(configuration.data))
        await privateBroker?.stop()
    }
}

/// Where a running hub listens for the command line: beside its stores, or under /tmp when that path is too long for a socket.
enum LocalSocketPath {
    static func of(_ data: String) -> String {
        let folder = URL(fileURLWithPath: data).standardizedFileURL.path(percentEncoded: false)
        let beside = folder + (folder.hasSuffix("/") ? "" : "/") + "hub.sock"
        return beside.utf8.count < 100 ? beside : "/tmp/hub-\(SHA256.hex(of: Array(beside.utf8)).prefix(16)).sock"
    }
}

/// The regional key under which identities are made.
enum IdentityKey {
    static func load(_ configuration: HubConfiguration) throws -> [UInt8] {
        let path = configuration.identityKeyFile
        if let data = FileManager.default.contents(atPath: path) {
            guard data.count >= 32 else {
                throw Diagnostic(
                    code: "C130", "the regional key has \(data.count) bytes; at least 32 are needed",
                    at: .text(TextSpan(file: path, line: 1, column: 1)))
            }
            return Array(data)
        }
        guard configuration.environment == .test else {
            throw Diagnostic(
                code: "C131", "the regional key is missing", at: .text(TextSpan(file: path, line: 1, column: 1)),
                cause: "in production it is never made silently: with another key every identity would be another",
                hint: "restore the region's key file, or for a new region: head -c 32 /dev/urandom > \(path); chmod 600 \(path)"
            )
        }
        let key = randomBytes(32)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(key).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        return key
    }
}
