// Canonical: what is true of every message once it is inside the hub.
//
// Owns: feeds and trust profiles as values, the identifier systems, the NHS number, regional identity, the event
// vocabulary and the profile that a canonical message Bundle must meet. Pure; it runs no task and keeps nothing.

package import FHIR

/// One stream of messages from one system of one trust (`rrk-pas`): what the mapper must know to read it.
package struct Feed: Sendable, Hashable {
    package enum Format: String, Sendable, Hashable, CaseIterable {
        case hl7v2
        /// FHIR JSON or XML: told apart by the first byte.
        case fhir
    }

    /// Whom a feed speaks of.
    package enum Population: String, Sendable, Hashable, CaseIterable {
        /// A hospital's system: everybody who comes in. Messages about people outside the cohort end as not relevant.
        case everybody
        /// A system of the programme itself (a genetics laboratory, a test sender): each message is a reason to know its person.
        case cohort
    }

    /// What follows when a FHIR message breaks FHIR's own rules, though it can be mapped.
    package enum Validation: String, Sendable, Hashable, CaseIterable {
        /// It is told, and the message goes on.
        case issues
        /// The message is quarantined.
        case refuse
        /// Nobody looks.
        case off
    }

    package var name: String
    /// ODS code of the trust, e.g. `RRK`.
    package var trust: String
    package var format: Format
    /// Character set where MSH-18 is empty.
    package var charset: String
    /// MSH-4 values (or FHIR senders) this feed may speak for; empty: any.
    package var facilities: [String]
    /// The directory below `Mappings/trusts/` whose maps override the base ones.
    package var overlay: String?
    package var carries: Population
    /// Asked of FHIR feeds alone.
    package var validation: Validation
    /// The release of FHIR that it writes; nil where each document is looked at.
    package var release: FHIRRelease?
    package var profile: TrustProfile

    package init(
        name: String, trust: String, format: Format = .hl7v2, charset: String = "UTF-8", facilities: [String] = [],
        overlay: String? = nil, carries: Population = .everybody, validation: Validation = .issues,
        release: FHIRRelease? = nil, profile: TrustProfile = TrustProfile()
    ) {
        self.name = name
        self.trust = trust
        self.format = format
        self.charset = charset
        self.facilities = facilities
        self.overlay = overlay
        self.carries = carries
        self.validation = validation
        self.release = release
        self.profile = profile
    }
}

/// What mappings may ask of a feed's trust as `trust.NAME`.
package struct TrustProfile: Sendable, Hashable {
    package var values: [String: [String]]

    package init(_ values: [String: [String]] = [:]) { self.values = values }
}

/// Whether messages are about real people: MSH-11 and the NHS number's range must agree with it.
package enum Environment: String, Sendable, Hashable, CaseIterable {
    case production
    case test
}
