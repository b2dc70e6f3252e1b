import Canonical
import FHIR
import GRDB
import Record
import Tree

/// Merging two persons and taking it back. Resources and identifiers stay where they are: only the pointer moves.
enum PersonMerge {
    static func merge(
        _ retired: PersonID, into survivor: PersonID, _ priors: [RecordIdentifier], _ persons: inout PersonTable,
        _ said: ResourceTable.Said
    ) throws {
        let db = persons.db
        try db.execute(
            sql: "INSERT INTO person_merge(survivor, retired, feed, control_id, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [survivor.rawValue, retired.rawValue, said.feed, said.controlID, said.eventTime])
        let merge = db.lastInsertedRowID
        for member in try persons.set(of: retired) {
            guard var row = try persons.row(member) else { continue }
            if member != retired {
                try db.execute(
                    sql: "INSERT INTO person_merge_step(merge, person) VALUES (?, ?)", arguments: [merge, member.rawValue])
            }
            row.mergedInto = survivor
            try persons.update(row)
        }
        if let other = try persons.row(retired), var row = try persons.row(survivor) {
            if other.kind == .participant { row.kind = .participant }
            // Hidden stays hidden, also when the merge is taken back: somebody has to say otherwise.
            row.isLocationHidden = row.isLocationHidden || other.isLocationHidden
            row.birthDate = row.birthDate ?? other.birthDate
            row.sex = row.sex ?? other.sex
            row.deceased = row.deceased ?? other.deceased
            try persons.update(row)
        }
        for prior in priors {
            guard let owner = try persons.owner(of: prior) else { continue }
            try db.execute(
                sql: "INSERT INTO person_merge_step(merge, person, value, system, was_state) VALUES (?, ?, ?, ?, ?)",
                arguments: [merge, owner.person.rawValue, prior.value, prior.system, owner.isRetired ? 2 : 1])
        }
    }

    /// Takes the latest merge of `retired` back; gives the former survivor.
    static func undo(_ retired: PersonID, at time: Milliseconds, _ persons: inout PersonTable) throws -> PersonID {
        let db = persons.db
        let found = try Row.fetchOne(
            db,
            sql: """
                SELECT id, survivor FROM person_merge WHERE retired = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1
                """, arguments: [retired.rawValue])
        guard let found, var row = try persons.row(retired) else { throw RecordFailure.notMerged }
        let merge: Int64 = found["id"]
        let survivor = row.mergedInto ?? PersonID(found["survivor"])
        row.mergedInto = nil
        try persons.update(row)
        let steps = try Row.fetchAll(
            db, sql: "SELECT person, value, system, was_state FROM person_merge_step WHERE merge = ?", arguments: [merge])
        for step in steps {
            let person = PersonID(step["person"])
            if let value: String = step["value"], let system: String = step["system"], let state: Int64 = step["was_state"] {
                if let owner = try persons.owner(of: RecordIdentifier(system: system, value: value)) {
                    try persons.put(
                        RecordIdentifier(system: system, value: value, kind: owner.kind), of: person, isRetired: state == 2)
                }
            } else if var member = try persons.row(person) {
                member.mergedInto = retired
                try persons.update(member)
            }
        }
        try db.execute(sql: "UPDATE person_merge SET undone_at = ? WHERE id = ?", arguments: [time, merge])
        return survivor
    }
}

/// The Patient resources of a retired registration say who goes on (`Patient.link`, R4 patient-linkages).
enum RetiredPatients {
    static func find(_ priors: [RecordIdentifier], _ db: Database) throws -> [String] {
        var found: [String] = []
        for prior in priors where !prior.isNHSNumber {
            found += try String.fetchAll(
                db,
                sql: """
                    SELECT r.id FROM resource_token t JOIN resource r ON r.number = t.resource
                    WHERE t.value = ? AND t.system = ? AND t.type = ?
                    """, arguments: [prior.value, prior.system, RecordedType.patient.rawValue])
        }
        return found
    }

    static func link(
        _ id: String, to survivor: String, _ resources: ResourceTable, _ said: ResourceTable.Said, person: PersonID,
        _ changes: inout PendingChanges
    ) throws {
        var tree = overlay(id, isActive: false)
        let link = tree.append(.object, named: "link")
        tree[link].flags.insert(.repeats)
        let other = tree.append(.object, named: "other", to: link)
        tree.append(.string, named: "reference", value: "Patient/\(survivor)", to: other)
        tree.append(.string, named: "type", value: "replaced-by", to: link)
        try apply(tree, id, resources, said, person, &changes)
    }

    static func unlink(
        _ id: String, _ resources: ResourceTable, _ said: ResourceTable.Said, person: PersonID, _ changes: inout PendingChanges
    ) throws {
        var tree = overlay(id, isActive: true)
        let link = tree.append(.object, named: "link")
        tree[link].flags.insert(.repeats)
        let mark = tree.append(.object, named: "extension", to: link)
        tree[mark].flags.insert(.repeats)
        tree.append(.string, named: "url", value: DeleteMark.url, to: mark)
        tree.append(.boolean, named: "valueBoolean", value: "true", to: mark)
        try apply(tree, id, resources, said, person, &changes)
    }

    private static func overlay(_ id: String, isActive: Bool) -> Tree {
        var tree = Tree()
        var root = Tree.Node(kind: .object)
        let type = tree.store(Array("Patient".utf8))
        root.start = type.start
        root.length = type.length
        tree.append(root, to: .root)
        tree.append(.string, named: "id", value: id)
        tree.append(.boolean, named: "active", value: isActive ? "true" : "false")
        return tree
    }

    private static func apply(
        _ tree: Tree, _ id: String, _ resources: ResourceTable, _ said: ResourceTable.Said, _ person: PersonID,
        _ changes: inout PendingChanges
    ) throws {
        guard let row = try resources.row(.patient, id) else { return }
        let effect = try resources.apply(
            tree, .root, type: .patient, id: id, person: person, row: row, said: said)
        if let effect, effect.version > 0 {
            changes.add(.updated, person: person, type: .patient, id: id, version: effect.version)
        }
    }
}
