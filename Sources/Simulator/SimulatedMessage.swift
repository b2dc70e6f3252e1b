package import Canonical

/// One message as a trust would publish it, and what is true of it.
package struct SimulatedMessage: Sendable, Hashable {
    package var feed: String
    package var body: [UInt8]
    package var truth: Truth
}

/// What a hub without a mistake makes of the message.
package struct Truth: Sendable, Hashable {
    /// `ADT^A28`, `OML^O21`, `Bundle`, or what the sender wrote.
    package var messageType: String
    /// The canonical event; nil when the message never becomes canonical.
    package var event: Event?
    /// Which invented person it is about (the same number is the same person whatever the feed calls him).
    package var person: UInt32
    package var isOfCohort: Bool
    package var expectation: Expectation
    /// With this message the person's record has all that a submission needs.
    package var completesSubmission = false
    /// With this message nothing of the person may be submitted any more.
    package var withdraws = false
    /// The control id was used before for another message; mapped, and an issue.
    package var reusesControlID = false

    package init(
        messageType: String, event: Event?, person: UInt32, isOfCohort: Bool, expectation: Expectation,
        completesSubmission: Bool = false, withdraws: Bool = false, reusesControlID: Bool = false
    ) {
        self.messageType = messageType
        self.event = event
        self.person = person
        self.isOfCohort = isOfCohort
        self.expectation = expectation
        self.completesSubmission = completesSubmission
        self.withdraws = withdraws
        self.reusesControlID = reusesControlID
    }
}

package enum Expectation: Sendable, Hashable {
    case mapped
    /// Somebody of whom the hub has no referral (yet): outside the cohort, or a later patient before the order.
    case notRelevant
    /// The very bytes that this feed sent just before.
    case duplicate
    case quarantined(QuarantineReason)
}

package enum QuarantineReason: String, Sendable, Hashable, CaseIterable {
    /// No map for the message type.
    case unknownType
    /// The birth date is no date.
    case brokenBirthDate
    /// The NHS number's check digit is wrong.
    case wrongCheckDigit
    /// Bytes that the feed's character set does not have.
    case wrongCharset
    /// No HL7 v2 and no FHIR at all.
    case binary
    /// A merge that does not say which identifier is given up.
    case emptyMerge
}
