package import Canonical
import Diagnostics
import FHIR
import Ledger
package import Record
import Synchronization
import Tree

/// A message that may be sent, without anything of the hub's own in it. Only `PermitGate` makes one.
package struct PermittedMessage: Sendable {
    package let key: String
    package let event: String?
    package fileprivate(set) var body: [UInt8]
    package fileprivate(set) var contentType = "application/fhir+json"
    package let permit: SendPermit

    fileprivate init(key: String, event: String?, body: [UInt8], permit: SendPermit) {
        self.key = key
        self.event = event
        self.body = body
        self.permit = permit
    }
}

/// Asks purpose and consent for every send, replays included, and lets only what may leave be claimed.
///
/// Direct care is never held. For every other purpose the person's standing is read from the record inside the ledger's
/// transaction that claims the delivery, after everything that the region has said about this person before has reached the
/// record: while one of the lane's messages is still on its way there, or stuck (it may be a withdrawal), the delivery waits.
package struct PermitGate: Sendable {
    private let purpose: Purpose
    private let record: any RecordStore
    private let recordDestination: DestinationName
    /// nil: the destination reads the canonical message itself.
    private let rendition: Rendition?

    package init(purpose: Purpose, record: any RecordStore, recordDestination: String, rendition: Rendition? = nil) {
        self.rendition = rendition
        self.purpose = purpose
        self.record = record
        self.recordDestination = DestinationName(recordDestination)
    }

    /// What was claimed, or why it can't be sent although it was.
    package enum Content: Sendable {
        case message(PermittedMessage)
        case not(Attempt)
    }

    package func take(_ errand: Errand) async throws -> [Parcel<Content>] {
        guard purpose != .directCare else { return try await takeForDirectCare(errand) }
        // Read before the claim, so that the transaction holds nothing up: what it is about. Decided inside it: whether.
        let due = try await errand.queue.dueDeliveries(
            destination: errand.destination, limit: errand.limit, now: errand.now, following: recordDestination)
        guard !due.isEmpty else { return [] }
        let candidates = Candidates(due.map { Candidate($0, isAskedAbout: true) })
        let today = CalendarDate(milliseconds: errand.now)
        let claimed = try await errand.queue.claimDeliveries(
            destination: errand.destination, limit: errand.limit, now: errand.now, following: recordDestination, fences: []
        ) { [purpose, record] delivery in
            try candidates.decide(delivery, for: purpose, on: today, asking: record)
        }
        return claimed.map { item in
            guard let (candidate, permit) = candidates.permitted(item.delivery.id) else {
                return Parcel(item.delivery, .not(.postponed))
            }
            return Parcel(item.delivery, candidate.content(under: permit, event: item.event))
        }
    }

    private func takeForDirectCare(_ errand: Errand) async throws -> [Parcel<Content>] {
        let claimed = try await errand.queue.claimDeliveries(
            destination: errand.destination, limit: errand.limit, now: errand.now)
        return claimed.map { item in
            guard let permit = ConsentRule.permitForStranger(purpose: .directCare).permit else {
                return Parcel(item.delivery, .not(.postponed))
            }
            return Parcel(item.delivery, Candidate(item, isAskedAbout: false).content(under: permit, event: item.event))
        }
    }

    /// Sends what is permitted with `send` (whose answers stand in the order given) and says of the rest why not.
    func sending(
        _ parcels: [Parcel<Content>], by send: ([PermittedMessage]) async -> [Attempt]
    ) async -> [Attempt] {
        var attempts = [Attempt](repeating: .postponed, count: parcels.count)
        var permitted: [PermittedMessage] = []
        var places: [Int] = []
        for (index, parcel) in parcels.enumerated() {
            switch parcel.content {
            case .message(var message):
                switch rendition?.write(message.body, key: message.key) {
                case nil: break
                case .written(let bytes, let contentType): (message.body, message.contentType) = (bytes, contentType)
                case .unwritable(let reason):
                    attempts[index] = .rejected(reason: reason, Answer(.rejected, text: "the outbound map could not write it"))
                    continue
                }
                permitted.append(message)
                places.append(index)
            case .not(let attempt): attempts[index] = attempt
            }
        }
        guard !permitted.isEmpty else { return attempts }
        for (place, attempt) in zip(places, await send(permitted)) { attempts[place] = attempt }
        return attempts
    }
}

/// A delivery that may be claimed, read.
private struct Candidate: Sendable {
    let delivery: Delivery
    /// nil: the stored message cannot be read.
    let bundle: Tree?
    let people: [RecordIdentifier]
    let collected: CalendarDate?

    /// - Parameter isAskedAbout: whether consent decides, for which whom it is about must be known.
    init(_ due: ClaimedDelivery, isAskedAbout: Bool) {
        delivery = due.delivery
        bundle = JSONReader.read(due.canonical, dialect: .fhir).tree
        people = isAskedAbout ? bundle.map { MessageFacts($0).identifiers } ?? [] : []
        collected = isAskedAbout ? bundle?.text("timestamp").flatMap { CalendarDate($0.prefix(10)) } : nil
    }

    func content(under permit: SendPermit, event: String?) -> PermitGate.Content {
        guard let bundle else {
            return .not(
                .rejected(
                    reason: "unreadable-canonical", Answer(.rejected, text: "the stored canonical message cannot be read")))
        }
        return .message(
            PermittedMessage(
                key: delivery.idempotencyKey, event: event,
                body: OutwardBundle.json(bundle, hidesLocations: permit.purpose != .directCare), permit: permit))
    }
}

/// The candidates of one claim, and what the gate decided about them. A reference, because the gate is asked one by one.
private final class Candidates: Sendable {
    private struct State {
        /// Of all candidates, read at the first question.
        var standings: [DeliveryID: ConsentStanding]?
        var permits: [DeliveryID: SendPermit] = [:]
    }
    private let all: [DeliveryID: Candidate]
    private let state = Mutex(State())

    init(_ candidates: [Candidate]) {
        all = Dictionary(uniqueKeysWithValues: candidates.map { ($0.delivery.id, $0) })
    }

    func decide(
        _ delivery: Delivery, for purpose: Purpose, on today: CalendarDate, asking record: any RecordStore
    ) throws -> GateDecision {
        // It became due after the look.
        guard let candidate = all[delivery.id] else { return .postpone(until: delivery.nextAttemptAt) }
        return try state.withLock { state in
            let standings = try state.standings ?? standings(from: record)
            state.standings = standings
            let decision =
                standings[delivery.id].map {
                    ConsentRule.permit(purpose: purpose, standing: $0, on: today, collected: candidate.collected)
                } ?? ConsentRule.permitForStranger(purpose: purpose)
            switch decision {
            case .refused(let refusal):
                return refusal.canChange ? .hold(reason: refusal.rawValue) : .cancel(reason: refusal.rawValue)
            case .permitted(let permit):
                state.permits[delivery.id] = permit
                return .send
            }
        }
    }

    func permitted(_ delivery: DeliveryID) -> (Candidate, SendPermit)? {
        guard let candidate = all[delivery], let permit = state.withLock({ $0.permits[delivery] }) else { return nil }
        return (candidate, permit)
    }

    private func standings(from record: any RecordStore) throws -> [DeliveryID: ConsentStanding] {
        let asked = Array(all.values)
        let found = try record.standingsNow(identifiedBy: asked.map(\.people))
        return Dictionary(
            uniqueKeysWithValues: zip(asked, found).compactMap { candidate, standing in
                standing.map { (candidate.delivery.id, $0) }
            })
    }
}
