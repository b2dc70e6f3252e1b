import Diagnostics
import FHIR
import Tree

/// Rules about StructureMaps (https://hl7.org/fhir/R4/mapping-language.html): names that were never given, groups that are not there.
extension Examination {
    mutating func structureMap(_ id: Tree.ID) {
        let isAlone = child("import", of: id) == nil
        var inputs: [String: Int] = [:]
        for group in children("group", of: id) {
            guard let name = text("name", of: group) else { continue }
            if inputs[name] != nil { report("sm-group", "two groups have the same name", at: group) }
            inputs[name] = children("input", of: group).count
        }
        for group in children("group", of: id) {
            if let base = text("extends", of: group), isAlone, inputs[base] == nil, let place = child("extends", of: group) {
                report("sm-group", "the map has no group of this name, and imports none", at: place)
            }
            var known: Set<String> = []
            for input in children("input", of: group) {
                guard let name = text("name", of: input) else { continue }
                if !known.insert(name).inserted { report("sm-name", "two inputs have the same name", at: input) }
            }
            rules(of: group, known, groups: isAlone ? inputs : nil, depth: 0)
        }
    }

    private mutating func rules(of parent: Tree.ID, _ known: Set<String>, groups: [String: Int]?, depth: Int) {
        guard depth < 40 else { return }
        for rule in children("rule", of: parent) {
            var known = known
            for source in children("source", of: rule) {
                context(of: source, known)
                expression("condition", of: source)
                expression("check", of: source)
                if let name = text("variable", of: source) { known.insert(name) }
            }
            for target in children("target", of: rule) {
                if child("context", of: target) != nil { context(of: target, known) }
                parameters(of: target, known)
                if let name = text("variable", of: target) { known.insert(name) }
            }
            for dependent in children("dependent", of: rule) {
                let variables = children("variable", of: dependent)
                for variable in variables where isPrimitive(variable) && !known.contains(tree.text(of: variable)) {
                    report("sm-name", "nothing of this name was given before", at: variable)
                }
                guard let groups, let name = text("name", of: dependent), let place = child("name", of: dependent) else {
                    continue
                }
                switch groups[name] {
                case nil: report("sm-group", "the map has no group of this name, and imports none", at: place)
                case let count? where count != variables.count:
                    report("sm-group", "the group takes another number of inputs", at: place)
                default: break
                }
            }
            rules(of: rule, known, groups: groups, depth: depth + 1)
        }
    }

    private mutating func context(of part: Tree.ID, _ known: Set<String>) {
        guard let name = text("context", of: part), let place = child("context", of: part), !known.contains(name) else {
            return
        }
        report("sm-name", "nothing of this name was given before", at: place)
    }

    /// How many parameters a transform takes.
    private static let parameterCounts: [String: ClosedRange<Int>] = [
        "copy": 1...1, "create": 0...1, "truncate": 2...2, "translate": 3...3, "reference": 1...1, "evaluate": 1...2,
        "uuid": 0...0, "cc": 1...3, "c": 2...3,
    ]

    private mutating func parameters(of target: Tree.ID, _ known: Set<String>) {
        let count = children("parameter", of: target).count
        if let transform = text("transform", of: target), let right = Self.parameterCounts[transform], !right.contains(count) {
            report("sm-parameter", "\(transform) takes another number of parameters", at: target)
        }
        for parameter in children("parameter", of: target) {
            guard let value = child("value", of: parameter), tree.name(of: value) == "valueId", isPrimitive(value),
                !known.contains(tree.text(of: value))
            else { continue }
            report("sm-name", "nothing of this name was given before", at: value)
        }
    }
}
