import Canonical

extension Region {
    /// One bad message, of a kind that really comes.
    mutating func fault() -> SimulatedMessage {
        let person = Person(number: Person.outsideNumber(random.below(UInt64(Person.outsideCount))), seed: seed)
        // Damage is done to senders of HL7 v2; the FHIR feed gets binary only.
        var trust = trusts[Int(random.below(UInt64(trusts.count)))]
        let kind = random.below(100)
        if trust.dialect.speaksFHIR, kind < 90, let other = trusts.first(where: { !$0.dialect.speaksFHIR }) {
            trust = other
        }
        switch kind {
        case 0..<14: return unknownType(person, trust)
        case 14..<34: return broken(person, trust, .birthDate, .brokenBirthDate)
        case 34..<50: return broken(person, trust, .checkDigit, .wrongCheckDigit)
        case 50..<60:
            let speaksUTF8 =
                trust.dialect.characters == .utf8
                ? trust : trusts.first { $0.dialect.characters == .utf8 && !$0.dialect.speaksFHIR }
            return broken(person, speaksUTF8 ?? trust, .charset, .wrongCharset)
        case 60..<68:
            var draft = Draft(trust: trust, context: context)
            draft.merge(person, empty: true)
            return draft.message(
                Truth(
                    messageType: trust.dialect.mergesByA34 ? "ADT^A34" : "ADT^A40", event: nil, person: person.number,
                    isOfCohort: false,
                    expectation: .quarantined(.emptyMerge)))
        case 68..<80: return resend(person, trust)
        case 80..<90: return reuse()
        default: return binary(trust)
        }
    }

    private func unknownType(_ person: Person, _ trust: SimulatedTrust) -> SimulatedMessage {
        var draft = Draft(trust: trust, context: context)
        draft.header("ZGM", "Z01", structure: "ZGM_Z01")
        draft.person(person)
        return draft.message(
            Truth(
                messageType: "ZGM^Z01", event: nil, person: person.number, isOfCohort: false,
                expectation: .quarantined(.unknownType)))
    }

    private func broken(
        _ person: Person, _ trust: SimulatedTrust, _ fault: IdentityFault, _ reason: QuarantineReason
    ) -> SimulatedMessage {
        var draft = Draft(trust: trust, context: context)
        draft.patientEvent(.updatePerson, person, Visit(number: Int(person.number)), fault: fault)
        return draft.message(
            Truth(
                messageType: PatientEvent.updatePerson.spoken(in: trust.dialect).messageType, event: nil, person: person.number,
                isOfCohort: false, expectation: .quarantined(reason))
        )
    }

    /// A sender that got no acknowledgement sends the same bytes again.
    private mutating func resend(_ person: Person, _ trust: SimulatedTrust) -> SimulatedMessage {
        var draft = Draft(trust: trust, context: context)
        draft.patientEvent(.updateVisit, person, Visit(number: Int(person.number)))
        var truth = Truth(
            messageType: "ADT^A08", event: .personUpdated, person: person.number, isOfCohort: false, expectation: .notRelevant)
        let first = draft.message(truth)
        truth.expectation = .duplicate
        waiting = draft.message(truth)
        return first
    }

    /// Another message under a control id that the trust used before; an ordinary one where it used none yet.
    private mutating func reuse() -> SimulatedMessage {
        let places = trusts.indices.filter { lastControl[$0] != nil && !trusts[$0].dialect.speaksFHIR }
        guard !places.isEmpty else { return outsider() }
        let place = places[Int(random.below(UInt64(places.count)))]
        let person = Person(number: Person.outsideNumber(random.below(UInt64(Person.outsideCount))), seed: seed)
        var draft = Draft(trust: trusts[place], context: context)
        draft.patientEvent(.updateVisit, person, Visit(number: Int(person.number)), control: lastControl[place])
        return draft.message(
            Truth(
                messageType: "ADT^A08", event: .personUpdated, person: person.number, isOfCohort: false,
                expectation: .notRelevant, reusesControlID: true))
    }

    private mutating func binary(_ trust: SimulatedTrust) -> SimulatedMessage {
        var body: [UInt8] = Array("%PDF-1.4\n".utf8)
        for _ in 0..<256 { body.append(UInt8(truncatingIfNeeded: random.next())) }
        return SimulatedMessage(
            feed: trust.feed, body: body,
            truth: Truth(
                messageType: "", event: nil, person: 0, isOfCohort: false, expectation: .quarantined(.binary)))
    }
}
