package import Canonical
package import Tree

/// What the record must know of a message before it applies it: who, what, and where each resource stands.
package struct MessageFacts: Sendable {
    package struct Entry: Sendable {
        package var type: RecordedType
        package var node: Tree.ID
        package var id: String
        /// The id of the Patient it names as subject; nil: it names none.
        package var patient: String?
        /// The number by which it names its subject, beside a reference or instead of one.
        package var subject: RecordIdentifier?
        package var namesSubject: Bool { patient != nil || subject != nil }
    }

    package var event: Event?
    package var controlID: String?
    /// The first is whom the message is about.
    package var patients: [PatientFacts] = []
    package var entries: [Entry] = []
    /// People named beside the patients (next of kin, relatives), by whose identifiers they are known.
    package var relatives: [[RecordIdentifier]] = []
    /// Something in it is genomic: a test of the directory, a genetics report.
    package var isGenomic = false
    /// A resource without an id, or one id twice.
    package var brokenEntries = 0

    package init(_ bundle: Tree) {
        guard !bundle.isEmpty else { return }
        if let identifier = bundle.child(of: .root, named: Names.identifier) {
            controlID = bundle.text(Names.value, from: identifier)
        }
        var next = bundle.firstChild(of: .root)
        var seen = Set<String>()
        while let entry = next {
            next = bundle.nextSibling(of: entry)
            guard bundle.node(entry, isNamed: Names.entry), let node = bundle.child(of: entry, named: Names.resource) else {
                continue
            }
            guard let type = RecordedType(bundle, node) else {
                if bundle.value(of: node).elementsEqual("MessageHeader".utf8) { readHeader(bundle, node) }
                continue
            }
            guard let id = bundle.text(Names.id, from: node), !id.isEmpty, id.utf8.count <= 64,
                seen.insert("\(type.rawValue)/\(id)").inserted
            else {
                brokenEntries += 1
                continue
            }
            if type == .patient {
                patients.append(PatientFacts(bundle, node, id: id))
                entries.append(Entry(type: type, node: node, id: id, patient: id))
            } else {
                let patient = type.isShared ? nil : bundle.patientReference(of: node)
                let subject = type.isShared ? nil : bundle.subjectIdentifier(of: node)
                entries.append(Entry(type: type, node: node, id: id, patient: patient, subject: subject))
                if type == .relatedPerson {
                    let identifiers = PatientFacts.identifiers(bundle, node)
                    if !identifiers.isEmpty { relatives.append(identifiers) }
                }
                if !isGenomic { isGenomic = GenomicVocabulary.isGenomic(bundle, node, type) }
            }
        }
    }

    private mutating func readHeader(_ bundle: Tree, _ node: Tree.ID) {
        let place = bundle.child(of: node, named: "eventCoding") ?? bundle.child(of: node, named: "event")
        guard let place, let code = bundle.text(Names.code, from: place) else { return }
        event = Event(rawValue: code)
    }

    /// Everybody whom the message is about: for relevance.
    package var identifiers: [RecordIdentifier] {
        patients.flatMap { $0.identifiers + $0.replaces }
    }
}

/// Who a Patient resource says that somebody is.
package struct PatientFacts: Sendable {
    package var id: String
    package var node: Tree.ID
    package var identifiers: [RecordIdentifier]
    /// Identifiers that this one replaces (MRG-1).
    package var replaces: [RecordIdentifier] = []
    package var birthDate: String?
    package var sex: String?
    /// Nil: not said.
    package var isPseudo: Bool?
    package var isLocationHidden: Bool?
    /// `true`, `false` or a date; nil: not said.
    package var deceased: String?

    init(_ tree: Tree, _ node: Tree.ID, id: String) {
        self.id = id
        self.node = node
        identifiers = Self.identifiers(tree, node)
        birthDate = tree.text("birthDate", from: node)
        sex = tree.text("gender", from: node)
        deceased = tree.choiceText(of: node, "deceased")
        var next = tree.firstChild(of: node)
        while let child = next {
            next = tree.nextSibling(of: child)
            guard tree.node(child, isNamed: Names.extension), let url = tree.child(of: child, named: Names.url) else {
                continue
            }
            let text = tree.value(of: url)
            guard ResourceWriter.isMark(text) else { continue }
            if text.elementsEqual(HubExtension.pseudoPerson.utf8) {
                isPseudo = tree.choiceText(of: child, "value") == "true"
            } else if text.elementsEqual(HubExtension.locationHidden.utf8) {
                isLocationHidden = tree.choiceText(of: child, "value") == "true"
            } else if text.elementsEqual(HubExtension.replaces.utf8), let value = tree.choice(of: child, "value"),
                let prior = Self.identifier(tree, value)
            {
                replaces.append(prior)
            }
        }
    }

    /// The identifiers of a stored Patient, unusable NHS numbers left out.
    package static func recognised(_ tree: Tree, _ node: Tree.ID) -> [RecordIdentifier] { identifiers(tree, node) }

    /// The identifiers by which somebody can be recognised.
    static func identifiers(_ tree: Tree, _ node: Tree.ID) -> [RecordIdentifier] {
        var found: [RecordIdentifier] = []
        var next = tree.firstChild(of: node)
        while let child = next {
            next = tree.nextSibling(of: child)
            guard tree.node(child, isNamed: Names.identifier), let identifier = identifier(tree, child) else { continue }
            if identifier.canMatch, !found.contains(identifier) { found.append(identifier) }
        }
        return found
    }

    /// Numbers of visits and accounts, and of licences, name no patient; an old number is no longer anybody's.
    private static let otherTypes: Set<String> = ["AN", "VN", "DL", "PPN", "SS", "PLAC", "FILL"]

    fileprivate static func identifier(_ tree: Tree, _ node: Tree.ID) -> RecordIdentifier? {
        guard let system = tree.text(Names.system, from: node), let value = tree.text(Names.value, from: node),
            !system.isEmpty, !value.isEmpty, system != "https://genomics-hub.example/Id/unusable-nhs-number"
        else { return nil }
        if tree.text("use", from: node) == "old" { return nil }
        if let type = tree.child(of: node, named: "type"), let coding = tree.child(of: type, named: Names.coding),
            let code = tree.text(Names.code, from: coding), otherTypes.contains(code)
        {
            return nil
        }
        guard system == Systems.nhsNumber else { return RecordIdentifier(system: system, value: value) }
        var kind = RecordIdentifier.Kind.unmarkedNHSNumber
        for mark in tree.children(of: node, named: Names.extension) {
            guard let url = tree.child(of: mark, named: Names.url),
                tree.value(of: url).elementsEqual(PatientFacts.verificationURL.utf8),
                let status = tree.choice(of: mark, "value").flatMap({ tree.child(of: $0, named: Names.coding) })
            else { continue }
            kind = tree.text(Names.code, from: status) == "01" ? .verifiedNHSNumber : .unusableNHSNumber
        }
        return RecordIdentifier(system: system, value: value, kind: kind)
    }

    package static let verificationURL =
        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
}

extension Tree {
    /// A choice element by its base name, whether or not a schema has annotated the tree.
    package func choice(of node: ID, _ base: Name) -> ID? {
        var next = firstChild(of: node)
        while let child = next {
            next = nextSibling(of: child)
            if self.node(child, isNamed: base) { return child }
            let start = Int(self[child].nameStart)
            let name = bytes[start..<start + Int(self[child].nameLength)]
            if name.count > base.bytes.count, name.starts(with: base.bytes) {
                let following = name[name.startIndex + base.bytes.count]
                if following >= UInt8(ascii: "A"), following <= UInt8(ascii: "Z") { return child }
            }
        }
        return nil
    }

    package func choiceText(of node: ID, _ base: Name) -> String? {
        guard let place = choice(of: node, base), self[place].kind != .object, self[place].kind != .null else { return nil }
        return text(of: place)
    }

    /// The id of the Patient that a resource names as its subject.
    package func patientReference(of node: ID) -> String? {
        for name in Self.subjectNames {
            guard let place = child(of: node, named: name), let reference = text(Names.reference, from: place) else { continue }
            guard let slash = reference.range(ofLast: "Patient/") else { continue }
            return String(reference[slash...])
        }
        return nil
    }

    /// The number of a Patient by which a resource names its subject.
    fileprivate func subjectIdentifier(of node: ID) -> RecordIdentifier? {
        for name in Self.subjectNames {
            guard let place = child(of: node, named: name), let number = child(of: place, named: Names.identifier),
                text("type", from: place).map({ $0 == "Patient" }) ?? true
            else { continue }
            return PatientFacts.identifier(self, number)
        }
        return nil
    }

    private static let subjectNames: [Name] = ["subject", "patient", "for"]
}

extension String {
    /// Where the text behind the last occurrence of `part` begins.
    fileprivate func range(ofLast part: String) -> Index? {
        let text = Array(utf8)
        let wanted = Array(part.utf8)
        guard text.count >= wanted.count else { return nil }
        for start in stride(from: text.count - wanted.count, through: 0, by: -1)
        where text[start..<start + wanted.count].elementsEqual(wanted) {
            return utf8.index(utf8.startIndex, offsetBy: start + wanted.count)
        }
        return nil
    }
}

/// How a genomic test or report is recognised.
package enum GenomicVocabulary {
    package static let testDirectory = "https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory"
    package static let testService = "https://fhir.nhs.uk/CodeSystem/England-DigitalGenomicTestService"
    /// HL7 v2 table 0074: genetics.
    static let diagnosticService = "GE"
    /// LOINC: genetic analysis report, genetic analysis master panel, genetic variant assessment.
    static let reports: Set<String> = ["51969-4", "81247-9", "69548-6", "82810-3"]

    /// A test-directory code in `code`.
    package static func hasTestCode(_ tree: Tree, _ node: Tree.ID) -> Bool {
        guard let code = tree.child(of: node, named: Names.code) else { return false }
        return tree.children(of: code, named: Names.coding).contains { coding in
            guard let system = tree.text(Names.system, from: coding) else { return false }
            return (system == testDirectory || system == testService) && tree.text(Names.code, from: coding) != nil
        }
    }

    static func isGenomic(_ tree: Tree, _ node: Tree.ID, _ type: RecordedType) -> Bool {
        switch type {
        case .serviceRequest, .condition, .procedure: return hasTestCode(tree, node)
        case .diagnosticReport:
            if hasTestCode(tree, node) { return true }
            if let code = tree.child(of: node, named: Names.code),
                tree.children(of: code, named: Names.coding).contains(where: {
                    tree.text(Names.code, from: $0).map(reports.contains) ?? false
                })
            {
                return true
            }
            return tree.children(of: node, named: "category").contains { category in
                tree.children(of: category, named: Names.coding).contains {
                    tree.text(Names.code, from: $0) == diagnosticService
                }
            }
        case .observation:
            guard let code = tree.child(of: node, named: Names.code) else { return false }
            return tree.children(of: code, named: Names.coding).contains {
                tree.text(Names.code, from: $0).map(reports.contains) ?? false
            }
        default: return false
        }
    }
}
