package import Canonical

/// The right to send one thing for one purpose. Only `ConsentRule` makes one, so nothing is sent without having asked.
package struct SendPermit: Sendable, Hashable {
    package let purpose: Purpose
    /// Only what was collected before this day may be sent (partial withdrawal, the 16th birthday).
    package let collectedBefore: CalendarDate?
    /// Nothing that identifies the person may leave: the sender has said that it masks.
    package let isMasked: Bool
    /// The consent epoch that was read; the claiming transaction compares it with the present one.
    package let epoch: Int64

    fileprivate init(_ purpose: Purpose, collectedBefore: CalendarDate? = nil, isMasked: Bool = false, epoch: Int64) {
        self.purpose = purpose
        self.collectedBefore = collectedBefore
        self.isMasked = isMasked
        self.epoch = epoch
    }
}

package enum ConsentDecision: Sendable, Hashable {
    case permitted(SendPermit)
    case refused(ConsentRefusal)

    package var permit: SendPermit? {
        switch self {
        case .permitted(let permit): permit
        case .refused: nil
        }
    }
    package var refusal: ConsentRefusal? {
        switch self {
        case .permitted: nil
        case .refused(let refusal): refusal
        }
    }
}

/// Why nothing may be sent; the word is stable (issue and hold reasons carry it).
package enum ConsentRefusal: String, Sendable, Hashable, CaseIterable {
    case pedigreeOnly = "pedigree-only"
    case withdrawn
    /// Collected after a partial withdrawal, or it is not known when.
    case collectedAfterWithdrawal = "collected-after-withdrawal"
    case declined
    case undecided
    case unrecorded
    case expired
    /// A child whose parent consented is 16: only what was collected before may go until they consent themselves.
    case reconsentDue = "reconsent-due"

    /// Whether the answer can still become yes without anybody sending anything again.
    package var canChange: Bool {
        switch self {
        case .undecided, .unrecorded, .expired, .reconsentDue, .declined: true
        case .pedigreeOnly, .withdrawn, .collectedAfterWithdrawal: false
        }
    }
}

/// The one function that decides whether something may be sent.
package enum ConsentRule {
    package static let adultAge = 16

    /// Decides over purpose, choices, participant and date.
    ///
    /// - Parameters:
    ///   - date: the day of sending.
    ///   - collected: when the data was collected; unknown counts as after every cut-off.
    ///   - masks: the sender leaves out everything that identifies the person.
    ///   - epoch: the person's consent epoch, carried by the permit.
    package static func permit(
        purpose: Purpose, choices: ConsentChoices, participant: Participant, on date: CalendarDate,
        collected: CalendarDate? = nil, masks: Bool = false, epoch: Int64 = 0
    ) -> ConsentDecision {
        switch purpose {
        case .directCare:
            // Never held: a refusal of research or a withdrawal must not keep a report from a clinician.
            return .permitted(SendPermit(purpose, epoch: epoch))
        case .programme, .research: break
        }
        switch participant.kind {
        case .pedigreeOnly:
            guard purpose == .programme, masks else { return .refused(.pedigreeOnly) }
            return .permitted(SendPermit(purpose, isMasked: true, epoch: epoch))
        case .participant: break
        }
        if choices.withdrawal == .full { return .refused(.withdrawn) }
        // Research rests on taking part at all.
        if let refusal = refusal(of: choices.programme) { return .refused(refusal) }
        if purpose == .research, let refusal = refusal(of: choices.research) { return .refused(refusal) }
        if let until = choices.until, date.earliest > until.latest { return .refused(.expired) }

        let withdrawal = withdrawalCutOff(choices)
        if let withdrawal, !isBefore(withdrawal, collected) { return .refused(.collectedAfterWithdrawal) }
        let birthday: CalendarDate?
        switch adulthood(choices, participant, on: date) {
        case .notReached, .notConcerned: birthday = nil
        case .reached(let day):
            guard isBefore(day, collected) else { return .refused(.reconsentDue) }
            birthday = day
        case .unknown: return .refused(.reconsentDue)
        }
        let cutOff = [withdrawal, birthday].compactMap { $0 }.min { $0.earliest < $1.earliest }
        return .permitted(SendPermit(purpose, collectedBefore: cutOff, isMasked: masks, epoch: epoch))
    }

    package static func permit(
        purpose: Purpose, standing: ConsentStanding, on date: CalendarDate, collected: CalendarDate? = nil,
        masks: Bool = false
    ) -> ConsentDecision {
        permit(
            purpose: purpose, choices: standing.choices, participant: standing.participant, on: date,
            collected: collected, masks: masks, epoch: standing.epoch)
    }

    /// The right to tell a receiver that somebody has withdrawn: the one thing that a withdrawal itself calls for.
    package static func permitWithdrawalNotice(_ standing: ConsentStanding) -> SendPermit? {
        guard standing.choices.withdrawal != .none || standing.choices.programme == .no else { return nil }
        return SendPermit(.programme, isMasked: standing.participant.kind == .pedigreeOnly, epoch: standing.epoch)
    }

    /// Somebody of whom the record knows nothing: direct care only.
    package static func permitForStranger(purpose: Purpose) -> ConsentDecision {
        permit(
            purpose: purpose, choices: ConsentChoices(), participant: Participant(),
            on: CalendarDate(year: 1))
    }

    private static func refusal(of choice: ConsentChoices.Choice) -> ConsentRefusal? {
        switch choice {
        case .yes: nil
        case .no: .declined
        case .undecided: .undecided
        case .unrecorded: .unrecorded
        }
    }

    private static func withdrawalCutOff(_ choices: ConsentChoices) -> CalendarDate? {
        switch choices.withdrawal {
        case .none, .full: nil
        // Without a date nothing is before it.
        case .partial: choices.withdrawnOn ?? CalendarDate(year: 1)
        }
    }

    private enum Adulthood {
        case notConcerned, notReached, unknown
        case reached(CalendarDate)
    }

    /// Whether a child for whom a parent consented has come of age.
    private static func adulthood(
        _ choices: ConsentChoices, _ participant: Participant, on date: CalendarDate
    ) -> Adulthood {
        switch choices.decider {
        case .adult, .consultee, .clinician, .afterDeath, .unknown: return .notConcerned
        case .parent: break
        }
        guard let birth = participant.birthDate else { return .unknown }
        let birthday = birth.adding(years: adultAge)
        if participant.isDeceased {
            guard let death = participant.deceasedOn else { return .unknown }
            if death.latest < birthday.earliest { return .notConcerned }
        }
        return date.latest >= birthday.earliest ? .reached(birthday) : .notReached
    }

    /// Surely before: the latest day `collected` can mean is before the earliest day of the cut-off.
    private static func isBefore(_ cutOff: CalendarDate, _ collected: CalendarDate?) -> Bool {
        guard let collected else { return false }
        return collected.latest < cutOff.earliest
    }
}
