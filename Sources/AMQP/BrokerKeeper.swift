import CRabbitMQ
import Diagnostics
import Glibc
import Synchronization

/// Keeps a private node and its epmd: starts them, starts them again when they die, ends them.
///
/// All children are made by one thread that lives as long as they do, because the kernel's promise to kill a child with
/// its parent (PR_SET_PDEATHSIG) means the thread that made it.
final class BrokerKeeper: Sendable {
    private struct State {
        var node: pid_t?
        var hasStarted = false
        var isUp = false
        var isStopping = false
    }
    private let state = Mutex(State())
    private let configuration: BrokerConfiguration
    private let lock: Int32
    private let restarts: Bool
    private let wakeup = Wakeup()
    private let finished = Completion()
    private let onEvent: @Sendable (PrivateBroker.Event) -> Void

    /// - Parameter lock: held by the children too, so that it lasts as long as any of them. Closed when they are gone.
    init(
        _ configuration: BrokerConfiguration, lock: Int32, restarts: Bool,
        _ onEvent: @escaping @Sendable (PrivateBroker.Event) -> Void
    ) {
        self.configuration = configuration
        self.lock = lock
        self.restarts = restarts
        self.onEvent = onEvent
        startThread(named: "broker-keeper") { [self] in
            keep()
            finished.complete()
        }
    }

    var nodeProcess: pid_t? { state.withLock { $0.node } }
    var hasStarted: Bool { state.withLock { $0.hasStarted } }

    /// The node answered: from now on it is started again when it dies, and the lock is this keeper's to close.
    func isUp() { state.withLock { $0.isUp = true } }

    func stop() async {
        requestStop()
        await finished.wait()
    }

    /// For a start that failed; the caller keeps the lock.
    func stopAndWait() {
        requestStop()
        while !finished.isDone { usleep(20_000) }
    }

    private func requestStop() {
        state.withLock { $0.isStopping = true }
        wakeup.signal()
    }

    func control(_ arguments: [String]) async throws -> String {
        try await onDedicatedThread(named: "rabbitmqctl") { [self] in
            let output = "log/control-\(BrokerFolder.randomText().prefix(8)).log"
            let child = spawn([configuration.installation.control] + arguments, output: output, held: -1)
            var status: Int32 = 0
            while waitpid(child, &status, 0) == -1, errno == EINTR {}
            let text = configuration.folder.read(output) ?? ""
            unlink(configuration.folder.sub(output))
            guard child > 0, status == 0 else {
                throw Diagnostic(
                    code: "broker-control", "rabbitmqctl \(arguments.first ?? "") failed", cause: text,
                    hint: "look into \(configuration.folder.sub("log/rabbit.log"))")
            }
            return text
        }
    }

    // MARK: the keeper's thread

    private func keep() {
        var names = spawn(configuration.namesCommand, output: "log/epmd.log", held: lock)
        var node = spawn(configuration.nodeCommand, output: "log/output.log", held: lock)
        started(node)
        var deaths: [ContinuousClock.Instant] = []
        while true {
            _ = wakeup.wait(readable: nil, milliseconds: 200)
            if state.withLock({ $0.isStopping }) { break }
            if names > 0, hasEnded(names) { names = spawn(configuration.namesCommand, output: "log/epmd.log", held: lock) }
            guard node > 0, hasEnded(node) else { continue }
            node = 0
            let isUp = state.withLock { state in
                state.node = nil
                return state.isUp
            }
            guard isUp else { continue }
            let now = ContinuousClock.now
            deaths = deaths.filter { now - $0 < .seconds(300) } + [now]
            let comesBack = restarts && deaths.count <= 5
            onEvent(
                .died(
                    Diagnostic(
                        .warning, code: "broker-died",
                        "the private broker ended by itself" + (comesBack ? "; it is started again" : ""),
                        hint: "look into \(configuration.folder.sub("log/rabbit.log"))")))
            guard comesBack else { continue }
            node = spawn(configuration.nodeCommand, output: "log/output.log", held: lock)
            started(node)
        }
        if node > 0 { end(node, patience: .seconds(20)) }
        if names > 0 { end(names, patience: .seconds(2)) }
        let closesLock = state.withLock { state in
            state.node = nil
            return state.isUp
        }
        if closesLock { close(lock) }
    }

    private func started(_ node: pid_t) {
        state.withLock { state in
            state.node = node > 0 ? node : nil
            state.hasStarted = true
        }
        if node > 0 { onEvent(.started(process: node)) }
    }

    private func hasEnded(_ child: pid_t) -> Bool {
        var status: Int32 = 0
        return waitpid(child, &status, WNOHANG) != 0
    }

    /// SIGTERM, and SIGKILL when that does not help in time.
    private func end(_ child: pid_t, patience: Duration) {
        kill(child, SIGTERM)
        let deadline = ContinuousClock.now + patience
        while !hasEnded(child) {
            if deadline <= .now {
                kill(child, SIGKILL)
                var status: Int32 = 0
                waitpid(child, &status, 0)
                return
            }
            usleep(20_000)
        }
    }

    private func spawn(_ command: [String], output: String, held: Int32) -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = configuration.environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        return hub_spawn(
            command[0], &arguments, &environment, configuration.folder.path, configuration.folder.sub(output), held)
    }
}
