package import Tree

/// The resource types the record keeps; the number is what the store writes.
package enum RecordedType: Int, CaseIterable, Sendable, Hashable {
    case patient = 1
    case encounter, serviceRequest, specimen, observation, diagnosticReport, consent, condition, relatedPerson
    case familyMemberHistory, documentReference, task, questionnaireResponse, procedure, allergyIntolerance, appointment
    case account, coverage, flag, episodeOfCare, bodyStructure, imagingStudy, group, requestGroup, medicationStatement
    case immunization
    case organization = 100
    case practitioner, practitionerRole, location, healthcareService, device

    /// `ServiceRequest`.
    package var name: String { Self.names[self] ?? "" }

    /// Of no person: shared by all.
    package var isShared: Bool { rawValue >= 100 }

    package init?(_ name: some StringProtocol) {
        guard let type = Self.byHash[Name(name).hash], type.name == name else { return nil }
        self = type
    }

    /// The type of a resource's node.
    package init?(_ tree: Tree, _ node: Tree.ID) {
        let bytes = tree.value(of: node)
        let hash = bytes.withUnsafeBytes { Name.hash(of: $0) }
        guard let type = Self.byHash[hash], bytes.elementsEqual(type.name.utf8) else { return nil }
        self = type
    }

    private static let names: [RecordedType: String] = {
        var names: [RecordedType: String] = [:]
        for type in allCases {
            let text = "\(type)"
            names[type] = text.prefix(1).uppercased() + text.dropFirst()
        }
        return names
    }()

    private static let byHash: [UInt32: RecordedType] = {
        var types: [UInt32: RecordedType] = [:]
        for type in allCases { types[Name(type.name).hash] = type }
        return types
    }()
}
