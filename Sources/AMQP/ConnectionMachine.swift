/// What a connection does next: an event goes in, the action to perform comes out. It has no clock, socket or thread;
/// the same seed gives the same delays.
struct ConnectionMachine: Sendable {
    enum State: Hashable, Sendable, CaseIterable {
        case idle, connecting, open, waiting, suspended, ended
    }

    enum Event: Hashable, Sendable, CaseIterable {
        case start
        /// The connection and its channel are usable.
        case opened
        /// It did not come about, or was lost.
        case failed
        /// It carried work: the next failure is a new one, not one more of the same.
        case worked
        /// What was delivered could not be stored: give it back and take it again later.
        case gaveUpBatch
        /// The delay of the last `retry` has passed.
        case timeout
        case suspend, resume
        case stop
    }

    enum Action: Hashable, Sendable {
        case nothing
        case connect
        /// Throw away what is left of the connection and come back with `timeout` after the delay.
        case retry(after: Duration)
        /// Close the connection in order, then come back with `timeout` after the delay.
        case giveBack(after: Duration)
        /// Close the connection in order and wait for `resume`.
        case close
        /// Close in order what is open and end the thread.
        case finish
        /// Too many failures in a row: throw away what is left and end the thread.
        case giveUp
    }

    private(set) var state: State = .idle
    /// Failures since the connection last carried work.
    private(set) var failures = 0
    private var backOff: BackOff
    private let limit: Int?

    /// - Parameter limit: how many failures in a row end it; nil: never.
    init(backOff: BackOff = BackOff(), limit: Int? = nil) {
        self.backOff = backOff
        self.limit = limit
    }

    mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.ended, _): return .nothing

        case (_, .stop):
            state = .ended
            return .finish

        case (.idle, .start), (.suspended, .resume), (.waiting, .timeout):
            state = .connecting
            return .connect

        case (.connecting, .opened):
            state = .open
            return .nothing

        case (.connecting, .failed), (.open, .failed):
            failures += 1
            if let limit, failures >= limit {
                state = .ended
                return .giveUp
            }
            state = .waiting
            return .retry(after: backOff.delay(afterFailures: failures))

        case (.open, .gaveUpBatch):
            failures += 1
            state = .waiting
            return .giveBack(after: backOff.delay(afterFailures: failures))

        case (.open, .worked):
            failures = 0
            return .nothing

        case (.connecting, .suspend), (.open, .suspend), (.waiting, .suspend), (.idle, .suspend):
            state = .suspended
            return .close

        case (.idle, .opened), (.idle, .failed), (.idle, .worked), (.idle, .gaveUpBatch), (.idle, .timeout), (.idle, .resume),
            (.connecting, .start), (.connecting, .worked), (.connecting, .gaveUpBatch), (.connecting, .timeout),
            (.connecting, .resume),
            (.open, .start), (.open, .opened), (.open, .timeout), (.open, .resume),
            (.waiting, .start), (.waiting, .opened), (.waiting, .failed), (.waiting, .worked), (.waiting, .gaveUpBatch),
            (.waiting, .resume),
            (.suspended, .start), (.suspended, .opened), (.suspended, .failed), (.suspended, .worked),
            (.suspended, .gaveUpBatch), (.suspended, .timeout), (.suspended, .suspend):
            return .nothing
        }
    }
}

/// Delays that double from `first` to `most`, each shortened at random by up to half, so that many clients do not come
/// back in one wave.
package struct BackOff: Sendable, Hashable {
    package var first: Duration
    package var most: Duration
    private var randomState: UInt64

    package init(first: Duration = .milliseconds(100), most: Duration = .seconds(15), seed: UInt64 = .random(in: .min ... .max))
    {
        self.first = first
        self.most = most
        randomState = seed
    }

    mutating func delay(afterFailures failures: Int) -> Duration {
        var whole = first
        for _ in 0..<min(max(0, failures - 1), 30) where whole < most { whole = whole * 2 }
        whole = min(whole, most)
        // SplitMix64: small, and its state is a value.
        randomState &+= 0x9E37_79B9_7F4A_7C15
        var z = randomState
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        let share = Double((z ^ (z >> 31)) >> 11) / Double(UInt64(1) << 53)
        return whole * (0.5 + share / 2)
    }
}
