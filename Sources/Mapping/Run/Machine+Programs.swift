import Diagnostics
import FHIR
import FHIRPath
import Tree

// Expressions that have no shape of their own here: FHIRPath over the same tree.
extension Machine {
    mutating func general(_ index: Int) -> Item {
        let general = plan.programs[index]
        var context = takeContext()
        for (name, variable) in general.variables {
            context.environment[name] = Items(variables[variable].indices.map { value(variableItems[$0]) })
        }
        for (name, position) in general.trust {
            context.environment[name] = Items(variables[firstTrust + position].indices.map { value(variableItems[$0]) })
        }
        context.slots.removeAll(keepingCapacity: true)
        for index in 0..<frames.count { context.slots.append(.one(value(frames[index]))) }
        let focus: Items? = self.focus.isNothing ? nil : .one(value(self.focus))
        let mark = stack.count
        do {
            let items = try general.program.evaluate(on: focus, in: &context)
            for item in items { push(item, &context) }
        } catch {
            // A message of FHIRPath may quote a value; its code and place in the expression are told, the text is not.
            fail("expression-failed", "the expression \(general.text) failed here (\(error.code))", at: self.focus)
        }
        adopt(&context)
        self.context = consume context
        return collapse(mark)
    }

    private mutating func takeContext() -> EvaluationContext {
        if let known = context.take() { return known }
        var made = EvaluationContext(
            trees: [source], model: SourceModels.model(for: source, release: conversion == nil ? .r4 : .stu3))
        made.visited = VisitedNodes()
        made.host.own = plan.tableSet
        return made
    }

    private mutating func adopt(_ context: inout EvaluationContext) {
        guard !context.issues.isEmpty else { return }
        for issue in context.issues {
            failures += 1
            var own = issue
            if own.location == nil, let frame = innermostNode() {
                own.location = .message(HostFunctions.position(of: frame, in: source))
            }
            own.severity = criticalDepth > 0 ? .error : .warning
            if issues.count < 500 { issues.append(own) }
        }
        context.issues.removeAll()
    }

    private func value(_ item: Item) -> Value {
        switch item.tag {
        case .node: .node(NodeReference(tree: 0, Tree.ID(item.a)))
        case .text, .nothing, .several: .string(String(decoding: bytes(of: item), as: UTF8.self))
        case .number:
            ExactDecimal(Array(bytes(of: item))).map { number in
                number.scale == 0 ? number.integer.map(Value.integer) ?? .decimal(number) : .decimal(number)
            } ?? .string("")
        case .boolean: .boolean(item.a == 1)
        }
    }

    private mutating func push(_ item: Value, _ context: inout EvaluationContext) {
        switch item {
        case .node(let reference):
            if reference.tree == 0 { stack.append(.node(reference.id.rawValue)) }
        case .boolean(let value): stack.append(.boolean(value))
        case .integer(let value): pushText(String(value), number: true)
        case .decimal(let value): pushText(value.description, number: true)
        case .string(let text): pushText(text)
        case .date(let value): pushText(value.dateText)
        case .dateTime(let value): pushText(value.dateTimeText)
        case .time(let value): pushText(value.timeText)
        case .quantity(let quantity): pushText(quantity.value.description, number: true)
        case .typeInfo(let type): pushText(type.description)
        }
    }

    private mutating func pushText(_ text: String, number: Bool = false) {
        let place = output.store(text)
        stack.append(number ? .number(place) : .text(place))
    }
}
