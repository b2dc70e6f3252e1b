import FHIR
import Tree

/// Slices, fixed values and patterns.
extension Examination {
    /// Whether a node is of the slice; nil when it cannot be told here.
    func matches(_ id: Tree.ID, slice: Int, of rule: Profile.Rule, in profile: Profile) -> Bool? {
        var discriminators = rule.slicing?.discriminators ?? []
        let isExtension = rule.name == "extension" || rule.name == "modifierExtension"
        if discriminators.isEmpty {
            if isExtension {
                discriminators = [Profile.Discriminator(kind: "value", path: "url")]
            } else if !profile.rules[slice].types.isEmpty {
                discriminators = [Profile.Discriminator(kind: "type", path: "$this")]
            } else {
                return nil
            }
        }
        var answer: Bool? = true
        for discriminator in discriminators {
            switch matches(id, discriminator, slice: slice, in: profile) {
            case true?: continue
            case false?: return false
            case nil: answer = nil
            }
        }
        return answer
    }

    private func matches(
        _ id: Tree.ID, _ discriminator: Profile.Discriminator, slice: Int, in profile: Profile
    ) -> Bool? {
        let path = discriminator.path == "$this" ? [] : discriminator.path.split(separator: ".").map(String.init)
        if path.contains(where: { $0.contains("(") }) { return nil }
        let (place, rest) = profile.rule(at: path, below: slice)
        let rule = profile.rules[place]
        switch discriminator.kind {
        case "value", "pattern":
            let known = path.count - rest.count
            // The rule may stand above the end of the path and say it in its pattern.
            for length in stride(from: known, through: 0, by: -1) {
                let (above, _) = profile.rule(at: Array(path[..<length]), below: slice)
                guard let wanted = profile.rules[above].wanted else { continue }
                let nodes = self.nodes(at: Array(path[..<length]), below: id)
                return nodes.contains { has($0, wanted) }
            }
            guard rest.isEmpty || (rest == ["url"]) else { return nil }
            if path == ["url"], let url = profile.rules[slice].typeProfiles.first { return text("url", of: id) == url }
            if path == ["url"], let name = profile.rules[slice].slice { return text("url", of: id) == name ? true : nil }
            guard let valueSet = rule.valueSet else { return nil }
            let answers = nodes(at: path, below: id).map { has($0, codeOf: valueSet) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        case "exists":
            guard rest.isEmpty else { return nil }
            let isThere = !nodes(at: path, below: id).isEmpty
            if rule.max == 0 { return !isThere }
            return rule.min > 0 ? isThere : nil
        case "type":
            guard rest.isEmpty, !rule.types.isEmpty else { return nil }
            return nodes(at: path, below: id).contains { isOfType($0, rule.types) }
        default: return nil
        }
    }

    private func nodes(at path: [String], below id: Tree.ID) -> [Tree.ID] {
        path.reduce([id]) { nodes, name in nodes.flatMap { children(Name(name), of: $0) } }
    }

    /// - Parameter isExact: a `code` is then no `string`.
    func isOfType(_ id: Tree.ID, _ types: [String], exactly isExact: Bool = false) -> Bool {
        guard let own = schema.type(Schema.TypeID(rawValue: tree[id].type)) else { return true }
        return types.contains { name in
            // `http://hl7.org/fhirpath/System.String` and the like say nothing that FHIR does not.
            guard let wanted = schema.type(named: name.prefix(1).lowercased() + name.dropFirst()) ?? schema.type(named: name)
            else {
                return true
            }
            if isExact, own.isPrimitive { return own.id == wanted.id }
            return own.isSubtype(of: wanted) || own.isSubtype(of: schema.type(named: name) ?? wanted)
        }
    }

    // MARK: Values

    func has(_ id: Tree.ID, _ wanted: Profile.Wanted) -> Bool {
        guard let value = wanted.tree.firstChild(of: .root) else { return true }
        return has(id, value, of: wanted, depth: 0)
    }

    private func has(_ id: Tree.ID, _ value: Tree.ID, of wanted: Profile.Wanted, depth: Int) -> Bool {
        guard depth < 20 else { return true }
        guard wanted.tree[value].kind == .object else {
            return isPrimitive(id) && tree.value(of: id).elementsEqual(wanted.tree.value(of: value))
        }
        var count = 0
        for part in wanted.tree.children(of: value) {
            count += 1
            let found = children(Name(wanted.tree.name(of: part)), of: id)
            if !found.contains(where: { has($0, part, of: wanted, depth: depth + 1) }) { return false }
        }
        return !wanted.isWhole || children(of: id).count == count
    }

    // MARK: Codes

    func isCoded(_ id: Tree.ID) -> Bool {
        switch shape(of: id) {
        case .code, .coding, .codeableConcept: true
        default: false
        }
    }

    /// Whether a code, Coding or CodeableConcept is of the value set; nil when that is not at hand.
    func has(_ id: Tree.ID, codeOf valueSet: String) -> Bool? {
        let table = ProfileTable.known
        func coding(_ id: Tree.ID) -> Bool? {
            guard let code = text("code", of: id) else { return table.contains("", system: nil, in: valueSet) }
            return table.contains(code, system: text("system", of: id) ?? "", in: valueSet)
        }
        switch shape(of: id) {
        case .code:
            return isPrimitive(id) ? table.contains(tree.text(of: id), system: nil, in: valueSet) : nil
        case .coding: return coding(id)
        case .codeableConcept:
            let answers = children("coding", of: id).map(coding)
            guard !answers.isEmpty else { return table.contains("", system: nil, in: valueSet) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        default: return nil
        }
    }
}
