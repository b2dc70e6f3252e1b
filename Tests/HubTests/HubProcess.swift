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

/// Runs a program to its end.
func runProgram(_ program: URL, _ arguments: [String], input: String? = nil, seconds: Int = 240) throws -> Finished {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = Built.package
    let folder = try TemporaryFolder()
    // Files, not pipes: nothing can fill up while nobody reads.
    let (out, err) = (folder.path + "/out", folder.path + "/err")
    _ = FileManager.default.createFile(atPath: out, contents: nil)
    _ = FileManager.default.createFile(atPath: err, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: out)
    process.standardError = FileHandle(forWritingAtPath: err)
    if let input {
        _ = FileManager.default.createFile(atPath: folder.path + "/in", contents: Data(input.utf8))
        process.standardInput = FileHandle(forReadingAtPath: folder.path + "/in")
    } else {
        process.standardInput = FileHandle.nullDevice
    }
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
        kill(process.processIdentifier, SIGKILL)
        Issue.record("\(arguments.first ?? "") did not end within \(seconds) s")
        ended.wait()
    }
    func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Finished(status: process.terminationStatus, output: text(out), errors: text(err))
}

func hub(_ arguments: String..., input: String? = nil) throws -> Finished { try runProgram(Built.hub, arguments, input: input) }

/// `hub run` as a child process, with its data in a folder of its own. It is spawned and reaped by hand: the tests kill it in
/// ways that Foundation's Process does not always notice.
final class HubProcess {
    let data: String
    private var identifier: pid_t = 0
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
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let package = Built.package.path(percentEncoded: false)
        let program = Built.hub.path(percentEncoded: false)
        let words = [
            program, "run", "--config", package + "/Config", "--mappings", mappings, "--data", data, "--listen",
            "127.0.0.1:0",
        ]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = ProcessInfo.processInfo.environment.map {
            strdup("\($0.key)=\($0.value)")
        }
        if let brokerURL { environment.append(strdup("HUB_BROKER_URL=\(brokerURL)")) }
        environment.append(nil)
        defer { for text in arguments + environment { free(text) } }
        guard posix_spawn(&identifier, program, &actions, nil, &arguments, &environment) == 0 else {
            throw HubDidNotStart(log: "not spawned")
        }
        for _ in 0..<1200 {
            if let range = said.range(of: #"http://127\.0\.0\.1:[0-9]+/"#, options: .regularExpression) {
                console = String(said[range])
                return
            }
            guard exitStatus() == nil else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw HubDidNotStart(log: said)
    }

    struct HubDidNotStart: Error { var log: String }

    var said: String { String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self) }

    /// SIGTERM, and the exit status.
    func stop() async -> Int32 {
        kill(identifier, SIGTERM)
        return await ended()
    }

    /// Has it load mappings and routes again.
    func reload() { kill(identifier, SIGHUP) }

    /// Waits until it has logged `text` so many times.
    func hasSaid(_ text: String, times: Int) async -> Bool {
        for _ in 0..<1200 {
            if said.components(separatedBy: text).count > times { return true }
            guard exitStatus() == nil else { return false }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    func kill9() async {
        kill(identifier, SIGKILL)
        _ = await ended()
    }

    private var reaped: Int32?

    /// nil while it runs.
    private func exitStatus() -> Int32? {
        if let reaped { return reaped }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        reaped = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return reaped
    }

    private func ended() async -> Int32 {
        for _ in 0..<1200 {
            if let status = exitStatus() { return status }
            try? await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("the hub did not end within a minute: \(said.suffix(400))")
        kill(identifier, SIGKILL)
        return -1
    }

    deinit { try? FileManager.default.removeItem(atPath: log) }
}
