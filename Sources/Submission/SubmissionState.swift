// Submission: what goes to the nation, made from the record and never from a message.
//
// Owns: when an order is ready (`SubmissionReadiness`), what is sent (`SubmissionBundle`), the life of one version of a
// submission (`SubmissionMachine`), how answers are read (`SubmissionAnswer`), the projection of the record's outbox
// (`SubmissionProjector`), and a stand-in for the national service (`NationalStub`). It runs no task: `advance`, `build`
// and `settle` are called by the pipeline. Memory is bounded by one person's resources.
// When it stops nothing is lost: position and states are kept in one transaction with what they were decided from.

/// Where one version of a submission stands.
package enum SubmissionState: String, CaseIterable, Sendable, Hashable {
    /// Something is missing, or consent does not allow it yet.
    case waiting
    /// Complete and permitted: to be sent.
    case ready
    /// Handed to the transport; the answer is open.
    case sent
    case accepted
    /// Answered with issues; it is sent again only with other content, or by a person.
    case rejected
    /// No answer: it may have been received. Sent again under the same id.
    case notAnswered = "not-answered"
    /// A later version of the same order has taken its place.
    case superseded
    /// The person has withdrawn and the nation must still be told.
    case withdrawalDue = "withdrawal-due"
    /// Nothing goes any more; where the nation knew of it, it has confirmed the withdrawal.
    case withdrawn
}

/// What can happen to one version.
package enum SubmissionEvent: CaseIterable, Sendable, Hashable {
    case becameReady
    case becameIncomplete
    /// Consent refuses, and may allow it later.
    case becameRefused
    /// The record now says something else than this version.
    case contentChanged
    case withdrawn
    case sent
    case accepted
    case rejected
    case notAnswered
    /// A person asks for it to be sent again.
    case resend
}

/// The life of one version as a value: an event goes in, the next state comes out; nil when it can't happen there.
package struct SubmissionMachine: Sendable, Hashable {
    package private(set) var state: SubmissionState
    /// Whether the nation may know of this order by this or an earlier version.
    package private(set) var hasReachedNation: Bool

    package init(_ state: SubmissionState = .waiting, hasReachedNation: Bool = false) {
        self.state = state
        self.hasReachedNation = hasReachedNation
    }

    /// Takes an event; false when it does not belong to the state (nothing changes then).
    @discardableResult
    package mutating func take(_ event: SubmissionEvent) -> Bool {
        guard let next = next(event) else { return false }
        state = next
        if event == .sent { hasReachedNation = true }
        return true
    }

    private func next(_ event: SubmissionEvent) -> SubmissionState? {
        switch state {
        case .waiting:
            switch event {
            case .becameReady: .ready
            case .becameIncomplete, .becameRefused, .contentChanged: .waiting
            case .withdrawn: withdrawal
            case .sent, .accepted, .rejected, .notAnswered, .resend: nil
            }
        case .ready:
            switch event {
            case .becameReady, .contentChanged, .resend: .ready
            case .becameIncomplete, .becameRefused: .waiting
            case .withdrawn: withdrawal
            case .sent: .sent
            case .accepted, .rejected, .notAnswered: nil
            }
        case .sent:
            switch event {
            // It is on its way; what changed meanwhile becomes a version of its own.
            case .becameReady, .becameIncomplete, .becameRefused, .contentChanged: .sent
            case .withdrawn: .withdrawalDue
            case .accepted: .accepted
            case .rejected: .rejected
            case .notAnswered: .notAnswered
            case .sent, .resend: nil
            }
        case .accepted:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused: .accepted
            case .contentChanged: .superseded
            case .withdrawn: .withdrawalDue
            case .sent, .accepted, .rejected, .notAnswered, .resend: nil
            }
        case .rejected:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused: .rejected
            case .contentChanged: .superseded
            case .withdrawn: withdrawal
            case .resend: .ready
            case .sent, .accepted, .rejected, .notAnswered: nil
            }
        case .notAnswered:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused: .notAnswered
            case .contentChanged: .superseded
            case .withdrawn: .withdrawalDue
            case .sent: .sent
            case .resend: .ready
            case .accepted, .rejected, .notAnswered: nil
            }
        case .superseded:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused, .contentChanged, .withdrawn: .superseded
            // The answer to what was on its way when it was superseded.
            case .accepted, .rejected, .notAnswered: .superseded
            case .sent, .resend: nil
            }
        case .withdrawalDue:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused, .contentChanged, .withdrawn, .sent: .withdrawalDue
            case .accepted: .withdrawn
            case .rejected, .notAnswered, .resend: .withdrawalDue
            }
        case .withdrawn:
            switch event {
            case .becameReady, .becameIncomplete, .becameRefused, .contentChanged, .withdrawn: .withdrawn
            case .sent, .accepted, .rejected, .notAnswered, .resend: nil
            }
        }
    }

    private var withdrawal: SubmissionState { hasReachedNation ? .withdrawalDue : .withdrawn }
}
