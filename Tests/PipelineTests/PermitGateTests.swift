import Canonical
import Digests
import FHIR
import Foundation
import Ledger
import Pipeline
import Record
import SQLiteStore
import Testing
import Tree

/// Consent between record and ledger, with the real stores.
@Suite struct PermitGateTests {
    @Test func consentIsReadInTheTransactionThatClaims() async throws {
        let scene = try await GateScene()
        try await scene.record(.consentGiven, consent: "active")
        try await scene.map("a sample was taken")
        // Just after the gate has looked at what is due, the withdrawal reaches the record.
        let queue = LateWord(ledger: scene.ledger) { try await scene.record(.consentWithdrawn, consent: "inactive") }
        let taken = try await scene.gate(.programme).take(scene.errand(queue))
        #expect(taken.isEmpty)
        let nation = try #require(try await scene.ledger.deliveries(DeliverySelection(destination: "biobank")).first)
        #expect(nation.state == .cancelled && nation.reason == "withdrawn")
        #expect(nation.attempts == 0, "nobody had it in hand")
    }

    @Test func whatIsPermittedLeavesWithoutTheHubsOwnExtensions() async throws {
        let scene = try await GateScene()
        try await scene.record(.consentGiven, consent: "active")
        try await scene.map("a sample was taken")
        let taken = try await scene.gate(.programme).take(scene.errand(scene.ledger))
        guard case .message(let message)? = taken.first?.content else {
            Issue.record("nothing was permitted")
            return
        }
        #expect(message.permit.purpose == .programme && message.permit.epoch > 0)
        #expect(message.event == "specimen-collected")
        #expect(!String(decoding: message.body, as: UTF8.self).contains("genomics-hub.example/StructureDefinition/replaces"))
    }

    @Test func aStrangerIsHeldAndDirectCareIsNot() async throws {
        let scene = try await GateScene()
        try await scene.map("a sample was taken")
        #expect(try await scene.gate(.programme).take(scene.errand(scene.ledger)).isEmpty)
        let held = try await scene.ledger.deliveries(DeliverySelection(destination: "biobank", states: [.held]))
        #expect(held.map(\.reason) == ["unrecorded"])
        let again = try await GateScene()
        try await again.map("a report")
        #expect(try await again.gate(.directCare).take(again.errand(again.ledger)).count == 1)
    }
}

/// Ledger and record of one invented person.
private final class GateScene: Sendable {
    let ledger: SQLiteLedger
    let store: SQLiteRecordStore
    private let folder: URL

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ledger = try SQLiteLedger(path: folder.appendingPathComponent("ledger.sqlite").path, now: 0)
        store = try SQLiteRecordStore(path: folder.appendingPathComponent("record.sqlite").path)
        try await ledger.register(
            [DestinationRegistration(name: "record-store"), DestinationRegistration(name: "biobank")], now: 0)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let patient =
        #"{"resourceType":"Patient","id":"p","extension":[{"url":"https://genomics-hub.example/StructureDefinition/replaces","valueIdentifier":{"system":"urn:rrk","value":"0"}}],"identifier":[{"system":"urn:rrk","value":"1"}],"birthDate":"1970-01-01"}"#

    private static func bundle(_ event: Event, _ resources: [String]) -> [UInt8] {
        let header = #"{"resource":{"resourceType":"MessageHeader","id":"h","eventCoding":{"code":"\#(event.rawValue)"}}}"#
        let entries = [header] + resources.map { #"{"resource":\#($0)}"# }
        return Array(
            #"{"resourceType":"Bundle","type":"message","timestamp":"2026-03-01T12:00:00Z","entry":[\#(entries.joined(separator: ","))]}"#
                .utf8)
    }

    /// The record hears of the person's choice.
    func record(_ event: Event, consent status: String) async throws {
        let consent =
            #"{"resourceType":"Consent","id":"c","status":"\#(status)","scope":{"coding":[{"code":"treatment"}]},"dateTime":"2026-01-01"}"#
        let tree = try #require(FHIRDocument.parse(Self.bundle(event, [Self.patient, consent])).tree)
        let time: Milliseconds = event == .consentGiven ? 1_000 : 2_000
        let results = try await store.apply([
            CanonicalMessage(
                idempotencyKey: event.rawValue, feed: "rrk-pas", eventTime: time, receivedAt: time, bundle: tree)
        ])
        guard case .applied? = results.first?.outcome else {
            Issue.record("not applied: \(results)")
            return
        }
    }

    /// A message about the person is mapped and due at the biobank.
    func map(_ text: String) async throws {
        let body = Array(text.utf8)
        let commit = try await ledger.accept(
            feed: "rrk-lims", arrivals: [Arrival(body: body, hash: BodyHash(SHA256.digest(of: body)), receivedAt: 1)])
        let claimed = try await ledger.claimPending(limit: 10, now: 2)
        #expect(claimed.map(\.id) == commit.ids)
        _ = try await ledger.commit(
            [
                Outcome(
                    message: commit.ids[0],
                    verdict: .mapped(
                        canonical: Self.bundle(.specimenCollected, [Self.patient]),
                        deliveries: [DueDelivery(destination: "biobank", purpose: .programme, idempotencyKey: text)]),
                    release: "r1", laneKeys: [LaneKey(Array(repeating: 1, count: 16))], event: "specimen-collected")
            ], now: 3)
    }

    func gate(_ purpose: Purpose) -> PermitGate {
        PermitGate(purpose: purpose, record: store, recordDestination: "record-store")
    }

    func errand(_ queue: any DeliveryQueue) -> Errand {
        Errand(queue: queue, destination: "biobank", limit: 10, now: 1_800_000_000_000)
    }
}

/// A ledger behind whose look at what is due something else happens, before the claim.
private struct LateWord: DeliveryQueue {
    let ledger: SQLiteLedger
    let happens: @Sendable () async throws -> Void

    func dueDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?
    ) async throws -> [ClaimedDelivery] {
        let due = try await ledger.dueDeliveries(destination: destination, limit: limit, now: now, following: following)
        #expect(due.count == 1)
        try await happens()
        return due
    }

    func claimDeliveries(
        destination: DestinationName, limit: Int, now: Milliseconds, following: DestinationName?, fences: [Fence],
        gate: @escaping @Sendable (Delivery) throws -> GateDecision
    ) async throws -> [ClaimedDelivery] {
        try await ledger.claimDeliveries(
            destination: destination, limit: limit, now: now, following: following, fences: fences, gate: gate)
    }

    func register(_ destinations: [DestinationRegistration], now: Milliseconds) async throws {
        try await ledger.register(destinations, now: now)
    }
    func enqueue(_ deliveries: [RecordDelivery], cursor: OutboxCursor?, now: Milliseconds) async throws -> Int {
        try await ledger.enqueue(deliveries, cursor: cursor, now: now)
    }
    func cursor(_ name: String) async throws -> Int64 { try await ledger.cursor(name) }
    func settle(_ results: [DeliveryResult], now: Milliseconds, fences: [Fence]) async throws {
        try await ledger.settle(results, now: now, fences: fences)
    }
    func nextDue(destination: DestinationName) async throws -> Milliseconds? {
        try await ledger.nextDue(destination: destination)
    }
    func change(
        _ selection: DeliverySelection, by event: DeliveryEvent, actor: Actor, reason: String, now: Milliseconds
    ) async throws -> [DeliveryID] {
        try await ledger.change(selection, by: event, actor: actor, reason: reason, now: now)
    }
    func replay(_ request: ReplayRequest, now: Milliseconds) async throws -> [DeliveryID] {
        try await ledger.replay(request, now: now)
    }
}
