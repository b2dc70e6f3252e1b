import ArgumentParser
import Diagnostics
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
            acknowledged stays with the broker. SIGHUP loads mappings and routes again and switches only if they check.
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
        let reload = ReloadService(hub: hub, places: places, logger: logger)
        var group = ServiceGroupConfiguration(
            services: (services + [reload]).map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
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

/// Loads mappings and routes again on SIGHUP; a release that does not check is never switched to.
struct ReloadService: Service {
    let hub: RunningHub
    let places: PlaceOptions
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                let (configuration, release) = try places.loadOrThrow()
                try await hub.activate(configuration, release: release)
                logger.notice("switched to a new release", metadata: ["release": "\(release.hash.prefix(12))"])
            } catch let found as Diagnostics {
                logger.error(
                    "the new release does not check; the old one goes on", metadata: ["problems": "\(found.all.count)"])
                Terminal.complain(found.all)
            } catch {
                logger.error("the new release cannot be loaded; the old one goes on")
            }
        }
    }
}
