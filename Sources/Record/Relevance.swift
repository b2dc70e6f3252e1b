package import Canonical

/// Whether the programme has a reason to keep a message. Feeds carry everybody; the record keeps the cohort.
package enum Relevance: Sendable, Hashable {
    /// The person is of the cohort already, or a relative of somebody who is.
    case known
    /// The message itself is the reason.
    case opens
    case notRelevant

    package var isRelevant: Bool {
        switch self {
        case .known, .opens: true
        case .notRelevant: false
        }
    }

    /// - Parameter known: what `RecordStore.knows` says of `facts.identifiers`.
    package static func decide(_ facts: MessageFacts, known: Bool) -> Relevance {
        if known { return .known }
        guard let event = facts.event else { return facts.isGenomic ? .opens : .notRelevant }
        return opensCohort(event, isGenomic: facts.isGenomic) ? .opens : .notRelevant
    }

    /// Whether such an event alone makes somebody a member of the cohort.
    ///
    /// An order, a consent, a specimen, a phenotype and a document reach the hub because somebody wants a genomic test; a
    /// laboratory's results do only where they are genomic; who is admitted or moves house is no reason.
    package static func opensCohort(_ event: Event, isGenomic: Bool) -> Bool {
        switch event {
        case .orderPlaced, .orderChanged, .orderCancelled, .consentGiven, .consentWithdrawn, .specimenCollected,
            .specimenReceived, .phenotypeObserved, .documentIssued:
            true
        case .resultReported: isGenomic
        case .personRegistered, .personUpdated, .personMerged, .identifierChanged, .personLinked, .encounterPlanned,
            .encounterStarted, .encounterTransferred, .encounterFinished, .encounterCancelled, .deathRecorded,
            .diagnosisRecorded, .appointmentBooked:
            false
        }
    }
}
