import Canonical
import Digests
import FHIR
import Foundation
import Ledger
import Record
import SQLiteStore
import Testing
import Tree

@testable import Pipeline

/// What a hospital says of somebody before anybody has a reason to know them, with the real stores.
@Suite struct StrangerDemographicsTests {
    @Test func aReferralPullsWhoThePersonIsAndNothingElse() async throws {
        let scene = try await Scene()
        try await scene.hear("update", .personUpdated, [Scene.known, Scene.stay], at: 1_000)
        #expect(try await scene.ledger.balance().json.contains(#""notRelevant":1"#))
        #expect(try await scene.store.figures().persons == 0)
        let kept = try await scene.ledger.recognitions(for: [scene.key], now: 1_001)
        #expect(kept.count == 1)
        #expect(!kept[0].sealed.contains(Array("Testtown".utf8)), "it can be read")

        try await scene.hear("referral", .consentGiven, [Scene.referred], at: 2_000)
        let person = try #require(try await scene.store.read("Patient", id: "p", purpose: .directCare))
        let text = String(decoding: person.json, as: UTF8.self)
        #expect(text.contains("Testtown"), "what was kept fills the gap")
        #expect(text.contains("Later") && !text.contains("Earlier"), "what is newer stays: \(text)")
        #expect(try await scene.store.read("Encounter", id: "e", purpose: .directCare) == nil, "not what happened to them")
        #expect(try await scene.ledger.recognitions(for: [scene.key], now: 2_001).isEmpty, "pulled once")
    }

    @Test func afterItsTimeNothingIsLeft() async throws {
        let scene = try await Scene()
        try await scene.hear("update", .personUpdated, [Scene.known], at: 1_000)
        #expect(try await scene.ledger.expireRecognitions(now: 1_000 + Scene.retention) == 1)
        try await scene.hear("referral", .consentGiven, [Scene.referred], at: 2_000)
        let person = try #require(try await scene.store.read("Patient", id: "p", purpose: .directCare))
        #expect(!String(decoding: person.json, as: UTF8.self).contains("Testtown"))
    }

    @Test func nobodyReadsItWithoutTheRegionsKey() async throws {
        let scene = try await Scene()
        try await scene.hear("update", .personUpdated, [Scene.known], at: 1_000)
        let other = try await Scene(key: 9, ledger: scene.ledger, folder: scene.folder)
        try await other.hear("referral", .consentGiven, [Scene.referred], at: 2_000, keys: [scene.key])
        let person = try #require(try await other.store.read("Patient", id: "p", purpose: .directCare))
        #expect(!String(decoding: person.json, as: UTF8.self).contains("Testtown"))
    }
}

/// The way of a message from the inbox to the record.
private final class Scene: Sendable {
    static let retention: Milliseconds = 10_000
    let ledger: SQLiteLedger
    let store: SQLiteRecordStore
    let folder: URL
    private let identity: RegionalIdentity
    private let ownsFolder: Bool

    init(key: UInt8 = 1, ledger: SQLiteLedger? = nil, folder: URL? = nil) async throws {
        self.folder = folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("stranger-\(UUID().uuidString)")
        ownsFolder = folder == nil
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        self.ledger = try ledger ?? SQLiteLedger(path: self.folder.appendingPathComponent("ledger.sqlite").path, now: 0)
        store = try SQLiteRecordStore(path: self.folder.appendingPathComponent("record-\(key).sqlite").path)
        identity = RegionalIdentity(key: [UInt8](repeating: key, count: 32))
        try await self.ledger.register([DestinationRegistration(name: "record-store")], now: 0)
    }

    deinit { if ownsFolder { try? FileManager.default.removeItem(at: folder) } }

    var key: LaneKey { LaneKey(identity.laneKey(system: "urn:rrk", value: "1")) }

    private static func patient(_ more: String) -> String {
        #"{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:rrk","value":"1"}],\#(more)}"#
    }
    static let known = patient(#""name":[{"family":"Earlier"}],"address":[{"city":"Testtown"}]"#)
    static let referred = patient(#""name":[{"family":"Later"}]"#)
    static let stay =
        #"{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/p"}}"#

    /// A message is accepted, decided and, if it is relevant, delivered to the record.
    func hear(
        _ name: String, _ event: Event, _ resources: [String], at time: Milliseconds, keys: [LaneKey]? = nil
    ) async throws {
        let strangers = StrangerDemographics(
            identity: identity, record: "record-store", retention: Self.retention, now: { time })
        let header = #"{"resource":{"resourceType":"MessageHeader","id":"h","eventCoding":{"code":"\#(event.rawValue)"}}}"#
        let entries = ([header] + resources.map { #"{"resource":\#($0)}"# }).joined(separator: ",")
        let canonical = Array(
            #"{"resourceType":"Bundle","type":"message","timestamp":"2026-03-0\#(time / 1_000)T12:00:00Z","entry":[\#(entries)]}"#
                .utf8)
        let body = Array(name.utf8)
        let ids = try await ledger.accept(
            feed: "rrk-pas", arrivals: [Arrival(body: body, hash: BodyHash(SHA256.digest(of: body)), receivedAt: time)]
        ).ids
        _ = try await ledger.claimPending(limit: 10, now: time)
        let facts = MessageFacts(try #require(FHIRDocument.parse(canonical).tree))
        let outcome = Outcome(
            message: ids[0],
            verdict: .mapped(
                canonical: canonical,
                deliveries: [
                    DueDelivery(
                        destination: "record-store", purpose: .directCare,
                        idempotencyKey: "rrk-pas/\(ids[0].rawValue)/record-store")
                ]), release: "r1", laneKeys: keys ?? [key], event: event.rawValue)
        let cohort = Cohort(record: store, ledger: ledger, strangers: strangers)
        let decided = try await cohort.decide([
            EvaluatedMessage(
                outcome: outcome, people: facts.identifiers, opensCohort: Relevance.decide(facts, known: false).isRelevant)
        ])
        _ = try await ledger.commit(decided, now: time)
        let courier = RecordCourier(record: store, ledger: ledger, strangers: strangers, now: { time })
        let parcels = try await courier.take(Errand(queue: ledger, destination: "record-store", limit: 10, now: time))
        for attempt in await courier.send(parcels) {
            guard case .accepted = attempt else {
                Issue.record("not applied: \(attempt)")
                return
            }
        }
    }
}
