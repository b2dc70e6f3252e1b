import Canonical
import Diagnostics
import Record
import SQLiteStore
import Testing

@Suite struct RecordStoreTests {
    let scene: RecordScene

    init() throws { scene = try RecordScene() }

    // MARK: Idempotency and transactions

    @Test func aMessageHasItsEffectOnce() async throws {
        let first = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"), key: "same")
        #expect(first.outcome == .applied(changes: 1))
        let again = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", birth: "1980-01-01"), key: "same")
        #expect(again.outcome == .duplicate)
        #expect(again.person == first.person)
        #expect(try await scene.json("Patient", "a").contains("1970-01-01"))
        #expect(try await scene.store.receipts() == 1)
        #expect(try await scene.store.receipts(of: ["same", "other"]) == 1)
    }

    @Test func whatIsRecalledCountsApartFromReceipts() async throws {
        let kept = try scene.message(.personUpdated, [Invented.patient("a", mrn: "1")], key: "kept")
        #expect(try await scene.store.recall([kept]).map(\.isReceipt) == [true])
        #expect(try await scene.store.recall([kept]).map(\.outcome) == [.duplicate])
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1", birth: "1980-01-01"))
        #expect(try await scene.store.receipts() == 1)
        #expect(try await scene.store.recalls() == 1)
        #expect(try await scene.store.integrityCheck().isEmpty)
    }

    @Test func unchangedContentMakesNoVersion() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"))
        let again = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"))
        #expect(again.outcome == .unchanged)
        #expect(try await scene.store.history("Patient", id: "a", purpose: .directCare)?.count == 1)
        #expect(try await scene.store.receipts() == 2)
    }

    @Test func aConflictStopsNoNeighbourAndCanBeAppliedLater() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 1))
        let batch = [
            try scene.message(.personUpdated, [Invented.patient("b", mrn: "2", nhs: 1)], key: "bad"),
            try scene.message(.personUpdated, [Invented.patient("c", mrn: "3", nhs: 3)], key: "good"),
        ]
        let results = try await scene.store.apply(batch)
        #expect(results.map(\.conflict) == ["record-another-local-identifier", nil])
        #expect(try await scene.store.read("Patient", id: "b", purpose: .directCare) == nil)
        #expect(try await scene.store.read("Patient", id: "c", purpose: .directCare) != nil)
        #expect(try await scene.store.receipts(of: ["bad"]) == 0)
        // The trust says that both registrations are one; then the message goes in under its own key.
        try await scene.say(.personMerged, Invented.patient("a", mrn: "1", more: Invented.replaces("2")))
        let later = try await scene.store.apply([batch[0]])
        #expect(later[0].conflict == nil && later[0].isReceipt)
    }

    // MARK: Persons

    @Test func twoTrustsMeetAtTheVerifiedNumber() async throws {
        let a = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 1))
        let b = try await scene.say(
            .personUpdated, Invented.patient("b", mrn: "1", system: "urn:rjc", nhs: 1), feed: "rjc-pas")
        #expect(a.person == b.person)
        let person = try #require(a.person)
        #expect(try await scene.store.everything(of: person, purpose: .directCare).map(\.id) == ["a", "b"])
        #expect(try await scene.store.figures().persons == 1)
    }

    @Test func theSameHospitalNumberOfAnotherTrustIsSomebodyElse() async throws {
        let a = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"))
        let b = try await scene.say(.personUpdated, Invented.patient("b", mrn: "1", system: "urn:rjc"), feed: "rjc-pas")
        #expect(a.person != b.person)
    }

    /// Beside a person that it brings a message may speak of another, whom it names by number or by an address.
    @Test func whatSpeaksOfAnotherIsNotFiledUnderWhomTheMessageBrings() async throws {
        func finding(_ id: String, _ subject: String) -> String {
            #"{"resourceType":"Observation","id":"\#(id)","status":"final","code":{"text":"a"},"subject":{\#(subject)}}"#
        }
        func number(_ mrn: String) -> String { #""identifier":{"system":"urn:rrk","value":"\#(mrn)"}"# }
        let mother = try #require(try await scene.say(.personUpdated, Invented.patient("m", mrn: "2")).person)
        let said = try await scene.say(
            .resultReported, Invented.patient("a", mrn: "1"), finding("own", number("1")), finding("hers", number("2")),
            finding("both", #""reference":"Patient/unknown","# + number("2")),
            finding("away", #""reference":"https://elsewhere.test/Patient/9""#), finding("strange", number("3")),
            finding("nobodys", #""display":"the person""#))
        #expect(said.issues.map(\.code) == ["record-person-elsewhere"])
        let person = try #require(said.person)
        let own = try await scene.store.everything(of: person, purpose: .directCare).map(\.id).sorted()
        #expect(own == ["a", "nobodys", "own"])
        #expect(try await scene.store.everything(of: mother, purpose: .directCare).map(\.id).sorted() == ["both", "hers", "m"])
    }

    @Test func anOrderNumberOfAnotherPersonConflicts() async throws {
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        let other = try await scene.say(.orderPlaced, Invented.patient("b", mrn: "2"), Invented.order("o", patient: "b"))
        #expect(other.conflict == "record-resource-of-another-person")
        #expect(try await scene.store.read("Patient", id: "b", purpose: .directCare) == nil)
        #expect(try await scene.store.knows([[RecordIdentifier(system: "urn:rrk", value: "2")]]) == [false])
    }

    @Test func theCohortIsKnownInBatches() async throws {
        let relative =
            #"{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/a"},"identifier":[{"system":"urn:rrk","value":"77"}]}"#
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1", nhs: 1), relative)
        let asked: [[RecordIdentifier]] = [
            [RecordIdentifier(system: "urn:rrk", value: "1")], [RecordIdentifier(system: "urn:rrk", value: "2")],
            [.nhsNumber(Invented.number(1), verified: false)], [RecordIdentifier(system: "urn:rrk", value: "77")], [],
        ]
        #expect(try await scene.store.knows(asked) == [true, false, true, true, false])
        // The relative never consented, and is asked nothing until they are a patient themselves.
        let standing = try await scene.store.consent(identifiedBy: asked[3])
        #expect(standing?.participant.kind == .pedigreeOnly)
        try await scene.say(.personUpdated, Invented.patient("r77", mrn: "77"))
        #expect(try await scene.store.consent(identifiedBy: asked[3])?.participant.kind == .pedigreeOnly)
        try await scene.say(.orderPlaced, Invented.patient("r77", mrn: "77"), Invented.order("o2", patient: "r77"))
        #expect(try await scene.store.consent(identifiedBy: asked[3])?.participant.kind == .participant)
    }

    // MARK: Merge

    @Test func aMergeJoinsTwoPersonsAndCanBeTakenBack() async throws {
        let a = try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o1", patient: "a"))
        let b = try await scene.say(
            .orderPlaced, Invented.patient("b", mrn: "2", nhs: 1), Invented.order("o2", patient: "b"))
        let before = try await scene.json("Patient", "a")
        // The surviving registration brings the NHS number that the retired one held.
        let merge = try await scene.say(
            .personMerged, Invented.patient("a", mrn: "1", nhs: 1, birth: "1999-09-09", more: Invented.replaces("2")))
        #expect(merge.person == a.person)
        let survivor = try #require(a.person)
        let retired = try #require(b.person)
        #expect(try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: "2")]) == survivor)
        #expect(try await scene.store.person(ofPatient: "Patient/b") == survivor)
        let page = try await scene.store.search(RecordQuery(type: "ServiceRequest", patient: "a"), purpose: .directCare)
        #expect(page.resources.map(\.id) == ["o1", "o2"])
        // A merge never changes data, and the retired registration says who goes on.
        #expect(try await scene.json("Patient", "a") == before)
        let link = try await scene.json("Patient", "b")
        #expect(
            link.contains(#""active":false"#)
                && link.contains(#""link":[{"other":{"reference":"Patient/a"},"type":"replaced-by"}]"#))
        // A late message under the retired number finds the survivor.
        let late = try await scene.say(.orderPlaced, Invented.patient("b", mrn: "2"), Invented.order("o3", patient: "b"))
        #expect(late.person == survivor)
        #expect(try await scene.store.integrityCheck() == [])

        try await scene.store.unmerge(retired, by: "hub", at: 99 * 86_400_000)
        #expect(try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: "2")]) == retired)
        #expect(
            try await scene.store.search(RecordQuery(type: "ServiceRequest", patient: "b"), purpose: .directCare)
                .resources.map(\.id) == ["o2"])
        let unlinked = try await scene.json("Patient", "b")
        #expect(unlinked.contains(#""active":true"#) && !unlinked.contains("replaced-by"))
        let kinds = try await scene.store.changes(after: 0, limit: 100).map(\.kind)
        #expect(kinds.contains(.merged) && kinds.contains(.unmerged))
        await #expect(throws: RecordFailure.notMerged) {
            try await scene.store.unmerge(retired, by: "hub", at: 100 * 86_400_000)
        }
    }

    @Test func mergesChain() async throws {
        var people: [PersonID] = []
        for mrn in 1...3 {
            people.append(try #require(try await scene.say(.personUpdated, Invented.patient("p\(mrn)", mrn: "\(mrn)")).person))
        }
        try await scene.say(.personMerged, Invented.patient("p2", mrn: "2", more: Invented.replaces("1")))
        try await scene.say(.personMerged, Invented.patient("p3", mrn: "3", more: Invented.replaces("2")))
        for mrn in 1...3 {
            #expect(
                try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: "\(mrn)")]) == people[2])
        }
        #expect(try await scene.store.integrityCheck() == [])
        // Taking the second back leaves the first as it was.
        try await scene.store.unmerge(people[1], by: "hub", at: 0)
        #expect(try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: "1")]) == people[1])
        #expect(try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: "3")]) == people[2])
    }

    @Test func aNumberThatStandsOnBothSidesOfAMergeStaysInUse() async throws {
        let a = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 1))
        try await scene.say(.personUpdated, Invented.patient("b", mrn: "2"))
        let both =
            #","extension":[{"url":"https://genomics-hub.example/StructureDefinition/replaces","valueIdentifier":{"system":"urn:rrk","value":"2"}},{"url":"https://genomics-hub.example/StructureDefinition/replaces","valueIdentifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(Invented.number(1))"}}]"#
        try await scene.say(.personMerged, Invented.patient("a", mrn: "1", nhs: 1, more: both))
        // Another number under this person would still be a conflict: the first is in use.
        #expect(
            try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 50)).conflict
                == "record-nhs-number-differs")
        #expect(try await scene.store.person(identifiedBy: [.nhsNumber(Invented.number(1), verified: true)]) == a.person)
    }

    @Test func whatCameWithoutAPersonGetsOne() async throws {
        let specimen = #"{"resourceType":"Specimen","id":"s","status":"available"}"#
        let first = try await scene.say(.specimenReceived, specimen, feed: "rrk-lims")
        #expect(first.person == nil && first.outcome == .applied(changes: 1))
        let later = try await scene.say(.specimenReceived, Invented.patient("a", mrn: "1"), specimen, feed: "rrk-lims")
        let found = try await scene.store.read("Specimen", id: "s", purpose: .directCare)
        #expect(found?.person == later.person && later.person != nil)
    }

    @Test func personsWithDifferentNHSNumbersAreNotMerged() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 1))
        try await scene.say(.personUpdated, Invented.patient("b", mrn: "2", nhs: 50))
        let merge = try await scene.say(.personMerged, Invented.patient("a", mrn: "1", more: Invented.replaces("2")))
        #expect(merge.conflict == "record-merge-of-different-nhs-numbers")
        #expect(try await scene.store.figures().mergedPersons == 0)
        #expect(
            try await scene.say(.personMerged, Invented.patient("a", mrn: "1")).conflict == "record-merge-without-identifier")
    }

    @Test func aChangedNumberIsTheSamePerson() async throws {
        let a = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", nhs: 1))
        let changed = try await scene.say(
            .identifierChanged, Invented.patient("b", mrn: "2", nhs: 1, more: Invented.replaces("1")))
        #expect(changed.person == a.person)
        for mrn in ["1", "2"] {
            #expect(try await scene.store.person(identifiedBy: [RecordIdentifier(system: "urn:rrk", value: mrn)]) == a.person)
        }
        #expect(try await scene.json("Patient", "a").contains("replaced-by"))
        // From here on the new number is the authority's only one in use.
        #expect(try await scene.say(.personUpdated, Invented.patient("b", mrn: "2", nhs: 1)).conflict == nil)
        try await scene.say(.personUpdated, Invented.patient("c", mrn: "3"))
        let taken = try await scene.say(.identifierChanged, Invented.patient("c", mrn: "3", more: Invented.replaces("2")))
        #expect(taken.conflict == "record-change-to-known-identifier")
    }

    // MARK: Event time

    @Test func anOlderEventOfAnotherFeedDoesNotOverwrite() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"), at: 2_000)
        let older = try await scene.say(
            .personUpdated, Invented.patient("a", mrn: "1", birth: "1971-01-01", more: #","active":true"#), feed: "rrk-lims",
            at: 1_000)
        #expect(older.issues.map(\.code) == ["record-older-event"])
        let json = try await scene.json("Patient", "a")
        #expect(json.contains("1970-01-01") && json.contains(#""active":true"#))
        // Repeated, it is older still; newer, it wins.
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", birth: "1971-01-01"), feed: "rrk-lims", at: 1_500)
        #expect(try await scene.json("Patient", "a").contains("1970-01-01"))
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"), at: 3_000)
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", birth: "1971-01-01"), feed: "rrk-lims", at: 2_500)
        // 3000 confirmed what was known, so 2500 is too old.
        #expect(try await scene.json("Patient", "a").contains("1970-01-01"))
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", birth: "1971-01-01"), feed: "rrk-lims", at: 4_000)
        #expect(try await scene.json("Patient", "a").contains("1971-01-01"))
    }

    // MARK: Consent

    @Test func aWithdrawalRaisesTheEpochAndIsInTheOutbox() async throws {
        let given = try await scene.say(
            .consentGiven, Invented.patient("a", mrn: "1"), Invented.consent("c", "active", on: "2026-01-01"))
        let person = try #require(given.person)
        let before = try #require(try await scene.store.consent(of: person))
        #expect(before.choices.programme == .yes && before.choices.withdrawal == .none)
        // The form itself still says active; the event says that it is withdrawn.
        try await scene.say(
            .consentWithdrawn, Invented.patient("a", mrn: "1"), Invented.consent("c", "active", on: "2026-01-01"))
        let after = try #require(try await scene.store.consent(of: person))
        #expect(after.choices.withdrawal == .full)
        #expect(after.epoch == before.epoch + 1)
        let last = try #require(try await scene.store.changes(after: 0, limit: 100).last)
        #expect(last.kind == .consentChanged && last.consentEpoch == after.epoch)
        // An order that repeats the old form takes nothing back.
        try await scene.say(
            .orderChanged, Invented.patient("a", mrn: "1"), Invented.consent("c", "active", on: "2026-01-01"))
        #expect(try await scene.store.consent(of: person)?.choices.withdrawal == .full)
        // Nor does an older consent of another feed.
        try await scene.say(
            .consentGiven, Invented.patient("a", mrn: "1"), Invented.consent("c", "active", on: "2026-01-01"), feed: "rrk-lims",
            at: 1)
        #expect(try await scene.store.consent(of: person)?.choices.withdrawal == .full)
    }

    @Test func aMergeBringsTheWithdrawalWithIt() async throws {
        let a = try await scene.say(
            .consentGiven, Invented.patient("a", mrn: "1"), Invented.consent("c1", "active", on: "2026-01-01"))
        try await scene.say(
            .consentWithdrawn, Invented.patient("b", mrn: "2"), Invented.consent("c2", "inactive", on: "2026-02-01"))
        try await scene.say(.personMerged, Invented.patient("a", mrn: "1", more: Invented.replaces("2")))
        let person = try #require(a.person)
        #expect(try await scene.store.consent(of: person)?.choices.withdrawal == .full)
    }

    @Test func aDeathRaisesTheEpoch() async throws {
        let a = try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"))
        let person = try #require(a.person)
        let before = try #require(try await scene.store.consent(of: person)).epoch
        try await scene.say(
            .deathRecorded, Invented.patient("a", mrn: "1", more: #","deceasedDateTime":"2026-03-01T10:00:00Z""#))
        let after = try #require(try await scene.store.consent(of: person))
        #expect(after.epoch == before + 1)
        #expect(after.participant.deceasedOn == CalendarDate("2026-03-01"))
    }

    // MARK: Reads

    @Test func versionsCanBeReadWithTheirSource() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1"))
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", birth: "1971-01-01"))
        let history = try #require(try await scene.store.history("Patient", id: "a", purpose: .directCare))
        #expect(history.map(\.version) == [2, 1])
        #expect(history[1].controlID == "C1" && history[1].feed == "rrk-pas")
        let first = try await scene.store.read("Patient", id: "a", version: 1, purpose: .directCare)
        #expect(first == history[1])
        #expect(String(decoding: history[0].json, as: UTF8.self).contains(#""versionId":"2""#))
        #expect(try await scene.store.read("Patient", id: "a", version: 3, purpose: .directCare) == nil)
        #expect(try await scene.store.history("Patient", id: "nobody", purpose: .directCare) == nil)
    }

    @Test func searchPagesThroughEverything() async throws {
        for number in 1...7 {
            try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o\(number)", patient: "a"))
        }
        var query = RecordQuery(type: "ServiceRequest", patient: "Patient/a", count: 3)
        var seen: [String] = []
        var pages = 0
        repeat {
            let page = try await scene.store.search(query, purpose: .directCare)
            seen += page.resources.map(\.id)
            query.pageToken = page.next
            pages += 1
        } while query.pageToken != nil
        #expect(seen == (1...7).map { "o\($0)" } && pages == 3)
        let one = try await scene.store.search(
            RecordQuery(type: "ServiceRequest", identifier: .init("urn:order|No3")), purpose: .directCare)
        #expect(one.resources.map(\.id) == ["o3"])
        let wrong = try await scene.store.search(
            RecordQuery(type: "ServiceRequest", identifier: .init("urn:other|No3")), purpose: .directCare)
        #expect(wrong.resources.isEmpty)
        let ids = try await scene.store.search(
            RecordQuery(type: "ServiceRequest", ids: ["o1", "o5", "no"]), purpose: .directCare)
        #expect(ids.resources.map(\.id) == ["o1", "o5"])
        await #expect(throws: RecordFailure.pageToken) {
            _ = try await scene.store.search(RecordQuery(type: "Patient", pageToken: "' OR 1"), purpose: .directCare)
        }
    }

    @Test func aHiddenLocationIsHiddenFromAllButDirectCare() async throws {
        let hidden =
            #","address":[{"text":"1 Secret Lane"}],"extension":[{"url":"https://genomics-hub.example/StructureDefinition/location-hidden","valueBoolean":true}]"#
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1", more: hidden))
        #expect(try await scene.json("Patient", "a").contains("Secret"))
        let found = try #require(try await scene.store.read("Patient", id: "a", purpose: .programme))
        #expect(found.isRedacted)
        #expect(!String(decoding: found.json, as: UTF8.self).contains("Secret"))
        #expect(String(decoding: found.json, as: UTF8.self).contains("REDACTED"))
        let person = try #require(found.person)
        let all = try await scene.store.everything(of: person, purpose: .research)
        #expect(!all.contains { String(decoding: $0.json, as: UTF8.self).contains("Secret") })
        let versions = try #require(try await scene.store.history("Patient", id: "a", purpose: .research))
        #expect(versions.map(\.isRedacted) == [true])
    }

    @Test func aDeletedElementIsGone() async throws {
        try await scene.say(.personUpdated, Invented.patient("a", mrn: "1", more: #","maritalStatus":{"text":"M"}"#))
        try await scene.say(
            .personUpdated,
            Invented.patient(
                "a", mrn: "1",
                more:
                    #","maritalStatus":{"extension":[{"url":"https://genomics-hub.example/StructureDefinition/delete","valueBoolean":true}]}"#
            ))
        #expect(try await !scene.json("Patient", "a").contains("maritalStatus"))
        #expect(try await scene.store.history("Patient", id: "a", purpose: .directCare)?.count == 2)
    }

    @Test func theOutboxHasNoGapsAndFiguresAgree() async throws {
        try await scene.say(.orderPlaced, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a"))
        try await scene.say(
            .orderChanged, Invented.patient("a", mrn: "1"), Invented.order("o", patient: "a", status: "revoked"))
        let changes = try await scene.store.changes(after: 0, limit: 100)
        #expect(changes.map(\.sequence) == [1, 2, 3])
        #expect(changes.map(\.kind) == [.created, .created, .updated])
        #expect(changes[2].resourceType == "ServiceRequest" && changes[2].version == 2)
        #expect(try await scene.store.changes(after: 2, limit: 100).count == 1)
        let figures = try await scene.store.figures()
        #expect(figures.resources == ["Patient": 1, "ServiceRequest": 1])
        #expect(figures.versions == 3 && figures.lastChange == 3 && figures.receipts == 2)
        #expect(try await scene.store.integrityCheck() == [])
    }
}
