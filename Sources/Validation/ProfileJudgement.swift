import Diagnostics
import FHIR
import Tree

extension Examination {
    /// The profiles that were asked for, those that resources claim, and those of extensions.
    mutating func profiles(asked: [String]) {
        for url in asked { hold(.root, against: url, place: .root) }
        for index in tree.nodes.indices {
            let id = Tree.ID(UInt32(truncatingIfNeeded: index))
            switch shape(of: id) {
            case .resource where isResource(id): claims(of: id)
            case .extension:
                guard let url = text("url", of: id), let profile = ProfileTable.known[url] else { continue }
                extensionContext(id, profile)
                if profile.isModifier != tree.node(id, isNamed: "modifierExtension") {
                    report(
                        "extension-modifier",
                        profile.isModifier
                            ? "the extension changes the meaning of its element, so it stands in modifierExtension"
                            : "the extension changes no meaning, so it stands in extension", at: id)
                }
                judge(id, by: profile, rule: 0, depth: 0)
            default: continue
            }
        }
    }

    private mutating func claims(of resource: Tree.ID) {
        guard let meta = child("meta", of: resource) else { return }
        var done: Set<String> = []
        for place in children("profile", of: meta) where isPrimitive(place) {
            let url = tree.text(of: place)
            if done.insert(url).inserted { hold(resource, against: url, place: place) }
        }
    }

    private mutating func hold(_ resource: Tree.ID, against claimed: String, place: Tree.ID) {
        let url = String(claimed.prefix { $0 != "|" })
        let type = tree.text(of: resource)
        guard let profile = ProfileTable.known[url] else {
            let base = "http://hl7.org/fhir/StructureDefinition/"
            if url.hasPrefix(base), let known = schema.type(named: String(url.dropFirst(base.count))) {
                if schema.type(named: type)?.isSubtype(of: known) == false {
                    report("profile-type", "the profile is one of another type of resource", at: place)
                }
            } else if url.hasPrefix(base), VitalSigns.profiles.keys.contains(String(url.dropFirst(base.count))) {
                if type != "Observation" {
                    report("profile-type", "the profile is one of another type of resource", at: place, hint: "Observation")
                }
            } else if unchecked.insert(url).inserted {
                warn("profile-unknown", "the profile is not at hand, so it is not judged", at: place)
            }
            return
        }
        if let missing = profile.missingAncestor, unchecked.insert(url).inserted {
            warn(
                "profile-ancestor", "inherited constraints unchecked: the profile that it derives from is not at hand",
                at: place, hint: missing)
        }
        guard profile.type == type else {
            report("profile-type", "the profile is one of another type of resource", at: place, hint: profile.type)
            return
        }
        judge(resource, by: profile, rule: 0, depth: 0)
    }

    private mutating func extensionContext(_ id: Tree.ID, _ profile: Profile) {
        guard !profile.contexts.isEmpty, let parent = tree.parent(of: id) else { return }
        let isAllowed = profile.contexts.contains { context in
            if context == "Element" || context == "Resource" { return true }
            if URIText.isAbsolute(context) { return shape(of: parent) == .extension && text("url", of: parent) == context }
            if stands(parent, at: context) { return true }
            guard let wanted = schema.type(named: context), let own = schema.type(named: typeName(of: parent)) else {
                return false
            }
            return own.isSubtype(of: wanted)
        }
        if !isAllowed {
            report(
                "extension-context", "the extension does not belong here", at: id,
                hint: profile.contexts.prefix(6).joined(separator: ", "))
        }
    }

    // MARK: Rules

    /// Whether a node keeps a rule and all below it.
    mutating func judge(_ id: Tree.ID, by profile: Profile, rule index: Int, depth: Int) {
        guard depth < 60 else { return }
        let rule = profile.rules[index]
        if let wanted = rule.wanted, !has(id, wanted) {
            report("profile-value", "the profile wants another value here", at: id, hint: profile.name)
        }
        if let valueSet = rule.valueSet, isCoded(id), has(id, codeOf: valueSet) == false {
            report("profile-code", "the code is not one of the value set that the profile requires", at: id, hint: valueSet)
        }
        for constraint in rule.constraints where holds(constraint.program, at: id) == false {
            report(constraint.key, constraint.demand, at: id, severity: constraint.isError ? .error : .warning)
        }
        for child in rule.children { element(child, of: id, by: profile, depth: depth + 1) }
    }

    private mutating func element(_ index: Int, of parent: Tree.ID, by profile: Profile, depth: Int) {
        let rule = profile.rules[index]
        let found = children(Name(rule.name), of: parent)
        count(found.count, rule, at: parent, profile)
        for id in found {
            if !rule.types.isEmpty, !isOfType(id, rule.types, exactly: shape(of: parent) == .extension) {
                report(
                    "profile-type", "the profile allows other types here", at: id,
                    hint: rule.types.prefix(6).joined(separator: ", "))
                continue
            }
            judge(id, by: profile, rule: index, depth: depth)
        }
        if !rule.slices.isEmpty { slices(of: rule, found, at: parent, by: profile, depth: depth) }
    }

    private mutating func count(_ count: Int, _ rule: Profile.Rule, at parent: Tree.ID, _ profile: Profile) {
        let name = rule.slice.map { "\(rule.name):\($0)" } ?? rule.name
        if count < rule.min {
            report("profile-required", "the profile needs \(name)", at: parent, hint: profile.name)
        }
        if let max = rule.max, count > max {
            report(
                "profile-too-many", max == 0 ? "the profile does not allow \(name)" : "the profile allows \(max) of \(name)",
                at: parent, hint: profile.name)
        }
    }

    private mutating func slices(
        of rule: Profile.Rule, _ found: [Tree.ID], at parent: Tree.ID, by profile: Profile, depth: Int
    ) {
        var counts = [Int](repeating: 0, count: rule.slices.count)
        // What cannot be told apart here is not counted.
        var isCertain = true
        for id in found {
            var isPlaced = false
            for (position, slice) in rule.slices.enumerated() {
                switch matches(id, slice: slice, of: rule, in: profile) {
                case true?:
                    counts[position] += 1
                    isPlaced = true
                    judge(id, by: profile, rule: slice, depth: depth)
                case nil: isCertain = false
                case false?: break
                }
            }
            if !isPlaced, isCertain, rule.slicing?.isClosed == true {
                report("profile-slice", "the profile allows only its slices here", at: id, hint: profile.name)
            }
        }
        guard isCertain else { return }
        for (position, slice) in rule.slices.enumerated() { count(counts[position], profile.rules[slice], at: parent, profile) }
    }
}

extension Profile {
    /// The last part of its URL, for hints.
    var name: String { url.split(separator: "/").last.map(String.init) ?? url }
}
