package import Canonical

/// What became of one claimed message, as the mapper and router (pure functions) say. The store adds what only it can
/// know: the lane's order, duplicates, reuse of a control id.
package struct Outcome: Sendable {
    package enum Verdict: Sendable {
        case mapped(canonical: [UInt8], deliveries: [DueDelivery])
        /// - Parameters:
        ///   - reason: a stable word, e.g. `unreadable`, `required-missing`; metrics are labelled with it.
        ///   - lane: what later messages of the lane do.
        case quarantined(reason: String, lane: LanePolicy.Behind)
        case notRelevant(Recognition?)
        /// The sender is told (AR); nothing of it is processed.
        case rejected(reason: String)
        /// A transient failure: the lane waits until then. Without lane keys the message is a barrier of its feed.
        case deferred(reason: String, until: Milliseconds)
    }

    package var message: MessageID
    package var verdict: Verdict
    /// The release that decided it; nil only when nothing ran (the broker's or the hub's own limits).
    package var release: ReleaseHash?
    /// All identifiers by which the message names its patient(s); two that were apart are united (A40). Empty: the
    /// message is a barrier if it is mapped or deferred.
    package var laneKeys: [LaneKey]
    /// E.g. `ADT^A08`, `Bundle`.
    package var messageType: String?
    /// MSH-10, `MessageHeader.id`: what the sender calls it.
    package var controlID: String?
    /// The canonical event, e.g. `person-updated`.
    package var event: String?
    package var issues: [StoredIssue]
    package var accounting: Accounting

    package init(
        message: MessageID, verdict: Verdict, release: ReleaseHash?, laneKeys: [LaneKey] = [], messageType: String? = nil,
        controlID: String? = nil, event: String? = nil, issues: [StoredIssue] = [], accounting: Accounting = .init()
    ) {
        self.message = message
        self.verdict = verdict
        self.release = release
        self.laneKeys = laneKeys
        self.messageType = messageType
        self.controlID = controlID
        self.event = event
        self.issues = issues
        self.accounting = accounting
    }
}

/// How many populated source components ended how, and the paths of those that nothing took.
package struct Accounting: Hashable, Sendable {
    package var mapped: Int
    package var ignored: Int
    /// Paths, never values, e.g. `PID-4`.
    package var unmapped: [String]

    package init(mapped: Int = 0, ignored: Int = 0, unmapped: [String] = []) {
        self.mapped = mapped
        self.ignored = ignored
        self.unmapped = unmapped
    }
}

/// What a later referral needs in order to recognise somebody who is outside the cohort today. Kept apart from the
/// account, sealed by the caller, and only until it expires.
package struct Recognition: Sendable {
    /// Keyed hashes of the identifiers, to be asked for.
    package var keys: [LaneKey]
    /// Encrypted by the caller; the ledger cannot read it.
    package var sealed: [UInt8]
    package var expiresAt: Milliseconds

    package init(keys: [LaneKey], sealed: [UInt8], expiresAt: Milliseconds) {
        self.keys = keys
        self.sealed = sealed
        self.expiresAt = expiresAt
    }
}
