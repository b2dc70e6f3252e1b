import YAML

/// `case EXPRESSION:` in an object: further elements of it, by one value.
struct CaseTemplate {
    struct Branch {
        var key: YAMLNode
        /// Values any of which chooses it; empty for `otherwise:`.
        var labels: [String]
        /// Variables, condition and elements; an empty one that `~` stands for takes the base's away.
        var object: ObjectTemplate
        var isRemoved = false
        var isOtherwise: Bool { labels.isEmpty }
        /// As they are written.
        var names: [String] { isOtherwise ? [MappingFileReader.otherwise] : labels }
    }
    var node: YAMLNode
    var value: ExpressionText
    var branches: [Branch]
}

extension CaseTemplate {
    /// A branch of `overlay` changes those that have its values; what is left of these stays as it is.
    func extended(by overlay: CaseTemplate) -> CaseTemplate {
        var merged = self
        for own in overlay.branches {
            var changed: [Branch] = []
            var isNew = Set(own.labels)
            for base in merged.branches {
                let common = own.isOtherwise ? [] : base.labels.filter(own.labels.contains)
                guard !common.isEmpty || own.isOtherwise && base.isOtherwise else {
                    changed.append(base)
                    continue
                }
                isNew.subtract(common)
                var rest = base
                rest.labels.removeAll(where: common.contains)
                if !rest.labels.isEmpty { changed.append(rest) }
                var both = base
                both.labels = common
                both.object = base.object.extended(by: own.object)
                if !own.isRemoved { changed.append(both) }
            }
            let isKnown = own.isOtherwise && merged.branches.contains(where: \.isOtherwise)
            var rest = own
            rest.labels.removeAll { !isNew.contains($0) }
            if !own.isRemoved, own.isOtherwise ? !isKnown : !rest.labels.isEmpty { changed.append(rest) }
            merged.branches = changed
        }
        return merged
    }
}

extension [ObjectTemplate.Element] {
    /// Without the elements of these names, also in the branches of a `case`.
    func removing(_ names: Set<String>) -> [ObjectTemplate.Element] {
        compactMap { element in
            guard case .cases(var cases) = element.value else { return names.contains(element.name) ? nil : element }
            for index in cases.branches.indices {
                cases.branches[index].object.elements = cases.branches[index].object.elements.removing(names)
            }
            var changed = element
            changed.value = .cases(cases)
            return changed
        }
    }

    /// The elements of a map beside which these stand: what is said here replaces what the map says of the same element, and a
    /// `case` of the same value changes the map's branches.
    func beside(_ map: [ObjectTemplate.Element]) -> [ObjectTemplate.Element] {
        let merged = self.map { own -> ObjectTemplate.Element in
            guard case .cases(let cases) = own.value, let base = map.first(where: { $0.name == own.name }),
                case .cases(let ground) = base.value
            else { return own }
            return .init(key: own.key, value: .cases(ground.extended(by: cases)))
        }
        let names = Set(self.map(\.name))
        return map.filter { !($0.value.isCase && names.contains($0.name)) }.removing(names) + merged
    }

    /// Whether the element is set here, or in the branches of a `case`.
    func sets(_ name: String) -> Bool {
        contains { element in
            if case .cases(let cases) = element.value { return cases.branches.contains { $0.object.elements.sets(name) } }
            return element.name == name
        }
    }

    /// What `overlay` says replaces what is said here of the same element, where it stands; branches of a `case` likewise.
    func extended(by overlay: [ObjectTemplate.Element]) -> [ObjectTemplate.Element] {
        var merged = self
        for element in overlay {
            let place = merged.firstIndex { $0.name == element.name }
            if case .cases(let own) = element.value {
                guard let place, case .cases(let base) = merged[place].value else {
                    merged.append(element)
                    continue
                }
                merged[place].value = .cases(base.extended(by: own))
            } else if let place {
                merged[place] = element
            } else {
                merged = merged.removing([element.name]) + [element]
            }
        }
        return merged
    }
}
