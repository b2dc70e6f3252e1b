import Diagnostics
import Glibc

/// Where RabbitMQ's programs are.
struct Installation: Sendable {
    var server: String
    var control: String
    var names: String
    /// With the folder of the programs first.
    var searchPath: String

    static func find() -> Installation? {
        let inherited = getenv("PATH").map { String(cString: $0) } ?? ""
        let usual = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let folders = inherited.split(separator: ":").map(String.init)
        // Debian's programs in /usr/sbin are wrappers that become another user: the ones they wrap are wanted.
        let candidates = ["/usr/lib/rabbitmq/bin"] + folders + usual
        func executable(_ name: String, in folders: [String]) -> String? {
            folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
        }
        guard let server = executable("rabbitmq-server", in: candidates), let names = executable("epmd", in: folders + usual)
        else { return nil }
        let home = String(server[..<server.lastIndex(of: "/")!])
        return Installation(
            server: server, control: "\(home)/rabbitmqctl", names: names,
            searchPath: ([home] + folders + usual).joined(separator: ":"))
    }
}

/// Everything a private node is started with.
struct BrokerConfiguration: Sendable {
    struct Ports: Sendable {
        var distribution, names, management, prometheus, control: UInt16
    }

    let installation: Installation
    let folder: BrokerFolder
    let port: UInt16
    let ports: Ports
    let hubAddress: BrokerAddress
    let addresses: [String: BrokerAddress]
    private let settings: PrivateBroker.Settings
    private let definitions: BrokerDefinitions

    /// Reads the secrets of the folder, or makes them.
    init(
        _ settings: PrivateBroker.Settings, _ installation: Installation, _ folder: BrokerFolder, port: UInt16, ports: Ports
    ) throws(Diagnostic) {
        self.settings = settings
        self.installation = installation
        self.folder = folder
        self.port = port
        self.ports = ports
        var known: [String: String] = [:]
        for line in (folder.read("conf/passwords") ?? "").split(separator: "\n") {
            guard let tab = line.firstIndex(of: "\t") else { continue }
            known[String(line[..<tab])] = String(line[line.index(after: tab)...])
        }
        var users: [(user: BrokerUser, password: Password)] = []
        for user in [BrokerUser.hub(settings.hubUser, password: nil)] + settings.users {
            guard !user.name.isEmpty, !user.name.contains(where: \.isNewline), !user.name.contains("\t"),
                !users.contains(where: { $0.user.name == user.name })
            else {
                throw Diagnostic(
                    code: "broker-users", "the private broker's users need different, non-empty names",
                    hint: "give each feed a user of its own")
            }
            let password = user.password ?? Password(known[user.name] ?? BrokerFolder.randomText())
            known[user.name] = password.revealed
            users.append((user, password))
        }
        let lines = known.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)\n" }
        try folder.write(lines.joined(), to: "conf/passwords")
        var addresses: [String: BrokerAddress] = [:]
        for (user, password) in users {
            addresses[user.name] = BrokerAddress(
                port: port, virtualHost: settings.virtualHost, user: user.name, password: password.revealed)
        }
        self.addresses = addresses
        hubAddress = addresses[settings.hubUser]!
        definitions = BrokerDefinitions(virtualHost: settings.virtualHost, users: users)
    }

    func write() throws(Diagnostic) {
        _ = try folder.secret("home/.erlang.cookie", mode: 0o400)
        let plugins = settings.plugins.map(\.rawValue).sorted().joined(separator: ",")
        try folder.write("[\(plugins)].\n", to: "conf/enabled_plugins")
        try folder.write("[].\n", to: "conf/advanced.config")
        try folder.write(definitions.json, to: "conf/definitions.json")
        var lines = [
            "listeners.tcp.1 = 127.0.0.1:\(port)",
            "vm_memory_high_watermark.absolute = \(settings.memoryBytes)",
            "disk_free_limit.absolute = \(settings.diskFreeBytes)",
            "raft.wal_max_size_bytes = \(settings.logBytes)",
            "log.file = \(folder.sub("log/rabbit.log"))",
            "log.file.rotation.size = 10485760",
            "log.file.rotation.count = 3",
            "load_definitions = \(folder.sub("conf/definitions.json"))",
        ]
        if settings.plugins.contains(.management) {
            lines += ["management.tcp.ip = 127.0.0.1", "management.tcp.port = \(ports.management)"]
        }
        if settings.plugins.contains(.prometheus) {
            lines += ["prometheus.tcp.ip = 127.0.0.1", "prometheus.tcp.port = \(ports.prometheus)"]
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "conf/rabbitmq.conf")
    }

    /// A clean environment: nothing of the caller's reaches the node.
    var environment: [String] {
        [
            "PATH=\(installation.searchPath)", "LANG=C.UTF-8", "HOME=\(folder.sub("home"))",
            "ERL_EPMD_PORT=\(ports.names)", "ERL_EPMD_ADDRESS=127.0.0.1",
            "RABBITMQ_CONF_ENV_FILE=/dev/null", "RABBITMQ_NODENAME=hub@localhost",
            "RABBITMQ_CONFIG_FILE=\(folder.sub("conf/rabbitmq.conf"))",
            "RABBITMQ_ADVANCED_CONFIG_FILE=\(folder.sub("conf/advanced.config"))",
            "RABBITMQ_ENABLED_PLUGINS_FILE=\(folder.sub("conf/enabled_plugins"))",
            "RABBITMQ_MNESIA_BASE=\(folder.sub("mnesia"))", "RABBITMQ_LOG_BASE=\(folder.sub("log"))",
            "RABBITMQ_PID_FILE=\(folder.sub("node.pid"))", "RABBITMQ_DIST_PORT=\(ports.distribution)",
            "RABBITMQ_CTL_DIST_PORT_MIN=\(ports.control)", "RABBITMQ_CTL_DIST_PORT_MAX=\(ports.control)",
            // Without busy waiting an idle node costs next to nothing.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
            // So that the script becomes the node, and the process id is the node's.
            "RABBITMQ_ALLOW_INPUT=1",
        ]
    }

    /// epmd in the foreground: otherwise the node would start one that outlives it.
    var namesCommand: [String] { [installation.names, "-port", "\(ports.names)", "-address", "127.0.0.1"] }
    var nodeCommand: [String] { [installation.server, "-noinput"] }
}
