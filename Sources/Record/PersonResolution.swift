import Canonical
package import Diagnostics

/// What the record knows of a person when a message seems to be about them.
package struct KnownPerson: Sendable, Hashable {
    package var id: PersonID
    package var birthDate: String?
    package var sex: String?
    /// All identifiers in use; NHS numbers with the kind under which they are known.
    package var identifiers: [RecordIdentifier]

    package init(id: PersonID, birthDate: String?, sex: String?, identifiers: [RecordIdentifier]) {
        self.id = id
        self.birthDate = birthDate
        self.sex = sex
        self.identifiers = identifiers
    }

    package var nhsNumber: RecordIdentifier? { identifiers.first { $0.isNHSNumber } }
}

/// Why a message can't be attributed without a person looking at it. Never a silent merge.
package enum IdentityConflict: String, Sendable, Hashable, CaseIterable {
    case identifiersOfDifferentPersons = "identifiers-of-different-persons"
    case anotherLocalIdentifier = "another-local-identifier"
    case nhsNumberDiffers = "nhs-number-differs"
    case demographicsDiffer = "demographics-differ"
    case mergeOfDifferentNHSNumbers = "merge-of-different-nhs-numbers"
    case changeToKnownIdentifier = "change-to-known-identifier"
    case resourceOfAnotherPerson = "resource-of-another-person"
    case mergeWithoutIdentifier = "merge-without-identifier"

    package var diagnostic: Diagnostic {
        let (message, path, hint): (String, String, String) =
            switch self {
            case .identifiersOfDifferentPersons:
                (
                    "the identifiers of this message belong to different persons of the record", "Patient.identifier",
                    "the trust merges the two (A40), or corrects the identifier and sends again"
                )
            case .anotherLocalIdentifier:
                (
                    "the NHS number is known with another number of the same authority", "Patient.identifier",
                    "two registrations of one person at one trust: the trust merges them (A40)"
                )
            case .nhsNumberDiffers:
                (
                    "the local identifier is known with another NHS number", "Patient.identifier",
                    "the trust checks which number is right; a changed number needs A47 or A40"
                )
            case .demographicsDiffer:
                (
                    "birth date and sex both differ from those known under this identifier", "Patient.birthDate",
                    "probably another person: the trust checks the identifier"
                )
            case .mergeOfDifferentNHSNumbers:
                (
                    "the two persons to merge have different verified NHS numbers", "Patient.identifier",
                    "the trust checks the merge; nothing was merged"
                )
            case .changeToKnownIdentifier:
                (
                    "the new identifier is somebody else's already", "Patient.identifier",
                    "if both are one person the trust sends a merge (A40)"
                )
            case .resourceOfAnotherPerson:
                (
                    "a resource of this message is known as another person's", "Bundle.entry",
                    "the order, specimen or visit number is used for two persons: the trust corrects it"
                )
            case .mergeWithoutIdentifier:
                (
                    "the message merges or changes identifiers and names no prior or no surviving one", "Patient.identifier",
                    "MRG-1 and PID-3 need number, authority and type"
                )
            }
        return Diagnostic(code: "record-\(rawValue)", message, at: .message(MessagePosition(path)), hint: hint)
    }
}

/// Whom a message is about: by exact identifiers, never by names.
package enum PersonResolution: Sendable, Hashable {
    case existing(PersonID)
    case new
    case conflict(IdentityConflict)

    /// - Parameter matches: who is known under the identifiers of `patient`, merges followed.
    package static func resolve(_ patient: PatientFacts, matches: [RecordIdentifier: KnownPerson]) -> PersonResolution {
        var found: [PersonID: KnownPerson] = [:]
        for identifier in usable(patient) {
            guard let person = matches[identifier] else { continue }
            switch identifier.kind {
            case .verifiedNHSNumber, .local: found[person.id] = person
            case .unmarkedNHSNumber:
                // An untraced number alone is no proof; it counts where the birth date agrees.
                if let birthDate = patient.birthDate, birthDate == person.birthDate { found[person.id] = person }
            case .unusableNHSNumber: continue
            }
        }
        guard let person = found.values.first else { return .new }
        if found.count > 1 { return .conflict(.identifiersOfDifferentPersons) }
        if let conflict = contradiction(patient, person, matches) { return .conflict(conflict) }
        return .existing(person.id)
    }

    /// A pseudo person is matched by exact local identifier only.
    package static func usable(_ patient: PatientFacts) -> [RecordIdentifier] {
        patient.isPseudo == true ? patient.identifiers.filter { !$0.isNHSNumber } : patient.identifiers
    }

    private static func contradiction(
        _ patient: PatientFacts, _ person: KnownPerson, _ matches: [RecordIdentifier: KnownPerson]
    ) -> IdentityConflict? {
        if let said = patient.identifiers.first(where: \.isNHSNumber), patient.isPseudo != true,
            let known = person.nhsNumber, known.value != said.value
        {
            // A traced number corrects an untraced one; anything else is another person's number.
            if !(known.kind == .unmarkedNHSNumber && said.kind == .verifiedNHSNumber) { return .nhsNumberDiffers }
        }
        for said in patient.identifiers where !said.isNHSNumber {
            // Known as this person's, be it retired: a late message under a merged number.
            if matches[said]?.id == person.id { continue }
            let ofAuthority = person.identifiers.filter { $0.system == said.system }
            if ofAuthority.isEmpty || ofAuthority.contains(where: { $0.value == said.value }) { continue }
            let saysKnownOne = patient.identifiers.contains { ofAuthority.contains($0) }
            // A number that is being replaced makes room for this one.
            let replacesIt = ofAuthority.allSatisfy { known in
                patient.replaces.contains { $0.isSameNumber(as: known) }
            }
            if !saysKnownOne, !replacesIt { return .anotherLocalIdentifier }
        }
        if differ(patient.birthDate, person.birthDate), differ(known(patient.sex), known(person.sex)) {
            return .demographicsDiffer
        }
        return nil
    }

    private static func known(_ sex: String?) -> String? { sex == "unknown" ? nil : sex }

    private static func differ(_ a: String?, _ b: String?) -> Bool {
        guard let a, let b else { return false }
        return a != b
    }
}
