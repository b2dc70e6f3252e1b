package import Canonical
import Diagnostics
import FHIR
package import Ledger
package import Record

/// Into the genomics record store, many messages in one transaction; the store's own receipts make the effect once. Before a
/// referral goes what was kept of the person while there was no reason to know them.
package struct RecordCourier: Courier {
    package let batch = 500
    private let record: any RecordStore
    private let ledger: any LedgerStore
    private let strangers: StrangerDemographics
    private let now: @Sendable () -> Milliseconds

    package init(
        record: any RecordStore, ledger: any LedgerStore, strangers: StrangerDemographics,
        now: @escaping @Sendable () -> Milliseconds
    ) {
        self.record = record
        self.ledger = ledger
        self.strangers = strangers
        self.now = now
    }

    package func send(_ parcels: [Parcel<ClaimedDelivery>]) async -> [Attempt] {
        var attempts = [Attempt](repeating: .postponed, count: parcels.count)
        var messages: [CanonicalMessage] = []
        var places: [Int] = []
        for (index, parcel) in parcels.enumerated() {
            switch CanonicalMessage.read(parcel.content) {
            case .success(let message):
                messages.append(message)
                places.append(index)
            case .failure(let diagnostic):
                attempts[index] = .rejected(reason: diagnostic.code, Answer(.rejected, text: diagnostic.message))
            }
        }
        do {
            let recalled = try await recall(messages.flatMap(Self.referred))
            for (place, result) in zip(places, try await record.apply(messages)) { attempts[place] = Self.attempt(result) }
            // Only now is what was recalled on disk for certain.
            if !recalled.isEmpty { try await ledger.forgetRecognitions(recalled) }
        } catch {
            for place in places {
                attempts[place] = .notAnswered(.unavailable, Answer(.notAnswered, text: "the record store cannot be written"))
            }
        }
        return attempts
    }

    /// Whom a message gives the programme a reason to know.
    private static func referred(by message: CanonicalMessage) -> [RecordIdentifier] {
        Relevance.decide(message.facts, known: false).isRelevant ? message.facts.identifiers : []
    }

    /// Pulls what is still there of people whom a referral names. A crash in between repeats it; its effect is once.
    private func recall(_ identifiers: [RecordIdentifier]) async throws -> [MessageID] {
        guard !identifiers.isEmpty else { return [] }
        let found = try await ledger.recognitions(for: strangers.keys(of: identifiers), now: now())
        guard !found.isEmpty else { return [] }
        _ = try await record.recall(found.compactMap { strangers.message($0.sealed) })
        return found.map(\.message)
    }

    private static func attempt(_ result: ApplyResult) -> Attempt {
        switch result.outcome {
        case .applied(let changes): .accepted(Answer(.accepted, text: "\(changes) changes"))
        case .unchanged: .accepted(Answer(.accepted, text: "known already"))
        case .duplicate: .accepted(Answer(.accepted, text: "applied before"))
        case .conflict(let diagnostic): .rejected(reason: "conflict", Answer(.rejected, text: diagnostic.message))
        case .invalid(let diagnostic): .rejected(reason: diagnostic.code, Answer(.rejected, text: diagnostic.message))
        }
    }
}
