import Canonical
import Diagnostics
import FHIR
import FHIRPath
import Tree

/// Rules about resources that define: search parameters, measures, code systems, value sets, concept maps.
extension Examination {
    mutating func searchParameter(_ id: Tree.ID) { expression("expression", of: id) }

    /// An expression that does not parse, or that names what the type has not.
    mutating func expression(_ name: Name, of id: Tree.ID, root: FHIRPath.TypeID? = nil) {
        guard let place = child(name, of: id), isPrimitive(place) else { return }
        do {
            let expression = try Expression(tree.text(of: place))
            var checker = TypeChecker(model: OpenTypeModel(), isStrict: true)
            let found = checker.check(expression, root: root.map(StaticType.one) ?? .unknown).diagnostics
            if let first = found.first(where: { $0.severity == .error && $0.code == "F201" }) {
                report("fhirpath", "the expression names what is not there", at: place, hint: first.hint)
            } else if let first = found.first(where: { ["F101", "F102"].contains($0.code) }), !Self.isOfAnother(first.message) {
                report("fhirpath", "the expression calls what is not there", at: place, hint: first.message)
            }
        } catch {
            report("fhirpath", "the expression is not FHIRPath", at: place, hint: error.message)
        }
    }

    /// Functions that the official engine has beside FHIRPath's.
    private static func isOfAnother(_ message: String) -> Bool {
        let others = [
            "htmlChecks", "htmlChecks2", "slice", "checkModifiers", "elementDefinition", "alias", "aliasAs", "comparable",
            "forHtml", "toMarkdown", "matchesFull", "defineVariable", "lowBoundary", "highBoundary", "precision", "sort",
            "conformsTo",
        ]
        return others.contains { message.hasSuffix(" " + $0) || message.hasPrefix($0 + " ") }
    }

    /// Criteria in CQL are in a library.
    mutating func measure(_ id: Tree.ID) {
        guard child("library", of: id) == nil else { return }
        for node in descendants(of: id) where shape(of: node) == .expression {
            guard let language = text("language", of: node), language.hasPrefix("text/cql"),
                let place = child("language", of: node)
            else { continue }
            report("measure-library", "criteria in CQL need the measure's library", at: place)
        }
    }

    // MARK: Terminology

    mutating func codeSystem(_ id: Tree.ID) {
        properties(of: id)
        if text("content", of: id) == "supplement" { supplement(id) }
        guard text("content", of: id) == "complete", let stated = text("count", of: id).flatMap(Int.init),
            let place = child("count", of: id)
        else { return }
        if nested("concept", below: id).count != stated {
            report("cs-count", "a complete code system has as many concepts as it says", at: place)
        }
    }

    /// It adds to codes that another code system has.
    private mutating func supplement(_ id: Tree.ID) {
        guard let base = text("supplements", of: id) else {
            report("cs-supplement", "a supplement says which code system it adds to", at: id)
            return
        }
        if let place = child("valueSet", of: id) {
            report("cs-supplement", "a supplement has no value set of its own", at: place)
        }
        guard let known = CodeSystems.known[String(base.prefix { $0 != "|" })], known.isWhole else { return }
        for concept in nested("concept", below: id) {
            if let code = text("code", of: concept), !known.has(code), let place = child("code", of: concept) {
                report("cs-supplement", "the code system that is added to has no such code", at: place)
            }
        }
    }

    /// The properties of concepts are of the types that the code system declares.
    private mutating func properties(of id: Tree.ID) {
        var spellings: [String: String] = [:]
        for property in children("property", of: id) {
            guard let code = text("code", of: property), let type = text("type", of: property) else { continue }
            if spellings[code] != nil { report("cs-property", "a property is declared once", at: property) }
            spellings[code] = "value" + type.prefix(1).uppercased() + type.dropFirst()
        }
        for concept in nested("concept", below: id) {
            for property in children("property", of: concept) {
                guard let code = text("code", of: property), let wanted = spellings[code],
                    let value = child("value", of: property), tree.name(of: value) != wanted
                else { continue }
                report("cs-property", "the property is declared to be of another type", at: value, hint: wanted)
            }
        }
    }

    /// Codes that a value set takes from a system that is known here.
    mutating func valueSet(_ id: Tree.ID) {
        guard let compose = child("compose", of: id) else { return }
        for include in children("include", of: compose) + children("exclude", of: compose) {
            guard let system = text("system", of: include), let place = child("system", of: include) else { continue }
            if !URIText.isAbsolute(system) {
                report(
                    "coding-system", "the system is no absolute URI", at: place,
                    severity: system.hasPrefix("#") ? .warning : .error)
                continue
            }
            for base in ["http://hl7.org/fhir/ValueSet/", "http://terminology.hl7.org/ValueSet/"] where system.hasPrefix(base) {
                report("coding-system", "the system is a value set, not a code system", at: place)
            }
            guard let known = CodeSystems.known[system], known.isWhole, text("version", of: include) == nil else { continue }
            for concept in children("concept", of: include) {
                guard let code = text("code", of: concept), !known.has(code) else { continue }
                warn("unknown-code", "\(system) has no such code", at: child("code", of: concept) ?? concept)
            }
        }
    }

    /// Codes that a map takes from, and gives in, systems that are known here.
    mutating func conceptMap(_ id: Tree.ID) {
        for group in children("group", of: id) {
            let source = text("source", of: group).flatMap { CodeSystems.known[$0] }
            let target = text("target", of: group).flatMap { CodeSystems.known[$0] }
            for element in children("element", of: group) {
                mapped(element, source)
                for goal in children("target", of: element) { mapped(goal, target) }
            }
        }
    }

    private mutating func mapped(_ element: Tree.ID, _ system: CodeSystems.System?) {
        guard let system, system.isWhole, let code = text("code", of: element), !system.has(code) else { return }
        report("unknown-code", "the group's code system has no such code", at: child("code", of: element) ?? element)
    }
}

/// R4's types; those that others are made from may have any element.
private struct OpenTypeModel: TypeModel {
    private let model = FHIRTypeModel.r4
    private static let open: Set<String> = ["Resource", "DomainResource", "Element", "BackboneElement"]

    func type(named name: String, in namespace: String?) -> FHIRPath.TypeID? { model.type(named: name, in: namespace) }
    func describe(_ type: FHIRPath.TypeID) -> TypeDescription {
        var found = model.describe(type)
        if Self.open.contains(found.name) { found.isOpen = true }
        return found
    }
    func element(named name: Name, of type: FHIRPath.TypeID) -> ElementDescription? { model.element(named: name, of: type) }
    func elementNames(of type: FHIRPath.TypeID) -> [String] { model.elementNames(of: type) }
    func type(ofNodeType type: UInt16) -> FHIRPath.TypeID { model.type(ofNodeType: type) }
    func systemType(ofNodeType type: UInt16) -> SystemType? { model.systemType(ofNodeType: type) }
}
