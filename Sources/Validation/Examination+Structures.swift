import Canonical
import Diagnostics
import FHIR
import FHIRPath
import Tree

/// Rules about profiles and other definitions of structures.
extension Examination {
    mutating func structureDefinition(_ id: Tree.ID) {
        let type = text("type", of: id) ?? ""
        let kind = text("kind", of: id)
        let isR4 = text("fhirVersion", of: id)?.hasPrefix("4.0") ?? true
        for part: Name in ["differential", "snapshot"] {
            guard let view = child(part, of: id) else { continue }
            for element in children("element", of: view) {
                let root = isR4 && kind != "logical" ? text("path", of: element).flatMap(typeAt) : nil
                for constraint in children("constraint", of: element) { expression("expression", of: constraint, root: root) }
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
        base(of: id, type: type, kind: kind)
        if kind == "resource" || kind == "complex-type", text("derivation", of: id) == "constraint", !type.isEmpty,
            schema.type(named: type) == nil, let place = child("type", of: id)
        {
            report("sd-type", "FHIR R4 has no type of this name", at: place)
        }
    }

    /// A constraint is of the type of what it constrains, and an extension's elements say its URL.
    private mutating func base(of id: Tree.ID, type: String, kind: String?) {
        if let known = schema.type(named: type), known.isResource, let kind, kind != "resource",
            let place = child("kind", of: id)
        {
            report("sd-kind", "the type is one of resources", at: place, hint: "resource")
        }
        guard text("derivation", of: id) == "constraint" else { return }
        let core = "http://hl7.org/fhir/StructureDefinition/"
        if let base = text("baseDefinition", of: id), let place = child("baseDefinition", of: id) {
            let name = String(base.dropFirst(base.hasPrefix(core) ? core.utf8.count : 0))
            let wanted = schema.type(named: name)?.name ?? ProfileTable.known[base]?.type
            if let wanted, wanted != type, !Self.otherTypes.contains(wanted) {
                report("sd-base", "a constraint has the type of what it constrains", at: place, hint: wanted)
            }
        }
        guard type == "Extension", let url = text("url", of: id) else { return }
        for part: Name in ["differential", "snapshot"] {
            guard let view = child(part, of: id) else { continue }
            for element in children("element", of: view) where text("path", of: element) == "Extension.url" {
                guard let fixed = child("fixed", of: element), isPrimitive(fixed), tree.text(of: fixed) != url else { continue }
                report("sd-extension", "the extension's own url is not that of its definition", at: fixed)
            }
        }
    }

    /// The type of the element at a path, where it is certain.
    private func typeAt(_ path: String) -> FHIRPath.TypeID? {
        var names = path.split(separator: ".").map(String.init)
        guard !names.isEmpty, var type = schema.type(named: names.removeFirst()) else { return nil }
        for name in names {
            guard let element = type.element(named: name), element.types.count == 1, let only = element.types.first else {
                return nil
            }
            type = only
        }
        return FHIRTypeModel.r4.type(named: type.name, in: nil)
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
        bound(element, names)
        guard !names.isEmpty, !names.contains(where: URIText.isAbsolute), names.isDisjoint(with: Self.otherTypes) else {
            return
        }
        for prefix: Name in ["fixed", "pattern"] {
            guard let value = child(prefix, of: element), let own = schema.type(.init(rawValue: tree[value].type)) else {
                continue
            }
            let isAllowed = names.contains {
                schema.type(named: $0).map(own.isSubtype) ?? true
            }
            if !isAllowed {
                report(
                    "sd-value", "the value is of none of the element's types", at: value,
                    hint: names.sorted().prefix(6).joined(separator: ", "))
            }
        }
    }

    /// Only what has codes is bound to a value set.
    private mutating func bound(_ element: Tree.ID, _ names: Set<String>) {
        guard let place = child("binding", of: element), !names.isEmpty else { return }
        let bindable: Set<String> = ["code", "Coding", "CodeableConcept", "Quantity", "string", "uri", "Extension"]
        let others = names.filter { name in
            guard let type = schema.type(named: name) else { return false }
            return !bindable.contains { wanted in schema.type(named: wanted).map { type.isSubtype(of: $0) } ?? false }
        }
        if others.count == names.count {
            report("sd-binding", "an element of this type has no codes to be bound", at: place)
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
        for (depth, name) in names.enumerated() {
            // What stands below a choice or any resource depends on the slice.
            if type.isAbstract, type.isResource { return }
            let plain = name.hasSuffix("[x]") ? String(name.dropLast(3)) : name
            if let known = type.element(named: plain) {
                found = known
                if depth == names.count - 1 { break }
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
        guard let found else { return }
        narrowed(found, by: element)
    }

    /// A profile allows no more than what it constrains.
    private mutating func narrowed(_ found: FHIRElement, by element: Tree.ID) {
        if let max = text("max", of: element), let place = child("max", of: element), let limit = found.max,
            max == "*" || (Int(max) ?? 0) > limit
        {
            report("sd-max", "a profile allows no more than FHIR does", at: place)
        }
        if let min = text("min", of: element).flatMap(Int.init), let place = child("min", of: element), min < found.min,
            child("sliceName", of: element) == nil
        {
            report("sd-min", "a profile requires no less than FHIR does", at: place)
        }
        let allowed = found.types
        if allowed.contains(where: { Self.otherTypes.contains($0.name) || $0.name.contains(".") || $0.isAbstract }) { return }
        for type in children("type", of: element) {
            guard let code = text("code", of: type), let place = child("code", of: type), let known = schema.type(named: code),
                !allowed.contains(where: { known.isSubtype(of: $0) })
            else { continue }
            report(
                "sd-type", "FHIR does not allow this type here", at: place,
                hint: allowed.prefix(6).map(\.name).joined(separator: ", "))
        }
    }
}
