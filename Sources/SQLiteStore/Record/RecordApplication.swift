import Canonical
import Diagnostics
import FHIR
import GRDB
import Record
import Tree

/// Applies messages to the record inside one transaction: first everything is resolved and checked, then written, so that
/// a message that conflicts has written nothing.
struct RecordApplication {
    let db: Database
    let statements: RecordStatements
    var persons: PersonTable
    let resources: ResourceTable
    private var feeds: [String: Int64] = [:]

    init(_ db: Database) throws {
        self.db = db
        statements = try RecordStatements(db)
        persons = PersonTable(db, statements)
        resources = ResourceTable(db: db, statements: statements)
    }

    /// What a message that had its effect counts as: it came by a delivery, or it was recalled from what is kept of strangers.
    enum Count: String {
        case receipts
        case recalls
    }

    mutating func apply(_ batch: [CanonicalMessage], counting count: Count) throws -> [ApplyResult] {
        var results: [ApplyResult] = []
        results.reserveCapacity(batch.count)
        var effects: Int64 = 0
        for message in batch {
            statements.findApplied.bind(1, message.idempotencyKey)
            let applied = try statements.findApplied.first { $0.optionalInt(0).map(PersonID.init) }
            if let person = applied {
                results.append(ApplyResult(key: message.idempotencyKey, outcome: .duplicate, person: person))
                continue
            }
            let result = try apply(message)
            if result.isReceipt {
                statements.insertApplied.bind(1, message.idempotencyKey)
                statements.insertApplied.bind(2, result.person?.rawValue)
                try statements.insertApplied.execute()
                effects += 1
            }
            results.append(result)
        }
        if effects > 0 {
            statements.addToCounter.bind(1, count.rawValue)
            statements.addToCounter.bind(2, effects)
            try statements.addToCounter.execute()
        }
        return results
    }

    // MARK: One message

    private struct Planned {
        var entry: MessageFacts.Entry
        var person: PersonID?
        var row: ResourceTable.Row?
        /// Belongs to the person of this patient of the message, who may be new.
        var patient: Int?
    }

    private mutating func apply(_ message: CanonicalMessage) throws -> ApplyResult {
        let facts = message.facts
        let key = message.idempotencyKey
        guard facts.brokenEntries == 0 else {
            return ApplyResult(key: key, outcome: .invalid(RecordIssue.brokenEntry))
        }
        var plans: [PersonPlan] = []
        for patient in facts.patients {
            let plan = try PersonPlan.make(for: patient, event: facts.event, &persons)
            if let conflict = plan.conflict {
                return ApplyResult(key: key, outcome: .conflict(conflict.diagnostic), person: plan.person)
            }
            plans.append(plan)
        }
        var planned: [Planned] = []
        planned.reserveCapacity(facts.entries.count)
        for entry in facts.entries {
            let row = try resources.row(entry.type, entry.id)
            var item = Planned(entry: entry, row: row)
            if !entry.type.isShared {
                try place(&item, facts.patients, plans)
                if let conflict = try conflict(item, plans) {
                    return ApplyResult(key: key, outcome: .conflict(conflict.diagnostic), person: item.person)
                }
            }
            planned.append(item)
        }
        return try write(message, facts, &plans, planned)
    }

    /// Whose an entry is: of the Patient it names, else of whom the message is about. Who names somebody that neither the message
    /// nor the record knows speaks of nobody here.
    private mutating func place(_ item: inout Planned, _ patients: [PatientFacts], _ plans: [PersonPlan]) throws {
        if let named = item.entry.patient {
            if let index = patients.firstIndex(where: { $0.id == named }) {
                item.patient = index
                item.person = plans[index].person
                return
            }
            if let row = try resources.row(.patient, named), let person = row.person {
                item.person = try persons.root(person)?.id
                return
            }
        }
        if let said = item.entry.subject {
            let own = patients.firstIndex { $0.identifiers.contains { $0.isSameNumber(as: said) } }
            if let own {
                item.patient = own
                item.person = plans[own].person
                return
            }
            if said.kind == .local, let owner = try persons.owner(of: said) {
                item.person = try persons.root(owner.person)?.id
                return
            }
        }
        if !patients.isEmpty {
            guard !item.entry.namesSubject else { return }
            item.patient = 0
            item.person = plans[0].person
        } else if let person = item.row?.person {
            item.person = try persons.root(person)?.id
        }
    }

    /// A resource that is known as somebody else's. Whom this message merges is not somebody else.
    private mutating func conflict(_ item: Planned, _ plans: [PersonPlan]) throws -> IdentityConflict? {
        guard let row = item.row, let person = row.person, let owner = try persons.root(person)?.id else { return nil }
        let merged = item.patient.map { plans[$0].retired } ?? []
        if merged.contains(owner) || owner == item.person { return nil }
        return item.person == nil && item.patient == nil ? nil : .resourceOfAnotherPerson
    }

    // MARK: Writing

    private mutating func write(
        _ message: CanonicalMessage, _ facts: MessageFacts, _ plans: inout [PersonPlan], _ planned: [Planned]
    ) throws -> ApplyResult {
        var said = ResourceTable.Said(
            feed: try feed(message.feed), controlID: facts.controlID, eventTime: message.eventTime,
            recordedAt: message.receivedAt)
        var changes = PendingChanges()
        var issues: [Diagnostic] = []
        let opens = facts.event.map { Relevance.opensCohort($0, isGenomic: facts.isGenomic) } ?? false
        for index in plans.indices {
            issues += try plans[index].write(
                &persons, resources, said, event: facts.event, opens: opens, changes: &changes)
        }
        for relative in facts.relatives { try know(relative, at: message.receivedAt) }

        let keepsData = facts.event == .personMerged
        var hasConsent = false
        var lost = 0
        for item in planned {
            // A merge never changes data; an update (A31) follows it.
            if keepsData, item.row != nil { continue }
            let person = item.patient.map { plans[$0].person } ?? item.person
            said.mark = item.entry.type == .consent ? Self.mark(facts.event) : nil
            let effect = try resources.apply(
                message.bundle, item.entry.node, type: item.entry.type, id: item.entry.id, person: person, row: item.row,
                said: said)
            guard let effect else { continue }
            lost += effect.lost
            guard effect.version > 0 else { continue }
            if item.entry.type == .consent, let person { hasConsent = changes.touchConsent(of: person) || hasConsent }
            changes.add(
                effect.isCreated ? .created : .updated, person: person, type: item.entry.type, id: item.entry.id,
                version: effect.version)
        }
        if lost > 0 { issues.append(RecordIssue.olderEvent(lost)) }
        let strange = planned.count { $0.entry.namesSubject && $0.patient == nil && $0.person == nil }
        if strange > 0, !facts.patients.isEmpty { issues.append(RecordIssue.personElsewhere(strange)) }
        let count = changes.count
        try changes.write(&persons, resources, statements, at: message.receivedAt)
        let person = plans.first?.person ?? planned.lazy.compactMap(\.person).first
        return ApplyResult(
            key: message.idempotencyKey, outcome: count > 0 ? .applied(changes: count) : .unchanged, person: person,
            issues: issues)
    }

    /// A withdrawal holds until consent is given again; other messages that repeat the form change nothing about it.
    private static func mark(_ event: Event?) -> Int64? {
        switch event {
        case .consentWithdrawn: 1
        case .consentGiven: 0
        default: nil
        }
    }

    /// A relative is of the cohort: known by identifiers, never asked.
    private mutating func know(_ identifiers: [RecordIdentifier], at time: Milliseconds) throws {
        for identifier in identifiers where try persons.owner(of: identifier) != nil { return }
        var row = PersonRow(id: PersonID(0))
        row.kind = .pedigreeOnly
        let person = try persons.insert(row, at: time)
        for identifier in identifiers { try persons.put(identifier, of: person) }
    }

    mutating func feed(_ name: String) throws -> Int64 {
        if let id = feeds[name] { return id }
        let find = try PreparedStatement(db, "SELECT id FROM record_feed WHERE name = ?")
        find.bind(1, name)
        let id: Int64
        if let known = try find.first({ $0.int(0) }) {
            id = known
        } else {
            let insert = try PreparedStatement(db, "INSERT INTO record_feed(name) VALUES (?)")
            insert.bind(1, name)
            try insert.execute()
            id = db.lastInsertedRowID
        }
        feeds[name] = id
        return id
    }
}

/// Findings that are told beside the effect of a message.
enum RecordIssue {
    static let brokenEntry = Diagnostic(
        code: "record-entry", "a resource of the message has no id, or two have the same",
        at: .message(MessagePosition("Bundle.entry")), hint: "every entry needs a resource with an id of its own")

    static func olderEvent(_ facts: Int) -> Diagnostic {
        Diagnostic(
            .warning, code: "record-older-event",
            "\(facts) facts of this message are older than what another feed has said and were not taken over",
            at: .message(MessagePosition("Bundle.timestamp")))
    }

    static func personElsewhere(_ count: Int) -> Diagnostic {
        Diagnostic(
            .warning, code: "record-person-elsewhere",
            "\(count) resources of this message speak of a person that nobody here knows; they are kept under nobody",
            at: .message(MessagePosition("Bundle.entry")), hint: "the sender sends that person as well")
    }

    static let unprovenNumber = Diagnostic(
        .warning, code: "record-nhs-number-unproven",
        "the untraced NHS number is known for another person with another birth date; it was not used",
        at: .message(MessagePosition("Patient.identifier")), hint: "the trust traces the number")
}
