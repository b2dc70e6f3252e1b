/// A feed by its configured name, e.g. `rrk-pas`.
package struct FeedName: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }
    package var description: String { text }
    package static func < (a: FeedName, b: FeedName) -> Bool { a.text < b.text }
}

/// A destination by its configured name, e.g. `record-store`.
package struct DestinationName: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }
    package var description: String { text }
    package static func < (a: DestinationName, b: DestinationName) -> Bool { a.text < b.text }
}

/// SHA-256 of a message's bytes as they came.
package struct BodyHash: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// The content hash of a release, lower-case hexadecimal: what mapped a message is told by it.
package struct ReleaseHash: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }
    package var description: String { text }
}

/// One identifier by which a feed names a patient, as a keyed hash (HMAC) that the caller makes: the ledger never holds
/// a clear identifier. Equal identifiers of one authority have equal keys in every feed, so that a search finds them.
package struct LaneKey: Hashable, Sendable, Comparable {
    /// 8 to 32 bytes; 16 are enough.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package static func < (a: LaneKey, b: LaneKey) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// A lane of one feed, numbered by the store.
package struct LaneNumber: Hashable, Sendable, Comparable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
    package static func < (a: LaneNumber, b: LaneNumber) -> Bool { a.rawValue < b.rawValue }
}
