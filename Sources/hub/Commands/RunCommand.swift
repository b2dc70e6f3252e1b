import ArgumentParser
import Diagnostics
import Dispatch
import Foundation
import Logging
import Mapping
import Operations
import Pipeline
import ServiceLifecycle
import UnixSignals

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the hub from a configuration.",
        discussion: """
            SIGTERM (or Ctrl-C) drains and stops: intake ends first, what is claimed is settled or given back, what is not
            acknowledged stays with the broker. SIGHUP builds a release of what is in the folders (hub release build, a child process)
            and switches to it only if it checks and its fixtures pass.
            Without broker.url in hub.yaml (or HUB_BROKER_URL) a private RabbitMQ node is started and stopped with the hub.

            Example:
              hub run --config Config --mappings Mappings --data /var/lib/hub
            """)

    @OptionGroup var places: PlaceOptions

    @Option(help: ArgumentHelp("Folder of the stores; hub.yaml's `data` otherwise.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("Address of the console; hub.yaml's `console.listen` otherwise.", valueName: "address:port"))
    var listen: String?

    @Option(help: ArgumentHelp("Only these parts of the way.", valueName: "accept,map,deliver,submit"))
    var roles: String?

    func run() async throws {
        LoggingSystem.bootstrap(StructuredLog.init)
        // Until the reload listens, a SIGHUP would end the process; what it asks for is being loaded.
        signal(SIGHUP, SIG_IGN)
        var (configuration, release) = try places.loadOrThrow()
        if let data {
            // A key file that the configuration does not place elsewhere moves with the data.
            if configuration.identityKeyFile == configuration.data + "/identity.key" {
                configuration.identityKeyFile = data + "/identity.key"
            }
            configuration.data = data
        }
        if let listen {
            guard let address = HubConfiguration.address(listen) else { throw ValidationError("--listen takes address:port") }
            (configuration.listenHost, configuration.listenPort) = address
        }
        let chosen = try roles.map(Self.roles) ?? Set(Pipeline.Role.allCases)
        let logger = Logger(label: "hub")
        let hub = try await RunningHub.start(configuration, release: release, logger: logger) { logger.info("\($0)") }
        let host = configuration.listenHost
        let hash = String(release.hash.prefix(12))
        let services = try hub.services(roles: chosen) { port in
            logger.notice("the hub runs", metadata: ["console": "http://\(host):\(port)/", "release": "\(hash)"])
        }
        // Kept from the first day: every message's release can be fetched.
        do {
            try await hub.operations.keep(
                ReleasePackage.collect(mappings: places.mappings, config: places.config, note: "started with it", actor: "hub"))
        } catch {
            logger.error("the release in force could not be kept", metadata: ["cause": "\(error)"])
        }
        Heap.giveBack()
        let reload = ReloadService(operations: hub.operations, places: places, logger: logger)
        let follower = ReleaseFollower(releases: hub.releases, logger: logger)
        let limit = StopLimit(limit: 60, logger: logger)
        var group = ServiceGroupConfiguration(
            services: (services + [reload, follower, limit]).map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        // Then what is left is cancelled; the group's own limit after that would end in a trap.
        group.maximumGracefulShutdownDuration = .seconds(30)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            await hub.close()
            throw error
        }
        await hub.close()
        logger.notice("the hub has stopped")
    }

    static func roles(_ text: String) throws -> Set<Pipeline.Role> {
        Set(
            try text.split(separator: ",").map { word in
                guard let role = Pipeline.Role(rawValue: word.trimmingCharacters(in: .whitespaces)) else {
                    throw ValidationError("--roles takes \(Pipeline.Role.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return role
            })
    }
}
