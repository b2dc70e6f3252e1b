import Canonical
import FHIR
import Ledger
import Logging
import Record
import ServiceLifecycle
import Tree

/// Follows the record's outbox and lets go what was held for want of consent, when that person's consent changes: the gate is
/// asked again at the next claim, and holds it again if the answer is still no.
///
/// Nothing slips through between: a gate that read the standing before the change read it inside its claim's transaction,
/// and the release, which the change causes, is a later transaction of the same writer: it finds what that claim held.
package struct ConsentReleases: Service {
    let foundations: Pipeline.Foundations
    /// Destinations whose purpose asks for consent.
    let destinations: [Destination]
    let signal: WorkSignal
    let signals: Signals
    private static let cursor = "consent-releases"
    private static let page = 2_000

    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let began = ContinuousClock.now
                if try await step() == 0 { await signal.wait() }
                await signals.precedence.standBack(since: began)
            } catch {
                foundations.logger.error("held deliveries wait for the stores", metadata: ["error": "\(type(of: error))"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func step() async throws -> Int {
        let position = try await foundations.ledger.cursor(Self.cursor)
        let changes = try await foundations.record.changes(after: position, limit: 500)
        guard let last = changes.last else { return 0 }
        let people = Set(changes.filter { $0.kind == .consentChanged }.compactMap(\.person))
        let held = people.isEmpty ? [] : try await holdings()
        for person in people { try await release(person, held) }
        _ = try await foundations.ledger.enqueue(
            [], cursor: OutboxCursor(name: Self.cursor, position: last.sequence), now: foundations.now())
        return changes.count
    }

    /// A destination at which something is held.
    private struct Holding {
        var destination: DestinationName
        /// Of which lanes; nil where they are too many to be listed.
        var lanes: Set<LaneNumber>?
    }

    /// Whatever a gate held before these changes is seen: the ledger's writer, which is asked first, has finished with it.
    private func holdings() async throws -> [Holding] {
        _ = try await foundations.ledger.enqueue([], cursor: nil, now: foundations.now())
        var found: [Holding] = []
        for destination in destinations.map({ DestinationName($0.name) }) {
            let held = try await foundations.ledger.deliveries(
                DeliverySelection(destination: destination, states: [.held], limit: Self.page))
            let lanes = held.count < Self.page ? Set(held.compactMap(\.lane)) : nil
            if lanes?.isEmpty != true { found.append(Holding(destination: destination, lanes: lanes)) }
        }
        return found
    }

    private func release(_ person: PersonID, _ held: [Holding]) async throws {
        guard !held.isEmpty else { return }
        // With the lanes that these were united with.
        let lanes = try await foundations.ledger.lanes(for: try await laneKeys(of: person))
        for lane in lanes {
            for holding in held where holding.lanes?.contains(lane) != false {
                let released = try await foundations.ledger.change(
                    DeliverySelection(destination: holding.destination, states: [.held], lane: lane), by: .released,
                    actor: .hub, reason: "consent changed", now: foundations.now())
                if !released.isEmpty { signals.delivery(holding.destination.text).raise() }
            }
        }
    }

    /// The keys under which the ledger's lanes know a person.
    private func laneKeys(of person: PersonID) async throws -> [LaneKey] {
        var keys: [LaneKey] = []
        for resource in try await foundations.record.patients(of: person) {
            guard let patient = FHIRDocument.parse(resource.json).tree else { continue }
            for identifier in patient.children(of: .root, named: "identifier") {
                guard let system = patient.text("system", from: identifier), let value = patient.text("value", from: identifier)
                else { continue }
                keys.append(LaneKey(foundations.identity.laneKey(system: system, value: value)))
            }
        }
        return keys
    }
}
