package import Canonical

/// When a failed delivery is tried again: exponential back-off with full jitter over its upper half, up to a limit of
/// attempts and of age.
///
/// `RetryPolicy().next(after: 3, age: 0, random: 0, now: now)` is some time within the doubled delay.
package struct RetryPolicy: Hashable, Sendable {
    package var initialDelay: Milliseconds
    package var maximumDelay: Milliseconds
    /// nil: without limit.
    package var maximumAttempts: Int?
    /// Since the delivery was added; nil: without limit.
    package var maximumAge: Milliseconds?

    package init(
        initialDelay: Milliseconds = 1_000, maximumDelay: Milliseconds = 300_000, maximumAttempts: Int? = nil,
        maximumAge: Milliseconds? = nil
    ) {
        self.initialDelay = max(1, initialDelay)
        self.maximumDelay = max(initialDelay, maximumDelay)
        self.maximumAttempts = maximumAttempts
        self.maximumAge = maximumAge
    }

    package enum Decision: Hashable, Sendable {
        case retry(at: Milliseconds)
        case giveUp(reason: String)
    }

    /// - Parameters:
    ///   - attempts: finished attempts, this one included (from 1).
    ///   - age: milliseconds since the delivery was added.
    ///   - random: any number; the caller's generator, so that a test decides.
    package func next(after attempts: Int, age: Milliseconds, random: UInt64, now: Milliseconds) -> Decision {
        if let maximumAttempts, attempts >= maximumAttempts { return .giveUp(reason: "attempts-exhausted") }
        if let maximumAge, age >= maximumAge { return .giveUp(reason: "too-old") }
        return .retry(at: now + delay(after: attempts, random: random))
    }

    /// Between half of the back-off and the whole of it: never at once, and never all at the same moment.
    package func delay(after attempts: Int, random: UInt64) -> Milliseconds {
        var whole = initialDelay
        for _ in 1..<max(2, min(attempts, 64)) where attempts > 1 {
            if whole >= maximumDelay { break }
            let (doubled, overflow) = whole.multipliedReportingOverflow(by: 2)
            whole = overflow ? maximumDelay : doubled
        }
        whole = min(whole, maximumDelay)
        let half = whole / 2
        return half + Milliseconds(random % UInt64(whole - half + 1))
    }
}
