import Diagnostics
import Tree

extension Program {
    /// Navigation, dates of the evaluation, types, and FHIR's own functions.
    func nodes(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        switch call.builtin {
        case .children:
            var result = Items.none
            for item in input {
                for child in context.children(of: item) { result.append(child) }
            }
            try spend(items: result.count, at: call.index, &context)
            return result
        case .descendants: return try descendants(input, call, &context)
        case .now, .today, .timeOfDay:
            guard let now = context.now else {
                throw error("F116", "\(call.builtin.rawValue)() has no time to tell here", at: call.index)
            }
            switch call.builtin {
            case .now: return .one(.dateTime(now))
            case .today: return .one(.date(now.dateOnly))
            default:
                var time = now
                (time.year, time.month, time.day, time.offset) = (0, 1, 1, nil)
                return .one(.time(time))
            }
        case .type:
            return Items(input.map { .typeInfo(context.typeName(of: $0) ?? TypeName("Any", in: "System")) })
        case .extension:
            guard let url = try string(call, 0, &context) else { return .none }
            return try extensions(of: input, url, call, &context)
        case .hasExtension:
            guard let url = try string(call, 0, &context) else { return .none }
            return .boolean(!(try extensions(of: input, url, call, &context)).isEmpty)
        case .getValue:
            guard case .one(let item) = input, let value = context.system(item), value.systemType != .quantity else {
                return .none
            }
            return .one(value)
        case .resolve:
            var result = Items.none
            for item in input { result.append(contentsOf: try resolved(item, call, &context)) }
            return result
        case .memberOf, .conformsTo, .subsumes, .subsumedBy: return try terminology(call, input, &context)
        case .htmlChecks: return .boolean(true)
        case .checkModifiers:
            return try walk(["modifierExtension"], from: input, at: call.index, &context).isEmpty ? input : .none
        default: throw error("F117", "\(call.builtin.rawValue)() is not supported", at: call.index)
        }
    }

    private func extensions(
        of input: Items, _ url: String, _ call: Call, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        var result = Items.none
        for item in try walk(["extension"], from: input, at: call.index, &context) {
            for found in try walk(["url"], from: .one(item), at: call.index, &context)
            where context.equal(found, .string(url)) == true {
                result.append(item)
            }
        }
        return result
    }

    private func descendants(_ input: Items, _ call: Call, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        var result: [Value] = []
        var pending = Array(input.reversed())
        var roots = pending.count
        while let item = pending.popLast() {
            // The input itself is not its own descendant.
            if pending.count < roots { roots = pending.count } else { result.append(item) }
            let children = context.children(of: item)
            try spend(children.count + 1, at: call.index, &context)
            try spend(items: children.count, at: call.index, &context)
            pending.append(contentsOf: children.reversed())
        }
        return Items(result)
    }

    private func terminology(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let item = try single(input, at: call.index) else { return .none }
        func missing() -> Diagnostic { error("F117", "\(call.builtin.rawValue)() is not supported here", at: call.index) }
        switch call.builtin {
        case .memberOf:
            guard let url = try string(call, 0, &context) else { return .none }
            guard let service = context.host.memberOf else { throw missing() }
            return .boolean(service(item, url, &context))
        case .conformsTo:
            guard let url = try string(call, 0, &context) else { return .none }
            if let service = context.host.conformsTo { return .boolean(service(item, url, &context)) }
            // Without a validator, a base profile says no more than the type.
            let base = "http://hl7.org/fhir/StructureDefinition/"
            guard url.hasPrefix(base), let model = context.model else { throw missing() }
            let name = String(url.dropFirst(base.count))
            guard model.type(named: name, in: nil) != nil else {
                throw error("F117", "the profile is not known", at: call.index)
            }
            return .boolean(context.is(item, TypeName(name), derived: true))
        default:
            guard let other = try single(argument(call, 0, &context), at: call.index) else { return .none }
            guard let service = context.host.subsumes else { throw missing() }
            return .boolean(
                call.builtin == .subsumes ? service(item, other, &context) : service(other, item, &context))
        }
    }

    // MARK: References

    private func resolved(_ item: Value, _ call: Call, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard case .node(let node) = item else {
            guard case .string(let text) = item else { return .none }
            return context.host.resolve?(text, &context) ?? .none
        }
        var text: String?
        if let found = try walk(["reference"], from: .one(item), at: call.index, &context).first {
            text = try string(.one(found), at: places[Int(call.index)], &context)
        } else if case .string(let own)? = context.system(item) {
            text = own
        }
        guard let reference = text, !reference.isEmpty else { return .none }
        var steps = 0
        let found = context.find(reference, from: node, &steps)
        try spend(steps, at: call.index, &context)
        if let found { return .one(.node(found)) }
        return context.host.resolve?(reference, &context) ?? .none
    }
}

extension EvaluationContext {
    /// The children of an item, in document order.
    func children(of item: Value) -> [Value] {
        guard case .node(let reference) = item, node(reference) != nil else { return [] }
        return trees[Int(reference.tree)].children(of: reference.id).map {
            .node(NodeReference(tree: Int(reference.tree), $0))
        }
    }

    /// The resource that a reference means: `#id` within the container, else an entry of the bundle around.
    func find(_ reference: String, from node: NodeReference, _ steps: inout Int) -> NodeReference? {
        let tree = trees[Int(node.tree)]
        func made(_ id: Tree.ID) -> NodeReference { NodeReference(tree: Int(node.tree), id) }
        guard case .one(.node(let container)) = resource(around: .one(.node(node)), outermost: true) else { return nil }
        if reference.hasPrefix("#") {
            if reference == "#" { return container }
            let wanted = String(reference.dropFirst())
            for child in tree.children(of: container.id) where tree.node(child, isNamed: "contained") {
                steps += 1
                if tree.text("id", from: child) == wanted { return made(child) }
            }
            return nil
        }
        // Climb to the bundle whose entry holds this resource.
        var current: Tree.ID? = container.id
        while let id = current {
            if tree.node(id, isNamed: "entry"), let bundle = tree.parent(of: id) {
                if let found = entry(of: bundle, for: reference, besides: tree.text("fullUrl", from: id), in: tree, &steps) {
                    return made(found)
                }
            }
            current = tree.parent(of: id)
        }
        return entry(of: .root, for: reference, besides: nil, in: tree, &steps).map(made)
    }

    private func entry(
        of bundle: Tree.ID, for reference: String, besides own: String?, in tree: Tree, _ steps: inout Int
    ) -> Tree.ID? {
        var wanted = [reference]
        // A relative reference is relative to the base of the entry that holds it.
        if !reference.contains("://"), !reference.hasPrefix("urn:"), let own, own.contains("://") {
            let parts = own.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count > 2 { wanted.insert(parts.dropLast(2).joined(separator: "/") + "/" + reference, at: 0) }
        }
        let relative = reference.split(separator: "/")
        for entry in tree.children(of: bundle) where tree.node(entry, isNamed: "entry") {
            steps += 1
            guard let resource = tree.child(of: entry, named: "resource") else { continue }
            if let url = tree.text("fullUrl", from: entry) {
                if wanted.contains(url) { return resource }
                if url.hasPrefix("urn:") || own != nil { if url.contains("://") { continue } }
            }
            if relative.count >= 2, !reference.contains("://"), tree.text(of: resource) == relative[0],
                tree.text("id", from: resource) == String(relative[1])
            {
                return resource
            }
        }
        return nil
    }
}
