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

    package init(name: String, kind: Kind, purpose: Purpose, retry: RetryPolicy = RetryPolicy()) {
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
