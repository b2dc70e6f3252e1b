import Canonical

/// What happens to one person of the cohort, from registration to report (or to a refusal, a withdrawal, a death).
struct Journey: Sendable {
    enum Step: Sendable {
        case register, admit, order, update, changeOrder, cancelOrder, consentForm, specimenReceived, merge, withdraw, die,
            result, discharge

        /// What a Bundle can say: its event is read from its resources.
        var eventOfBundle: Event {
            switch self {
            case .register, .update, .merge: .personUpdated
            case .admit: .encounterStarted
            case .discharge: .encounterFinished
            case .die: .deathRecorded
            case .order, .changeOrder: .orderPlaced
            case .cancelOrder: .orderCancelled
            case .consentForm: .consentGiven
            case .withdraw: .consentWithdrawn
            case .specimenReceived: .specimenReceived
            case .result: .resultReported
            }
        }
    }

    let number: Int
    let person: Person
    let trust: Int
    let referral: Referral
    let consent: ConsentChoice
    private var steps: [Step]
    private var done = 0
    private var hasOrder = false
    private var hasConsent = false
    private var hasSpecimen = false
    private var isOver = false
    /// Whose patient this is; the laboratory quotes his numbers.
    private(set) var owner: SimulatedTrust = .laboratory
    /// The record has had all that a submission needs.
    private var wasComplete = false

    init(number: Int, person: Person, trust: Int, random: inout SeededGenerator) {
        self.number = number
        self.person = person
        self.trust = trust
        referral = Referral.all[Int(random.below(UInt64(Referral.all.count)))]
        let choice = random.below(100)
        consent = choice < 70 ? .given : choice < 80 ? .refusedResearch : choice < 84 ? .declined : .toFollow
        steps = [.register, .admit]
        if random.chance(0.3) { steps.append(.update) }
        steps.append(.order)
        if random.chance(0.1) { steps.append(.changeOrder) }
        if random.chance(0.04) {
            steps += [.cancelOrder, .discharge]
            return
        }
        if consent == .toFollow, random.chance(0.8) { steps.append(.consentForm) }
        if random.chance(0.08) { steps.append(.merge) }
        steps.append(.specimenReceived)
        if random.chance(0.3) { steps.append(.update) }
        if random.chance(0.04), consent != .declined { steps.append(.withdraw) }
        if random.chance(0.03) { steps.append(.die) }
        steps += [.result, .discharge]
    }

    var isFinished: Bool { done >= steps.count }
    var visit: Int { 2_000_000 + number }

    mutating func step(at trust: SimulatedTrust, _ context: Draft.Context) -> SimulatedMessage {
        owner = trust
        let step = steps[done]
        done += 1
        let wasOrdered = hasOrder
        switch step {
        case .order:
            hasOrder = true
            switch consent {
            case .given, .refusedResearch: hasConsent = true
            case .declined, .toFollow: break
            }
            if trust.dialect.orders != .notes { hasSpecimen = true }
        case .consentForm: hasConsent = true
        case .specimenReceived: hasSpecimen = true
        case .cancelOrder, .withdraw: isOver = true
        default: break
        }
        let (type, event, sender): (String, Event, SimulatedTrust) =
            switch step {
            case .register: ("ADT^A28", .personRegistered, trust)
            case .admit: ("ADT^A04", .encounterStarted, trust)
            case .update: ("ADT^A31", .personUpdated, trust)
            case .discharge: ("ADT^A03", .encounterFinished, trust)
            case .die: ("ADT^A31", .deathRecorded, trust)
            case .merge: ("ADT^A40", .personMerged, trust)
            case .order: (trust.dialect.orders == .notes ? "ORM^O01" : "OML^O21", .orderPlaced, trust)
            case .changeOrder: (trust.dialect.orders == .notes ? "ORM^O01" : "OML^O21", .orderChanged, trust)
            case .cancelOrder: (trust.dialect.orders == .notes ? "ORM^O01" : "OML^O21", .orderCancelled, trust)
            case .consentForm: ("ORU^R01", .consentGiven, trust)
            case .withdraw: ("ORU^R01", .consentWithdrawn, trust)
            case .specimenReceived: ("ORU^R01", .specimenReceived, SimulatedTrust.laboratory)
            case .result: ("ORU^R01", .resultReported, SimulatedTrust.laboratory)
            }
        let completes = !wasComplete && hasOrder && hasConsent && hasSpecimen && !isOver
        if completes { wasComplete = true }
        let speaksFHIR = trust.dialect.orders == .fhir && sender.ods == trust.ods
        let truth = Truth(
            messageType: speaksFHIR ? "Bundle" : type, event: speaksFHIR ? step.eventOfBundle : event, person: person.number,
            isOfCohort: true,
            expectation: wasOrdered || step == .order ? .mapped : .notRelevant, completesSubmission: completes,
            withdraws: step == .withdraw)
        if speaksFHIR {
            var draft = FHIRDraft(trust: trust, context: context)
            draft.bundle(self, step)
            return draft.message(truth)
        }
        var draft = Draft(trust: sender, context: context)
        switch step {
        case .register: draft.patientEvent(.register, person, visit: visit)
        case .admit: draft.patientEvent(.attend, person, visit: visit)
        case .update: draft.patientEvent(.updatePerson, person, visit: visit)
        case .discharge: draft.patientEvent(.discharge, person, visit: visit)
        case .die: draft.patientEvent(.updatePerson, person, visit: visit, died: true)
        case .merge: draft.merge(person)
        case .order: draft.order(self, control: "NW", consent: consent)
        case .changeOrder: draft.order(self, control: "XO", consent: consent)
        case .cancelOrder: draft.order(self, control: "CA", consent: consent)
        case .consentForm: draft.consentForm(self, withdrawn: false)
        case .withdraw: draft.consentForm(self, withdrawn: true)
        case .specimenReceived: draft.specimenReceived(self)
        case .result: draft.result(self)
        }
        return draft.message(truth)
    }

}
