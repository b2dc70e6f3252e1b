import Canonical

/// What is true of a step, whoever says it.
extension Journey {
    func truth(of step: Step) -> Truth {
        let speaksFHIR = owner.dialect.speaksFHIR && !step.isOfLaboratory
        return Truth(
            messageType: speaksFHIR ? "Bundle" : messageType(of: step),
            event: speaksFHIR ? eventOfBundle(step) : event(of: step),
            person: person.number, isOfCohort: true, expectation: .mapped)
    }

    private func messageType(of step: Step) -> String {
        let dialect = owner.dialect
        return switch step {
        case .register: "ADT^A28"
        case .admit: visit.isOutpatient ? "ADT^A04" : "ADT^A01"
        case .transfer: "ADT^A02"
        case .update, .die: PatientEvent.updatePerson.spoken(in: dialect).messageType
        case .discharge: "ADT^A03"
        case .merge: dialect.mergesByA34 ? "ADT^A34" : "ADT^A40"
        case .order, .changeOrder, .cancelOrder: dialect.orderMessage == .orm ? "ORM^O01" : "OML^O21"
        case .consentForm, .withdraw: dialect.consentForm == .document ? "MDM^T02" : "ORU^R01"
        case .histology, .specimenReceived, .result: "ORU^R01"
        }
    }

    private func event(of step: Step) -> Event {
        switch step {
        case .register: .personRegistered
        case .admit: .encounterStarted
        case .transfer: .encounterTransferred
        case .update: .personUpdated
        case .discharge: .encounterFinished
        case .die: .deathRecorded
        case .merge: .personMerged
        case .order: .orderPlaced
        case .changeOrder: .orderChanged
        case .cancelOrder: .orderCancelled
        case .consentForm: .consentGiven
        case .withdraw: .consentWithdrawn
        case .specimenReceived: .specimenReceived
        case .histology, .result: .resultReported
        }
    }

    /// What a Bundle can say: its event is read from its resources.
    private func eventOfBundle(_ step: Step) -> Event {
        switch step {
        case .register, .update, .merge: .personUpdated
        case .transfer: .encounterStarted
        case .changeOrder: .orderPlaced
        default: event(of: step)
        }
    }

    /// The facts of `step` as its sender can say them, when it is told at `time`. `advance(to:)` came before.
    func facts(of step: Step, at time: SimulatedTime) -> Set<Fact> {
        let sender = step.isOfLaboratory ? SimulatedTrust.laboratory : owner
        var facts = FactSheet(time: time, ods: owner.ods, dialect: sender.dialect)
        if let event = truth(of: step).event { facts.add(.event, event.rawValue) }
        facts.add(person, at: owner, isQuoted: step.isOfLaboratory, died: step == .die)
        let isByVisit = sender.dialect.updatesByVisit && !sender.dialect.speaksFHIR
        switch step {
        case .register:
            facts.addPractice(of: person)
            facts.addRelative(of: person)
        case .update, .die:
            facts.addPractice(of: person)
            facts.addRelative(of: person)
            if isByVisit { facts.add(visit, of: person) }
        case .admit, .transfer, .discharge:
            facts.addPractice(of: person)
            facts.add(visit, of: person)
        case .merge: facts.add(.mergedNumber, facts.patient(person.hospitalNumber(at: owner.place) + 1))
        case .order, .changeOrder: order(&facts, status: "active")
        case .cancelOrder: order(&facts, status: "revoked")
        case .consentForm, .withdraw:
            facts.add(consent)
            if sender.dialect.consentForm == .document {
                facts.add(visit, of: person)
                facts.add(.document, "\(FactSheet.base)document/\(owner.ods)|\(documentNumber)")
                facts.add(.reportForm, "application/pdf")
            }
        case .histology:
            facts.add(.report, "\(FactSheet.base)filler-order/\(owner.ods)-PATH|\(histologyNumber)")
            facts.add(.reportStatus, "final")
            facts.add(.reportText, referral.histology.joined(separator: "\n"))
        case .specimenReceived: laboratory(&facts, order: "active", report: "registered")
        case .result:
            laboratory(&facts, order: "completed", report: "final")
            facts.add(.finding, "51968-6 \(isPathogenic ? "LA6668-3" : "LA26333-7")")
            facts.add(.finding, "48004-6 \(variant)")
            facts.add(.finding, "81258-6 \(frequency)")
            facts.add(.reportForm, "application/pdf")
        }
        return facts.facts
    }

    private func order(_ facts: inout FactSheet, status: String) {
        let dialect = owner.dialect
        facts.addPractice(of: person)
        facts.add(visit, of: person)
        var tests = [(referral.test.code, orderNumber)]
        switch dialect.furtherTest {
        case .none: break
        case .sameOrder: tests.append((Referral.storage.code, orderNumber))
        case .ownOrder: tests.append((Referral.storage.code, storageNumber))
        }
        for (code, number) in tests {
            facts.add(.order, code)
            facts.add(.orderNumber, "\(code) \(FactSheet.base)placer-order/\(owner.ods)|\(number)")
            facts.add(.orderStatus, "\(code) \(status)")
            facts.add(.orderPriority, "\(code) \(referral.isUrgent ? "urgent" : "routine")")
            facts.add(.orderTime, "\(code) \(facts.time.universalMinute)")
            facts.add(.orderRequester, "\(code) \(facts.register(person.consultant))")
            facts.add(.orderOrganisation, "\(code) \(owner.ods)")
        }
        facts.add(.orderNote, "\(referral.test.code) \(note)")
        facts.add(.diagnosis, referral.diagnosis.code)
        for phenotype in referral.phenotypes {
            facts.add(.phenotype, "\(phenotype.code) \(phenotype.isPresent ? "present" : "absent")")
        }
        for question in referral.questions { facts.add(.answer, "\(question.tag) \(question.answer.words)") }
        facts.add(consent)
        facts.add(.specimenNumber, "\(FactSheet.base)specimen/\(owner.ods)|S\(specimenNumber)")
        facts.add(.specimenType, referral.specimen.code)
        facts.add(.specimenCollected, facts.time.universalMinute)
    }

    private func laboratory(_ facts: inout FactSheet, order: String, report: String) {
        let code = referral.test.code
        facts.add(.order, code)
        facts.add(.orderNumber, "\(code) \(FactSheet.base)placer-order/\(owner.ods)|\(orderNumber)")
        facts.add(.orderStatus, "\(code) \(order)")
        facts.add(.report, "\(FactSheet.base)filler-order/WMRGL|\(laboratoryNumber)")
        facts.add(.reportStatus, report)
        facts.add(.reportTest, code)
        if owner.dialect.specimen != .obr15 {
            facts.add(.specimenNumber, "\(FactSheet.base)specimen/\(owner.ods)|S\(specimenNumber)")
        }
        facts.add(.specimenNumber, "\(FactSheet.base)specimen/WMRGL|L\(500_000 + number)")
        facts.add(.specimenType, referral.specimen.code)
        facts.add(.specimenCollected, facts.time.dateText)
        facts.add(.specimenReceived, facts.time.universalMinute)
    }
}
