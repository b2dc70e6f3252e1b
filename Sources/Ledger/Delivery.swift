package import Canonical

/// What a delivery is about: a canonical message, or a version of a record (the national submission reads the record).
package enum DeliverySubject: Hashable, Sendable {
    case message(MessageID)
    /// A canonical message mapped again (clinical recall): the number of the stored correction.
    case correction(MessageID, number: Int64)
    /// - Parameters:
    ///   - key: the record's deterministic id; no clear identifier.
    case record(key: String, version: Int64)
}

/// A delivery as the router asks for it.
package struct DueDelivery: Hashable, Sendable {
    package var destination: DestinationName
    package var purpose: Purpose
    /// The same for every attempt and every replay of the same content to the same destination, so that the effect is
    /// once; e.g. HMAC over (message, destination).
    package var idempotencyKey: String
    /// Due at once, but not before.
    package var notBefore: Milliseconds?

    package init(destination: DestinationName, purpose: Purpose, idempotencyKey: String, notBefore: Milliseconds? = nil) {
        self.destination = destination
        self.purpose = purpose
        self.idempotencyKey = idempotencyKey
        self.notBefore = notBefore
    }
}

package struct DeliveryID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
    package var description: String { String(rawValue) }
    package static func < (a: DeliveryID, b: DeliveryID) -> Bool { a.rawValue < b.rawValue }
}

/// One delivery of the account. Its id grows in commit order, which is the lane's order.
package struct Delivery: Hashable, Sendable {
    package var id: DeliveryID
    package var destination: DestinationName
    package var subject: DeliverySubject
    /// nil: bound to no patient, ordered with nothing.
    package var lane: LaneNumber?
    package var state: DeliveryState
    package var purpose: Purpose
    package var idempotencyKey: String
    /// Finished attempts.
    package var attempts: Int
    package var createdAt: Milliseconds
    package var nextAttemptAt: Milliseconds
    package var settledAt: Milliseconds?
    /// Why it is held, failed or cancelled; a stable word or a person's reason.
    package var reason: String?
    /// The subject was resubmitted after later messages of its lane: the destination's overtaking check applies.
    package var isOvertaken: Bool
    /// Added by a replay.
    package var isReplay: Bool

    package init(
        id: DeliveryID, destination: DestinationName, subject: DeliverySubject, lane: LaneNumber?, state: DeliveryState,
        purpose: Purpose, idempotencyKey: String, attempts: Int, createdAt: Milliseconds, nextAttemptAt: Milliseconds,
        settledAt: Milliseconds?, reason: String?, isOvertaken: Bool, isReplay: Bool
    ) {
        self.id = id
        self.destination = destination
        self.subject = subject
        self.lane = lane
        self.state = state
        self.purpose = purpose
        self.idempotencyKey = idempotencyKey
        self.attempts = attempts
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
        self.settledAt = settledAt
        self.reason = reason
        self.isOvertaken = isOvertaken
        self.isReplay = isReplay
    }
}

/// A delivery in a worker's hands, with the canonical bytes where its subject is a message.
package struct ClaimedDelivery: Sendable {
    package var delivery: Delivery
    /// Empty for a record version: the worker reads the record.
    package var canonical: [UInt8]
    package var event: String?

    package init(delivery: Delivery, canonical: [UInt8], event: String?) {
        self.delivery = delivery
        self.canonical = canonical
        self.event = event
    }
}

/// What the gate (purpose and consent, the caller's) says about one delivery inside the claim's transaction.
package enum GateDecision: Hashable, Sendable {
    case send
    /// Waits for a release; e.g. readiness.
    case hold(reason: String)
    /// Will never be sent; e.g. withdrawn.
    case cancel(reason: String)
    /// Ask again then.
    case postpone(until: Milliseconds)
}

/// What a destination answered.
package struct Answer: Hashable, Sendable {
    package enum Kind: Int, CaseIterable, Hashable, Sendable {
        case accepted = 0
        case rejected = 1
        case notAnswered = 2
    }
    package var kind: Kind
    /// HTTP status, or nil.
    package var statusCode: Int?
    /// What the destination calls it: MSA-2, `Location`, a tracking id.
    package var correlationID: String?
    /// The destination's words, or ours; free of patient data (the caller sees to it).
    package var text: String?

    package init(_ kind: Kind, statusCode: Int? = nil, correlationID: String? = nil, text: String? = nil) {
        self.kind = kind
        self.statusCode = statusCode
        self.correlationID = correlationID
        self.text = text
    }
}

/// How one attempt ended.
package struct DeliveryResult: Hashable, Sendable {
    package enum Effect: Hashable, Sendable {
        case delivered
        case retry(at: Milliseconds)
        case failed(reason: String)
        case hold(reason: String)
        case cancel(reason: String)
        /// Not attempted: the worker stops. Counts as no attempt and leaves no answer.
        case giveBack
    }
    package var delivery: DeliveryID
    package var effect: Effect
    package var answer: Answer

    package init(delivery: DeliveryID, effect: Effect, answer: Answer) {
        self.delivery = delivery
        self.effect = effect
        self.answer = answer
    }
}

/// A destination as the ledger must know it.
package struct DestinationRegistration: Hashable, Sendable {
    package var name: DestinationName
    package var lanePolicy: LanePolicy

    package init(name: DestinationName, lanePolicy: LanePolicy = .init()) {
        self.name = name
        self.lanePolicy = lanePolicy
    }
}
