package import Canonical

/// A message that a mapper works on.
package struct ClaimedMessage: Sendable {
    package var id: MessageID
    package var feed: FeedName
    /// The body to be mapped: as it came, or as a person edited it for resubmission.
    package var body: [UInt8]
    package var receivedAt: Milliseconds
    package var properties: BrokerProperties
    /// More than 1 after an unclean exit or a deferral.
    package var attempt: Int
    /// The process died while this one was claimed: it is the only one of its claim and its attempt is already counted
    /// on disk, so that it is known if it kills again.
    package var isSuspect: Bool
    /// A person sent it again from quarantine.
    package var isResubmitted: Bool

    package init(
        id: MessageID, feed: FeedName, body: [UInt8], receivedAt: Milliseconds, properties: BrokerProperties, attempt: Int,
        isSuspect: Bool, isResubmitted: Bool
    ) {
        self.id = id
        self.feed = feed
        self.body = body
        self.receivedAt = receivedAt
        self.properties = properties
        self.attempt = attempt
        self.isSuspect = isSuspect
        self.isResubmitted = isResubmitted
    }
}

/// How much a claim may hold in memory, and of whom.
package struct ClaimLimits: Hashable, Sendable {
    package var messages: Int
    /// Reached by at most one message; the first is always given.
    package var bytes: Int
    /// nil: all feeds (paused ones never).
    package var feeds: [FeedName]?

    package init(messages: Int, bytes: Int = 64 << 20, feeds: [FeedName]? = nil) {
        self.messages = messages
        self.bytes = bytes
        self.feeds = feeds
    }
}

/// What the commit made of one outcome.
package struct Settlement: Hashable, Sendable {
    package enum Effect: Hashable, Sendable {
        /// The message has left `pending`; the store may have found a duplicate where the mapper saw a new message.
        case decided(MessageState)
        /// Nothing of the outcome is kept: the lane (or feed) waits, and the message will be claimed again.
        case waits(reason: String)
    }
    package var message: MessageID
    package var effect: Effect
    package var lane: LaneNumber?
    /// The message a duplicate repeats.
    package var duplicateOf: MessageID?
    /// Later messages of the lane were processed before (a resubmission).
    package var isOvertaken: Bool

    package init(
        message: MessageID, effect: Effect, lane: LaneNumber? = nil, duplicateOf: MessageID? = nil, isOvertaken: Bool = false
    ) {
        self.message = message
        self.effect = effect
        self.lane = lane
        self.duplicateOf = duplicateOf
        self.isOvertaken = isOvertaken
    }
}

/// From the inbox to a decided outcome.
package protocol MessageAccount: Sendable {
    /// The next pending messages: in feed order within a feed, fair over the feeds, none that is held, paused or already
    /// claimed by this process. Suspects of an unclean exit come first and alone; one that was tried too often is
    /// quarantined as `kills-the-mapper` instead. Barriers over their age limit are quarantined on the way.
    func claimPending(_ limits: ClaimLimits, now: Milliseconds, fences: [Fence]) async throws -> [ClaimedMessage]

    /// Decides messages in ONE transaction: outcome, canonical bytes, issues, deliveries, totals.
    ///
    /// The outcomes of one feed must come in feed order. One that comes before an earlier message whose lane is not known
    /// yet fails the call if a worker has that message (`LedgerFailure.outOfOrder`, nothing is kept), and waits if nobody
    /// has it: so a lane's order cannot be broken here, whatever ran in parallel before.
    func commit(_ outcomes: [Outcome], now: Milliseconds, fences: [Fence]) async throws -> [Settlement]

    /// Hands claimed messages back unprocessed (shutdown, a closed lease).
    func giveBack(_ messages: [MessageID]) async

    /// When a held lane, a barrier or a pause next ends by itself, so that a mapper that found nothing knows how long it
    /// may sleep; nil if nothing waits for a time.
    func nextWake(now: Milliseconds) async throws -> Milliseconds?

    /// Stops a lane by a person's or a rule's decision until it is released, or until a time.
    func holdLane(_ lane: LaneNumber, reason: String, until: Milliseconds?, by actor: Actor, now: Milliseconds) async throws
    func releaseLane(_ lane: LaneNumber, by actor: Actor, reason: String, now: Milliseconds) async throws

    /// A paused feed is accepted and not mapped.
    func pause(_ feed: FeedName, until: Milliseconds?, by actor: Actor, reason: String, now: Milliseconds) async throws
    func resume(_ feed: FeedName, by actor: Actor, reason: String, now: Milliseconds) async throws

    /// What is kept of people outside the cohort, for a referral that names one of the keys.
    func recognitions(for keys: [LaneKey], now: Milliseconds) async throws -> [(message: MessageID, sealed: [UInt8])]
    /// Removes what a referral has pulled.
    func forgetRecognitions(_ messages: [MessageID]) async throws
    /// Removes what has expired; returns how many rows.
    func expireRecognitions(now: Milliseconds) async throws -> Int
}

extension MessageAccount {
    package func claimPending(limit: Int, now: Milliseconds) async throws -> [ClaimedMessage] {
        try await claimPending(ClaimLimits(messages: limit), now: now, fences: [])
    }

    package func commit(_ outcomes: [Outcome], now: Milliseconds) async throws -> [Settlement] {
        try await commit(outcomes, now: now, fences: [])
    }
}
