/// Where a delivery stands. In the account `claimed` counts as pending.
package enum DeliveryState: Int, CaseIterable, Hashable, Sendable {
    /// Due now or, after a failed attempt, at its next time.
    case pending = 0
    /// In the hands of a worker.
    case claimed = 1
    case delivered = 2
    /// Waits for a person or a gate, with a reason.
    case held = 3
    /// Will not succeed by itself: refused for good, or out of attempts.
    case failed = 4
    /// Nobody wants it any more: withdrawn, superseded, or cancelled by a person.
    case cancelled = 5

    package var word: String {
        switch self {
        case .pending: "pending"
        case .claimed: "claimed"
        case .delivered: "delivered"
        case .held: "held"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}

package enum DeliveryEvent: Int, CaseIterable, Hashable, Sendable {
    case claimed
    case delivered
    /// No answer, or one that says "later".
    case failedForNow
    case failedForGood
    /// By the gate, or by a person.
    case held
    case released
    /// By a person: try a failed one again.
    case retried
    case cancelled
    /// The process that had claimed it is gone, or gave it back unsent.
    case givenBack
}

package enum DeliveryTransition: Hashable, Sendable {
    case moves(DeliveryState)
    case refused
}

extension DeliveryState {
    /// The lifecycle of a delivery, whole. A gate decides on a pending delivery in the claim's transaction, so that a
    /// refused one is never seen by a worker.
    package func on(_ event: DeliveryEvent) -> DeliveryTransition {
        switch (self, event) {
        case (.pending, .claimed): .moves(.claimed)
        case (.pending, .held): .moves(.held)
        case (.pending, .cancelled): .moves(.cancelled)
        case (.pending, .delivered), (.pending, .failedForNow), (.pending, .failedForGood), (.pending, .released),
            (.pending, .retried), (.pending, .givenBack):
            .refused
        case (.claimed, .delivered): .moves(.delivered)
        case (.claimed, .failedForNow): .moves(.pending)
        case (.claimed, .failedForGood): .moves(.failed)
        case (.claimed, .held): .moves(.held)
        case (.claimed, .cancelled): .moves(.cancelled)
        case (.claimed, .givenBack): .moves(.pending)
        case (.claimed, .claimed), (.claimed, .released), (.claimed, .retried): .refused
        case (.held, .released): .moves(.pending)
        case (.held, .cancelled): .moves(.cancelled)
        case (.held, .claimed), (.held, .delivered), (.held, .failedForNow), (.held, .failedForGood), (.held, .held),
            (.held, .retried), (.held, .givenBack):
            .refused
        case (.failed, .retried): .moves(.pending)
        case (.failed, .cancelled): .moves(.cancelled)
        case (.failed, .claimed), (.failed, .delivered), (.failed, .failedForNow), (.failed, .failedForGood),
            (.failed, .held), (.failed, .released), (.failed, .givenBack):
            .refused
        case (.delivered, _), (.cancelled, _): .refused
        }
    }

    /// Whether later deliveries of the lane wait behind one in this state.
    package func blocksLane(under policy: LanePolicy) -> Bool {
        switch self {
        case .pending, .claimed: true
        case .held: policy.whenHeld == .wait
        case .failed: policy.whenFailed == .wait
        case .delivered, .cancelled: false
        }
    }
}

/// What the later deliveries of a lane do behind one that is held or failed at a destination.
package struct LanePolicy: Hashable, Sendable {
    package enum Behind: Int, Hashable, Sendable {
        case wait = 0
        case pass = 1
    }
    package var whenHeld: Behind
    package var whenFailed: Behind

    package init(whenHeld: Behind = .wait, whenFailed: Behind = .wait) {
        self.whenHeld = whenHeld
        self.whenFailed = whenFailed
    }
}
