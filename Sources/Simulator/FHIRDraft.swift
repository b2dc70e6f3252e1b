import Canonical
import FHIR

/// A FHIR R4 message Bundle as the trusts that speak FHIR send it: JSON, or the same as XML.
struct FHIRDraft {
    let trust: SimulatedTrust
    let context: Draft.Context
    private var ods: String { trust.ods }

    init(trust: SimulatedTrust, context: Draft.Context) {
        self.trust = trust
        self.context = context
    }

    /// Somebody outside the cohort, with a visit or without.
    func message(_ person: Person, _ visit: Visit?, _ truth: Truth) -> SimulatedMessage {
        message([patient(person, died: false)] + (visit.map { [encounter(person, $0)] } ?? []), truth)
    }

    func message(_ journey: Journey, _ step: Journey.Step, _ truth: Truth) -> SimulatedMessage {
        let person = journey.person
        var resources = [patient(person, died: step == .die, isFull: isFull(step))]
        switch step {
        case .register, .update, .die: if person.hasRelative { resources.append(relative(person)) }
        case .admit, .transfer, .discharge: resources.append(encounter(person, journey.visit))
        case .order, .changeOrder, .cancelOrder:
            resources.append(encounter(person, journey.visit))
            resources += order(journey, status: step == .cancelOrder ? "revoked" : "active")
            resources += consents(journey)
        case .consentForm, .withdraw: resources += consents(journey)
        case .histology: resources.append(histology(journey))
        case .merge, .specimenReceived, .result: break
        }
        return message(resources, truth)
    }

    /// Merges and forms name the person; everything else has the practice too.
    private func isFull(_ step: Journey.Step) -> Bool {
        switch step {
        case .merge, .consentForm, .withdraw, .histology, .specimenReceived, .result: false
        case .register, .admit, .transfer, .order, .update, .changeOrder, .cancelOrder, .die, .discharge: true
        }
    }

    private func message(_ resources: [JSONValue], _ truth: Truth) -> SimulatedMessage {
        let control = SimulatedTime.padded(context.controlNumber, width: 8)
        let header: JSONValue = [
            "resourceType": "MessageHeader", "id": "\(uuid(0, context.controlNumber))",
            "eventCoding": [
                "system": "https://fhir.nhs.uk/CodeSystem/message-events-genomics", "code": "genomictestrequest",
            ],
            "sender": ["identifier": ["system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "\(ods)"]],
            "source": ["name": "\(ods)-EPR", "endpoint": "https://\(ods.lowercased()).example/fhir"],
        ]
        let bundle: JSONValue = [
            "resourceType": "Bundle",
            "identifier": ["system": "\(FactSheet.base)\(ods.lowercased())-message", "value": "\(ods)\(control)"],
            "type": "message", "timestamp": "\(instant)",
            "entry": .list(
                ([header] + resources).map { resource in
                    ["fullUrl": "urn:uuid:\(FHIRDraft.id(of: resource))", "resource": resource]
                }),
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(6_144)
        bundle.write(to: &bytes)
        if trust.dialect.format == .fhirXML, let tree = FHIRDocument.parse(bytes).tree { bytes = XMLWriter.write(tree) }
        return SimulatedMessage(feed: trust.feed, body: bytes, truth: truth)
    }

    // MARK: pieces

    private static func id(of resource: JSONValue) -> String {
        guard case .object(let members) = resource, case .text(let id)? = members.first(where: { $0.0 == "id" })?.1 else {
            return ""
        }
        return id
    }

    private func uuid(_ kind: Int, _ number: Int) -> String {
        "5e9d0000-0000-4000-8\(SimulatedTime.padded(kind, width: 3))-\(SimulatedTime.padded(number, width: 12))"
    }

    private func reference(_ kind: Int, _ number: Int) -> JSONValue { ["reference": "urn:uuid:\(uuid(kind, number))"] }
    private func subject(_ person: Person) -> JSONValue { reference(1, Int(person.number)) }

    private var instant: String {
        let time = context.time
        let clock = [time.hour, time.minute, time.second].map { SimulatedTime.padded($0) }.joined(separator: ":")
        return "\(time.dateText)T\(clock)\(time.isSummer ? "+01:00" : "+00:00")"
    }

    private func identifier(_ system: String, _ value: String) -> JSONValue {
        [["system": "\(FactSheet.base)\(system)/\(ods)", "value": "\(value)"]]
    }

    private func concept(_ system: String, _ code: String, _ display: String? = nil) -> JSONValue {
        [
            "coding": [["system": "\(system)", "code": "\(code)", "display": display.map { .text($0) }]],
            "text": display.map { .text($0) },
        ]
    }

    private func quoted(_ type: String, _ system: String, _ value: String, _ display: String? = nil) -> JSONValue {
        ["type": "\(type)", "identifier": ["system": "\(system)", "value": "\(value)"], "display": display.map { .text($0) }]
    }

    private func consultant(_ person: Person) -> JSONValue {
        quoted(
            "Practitioner", "https://fhir.hl7.org.uk/Id/gmc-number", person.consultant.code, "Dr \(person.consultant.family)")
    }

    private static let snomed = "http://snomed.info/sct"
    private static let directory = "https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory"
    private static let ukCore = "https://fhir.hl7.org.uk"

    // MARK: the person

    private func patient(_ person: Person, died: Bool, isFull: Bool = true) -> JSONValue {
        var identifiers: [JSONValue] = []
        if person.hasNumber(at: trust) {
            let status = concept("\(FHIRDraft.ukCore)/CodeSystem/UKCore-NHSNumberVerificationStatusEngland", "01")
            identifiers.append([
                "extension": [
                    [
                        "url": "\(FHIRDraft.ukCore)/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
                        "valueCodeableConcept": status,
                    ]
                ],
                "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "\(person.nhsNumber)",
            ])
        }
        identifiers.append([
            "system": "\(FactSheet.base)patient/\(ods)", "value": "\(person.hospitalNumber(at: trust.place))",
        ])
        let birth = person.birth
        let ethnicity = concept("\(FHIRDraft.ukCore)/CodeSystem/UKCore-EthnicCategoryEngland", person.ethnicity)
        let practice = SimulatedTime.padded(person.practice, width: 3)
        return [
            "resourceType": "Patient", "id": "\(uuid(1, Int(person.number)))",
            "extension": [
                [
                    "url": "\(FHIRDraft.ukCore)/StructureDefinition/Extension-UKCore-EthnicCategory",
                    "valueCodeableConcept": ethnicity,
                ]
            ],
            "identifier": .list(identifiers),
            "name": [
                [
                    "use": "official", "family": "\(person.family)",
                    "given": .list([person.given, person.middle].compactMap { name in name.map { .text($0) } }),
                    "prefix": ["\(person.title)"],
                ]
            ],
            "telecom": [
                [
                    "system": "phone", "value": "0121 496 \(SimulatedTime.padded(person.telephone, width: 4))", "use": "home",
                ]
            ],
            "gender": person.isFemale ? "female" : "male",
            "birthDate": "\(SimulatedTime(year: birth.year, month: birth.month, day: birth.day).dateText)",
            "deceasedDateTime": died ? .text(instant) : nil,
            "address": [
                [
                    "use": "home", "line": ["\(person.house) \(person.street)"], "city": "\(person.town.name)",
                    "district": "\(person.town.county)", "postalCode": "\(person.postcode)",
                ]
            ],
            "generalPractitioner": isFull
                ? [
                    quoted("Practitioner", "https://fhir.hl7.org.uk/Id/gmp-number", "G9990\(practice)"),
                    quoted("Organization", "https://fhir.nhs.uk/Id/ods-organization-code", "M99\(practice)"),
                ] : nil,
        ]
    }

    private func relative(_ person: Person) -> JSONValue {
        [
            "resourceType": "RelatedPerson", "id": "\(uuid(8, Int(person.number)))", "patient": subject(person),
            "relationship": [concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "PRN", "parent")],
            "name": [["family": "\(person.family)", "given": ["Robin"]]],
        ]
    }

    private func encounter(_ person: Person, _ visit: Visit) -> JSONValue {
        let day = SimulatedTime(year: context.time.year, month: context.time.month, day: context.time.day, hour: 7)
        let ward = visit.isOutpatient ? "CLINIC" : visit.isMoved ? "ANNEXE" : "WARD"
        let place =
            "\(ward)\(1 + Int(person.number) % 12), BAY\(1 + visit.number % 6), BED\(1 + visit.number % 24), \(ods)01"
        return [
            "resourceType": "Encounter", "id": "\(uuid(2, visit.number))", "identifier": identifier("visit", "\(visit.number)"),
            "status": visit.isFinished ? "finished" : "in-progress",
            "class": [
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": visit.isOutpatient ? "AMB" : "IMP",
            ],
            "subject": subject(person),
            "participant": [["individual": consultant(person)]],
            "period": [
                "start": "\(day.dateText)T07:00:00\(day.isSummer ? "+01:00" : "+00:00")",
                "end": visit.isFinished ? .text(instant) : nil,
            ],
            "location": [["location": ["display": "\(place)"]]],
        ]
    }

    // MARK: the order

    private func order(_ journey: Journey, status: String) -> [JSONValue] {
        let person = journey.person
        let referral = journey.referral
        let answers = referral.questions.enumerated().map { place, question in answer(question, place, journey) }
        let phenotypes = referral.phenotypes.enumerated().map { place, phenotype in self.phenotype(phenotype, place, journey) }
        return [
            [
                "resourceType": "Condition", "id": "\(uuid(3, journey.number))",
                "identifier": identifier("condition", "C\(journey.number)"),
                "code": concept(FHIRDraft.snomed, referral.diagnosis.code, referral.diagnosis.name), "subject": subject(person),
            ],
            [
                "resourceType": "Specimen", "id": "\(uuid(4, journey.number))",
                "identifier": identifier("specimen", "S\(journey.specimenNumber)"),
                "type": concept(FHIRDraft.snomed, referral.specimen.code, referral.specimen.name), "subject": subject(person),
                "collection": ["collectedDateTime": "\(instant)"],
            ],
        ] + answers + phenotypes + [request(journey, status)]
    }

    private func request(_ journey: Journey, _ status: String) -> JSONValue {
        let referral = journey.referral
        let answers = referral.questions.indices.map { reference(9, journey.number * 10 + $0) }
        return [
            "resourceType": "ServiceRequest", "id": "\(uuid(5, journey.number))",
            "extension": [
                [
                    "url": "https://genomics-hub.example/StructureDefinition/ordering-organisation",
                    "valueReference": quoted("Organization", "https://fhir.nhs.uk/Id/ods-organization-code", ods),
                ]
            ],
            "identifier": identifier("placer-order", "\(journey.orderNumber)"), "status": "\(status)", "intent": "order",
            "priority": referral.isUrgent ? "urgent" : "routine",
            "code": concept(FHIRDraft.directory, referral.test.code, referral.test.name), "subject": subject(journey.person),
            "authoredOn": "\(instant)", "requester": consultant(journey.person),
            "reasonReference": [reference(3, journey.number)], "supportingInfo": .list(answers),
            "specimen": [reference(4, journey.number)], "note": [["text": "\(journey.note)"]],
        ]
    }

    private func answer(_ question: Referral.Question, _ place: Int, _ journey: Journey) -> JSONValue {
        let loinc = "http://loinc.org"
        var concept: JSONValue?
        var quantity: JSONValue?
        var string: JSONValue?
        switch question.answer {
        case .yes: concept = self.concept(loinc, "LA33-6", "Yes")
        case .no: concept = self.concept(loinc, "LA32-8", "No")
        case .percentage(let value): quantity = ["value": .number("\(value)"), "unit": "%"]
        case .text(let text): string = .text(text)
        }
        return [
            "resourceType": "Observation", "id": "\(uuid(9, journey.number * 10 + place))", "status": "final",
            "code": self.concept("https://fhir.nhs.uk/CodeSystem/mds-questiontag-genomics", question.tag, question.text),
            "subject": subject(journey.person), "valueQuantity": quantity, "valueCodeableConcept": concept,
            "valueString": string,
        ]
    }

    private func phenotype(_ phenotype: Referral.Phenotype, _ place: Int, _ journey: Journey) -> JSONValue {
        [
            "resourceType": "Observation", "id": "\(uuid(10, journey.number * 10 + place))", "status": "final",
            "code": concept("http://human-phenotype-ontology.org", phenotype.code, phenotype.name),
            "subject": subject(journey.person),
            "valueCodeableConcept": concept(
                FHIRDraft.snomed, phenotype.isPresent ? "52101004" : "260415000",
                phenotype.isPresent ? "Present" : "Not detected"),
        ]
    }

    private func consents(_ journey: Journey) -> [JSONValue] {
        [consent(journey, isResearch: false), consent(journey, isResearch: true)]
    }

    private func consent(_ journey: Journey, isResearch: Bool) -> JSONValue {
        let answer = isResearch ? journey.consent.research : journey.consent.test
        return [
            "resourceType": "Consent", "id": "\(uuid(isResearch ? 7 : 6, journey.number))",
            "identifier": identifier(isResearch ? "research-consent" : "consent", "R\(journey.number)"),
            "status": "\(answer.status)",
            "scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", isResearch ? "research" : "treatment"),
            "category": [
                concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", isResearch ? "RESEARCH" : "INFA")
            ],
            "patient": subject(journey.person), "dateTime": "\(instant)",
            "policyRule": ["text": "NHS genomics record of discussion"],
            "provision": answer.status == "proposed" ? nil : ["type": answer.status == "active" ? "permit" : "deny"],
        ]
    }

    private func histology(_ journey: Journey) -> JSONValue {
        [
            "resourceType": "DiagnosticReport", "id": "\(uuid(11, journey.number))",
            "identifier": [
                ["system": "\(FactSheet.base)filler-order/\(ods)-PATH", "value": "\(journey.histologyNumber)"]
            ],
            "status": "final", "code": ["text": "Histopathology report"], "subject": subject(journey.person),
            "issued": "\(instant)", "conclusion": "\(journey.referral.histology.joined(separator: "\n"))",
        ]
    }
}
