import FHIR
import Tree

extension Examination {
    /// Every rule, node by node in document order.
    mutating func everything() {
        let scopes = BundleScopes(self)
        for index in tree.nodes.indices {
            let id = Tree.ID(UInt32(truncatingIfNeeded: index))
            let node = tree[id]
            guard node.type != 0 else { continue }
            let shape = shapes[node.type]
            switch shape {
            case .uri, .url, .canonical, .oid, .uuid, .string, .markdown, .code, .dateTime: value(at: id, shape)
            case .xhtml: narrative(at: id)
            case .identifier: identifier(at: id)
            case .coding: coding(at: id)
            case .quantity: quantity(at: id)
            case .attachment: attachment(at: id)
            case .reference: reference(at: id, scopes: scopes)
            case .extension: self.extension(at: id)
            case .resource: if isResource(id) { resource(at: id, scopes: scopes) }
            case .codeableConcept: language(at: id)
            case .expression: if text("language", of: id) == "text/fhirpath" { expression("expression", of: id, root: nil) }
            case .sampledData: samples(at: id)
            case .meta: securityLabels(of: id)
            case .narrative, .other: break
            }
            if node.firstChild != 0, node.firstChild == node.lastChild { onlyID(at: id) }
            if format == .xml, node.kind == .object { order(below: id) }
            invariants(at: id)
        }
    }

    private mutating func resource(at id: Tree.ID, scopes: BundleScopes) {
        if !tree.node(id, isNamed: "contained") { contained(of: id) }
        elementIDs(of: id)
        switch tree.text(of: id) {
        case "Bundle": if let scope = scopes[id] { bundle(scope) }
        case "Observation": vitalSigns(of: id, scopes: scopes)
        case "Questionnaire": questionnaire(id)
        case "QuestionnaireResponse": questionnaireResponse(id, scopes: scopes)
        case "StructureDefinition": structureDefinition(id)
        case "SearchParameter": searchParameter(id)
        case "CodeSystem": codeSystem(id)
        case "ValueSet": valueSet(id)
        case "ConceptMap": conceptMap(id)
        case "StructureMap": structureMap(id)
        case "Measure": measure(id)
        case "MeasureReport": measureReport(id)
        default: break
        }
    }
}
