/// The gap-free number of a message in its feed, from 1.
package typealias FeedSequence = Int64

/// A message of the ledger: the feed's number and the sequence in one 52-bit integer, so that it orders a feed, is the
/// row's key in every table (no second index), and is exact as a number in JSON.
///
/// Its text is `3-1234` (feed number, sequence); the plain integer is read too.
package struct MessageID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package static let sequenceBits: Int64 = 40
    /// 4,095 feeds, 2^40 messages each.
    package static let maximumFeed: Int64 = 4_095
    package static let maximumSequence: Int64 = (1 << sequenceBits) - 1

    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// - Precondition: both are in range; a store checks before it numbers.
    package init(feed: Int64, sequence: FeedSequence) {
        precondition((0...Self.maximumFeed).contains(feed) && (0...Self.maximumSequence).contains(sequence))
        rawValue = feed << Self.sequenceBits | sequence
    }

    /// Reads `3-1234` or the plain integer; nil for anything else.
    package init?(text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let feed = Int64(parts[0]), let sequence = Int64(parts[1]),
            (0...Self.maximumFeed).contains(feed), (1...Self.maximumSequence).contains(sequence)
        {
            self.init(feed: feed, sequence: sequence)
        } else if parts.count == 1, let raw = Int64(text), raw > 0, raw >> Self.sequenceBits <= Self.maximumFeed {
            self.init(rawValue: raw)
        } else {
            return nil
        }
    }

    package var feedNumber: Int64 { rawValue >> Self.sequenceBits }
    package var sequence: FeedSequence { rawValue & Self.maximumSequence }
    package var description: String { "\(feedNumber)-\(sequence)" }
    package static func < (a: MessageID, b: MessageID) -> Bool { a.rawValue < b.rawValue }

    /// All ids a feed can have.
    package static func range(ofFeed number: Int64) -> ClosedRange<Int64> {
        (number << sequenceBits)...(number << sequenceBits | maximumSequence)
    }
}
