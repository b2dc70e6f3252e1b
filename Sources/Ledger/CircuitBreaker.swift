package import Canonical

/// Keeps a destination that does not answer from being asked by everybody: after some failures in a row it opens; after
/// a pause one probe goes through, and its answer decides.
///
/// Only missing answers count; a destination that rejects a message is up.
package struct CircuitBreaker: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// `failures` in a row so far.
        case closed(failures: Int)
        case open(until: Milliseconds, pause: Milliseconds)
        /// One probe is out.
        case probing(pause: Milliseconds)
    }
    package enum Event: Hashable, Sendable {
        /// May something be sent now?
        case asked
        case answered
        case notAnswered
        /// The probe was given back without being sent.
        case abandoned
    }
    package enum Action: Hashable, Sendable {
        case send(limit: Int)
        case wait(until: Milliseconds)
        /// Alert once.
        case opened
        /// Clear the alert once.
        case closed
        case nothing
    }

    package var threshold: Int
    package var initialPause: Milliseconds
    package var maximumPause: Milliseconds
    package private(set) var state: State = .closed(failures: 0)

    package init(threshold: Int = 5, initialPause: Milliseconds = 5_000, maximumPause: Milliseconds = 300_000) {
        self.threshold = max(1, threshold)
        self.initialPause = max(1, initialPause)
        self.maximumPause = max(initialPause, maximumPause)
    }

    package var isOpen: Bool {
        switch state {
        case .closed: false
        case .open, .probing: true
        }
    }

    package mutating func on(_ event: Event, now: Milliseconds) -> Action {
        switch (state, event) {
        case (.closed, .asked): return .send(limit: .max)
        case (.closed, .answered):
            state = .closed(failures: 0)
            return .nothing
        case (.closed(let failures), .notAnswered):
            if failures + 1 >= threshold {
                state = .open(until: now + initialPause, pause: initialPause)
                return .opened
            }
            state = .closed(failures: failures + 1)
            return .nothing
        case (.closed, .abandoned): return .nothing
        case (.open(let until, let pause), .asked):
            guard now >= until else { return .wait(until: until) }
            state = .probing(pause: pause)
            return .send(limit: 1)
        case (.open, .answered):
            // An answer to something sent before it opened: the destination is up again.
            state = .closed(failures: 0)
            return .closed
        case (.open, .notAnswered), (.open, .abandoned): return .nothing
        case (.probing(let pause), .asked): return .wait(until: now + pause)
        case (.probing, .answered):
            state = .closed(failures: 0)
            return .closed
        case (.probing(let pause), .notAnswered):
            let longer = pause > maximumPause / 2 ? maximumPause : pause * 2
            state = .open(until: now + longer, pause: longer)
            return .nothing
        case (.probing(let pause), .abandoned):
            state = .open(until: now, pause: pause)
            return .nothing
        }
    }
}
