package import Canonical
import Diagnostics
import FHIR
package import Ledger
package import Record
import Tree

/// Asks purpose and consent for every send, replays included, and hands the courier only what may leave.
///
/// Direct care is never held. For every other purpose the person's standing is read from the record after everything the
/// region has said about this person before has reached it: while one of the lane's messages is still on its way to the
/// record, or stuck there (it may be a withdrawal), the delivery waits.
package struct PermitGate: Sendable {
    private let purpose: Purpose
    private let record: any RecordStore
    private let ledger: any LedgerStore
    private let recordDestination: DestinationName
    private let now: @Sendable () -> Milliseconds

    package init(
        purpose: Purpose, record: any RecordStore, ledger: any LedgerStore, recordDestination: String,
        now: @escaping @Sendable () -> Milliseconds
    ) {
        self.purpose = purpose
        self.record = record
        self.ledger = ledger
        self.recordDestination = DestinationName(recordDestination)
        self.now = now
    }

    /// A message that may be sent, without anything of the hub's own in it.
    package struct PermittedMessage: Sendable {
        package var key: String
        package var event: String?
        package var body: [UInt8]
        package var permit: SendPermit
    }

    /// Sends what is permitted with `send` (whose answers stand in the order given) and says of the rest why not.
    package func sending(
        _ deliveries: [ClaimedDelivery], by send: ([PermittedMessage]) async -> [Attempt]
    ) async -> [Attempt] {
        var attempts = [Attempt](repeating: .postponed, count: deliveries.count)
        var permitted: [PermittedMessage] = []
        var places: [Int] = []
        for (index, delivery) in deliveries.enumerated() {
            switch await decide(delivery) {
            case .send(let message):
                permitted.append(message)
                places.append(index)
            case .not(let attempt): attempts[index] = attempt
            }
        }
        guard !permitted.isEmpty else { return attempts }
        for (place, attempt) in zip(places, await send(permitted)) { attempts[place] = attempt }
        return attempts
    }

    private enum Decision {
        case send(PermittedMessage)
        case not(Attempt)
    }

    private func decide(_ claimed: ClaimedDelivery) async -> Decision {
        if purpose != .directCare, let lane = claimed.delivery.lane {
            guard let isLate = try? await isOnItsWayToTheRecord(lane) else {
                return .not(.notAnswered(.unavailable, Answer(.notAnswered, text: "the ledger could not be read")))
            }
            if isLate { return .not(.postponed) }
        }
        guard let bundle = FHIRDocument.parse(claimed.canonical).tree else {
            return .not(
                .rejected(
                    reason: "unreadable-canonical", Answer(.rejected, text: "the stored canonical message cannot be read")))
        }
        let decision: ConsentDecision
        if purpose == .directCare {
            decision = ConsentRule.permitForStranger(purpose: .directCare)
        } else {
            do {
                let facts = MessageFacts(bundle)
                if let standing = try await record.consent(identifiedBy: facts.identifiers) {
                    decision = ConsentRule.permit(
                        purpose: purpose, standing: standing, on: CalendarDate(milliseconds: now()),
                        collected: bundle.text("timestamp").flatMap { CalendarDate($0.prefix(10)) })
                } else {
                    decision = ConsentRule.permitForStranger(purpose: purpose)
                }
            } catch {
                return .not(.notAnswered(.unavailable, Answer(.notAnswered, text: "consent could not be read")))
            }
        }
        switch decision {
        case .refused(let refusal):
            return .not(refusal.canChange ? .withheld(reason: refusal.rawValue) : .pointless(reason: refusal.rawValue))
        case .permitted(let permit):
            return .send(
                PermittedMessage(
                    key: claimed.delivery.idempotencyKey, event: claimed.event,
                    body: OutwardBundle.json(bundle, hidesLocations: permit.purpose != .directCare), permit: permit))
        }
    }

    private func isOnItsWayToTheRecord(_ lane: LaneNumber) async throws -> Bool {
        try await !ledger.deliveries(
            DeliverySelection(
                destination: recordDestination, states: [.pending, .claimed, .held, .failed], lane: lane, limit: 1)
        ).isEmpty
    }
}

/// A canonical message as it leaves the region: every resource without the hub's own extensions.
enum OutwardBundle {
    static func json(_ bundle: Tree, hidesLocations: Bool) -> [UInt8] {
        let facts = MessageFacts(bundle)
        let hides = hidesLocations && facts.patients.contains { $0.isLocationHidden == true }
        var out = Array("{\"resourceType\":\"Bundle\",\"type\":\"message\"".utf8)
        if let id = bundle.text("id") {
            out += Array(",\"id\":\"".utf8)
            out += Array(id.utf8)
            out.append(UInt8(ascii: "\""))
        }
        if let timestamp = bundle.text("timestamp") { out += Array(",\"timestamp\":\"\(timestamp)\"".utf8) }
        out += Array(",\"entry\":[".utf8)
        var isFirst = true
        for entry in bundle.children(of: .root, named: "entry") {
            guard let resource = bundle.child(of: entry, named: "resource") else { continue }
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            out.append(UInt8(ascii: "{"))
            if let url = bundle.text("fullUrl", from: entry) {
                out += Array("\"fullUrl\":\"\(url)\",".utf8)
            }
            out += Array("\"resource\":".utf8)
            if hides, let type = RecordedType(bundle, resource), LocationHiding.applies(to: type, purpose: .research) {
                out += LocationHiding.redact(bundle, resource, type: type)
            } else {
                out += ResourceWriter.json(bundle, resource)
            }
            out.append(UInt8(ascii: "}"))
        }
        out += Array("]}".utf8)
        return out
    }
}
