import Canonical
import GRDB
import Record

/// Persons inside one transaction. Rows that were read stay here until its end: the transaction is the only writer.
struct PersonTable {
    struct Owner {
        var person: PersonID
        var kind: RecordIdentifier.Kind
        var isRetired: Bool
    }

    struct Key: Hashable {
        var system: String
        var value: String
    }

    let db: Database
    let statements: RecordStatements
    private var rows: [PersonID: PersonRow] = [:]
    private var owners: [Key: Owner?] = [:]

    init(_ db: Database, _ statements: RecordStatements) {
        self.db = db
        self.statements = statements
    }

    mutating func row(_ id: PersonID) throws -> PersonRow? {
        if let row = rows[id] { return row }
        statements.person.bind(1, id.rawValue)
        var row = try statements.person.first { columns in
            var row = PersonRow(id: id)
            row.kind = Participant.Class(rawValue: columns.text(0)) ?? .pedigreeOnly
            row.birthDate = columns.optionalText(1)
            row.sex = columns.optionalText(2)
            row.isPseudo = columns.bool(3)
            row.deceased = columns.optionalText(4)
            row.isLocationHidden = columns.bool(5)
            row.mergedInto = columns.optionalInt(6).map(PersonID.init)
            row.epoch = columns.int(7)
            row.choices = ConsentChoices(encoded: columns.text(8))
            row.factsTime = columns.int(9)
            return row
        }
        guard row != nil else { return nil }
        statements.personIdentifiers.bind(1, id.rawValue)
        row?.identifiers = try statements.personIdentifiers.all { columns in
            PersonRow.Held(
                identifier: RecordIdentifier(
                    system: columns.text(1), value: columns.text(0), kind: .init(stored: columns.int(2))),
                isRetired: columns.int(3) == 2)
        }
        rows[id] = row
        return row
    }

    /// The final survivor of whoever `id` was merged into.
    mutating func root(_ id: PersonID) throws -> PersonRow? {
        guard let row = try row(id) else { return nil }
        guard let survivor = row.mergedInto else { return row }
        return try self.row(survivor)
    }

    /// Survivor and all who were merged into them.
    func set(of root: PersonID) throws -> [PersonID] {
        statements.members.bind(1, root.rawValue)
        return [root] + (try statements.members.all { PersonID($0.int(0)) })
    }

    mutating func owner(of identifier: RecordIdentifier) throws -> Owner? {
        let key = Key(system: identifier.system, value: identifier.value)
        if let owner = owners[key] { return owner }
        statements.findIdentifier.bind(1, identifier.value)
        statements.findIdentifier.bind(2, identifier.system)
        let owner = try statements.findIdentifier.first {
            Owner(person: PersonID($0.int(0)), kind: .init(stored: $0.int(1)), isRetired: $0.int(2) == 2)
        }
        owners[key] = .some(owner)
        return owner
    }

    /// What is known of a survivor: their own identifiers and those of everybody merged into them.
    mutating func known(_ root: PersonRow) throws -> KnownPerson {
        var identifiers: [RecordIdentifier] = []
        for member in try set(of: root.id) {
            identifiers += try row(member)?.identifiers.filter { !$0.isRetired }.map(\.identifier) ?? []
        }
        return KnownPerson(id: root.id, birthDate: root.birthDate, sex: root.sex, identifiers: identifiers)
    }

    // MARK: Writing

    mutating func insert(_ row: PersonRow, at time: Milliseconds) throws -> PersonID {
        let insert = statements.insertPerson
        insert.bind(1, row.kind.rawValue)
        insert.bind(2, row.birthDate)
        insert.bind(3, row.sex)
        insert.bind(4, row.isPseudo)
        insert.bind(5, row.deceased)
        insert.bind(6, row.isLocationHidden)
        insert.bind(7, row.epoch)
        insert.bind(8, row.choices.encoded)
        insert.bind(9, row.factsTime)
        insert.bind(10, time)
        try insert.execute()
        var row = row
        row.id = PersonID(db.lastInsertedRowID)
        rows[row.id] = row
        return row.id
    }

    mutating func update(_ row: PersonRow) throws {
        if let stored = rows[row.id], row.isStored(as: stored) { return }
        let update = statements.updatePerson
        update.bind(1, row.kind.rawValue)
        update.bind(2, row.birthDate)
        update.bind(3, row.sex)
        update.bind(4, row.isPseudo)
        update.bind(5, row.deceased)
        update.bind(6, row.isLocationHidden)
        update.bind(7, row.mergedInto?.rawValue)
        update.bind(8, row.epoch)
        update.bind(9, row.choices.encoded)
        update.bind(10, row.factsTime)
        update.bind(11, row.id.rawValue)
        try update.execute()
        rows[row.id] = row
    }

    /// Gives an identifier to a person, or changes what is known of it.
    mutating func put(_ identifier: RecordIdentifier, of person: PersonID, isRetired: Bool = false) throws {
        let put = statements.putIdentifier
        put.bind(1, identifier.value)
        put.bind(2, identifier.system)
        put.bind(3, person.rawValue)
        put.bind(4, identifier.kind.stored)
        put.bind(5, isRetired ? 2 : 1)
        try put.execute()
        let key = Key(system: identifier.system, value: identifier.value)
        if let before = owners[key] ?? nil, before.person != person { rows[before.person] = nil }
        owners[key] = .some(Owner(person: person, kind: identifier.kind, isRetired: isRetired))
        if var row = rows[person] {
            row.identifiers.removeAll { $0.identifier.isSameNumber(as: identifier) }
            row.identifiers.append(.init(identifier: identifier, isRetired: isRetired))
            rows[person] = row
        }
    }
}
