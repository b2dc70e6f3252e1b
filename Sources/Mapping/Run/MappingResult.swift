package import Diagnostics
package import FHIR
package import Tree

/// What became of one message.
package struct MappingResult: Sendable {
    package enum Outcome: String, Sendable, Hashable { case mapped, quarantined }

    /// Why a message was quarantined: the code of the first issue that stopped it.
    package struct Reason: Sendable, Hashable {
        package var code: String
        package var category: FailureCategory
    }

    package var outcome: Outcome = .quarantined
    /// The message Bundle; of a quarantined message what could be made, for people to look at.
    package var canonical: Tree?
    /// `canonical` as JSON; empty when quarantined.
    package var json: [UInt8] = []
    package var issues: [Diagnostic] = []
    /// Populated source elements that nothing read and no map ignores, e.g. `PID-4`; each path once.
    package var unmapped: [String] = []
    /// How many of the source's populated leaves were read, ignored by a map, or neither.
    package var accounting = LeafCounts()
    /// Where each element came from, when that was asked for; `trace` puts all of it into words.
    package var record = Trace()
    package var trace: [TraceEntry] { Array(record) }
    /// The document of a FHIR feed as maps saw it: in R4.
    package var document: FHIRDocument?
    package var header = MessageSummary()
    /// `eventCoding.code` of the canonical message.
    package var event: String?
    /// Identifiers of the people the message is about, merged ones as well.
    package var people: [PersonIdentifier] = []
    package var reason: Reason?
}

/// What can be said of a message before it is mapped.
package struct MessageSummary: Sendable, Hashable {
    /// `ADT`; a resource type for FHIR.
    package var type = ""
    /// `A01`; the event of a FHIR message's header.
    package var trigger = ""
    package var structure = ""
    package var controlID = ""
    package var version = ""
    package var facility = ""
    package var application = ""
    package var processingID = ""
    /// As it was written.
    package var time = ""
    package init() {}
}

/// An identifier as lanes use it.
package struct PersonIdentifier: Sendable, Hashable {
    package var system: String
    package var value: String
    package init(system: String, value: String) {
        self.system = system
        self.value = value
    }
}

/// Where an element of the canonical message came from.
package struct TraceEntry: Sendable, Hashable {
    /// `Bundle.entry[1].resource.birthDate`
    package var target: String
    /// `PID-7`; empty for literals.
    package var sources: [String]
    package var file: String
    package var line: Int
}

/// Every populated leaf of a message, by what became of it.
package struct LeafCounts: Sendable, Hashable {
    package var mapped = 0
    package var ignored = 0
    package var unmapped = 0
    package init() {}

    package mutating func add(_ other: LeafCounts) {
        mapped += other.mapped
        ignored += other.ignored
        unmapped += other.unmapped
    }
}
