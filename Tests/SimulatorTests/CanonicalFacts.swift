import Mapping
import Simulator
import Tree

/// A canonical message reduced to the facts that it says: the reading of a person who wants to know who, what and when.
struct CanonicalFacts {
    private let tree: Tree
    /// Whose patients they are: tells the trust's own hospital number from others.
    private let ods: String
    private(set) var facts: Set<Fact> = []

    init(_ result: MappingResult, ods: String) {
        tree = result.canonical ?? Tree()
        self.ods = ods
        if let event = result.event { facts.insert(Fact(.event, event)) }
        guard result.canonical != nil else { return }
        var observations: [Tree.ID] = []
        var hasReport = false
        for entry in tree.children(of: .root, named: "entry") {
            guard let resource = tree.child(of: entry, named: "resource") else { continue }
            switch tree.text(of: resource) {
            case "Patient": patient(resource)
            case "RelatedPerson": relative(resource)
            case "Encounter": encounter(resource)
            case "ServiceRequest": order(resource)
            case "Condition": diagnosis(resource)
            case "Specimen": specimen(resource)
            case "Consent": consent(resource)
            case "DocumentReference": document(resource)
            case "DiagnosticReport":
                hasReport = true
                report(resource)
            case "Observation": observations.append(resource)
            default: continue
            }
        }
        self.observations(observations, hasReport: hasReport)
    }

    // MARK: reading

    private mutating func add(_ name: FactName, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        facts.insert(Fact(name, value))
    }

    /// The tree names a choice by its element: `value`, whatever its type.
    private func text(_ node: Tree.ID?, _ path: String...) -> String? {
        var at = node
        for step in path { at = at.flatMap { tree.child(of: $0, named: Name(step)) } }
        return at.map { tree.text(of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func all(_ node: Tree.ID?, _ name: String) -> [Tree.ID] {
        node.map { tree.children(of: $0, named: Name(name)) } ?? []
    }

    private func child(_ node: Tree.ID?, _ path: String...) -> Tree.ID? {
        var at = node
        for step in path { at = at.flatMap { tree.child(of: $0, named: Name(step)) } }
        return at
    }

    /// The code of a CodeableConcept in one system.
    private func code(_ concept: Tree.ID?, _ system: String) -> String? {
        all(concept, "coding").first { text($0, "system") == system }.flatMap { text($0, "code") }
    }

    private func identifier(_ node: Tree.ID?) -> String? {
        guard let value = text(node, "value") else { return nil }
        return "\(text(node, "system") ?? "")|\(value)"
    }

    private func extensions(_ node: Tree.ID, _ end: String) -> [Tree.ID] {
        all(node, "extension").filter { text($0, "url")?.hasSuffix(end) ?? false }
    }

    /// To the minute in universal time; a date alone stays what it is.
    private func moment(_ text: String?) -> String? {
        guard let text else { return nil }
        guard text.count > 10, let hour = Int(text.dropFirst(11).prefix(2)) else { return text }
        let offset = text.hasSuffix("+01:00") ? 1 : 0
        let padded = hour - offset < 10 ? "0\(hour - offset)" : "\(hour - offset)"
        return "\(text.prefix(10)) \(padded):\(text.dropFirst(14).prefix(2))"
    }

    private static let nhs = "https://fhir.nhs.uk/Id/nhs-number"
    private static let directory = "https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory"
    private static let snomed = "http://snomed.info/sct"
    private static let registers = [
        "https://fhir.hl7.org.uk/Id/gmc-number": "gmc", "https://fhir.hl7.org.uk/Id/consultant-code": "consultant",
        "https://fhir.nhs.uk/Id/sds-user-id": "sds",
    ]

    /// A clinician quoted by number, or made a resource of the same message (by himself or in a role).
    private func practitioner(_ reference: Tree.ID?) -> String? {
        if let resource = resource(text(reference, "reference")) {
            if tree.text(of: resource) == "PractitionerRole" { return practitioner(child(resource, "practitioner")) }
            return register(all(resource, "identifier").first)
        }
        return register(child(reference, "identifier"))
    }

    private func register(_ identifier: Tree.ID?) -> String? {
        guard let value = text(identifier, "value") else { return nil }
        let system = text(identifier, "system") ?? ""
        return "\(Self.registers[system] ?? system) \(value)"
    }

    private func resource(_ reference: String?) -> Tree.ID? {
        guard let reference else { return nil }
        return tree.children(of: .root, named: "entry").compactMap { tree.child(of: $0, named: "resource") }
            .first { resource in text(resource, "id").map { reference.hasSuffix($0) } ?? false }
    }

    /// An organisation quoted by its ODS code, or made a resource.
    private func organisation(_ reference: Tree.ID?) -> String? {
        resource(text(reference, "reference")).flatMap { all($0, "identifier").first }.flatMap { text($0, "value") }
            ?? text(reference, "identifier", "value")
    }

    // MARK: the person

    private mutating func patient(_ patient: Tree.ID) {
        for identifier in all(patient, "identifier") {
            guard let value = text(identifier, "value") else { continue }
            switch text(identifier, "system") ?? "" {
            case Self.nhs:
                add(.nhsNumber, value)
                for status in extensions(identifier, "NHSNumberVerificationStatus") {
                    add(.nhsNumberStatus, all(child(status, "value"), "coding").first.flatMap { text($0, "code") })
                }
            case let system where system.hasSuffix("/patient/\(ods)"): add(.hospitalNumber, "\(system)|\(value)")
            case let system: add(.furtherNumber, "\(system)|\(value)")
            }
        }
        for replaced in extensions(patient, "/replaces") { add(.mergedNumber, self.identifier(child(replaced, "value"))) }
        for name in all(patient, "name") {
            add(.family, text(name, "family"))
            add(.given, all(name, "given").map { tree.text(of: $0) }.joined(separator: "|"))
            add(.title, all(name, "prefix").first.map { tree.text(of: $0) })
        }
        add(.birthDate, text(patient, "birthDate"))
        add(.sex, text(patient, "gender"))
        for ethnicity in extensions(patient, "EthnicCategory") {
            add(
                .ethnicity,
                code(child(ethnicity, "value"), "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland"))
        }
        for address in all(patient, "address") {
            let lines = all(address, "line").map { tree.text(of: $0) }.joined(separator: ", ")
            add(
                .address,
                [lines, text(address, "city") ?? "", text(address, "district") ?? "", text(address, "postalCode") ?? ""]
                    .joined(separator: "|"))
        }
        for telecom in all(patient, "telecom") { add(.telephone, text(telecom, "value")) }
        for reference in all(patient, "generalPractitioner") {
            let isPractice = text(reference, "identifier", "system")?.contains("ods-organization") ?? false
            add(isPractice ? .practice : .practitioner, text(reference, "identifier", "value"))
        }
        add(.death, moment(text(patient, "deceased")))
    }

    private mutating func relative(_ relative: Tree.ID) {
        let name = all(relative, "name").first
        let relationship = all(relative, "relationship").first.flatMap { all($0, "coding").first }.flatMap { text($0, "code") }
        let number = all(relative, "identifier").first { text($0, "system") == Self.nhs }.flatMap { text($0, "value") }
        let given = all(name, "given").first.map { tree.text(of: $0) }
        add(.relative, [relationship, given, text(name, "family"), number].compactMap(\.self).joined(separator: " "))
    }

    private mutating func encounter(_ encounter: Tree.ID) {
        for number in all(encounter, "identifier") { add(.visitNumber, identifier(number)) }
        add(.visitClass, text(encounter, "class", "code"))
        add(.visitStatus, text(encounter, "status"))
        for location in all(encounter, "location") { add(.visitPlace, text(location, "location", "display")) }
        for participant in all(encounter, "participant") {
            add(.visitConsultant, practitioner(child(participant, "individual")))
        }
        add(.visitStart, moment(text(encounter, "period", "start")))
        add(.visitEnd, moment(text(encounter, "period", "end")))
    }

    // MARK: the order

    private mutating func order(_ order: Tree.ID) {
        guard let test = code(child(order, "code"), Self.directory) else { return }
        add(.order, test)
        func said(_ name: FactName, _ value: String?) { add(name, value.map { "\(test) \($0)" }) }
        for number in all(order, "identifier") {
            guard let value = identifier(number), value.contains("/placer-order/") else { continue }
            said(.orderNumber, value)
        }
        said(.orderStatus, text(order, "status"))
        said(.orderPriority, text(order, "priority"))
        said(.orderTime, moment(text(order, "authoredOn")))
        said(.orderRequester, practitioner(child(order, "requester")))
        for place in extensions(order, "/ordering-organisation") {
            said(.orderOrganisation, organisation(child(place, "value")))
        }
        for note in all(order, "note") { said(.orderNote, text(note, "text")) }
    }

    private mutating func diagnosis(_ condition: Tree.ID) { add(.diagnosis, code(child(condition, "code"), Self.snomed)) }

    private mutating func specimen(_ specimen: Tree.ID) {
        for number in all(specimen, "identifier") { add(.specimenNumber, identifier(number)) }
        add(.specimenType, code(child(specimen, "type"), Self.snomed) ?? text(specimen, "type", "text"))
        add(.specimenCollected, moment(text(specimen, "collection", "collected")))
        add(.specimenReceived, moment(text(specimen, "receivedTime")))
    }

    private mutating func consent(_ consent: Tree.ID) {
        let scope = all(child(consent, "scope"), "coding").first.flatMap { text($0, "code") }
        guard scope != "patient-privacy" else { return }
        add(scope == "research" ? .consentToResearch : .consentToTest, text(consent, "status"))
        add(.consentTime, moment(text(consent, "dateTime")))
    }

    private mutating func document(_ document: Tree.ID) {
        add(.document, identifier(child(document, "masterIdentifier")))
        for content in all(document, "content") { add(.reportForm, text(content, "attachment", "contentType")) }
    }

    // MARK: reports

    private mutating func report(_ report: Tree.ID) {
        for number in all(report, "identifier") {
            guard let value = identifier(number), value.contains("/filler-order/") else { continue }
            add(.report, value)
        }
        add(.reportStatus, text(report, "status"))
        add(.reportTest, code(child(report, "code"), Self.directory))
        add(.reportText, text(report, "conclusion"))
        for form in all(report, "presentedForm") { add(.reportForm, text(form, "contentType")) }
    }

    /// Phenotypes and answers by their codes; what a report found; lines of text are one text.
    private mutating func observations(_ all: [Tree.ID], hasReport: Bool) {
        var lines: [String] = []
        for observation in all {
            let concept = child(observation, "code")
            if let term = code(concept, "http://human-phenotype-ontology.org") {
                let presence = code(child(observation, "value"), Self.snomed)
                add(.phenotype, "\(term) \(presence == "52101004" ? "present" : presence == "260415000" ? "absent" : "?")")
            } else if let tag = code(concept, "https://fhir.nhs.uk/CodeSystem/mds-questiontag-genomics") {
                add(.answer, "\(tag) \(value(observation) ?? "")")
            } else if let loinc = code(concept, "http://loinc.org"), hasReport {
                let answer = child(observation, "value").flatMap { code($0, "http://loinc.org") }
                add(.finding, "\(loinc) \(answer ?? value(observation) ?? "")")
            } else if hasReport {
                lines.append(text(observation, "value") ?? "")
            } else {
                add(.answer, "\(text(concept, "text") ?? "") \(value(observation) ?? "")")
            }
        }
        add(.reportText, lines.joined(separator: "\n"))
    }

    /// `Observation.value[x]`, whatever its type: the words of a code, a text, the number of a quantity.
    private func value(_ observation: Tree.ID) -> String? {
        guard let value = child(observation, "value") else { return nil }
        if let words = text(value, "text") ?? all(value, "coding").first.flatMap({ text($0, "display") }) { return words }
        return text(value, "value") ?? text(observation, "value")
    }
}
