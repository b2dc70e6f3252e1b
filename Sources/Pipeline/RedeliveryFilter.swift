package import Ledger

/// Recognises, at the start of a connection, what the inbox has already.
///
/// When a connection dies, everything unacknowledged comes again, in the original order and marked as redelivered
/// (docs/decisions/0005). Part of it may have been committed before the acknowledgement could be sent: then a feed's
/// redelivered run begins with exactly the messages that stand at the end of its inbox. They are the same messages, not
/// new ones, so they are acknowledged again and not accepted twice. Hashes are compared, nothing is parsed.
///
/// ```
/// inbox ends with      … A B C
/// redelivered          B C D        →  B and C are known, D is new
/// ```
/// The longest run that fits is taken: a run that fits twice can only be repetitions with nothing in between, which the
/// mapper would call duplicates anyway.
package struct RedeliveryFilter: Sendable {
    /// Feeds whose run has been told apart since the connection began.
    private var settled: Set<FeedName> = []
    private var epoch: Int?

    package init() {}

    package enum Answer: Hashable, Sendable {
        /// The first so many of the run are in the inbox already.
        case known(Int)
        /// The run may go on in deliveries that have not come yet.
        case undecided
    }

    /// How many of each feed's first deliveries are known; nil when more deliveries are needed to tell.
    ///
    /// - Parameters:
    ///   - deliveries: of one connection since the last decision: feed, hash, and whether it is marked as redelivered.
    ///   - isLast: nothing more will come soon: decide with what is there.
    ///   - tail: asked for once for each feed that has a run.
    package mutating func decide(
        _ deliveries: [(feed: FeedName, hash: BodyHash, isRedelivered: Bool)], epoch: Int, isLast: Bool,
        tail: (FeedName) async throws -> [BodyHash]
    ) async throws -> [FeedName: Int]? {
        if self.epoch != epoch { (self.epoch, settled) = (epoch, []) }
        var runs: [FeedName: (run: [BodyHash], isComplete: Bool)] = [:]
        for delivery in deliveries where !settled.contains(delivery.feed) {
            var run = runs[delivery.feed] ?? ([], false)
            if delivery.isRedelivered, !run.isComplete { run.run.append(delivery.hash) } else { run.isComplete = true }
            runs[delivery.feed] = run
        }
        var known: [FeedName: Int] = [:]
        for (feed, run) in runs {
            if run.run.isEmpty { continue }
            switch Self.align(run: run.run, isComplete: run.isComplete || isLast, tail: try await tail(feed)) {
            case .known(let count): known[feed] = count
            case .undecided: return nil
            }
        }
        settled.formUnion(runs.keys)
        return known
    }

    /// - Parameters:
    ///   - run: hashes of a feed's deliveries since the connection began that are marked as redelivered, in order.
    ///   - isComplete: an unmarked delivery has followed, or nothing more will come.
    ///   - tail: hashes of the last messages of the feed's inbox, oldest first; as many as one prefetch.
    package static func align(run: [BodyHash], isComplete: Bool, tail: [BodyHash]) -> Answer {
        guard !run.isEmpty, !tail.isEmpty else { return .known(0) }
        for start in tail.indices {
            let overlap = min(run.count, tail.count - start)
            guard tail[start..<start + overlap].elementsEqual(run[..<overlap]) else { continue }
            let reachesTheEnd = start + overlap == tail.count
            if reachesTheEnd { return .known(overlap) }
            // The run so far is a part of the tail's inside: only a longer run can tell.
            if !isComplete { return .undecided }
        }
        return .known(0)
    }
}
