package import Diagnostics
import Glibc

/// A RabbitMQ node of the hub's own: a child process in a folder of its own, on loopback ports chosen at run time. It
/// touches no system service and no file outside its folder, and works as root and as anybody else.
///
/// ```
/// let broker = try await PrivateBroker.start(.init(folder: "data/broker", users: [.feed("rrk-pas", …)]))
/// let consumer = Consumer(broker.address, queues: ["rrk-pas"])
/// …
/// await broker.stop()
/// ```
/// The messages stay in the folder: a broker started there again has them. If the hub dies, whatever way, the kernel
/// kills the node with it (SIGKILL; confirmed messages survive that); if the node dies, it is started again on the same
/// ports.
package final class PrivateBroker: Sendable {
    package enum Plugin: String, Sendable, CaseIterable {
        /// With management or prometheus on, stopping takes 7 s instead of 2 s.
        case management = "rabbitmq_management"
        case prometheus = "rabbitmq_prometheus"
        case shovel = "rabbitmq_shovel"
        case consistentHashExchange = "rabbitmq_consistent_hash_exchange"
    }

    package struct Settings: Sendable {
        package var folder: String
        /// nil: a free one.
        package var port: UInt16?
        package var virtualHost: String
        package var hubUser: String
        /// Everybody besides the hub.
        package var users: [BrokerUser]
        package var plugins: Set<Plugin>
        /// Above this the node blocks publishers.
        package var memoryBytes: Int
        /// With less than this free on the disk it blocks them too.
        package var diskFreeBytes: Int
        /// Of the quorum queues' write-ahead log; the broker's default of 512 MB is most of its memory.
        package var logBytes: Int
        /// How long a start may take, until AMQP answers.
        package var patience: Duration
        /// Starts the node again when it dies.
        package var restartsAfterCrash: Bool

        package init(
            folder: String, port: UInt16? = nil, virtualHost: String = "hub", hubUser: String = "hub",
            users: [BrokerUser] = [], plugins: Set<Plugin> = [], memoryBytes: Int = 1 << 30, diskFreeBytes: Int = 50_000_000,
            logBytes: Int = 32 << 20, patience: Duration = .seconds(90), restartsAfterCrash: Bool = true
        ) {
            self.folder = folder
            self.port = port
            self.virtualHost = virtualHost
            self.hubUser = hubUser
            self.users = users
            self.plugins = plugins
            self.memoryBytes = memoryBytes
            self.diskFreeBytes = diskFreeBytes
            self.logBytes = logBytes
            self.patience = patience
            self.restartsAfterCrash = restartsAfterCrash
        }
    }

    package enum Event: Sendable, Hashable {
        case started(process: Int32)
        /// The node ended by itself; it is started again unless the settings say otherwise, or it dies too often.
        case died(Diagnostic)
    }

    /// Where and how the hub itself logs in.
    package let address: BrokerAddress
    /// 0: the management plugin is off.
    package let managementPort: UInt16
    package let folder: String
    private let addresses: [String: BrokerAddress]
    private let keeper: BrokerKeeper

    private init(
        address: BrokerAddress, managementPort: UInt16, folder: String, addresses: [String: BrokerAddress],
        keeper: BrokerKeeper
    ) {
        self.address = address
        self.managementPort = managementPort
        self.folder = folder
        self.addresses = addresses
        self.keeper = keeper
    }

    /// The address with the login of one of the users of the settings.
    package func address(of user: String) -> BrokerAddress? { addresses[user] }

    /// Of the node, or nil while it is down.
    package var processIdentifier: Int32? { keeper.nodeProcess }

    package static var isInstalled: Bool { Installation.find() != nil }

    /// Starts the node and waits until it answers as the hub's user in its virtual host.
    package static func start(
        _ settings: Settings, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> PrivateBroker {
        try await onDedicatedThread(named: "broker-start") {
            guard let installation = Installation.find() else {
                throw Diagnostic(
                    code: "broker-not-installed", "rabbitmq-server is not installed, or epmd is not found",
                    hint: "apt-get install rabbitmq-server, or give the address of a broker in the configuration")
            }
            let folder = BrokerFolder(path: absolute(settings.folder))
            try folder.prepare()
            let lock = try folder.lock()
            do {
                for attempt in 1...3 {
                    if let broker = try attemptStart(settings, installation, folder, lock: lock, onEvent, isLast: attempt == 3)
                    {
                        return broker
                    }
                }
            } catch {
                close(lock)
                throw error
            }
            preconditionFailure("the last attempt returns or throws")
        }
    }

    /// SIGTERM to the node and to its epmd, by their process ids, and waits until both are gone (about 2 s).
    package func stop() async { await keeper.stop() }

    /// Runs `rabbitmqctl` against the node (about half a second) and returns what it printed.
    package func control(_ arguments: [String]) async throws -> String {
        try await keeper.control(arguments)
    }

    // MARK: starting

    private static func attemptStart(
        _ settings: Settings, _ installation: Installation, _ folder: BrokerFolder, lock: Int32,
        _ onEvent: @escaping @Sendable (Event) -> Void, isLast: Bool
    ) throws -> PrivateBroker? {
        let free = freePorts(6)
        guard free.count == 6 else {
            throw Diagnostic(code: "broker-ports", "no free port on the loopback interface")
        }
        if let port = settings.port, !isFree(port) {
            throw Diagnostic(
                code: "broker-port-in-use", "port \(port) of the loopback interface is used by another process",
                hint: "leave the port out: a free one is then chosen")
        }
        let configuration = try BrokerConfiguration(
            settings, installation, folder, port: settings.port ?? free[0],
            ports: .init(distribution: free[1], names: free[2], management: free[3], prometheus: free[4], control: free[5]))
        try configuration.write()
        let keeper = BrokerKeeper(configuration, lock: lock, restarts: settings.restartsAfterCrash, onEvent)
        let deadline = ContinuousClock.now + settings.patience
        while true {
            do throws(BrokerFailure) {
                let wire = try Wire(configuration.hubAddress, name: "hub start", patience: .seconds(5))
                wire.close()
                break
            } catch {
                let isOver = deadline <= .now
                let hasDied = keeper.nodeProcess == nil && keeper.hasStarted
                guard hasDied || isOver || error.kind == .refused else {
                    usleep(50_000)
                    continue
                }
                keeper.stopAndWait()
                if error.kind == .refused {
                    throw Diagnostic(
                        code: "broker-definitions",
                        "the private broker started without the hub's user or its virtual host \(settings.virtualHost)",
                        cause: error.diagnostic.message, hint: "look into \(folder.sub("log/rabbit.log"))")
                }
                // A free port may have been taken by somebody else meanwhile.
                if hasDied, !isLast { return nil }
                throw Diagnostic(
                    code: "broker-start",
                    hasDied
                        ? "the private broker ended while starting"
                        : "the private broker did not answer within \(settings.patience)",
                    hint: "look into \(folder.sub("log/output.log")) and \(folder.sub("log/rabbit.log"))")
            }
        }
        keeper.isUp()
        return PrivateBroker(
            address: configuration.hubAddress,
            managementPort: settings.plugins.contains(.management) ? configuration.ports.management : 0, folder: folder.path,
            addresses: configuration.addresses, keeper: keeper)
    }

    private static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }
}
