package import Canonical
package import Diagnostics
package import Ledger

/// How one attempt ended, in the destination's terms; `DeliveryWorker` decides what follows.
package enum Attempt: Sendable, Hashable {
    case accepted(Answer)
    /// The destination understood and refused; sending the same again changes nothing.
    case rejected(reason: String, Answer)
    /// It did not answer, or said that it cannot now.
    case notAnswered(FailureCategory, Answer)
    /// Not sent: purpose and consent don't allow it now.
    case withheld(reason: String)
    /// Not sent, and never will be.
    case pointless(reason: String)
    /// Not sent: something else must come first, or the hub stops.
    case postponed
}

/// A delivery in a courier's hands, with what it sends.
package struct Parcel<Content: Sendable>: Sendable {
    package var delivery: Delivery
    package var content: Content

    package init(_ delivery: Delivery, _ content: Content) {
        self.delivery = delivery
        self.content = content
    }
}

/// A look for work: where, how much, at what time.
package struct Errand: Sendable {
    package var queue: any DeliveryQueue
    package var destination: DestinationName
    package var limit: Int
    package var now: Milliseconds

    package init(queue: any DeliveryQueue, destination: DestinationName, limit: Int, now: Milliseconds) {
        self.queue = queue
        self.destination = destination
        self.limit = limit
        self.now = now
    }
}

/// A way out. It takes what may leave now, sends it in order, and says how each ended; it keeps nothing.
package protocol Courier: Sendable {
    associatedtype Content: Sendable
    /// How many deliveries one claim may take.
    var batch: Int { get }
    /// Claims in the ledger. Whatever decides that something may be sent is asked inside that transaction.
    func take(_ errand: Errand) async throws -> [Parcel<Content>]
    func send(_ parcels: [Parcel<Content>]) async -> [Attempt]
    /// The hub stops: what is being sent has little time left.
    func hurry()
    /// Nothing more is sent: connections are closed.
    func close() async
}

extension Courier {
    package func hurry() {}
    package func close() async {}
}

extension Courier where Content == ClaimedDelivery {
    package func take(_ errand: Errand) async throws -> [Parcel<ClaimedDelivery>] {
        try await errand.queue.claimDeliveries(destination: errand.destination, limit: errand.limit, now: errand.now)
            .map { Parcel($0.delivery, $0) }
    }
}
