import Canonical
import Record
import Submission
import Testing

/// A store in memory that keeps the projector's promises without a database.
actor MemoryStore: SubmissionStore {
    var scene = Scene()
    var rows: [SubmissionRow] = []
    var position: Int64 = 0
    var outbox: [RecordChange] = []

    /// Changes the record and says so in the outbox.
    func change(of type: String? = nil, _ body: @Sendable (inout Scene) -> Void) {
        body(&scene)
        outbox.append(
            RecordChange(
                sequence: Int64(outbox.count + 1), kind: .updated, person: PersonID(1), resourceType: type,
                consentEpoch: scene.epoch, recordedAt: Scene.day))
    }

    func submissionPosition() -> Int64 { position }
    func changes(after sequence: Int64, limit: Int) -> [RecordChange] {
        Array(outbox.filter { $0.sequence > sequence }.prefix(limit))
    }
    private(set) var looks = 0
    func project(
        _ people: [PersonID], upTo position: Int64,
        _ decide: @escaping @Sendable (PersonSnapshot, [SubmissionRow]) throws -> [SubmissionRow]
    ) throws {
        looks += people.count
        if !people.isEmpty { for row in try decide(scene.snapshot, rows) { save(row) } }
        self.position = position
    }
    func dueSubmissions(at time: Milliseconds, limit: Int) -> [SubmissionRow] {
        rows.filter { row in
            guard let due = row.dueAt, due <= time else { return false }
            return !rows.contains { $0.order == row.order && $0.version > row.version }
        }
    }
    func claim<Claim: Sendable>(
        order: String, version: Int,
        _ decide: @escaping @Sendable (SubmissionRow, PersonSnapshot) throws -> (row: SubmissionRow?, claim: Claim)
    ) throws -> Claim? {
        guard let row = rows.first(where: { $0.order == order && $0.version == version }) else { return nil }
        let decided = try decide(row, scene.snapshot)
        if let row = decided.row { save(row) }
        return decided.claim
    }
    func amend(
        order: String, version: Int, _ decide: @escaping @Sendable (SubmissionRow) -> SubmissionRow?
    ) -> Bool {
        guard let row = rows.first(where: { $0.order == order && $0.version == version }), let decided = decide(row) else {
            return false
        }
        save(decided)
        return true
    }
    func submissions(ofOrder order: String) -> [SubmissionRow] {
        rows.filter { $0.order == order }.sorted { $0.version < $1.version }
    }
    func submissions(inState state: String?, limit: Int) -> [SubmissionRow] { rows }
    func submissions(inState state: String, after mark: SubmissionMark, limit: Int) -> [SubmissionRow] {
        Array(
            rows.filter { $0.state == state && $0.updatedAt > mark.time }.sorted { $0.updatedAt < $1.updatedAt }.prefix(limit))
    }
    func submissionFigures() -> [String: Int] { [:] }

    private func save(_ row: SubmissionRow) {
        rows.removeAll { $0.order == row.order && $0.version == row.version }
        rows.append(row)
    }

    var states: [String] { submissions(ofOrder: "o").map(\.state) }
}

@Suite struct SubmissionProjectorTests {
    let store = MemoryStore()
    let projector = SubmissionProjector()
    let now = Scene.day

    func start(_ body: @Sendable (inout Scene) -> Void = { _ in }) async throws -> [DueSubmission] {
        await store.change(body)
        return try await projector.advance(store, at: now)
    }

    func send(_ due: DueSubmission, at time: Milliseconds? = nil) async throws -> ClaimedSubmission? {
        if case .send(let claimed) = try await projector.build(due, from: store, at: time ?? now) { return claimed }
        return nil
    }

    @Test func aReadyOrderIsSentOnceAndAccepted() async throws {
        let due = try #require(try await start().first)
        #expect(due.kind == .submission && due.version == 1)
        let claimed = try #require(try await send(due))
        #expect(claimed.permit.purpose == .programme)
        // Asked again while it is on its way: nothing.
        #expect(try await send(due) == nil)
        try await projector.settle(due, with: .accepted(locations: []), in: store, at: now)
        #expect(await store.states == ["accepted"])
        #expect(try await projector.advance(store, at: now + 10_000_000).isEmpty)
    }

    @Test func onlyWhatASubmissionIsMadeOfIsALook() async throws {
        _ = try await start()
        #expect(await store.looks == 1)
        for type in ["Encounter", "Observation", "DiagnosticReport"] { await store.change(of: type) { _ in } }
        _ = try await projector.advance(store, at: now)
        #expect(await store.looks == 1)
        // They are behind all the same.
        #expect(await store.position == 4)
        for type in ["Patient", "ServiceRequest", "Specimen", "Consent", "Condition"] {
            await store.change(of: type) { _ in }
            _ = try await projector.advance(store, at: now)
        }
        #expect(await store.looks == 6)
    }

    @Test func anIncompleteOrderWaitsAndSaysWhatIsMissing() async throws {
        #expect(try await start { $0.specimen = nil }.isEmpty)
        #expect(await store.states == ["waiting"])
        #expect(await store.rows.first?.detail.contains("PS-10 Primary Sample - Obtained date") == true)
        let due = try await start { $0.specimen = Scene().specimen }
        #expect(due.map(\.version) == [1])
    }

    @Test func aMissingAnswerIsSentAgainUnderTheSameIdentity() async throws {
        let due = try #require(try await start().first)
        let first = try #require(try await send(due))
        try await projector.settle(due, with: .notAnswered(reason: "HTTP 503"), in: store, at: now)
        #expect(try await projector.advance(store, at: now + 29_999).isEmpty)
        let again = try #require(try await projector.advance(store, at: now + 30_000).first)
        #expect(again.idempotencyKey == due.idempotencyKey)
        let second = try #require(try await send(again, at: now + 30_000))
        #expect(second.bundle == first.bundle)
        try await projector.settle(again, with: .notAnswered(reason: "HTTP 503"), in: store, at: now + 30_000)
        #expect(try await projector.advance(store, at: now + 89_999).isEmpty)
        #expect(try await projector.advance(store, at: now + 90_000).count == 1)
    }

    @Test func aWorkerThatDiedIsForgottenAfterAWhile() async throws {
        let due = try #require(try await start().first)
        _ = try #require(try await send(due))
        #expect(try await projector.advance(store, at: now + 299_999).isEmpty)
        let again = try #require(try await projector.advance(store, at: now + 300_000).first)
        #expect(try await send(again, at: now + 300_000) != nil)
    }

    @Test func changedContentIsAVersionOfItsOwn() async throws {
        let due = try #require(try await start().first)
        let first = try #require(try await send(due))
        try await projector.settle(due, with: .accepted(locations: []), in: store, at: now)
        let next = try await start { $0.patient = $0.patient.replacing("Hobson", by: "Hobson-Smith") }
        #expect(next.map(\.version) == [2])
        #expect(await store.states == ["superseded", "ready"])
        let dueNext = try #require(next.first)
        let second = try #require(try await send(dueNext))
        #expect(second.bundle.submissionID != first.bundle.submissionID)
        #expect(String(decoding: second.bundle.json, as: UTF8.self).contains(#""method":"PUT""#))
        // What changes nothing that is sent makes no version.
        #expect(try await start { $0.epoch += 1 }.isEmpty)
        #expect(await store.states == ["superseded", "sent"])
    }

    @Test func aRecordThatMovedOnIsAskedAgainAfterTheNextLook() async throws {
        let due = try #require(try await start().first)
        await store.change { $0.patient = $0.patient.replacing("Hobson", by: "Hobson-Smith") }
        guard case .notYet = try await projector.build(due, from: store, at: now) else {
            Issue.record("the projection has not seen the change yet")
            return
        }
        let next = try #require(try await projector.advance(store, at: now).first)
        #expect(next.idempotencyKey != due.idempotencyKey)
        #expect(try await send(next) != nil)
        guard case .held = try await projector.build(due, from: store, at: now) else {
            Issue.record("the answer to the newer content is open")
            return
        }
    }

    @Test func whatKeepsAnOrderBackIsToldWhenItChanges() async throws {
        _ = try await start { $0.specimen = nil }
        await store.change {
            $0.specimen = Scene().specimen
            $0.choices.programme = .no
        }
        _ = try await projector.advance(store, at: now + 5)
        let row = try #require(await store.rows.first)
        #expect(row.state == "waiting" && row.detail == "declined" && row.updatedAt == now + 5)
        // Nothing new: nothing is told again.
        _ = try await start { $0.patient = $0.patient.replacing("Hobson", by: "Hobson-Smith") }
        #expect(await store.rows.first?.updatedAt == now + 5)
    }

    @Test func anOrderThatIsCancelledBeforeItWentIsDueNoMoreUntilItIsTakenUpAgain() async throws {
        let due = try #require(try await start().first)
        let active = Scene().order
        #expect(try await start { $0.order = $0.order.replacing(#""active""#, by: #""revoked""#) }.isEmpty)
        guard case .gone = try await projector.build(due, from: store, at: now) else {
            Issue.record("a cancelled order has nothing to send")
            return
        }
        let again = try #require(try await start { $0.order = active }.first)
        #expect(again.version == 2 && again.idempotencyKey != due.idempotencyKey)
        #expect(try await send(again) != nil)
    }

    @Test func aRejectedOrderIsSentAgainOnlyWhenItIsOther() async throws {
        let due = try #require(try await start().first)
        _ = try await send(due)
        let issue = SubmissionAnswer.parse(status: 422, body: [])
        try await projector.settle(due, with: issue, in: store, at: now)
        #expect(await store.states == ["rejected"])
        #expect(try await start { $0.epoch += 1 }.isEmpty)
        #expect(try await start { $0.patient = $0.patient.replacing("Ada", by: "Adah") }.map(\.version) == [2])
        #expect(try await projector.resend(order: "o", version: 1, in: store, at: now) == false)
    }

    @Test func aWithdrawalBeforeSendingIsSilent() async throws {
        let due = try #require(try await start().first)
        // The withdrawal is on record before anybody has looked at the outbox: the claim sees it.
        await store.change {
            $0.choices.withdrawal = .full
            $0.epoch += 1
        }
        #expect(try await send(due) == nil)
        #expect(await store.states == ["withdrawn"])
        #expect(try await projector.advance(store, at: now).isEmpty)
        #expect(await store.states == ["withdrawn"])
    }

    @Test func aWithdrawalAfterAcceptanceIsTold() async throws {
        let due = try #require(try await start().first)
        _ = try await send(due)
        try await projector.settle(due, with: .accepted(locations: []), in: store, at: now)
        let notice = try #require(
            try await start {
                $0.choices.withdrawal = .full
                $0.epoch += 1
            }.first)
        #expect(notice.kind == .withdrawalNotice)
        let claimed = try #require(try await send(notice))
        #expect(!String(decoding: claimed.bundle.json, as: UTF8.self).contains("R59.3"))
        try await projector.settle(notice, with: .notAnswered(reason: "HTTP 503"), in: store, at: now)
        #expect(await store.states == ["withdrawal-due"])
        let again = try #require(try await projector.advance(store, at: now + 30_000).first)
        _ = try await send(again, at: now + 30_000)
        try await projector.settle(again, with: .accepted(locations: []), in: store, at: now + 30_000)
        #expect(await store.states == ["withdrawn"])
        // Consent given again begins a new version.
        let anew = try await start { $0.choices.withdrawal = .none }
        #expect(anew.map(\.version) == [2])
    }

    @Test func aWithdrawalWhileItIsOnItsWayIsToldAfterTheAnswer() async throws {
        let due = try #require(try await start().first)
        _ = try await send(due)
        _ = try await start {
            $0.choices.withdrawal = .full
            $0.epoch += 1
        }
        try await projector.settle(due, with: .accepted(locations: []), in: store, at: now)
        #expect(await store.states == ["withdrawal-due"])
        #expect(try await projector.advance(store, at: now + 300_000).map(\.kind) == [.withdrawalNotice])
    }

    @Test func consentThatIsNotThereHolds() async throws {
        #expect(try await start { $0.choices.programme = .no }.isEmpty)
        #expect(await store.rows.first?.detail == "declined")
        #expect(try await start { $0.choices.programme = .yes }.count == 1)
    }

    @Test func whoSaysNoAfterAcceptanceHasWithdrawn() async throws {
        let due = try #require(try await start().first)
        _ = try await send(due)
        try await projector.settle(due, with: .accepted(locations: []), in: store, at: now)
        #expect(try await start { $0.choices.programme = .no }.map(\.kind) == [.withdrawalNotice])
    }
}
