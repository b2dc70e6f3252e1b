package import Canonical
import ServiceLifecycle
import Synchronization

/// What comes first while the hub has more to do than it can: taking in, mapping and the record. What is fed from them (other
/// destinations, the look for the nation) stands back meanwhile, but never longer than its patience.
///
/// `if precedence.isBehind, oldest > now - Precedence.patience { wait }`
package final class Precedence: Sendable {
    /// The stages that everything else stands back for.
    package enum Stage: Sendable { case mapping, record }

    /// How long something may stand back; what is older goes, whatever waits elsewhere.
    package static let patience: Milliseconds = 10_000
    /// A stage is behind when what it takes has waited for so long.
    package static let tolerance: Milliseconds = 500

    private struct State {
        var mapping = false
        var record = false
    }
    private let behind = Mutex(State())

    package init() {}

    /// Said by a stage whenever it takes something, with how long the oldest of it has waited; nil when nothing was there.
    package func report(_ stage: Stage, oldest age: Milliseconds?) {
        let isBehind = age.map { $0 > Self.tolerance } ?? false
        behind.withLock { state in
            switch stage {
            case .mapping: state.mapping = isBehind
            case .record: state.record = isBehind
            }
        }
    }

    package var isBehind: Bool { behind.withLock { $0.mapping || $0.record } }

    /// Returns when nobody is behind any more, when the patience is over since `start`, or when the hub stops.
    package func standBack(since start: ContinuousClock.Instant) async {
        let latest = start + .milliseconds(Self.patience)
        while isBehind, .now < latest, !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(100)) }
        }
    }
}
