package import Canonical

/// Something a person (or the hub for one) did, as it is given to the trail.
package struct AuditEvent: Hashable, Sendable {
    package var actor: Actor
    /// A verb: `search`, `reveal-body`, `resubmit`, `replay`, `pause-feed`.
    package var action: String
    /// What it was done to, by id; never patient data.
    package var subject: String
    package var reason: String?
    package var at: Milliseconds

    package init(actor: Actor, action: String, subject: String, reason: String? = nil, at: Milliseconds) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.reason = reason
        self.at = at
    }
}

/// One link of the chain: `hash` is SHA-256 over the previous link's hash and this entry, so that no entry can be
/// changed, removed or put in between without every later hash being wrong.
package struct AuditEntry: Hashable, Sendable {
    package var number: Int64
    package var event: AuditEvent
    package var hash: [UInt8]

    package init(number: Int64, event: AuditEvent, hash: [UInt8]) {
        self.number = number
        self.event = event
        self.hash = hash
    }

    /// Before the first link.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// What is hashed: every field with its length before it, so that no two entries have the same bytes.
    package static func hashedBytes(after previous: [UInt8], number: Int64, event: AuditEvent) -> [UInt8] {
        var bytes = previous
        append(number, to: &bytes)
        append(event.at, to: &bytes)
        for field in [event.actor.name, event.actor.approvedBy, event.action, event.subject, event.reason] {
            guard let field else {
                append(-1, to: &bytes)
                continue
            }
            append(Int64(field.utf8.count), to: &bytes)
            bytes.append(contentsOf: field.utf8)
        }
        return bytes
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift))) }
    }
}

/// What a walk over the whole chain found.
package enum AuditVerification: Hashable, Sendable {
    case whole(entries: Int64)
    /// The first entry that does not follow from the one before it.
    case broken(at: Int64)
}

/// Walks a chain entry by entry in constant memory.
package struct AuditChain: Sendable {
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    private var last = AuditEntry.origin
    private var count: Int64 = 0
    private var brokenAt: Int64?

    package init(sha256 digest: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.digest = digest }

    package mutating func follow(_ entry: AuditEntry) {
        guard brokenAt == nil else { return }
        count += 1
        let expected = digest(AuditEntry.hashedBytes(after: last, number: count, event: entry.event))
        if entry.number != count || entry.hash != expected { brokenAt = count }
        last = entry.hash
    }

    package var verification: AuditVerification { brokenAt.map { .broken(at: $0) } ?? .whole(entries: count) }
}

package protocol AuditTrail: Sendable {
    func record(_ event: AuditEvent) async throws -> AuditEntry
    /// Newest first.
    func auditEntries(before number: Int64?, limit: Int) async throws -> [AuditEntry]
    func verifyAudit() async throws -> AuditVerification
}
