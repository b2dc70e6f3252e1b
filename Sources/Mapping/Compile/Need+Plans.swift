// What elements and objects need, from what their expressions do.
extension Need {
    /// Of an element.
    static func making(_ content: ElementPlan.Content, isPrimitiveExtension: Bool) -> Need? {
        switch content {
        case .value(let evaluation), .copies(let evaluation), .identity(let evaluation): value(of: evaluation)
        case .object(let object): isPrimitiveExtension ? beginning(object) : making(object)
        case .reference(_, let object): beginning(object)
        case .creation(let resource): beginning(resource.object)
        case .cases(let evaluation, let branches): value(of: evaluation).flatMap { choosing($0, branches) }
        }
    }

    /// Of the branch that is taken where there is no value.
    private static func choosing(_ need: Need, _ branches: [ElementPlan.Branch]) -> Need? {
        guard let other = branches.first(where: \.labels.isEmpty)?.object else { return need }
        guard other.variables.isEmpty, other.condition == nil else { return need.or(beginning(other)) }
        return other.elements.reduce(need as Need?) { all, element in
            all?.or(making(element.content, isPrimitiveExtension: element.isPrimitiveExtension))
        }
    }

    /// Of what is asked before anything is made.
    private static func beginning(_ object: ObjectPlan) -> Need? {
        switch object.iteration {
        case .each(let evaluation), .from(let evaluation): value(of: evaluation)
        case .none: object.variables.isEmpty ? object.condition.flatMap { truth(of: $0) } : nil
        }
    }

    /// Of the elements, too: an object without a value is not made.
    private static func making(_ object: ObjectPlan) -> Need? {
        if let need = beginning(object) { return need }
        guard case .none = object.iteration, object.variables.isEmpty, object.condition == nil else { return nil }
        if let inner = object.inner {
            guard inner.variables.isEmpty else { return nil }
            if let condition = inner.condition { return truth(of: condition) }
        }
        guard object.checks.isEmpty, object.copy == nil, !object.isConstant else { return nil }
        var all: Need? = .nothing
        for element in object.elements where !isLiteral(element.content) {
            all = all?.or(making(element.content, isPrimitiveExtension: element.isPrimitiveExtension))
        }
        return all
    }

    /// What does not count as a value.
    private static func isLiteral(_ content: ElementPlan.Content) -> Bool {
        switch content {
        case .value(.literal), .value(.number), .value(.trust): true
        case .object(let object):
            if case .none = object.iteration {
                object.isConstant && object.condition == nil && object.variables.isEmpty && object.inner == nil
                    && object.checks.isEmpty && object.copy == nil
            } else {
                false
            }
        case .value, .copies, .reference, .identity, .creation, .cases: false
        }
    }
}
