import Canonical
import Diagnostics
import Foundation
import Ledger
import Logging
import Mapping
import Operations
import Pipeline
import ServiceLifecycle
import Synchronization

/// Puts a kept release in force beside the running one: files on disk, checked by a child process, compiled on a thread that
/// yields to messages, then one row in the ledger and one replacement in memory. A message is mapped by the one or the
/// other, and keeps the hash of which.
struct ReleaseSwitch: Sendable {
    let active: ActiveRelease
    let ledger: any LedgerStore
    let archive: (any ReleaseArchive)?
    /// That of the start: feeds and destinations stay what they were then, their profiles come with the release.
    let configuration: HubConfiguration
    let identity: RegionalIdentity
    let now: @Sendable () -> Milliseconds

    func activate(_ package: ReleasePackage, by actor: Actor, reason: String) async throws {
        guard package.engine == Release.engineVersion else {
            throw Diagnostic(
                code: "C165", "the release \(package.hash.prefix(12)) was built for mapping engine \(package.engine)",
                cause: "this hub has engine \(Release.engineVersion)", hint: "fetch it and build it anew with this hub")
        }
        let folder = try place(package)
        let child = try await ChildProcess.run(
            ["check", "--config", folder + "/Config", "--mappings", folder + "/Mappings"])
        guard child.status == 0 else {
            throw Diagnostic(code: "C166", "the release does not check here", cause: child.errors)
        }
        let set = try await load(package.hash, from: folder)
        try await ledger.activate(
            ReleaseActivation(release: ReleaseHash(package.hash), actor: actor, reason: reason, at: now()))
        replace(by: set)
    }

    /// What another process has put in force, from the archive; nil when nothing has changed.
    func follow() async throws -> String? {
        guard let newest = try await ledger.activations(limit: 1).first?.release,
            newest.text != active.set.release.hash, let kept = try await archive?.keptRelease(newest)
        else { return nil }
        let package = ReleasePackage(
            hash: kept.hash.text, engine: kept.engine, note: kept.note, actor: kept.builtBy.name, builtAt: kept.builtAt,
            files: kept.files.map { .init(path: $0.path, content: Data($0.bytes)) })
        replace(by: try await load(package.hash, from: try place(package)))
        return package.hash
    }

    private func replace(by set: ActiveRelease.Set) {
        active.replace(by: set)
        Heap.giveBack()
    }

    /// The files in a folder of their own in the hub's data, with the settings that are no part of a release.
    private func place(_ package: ReleasePackage) throws -> String {
        let folder = "\(configuration.data)/releases/\(package.hash.prefix(16))"
        try? FileManager.default.removeItem(atPath: folder)
        try package.write(to: folder)
        let own = URL(fileURLWithPath: configuration.routesFile).deletingLastPathComponent()
        for name in ["hub.yaml", "destinations.yaml"] {
            try FileManager.default.copyItem(
                at: own.appending(path: name), to: URL(fileURLWithPath: folder).appending(path: "Config/\(name)"))
        }
        return folder
    }

    private func load(_ hash: String, from folder: String) async throws -> ActiveRelease.Set {
        let (configuration, identity) = (configuration, identity)
        return try await QuietThread.run {
            let (loaded, found) = HubConfiguration.load(from: folder + "/Config")
            let (release, foundInMaps) = Release.load(from: folder + "/Mappings", overlays: loaded?.overlays ?? [])
            guard let loaded, let release else {
                throw Diagnostics((found + foundInMaps).filter { $0.severity == .error })
            }
            var own = configuration
            own.routesFile = loaded.routesFile
            own.trusts = configuration.trusts.map { trust in
                var trust = trust
                trust.feeds = trust.feeds.map { loaded.feed(named: $0.name) ?? $0 }
                return trust
            }
            return try RunningHub.releaseSet(own, release: release.pinned(to: hash), identity: identity)
        }
    }
}

/// Looks every second whether another process has put another release in force.
struct ReleaseFollower: Service {
    let releases: ReleaseSwitch
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
            do {
                if let hash = try await releases.follow() {
                    logger.notice("switched to the release in force", metadata: ["release": "\(hash.prefix(12))"])
                }
            } catch {
                logger.error("the release in force cannot be loaded; the old one goes on")
            }
        }
    }
}

/// A computation of its own that yields the processor to whatever else wants it, though never so much that it starves while
/// it holds a lock that others need.
enum QuietThread {
    /// A cancelled caller does not wait for the end: what comes of it then is dropped.
    static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let waiting = Mutex<CheckedContinuation<T, any Error>?>(nil)
        @Sendable func finish(_ result: Result<T, any Error>) {
            waiting.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }?.resume(with: result)
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.withLock { $0 = continuation }
                if Task.isCancelled { return finish(.failure(CancellationError())) }
                let thread = Thread {
                    #if os(Linux)
                        // On Linux the priority is that of the calling thread alone.
                        _ = nice(5)
                    #endif
                    finish(Result { try body() })
                }
                thread.stackSize = 8 << 20
                thread.start()
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }
}

/// The hub's own program as a child, to its end; a cancelled caller ends it.
enum ChildProcess {
    struct Finished: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    static func run(_ arguments: [String]) async throws -> Finished {
        let process = Process()
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let nice = "/usr/bin/nice"
        let isNice = FileManager.default.isExecutableFile(atPath: nice)
        process.executableURL = URL(fileURLWithPath: isNice ? nice : own)
        process.arguments = (isNice ? ["-n", "10", own] : []) + arguments
        // Files, not pipes: nothing can fill up while nobody reads.
        let folder = FileManager.default.temporaryDirectory.appending(path: "hub-child-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String) throws -> (path: String, handle: FileHandle) {
            let path = folder.appending(path: name).path(percentEncoded: false)
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return (path, try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
        }
        let (out, err) = (try file("out"), try file("err"))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = out.handle
        process.standardError = err.handle
        let status: Int32 = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do {
                    try process.run()
                    if Task.isCancelled { kill(process.processIdentifier, SIGKILL) }
                } catch {
                    process.terminationHandler = nil
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            // It has inherited a thread's mask, in which every other signal is blocked.
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        try Task.checkCancellation()
        func text(_ path: String) -> String {
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
        return Finished(status: status, output: text(out.path), errors: text(err.path))
    }
}
