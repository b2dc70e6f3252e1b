import Canonical
package import Ledger
package import Record

/// Decides relevance at the commit: a message about somebody whom the programme has no reason to know ends as
/// `not-relevant`: its body is pruned, and what would recognise a later referral is kept apart, sealed, for a time.
///
/// The record store knows who is in the cohort. What was mapped and has not reached it yet the ledger knows (the keys of
/// mapped messages), so that an update that follows its order closely is never taken for a stranger's, not even over a
/// restart.
package struct Cohort: Sendable {
    private let record: any RecordStore
    private let ledger: any LedgerStore
    private let strangers: StrangerDemographics?
    private let isFiltering: Bool

    /// - Parameter strangers: nil: nothing is kept of people outside the cohort.
    package init(
        record: any RecordStore, ledger: any LedgerStore, strangers: StrangerDemographics? = nil, isFiltering: Bool = true
    ) {
        self.record = record
        self.ledger = ledger
        self.strangers = strangers
        self.isFiltering = isFiltering
    }

    /// The outcomes in the order given. `messages` are the next of their feeds, in feed order.
    package func decide(_ messages: [EvaluatedMessage]) async throws -> [Outcome] {
        guard isFiltering else { return messages.map(\.outcome) }
        let asked = messages.indices.filter { messages[$0].isMapped && !messages[$0].opensCohort }
        var known = Set(zip(asked, try await record.knows(asked.map { messages[$0].people })).filter(\.1).map(\.0))
        let strangers = asked.filter { !known.contains($0) }
        if !strangers.isEmpty {
            let keys = try await ledger.keysOfMappedMessages(among: strangers.flatMap { messages[$0].outcome.laneKeys })
            known.formUnion(strangers.filter { messages[$0].outcome.laneKeys.contains(where: keys.contains) })
        }
        var opened: Set<LaneKey> = []
        return messages.indices.map { index in
            var outcome = messages[index].outcome
            guard messages[index].isMapped else { return outcome }
            if messages[index].opensCohort || known.contains(index) || outcome.laneKeys.contains(where: opened.contains) {
                opened.formUnion(outcome.laneKeys)
            } else {
                outcome.verdict = .notRelevant(self.strangers?.recognition(of: outcome))
            }
            return outcome
        }
    }
}
