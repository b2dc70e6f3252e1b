/// Where an accepted message stands. Every message is in exactly one of these, which is why the account balances.
package enum MessageState: Int, CaseIterable, Hashable, Sendable {
    /// Safe, and not yet (or not again) processed; a held message is pending with a reason.
    case pending = 0
    case mapped = 1
    /// Kept whole, to be fixed and resubmitted.
    case quarantined = 2
    /// Adds nothing to the message before it in its lane.
    case duplicate = 3
    /// About somebody outside the cohort; its body is pruned.
    case notRelevant = 4
    /// Can never be accepted, and its sender was told so; or discarded from quarantine by a person.
    case rejected = 5

    /// The word in JSON, metrics and the console.
    package var word: String {
        switch self {
        case .pending: "pending"
        case .mapped: "mapped"
        case .quarantined: "quarantined"
        case .duplicate: "duplicate"
        case .notRelevant: "notRelevant"
        case .rejected: "rejected"
        }
    }

    package init?(word: String) {
        guard let state = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = state
    }
}

/// What can happen to a message after it was accepted.
package enum MessageEvent: Int, CaseIterable, Hashable, Sendable {
    case mapped
    case quarantined
    case foundDuplicate
    case foundNotRelevant
    case rejected
    /// A transient failure: try again later.
    case deferred
    /// By a person, after mending the mapping or editing a copy of the body.
    case resubmitted
    /// By a person, who says why.
    case discarded
}

/// What an event does to a message.
package enum MessageTransition: Hashable, Sendable {
    case moves(MessageState)
    case stays
    /// The event does not belong to the state; a store throws `LedgerFailure.conflict` and changes nothing.
    case refused
}

extension MessageState {
    /// The lifecycle of a message, whole: only a pending message is decided, only a quarantined one is reopened.
    package func on(_ event: MessageEvent) -> MessageTransition {
        switch (self, event) {
        case (.pending, .mapped): .moves(.mapped)
        case (.pending, .quarantined): .moves(.quarantined)
        case (.pending, .foundDuplicate): .moves(.duplicate)
        case (.pending, .foundNotRelevant): .moves(.notRelevant)
        case (.pending, .rejected): .moves(.rejected)
        case (.pending, .deferred): .stays
        case (.pending, .resubmitted), (.pending, .discarded): .refused
        case (.quarantined, .resubmitted): .moves(.pending)
        case (.quarantined, .discarded): .moves(.rejected)
        case (.quarantined, .mapped), (.quarantined, .quarantined), (.quarantined, .foundDuplicate),
            (.quarantined, .foundNotRelevant), (.quarantined, .rejected), (.quarantined, .deferred):
            .refused
        case (.mapped, _), (.duplicate, _), (.notRelevant, _), (.rejected, _): .refused
        }
    }
}
