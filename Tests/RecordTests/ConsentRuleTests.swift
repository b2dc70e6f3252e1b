import Canonical
import Record
import Testing

/// Every combination of purpose, choices, withdrawal, class, age and date of the data, against a table written by hand.
@Suite struct ConsentRuleTests {
    enum Age: CaseIterable {
        case adult, childOfParent, grownUpOfParent, diedAsChildOfParent, unknownBirthOfParent
    }
    enum Data: CaseIterable {
        case undated, early, late
    }
    enum Death: CaseIterable {
        case alive, deceased
    }

    static let today = CalendarDate("2026-06-15")!
    /// Before every cut-off used here, and after.
    static let early = CalendarDate("2019-01-01")!
    static let late = CalendarDate("2026-06-01")!
    static let withdrawnOn = CalendarDate("2024-01-01")!

    static func subject(_ kind: Participant.Class, _ age: Age, _ death: Death) -> (Participant, ConsentChoices.Decider) {
        let died: CalendarDate? = death == .deceased ? CalendarDate("2026-06-10") : nil
        func person(_ birth: String?, _ on: CalendarDate? = died) -> Participant {
            Participant(kind, birthDate: birth.flatMap { CalendarDate($0) }, deceasedOn: on)
        }
        switch age {
        case .adult: return (person("1970-05-05"), .adult)
        case .childOfParent: return (person("2018-05-05"), .parent)
        // 16 on 2022-05-05
        case .grownUpOfParent: return (person("2006-05-05"), .parent)
        case .diedAsChildOfParent: return (person("2006-05-05", CalendarDate("2012-01-01")), .parent)
        case .unknownBirthOfParent: return (person(nil), .parent)
        }
    }

    @Test func everyCombinationIsDecidedAsTheTableSays() {
        var combinations = 0
        for purpose in Purpose.allCases {
            for programme in ConsentChoices.Choice.allCases {
                for research in ConsentChoices.Choice.allCases {
                    for withdrawal in ConsentChoices.Withdrawal.allCases {
                        for kind in Participant.Class.allCases {
                            for age in Age.allCases {
                                for death in Death.allCases {
                                    for data in Data.allCases {
                                        for masks in [false, true] {
                                            combinations += 1
                                            let (participant, decider) = Self.subject(kind, age, death)
                                            let choices = ConsentChoices(
                                                programme: programme, research: research, withdrawal: withdrawal,
                                                withdrawnOn: withdrawal == .none ? nil : Self.withdrawnOn, decider: decider)
                                            let collected: CalendarDate? =
                                                switch data {
                                                case .undated: nil
                                                case .early: Self.early
                                                case .late: Self.late
                                                }
                                            let decision = ConsentRule.permit(
                                                purpose: purpose, choices: choices, participant: participant, on: Self.today,
                                                collected: collected, masks: masks, epoch: 7)
                                            let expected = Self.expected(
                                                purpose, programme, research, withdrawal, kind, age, data, masks)
                                            #expect(
                                                decision.refusal == expected,
                                                "\(purpose) \(programme) \(research) \(withdrawal) \(kind) \(age) \(death) \(data) \(masks)"
                                            )
                                            if let permit = decision.permit {
                                                #expect(permit.epoch == 7 && permit.purpose == purpose)
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        #expect(combinations == 3 * 4 * 4 * 3 * 2 * 5 * 2 * 3 * 2)
    }

    /// The rules as a person would tell them, one sentence a line.
    static func expected(
        _ purpose: Purpose, _ programme: ConsentChoices.Choice, _ research: ConsentChoices.Choice,
        _ withdrawal: ConsentChoices.Withdrawal, _ kind: Participant.Class, _ age: Age, _ data: Data, _ masks: Bool
    ) -> ConsentRefusal? {
        if purpose == .directCare { return nil }
        if kind == .pedigreeOnly { return purpose == .programme && masks ? nil : .pedigreeOnly }
        if withdrawal == .full { return .withdrawn }
        let asked = purpose == .research ? [programme, research] : [programme]
        for choice in asked {
            if choice == .no { return .declined }
            if choice == .undecided { return .undecided }
            if choice == .unrecorded { return .unrecorded }
        }
        if withdrawal == .partial, data != .early { return .collectedAfterWithdrawal }
        if age == .unknownBirthOfParent { return .reconsentDue }
        if age == .grownUpOfParent, data != .early { return .reconsentDue }
        return nil
    }

    @Test func aPermitCarriesTheEarlierCutOff() throws {
        let choices = ConsentChoices(
            programme: .yes, withdrawal: .partial, withdrawnOn: Self.withdrawnOn, decider: .parent)
        let decision = ConsentRule.permit(
            purpose: .programme, choices: choices, participant: Participant(birthDate: CalendarDate("2006-05-05")),
            on: Self.today, collected: Self.early)
        #expect(try #require(decision.permit).collectedBefore == CalendarDate("2022-05-05"))
    }

    @Test(arguments: [
        ("2010-06-15", "2026-06-14", true), ("2010-06-15", "2026-06-15", false), ("2010-06-15", "2026-06-16", false),
        // A birth date without a day counts from its first day on.
        ("2010-06", "2026-05-31", true), ("2010-06", "2026-06-01", false), ("2010", "2026-01-01", false),
    ])
    func theSixteenthBirthdayEndsAParentsConsent(birth: String, today: String, isPermitted: Bool) throws {
        let decision = ConsentRule.permit(
            purpose: .programme, choices: ConsentChoices(programme: .yes, decider: .parent),
            participant: Participant(birthDate: CalendarDate(birth)), on: try #require(CalendarDate(today)))
        #expect(decision.refusal == (isPermitted ? nil : .reconsentDue))
    }

    @Test func aConsentForATimeExpires() throws {
        let choices = ConsentChoices(programme: .yes, decider: .adult, until: CalendarDate("2026-06"))
        func refusal(_ day: String) throws -> ConsentRefusal? {
            ConsentRule.permit(
                purpose: .programme, choices: choices, participant: Participant(), on: try #require(CalendarDate(day))
            ).refusal
        }
        #expect(try refusal("2026-06-30") == nil)
        #expect(try refusal("2026-07-01") == .expired)
    }

    @Test func aStrangerGetsDirectCareOnly() {
        #expect(ConsentRule.permitForStranger(purpose: .directCare).permit != nil)
        #expect(ConsentRule.permitForStranger(purpose: .programme).refusal == .unrecorded)
        #expect(ConsentRule.permitForStranger(purpose: .research).refusal == .unrecorded)
    }

    @Test func choicesSurviveTheirColumn() {
        let choices = ConsentChoices(
            programme: .yes, research: .no, withdrawal: .partial, withdrawnOn: CalendarDate("2024-02"), decider: .parent,
            givenOn: CalendarDate("2020-01-31"), until: nil)
        #expect(ConsentChoices(encoded: choices.encoded) == choices)
        #expect(ConsentChoices(encoded: "rubbish") == ConsentChoices())
        // An unknown word for a withdrawal is the strictest one.
        #expect(ConsentChoices(encoded: "yes|yes|odd||adult||").withdrawal == .full)
    }
}
