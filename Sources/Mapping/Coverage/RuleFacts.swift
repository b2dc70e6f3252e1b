import YAML

/// One element that the maps make: where, from what, with which text.
struct RuleFact {
    /// The resource; for facts of a data type map its target (`Identifier`).
    var resource: String
    /// `participant.individual.display`
    var path: String
    var sources: Set<String>
    var texts: Set<String>
    /// Reads nothing by itself: made with what stands beside it.
    var isText = false
    /// A reference to a resource that is made of the sources.
    var isReference = false
    /// The message map in which it is made; empty for facts of data type maps and of the engine.
    var message: String
    /// `Mappings/segments/pid-patient.yaml:44`
    var place: String
}

/// Walks maps as the compiler does (each map where it is applied) and writes down what every element reads.
struct RuleFacts {
    private let maps: [String: MappingFile]
    private(set) var facts: [RuleFact] = []
    private var message = ""
    private var applying: [String] = []
    /// What the resources of an alias are made for, in the message map at hand.
    private var aliases: [String: Set<String>] = [:]

    private struct Context {
        var resource: String
        var path = ""
        /// Items of each:/from: that everything here is made for.
        var inherited: Set<String> = []
        var variables: [String: SourceTerms] = [:]
    }

    init(_ maps: [String: MappingFile]) {
        self.maps = maps
        for map in maps.values.sorted(by: { $0.name < $1.name }) {
            switch map.source {
            case .message:
                message = map.name
                aliases = [:]
                var context = Context(resource: "")
                bind(map.variables, &context)
                create(map.create, context)
            case .dataType:
                message = ""
                guard let make = map.make, let target = map.target?.text else { continue }
                var context = Context(resource: target)
                bind(map.variables, &context)
                _ = object(make, context, map.node)
            case .segment, .fhir, .stu3, nil: continue
            }
        }
    }

    private mutating func create(_ templates: [CreateTemplate], _ outer: Context) {
        for template in templates {
            switch template.kind {
            case .resource(let type, let alias, let object):
                var context = outer
                context.resource = type.text ?? ""
                context.path = ""
                if let alias, let text = object.each ?? object.from {
                    aliases[alias, default: []].formUnion(resolve(text.text, context).sources)
                }
                _ = self.object(object, context, template.node)
            case .group(let object, let nested):
                var context = outer
                bind(object.variables, &context)
                create(nested, context)
            case .part(let node):
                guard let name = node.text, let part = maps[name], part.isPart, !applying.contains(name) else { continue }
                applying.append(name)
                create(part.create, outer)
                applying.removeLast()
            }
        }
    }

    private func resolve(_ expression: String, _ context: Context) -> SourceTerms {
        var terms = SourceTerms(expression)
        for name in terms.variables {
            guard let variable = context.variables[name] else { continue }
            terms.sources.formUnion(variable.sources)
            terms.texts.formUnion(variable.texts)
        }
        return terms
    }

    private func bind(_ variables: [ObjectTemplate.Variable], _ context: inout Context) {
        for variable in variables {
            switch variable.value {
            case .expression(let text): context.variables[variable.name] = resolve(text.text, context)
            case .text(let node):
                var terms = SourceTerms("")
                terms.texts = [node.text ?? ""]
                context.variables[variable.name] = terms
            case .object, .list, .removed, .cases: continue
            }
        }
    }

    /// The sources of everything in the object.
    private mutating func object(_ template: ObjectTemplate, _ outer: Context, _ node: YAMLNode) -> Set<String> {
        var context = outer
        if let text = template.each ?? template.from { context.inherited.formUnion(resolve(text.text, context).sources) }
        bind(template.variables, &context)
        var all = context.inherited
        if let condition = template.condition { all.formUnion(resolve(condition.text, context).sources) }
        var parts = template.elements
        let first = facts.count
        if let name = template.map?.text, let map = maps[name], let make = map.make, !applying.contains(name) {
            applying.append(name)
            defer { applying.removeLast() }
            bind(map.variables + make.variables, &context)
            if let condition = make.condition { all.formUnion(resolve(condition.text, context).sources) }
            parts = parts.beside(make.elements)
        }
        if template.ref != nil || template.copy != nil || template.map != nil {
            let referred = aliases[template.ref?.text ?? ""] ?? []
            add(
                context, context.path, sources: context.inherited.union(referred), texts: [], node,
                isReference: !referred.isEmpty)
        }
        all.formUnion(elements(parts, context))
        // A text stands for what its object is made of.
        for index in first..<facts.count where facts[index].isText {
            facts[index].sources.formUnion(all)
        }
        return all
    }

    private mutating func elements(_ parts: [ObjectTemplate.Element], _ context: Context) -> Set<String> {
        var all: Set<String> = []
        for element in parts {
            if case .cases(let cases) = element.value {
                all.formUnion(resolve(cases.value.text, context).sources)
                for branch in cases.branches {
                    var inner = context
                    bind(branch.object.variables, &inner)
                    if let condition = branch.object.condition { all.formUnion(resolve(condition.text, inner).sources) }
                    all.formUnion(elements(branch.object.elements, inner))
                }
                continue
            }
            var inner = context
            let name = element.name.hasPrefix("_") ? String(element.name.dropFirst()) : element.name
            inner.path = context.path.isEmpty ? name : "\(context.path).\(name)"
            all.formUnion(value(element.value, inner, element.key))
        }
        return all
    }

    private mutating func value(_ template: Template, _ context: Context, _ key: YAMLNode) -> Set<String> {
        switch template {
        case .removed, .cases: return []
        case .text(let node):
            add(context, context.path, sources: context.inherited, texts: [node.text ?? ""], key, isText: true)
            return []
        case .expression(let text):
            let terms = resolve(text.text, context)
            var texts = terms.texts
            if terms.sources.isEmpty, texts.isEmpty { texts.insert(text.text) }
            let isText = terms.sources.isEmpty && !text.text.contains("$this") && !text.text.contains("%")
            add(context, context.path, sources: terms.sources.union(context.inherited), texts: texts, key, isText: isText)
            return terms.sources
        case .list(let items, _):
            var all: Set<String> = []
            for item in items { all.formUnion(value(item, context, item.node)) }
            return all
        case .object(let object): return self.object(object, context, key)
        }
    }

    private mutating func add(
        _ context: Context, _ path: String, sources: Set<String>, texts: Set<String>, _ node: YAMLNode, isText: Bool = false,
        isReference: Bool = false
    ) {
        facts.append(
            RuleFact(
                resource: context.resource, path: path, sources: sources, texts: texts,
                isText: isText, isReference: isReference, message: message,
                place: "\(node.source.file):\(node.line)"))
    }
}
