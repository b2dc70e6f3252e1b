/// What a fact is about. The raw values are what a reader of a failed comparison sees.
package enum FactName: String, Sendable, Hashable, CaseIterable {
    case event
    case nhsNumber = "person.nhs-number"
    case nhsNumberStatus = "person.nhs-number-status"
    case hospitalNumber = "person.hospital-number"
    case furtherNumber = "person.further-number"
    case mergedNumber = "person.merged-number"
    case family = "person.family"
    case given = "person.given"
    case title = "person.title"
    case birthDate = "person.birth-date"
    case sex = "person.sex"
    case ethnicity = "person.ethnic-category"
    case address = "person.address"
    case telephone = "person.telephone"
    case practice = "person.practice"
    case practitioner = "person.general-practitioner"
    case death = "person.death"
    case relative = "person.relative"
    case visitNumber = "visit.number"
    case visitClass = "visit.class"
    case visitStatus = "visit.status"
    case visitPlace = "visit.place"
    case visitConsultant = "visit.consultant"
    case visitStart = "visit.start"
    case visitEnd = "visit.end"
    case order
    case orderNumber = "order.number"
    case orderStatus = "order.status"
    case orderPriority = "order.priority"
    case orderTime = "order.time"
    case orderRequester = "order.requester"
    case orderOrganisation = "order.organisation"
    case orderNote = "order.note"
    case diagnosis
    case phenotype
    case answer
    case consentToTest = "consent.test"
    case consentToResearch = "consent.research"
    case consentTime = "consent.time"
    case specimenNumber = "specimen.number"
    case specimenType = "specimen.type"
    case specimenCollected = "specimen.collected"
    case specimenReceived = "specimen.received"
    case report = "report.number"
    case reportStatus = "report.status"
    case reportTest = "report.test"
    case reportText = "report.text"
    case reportForm = "report.form"
    case finding = "report.finding"
    case document
}

/// One thing that is true, whoever says it and however: `person.family = Larkspur`.
package struct Fact: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var name: FactName
    package var value: String

    package init(_ name: FactName, _ value: String) {
        self.name = name
        self.value = value
    }

    package var description: String { "\(name.rawValue) = \(value)" }
    package static func < (one: Fact, other: Fact) -> Bool { one.description < other.description }
}
