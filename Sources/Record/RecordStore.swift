// Record: the genomics record - who a person is, what is known of them, what they agreed to.
//
// Owns: the types and rules of persons (identifiers, resolution, merge), resources with versions, how facts of
// different feeds meet (event time), relevance (the cohort), purpose and consent (`ConsentRule`, the only maker of a
// `SendPermit`), hiding of locations, and the protocol that a store implements. All of it is pure; it runs no task, and
// keeps nothing but what is handed to it: memory is bounded by one message and the stored version it meets.
// Nothing is lost when it stops, because the store applies a batch in one transaction.

package import Canonical

/// The genomics record. One implementation for each database; `RecordStoreSuite` in the tests is run against every one.
package protocol RecordStore: Sendable {
    /// Applies messages in order in ONE transaction, each at most once by its idempotency key.
    ///
    /// A conflict changes nothing and is not remembered, so that the message can be applied once the cause is resolved;
    /// it never stops its neighbours. Throws only when the store itself fails: then nothing of the batch has happened.
    func apply(_ batch: [CanonicalMessage]) async throws -> [ApplyResult]
    /// Applies, as `apply` does, what was kept of people outside the cohort, once a referral names them. No delivery brought it:
    /// it is counted apart from the receipts.
    func recall(_ batch: [CanonicalMessage]) async throws -> [ApplyResult]
    /// How many delivered messages have had their effect, ever: the destination's own receipts for the ledger's balance.
    func receipts() async throws -> Int64
    /// How many messages were recalled, ever.
    func recalls() async throws -> Int64
    /// How many of `keys` have had their effect.
    func receipts(of keys: [String]) async throws -> Int

    /// For each group of identifiers, whether it names somebody of the cohort.
    func knows(_ people: [[RecordIdentifier]]) async throws -> [Bool]
    /// The person whom these identifiers name, merges followed; nil when nobody or more than one.
    func person(identifiedBy identifiers: [RecordIdentifier]) async throws -> PersonID?
    /// What a person agreed to, with the epoch under which it was read.
    func consent(of person: PersonID) async throws -> ConsentStanding?
    func consent(identifiedBy identifiers: [RecordIdentifier]) async throws -> ConsentStanding?
    /// The present standing of each, all read at one moment. It blocks its thread for that long: for a gate, which is asked
    /// inside another store's transaction.
    func standingsNow(identifiedBy people: [[RecordIdentifier]]) throws -> [ConsentStanding?]
    /// Takes a merge back: identifiers and resources that were the retired person's are theirs again.
    func unmerge(_ retired: PersonID, by feed: String, at time: Milliseconds) async throws

    /// The change outbox, in order.
    func changes(after sequence: Int64, limit: Int) async throws -> [RecordChange]

    func read(_ type: String, id: String, purpose: Purpose) async throws -> RecordResource?
    func read(_ type: String, id: String, version: Int, purpose: Purpose) async throws -> RecordResource?
    /// Newest first; nil when there is no such resource.
    func history(_ type: String, id: String, purpose: Purpose) async throws -> [RecordResource]?
    func search(_ query: RecordQuery, purpose: Purpose) async throws -> RecordPage
    /// All current resources of the person, Patient first.
    func everything(of person: PersonID, purpose: Purpose) async throws -> [RecordResource]
    /// The person's Patient resources, for direct care: who they are, without what happened to them.
    func patients(of person: PersonID) async throws -> [RecordResource]
    /// The person to whom a Patient resource belongs, merges followed.
    func person(ofPatient id: String) async throws -> PersonID?

    func figures() async throws -> RecordFigures
    /// Problems found in the store, empty when there are none.
    func integrityCheck() async throws -> [String]
}

/// A person of the record: a number of this store, never shown as an identifier of the person.
package struct PersonID: Hashable, Sendable, Comparable {
    package let rawValue: Int64
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
    package static func < (a: PersonID, b: PersonID) -> Bool { a.rawValue < b.rawValue }
}
