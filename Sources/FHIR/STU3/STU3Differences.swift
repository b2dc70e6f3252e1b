/// What FHIR R4 says otherwise than STU3: a table, one difference a line, that `STU3Conversion` applies before the maps see a message.
///
/// An element that stands here is no element of R4's resource, so a message need not say which release it speaks: what it
/// holds does. What has no line here stays as it is and the validator tells it.
struct STU3Differences: Sendable {
    enum Change: Equatable, Sendable {
        /// Another name.
        case renamed(String)
        /// Another name, and the value of one of its children: `requester.agent`. The other children have no place.
        case lifted(from: String, as: String)
        /// Another name by the code in `type`: `related` becomes `hasMember`; other types have no place.
        case sorted(by: String, value: String, names: [String: String])
        /// A code became a CodeableConcept of this system.
        case coded(system: String)
        /// A text became an object that has it in this element.
        case wrapped(in: String, as: String)
        /// Moved out of the resource to the Bundle, where it is missing.
        case moved(as: String)
        /// A code has another spelling.
        case recoded([String: String])
        /// R4 has no place for it.
        case dropped
    }

    /// By R4's resource type, then by STU3's element; `ServiceRequest.status` applies to what was a ProcedureRequest alone.
    let rules: [String: [String: Change]]
    /// STU3's resource types that have another name.
    let types: [String: String]
    /// Changes of a resource's own codes, for resources that changed their type.
    let codes: [String: [String: Change]]

    static let all = STU3Differences(
        """
        ProcedureRequest is ServiceRequest
        ServiceRequest context renamed encounter
        ServiceRequest requester lifted agent requester
        ServiceRequest definition dropped
        ServiceRequest status recoded cancelled=revoked suspended=on-hold
        Observation context renamed encounter
        Observation comment wrapped text note
        Observation related sorted type target has-member=hasMember derived-from=derivedFrom
        DiagnosticReport context renamed encounter
        DiagnosticReport performer lifted actor performer
        DiagnosticReport codedDiagnosis renamed conclusionCode
        DiagnosticReport image renamed media
        Encounter reason renamed reasonCode
        Encounter incomingReferral renamed basedOn
        Condition context renamed encounter
        Condition assertedDate renamed recordedDate
        Condition clinicalStatus coded http://terminology.hl7.org/CodeSystem/condition-clinical
        Condition verificationStatus coded http://terminology.hl7.org/CodeSystem/condition-ver-status
        AllergyIntolerance assertedDate renamed recordedDate
        AllergyIntolerance clinicalStatus coded http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical
        AllergyIntolerance verificationStatus coded http://terminology.hl7.org/CodeSystem/allergyintolerance-verification
        Procedure context renamed encounter
        Procedure definition dropped
        DocumentReference class renamed category
        DocumentReference indexed renamed date
        DocumentReference created dropped
        Patient animal dropped
        MessageHeader event renamed eventCoding
        MessageHeader timestamp moved timestamp
        MessageHeader receiver dropped
        Task context renamed encounter
        Task requester lifted agent requester
        Task reason renamed reasonCode
        """)

    /// Code systems of FHIR that moved to terminology.hl7.org and kept their name.
    static let movedSystems: Set<String> = [
        "allergyintolerance-clinical", "allergyintolerance-verification", "condition-category", "condition-clinical",
        "condition-ver-status", "contactentity-type", "data-absent-reason", "diagnosis-role", "discharge-disposition",
        "encounter-type", "location-physical-type", "medication-statement-category", "message-reasons-encounter",
        "observation-category", "observation-statistics", "organization-type", "patient-contactrelationship",
        "practitioner-role", "reaction-event-certainty", "referencerange-meaning", "service-category", "service-type",
    ]

    init(_ table: String) {
        var rules: [String: [String: Change]] = [:]
        var types: [String: String] = [:]
        var codes: [String: [String: Change]] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            func pairs(from start: Int) -> [String: String] {
                Dictionary(
                    words[start...].compactMap { word in
                        let parts = word.split(separator: "=").map(String.init)
                        return parts.count == 2 ? (parts[0], parts[1]) : nil
                    }, uniquingKeysWith: { first, _ in first })
            }
            guard words.count > 2 else { preconditionFailure("a difference has three words at least: \(line)") }
            let change: Change
            switch (words[1] == "is" ? "is" : words[2], words.count) {
            case ("is", 3):
                types[words[0]] = words[2]
                continue
            case ("recoded", 4...):
                codes[words[0], default: [:]][words[1]] = .recoded(pairs(from: 3))
                continue
            case ("renamed", 4): change = .renamed(words[3])
            case ("moved", 4): change = .moved(as: words[3])
            case ("coded", 4): change = .coded(system: words[3])
            case ("lifted", 5): change = .lifted(from: words[3], as: words[4])
            case ("wrapped", 5): change = .wrapped(in: words[3], as: words[4])
            case ("sorted", 6...): change = .sorted(by: words[3], value: words[4], names: pairs(from: 5))
            case ("dropped", 3): change = .dropped
            default: preconditionFailure("unknown difference: \(line)")
            }
            rules[words[0], default: [:]][words[1]] = change
        }
        self.rules = rules
        self.types = types
        self.codes = codes
    }
}
