import Canonical
import FHIR
import Record
import Tree

enum DeleteMark {
    static let url = HubExtension.delete
    static let bytes = Array(HubExtension.delete.utf8)
}

/// Changes of one message, written to the outbox at its end under the epoch that then holds.
struct PendingChanges {
    private struct Change {
        var kind: RecordChange.Kind
        var person: PersonID?
        var type: RecordedType?
        var id: String?
        var version = 0
        var retired: PersonID?
    }

    private var changes: [Change] = []
    /// Persons whose choices must be read anew.
    private var consents: [PersonID] = []
    /// Persons of whom something that consent depends on is different.
    private var participants: [PersonID] = []

    var count: Int { changes.count }

    mutating func add(
        _ kind: RecordChange.Kind, person: PersonID?, type: RecordedType? = nil, id: String? = nil, version: Int = 0
    ) {
        changes.append(Change(kind: kind, person: person, type: type, id: id, version: version))
    }

    @discardableResult
    mutating func touchConsent(of person: PersonID) -> Bool {
        if !consents.contains(person) { consents.append(person) }
        return true
    }

    mutating func touchPerson(_ before: PersonRow, _ after: PersonRow) {
        if before.isOtherParticipant(than: after), !participants.contains(after.id) { participants.append(after.id) }
    }

    mutating func merged(_ retired: PersonID, into survivor: PersonID) {
        changes.append(Change(kind: .merged, person: survivor, retired: retired))
        touchConsent(of: survivor)
        if !participants.contains(survivor) { participants.append(survivor) }
    }

    mutating func unmerged(_ retired: PersonID, from survivor: PersonID) {
        changes.append(Change(kind: .unmerged, person: survivor, retired: retired))
        for person in [retired, survivor] {
            touchConsent(of: person)
            if !participants.contains(person) { participants.append(person) }
        }
    }

    /// Reads choices anew, raises epochs, and writes the outbox.
    mutating func write(
        _ persons: inout PersonTable, _ resources: ResourceTable, _ statements: RecordStatements, at time: Milliseconds
    ) throws {
        var raised = participants
        for person in consents {
            guard var row = try persons.row(person) else { continue }
            let choices = try choices(of: person, persons, statements)
            guard choices != row.choices else { continue }
            row.choices = choices
            try persons.update(row)
            if !raised.contains(person) { raised.append(person) }
        }
        for person in raised {
            guard var row = try persons.row(person) else { continue }
            row.epoch += 1
            try persons.update(row)
            changes.append(Change(kind: .consentChanged, person: person))
        }
        let insert = statements.insertChange
        for change in changes {
            insert.bind(1, change.kind.rawValue)
            insert.bind(2, change.person?.rawValue)
            insert.bind(3, change.type?.rawValue)
            insert.bind(4, change.id)
            insert.bind(5, change.version)
            insert.bind(6, try change.person.flatMap { try persons.row($0)?.epoch } ?? 0)
            insert.bind(7, time)
            insert.bind(8, change.retired?.rawValue)
            try insert.execute()
        }
    }

    private func choices(
        of person: PersonID, _ persons: PersonTable, _ statements: RecordStatements
    ) throws -> ConsentChoices {
        var heard: [ConsentChoices.Heard] = []
        for member in try persons.set(of: person) {
            statements.consents.bind(1, member.rawValue)
            statements.consents.bind(2, RecordedType.consent.rawValue)
            let rows = try statements.consents.all { ($0.bytes(0), $0.int(1), $0.int(2)) }
            for (json, time, mark) in rows {
                guard let tree = JSONReader.read(json, dialect: .fhir).tree else { throw RecordFailure.unreadableVersion }
                heard.append(.init(ConsentStatement(tree, withdrawnByEvent: mark == 1), at: time))
            }
        }
        return ConsentChoices(combining: heard)
    }
}
