import YAML

/// One rule of one map that can be taken away: an element, an item of a list, a resource, a check.
struct RuleDeletion {
    /// `make.name[1].use`
    var name: String
    var node: YAMLNode
    /// Where the rule begins and ends in its file, with all below it.
    var lines: ClosedRange<Int>
    /// The way to it: 0 make, 1 create, 2 checks; then positions.
    fileprivate var steps: [Int]
    var isCheck: Bool { steps[0] == 2 }
}

extension MappingFile {
    /// Every rule, outer ones first.
    var deletions: [RuleDeletion] {
        var found = make?.deletions(named: "make", at: [0]) ?? []
        found += create.deletions(at: [1])
        for (index, check) in checks.enumerated() {
            found.append(
                RuleDeletion(name: "checks.\(check.code)", node: check.node, lines: check.node.lines, steps: [2, index]))
        }
        return found
    }

    func without(_ deletion: RuleDeletion) -> MappingFile {
        var file = self
        let rest = deletion.steps.dropFirst()
        switch deletion.steps[0] {
        case 0: file.make = make?.without(rest)
        case 1: file.create = create.without(rest)
        default: file.checks.remove(at: deletion.steps[1])
        }
        return file
    }
}

extension ObjectTemplate {
    fileprivate func deletions(named prefix: String, at steps: [Int]) -> [RuleDeletion] {
        elements.enumerated().flatMap { index, element in
            let name = "\(prefix).\(element.name)"
            let lines = element.key.line...max(element.key.line, element.value.node.lines.upperBound)
            return [RuleDeletion(name: name, node: element.key, lines: lines, steps: steps + [index])]
                + element.value.deletions(named: name, at: steps + [index])
        }
    }

    fileprivate func without(_ steps: ArraySlice<Int>) -> ObjectTemplate {
        guard let index = steps.first else { return self }
        var object = self
        if steps.count == 1 {
            object.elements.remove(at: index)
        } else {
            object.elements[index].value = elements[index].value.without(steps.dropFirst())
        }
        return object
    }
}

extension Template {
    fileprivate func deletions(named prefix: String, at steps: [Int]) -> [RuleDeletion] {
        switch self {
        case .expression, .text, .removed: []
        case .object(let object): object.deletions(named: prefix, at: steps)
        case .cases(let cases):
            cases.branches.enumerated().flatMap { index, branch in
                let name = "\(prefix).\(branch.key.text ?? "")"
                let lines = branch.key.line...max(branch.key.line, branch.object.node.lines.upperBound)
                return [RuleDeletion(name: name, node: branch.key, lines: lines, steps: steps + [index])]
                    + branch.object.deletions(named: name, at: steps + [index])
            }
        case .list(let items, _):
            items.enumerated().flatMap { index, item in
                let name = "\(prefix)[\(index)]"
                // The only item is the element itself.
                let own =
                    items.count > 1
                    ? [RuleDeletion(name: name, node: item.node, lines: item.node.lines, steps: steps + [index])] : []
                return own + item.deletions(named: name, at: steps + [index])
            }
        }
    }

    fileprivate func without(_ steps: ArraySlice<Int>) -> Template {
        switch self {
        case .object(let object): return .object(object.without(steps))
        case .cases(var cases):
            guard let index = steps.first else { return self }
            if steps.count == 1 {
                cases.branches.remove(at: index)
            } else {
                cases.branches[index].object = cases.branches[index].object.without(steps.dropFirst())
            }
            return .cases(cases)
        case .list(var items, let node):
            guard let index = steps.first else { return self }
            if steps.count == 1 {
                items.remove(at: index)
            } else {
                items[index] = items[index].without(steps.dropFirst())
            }
            return .list(items, node)
        case .expression, .text, .removed: return self
        }
    }
}

extension [CreateTemplate] {
    fileprivate func deletions(at steps: [Int]) -> [RuleDeletion] {
        enumerated().flatMap { index, template -> [RuleDeletion] in
            let own = steps + [index]
            switch template.kind {
            case .resource(let type, let alias, let object):
                let name = "create \(type.text ?? "")\(alias.map { " as \($0)" } ?? "")"
                return [RuleDeletion(name: name, node: template.node, lines: template.node.lines, steps: own)]
                    + object.deletions(named: name, at: own)
            case .group(_, let nested): return nested.deletions(at: own)
            case .part(let part):
                return [
                    RuleDeletion(
                        name: "part \(part.text ?? "")", node: template.node, lines: template.node.lines, steps: own)
                ]
            }
        }
    }

    fileprivate func without(_ steps: ArraySlice<Int>) -> [CreateTemplate] {
        guard let index = steps.first else { return self }
        var templates = self
        let rest = steps.dropFirst()
        switch self[index].kind {
        case .resource(let type, let alias, let object):
            if rest.isEmpty {
                templates.remove(at: index)
            } else {
                templates[index].kind = .resource(type: type, alias: alias, object.without(rest))
            }
        case .group(let object, let nested): templates[index].kind = .group(object, nested.without(rest))
        case .part: templates.remove(at: index)
        }
        return templates
    }
}

extension YAMLNode {
    /// From the node's first line to the last line of what is below it.
    var lines: ClosedRange<Int> {
        var last = line
        switch content {
        case .scalar: break
        case .list(let items): for item in items { last = max(last, item.lines.upperBound) }
        case .mapping(let entries): for entry in entries { last = max(last, entry.value.lines.upperBound, entry.key.line) }
        }
        return line...last
    }
}
