package import Canonical
package import Diagnostics
package import Tree

/// One canonical message on its way into the record.
package struct CanonicalMessage: Sendable {
    /// Stable over every redelivery and replay of the same effect.
    package var idempotencyKey: String
    package var feed: String
    /// When it happened, as the sender says (EVN-2/6, MSH-7, Bundle.timestamp).
    package var eventTime: Milliseconds
    package var receivedAt: Milliseconds
    package let bundle: Tree
    /// What the bundle says of people and resources, read once.
    package let facts: MessageFacts

    package init(
        idempotencyKey: String, feed: String, eventTime: Milliseconds, receivedAt: Milliseconds, bundle: Tree
    ) {
        self.idempotencyKey = idempotencyKey
        self.feed = feed
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.bundle = bundle
        facts = MessageFacts(bundle)
    }
}

/// What became of one message.
package struct ApplyResult: Sendable {
    package enum Outcome: Sendable, Hashable {
        /// So many resources have a new version.
        case applied(changes: Int)
        /// Everything in it was known already.
        case unchanged
        /// Its effect was there before, under the same key.
        case duplicate
        /// It contradicts what is known of a person; nothing was changed.
        case conflict(Diagnostic)
        /// It can't be applied as it is; nothing was changed.
        case invalid(Diagnostic)
    }

    package var key: String
    package var outcome: Outcome
    package var person: PersonID?
    /// Warnings beside the effect (for example an older event that lost against newer facts).
    package var issues: [Diagnostic]

    package init(key: String, outcome: Outcome, person: PersonID? = nil, issues: [Diagnostic] = []) {
        self.key = key
        self.outcome = outcome
        self.person = person
        self.issues = issues
    }

    /// Whether the message counts as delivered to the record (conflict and invalid do not).
    package var isReceipt: Bool {
        switch outcome {
        case .applied, .unchanged, .duplicate: true
        case .conflict, .invalid: false
        }
    }
}
