package import Canonical
import Diagnostics
import Foundation
import Ledger
import Pipeline
import Record

/// The region at a glance: what the console's first page and `hub queues` show.
package struct Overview: Codable, Sendable {
    package struct FeedLine: Codable, Sendable {
        package var feed: String
        package var trust: String
        package var trustName: String
        package var received: Int64
        package var pending: Int64
        package var mapped: Int64
        package var quarantined: Int64
        package var duplicate: Int64
        package var notRelevant: Int64
        package var rejected: Int64
        package var heldLanes: Int64
        package var oldestPendingSeconds: Double?
        package var lastMessageAt: Milliseconds?
        package var paused: String?
        package var quarantineReasons: [String: Int64]
    }
    package struct DestinationLine: Codable, Sendable {
        package var destination: String
        package var kind: String
        package var purpose: String
        package var due: Int64
        package var delivered: Int64
        package var pending: Int64
        package var held: Int64
        package var failed: Int64
        package var cancelled: Int64
        package var oldestOpenSeconds: Double?
        package var lastDeliveredAt: Milliseconds?
    }

    package var at: Milliseconds
    package var environment: String
    package var region: String
    package var release: String
    package var received: Int64
    package var pending: Int64
    package var mapped: Int64
    package var quarantined: Int64
    package var duplicate: Int64
    package var notRelevant: Int64
    package var rejected: Int64
    package var feeds: [FeedLine]
    package var destinations: [DestinationLine]
    package var persons: Int
    package var resources: [String: Int]
}

/// A queue at the broker.
package struct QueueLine: Codable, Sendable {
    package var queue: String
    package var feed: String?
    /// nil: the queue does not exist.
    package var ready: Int?
    package var consumers: Int?

    package init(queue: String, feed: String?, ready: Int?, consumers: Int?) {
        self.queue = queue
        self.feed = feed
        self.ready = ready
        self.consumers = consumers
    }
}

/// A line of a message list.
package struct MessageLine: Codable, Sendable {
    package var id: String
    package var feed: String
    package var state: String
    package var receivedAt: Milliseconds
    package var decidedAt: Milliseconds?
    package var bytes: Int
    package var messageType: String?
    package var controlID: String?
    package var event: String?
    package var reason: String?
    package var release: String?

    init(_ summary: MessageSummary) {
        id = summary.id.description
        feed = summary.feed.text
        state = summary.state.word
        receivedAt = summary.receivedAt
        decidedAt = summary.decidedAt
        bytes = summary.size
        messageType = summary.messageType
        controlID = summary.controlID
        event = summary.event
        reason = summary.reason
        release = summary.release?.text
    }
}

/// Something found in a message, with where and what next.
package struct IssueLine: Codable, Sendable {
    package var severity: String
    package var code: String
    package var message: String
    package var position: String?
    package var byteOffset: Int?
    /// What to do about it.
    package var nextStep: String?

    init(_ issue: StoredIssue) {
        severity = issue.severity.rawValue
        code = issue.code
        message = issue.message
        position = issue.path
        byteOffset = issue.byteOffset
        nextStep = IssueCatalogue.nextStep(for: issue.code)
    }
}

/// Everything about one message, as the message page shows it.
package struct MessageView: Codable, Sendable {
    package struct DeliveryLine: Codable, Sendable {
        package var id: String
        package var destination: String
        package var state: String
        package var purpose: String
        package var attempts: Int
        package var reason: String?
        package var settledAt: Milliseconds?
    }
    package struct Event: Codable, Sendable {
        package var at: Milliseconds
        package var what: String
        package var note: String?
    }
    package struct TraceLine: Codable, Sendable {
        package var target: String
        package var sources: [String]
        package var file: String
        package var line: Int
    }

    package var summary: MessageLine
    package var sha256: String
    /// As it came, ill-formed bytes replaced; nil after pruning.
    package var raw: String?
    package var edited: Bool
    /// Pretty-printed FHIR JSON.
    package var canonical: String?
    package var attempts: Int
    package var issues: [IssueLine]
    package var mappedComponents: Int
    package var ignoredComponents: Int
    package var unmapped: [String]
    package var deliveries: [DeliveryLine]
    package var duplicateOf: String?
    package var previousInLane: String?
    package var timeline: [Event]
    /// Recomputed now, with the release in force.
    package var trace: [TraceLine]
}

package struct QuarantineView: Codable, Sendable {
    package struct Reason: Codable, Sendable {
        package var reason: String
        package var messages: Int64
    }
    package struct Line: Codable, Sendable {
        package var id: String
        package var feed: String
        package var reason: String
        package var messageType: String?
        package var controlID: String?
        package var receivedAt: Milliseconds
        package var quarantinedAt: Milliseconds
        /// The first error: rule, cause and next step.
        package var issue: IssueLine?
    }
    package var reasons: [Reason]
    package var messages: [Line]
}
