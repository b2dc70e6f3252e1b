package import Canonical

/// One version of what an order sends to the nation, as it is kept. What the words mean is `Submission`'s business.
package struct SubmissionRow: Sendable, Hashable {
    /// The id of the ServiceRequest.
    package var order: String
    package var version: Int
    package var person: PersonID
    /// `SubmissionState`.
    package var state: String
    /// Whether some version of this order may be known to the nation.
    package var hasReachedNation: Bool
    package var submissionID: String?
    package var contentHash: String?
    /// The consent epoch under which it was last decided.
    package var epoch: Int64
    package var attempts: Int
    /// Missing elements, a refusal, or the answer's issues, as text for people; free of patient data.
    package var detail: String
    package var updatedAt: Milliseconds
    /// When it is to be sent; nil: not due.
    package var dueAt: Milliseconds?

    package init(
        order: String, version: Int, person: PersonID, state: String, hasReachedNation: Bool = false,
        submissionID: String? = nil, contentHash: String? = nil, epoch: Int64 = 0, attempts: Int = 0, detail: String = "",
        updatedAt: Milliseconds, dueAt: Milliseconds? = nil
    ) {
        self.order = order
        self.version = version
        self.person = person
        self.state = state
        self.hasReachedNation = hasReachedNation
        self.submissionID = submissionID
        self.contentHash = contentHash
        self.epoch = epoch
        self.attempts = attempts
        self.detail = detail
        self.updatedAt = updatedAt
        self.dueAt = dueAt
    }
}

/// How far somebody who follows the submissions has come: everything that changed until `time`, and of what changed then the
/// orders up to `order`.
package struct SubmissionMark: Sendable, Hashable {
    package var time: Milliseconds
    /// Nil: all of them.
    package var order: String?

    package init(time: Milliseconds, order: String? = nil) {
        self.time = time
        self.order = order
    }
}

/// What a submission is made of, as it is known of one person in one moment.
package struct PersonSnapshot: Sendable {
    /// The types it is read for. What else is on record (results, encounters) is never asked here, and there may be much of it.
    package static let types: [RecordedType] = [.patient, .serviceRequest, .specimen, .consent, .condition]

    package var standing: ConsentStanding
    /// As they may be shown for the programme: locations hidden where they must be.
    package var resources: [RecordResource]

    package init(standing: ConsentStanding, resources: [RecordResource]) {
        self.standing = standing
        self.resources = resources
    }
}

/// Where the national submission keeps its account: beside the record, so that one transaction sees both.
package protocol SubmissionStore: Sendable {
    /// The outbox sequence up to which orders have been looked at.
    func submissionPosition() async throws -> Int64
    func changes(after sequence: Int64, limit: Int) async throws -> [RecordChange]
    /// Looks at each person and keeps what `decide` gives, and moves the position, in ONE transaction.
    ///
    /// `decide` gets the person's snapshot and all rows of their orders, oldest version first.
    func project(
        _ people: [PersonID], upTo position: Int64,
        _ decide: @escaping @Sendable (PersonSnapshot, [SubmissionRow]) throws -> [SubmissionRow]
    ) async throws
    /// Rows that are to be sent now, longest due first.
    func dueSubmissions(at time: Milliseconds, limit: Int) async throws -> [SubmissionRow]
    /// Reads a row with the person's present snapshot, and keeps the row that `decide` gives, in ONE transaction.
    func claim<Claim: Sendable>(
        order: String, version: Int,
        _ decide: @escaping @Sendable (SubmissionRow, PersonSnapshot) throws -> (row: SubmissionRow?, claim: Claim)
    ) async throws -> Claim?
    /// Keeps the row that `decide` makes of the present one (nil leaves it), in one transaction; whether there was a change.
    @discardableResult
    func amend(
        order: String, version: Int, _ decide: @escaping @Sendable (SubmissionRow) -> SubmissionRow?
    ) async throws -> Bool
    /// All versions of an order, oldest first.
    func submissions(ofOrder order: String) async throws -> [SubmissionRow]
    /// The latest version of each order in `state` (nil: any), newest change first.
    func submissions(inState state: String?, limit: Int) async throws -> [SubmissionRow]
    /// Latest versions in `state` that changed after `mark`, oldest change first and, where many changed at once, by order.
    func submissions(inState state: String, after mark: SubmissionMark, limit: Int) async throws -> [SubmissionRow]
    /// How many orders stand in each state, by their latest version.
    func submissionFigures() async throws -> [String: Int]
}
