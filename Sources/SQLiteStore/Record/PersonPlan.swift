import Canonical
import Diagnostics
import FHIR
import Record
import Tree

/// What a message will do to persons: decided before anything is written.
struct PersonPlan {
    let patient: PatientFacts
    /// Who it is about; nil until a new person is written.
    private(set) var person: PersonID?
    /// Persons who end in `person`.
    private(set) var retired: [PersonID] = []
    /// Identifiers that are no longer in use.
    private(set) var priors: [RecordIdentifier] = []
    private(set) var conflict: IdentityConflict?

    private init(_ patient: PatientFacts) { self.patient = patient }

    static func make(for patient: PatientFacts, event: Event?, _ persons: inout PersonTable) throws -> PersonPlan {
        var plan = PersonPlan(patient)
        switch event {
        case .personMerged, .identifierChanged: try plan.decideReplacement(isMerge: event == .personMerged, &persons)
        default:
            switch PersonResolution.resolve(patient, matches: try matches(patient, &persons)) {
            case .existing(let person): plan.person = person
            case .new: break
            case .conflict(let conflict): plan.conflict = conflict
            }
        }
        return plan
    }

    private static func matches(
        _ patient: PatientFacts, _ persons: inout PersonTable
    ) throws -> [RecordIdentifier: KnownPerson] {
        var matches: [RecordIdentifier: KnownPerson] = [:]
        for identifier in PersonResolution.usable(patient) {
            guard let owner = try persons.owner(of: identifier), let root = try persons.root(owner.person) else { continue }
            matches[identifier] = try matches.values.first { $0.id == root.id } ?? persons.known(root)
        }
        return matches
    }

    /// A40 and A47: the prior identifier's person ends in, or goes on under, the new one.
    private mutating func decideReplacement(isMerge: Bool, _ persons: inout PersonTable) throws {
        let current = PersonResolution.usable(patient)
        // MRG-1 may repeat what goes on (the NHS number): that is not replaced.
        priors = patient.replaces.filter { prior in
            !current.contains { $0.isSameNumber(as: prior) }
        }
        guard !priors.isEmpty, !current.isEmpty else {
            conflict = .mergeWithoutIdentifier
            return
        }
        var before: [PersonRow] = []
        for prior in priors {
            guard let owner = try persons.owner(of: prior), let root = try persons.root(owner.person) else { continue }
            if !before.contains(where: { $0.id == root.id }) { before.append(root) }
        }
        var surviving: [PersonRow] = []
        for identifier in current
        where !priors.contains(where: { $0.isSameNumber(as: identifier) }) {
            guard let owner = try persons.owner(of: identifier), let root = try persons.root(owner.person) else { continue }
            // The retired registration may hold the NHS number already; that makes it nobody else.
            if before.contains(where: { $0.id == root.id }) { continue }
            if !surviving.contains(where: { $0.id == root.id }) { surviving.append(root) }
        }
        if surviving.count > 1 {
            conflict = .identifiersOfDifferentPersons
            return
        }
        guard let survivor = surviving.first else {
            // Nobody is known under the new identifier: the person goes on under it.
            if before.count > 1, !isMerge {
                conflict = .identifiersOfDifferentPersons
                return
            }
            person = before.first?.id
            retired = before.dropFirst().map(\.id)
            return
        }
        person = survivor.id
        if !isMerge, !before.isEmpty {
            conflict = .changeToKnownIdentifier
            return
        }
        let number = try persons.known(survivor).nhsNumber
        for row in before {
            let other = try persons.known(row).nhsNumber
            if let number, let other, number.value != other.value, number.kind == .verifiedNHSNumber,
                other.kind == .verifiedNHSNumber
            {
                conflict = .mergeOfDifferentNHSNumbers
                return
            }
        }
        retired = before.map(\.id)
    }

    // MARK: Writing

    /// Creates or updates the person, merges, and keeps the identifiers.
    mutating func write(
        _ persons: inout PersonTable, _ resources: ResourceTable, _ said: ResourceTable.Said, event: Event?, opens: Bool,
        changes: inout PendingChanges
    ) throws -> [Diagnostic] {
        var row: PersonRow
        if let person, let known = try persons.row(person) {
            row = known
            if opens { row.kind = .participant }
            if event != .personMerged { row.hear(patient, at: said.eventTime) }
            changes.touchPerson(known, row)
            try persons.update(row)
        } else {
            row = PersonRow(id: PersonID(0))
            row.isPseudo = patient.isPseudo == true
            row.hear(patient, at: said.eventTime)
            row.id = try persons.insert(row, at: said.recordedAt)
            person = row.id
        }
        let issues = try keepIdentifiers(of: row.id, &persons)
        if !priors.isEmpty { try replace(row.id, &persons, resources, said, event: event, changes: &changes) }
        return issues
    }

    private func keepIdentifiers(of person: PersonID, _ persons: inout PersonTable) throws -> [Diagnostic] {
        var issues: [Diagnostic] = []
        for identifier in PersonResolution.usable(patient) {
            guard let owner = try persons.owner(of: identifier) else {
                if identifier.isNHSNumber { try retireOtherNumbers(than: identifier, of: person, &persons) }
                try persons.put(identifier, of: person)
                continue
            }
            let root = try persons.root(owner.person)?.id
            if root != person, !retired.contains(where: { $0 == root }) {
                issues.append(RecordIssue.unprovenNumber)
                continue
            }
            // A trace raises an unmarked number; nothing lowers it.
            if owner.kind == .unmarkedNHSNumber, identifier.kind == .verifiedNHSNumber {
                try persons.put(identifier, of: owner.person, isRetired: owner.isRetired)
            }
        }
        return issues
    }

    private func retireOtherNumbers(
        than identifier: RecordIdentifier, of person: PersonID, _ persons: inout PersonTable
    ) throws {
        for held in try persons.row(person)?.identifiers ?? []
        where held.identifier.isNHSNumber && !held.isRetired && held.identifier.value != identifier.value {
            try persons.put(held.identifier, of: person, isRetired: true)
        }
    }

    private func replace(
        _ survivor: PersonID, _ persons: inout PersonTable, _ resources: ResourceTable, _ said: ResourceTable.Said,
        event: Event?, changes: inout PendingChanges
    ) throws {
        let links = try RetiredPatients.find(priors, persons.db)
        for other in retired {
            try PersonMerge.merge(other, into: survivor, priors, &persons, said)
            changes.merged(other, into: survivor)
        }
        for prior in priors {
            // An identifier nobody knew is kept as retired too, so that a late message finds the survivor.
            let owner = try persons.owner(of: prior)
            try persons.put(prior, of: owner?.person ?? survivor, isRetired: true)
        }
        if retired.isEmpty { changes.add(.identifierChanged, person: survivor) }
        for patientID in links where patientID != patient.id {
            try RetiredPatients.link(patientID, to: patient.id, resources, said, person: survivor, &changes)
        }
    }
}
