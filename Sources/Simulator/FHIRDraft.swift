import Canonical

/// A FHIR R4 message Bundle as Birmingham Children's sends it, written as text: the shapes are few and fixed.
struct FHIRDraft {
    let trust: SimulatedTrust
    private var draft: Draft
    private var isFirst = true

    init(trust: SimulatedTrust, context: Draft.Context) {
        self.trust = trust
        draft = Draft(trust: trust, context: context)
        draft.bytes.reserveCapacity(4096)
    }

    func message(_ truth: Truth) -> SimulatedMessage { draft.message(truth) }

    /// Somebody outside the cohort, with a visit or without.
    mutating func bundle(_ person: Person, visit: Int?, finished: Bool) {
        open()
        patient(person, died: false)
        if let visit { encounter(person, visit, status: finished ? "finished" : "in-progress") }
        draft.text("]}")
    }

    mutating func bundle(_ journey: Journey, _ step: Journey.Step) {
        let person = journey.person
        open()
        patient(person, died: step == .die)
        switch step {
        case .admit: encounter(person, journey.visit, status: "in-progress")
        case .discharge: encounter(person, journey.visit, status: "finished")
        case .order, .changeOrder, .cancelOrder:
            condition(journey)
            specimen(journey)
            request(journey, status: step == .cancelOrder ? "revoked" : "active")
            consent(
                journey, research: false,
                journey.consent == .toFollow ? "proposed" : journey.consent == .declined ? "rejected" : "active")
            consent(
                journey, research: true,
                journey.consent == .given ? "active" : journey.consent == .toFollow ? "proposed" : "rejected")
        case .consentForm:
            consent(journey, research: false, "active")
            consent(journey, research: true, "active")
        case .withdraw:
            consent(journey, research: false, "inactive")
            consent(journey, research: true, "inactive")
        case .register, .update, .merge, .die, .specimenReceived, .result: break
        }
        draft.text("]}")
    }

    // MARK: pieces

    private mutating func open() {
        draft.text(
            "{\"resourceType\":\"Bundle\",\"identifier\":{\"system\":\"https://genomics-hub.example/Id/rq3-message\",\"value\":\"RQ3"
        )
        draft.number(draft.context.controlNumber, width: 8)
        draft.text("\"},\"type\":\"message\",\"timestamp\":\"")
        instant()
        draft.text("\",\"entry\":[")
        header()
    }

    private mutating func instant() {
        let time = draft.context.time
        dateText(time)
        draft.text("T")
        draft.number(time.hour, width: 2)
        draft.text(":")
        draft.number(time.minute, width: 2)
        draft.text(":")
        draft.number(time.second, width: 2)
        draft.text("Z")
    }

    private mutating func dateText(_ time: SimulatedTime) {
        draft.number(time.year, width: 4)
        draft.text("-")
        draft.number(time.month, width: 2)
        draft.text("-")
        draft.number(time.day, width: 2)
    }

    /// `{"fullUrl":"urn:uuid:…","resource":{"resourceType":"Patient",`
    private mutating func open(_ type: String, _ kind: Int, _ number: Int) {
        if !isFirst { draft.text(",") }
        isFirst = false
        draft.text("{\"fullUrl\":\"urn:uuid:")
        uuid(kind, number)
        draft.text("\",\"resource\":{\"resourceType\":\"")
        draft.text(type)
        draft.text("\",\"id\":\"")
        uuid(kind, number)
        draft.text("\",")
    }

    private mutating func uuid(_ kind: Int, _ number: Int) {
        draft.text("5e9d0000-0000-4000-8")
        draft.number(kind, width: 3)
        draft.text("-")
        draft.number(number, width: 12)
    }

    private mutating func reference(_ kind: Int, _ number: Int) {
        draft.text("{\"reference\":\"urn:uuid:")
        uuid(kind, number)
        draft.text("\"}")
    }

    private mutating func identifier(_ system: String, _ prefix: String, _ number: Int) {
        draft.text("{\"system\":\"https://genomics-hub.example/Id/")
        draft.text(system)
        draft.text("/RQ3\",\"value\":\"")
        draft.text(prefix)
        draft.number(number)
        draft.text("\"}")
    }

    private mutating func header() {
        open("MessageHeader", 0, draft.context.controlNumber)
        draft.text("\"eventCoding\":{\"system\":\"https://fhir.nhs.uk/CodeSystem/message-events-genomics\",\"code\":\"")
        draft.text("genomictestrequest")
        draft.text(
            "\"},\"sender\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"RQ3\"}},\"source\":{\"name\":\"BCH-EPR\",\"endpoint\":\"https://bch.example/fhir\"}}}"
        )
    }

    private mutating func patient(_ person: Person, died: Bool) {
        open("Patient", 1, Int(person.number))
        draft.text("\"identifier\":[")
        if person.checkDigit != nil {
            draft.text("{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"")
            draft.nhsNumber(person)
            draft.text("\"},")
        }
        identifier("patient", "", person.hospitalNumber(at: trust.place))
        draft.text("],\"name\":[{\"use\":\"official\",\"family\":\"")
        draft.text(person.family)
        draft.text("\",\"given\":[\"")
        draft.text(person.given)
        draft.text("\"]}],\"gender\":\"")
        draft.text(person.isFemale ? "female" : "male")
        draft.text("\",\"birthDate\":\"")
        let birth = person.birth
        dateText(SimulatedTime(year: birth.year, month: birth.month, day: birth.day))
        if died {
            draft.text("\",\"deceasedDateTime\":\"")
            instant()
        }
        draft.text("\",\"address\":[{\"use\":\"home\",\"line\":[\"")
        draft.number(person.house)
        draft.text(" ")
        draft.text(person.street)
        draft.text("\"],\"city\":\"")
        draft.text(person.town.name)
        draft.text("\",\"postalCode\":\"")
        draft.text(person.town.outward)
        draft.text(" ")
        draft.number(person.inward.digit)
        draft.bytes.append(person.inward.first)
        draft.bytes.append(person.inward.second)
        draft.text(
            "\"}],\"extension\":[{\"url\":\"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory\",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland\",\"code\":\""
        )
        draft.text(person.ethnicity)
        draft.text("\"}]}}]}}")
    }

    private mutating func encounter(_ person: Person, _ visit: Int, status: String) {
        open("Encounter", 2, visit)
        draft.text("\"identifier\":[")
        identifier("visit", "", visit)
        draft.text("],\"status\":\"")
        draft.text(status)
        draft.text(
            "\",\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"AMB\"},\"subject\":")
        reference(1, Int(person.number))
        draft.text("}}")
    }

    private mutating func condition(_ journey: Journey) {
        open("Condition", 3, journey.number)
        draft.text("\"identifier\":[")
        identifier("condition", "C", journey.number)
        draft.text("],\"code\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"")
        draft.text(journey.referral.diagnosis.code)
        draft.text("\",\"display\":\"")
        draft.text(journey.referral.diagnosis.name)
        draft.text("\"}]},\"subject\":")
        reference(1, Int(journey.person.number))
        draft.text("}}")
    }

    private mutating func specimen(_ journey: Journey) {
        open("Specimen", 4, journey.number)
        draft.text("\"identifier\":[")
        identifier("specimen", "S", 100_000 + journey.number)
        draft.text(
            "],\"type\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"258580003\",\"display\":\"Whole blood specimen\"}]},\"subject\":"
        )
        reference(1, Int(journey.person.number))
        draft.text(",\"collection\":{\"collectedDateTime\":\"")
        instant()
        draft.text("\"}}}")
    }

    private mutating func request(_ journey: Journey, status: String) {
        open("ServiceRequest", 5, journey.number)
        draft.text("\"identifier\":[")
        identifier("placer-order", "", 700_000 + journey.number)
        draft.text("],\"status\":\"")
        draft.text(status)
        draft.text(
            "\",\"intent\":\"order\",\"code\":{\"coding\":[{\"system\":\"https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory\",\"code\":\""
        )
        draft.text(journey.referral.test.code)
        draft.text("\",\"display\":\"")
        draft.text(journey.referral.test.name)
        draft.text("\"}]},\"subject\":")
        reference(1, Int(journey.person.number))
        draft.text(",\"authoredOn\":\"")
        instant()
        draft.text("\",\"reasonReference\":[")
        reference(3, journey.number)
        draft.text("],\"specimen\":[")
        reference(4, journey.number)
        draft.text("]}}")
    }

    private mutating func consent(_ journey: Journey, research: Bool, _ status: String) {
        open("Consent", research ? 7 : 6, journey.number)
        draft.text("\"identifier\":[")
        identifier(research ? "research-consent" : "consent", "R", journey.number)
        draft.text("],\"status\":\"")
        draft.text(status)
        draft.text(
            "\",\"scope\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"")
        draft.text(research ? "research" : "treatment")
        draft.text(
            "\"}]},\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"")
        draft.text(research ? "RESEARCH" : "INFA")
        draft.text("\"}]}],\"patient\":")
        reference(1, Int(journey.person.number))
        draft.text(",\"dateTime\":\"")
        instant()
        draft.text("\",\"policyRule\":{\"text\":\"NHS genomics record of discussion\"}")
        if status != "proposed" {
            draft.text(",\"provision\":{\"type\":\"")
            draft.text(status == "active" ? "permit" : "deny")
            draft.text("\"}")
        }
        draft.text("}}")
    }
}
