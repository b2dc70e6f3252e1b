import Canonical
import Diagnostics
import Record
import SQLiteStore
import Testing

/// The submission's account beside the record. What is decided is `Submission`'s; here it is kept and read back.
@Suite struct SubmissionStoreTests {
    let scene: RecordScene

    init() throws { scene = try RecordScene() }

    static func row(
        _ snapshot: PersonSnapshot, version: Int = 1, state: String = "ready", due: Milliseconds? = 5
    ) -> SubmissionRow {
        SubmissionRow(
            order: "o", version: version, person: snapshot.standing.person, state: state, epoch: snapshot.standing.epoch,
            updatedAt: 1, dueAt: due)
    }

    @Test func rowsAndPositionAreKeptTogether() async throws {
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        let store = scene.store
        let changes = try await store.changes(after: 0, limit: 10)
        let people = try #require(changes.first?.person)
        try await store.project([people, people], upTo: 2) { snapshot, rows in
            #expect(rows.isEmpty && snapshot.resources.map(\.type) == ["Patient", "ServiceRequest"])
            return [Self.row(snapshot)]
        }
        #expect(try await store.submissionPosition() == 2)
        #expect(try await store.dueSubmissions(at: 4, limit: 10).isEmpty)
        #expect(try await store.dueSubmissions(at: 5, limit: 10).map(\.order) == ["o"])
        #expect(try await store.submissionFigures() == ["ready": 1])
        // A decision that fails keeps neither.
        struct Refused: Error {}
        await #expect(throws: Refused.self) { try await store.project([people], upTo: 9) { _, _ in throw Refused() } }
        #expect(try await store.submissionPosition() == 2)
        // The position never goes back.
        try await store.project([], upTo: 1) { _, _ in [] }
        #expect(try await store.submissionPosition() == 2)
    }

    @Test func aVersionWaitsForTheOneOnItsWay() async throws {
        let given = try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        let person = try #require(given.person)
        let store = scene.store
        try await store.project([person], upTo: 1) { snapshot, _ in
            [Self.row(snapshot, state: "sent", due: 50), Self.row(snapshot, version: 2)]
        }
        #expect(try await store.dueSubmissions(at: 10, limit: 10).isEmpty)
        #expect(try await store.dueSubmissions(at: 50, limit: 10).map(\.version) == [2])
        #expect(try await store.submissions(ofOrder: "o").map(\.version) == [1, 2])
        #expect(try await store.submissions(inState: nil, limit: 5).map(\.version) == [2])
    }

    @Test func manyThatChangedAtOnceAreFollowedPageByPage() async throws {
        let given = try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        let person = try #require(given.person)
        let store = scene.store
        try await store.project([person], upTo: 1) { snapshot, _ in
            ["a", "b", "c", "d", "e"].map { order in
                var row = Self.row(snapshot, state: "waiting", due: nil)
                row.order = order
                row.updatedAt = order == "e" ? 8 : 7
                return row
            }
        }
        var seen: [String] = []
        var mark = SubmissionMark(time: 6)
        while true {
            let page = try await store.submissions(inState: "waiting", after: mark, limit: 2)
            seen += page.map(\.order)
            guard let last = page.last, page.count == 2 else { break }
            mark = SubmissionMark(time: last.updatedAt, order: last.order)
        }
        #expect(seen == ["a", "b", "c", "d", "e"])
        #expect(try await store.submissions(inState: "waiting", after: SubmissionMark(time: 7), limit: 9).map(\.order) == ["e"])
    }

    @Test func aClaimSeesThePresentEpoch() async throws {
        let given = try await scene.say(
            .consentGiven, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"),
            Invented.consent("c", "active", on: "2026-01-01"))
        let person = try #require(given.person)
        let store = scene.store
        try await store.project([person], upTo: 1) { snapshot, _ in [Self.row(snapshot)] }
        try await scene.say(
            .consentWithdrawn, Invented.patient("a", mrn: "1"), Invented.consent("c", "inactive", on: "2026-01-02"))
        let epochs = try await store.claim(order: "o", version: 1) { row, snapshot in
            (nil, [row.epoch, snapshot.standing.epoch])
        }
        #expect(epochs == [1, 2])
        #expect(try await store.claim(order: "x", version: 1) { _, _ in (nil, true) } == nil)
    }

    @Test func onlyWhatASubmissionIsMadeOfIsRead() async throws {
        let ordered = try await scene.say(
            .orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"),
            #"{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/a"}}"#
        )
        let admitted = try await scene.say(.orderPlaced, Invented.patient("b", mrn: "2"))
        let people = [ordered.person, admitted.person].compactMap { $0 }
        #expect(people.count == 2)
        // Of whom nothing was ordered nothing is asked.
        try await scene.store.project(people, upTo: 1) { snapshot, _ in
            #expect(snapshot.standing.person == people[0])
            #expect(snapshot.resources.map(\.type) == ["Patient", "ServiceRequest"])
            // What the record says of a version stays in the region.
            #expect(snapshot.resources.allSatisfy { !String(decoding: $0.json, as: UTF8.self).contains("versionId") })
            return [Self.row(snapshot)]
        }
        #expect(try await scene.store.submissionFigures() == ["ready": 1])
    }

    @Test func anAnswerChangesOnlyTheRowItIsFor() async throws {
        let given = try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        let person = try #require(given.person)
        let store = scene.store
        try await store.project([person], upTo: 1) { snapshot, _ in
            [Self.row(snapshot, state: "sent"), Self.row(snapshot, version: 2)]
        }
        let isChanged = try await store.amend(order: "o", version: 1) { row in
            var row = row
            row.state = "accepted"
            return row
        }
        #expect(isChanged)
        #expect(try await store.submissions(ofOrder: "o").map(\.state) == ["accepted", "ready"])
        #expect(try await store.amend(order: "o", version: 2) { _ in nil } == false)
        #expect(try await store.amend(order: "o", version: 9) { $0 } == false)
        #expect(try await store.submissions(ofOrder: "o").map(\.state) == ["accepted", "ready"])
    }
}
