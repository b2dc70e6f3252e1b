import Diagnostics
import Tree

extension Program {
    func error(_ code: String, _ message: String, at index: Int32, hint: String? = nil) -> Diagnostic {
        source.diagnostic(code, message, at: places[Int(index)], hint: hint)
    }

    /// Takes `steps` from the budget; running out is an error, never a hang.
    @inline(__always)
    func spend(_ steps: Int, at index: Int32, _ context: inout EvaluationContext) throws(Diagnostic) {
        context.budget.steps -= steps
        if context.budget.steps < 0 { throw error("F190", "the expression takes more steps than it may", at: index) }
    }

    /// Takes memory for `items` items and `bytes` bytes of text from the budget.
    @inline(__always)
    func spend(items: Int, bytes: Int = 0, at index: Int32, _ context: inout EvaluationContext) throws(Diagnostic) {
        context.budget.memory -= items * 24 + bytes
        if context.budget.memory < 0 { throw error("F190", "the expression makes more data than it may", at: index) }
    }

    /// Evaluates an operand; variables that it defines end with it.
    @inline(__always)
    func operand(_ index: Int32, _ frame: Frame, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        let mark = context.defined.count
        let items = try evaluate(index, frame, &context)
        context.forget(downTo: mark)
        return items
    }

    func target(_ index: Int32, _ frame: Frame, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        index < 0 ? frame.this : try evaluate(index, frame, &context)
    }

    func evaluate(_ index: Int32, _ frame: Frame, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        try spend(1, at: index, &context)
        switch code[Int(index)] {
        case .constant(let items): return items
        case .this: return frame.this
        case .index: return frame.index < 0 ? .none : .integer(frame.index)
        case .total: return frame.total
        case .variable(let name): return try variable(name, frame, index, &context)
        case .term(let term): return try walk(terms[term], frame, index, &context)
        case .path(let base, let names):
            if base < 0 { return try walk(names, from: frame.this, at: index, &context) }
            return try walk(names, from: evaluate(base, frame, &context), at: index, &context)
        case .typeOrMember(let name):
            if case .one(let item) = frame.this, context.item(item, isOfTypeNamed: name) { return frame.this }
            return try walk([name], from: frame.this, at: index, &context)
        case .call(let builtin, let base, let operands):
            let input = try target(base, frame, &context)
            return try call(builtin, input, operands, frame, index, &context)
        case .typeCall(let builtin, let base, let type):
            let input = try target(base, frame, &context)
            return try typeCall(builtin, input, types[Int(type)], index, &context)
        case .match(let builtin, let base, let pattern, let operands):
            let input = try target(base, frame, &context)
            return try match(builtin, patterns[Int(pattern)], input, operands, frame, index, &context)
        case .host(let host, let base, let operands):
            let input = try target(base, frame, &context)
            let arguments = Arguments(
                program: self, operands: Int(operands.lowerBound)..<Int(operands.upperBound), frame: frame, source: source,
                range: places[Int(index)])
            return try hosts[Int(host)].body(&context, input, arguments)
        case .indexer(let base, let position):
            let items = try evaluate(base, frame, &context)
            guard let n = try integer(operand(position, frame, &context), at: places[Int(position)], &context) else {
                return .none
            }
            return n >= 0 && n < items.count ? .one(items[n]) : .none
        case .sign(let negative, let operand):
            let items = try evaluate(operand, frame, &context)
            guard let item = try single(items, at: index) else { return .none }
            guard let value = context.system(item), let signed = value.signed(negative: negative) else {
                throw error("F110", "a sign needs a number", at: index)
            }
            return .one(signed)
        case .binary(let operation, let left, let right):
            if case .binary = code[Int(left)] { return try chain(index, frame, &context) }
            return try binary(operation, operand(left, frame, &context), left, right, frame, index, &context)
        case .ordered(let key, _): return try evaluate(key, frame, &context)
        }
    }

    // MARK: Singletons

    /// The only item; nil for none, an error for more.
    func single(_ items: Items, at index: Int32) throws(Diagnostic) -> Value? {
        switch items {
        case .none: return nil
        case .one(let value): return value
        case .many:
            throw error("F111", "one item is needed here, and there are several", at: index, hint: "first() or single()")
        }
    }

    /// A single item as a boolean: a boolean itself, any other single item is true.
    func boolean(_ items: Items, at index: Int32, _ context: inout EvaluationContext) throws(Diagnostic) -> Bool? {
        guard let item = try single(items, at: index) else { return nil }
        if case .boolean(let value) = item { return value }
        if case .boolean(let value)? = context.system(item) { return value }
        return true
    }

    func string(_ items: Items, at range: Range<Int>, _ context: inout EvaluationContext) throws(Diagnostic) -> String? {
        switch items {
        case .none: return nil
        case .one(.string(let text)): return text
        case .one(let item):
            switch context.system(item) {
            case .string(let text): return text
            case let value? where item.isNode && value.systemType != .quantity: return value.text
            default: throw source.diagnostic("F110", "text is needed here", at: range)
            }
        case .many: throw source.diagnostic("F111", "one item is needed here, and there are several", at: range)
        }
    }

    func integer(_ items: Items, at range: Range<Int>, _ context: inout EvaluationContext) throws(Diagnostic) -> Int? {
        switch items {
        case .none: return nil
        case .one(let item):
            if case .integer(let value)? = context.system(item) { return Int(exactly: value) }
            throw source.diagnostic("F110", "an integer is needed here", at: range)
        case .many: throw source.diagnostic("F111", "one item is needed here, and there are several", at: range)
        }
    }

    // MARK: Variables

    private func variable(
        _ name: String, _ frame: Frame, _ index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        if let own = context.defined.last(where: { $0.name == name }) { return own.value }
        if let known = context.environment[name] { return known }
        switch name {
        case "ucum": return .string("http://unitsofmeasure.org")
        case "sct": return .string("http://snomed.info/sct")
        case "loinc": return .string("http://loinc.org")
        case "context": return context.began ?? frame.this
        case "resource": return context.resource(around: context.began ?? frame.this, outermost: false)
        case "rootResource": return context.resource(around: context.began ?? frame.this, outermost: true)
        default: break
        }
        if name.hasPrefix("vs-") { return .string("http://hl7.org/fhir/ValueSet/" + name.dropFirst(3)) }
        if name.hasPrefix("ext-") { return .string("http://hl7.org/fhir/StructureDefinition/" + name.dropFirst(4)) }
        let close = closeName(
            to: name, among: context.defined.map(\.name) + context.environment.keys + ["context", "resource"])
        throw error("F104", "unknown variable %\(name)", at: index, hint: close.map { "did you mean %\($0)?" })
    }

    // MARK: Paths

    func walk(
        _ names: [Name], from items: Items, at index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        var result = Items.none
        switch items {
        case .none: return .none
        case .one(let item): try walk(names, from: item, into: &result, at: index, &context)
        case .many(let all): for item in all { try walk(names, from: item, into: &result, at: index, &context) }
        }
        return result
    }

    func walk(
        _ names: [Name], from item: Value, at index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        var result = Items.none
        try walk(names, from: item, into: &result, at: index, &context)
        return result
    }

    private func walk(
        _ names: [Name], from item: Value, into result: inout Items, at index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) {
        switch item {
        case .node(let reference):
            guard Int(reference.tree) < context.trees.count else { return }
            var steps = 1
            context.trees[Int(reference.tree)].collect(names, 0, below: reference, into: &result, &steps)
            try spend(steps, at: index, &context)
            if steps > 64 { try spend(items: steps, at: index, &context) }
        case .typeInfo(let type):
            guard names.count == 1 else { return }
            if names[0] == "name" { result.append(.string(type.name)) }
            if names[0] == "namespace", let namespace = type.namespace { result.append(.string(namespace)) }
        case .quantity(let quantity):
            guard names.count == 1 else { return }
            if names[0] == "value" { result.append(.decimal(quantity.value)) }
            if names[0] == "unit" || names[0] == "code" { result.append(.string(quantity.unit)) }
        case .boolean, .integer, .decimal, .string, .date, .dateTime, .time: return
        }
    }

    private func walk(
        _ term: Term, _ frame: Frame, _ index: Int32, _ context: inout EvaluationContext
    ) throws(Diagnostic) -> Items {
        var items: Items
        switch term.base {
        case .focus: items = frame.this
        case .root: items = context.trees.first?.isEmpty == false ? .one(.node(NodeReference(.root))) : .none
        case .slot(let slot): items = slot >= 0 && slot < context.slots.count ? context.slots[slot] : .none
        case .variable(let name): items = try variable(name, frame, index, &context)
        }
        var position = 0
        while position < term.steps.count, !items.isEmpty {
            let step = term.steps[position]
            var repetition: Int?
            if position + 1 < term.steps.count, case .repetition(let n) = term.steps[position + 1] {
                repetition = n
                position += 1
            }
            position += 1
            var next = Items.none
            if case .repetition(let n) = step {
                items = n >= 1 && n <= items.count ? .one(items[n - 1]) : .none
                continue
            }
            for item in items {
                guard case .node(let node) = item, Int(node.tree) < context.trees.count else { continue }
                var steps = 1
                if let n = repetition {
                    var found = Items.none
                    context.trees[Int(node.tree)].collect(step, below: node, into: &found, &steps)
                    if n >= 1, n <= found.count { next.append(found[n - 1]) }
                } else {
                    context.trees[Int(node.tree)].collect(step, below: node, into: &next, &steps)
                }
                try spend(steps, at: index, &context)
            }
            items = next
        }
        return items
    }
}

extension Value {
    @inline(__always) var isNode: Bool { if case .node = self { true } else { false } }
}
