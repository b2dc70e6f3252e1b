/// Identifier systems, code systems and extensions that the canonical model uses.
package enum Systems {
    package static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    package static let odsOrganisation = "https://fhir.nhs.uk/Id/ods-organization-code"
    /// Where the region's own number spaces begin.
    package static let identifiers = "https://genomics-hub.example/Id/"
    package static let event = "https://genomics-hub.example/CodeSystem/event"
    package static let feed = "https://genomics-hub.example/Id/feed"
    package static let controlID = "https://genomics-hub.example/Id/message-control-id"
    /// Base of `fullUrl`; references inside a message are relative (`Patient/ID`) and resolve against it.
    package static let base = "https://genomics-hub.example/fhir"
}

/// Extensions of the canonical message; all of them are stripped from what leaves the region.
package enum HubExtension {
    /// The sender wrote `""`: what is known is deleted (valueBoolean true).
    package static let delete = "https://genomics-hub.example/StructureDefinition/delete"
    /// A repetition could not be read, so this list must not replace the one that is known (valueBoolean true).
    package static let incompleteList = "https://genomics-hub.example/StructureDefinition/incomplete-list"
    /// The hash of the release that mapped the message (valueString), on Provenance.
    package static let release = "https://genomics-hub.example/StructureDefinition/release"
    /// PID-31: a pseudo person, matched by exact identifier only (valueBoolean).
    package static let pseudoPerson = "https://genomics-hub.example/StructureDefinition/pseudo-person"
    /// ZU8-4 or the PDS S-flag: where this person lives must not be shown (valueBoolean).
    package static let locationHidden = "https://genomics-hub.example/StructureDefinition/location-hidden"
    /// MRG-1: the identifier that the surviving person replaces (valueIdentifier), on Patient.
    package static let replaces = "https://genomics-hub.example/StructureDefinition/replaces"
}
