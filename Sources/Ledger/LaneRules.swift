package import Canonical

/// The rules of order and of duplicates, as pure functions over what a store reads in its transaction.
package enum LaneRules {
    /// What the store knows of the message that is last in a lane.
    package struct Last: Hashable, Sendable {
        package var message: MessageID
        package var hash: BodyHash
        package var state: MessageState

        package init(message: MessageID, hash: BodyHash, state: MessageState) {
            self.message = message
            self.hash = hash
            self.state = state
        }
    }

    /// Whether a message only repeats the one before it in its lane: same bytes, nothing in between, and it would add
    /// nothing. The last clause keeps a sender's resend after we have mended a mapping from being thrown away: if the
    /// first was quarantined and this one maps, it is processed.
    ///
    /// A resubmitted message is never a duplicate: a person wants it processed.
    package static func isDuplicate(hash: BodyHash, verdict: MessageState, isResubmitted: Bool, after last: Last?) -> Bool {
        guard let last, !isResubmitted, last.hash == hash else { return false }
        return last.state == .mapped || last.state == verdict
    }

    /// What the store finds in the way of an outcome.
    package struct Surroundings: Hashable, Sendable {
        /// A barrier earlier in the feed still waits.
        package var barrierBefore: Bool
        /// The lane is held (by a person, a rule, or a quarantined message), and not because of this very message.
        package var laneHeld: String?
        /// An earlier message of the lane still waits.
        package var earlierInLane: Bool
        /// Any earlier message of the feed still waits.
        package var earlierInFeed: Bool

        package init(barrierBefore: Bool, laneHeld: String?, earlierInLane: Bool, earlierInFeed: Bool) {
            self.barrierBefore = barrierBefore
            self.laneHeld = laneHeld
            self.earlierInLane = earlierInLane
            self.earlierInFeed = earlierInFeed
        }
    }

    package enum Placement: Hashable, Sendable {
        /// May be decided now.
        case free
        /// Stays pending, skipped by claims until its lane moves.
        case waitsInLane(reason: String)
        /// Stays pending; the feed waits behind it.
        case waitsAsBarrier
        /// Goes back unchanged; the barrier before it keeps the feed.
        case waitsBehindBarrier
    }

    /// - Parameter isBarrier: no lane keys, and the outcome would change somebody's record.
    package static func placement(isBarrier: Bool, in surroundings: Surroundings) -> Placement {
        if surroundings.barrierBefore { return .waitsBehindBarrier }
        if isBarrier { return surroundings.earlierInFeed ? .waitsAsBarrier : .free }
        if let reason = surroundings.laneHeld { return .waitsInLane(reason: reason) }
        if surroundings.earlierInLane { return .waitsInLane(reason: "behind-earlier-message") }
        return .free
    }
}

/// What the ledger decides by itself.
package struct LedgerPolicy: Hashable, Sendable {
    /// A suspect claimed this often without an outcome is quarantined as `kills-the-mapper`.
    package var maximumAttempts: Int
    /// A barrier that waits longer is quarantined as `barrier-expired`.
    package var barrierAgeLimit: Milliseconds

    package init(maximumAttempts: Int = 3, barrierAgeLimit: Milliseconds = 600_000) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.barrierAgeLimit = barrierAgeLimit
    }

    package static let killsTheMapper = "kills-the-mapper"
    package static let barrierExpired = "barrier-expired"
}
