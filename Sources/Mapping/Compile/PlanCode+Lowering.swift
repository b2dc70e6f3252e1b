import Tree

// From what the compiler makes to what runs.
extension PlanCode {
    /// A message map that is known by several names is laid out once.
    mutating func lower(_ messages: [String: MessagePlan]) -> [String: MessageCode] {
        var known: [ObjectIdentifier: MessageCode] = [:]
        var made: [String: MessageCode] = [:]
        for (name, message) in messages.sorted(by: { $0.key < $1.key }) {
            let code = known[ObjectIdentifier(message)] ?? lower(message)
            known[ObjectIdentifier(message)] = code
            made[name] = code
        }
        return made
    }

    mutating func lower(_ message: MessagePlan) -> MessageCode {
        MessageCode(
            name: message.name, variables: lower(message.variables), create: lower(message.create),
            event: lower(message.event), focus: message.focus, ignore: message.ignore, checks: lower(message.checks))
    }

    private mutating func lower(_ evaluation: Evaluation?) -> OperationID { evaluation.map { lower($0) } ?? .none }

    private mutating func lower(_ steps: [PathStep]) -> Extent {
        let start = self.steps.count
        for step in steps {
            switch step {
            case .named(let name): self.steps.append(.named(hash: name.hash, place(name.bytes)))
            case .segment(let name): self.steps.append(.segment(hash: name.hash, place(name.bytes)))
            case .position(let position): self.steps.append(.position(position))
            case .repetition(let number): self.steps.append(.repetition(Int32(clamping: number)))
            }
        }
        return Extent(start: Int32(start), count: Int32(steps.count))
    }

    private mutating func place(_ text: [UInt8]) -> Extent {
        bytes.append(contentsOf: text)
        return Extent(start: Int32(bytes.count - text.count), count: Int32(text.count))
    }

    private mutating func lower(_ variables: [(index: Int, value: Evaluation)]) -> Extent {
        let made = variables.map { BindingCode(variable: Int32($0.index), value: lower($0.value)) }
        bindings += made
        return Extent(start: Int32(bindings.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ plans: [CheckPlan]) -> Extent {
        let made = plans.map { plan in
            checkTexts.append(plan)
            return CheckCode(condition: lower(plan.condition), text: Int32(checkTexts.count - 1))
        }
        checks += made
        return Extent(start: Int32(checks.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ plans: [CreatePlan]) -> Extent {
        let made = plans.map { plan -> CreateCode in
            switch plan {
            case .resource(let resource):
                .resource(
                    ResourceCode(
                        typeName: resource.typeName, type: resource.type, alias: resource.alias,
                        object: lower(resource.object), origin: resource.origin))
            case .group(let object, let nested): .group(lower(object), lower(nested))
            }
        }
        creates += made
        return Extent(start: Int32(creates.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ plan: ObjectPlan) -> ObjectID {
        let iteration: ObjectCode.Iteration
        switch plan.iteration {
        case .none: iteration = .none
        case .each(let evaluation): iteration = .each(lower(evaluation))
        case .from(let evaluation): iteration = .from(lower(evaluation))
        }
        let elements = plan.elements.map { lower($0) }
        let object = ObjectCode(
            iteration: iteration, condition: lower(plan.condition), variables: lower(plan.variables),
            inner: plan.inner.map { lower($0) } ?? .none,
            elements: Extent(start: Int32(self.elements.count), count: Int32(elements.count)), checks: lower(plan.checks),
            copy: lower(plan.copy), isConstant: plan.isConstant, isListItem: plan.isListItem)
        self.elements += elements
        objects.append(object)
        return ObjectID(index: Int32(objects.count - 1))
    }

    private mutating func lower(_ plan: ElementPlan) -> ElementCode {
        let content: ElementCode.Content
        switch plan.content {
        case .value(.literal(let place)), .value(.number(let place)): content = .literal(place)
        case .value(let evaluation): content = .value(lower(evaluation))
        case .copies(let evaluation): content = .copies(lower(evaluation))
        case .object(let object): content = .object(lower(object))
        case .reference(let alias, let object): content = .reference(Int32(alias), lower(object))
        case .identity(let evaluation): content = .identity(lower(evaluation))
        }
        return ElementCode(
            prototype: plan.prototype, origin: plan.origin, isCritical: plan.isCritical, canDelete: plan.canDelete,
            isCollection: plan.isCollection, isPrimitiveExtension: plan.isPrimitiveExtension, content: content)
    }

    /// The texts of a list that has nothing else.
    private func literals(_ evaluation: Evaluation) -> [Place]? {
        switch evaluation {
        case .literal(let place): [place]
        case .distinct(let base): literals(base)
        case .both(let a, let b):
            if let one = literals(a), let other = literals(b) { one + other } else { nil }
        default: nil
        }
    }

    private mutating func lower(_ evaluation: Evaluation) -> OperationID {
        let operation: Operation
        switch evaluation {
        case .literal(let place): operation = .literal(place)
        case .number(let place): operation = .number(place)
        case .boolean(let value): operation = .boolean(value)
        case .empty: operation = .empty
        case .this: operation = .this
        case .frame(let index, let steps): operation = .frame(Int32(index), lower(steps))
        case .relative(.this, let steps): operation = .path(lower(steps))
        case .relative(let base, let steps): operation = .relative(lower(base), lower(steps))
        case .variable(let index): operation = .variable(Int32(index))
        case .trust(let index): operation = .trust(Int32(index))
        case .filter(let base, let condition): operation = .filter(lower(base), lower(condition))
        case .select(let base, let projection): operation = .select(lower(base), lower(projection))
        case .first(let base): operation = .first(lower(base))
        case .last(let base): operation = .last(lower(base))
        case .convert(let function, let input): operation = .convert(Int32(function), lower(input))
        case .translate(let table, let column, let input):
            operation = .translate(table: Int32(table), column, lower(input))
        case .identity(let parts):
            let made = parts.map { lower($0) }
            arguments += made
            operation = .identity(Extent(start: Int32(arguments.count - made.count), count: Int32(made.count)))
        case .idOf(let alias): operation = .idOf(Int32(alias))
        case .equal(let a, .literal(let place), let negated): operation = .equalLiteral(lower(a), place, negated: negated)
        case .equal(let a, let b, let negated): operation = .equal(lower(a), lower(b), negated: negated)
        case .and(let a, let b): operation = .and(lower(a), lower(b))
        case .or(let a, let b): operation = .or(lower(a), lower(b))
        case .not(let base): operation = .not(lower(base))
        case .exists(let base, let negated): operation = .exists(lower(base), negated: negated)
        case .choose(let condition, let yes, let no): operation = .choose(lower(condition), lower(yes), lower(no))
        case .concatenate(let a, let b): operation = .concatenate(lower(a), lower(b))
        case .trim(let base): operation = .trim(lower(base))
        case .replace(let base, let old, let new): operation = .replace(lower(base), place(old), place(new))
        case .join(let base, let separator): operation = .join(lower(base), separator)
        case .member(let item, in: let list) where literals(list) != nil:
            let texts = literals(list) ?? []
            places += texts
            operation = .among(
                lower(item), Extent(start: Int32(places.count - texts.count), count: Int32(texts.count)))
        case .member(let item, in: let list): operation = .member(lower(item), in: lower(list))
        case .both(let a, let b): operation = .both(lower(a), lower(b))
        case .distinct(let base): operation = .distinct(lower(base))
        case .matches(let base, let pattern, let program):
            patterns.append(pattern)
            operation = .matches(lower(base), Int32(patterns.count - 1), program: Int32(program))
        case .contains(let base, let text, let program):
            operation = .contains(lower(base), text, program: Int32(program))
        case .lower(let base, let program): operation = .lower(lower(base), program: Int32(program))
        case .toDecimal(let base, let program): operation = .toDecimal(lower(base), program: Int32(program))
        case .moreThan(let base, let number): operation = .moreThan(lower(base), Int32(number))
        case .general(let index): operation = .general(Int32(index))
        }
        operations.append(operation)
        return OperationID(index: Int32(operations.count - 1))
    }
}
