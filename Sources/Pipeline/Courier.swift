import Canonical
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
    /// Not sent: something else must reach the record first.
    case postponed
}

/// A way out. It sends what it is given, in order, and says how each ended; it keeps nothing.
package protocol Courier: Sendable {
    /// How many deliveries one claim may take.
    var batch: Int { get }
    func send(_ deliveries: [ClaimedDelivery]) async -> [Attempt]
    /// Nothing more is sent: connections are closed.
    func close() async
}

extension Courier {
    package func close() async {}
}
