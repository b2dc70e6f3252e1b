import Canonical
import Diagnostics
import FHIR
package import Ledger
package import Record

/// Into the genomics record store, many messages in one transaction; the store's own receipts make the effect once.
package struct RecordCourier: Courier {
    package let batch = 500
    private let record: any RecordStore

    package init(record: any RecordStore) { self.record = record }

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
            for (place, result) in zip(places, try await record.apply(messages)) { attempts[place] = Self.attempt(result) }
        } catch {
            for place in places {
                attempts[place] = .notAnswered(.unavailable, Answer(.notAnswered, text: "the record store cannot be written"))
            }
        }
        return attempts
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
