package import Canonical
package import Ledger

/// Where canonical messages go, and under which terms.
package struct Destination: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The region's own record.
        case recordStore
        /// Fed from the record's change outbox, not from messages.
        case national(url: String, trustRoots: String?)
        case amqp(exchange: String, routingKey: String)
        case http(url: String, trustRoots: String?)
        case file(folder: String)

        package var word: String {
            switch self {
            case .recordStore: "record-store"
            case .national: "national"
            case .amqp: "amqp"
            case .http: "http"
            case .file: "file"
            }
        }
    }

    package var name: String
    package var kind: Kind
    package var purpose: Purpose

    package var retry: RetryPolicy
    /// The outbound map that writes what is sent; nil: the canonical message as it is.
    package var map: String?
    /// The feed in whose dialect it is written.
    package var receiver: String?

    package init(
        name: String, kind: Kind, purpose: Purpose, retry: RetryPolicy = RetryPolicy(), map: String? = nil,
        receiver: String? = nil
    ) {
        self.map = map
        self.receiver = receiver
        self.name = name
        self.kind = kind
        self.purpose = purpose
        self.retry = retry
    }

    /// Messages are routed to it (the nation is not: it is fed from the record).
    package var isRoutable: Bool {
        if case .national = kind { false } else { true }
    }
}
