import AMQP
import Foundation
import Synchronization
import Testing

/// The built program, and the folder of the package.
enum Built {
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The tests' own executable stands beside the program.
    static let hub: URL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "hub")

    static func has(_ program: String) -> Bool {
        ["/usr/bin", "/usr/sbin", "/usr/local/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    /// Data that may stand beside the package; tests that want it skip without it.
    static let shared: URL? = {
        let path =
            ProcessInfo.processInfo.environment["HUB_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared")
        return FileManager.default.fileExists(atPath: path.path(percentEncoded: false)) ? path : nil
    }()
}

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "hub-test-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

struct Finished {
    var status: Int32
    var output: String
    var errors: String

    var json: Any? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) }
}

/// A child process, spawned and reaped by hand: Foundation's Process does not notice the end of one that left a child of its
/// own running, nor of one that was killed in some of the ways the tests kill.
final class Spawned {
    let identifier: pid_t
    private var reaped: Int32?

    /// - Parameter output, errors: paths of files, made anew.
    init(
        _ program: URL, _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null", errors: String,
        environment added: [String: String] = [:]
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // The shell only changes the directory: the program takes its place.
        let path = program.path(percentEncoded: false)
        let words = ["sh", "-c", "cd \"$0\" && exec \"$@\"", Built.package.path(percentEncoded: false), path] + arguments
        let variables = ProcessInfo.processInfo.environment.merging(added) { $1 }.map { "\($0.key)=\($0.value)" }
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, nil, &argv, &envp)
        guard code == 0 else { throw NotSpawned(program: path, reason: String(cString: strerror(code))) }
        identifier = child
    }

    struct NotSpawned: Error {
        var program: String
        var reason: String
    }

    /// nil while it runs; 128 and the signal where one ended it.
    var exitStatus: Int32? {
        if let reaped { return reaped }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        reaped = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return reaped
    }

    func send(_ signal: Int32) {
        if exitStatus == nil { kill(identifier, signal) }
    }

    /// The exit status; nil when it did not end in time.
    func ended(within limit: Duration) async -> Int32? {
        let start = ContinuousClock.now
        while exitStatus == nil, ContinuousClock.now - start < limit { try? await Task.sleep(for: .milliseconds(10)) }
        return exitStatus
    }
}

/// Runs a program to its end. Its output goes to files, not pipes: nothing can fill up while nobody reads.
func runProgram(
    _ program: URL, _ arguments: [String], input: String? = nil, within limit: Duration = .patience
) async throws -> Finished {
    let folder = try TemporaryFolder()
    let (from, output, errors) = (folder.path + "/in", folder.path + "/out", folder.path + "/err")
    if let input { try input.write(toFile: from, atomically: false, encoding: .utf8) }
    let child = try Spawned(program, arguments, input: input == nil ? "/dev/null" : from, output: output, errors: errors)
    var status = await child.ended(within: limit)
    if status == nil {
        Issue.record("\(program.lastPathComponent) \(arguments.first ?? "") did not end within \(limit)")
        child.send(SIGKILL)
        status = await child.ended(within: .seconds(10))
    }
    func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Finished(status: status ?? -1, output: text(output), errors: text(errors))
}

func hub(_ arguments: String..., input: String? = nil) async throws -> Finished {
    try await runProgram(Built.hub, arguments, input: input)
}

extension Duration {
    /// How long the tests wait for what must come: it ends a run that hangs, and judges no machine's speed.
    static let patience = Duration.seconds(480)
}

/// Asks every so often until it is so; false when it did not come to that.
func eventually(_ isSo: () async throws -> Bool) async rethrows -> Bool {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .patience {
        if try await isSo() { return true }
        try? await Task.sleep(for: .milliseconds(200))
    }
    return false
}

/// What starts hubs, brokers and browsers of its own, one after the other: side by side they would starve one another on two
/// cores and fail by their time limits.
@Suite(.serialized) enum WholeHub {}

/// `hub run` as a child process, with its data in a folder of its own.
final class HubProcess {
    let data: String
    private var child: Spawned?
    private let log: String
    private(set) var console = ""

    private let brokerURL: String?
    private let mappings: String

    /// - Parameters:
    ///   - brokerURL: nil: it starts a private node of its own.
    ///   - mappings: nil: the package's.
    init(data: String, brokerURL: String? = nil, mappings: String? = nil) {
        (self.data, log) = (data, data + ".log-" + UUID().uuidString.prefix(4))
        self.brokerURL = brokerURL
        self.mappings = mappings ?? Built.package.path(percentEncoded: false) + "/Mappings"
    }

    /// Starts it and waits until its console answers.
    func start() async throws {
        let child = try Spawned(
            Built.hub, ["run", "--config", "Config", "--mappings", mappings, "--data", data, "--listen", "127.0.0.1:0"],
            errors: log, environment: brokerURL.map { ["HUB_BROKER_URL": $0] } ?? [:])
        self.child = child
        _ = await eventually {
            if let range = said.range(of: #"http://127\.0\.0\.1:[0-9]+/"#, options: .regularExpression) {
                console = String(said[range])
            }
            return !console.isEmpty || child.exitStatus != nil
        }
        if console.isEmpty { throw HubDidNotStart(log: said) }
    }

    struct HubDidNotStart: Error { var log: String }

    var said: String { String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self) }

    /// SIGTERM, and the exit status.
    func stop() async -> Int32 {
        child?.send(SIGTERM)
        return await ended()
    }

    /// Has it load mappings and routes again.
    func reload() { child?.send(SIGHUP) }

    /// Waits until it has logged `text` so many times.
    func hasSaid(_ text: String, times: Int) async -> Bool {
        var hasSaidIt: Bool { said.components(separatedBy: text).count > times }
        return await eventually { hasSaidIt || child?.exitStatus != nil } && hasSaidIt
    }

    func kill9() async {
        child?.send(SIGKILL)
        _ = await ended()
    }

    private func ended() async -> Int32 {
        if let status = await child?.ended(within: .seconds(120)) { return status }
        Issue.record("the hub did not end within two minutes: \(said.suffix(400))")
        child?.send(SIGKILL)
        return -1
    }

    deinit {
        child?.send(SIGKILL)
        try? FileManager.default.removeItem(atPath: log)
    }
}

extension BrokerAddress {
    /// As `--broker` takes it.
    var url: String { "amqp://\(user):\(password.revealed)@\(host):\(port)/\(virtualHost)" }
}
