import Canonical

/// What happens to one person of the cohort, from registration to report (or to a refusal, a withdrawal, a death).
struct Journey: Sendable {
    enum Step: Sendable, CaseIterable {
        case register, admit, transfer, order, update, changeOrder, cancelOrder, consentForm, specimenReceived, merge, withdraw,
            die, histology, result, discharge

        /// Said by the regional laboratory rather than by the trust.
        var isOfLaboratory: Bool { self == .specimenReceived || self == .result }
    }

    let number: Int
    let person: Person
    let trust: Int
    let referral: Referral
    private(set) var consent: ConsentChoice
    private var steps: [Step] = []
    private var done = 0
    private var hasOrder = false
    private var hasConsent = false
    private var hasSpecimen = false
    private var isOver = false
    /// The record has had all that a submission needs.
    private var wasComplete = false
    /// Whose patient this is; the laboratory quotes his numbers.
    let owner: SimulatedTrust
    private(set) var visit: Visit

    init(number: Int, person: Person, trust: Int, owner: SimulatedTrust, referral: Referral, consent: ConsentChoice) {
        self.number = number
        self.person = person
        self.trust = trust
        self.owner = owner
        self.referral = referral
        self.consent = consent
        visit = Visit(number: 2_000_000 + number, isOutpatient: !referral.isCancer)
    }

    init(number: Int, person: Person, trust: Int, owner: SimulatedTrust, random: inout SeededGenerator) {
        let referral = Referral.all[Int(random.below(UInt64(Referral.all.count)))]
        let choice = random.below(100)
        self.init(
            number: number, person: person, trust: trust, owner: owner, referral: referral,
            consent: choice < 70 ? .given : choice < 80 ? .refusedResearch : choice < 84 ? .declined : .toFollow)
        steps = [.register, .admit]
        if random.chance(0.3) { steps.append(.update) }
        steps.append(.order)
        if random.chance(0.1) { steps.append(.changeOrder) }
        if random.chance(0.04) {
            steps += [.cancelOrder, .discharge]
            return
        }
        if case .toFollow = consent, random.chance(0.8) { steps.append(.consentForm) }
        if random.chance(0.08) { steps.append(.merge) }
        if referral.isCancer, random.chance(0.3) { steps.append(.transfer) }
        steps.append(.specimenReceived)
        if referral.isCancer, random.chance(0.3) { steps.append(.histology) }
        if random.chance(0.3) { steps.append(.update) }
        if random.chance(0.04) {
            if case .declined = consent {} else { steps.append(.withdraw) }
        }
        if random.chance(0.03) { steps.append(.die) }
        steps += [.result, .discharge]
    }

    var isFinished: Bool { done >= steps.count }
    var orderNumber: Int { 700_000 + number }
    var storageNumber: Int { 800_000 + number }
    var specimenNumber: Int { 100_000 + number }
    var laboratoryNumber: String { "16-\(10_000 + number)" }
    var histologyNumber: String { "H16-\(20_000 + number)" }
    var documentNumber: String { "ROD\(number)" }
    var isPathogenic: Bool { number % 3 == 0 }
    var variant: String { "NM_000000.0:c.\(100 + number % 900)C>T" }
    var frequency: String { "0.\(10 + number % 89)" }
    /// What the clinician wrote; one trust's order form lets him write a backslash, which begins no escape.
    var note: String { owner.dialect.breaksEscapes ? "Invented for a test \\ nobody" : "Invented for a test" }
    /// A PDF that says that it is invented.
    static let form = "JVBERi0xLjQKJSBpbnZlbnRlZAo="

    /// The next thing that happens.
    mutating func step(_ context: Draft.Context) -> SimulatedMessage {
        let step = steps[done]
        done += 1
        let wasOrdered = hasOrder
        switch step {
        case .order:
            hasOrder = true
            switch consent {
            case .given, .refusedResearch: hasConsent = true
            case .declined, .toFollow, .withdrawn: break
            }
            // A specimen without a number is known when the laboratory has it.
            if owner.dialect.specimen != .obr15 { hasSpecimen = true }
        case .consentForm: hasConsent = true
        case .specimenReceived: hasSpecimen = true
        case .cancelOrder, .withdraw: isOver = true
        default: break
        }
        let completes = !wasComplete && hasOrder && hasConsent && hasSpecimen && !isOver
        if completes { wasComplete = true }
        var truth = truth(of: step)
        truth.expectation = wasOrdered || step == .order ? .mapped : .notRelevant
        truth.completesSubmission = completes
        truth.withdraws = step == .withdraw
        return message(step, context, truth)
    }

    /// What has changed about the visit and the consent when `step` is told of.
    mutating func advance(to step: Step) {
        switch step {
        case .transfer: visit.isMoved = true
        case .discharge: visit.isFinished = true
        case .consentForm: consent = .given
        case .withdraw: consent = .withdrawn
        case .register, .admit, .order, .update, .changeOrder, .cancelOrder, .specimenReceived, .merge, .die, .histology,
            .result:
            break
        }
    }

    /// `step` in the sender's dialect.
    mutating func message(_ step: Step, _ context: Draft.Context, _ truth: Truth) -> SimulatedMessage {
        advance(to: step)
        let sender = step.isOfLaboratory ? SimulatedTrust.laboratory : owner
        if sender.dialect.speaksFHIR {
            return FHIRDraft(trust: sender, context: context).message(self, step, truth)
        }
        var draft = Draft(trust: sender, context: context)
        switch step {
        case .register: draft.patientEvent(.register, person, visit)
        case .admit: draft.patientEvent(visit.isOutpatient ? .attend : .admit, person, visit)
        case .transfer: draft.patientEvent(.transfer, person, visit)
        case .update: draft.patientEvent(.updatePerson, person, visit)
        case .discharge: draft.patientEvent(.discharge, person, visit)
        case .die: draft.patientEvent(.updatePerson, person, visit, died: true)
        case .merge: draft.merge(person)
        case .order: draft.order(self, control: "NW")
        case .changeOrder: draft.order(self, control: "XO")
        case .cancelOrder: draft.order(self, control: "CA")
        case .consentForm: draft.consentForm(self, .given)
        case .withdraw: draft.consentForm(self, .withdrawn)
        case .histology: draft.histology(self)
        case .specimenReceived: draft.specimenReceived(self)
        case .result: draft.result(self)
        }
        return draft.message(truth)
    }
}
