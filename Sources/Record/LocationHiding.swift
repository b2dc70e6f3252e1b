package import Canonical
package import Tree

/// Leaves out where a person lives and who is around them (PDS S-flag, ZU8-4).
///
/// Address, telephone and e-mail, next of kin and GP are removed for every purpose but direct care (HL7 UK A.3, ZU8-4).
package enum LocationHiding {
    /// Whether a read of `type` for `purpose` must be redacted.
    package static func applies(to type: RecordedType, purpose: Purpose) -> Bool {
        switch purpose {
        case .directCare: false
        case .programme, .research: type == .patient || type == .relatedPerson
        }
    }

    private static let hidden: [Name] = [
        "address", "telecom", "contact", "generalPractitioner", "managingOrganization", "photo",
    ]

    /// The resource without what would tell the place; of a related person only that there is one.
    package static func redact(_ tree: Tree, _ resource: Tree.ID, type: RecordedType) -> [UInt8] {
        var writer = ResourceWriter(tree)
        writer.begin(resource)
        let kept: Set<UInt32>? = type == .relatedPerson ? Set(relatedPersonKept.map(\.hash)) : nil
        var parts: [ResourceFacts.Fact] = []
        for fact in ResourceFacts(tree, resource).all {
            if hidden.contains(where: { $0.hash == fact.key.element }) { continue }
            if let kept, !kept.contains(fact.key.element) { continue }
            if fact.key.element == Names.extension.hash, isPlace(tree, fact) { continue }
            parts.append(fact)
        }
        writer.write(parts)
        return writer.end()
    }

    private static let relatedPersonKept: [Name] = ["meta", "active", "patient", "relationship"]

    /// An extension that holds an address (a birth place) or an organisation of residence.
    private static func isPlace(_ tree: Tree, _ fact: ResourceFacts.Fact) -> Bool {
        fact.members.contains { tree.choice(of: $0, "value").map { tree.name(of: $0) } == "valueAddress" }
    }
}
