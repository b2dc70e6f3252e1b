package import Canonical

/// One version of a resource as it is shown: JSON without anything of the hub's own.
package struct RecordResource: Sendable, Hashable {
    package var type: String
    package var id: String
    package var version: Int
    package var person: PersonID?
    /// When this version was recorded.
    package var recordedAt: Milliseconds
    /// When its source says that it happened.
    package var eventTime: Milliseconds
    /// The message that made the version.
    package var feed: String
    package var controlID: String?
    /// FHIR JSON with `meta.versionId`, `meta.lastUpdated`, `meta.source`.
    package var json: [UInt8]
    /// Addresses and contacts were left out, because this person's location is hidden.
    package var isRedacted: Bool

    package init(
        type: String, id: String, version: Int, person: PersonID?, recordedAt: Milliseconds, eventTime: Milliseconds,
        feed: String, controlID: String?, json: [UInt8], isRedacted: Bool = false
    ) {
        self.type = type
        self.id = id
        self.version = version
        self.person = person
        self.recordedAt = recordedAt
        self.eventTime = eventTime
        self.feed = feed
        self.controlID = controlID
        self.json = json
        self.isRedacted = isRedacted
    }
}

/// A search over current resources. All given criteria must hold.
package struct RecordQuery: Sendable, Hashable {
    package struct Token: Sendable, Hashable {
        /// Nil: any system.
        package var system: String?
        package var value: String
        package init(system: String? = nil, value: String) {
            self.system = system
            self.value = value
        }
        /// `system|value`, `|value` or `value`, as FHIR search writes it.
        package init(_ text: String) {
            if let bar = text.firstIndex(of: "|") {
                let system = String(text[..<bar])
                self.init(system: system.isEmpty ? nil : system, value: String(text[text.index(after: bar)...]))
            } else {
                self.init(value: text)
            }
        }
    }

    package var type: String
    package var ids: [String]
    package var identifier: Token?
    /// `subject` or `patient`: an id with or without `Patient/`; merges are followed.
    package var patient: String?
    package var count: Int
    /// Opaque, from `RecordPage.next`.
    package var pageToken: String?

    package init(
        type: String, ids: [String] = [], identifier: Token? = nil, patient: String? = nil, count: Int = 50,
        pageToken: String? = nil
    ) {
        self.type = type
        self.ids = ids
        self.identifier = identifier
        self.patient = patient
        self.count = count
        self.pageToken = pageToken
    }

    package static let largestCount = 500
}

package struct RecordPage: Sendable {
    package var resources: [RecordResource]
    package var next: String?
    package var total: Int?

    package init(resources: [RecordResource], next: String?, total: Int? = nil) {
        self.resources = resources
        self.next = next
        self.total = total
    }
}

/// Sums over the record for the console, metrics and the ledger's balance.
package struct RecordFigures: Sendable, Hashable {
    package var persons: Int
    package var mergedPersons: Int
    package var resources: [String: Int]
    package var versions: Int
    package var receipts: Int64
    package var lastChange: Int64

    package init(
        persons: Int, mergedPersons: Int, resources: [String: Int], versions: Int, receipts: Int64, lastChange: Int64
    ) {
        self.persons = persons
        self.mergedPersons = mergedPersons
        self.resources = resources
        self.versions = versions
        self.receipts = receipts
        self.lastChange = lastChange
    }
}
