import ArgumentParser
import Canonical
import Diagnostics
import Foundation
import Ledger
import Operations
import Pipeline
import SQLiteStore
import Transports

/// Reaches the account: through the running hub's local socket, or by opening the stores when no hub runs.
struct HubReach {
    enum Way {
        case socket(LocalSocket)
        case stores(Operations, SQLiteLedger)
    }
    let way: Way

    static func open(_ places: PlaceOptions, data: String?) async throws -> HubReach {
        // The running hub is asked first; mappings are loaded only where there is none.
        let folder = data ?? HubConfiguration.load(from: places.config).configuration?.data ?? "data"
        let socket = LocalSocket(path: LocalSocketPath.of(folder))
        if socket.exists, (try? await socket.get("/livez")) != nil { return HubReach(way: .socket(socket)) }
        guard FileManager.default.fileExists(atPath: folder + "/ledger.sqlite") else {
            throw Diagnostic(
                code: "C140", "no hub runs with its data in \(folder), and there is no ledger there",
                hint: "start one (hub run, hub demo --keep-running), or name its folder with --data")
        }
        let (loaded, release) = try places.loadOrThrow()
        var configuration = loaded
        configuration.data = folder
        configuration.identityKeyFile = data == nil ? configuration.identityKeyFile : folder + "/identity.key"
        let identity = RegionalIdentity(key: try IdentityKey.load(configuration))
        let ledger = try SQLiteLedger(path: folder + "/ledger.sqlite", now: RunningHub.now())
        let record = try SQLiteRecordStore(path: folder + "/record.sqlite")
        let operations = Operations(
            configuration: configuration, ledger: ledger, record: record,
            active: ActiveRelease(try RunningHub.releaseSet(configuration, release: release, identity: identity)),
            identity: identity,
            queueDepths: { _ in
                throw Diagnostic(
                    code: "C141", "the queues are at the broker, and no hub runs that knows it", hint: "start the hub first")
            }, now: RunningHub.now)
        return HubReach(way: .stores(operations, ledger))
    }

    func close() async {
        if case .stores(_, let ledger) = way { try? await ledger.close(now: RunningHub.now()) }
    }

    // MARK: - Questions

    func overview() async throws -> Overview {
        switch way {
        case .socket(let socket): try decode(await socket.get("/api/overview"))
        case .stores(let operations, _): try await operations.overview()
        }
    }

    func queues() async throws -> [QueueLine] {
        switch way {
        case .socket(let socket): try decode(await socket.get("/api/queues"))
        case .stores(let operations, _): try await operations.queues()
        }
    }

    /// The JSON that scripts rely on.
    func balance() async throws -> String {
        switch way {
        case .socket(let socket): String(decoding: try await socket.get("/api/balance").body, as: UTF8.self)
        case .stores(let operations, _): try await operations.balance().json
        }
    }

    func messages(_ search: MessageSearch) async throws -> [MessageLine] {
        switch way {
        case .socket(let socket): try decode(await socket.post("/api/messages", json: encode(search)))
        case .stores(let operations, _): try await operations.messages(search, by: Self.actor)
        }
    }

    func message(_ text: String) async throws -> MessageView {
        guard let id = MessageID(text: text) else {
            throw Diagnostic(
                code: "C142", "\(text) is no message number",
                hint: "for instance 3-1234: feed number and sequence; see hub messages")
        }
        let view: MessageView?
        switch way {
        case .socket(let socket):
            let answer = try await socket.get("/api/messages/\(id)")
            view = answer.status == 404 ? nil : try decode(answer)
        case .stores(let operations, _): view = try await operations.message(id, by: Self.actor)
        }
        guard let view else { throw Diagnostic(code: "C143", "the ledger has no message \(id)") }
        return view
    }

    func quarantine(feed: String?, reason: String?, limit: Int) async throws -> QuarantineView {
        switch way {
        case .socket(let socket):
            var parts = ["limit=\(limit)"]
            if let feed { parts.append("feed=\(feed)") }
            if let reason { parts.append("reason=\(reason)") }
            return try decode(await socket.get("/api/quarantine?" + parts.joined(separator: "&")))
        case .stores(let operations, _): return try await operations.quarantine(feed: feed, reason: reason, limit: limit)
        }
    }

    func perform(_ command: OperatorCommand) async throws -> CommandResult {
        switch way {
        case .socket(let socket):
            let answer = try await socket.post("/api/commands", json: encode(command))
            guard answer.status == 200 else {
                let said = (try? JSONDecoder().decode([String: String].self, from: Data(answer.body)))?["error"]
                throw Diagnostic(code: "C144", "the hub refused", cause: said ?? "status \(answer.status)")
            }
            return try decode(answer)
        case .stores(let operations, _):
            do {
                return try await operations.perform(command)
            } catch let failure as LedgerFailure {
                throw failure.diagnostic
            }
        }
    }

    static let actor = Actor(NSUserName())

    func encode(_ value: some Encodable) throws -> [UInt8] { Array(try JSONEncoder().encode(value)) }

    func decode<T: Decodable>(_ answer: HTTPAnswer) throws -> T {
        guard answer.status == 200 else {
            throw Diagnostic(code: "C145", "the running hub answered with status \(answer.status)")
        }
        return try JSONDecoder().decode(T.self, from: Data(answer.body))
    }
}

/// Which hub's account is meant.
struct ReachOptions: ParsableArguments {
    @OptionGroup var places: PlaceOptions

    @Option(help: ArgumentHelp("Folder of the hub's stores; hub.yaml's `data` otherwise.", valueName: "folder"))
    var data: String?

    func with<T>(_ body: (HubReach) async throws -> T) async throws -> T {
        let reach = try await HubReach.open(places, data: data)
        do {
            let result = try await body(reach)
            await reach.close()
            return result
        } catch {
            await reach.close()
            throw error
        }
    }
}
