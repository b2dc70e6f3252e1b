/// The proof that arrivals are on disk. Only with it may a sender be told so (`basic.ack`, CA, HTTP 202).
///
/// Its initializer is internal: outside this target it comes only from an `InboxCommitIssuer`.
package struct InboxCommit: Sendable {
    /// One list per `FeedArrivals`, in the order of its arrivals.
    package let messages: [[MessageID]]

    init(messages: [[MessageID]]) { self.messages = messages }

    /// The ids of a commit over one feed.
    package var ids: [MessageID] { messages.first ?? [] }
    package var count: Int { messages.reduce(0) { $0 + $1.count } }
}

/// The one door through which a store makes an `InboxCommit`: after its commit has returned, never before.
///
/// A store target holds one; a test (`InboxCommitTests`) searches the sources and fails if the name stands in any
/// target but `Ledger` and the stores.
package struct InboxCommitIssuer: Sendable {
    package init() {}

    package func afterDurableCommit(of messages: [[MessageID]]) -> InboxCommit { InboxCommit(messages: messages) }
}
