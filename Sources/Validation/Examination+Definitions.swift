import Diagnostics
import FHIR
import FHIRPath
import Tree

/// Rules about resources that define: profiles, search parameters, code systems, value sets.
extension Examination {
    mutating func structureDefinition(_ id: Tree.ID) {
        let type = text("type", of: id) ?? ""
        let kind = text("kind", of: id)
        let isR4 = text("fhirVersion", of: id)?.hasPrefix("4.0") ?? true
        for part: Name in ["differential", "snapshot"] {
            guard let view = child(part, of: id) else { continue }
            for element in children("element", of: view) {
                for constraint in children("constraint", of: element) { expression("expression", of: constraint) }
                if isR4, kind != "logical" { types(of: element) }
                guard isR4, kind != "logical", let path = text("path", of: element), let place = child("path", of: element)
                else {
                    continue
                }
                let head = path.prefix { $0 != "." }
                if head != type {
                    report("sd-path", "the path begins with the type that is constrained", at: place, hint: type)
                } else if text("derivation", of: id) == "constraint" {
                    constrained(path, at: place, element: element)
                }
            }
        }
        guard isR4 else { return }
        if kind == "resource" || kind == "complex-type", text("derivation", of: id) == "constraint", !type.isEmpty,
            schema.type(named: type) == nil, let place = child("type", of: id)
        {
            report("sd-type", "FHIR R4 has no type of this name", at: place)
        }
    }

    /// The types that an element may have are types of R4, and a fixed value or pattern is of one of them.
    private mutating func types(of element: Tree.ID) {
        var names: Set<String> = []
        for type in children("type", of: element) {
            guard let code = text("code", of: type), let place = child("code", of: type) else { continue }
            names.insert(code)
            if !URIText.isAbsolute(code), schema.type(named: code) == nil, !Self.otherTypes.contains(code) {
                report("sd-type", "FHIR R4 has no type of this name", at: place)
            }
        }
        guard !names.isEmpty, !names.contains(where: URIText.isAbsolute), names.isDisjoint(with: Self.otherTypes) else {
            return
        }
        for prefix: Name in ["fixed", "pattern"] {
            guard let value = child(prefix, of: element), let own = schema.type(.init(rawValue: tree[value].type)) else {
                continue
            }
            let isAllowed = names.contains {
                schema.type(named: $0).map { own.isSubtype(of: $0) || $0.isSubtype(of: own) } ?? true
            }
            if !isAllowed {
                report(
                    "sd-value", "the value is of none of the element's types", at: value,
                    hint: names.sorted().prefix(6).joined(separator: ", "))
            }
        }
    }

    /// Names that stand for types in definitions, and are none of the schema's.
    private static let otherTypes: Set<String> = [
        "Type", "Element", "BackboneElement", "Resource", "DomainResource", "SimpleQuantity", "MoneyQuantity", "*", "xhtml",
    ]

    /// A path of a differential names an element of R4, and does not widen it.
    private mutating func constrained(_ path: String, at place: Tree.ID, element: Tree.ID) {
        var names = path.split(separator: ".").map(String.init)
        guard var type = schema.type(named: names.removeFirst()), !names.isEmpty else { return }
        var found: FHIRElement?
        for name in names {
            // What stands below a choice or any resource depends on the slice.
            if type.isAbstract, type.isResource { return }
            let plain = name.hasSuffix("[x]") ? String(name.dropLast(3)) : name
            if let known = type.element(named: plain) {
                found = known
                guard known.types.count == 1, let only = known.types.first else { return }
                type = only
            } else if let (known, only) = type.element(spelled: plain) {
                found = known
                type = only
            } else {
                report("sd-path", "FHIR R4 has no element with this path", at: place)
                return
            }
        }
        guard let found, let max = text("max", of: element), let maxPlace = child("max", of: element) else { return }
        if let limit = found.max, max == "*" || (Int(max) ?? 0) > limit {
            report("sd-max", "a profile allows no more than FHIR does", at: maxPlace)
        }
    }

    mutating func searchParameter(_ id: Tree.ID) { expression("expression", of: id) }

    /// An expression that does not parse.
    mutating func expression(_ name: Name, of id: Tree.ID) {
        guard let place = child(name, of: id), isPrimitive(place) else { return }
        do {
            _ = try Expression(tree.text(of: place))
        } catch {
            report("fhirpath", "the expression is not FHIRPath", at: place, hint: error.message)
        }
    }

    // MARK: Terminology

    mutating func codeSystem(_ id: Tree.ID) {
        properties(of: id)
        if text("content", of: id) == "supplement", child("supplements", of: id) == nil {
            report("cs-supplement", "a supplement says which code system it adds to", at: id)
        }
        guard text("content", of: id) == "complete", let stated = text("count", of: id).flatMap(Int.init),
            let place = child("count", of: id)
        else { return }
        var concepts = 0
        var pending = children("concept", of: id)
        while let concept = pending.popLast() {
            concepts += 1
            pending += children("concept", of: concept)
        }
        if concepts != stated { report("cs-count", "a complete code system has as many concepts as it says", at: place) }
    }

    /// The properties of concepts are of the types that the code system declares.
    private mutating func properties(of id: Tree.ID) {
        var spellings: [String: String] = [:]
        for property in children("property", of: id) {
            guard let code = text("code", of: property), let type = text("type", of: property) else { continue }
            spellings[code] = "value" + type.prefix(1).uppercased() + type.dropFirst()
        }
        var pending = children("concept", of: id)
        while let concept = pending.popLast() {
            pending += children("concept", of: concept)
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
            guard let known = CodeSystems.known[system], known.isWhole, text("version", of: include) == nil else { continue }
            for concept in children("concept", of: include) {
                guard let code = text("code", of: concept), known.displays[code] == nil else { continue }
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
        guard let system, system.isWhole, let code = text("code", of: element), system.displays[code] == nil else { return }
        report("unknown-code", "the group's code system has no such code", at: child("code", of: element) ?? element)
    }
}
