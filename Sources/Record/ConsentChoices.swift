import Canonical

/// What a person, or who decides for them, agreed to; made of all their records of discussion.
package struct ConsentChoices: Sendable, Hashable {
    package enum Choice: String, Sendable, Hashable, CaseIterable {
        case yes
        case no
        /// Discussed or announced, and nothing decided.
        case undecided
        /// Nothing is on record.
        case unrecorded
    }

    package enum Withdrawal: String, Sendable, Hashable, CaseIterable {
        case none
        /// No further contact and nothing new; what was collected before may be used.
        case partial
        /// No further use.
        case full
    }

    /// Who made the choice (record of discussion, patient category).
    package enum Decider: String, Sendable, Hashable, CaseIterable {
        case adult
        /// A consultee for an adult who lacks capacity.
        case consultee
        /// A parent or guardian for a child.
        case parent
        /// The clinician, in the patient's best interest.
        case clinician
        /// Agreed after the person's death.
        case afterDeath = "after-death"
        case unknown
    }

    package var programme: Choice
    package var research: Choice
    package var withdrawal: Withdrawal
    package var withdrawnOn: CalendarDate?
    package var decider: Decider
    package var givenOn: CalendarDate?
    /// The last day on which the consent holds, where it was given for a time.
    package var until: CalendarDate?

    package init(
        programme: Choice = .unrecorded, research: Choice = .unrecorded, withdrawal: Withdrawal = .none,
        withdrawnOn: CalendarDate? = nil, decider: Decider = .unknown, givenOn: CalendarDate? = nil,
        until: CalendarDate? = nil
    ) {
        self.programme = programme
        self.research = research
        self.withdrawal = withdrawal
        self.withdrawnOn = withdrawnOn
        self.decider = decider
        self.givenOn = givenOn
        self.until = until
    }

    /// One line for a database column; `init(encoded:)` reads it.
    package var encoded: String {
        [
            programme.rawValue, research.rawValue, withdrawal.rawValue, withdrawnOn?.text ?? "", decider.rawValue,
            givenOn?.text ?? "", until?.text ?? "",
        ].joined(separator: "|")
    }

    /// Unreadable text is nothing on record, which permits nothing.
    package init(encoded text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 7 else {
            self.init()
            return
        }
        self.init(
            programme: Choice(rawValue: String(parts[0])) ?? .unrecorded,
            research: Choice(rawValue: String(parts[1])) ?? .unrecorded,
            withdrawal: Withdrawal(rawValue: String(parts[2])) ?? .full, withdrawnOn: CalendarDate(parts[3]),
            decider: Decider(rawValue: String(parts[4])) ?? .unknown, givenOn: CalendarDate(parts[5]),
            until: CalendarDate(parts[6]))
    }
}

/// Who somebody is in the programme, as far as consent asks.
package struct Participant: Sendable, Hashable {
    package enum Class: String, Sendable, Hashable, CaseIterable {
        /// A patient of the hub: referred, ordered for, or consented.
        case participant
        /// Known only as somebody's relative; never asked, never consented.
        case pedigreeOnly = "pedigree-only"
    }

    package var kind: Class
    package var birthDate: CalendarDate?
    package var isDeceased: Bool
    package var deceasedOn: CalendarDate?

    package init(
        _ kind: Class = .participant, birthDate: CalendarDate? = nil, isDeceased: Bool = false,
        deceasedOn: CalendarDate? = nil
    ) {
        self.kind = kind
        self.birthDate = birthDate
        self.isDeceased = isDeceased || deceasedOn != nil
        self.deceasedOn = deceasedOn
    }
}

/// A person's choices with the epoch under which they were read: a permit of an older epoch is void.
package struct ConsentStanding: Sendable, Hashable {
    package var person: PersonID
    package var epoch: Int64
    package var choices: ConsentChoices
    package var participant: Participant

    package init(person: PersonID, epoch: Int64, choices: ConsentChoices, participant: Participant) {
        self.person = person
        self.epoch = epoch
        self.choices = choices
        self.participant = participant
    }
}
