package import Canonical

/// One row of the change outbox: an effective change of the record, in the order in which it happened.
package struct RecordChange: Sendable, Hashable {
    package enum Kind: Int, Sendable, Hashable, CaseIterable {
        case created = 1
        case updated = 2
        case deleted = 3
        /// `person` is the survivor, `retired` who was merged into them.
        case merged = 4
        case unmerged = 5
        /// What the person agreed to, or who they are in the programme, is different from here on.
        case consentChanged = 6
        case identifierChanged = 7
    }

    package var sequence: Int64
    package var kind: Kind
    package var person: PersonID?
    /// Nil for changes of a person as such.
    package var resourceType: String?
    package var resourceID: String?
    package var version: Int
    /// The person's consent epoch after the change.
    package var consentEpoch: Int64
    package var recordedAt: Milliseconds
    package var retired: PersonID?

    package init(
        sequence: Int64, kind: Kind, person: PersonID?, resourceType: String? = nil, resourceID: String? = nil,
        version: Int = 0, consentEpoch: Int64, recordedAt: Milliseconds, retired: PersonID? = nil
    ) {
        self.sequence = sequence
        self.kind = kind
        self.person = person
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.version = version
        self.consentEpoch = consentEpoch
        self.recordedAt = recordedAt
        self.retired = retired
    }
}
