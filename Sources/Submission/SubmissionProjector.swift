package import Canonical
package import Record

/// A submission that is to be sent now. Its delivery's subject is the record version (`order`, `version`).
package struct DueSubmission: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case submission
        case withdrawalNotice = "withdrawal-notice"
    }
    package var order: String
    package var version: Int
    package var person: PersonID
    package var kind: Kind
    package var attempts: Int
    /// The same for every attempt at the same content.
    package var idempotencyKey: String

    package init(order: String, version: Int, person: PersonID, kind: Kind, attempts: Int, idempotencyKey: String) {
        self.order = order
        self.version = version
        self.person = person
        self.kind = kind
        self.attempts = attempts
        self.idempotencyKey = idempotencyKey
    }
}

/// What a worker sends; only made inside the claiming transaction.
package struct ClaimedSubmission: Sendable {
    package var due: DueSubmission
    package var bundle: SubmissionBundle
    package var permit: SendPermit
}

/// What became of a claim.
package enum SubmissionClaim: Sendable {
    case send(ClaimedSubmission)
    /// Not now, and why; it comes back by itself when the record changes.
    case held(reason: String)
    /// The record has moved on since the projection looked; asked again after its next look, it goes or is gone.
    case notYet
    /// Nothing is to be sent any more under this version.
    case gone
}

/// Follows the record's outbox and keeps, for every order, which version may go to the nation.
package struct SubmissionProjector: Sendable {
    /// Changes read in one step.
    package var batch = 5_000
    /// People looked at in one transaction: the record's own writer waits behind it.
    package var people = 25
    /// The first pause after an answer that did not come; doubled each time up to an hour.
    package var firstPause: Milliseconds = 30_000
    package var longestPause: Milliseconds = 3_600_000
    /// A submission whose worker died is asked for again after this.
    package var patience: Milliseconds = 300_000

    package init() {}

    /// Looks at what changed, then gives what is due.
    package func advance(
        _ store: any SubmissionStore, at now: Milliseconds, limit: Int = 100
    ) async throws -> [DueSubmission] {
        var position = try await store.submissionPosition()
        while true {
            let changes = try await store.changes(after: position, limit: batch)
            guard let last = changes.last else { break }
            var people: [PersonID] = []
            var seen: Set<PersonID> = []
            for change in changes where Self.concerns(change) {
                for person in [change.person, change.retired].compactMap({ $0 }) where seen.insert(person).inserted {
                    people.append(person)
                }
            }
            for start in stride(from: 0, to: max(people.count, 1), by: self.people) {
                let isLast = start + self.people >= people.count
                // The position moves with the last of them: what was decided before a kill is decided again.
                try await store.project(
                    Array(people[start..<min(start + self.people, people.count)]), upTo: isLast ? last.sequence : position
                ) { snapshot, rows in
                    try Self.decide(snapshot, rows, at: now)
                }
            }
            position = last.sequence
            if changes.count < batch { break }
        }
        return try await store.dueSubmissions(at: now, limit: limit).compactMap(Self.due)
    }

    /// Encounters and results, of which there are many, are no part of a submission.
    private static func concerns(_ change: RecordChange) -> Bool {
        guard let type = change.resourceType else { return true }
        return PersonSnapshot.types.contains { $0.name == type }
    }

    // MARK: Deciding

    /// The rows of a person's orders that are different now.
    package static func decide(
        _ snapshot: PersonSnapshot, _ rows: [SubmissionRow], at now: Milliseconds
    ) throws -> [SubmissionRow] {
        var changed: [SubmissionRow] = []
        let person = PersonView(snapshot)
        for order in person.orders.map(\.resource.id) {
            guard let view = OrderView(person, order: order) else { continue }
            let known = rows.filter { $0.order == order }.sorted { $0.version < $1.version }
            changed += decide(view, order: order, known, at: now)
        }
        return changed
    }

    private static func decide(
        _ view: OrderView, order: String, _ known: [SubmissionRow], at now: Milliseconds
    ) -> [SubmissionRow] {
        let hasReached = known.contains(where: \.hasReachedNation)
        let readiness = SubmissionReadiness.assess(
            view, on: CalendarDate(milliseconds: now), hasReachedNation: hasReached)
        var latest =
            known.last
            ?? SubmissionRow(
                order: order, version: 1, person: view.standing.person, state: SubmissionState.waiting.rawValue,
                updatedAt: now)
        let before = latest
        var changed: [SubmissionRow] = []
        var bundle: SubmissionBundle?
        if case .ready(let permit) = readiness {
            bundle = SubmissionBundle.make(view, version: latest.version, permit: permit)
            if let bundle, let sent = latest.contentHash, sent != bundle.contentHash {
                apply(.contentChanged, to: &latest, at: now)
            }
        }
        // A version that is closed, or on its way with other content, leaves the word to the next.
        let isClosed = latest.state == SubmissionState.superseded.rawValue
        let wasCancelled =
            latest.state == SubmissionState.waiting.rawValue && latest.detail == SubmissionReadiness.cancelledDetail
        let isReopened = (latest.state == SubmissionState.withdrawn.rawValue || wasCancelled) && bundle != nil
        let isBehind =
            latest.state == SubmissionState.sent.rawValue && bundle != nil && bundle?.contentHash != latest.contentHash
        if isClosed || isReopened || isBehind {
            if latest != before { changed.append(latest) }
            latest = SubmissionRow(
                order: order, version: latest.version + 1, person: view.standing.person,
                state: SubmissionState.waiting.rawValue, hasReachedNation: hasReached || before.hasReachedNation,
                updatedAt: now)
            if case .ready(let permit) = readiness {
                bundle = SubmissionBundle.make(view, version: latest.version, permit: permit)
            }
        }
        latest.person = view.standing.person
        latest.epoch = view.standing.epoch
        switch readiness {
        case .ready:
            apply(.becameReady, to: &latest, at: now)
            if latest.state == SubmissionState.ready.rawValue {
                latest.contentHash = bundle?.contentHash
                latest.submissionID = bundle?.submissionID
                latest.dueAt = latest.dueAt ?? now
                latest.detail = ""
            }
        case .incomplete, .cancelled: apply(.becameIncomplete, to: &latest, at: now)
        case .refused(let refusal) where refusal != .declined || !hasReached:
            apply(.becameRefused, to: &latest, at: now)
        // Who says no after the nation knows of it has withdrawn.
        case .withdrawn, .refused:
            apply(.withdrawn, to: &latest, at: now)
            if latest.state == SubmissionState.withdrawalDue.rawValue { latest.dueAt = latest.dueAt ?? now }
        }
        if latest.state == SubmissionState.waiting.rawValue || latest.state == SubmissionState.withdrawn.rawValue {
            // What keeps it back is another thing now: who follows the rows sees it.
            if latest.detail != readiness.detail { latest.updatedAt = now }
            latest.detail = readiness.detail
            latest.dueAt = nil
        }
        var same = latest
        same.updatedAt = before.updatedAt
        if known.isEmpty || latest.version != before.version || same != before { changed.append(latest) }
        return changed
    }

    /// Moves a row through the machine; an event that does not belong there leaves it.
    @discardableResult
    static func apply(_ event: SubmissionEvent, to row: inout SubmissionRow, at now: Milliseconds) -> Bool {
        var machine = SubmissionMachine(
            SubmissionState(rawValue: row.state) ?? .waiting, hasReachedNation: row.hasReachedNation)
        guard machine.take(event) else { return false }
        if row.state != machine.state.rawValue {
            row.updatedAt = now
            // A notice has attempts of its own.
            if machine.state == .withdrawalDue { row.attempts = 0 }
        }
        row.state = machine.state.rawValue
        row.hasReachedNation = machine.hasReachedNation
        switch machine.state {
        case .waiting, .accepted, .rejected, .superseded, .withdrawn: row.dueAt = nil
        case .ready, .sent, .notAnswered, .withdrawalDue: break
        }
        return true
    }

    private static func due(_ row: SubmissionRow) -> DueSubmission? {
        let kind: DueSubmission.Kind
        switch SubmissionState(rawValue: row.state) {
        case .ready, .sent, .notAnswered: kind = .submission
        case .withdrawalDue: kind = .withdrawalNotice
        case .waiting, .accepted, .rejected, .superseded, .withdrawn, nil: return nil
        }
        return DueSubmission(
            order: row.order, version: row.version, person: row.person, kind: kind, attempts: row.attempts,
            idempotencyKey: "\(kind.rawValue)/\(row.order)/\(row.version)/\(row.contentHash?.prefix(16) ?? "-")")
    }

    // MARK: Sending

    /// Claims a due submission: choices, epoch and content are read again in the transaction that marks it as sent, so a
    /// withdrawal that is on record can't be overtaken.
    package func build(
        _ due: DueSubmission, from store: any SubmissionStore, at now: Milliseconds
    ) async throws -> SubmissionClaim {
        let patience = patience
        let claim = try await store.claim(order: due.order, version: due.version) { row, snapshot in
            Self.claim(due, row, snapshot, patience: patience, at: now)
        }
        return claim ?? .gone
    }

    static func claim(
        _ due: DueSubmission, _ row: SubmissionRow, _ snapshot: PersonSnapshot, patience: Milliseconds, at now: Milliseconds
    ) -> (row: SubmissionRow?, claim: SubmissionClaim) {
        var row = row
        if row.state == SubmissionState.withdrawalDue.rawValue {
            guard let permit = ConsentRule.permitWithdrawalNotice(snapshot.standing) else {
                return (nil, .held(reason: "the withdrawal was taken back"))
            }
            guard let notice = SubmissionBundle.withdrawalNotice(snapshot, order: row.order, version: row.version) else {
                return (nil, .gone)
            }
            row.attempts += 1
            row.dueAt = now + patience
            var due = due
            due.kind = .withdrawalNotice
            return (row, .send(ClaimedSubmission(due: due, bundle: notice, permit: permit)))
        }
        guard due.kind == .submission else { return (nil, .gone) }
        // A worker died between sending and settling: the answer is open.
        if row.state == SubmissionState.sent.rawValue {
            guard let at = row.dueAt, at <= now else { return (nil, .held(reason: "its answer is still open")) }
            apply(.notAnswered, to: &row, at: now)
        }
        guard row.state == SubmissionState.ready.rawValue || row.state == SubmissionState.notAnswered.rawValue else {
            let isHeld =
                row.state == SubmissionState.waiting.rawValue && row.detail != SubmissionReadiness.cancelledDetail
            return (nil, isHeld ? .held(reason: row.detail) : .gone)
        }
        guard let view = OrderView(PersonView(snapshot), order: row.order) else { return (nil, .gone) }
        let readiness = SubmissionReadiness.assess(
            view, on: CalendarDate(milliseconds: now), hasReachedNation: row.hasReachedNation)
        switch readiness {
        case .withdrawn:
            apply(.withdrawn, to: &row, at: now)
            row.epoch = snapshot.standing.epoch
            row.detail = ConsentRefusal.withdrawn.rawValue
            row.dueAt = row.state == SubmissionState.withdrawalDue.rawValue ? now : nil
            return (row, .held(reason: ConsentRefusal.withdrawn.rawValue))
        case .cancelled:
            apply(.becameIncomplete, to: &row, at: now)
            row.detail = SubmissionReadiness.cancelledDetail
            row.dueAt = nil
            return (row, .gone)
        case .incomplete, .refused:
            let reason = readiness.detail
            if case .refused = readiness {
                apply(.becameRefused, to: &row, at: now)
            } else {
                apply(.becameIncomplete, to: &row, at: now)
            }
            row.detail = reason
            row.dueAt = nil
            return (row, .held(reason: reason))
        case .ready(let permit):
            guard let bundle = SubmissionBundle.make(view, version: row.version, permit: permit) else {
                return (nil, .gone)
            }
            guard bundle.contentHash == row.contentHash else {
                // What may have been received must not be sent as something else under the same id.
                return (nil, .notYet)
            }
            apply(.sent, to: &row, at: now)
            row.attempts += 1
            row.epoch = snapshot.standing.epoch
            row.dueAt = now + patience
            return (row, .send(ClaimedSubmission(due: due, bundle: bundle, permit: permit)))
        }
    }

    /// Keeps the answer; a missing one is due again after a pause.
    package func settle(
        _ due: DueSubmission, with answer: SubmissionAnswer, in store: any SubmissionStore, at now: Milliseconds
    ) async throws {
        let projector = self
        try await store.amend(order: due.order, version: due.version) { row in
            projector.settled(due, row, answer, at: now)
        }
    }

    func settled(_ due: DueSubmission, _ row: SubmissionRow, _ answer: SubmissionAnswer, at now: Milliseconds) -> SubmissionRow?
    {
        var row = row
        let wasDue = row.state == SubmissionState.withdrawalDue.rawValue
        // The answer to the submission itself, when a withdrawal came in between, leaves the notice due.
        if wasDue, due.kind == .submission {
            row.dueAt = now
            return row
        }
        guard Self.apply(answer.event, to: &row, at: now) else { return nil }
        row.detail = answer.detail
        switch answer {
        case .accepted: row.dueAt = nil
        case .rejected: row.dueAt = wasDue ? now + longestPause : nil
        case .notAnswered: row.dueAt = now + pause(after: row.attempts)
        }
        return row
    }

    private func pause(after attempts: Int) -> Milliseconds {
        min(longestPause, firstPause << Int64(min(20, max(0, attempts - 1))))
    }

    /// A person has it sent again.
    package func resend(order: String, version: Int, in store: any SubmissionStore, at now: Milliseconds) async throws -> Bool {
        try await store.amend(order: order, version: version) { row in
            var row = row
            guard Self.apply(.resend, to: &row, at: now) else { return nil }
            row.dueAt = now
            return row
        }
    }
}
