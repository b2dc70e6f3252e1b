import FHIR
import Tree

/// From what the compiler makes to what runs; what the schema can say of an element without its value is proven here.
struct Lowering {
    private(set) var code = PlanCode()
    private let pool: [UInt8]
    private let schema = FHIR.Schema.r4
    private var names: [[UInt8]: Int32] = [:]
    // What is written twice is laid out once.
    private var known: [Operation: OperationID] = [:]
    private var uses: [Int32] = []
    private var paths: [[PathStep]: Extent] = [:]
    private var texts: [[UInt8]: Extent] = [:]
    private var choices: [[Place]: Extent] = [:]
    private var lists: [[PlanCode.ListPart]: Int32] = [:]
    /// Objects that several sets of maps have, by type; a plan is kept so that its identity stays its own.
    private var objects: [ObjectKey: (plan: ObjectPlan, id: ObjectID)] = [:]
    private var ignores: [Set<IgnoredPath>: IgnoredPaths] = [:]
    private struct ObjectKey: Hashable {
        var plan: ObjectIdentifier
        var type: UInt16
    }
    private var argumentLists: [[OperationID]: Extent] = [:]

    /// `pool` holds the names and literals that the plans speak of.
    init(pool: [UInt8]) { self.pool = pool }

    /// The code, when everything is lowered.
    consuming func sealed() -> PlanCode {
        code.remember(uses)
        code.seal()
        code.cut()
        return code
    }

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
            event: lower(message.event), focus: message.focus, ignore: ignored(message.ignore), checks: lower(message.checks))
    }

    /// In order of the types' numbers, so that a plan is the same every time.
    mutating func lower(_ plans: ConversionPlans) -> ConversionCodes {
        var codes: [UInt16: ConversionCode] = [:]
        for (type, plan) in plans.byType.sorted(by: { $0.key < $1.key }) {
            codes[type] = ConversionCode(
                typeName: plan.typeName, type: plan.type, object: lower(plan.object, type: plan.type),
                checks: lower(plan.checks))
        }
        return ConversionCodes(byType: codes, ignore: ignored(plans.ignore))
    }

    private mutating func ignored(_ paths: [IgnoredPath]) -> IgnoredPaths {
        let all = Set(paths)
        if let made = ignores[all] { return made }
        let made = IgnoredPaths(paths)
        ignores[all] = made
        return made
    }

    private mutating func lower(_ evaluation: Evaluation?) -> OperationID { evaluation.map { lower($0) } ?? .none }

    private mutating func lower(_ steps: [PathStep]) -> Extent {
        if let made = paths[steps] { return made }
        let start = code.hops.count
        for step in steps {
            switch step {
            case .named(let name): code.hops.append(hop(.named, name))
            case .segment(let name): code.hops.append(hop(.segment, name))
            case .position(let position): code.hops.append(Hop(kind: .position, number: Int32(position)))
            case .repetition(let number):
                let repetition = Int32(clamping: number)
                if code.hops.count > start, code.hops[code.hops.count - 1].repetition == 0 {
                    code.hops[code.hops.count - 1].repetition = repetition
                } else {
                    code.hops.append(Hop(kind: .repetition, repetition: repetition))
                }
            }
        }
        let made = Extent(start: Int32(start), count: Int32(code.hops.count - start))
        paths[steps] = made
        return made
    }

    private mutating func hop(_ kind: Hop.Kind, _ name: Name) -> Hop {
        let number = names[name.bytes] ?? Int32(names.count)
        names[name.bytes] = number
        return Hop(kind: kind, number: number, hash: name.hash, name: place(name.bytes))
    }

    private mutating func place(_ text: [UInt8]) -> Extent {
        Self.once(text, in: &code.bytes, &texts)
    }

    /// Where the parts stand; what was laid out before is not laid out again.
    private static func once<Part: Hashable>(
        _ parts: [Part], in store: inout [Part], _ known: inout [[Part]: Extent]
    ) -> Extent {
        if let made = known[parts] { return made }
        let made = Extent(start: Int32(store.count), count: Int32(parts.count))
        store += parts
        known[parts] = made
        return made
    }

    private mutating func lower(_ variables: [(index: Int, value: Evaluation)]) -> Extent {
        let made = variables.map { BindingCode(variable: Int32($0.index), value: lower($0.value)) }
        code.bindings += made
        return Extent(start: Int32(code.bindings.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ plans: [CheckPlan]) -> Extent {
        let made = plans.map { plan in
            var text = plan
            text.condition = .empty
            code.checkTexts.append(text)
            return CheckCode(condition: lower(plan.condition), text: Int32(code.checkTexts.count - 1))
        }
        code.checks += made
        return Extent(start: Int32(code.checks.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ plans: [CreatePlan]) -> Extent {
        let made = plans.map { plan -> CreateCode in
            switch plan {
            case .resource(let resource): lower(resource)
            case .group(let object, let nested): .group(lower(object, type: 0), lower(nested))
            }
        }
        code.creates += made
        return Extent(start: Int32(code.creates.count - made.count), count: Int32(made.count))
    }

    private mutating func lower(_ resource: ResourcePlan) -> CreateCode {
        .resource(
            ResourceCode(
                typeName: resource.typeName, type: resource.type, alias: resource.alias,
                object: lower(resource.object, type: resource.type), origin: resource.origin,
                isPatient: resource.type == patient))
    }

    private var patient: UInt16 { schema.type(named: "Patient")?.id.rawValue ?? 0 }

    private mutating func lower(_ plan: ObjectPlan, type: UInt16) -> ObjectID {
        let key = ObjectKey(plan: ObjectIdentifier(plan), type: type)
        if let made = objects[key] { return made.id }
        let id = lay(plan, type: type)
        objects[key] = (plan, id)
        return id
    }

    private mutating func lay(_ plan: ObjectPlan, type: UInt16) -> ObjectID {
        let iteration: ObjectCode.Iteration
        switch plan.iteration {
        case .none: iteration = .none
        case .each(let evaluation): iteration = .each(lower(evaluation))
        case .from(let evaluation): iteration = .from(lower(evaluation))
        }
        let elements = plan.elements.map { lower($0, in: type) }
        let needs = plan.elements.map { Need.making($0.content, isPrimitiveExtension: $0.isPrimitiveExtension) }
        let (base, bits) = share(needs)
        let object = ObjectCode(
            iteration: iteration, condition: lower(plan.condition), variables: lower(plan.variables),
            inner: plan.inner.map { lower($0, type: 0) } ?? .none,
            elements: Extent(start: Int32(code.elements.count), count: Int32(elements.count)), checks: lower(plan.checks),
            copy: lower(plan.copy), isConstant: plan.isConstant, isListItem: plan.isListItem,
            required: schema.required(in: FHIR.Schema.TypeID(rawValue: type)), base: base)
        code.elements += elements.map(\.element)
        code.rules += elements.map(\.rule)
        code.needs += bits
        code.objects.append(object)
        return ObjectID(index: Int32(code.objects.count - 1))
    }

    // MARK: needs

    /// The base that most elements share, and their bits; those of another base are always run.
    private mutating func share(_ needs: [Need?]) -> (base: NeedBase, bits: [UInt64]) {
        var counts: [Need.Base: Int] = [:]
        for need in needs { if let base = need?.base { counts[base, default: 0] += 1 } }
        let all = needs.map { _ in Need.always }
        // The first of the most frequent, so that a plan is the same every time.
        guard let most = counts.values.max(),
            let base = needs.lazy.compactMap({ $0?.base }).first(where: { counts[$0] == most })
        else { return (.none, all) }
        var hop: Int32 = -1
        if !base.name.isEmpty {
            code.hops.append(self.hop(base.isDeep ? .segment : .named, Name(bytes: base.name)))
            hop = Int32(code.hops.count - 1)
        }
        return (NeedBase(frame: Int32(base.frame), hop: hop), needs.map { $0?.base == base ? $0!.bits : Need.always })
    }

    private mutating func lower(_ plan: ElementPlan, in type: UInt16) -> (element: ElementCode, rule: ElementRule) {
        let content: ElementCode.Content
        switch plan.content {
        case .value(.literal(let place)), .value(.number(let place)): content = .literal(place)
        case .value(.trust(let index)): content = .trust(lower(.trust(index)))
        case .value(let evaluation): content = .value(lower(evaluation))
        case .copies(let evaluation): content = .copies(lower(evaluation))
        case .object(let object):
            // What stands below `_birthDate` are elements of Element.
            let element = plan.isPrimitiveExtension ? schema.type(named: "Element")?.id.rawValue ?? 0 : plan.prototype.type
            content = .object(lower(object, type: element))
        case .reference(let alias, let object):
            content = .reference(Int32(alias), lower(object, type: plan.prototype.type))
        case .identity(let evaluation): content = .identity(lower(evaluation))
        case .creation(let resource):
            let made = lower(resource)
            code.creates.append(made)
            content = .creation(Int32(code.creates.count - 1))
        case .cases(let value, let branches):
            let made = branches.map { BranchCode(labels: texts($0.labels), object: lower($0.object, type: type)) }
            code.branches += made
            content = .cases(
                lower(value), Extent(start: Int32(code.branches.count - made.count), count: Int32(made.count)))
        }
        let rule = rule(of: plan, in: type)
        let element = ElementCode(
            prototype: plan.prototype, origin: plan.origin, criticality: plan.criticality, canDelete: plan.canDelete,
            isCollection: plan.isCollection, isPrimitiveExtension: plan.isPrimitiveExtension, content: content,
            proof: rule.map { proof(of: plan, $0) } ?? .none, bit: rule?.bit ?? 0)
        return (element, rule ?? .unknown)
    }

    // MARK: proofs

    private func rule(of plan: ElementPlan, in type: UInt16) -> ElementRule? {
        let start = Int(plan.prototype.nameStart)
        return pool[start..<start + Int(plan.prototype.nameLength)].withUnsafeBufferPointer {
            schema.rule(of: plan.prototype, named: $0, in: FHIR.Schema.TypeID(rawValue: type))
        }
    }

    private func proof(of plan: ElementPlan, _ rule: ElementRule) -> ElementCode.Proof {
        if plan.isPrimitiveExtension {
            guard case .object(let object) = plan.content, case .primitive = rule.content else { return .none }
            return object.copy == nil && !rule.repeats && !plan.isCollection ? .whole : .none
        }
        guard plan.isCollection == rule.repeats else { return .none }
        switch (plan.content, rule.content) {
        case (.value(.literal(let place)), .primitive), (.value(.number(let place)), .primitive):
            let isGood = pool[Int(place.start)..<Int(place.start + place.length)].withUnsafeBufferPointer {
                rule.accepts($0, schema)
            }
            return isGood ? .whole : .none
        case (.value, .primitive), (.identity, .primitive): return .value
        case (.creation, .primitive): return .whole
        case (.object(let object), .object): return object.copy == nil ? .whole : .none
        case (.object(let object), .extension): return object.copy == nil ? .extension : .none
        case (.object(let object), .concept), (.object(let object), .coding): return object.copy == nil ? .coded : .none
        case (.reference(_, let object), .reference): return saysReference(object) == nil ? .reference : .none
        // A logical reference; what an expression says in `reference` only the validator reads.
        case (.object(let object), .reference):
            guard object.copy == nil else { return .none }
            switch saysReference(object) {
            case nil: return .whole
            case .creation(let resource)?:
                return schema.mayRefer(rule, to: FHIR.Schema.TypeID(rawValue: resource.type)) ? .whole : .none
            default: return .none
            }
        default: return .none
        }
    }

    /// What stands in `reference` itself; a `case`, where its branches say it.
    private func saysReference(_ object: ObjectPlan) -> ElementPlan.Content? {
        object.elements.first { element in
            if case .cases(_, let branches) = element.content { return branches.contains { saysReference($0.object) != nil } }
            let start = Int(element.prototype.nameStart)
            return pool[start..<start + Int(element.prototype.nameLength)].elementsEqual("reference".utf8)
        }?.content
    }

    // MARK: expressions

    /// The parts of a list that is the same for all messages of a feed.
    private func constants(_ evaluation: Evaluation) -> [PlanCode.ListPart]? {
        switch evaluation {
        case .literal(let place): [.literal(place)]
        case .trust(let index): [.trust(index)]
        case .distinct(let base): constants(base)
        case .both(let a, let b):
            if let one = constants(a), let other = constants(b) { one + other } else { nil }
        default: nil
        }
    }

    private mutating func list(_ parts: [PlanCode.ListPart]) -> Int32 {
        if let known = lists[parts] { return known }
        code.lists.append(parts)
        lists[parts] = Int32(code.lists.count - 1)
        return Int32(code.lists.count - 1)
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

    private mutating func texts(_ places: [Place]) -> Extent { Self.once(places, in: &code.places, &choices) }

    /// What is asked with the same arguments is one operation.
    private mutating func arguments(_ operations: [OperationID]) -> Extent {
        Self.once(operations, in: &code.arguments, &argumentLists)
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
            code.arguments += made
            operation = .identity(Extent(start: Int32(code.arguments.count - made.count), count: Int32(made.count)))
        case .idOf(let alias): operation = .idOf(Int32(alias))
        case .equal(let base, .literal(let place), negated: false) where base.asPath != nil:
            let (frame, steps) = base.asPath ?? (0, [])
            operation = .isAt(frame, lower(steps), place)
        case .equal(let a, .literal(let place), let negated): operation = .equalLiteral(lower(a), place, negated: negated)
        case .equal(let a, let b, let negated): operation = .equal(lower(a), lower(b), negated: negated)
        case .and: operation = .every(self.arguments(evaluation.every.map { lower($0) }))
        case .or: operation = .some(self.arguments(evaluation.some.map { lower($0) }))
        case .not(let base): operation = .not(lower(base))
        case .exists(let base, let negated) where base.asPath != nil:
            let (frame, steps) = base.asPath ?? (0, [])
            operation = .existsAt(frame, lower(steps), negated: negated)
        case .exists(let base, let negated): operation = .exists(lower(base), negated: negated)
        case .choose(.exists(let base, let isNegated), let yes, let no)
        where base.isSame(as: isNegated ? no : yes):
            operation = .otherwise(lower(base), lower(isNegated ? yes : no))
        case .choose(let condition, let yes, let no): operation = .choose(lower(condition), lower(yes), lower(no))
        case .concatenate(.concatenate, _):
            operation = .concatenation(self.arguments(evaluation.concatenated.map { lower($0) }))
        case .concatenate(let a, let b): operation = .concatenate(lower(a), lower(b))
        case .trim(let base): operation = .trim(lower(base))
        case .replace(let base, let old, let new): operation = .replace(lower(base), place(old), place(new))
        case .beginning(let base, let end): operation = .beginning(lower(base), before: end)
        case .join(let base, let separator): operation = .join(lower(base), separator)
        case .member(let item, in: let list) where literals(list) != nil:
            let extent = self.texts(literals(list) ?? [])
            if let (frame, steps) = item.asPath {
                operation = .isAmongAt(frame, lower(steps), extent)
            } else {
                operation = .among(lower(item), extent)
            }
        case .member(let item, in: let list) where constants(list) != nil:
            operation = .amongOfFeed(lower(item), self.list(constants(list) ?? []))
        case .member(let item, in: let list): operation = .member(lower(item), in: lower(list))
        case .both(.both, _): operation = .all(self.arguments(evaluation.combined.map { lower($0) }))
        case .both(let a, let b): operation = .both(lower(a), lower(b))
        case .distinct where evaluation.isFeedConstant: operation = .list(list(constants(evaluation) ?? []))
        case .distinct(let base): operation = .distinct(lower(base))
        case .matches(let base, let pattern, let program):
            code.patterns.append(pattern)
            operation = .matches(lower(base), Int32(code.patterns.count - 1), program: Int32(program))
        case .contains(let base, let text, let program):
            operation = .contains(lower(base), text, program: Int32(program))
        case .startsWith(let base, let text, let program):
            operation = .startsWith(lower(base), text, program: Int32(program))
        case .split(let base, let separator, let program):
            operation = .split(lower(base), separator, program: Int32(program))
        case .any(let base, let condition): operation = .any(lower(base), lower(condition))
        case .lower(let base, let program): operation = .lower(lower(base), program: Int32(program))
        case .toDecimal(let base, let program): operation = .toDecimal(lower(base), program: Int32(program))
        case .isDecimal(let base, let program): operation = .isDecimal(lower(base), program: Int32(program))
        case .indexOf(let base, let wanted, let program):
            operation = .indexOf(lower(base), lower(wanted), program: Int32(program))
        case .moreThan(let base, let number): operation = .moreThan(lower(base), Int32(number))
        case .moreItems(let a, let b): operation = .moreItems(lower(a), lower(b))
        case .general(let index): operation = .general(Int32(index))
        }
        if let made = known[operation] {
            uses[Int(made.index)] += 1
            // What it is made of is asked by it alone, however often it is asked.
            for operand in operation.operands { uses[Int(operand.index)] -= 1 }
            switch operation {
            case .concatenation(let parts), .all(let parts), .every(let parts), .some(let parts):
                for index in parts.indices { uses[Int(code.arguments[index].index)] -= 1 }
            default: break
            }
            return made
        }
        let made = OperationID(index: Int32(code.operations.count))
        code.operations.append(operation)
        known[operation] = made
        uses.append(1)
        return made
    }
}

extension Evaluation {
    /// A path from a frame, or from `$this` (below zero).
    fileprivate var asPath: (frame: Int32, steps: [PathStep])? {
        switch self {
        case .frame(let index, let steps): (Int32(index), steps)
        case .relative(.this, let steps): (-1, steps)
        default: nil
        }
    }

    /// Whether both are plainly the same: paths, variables, and what translates or trims these.
    fileprivate func isSame(as other: Evaluation) -> Bool {
        switch (self, other) {
        case (.this, .this): true
        case (.frame(let a, let steps), .frame(let b, let others)): a == b && steps == others
        case (.relative(let a, let steps), .relative(let b, let others)): steps == others && a.isSame(as: b)
        case (.variable(let a), .variable(let b)), (.trust(let a), .trust(let b)): a == b
        case (.trim(let a), .trim(let b)), (.first(let a), .first(let b)): a.isSame(as: b)
        case (.translate(let a, let column, let base), .translate(let b, let other, let second)):
            a == b && column == other && base.isSame(as: second)
        default: false
        }
    }

    /// The texts that are put one behind the other, from the left.
    fileprivate var concatenated: [Evaluation] {
        guard case .concatenate(let a, let b) = self else { return [self] }
        return a.concatenated + [b]
    }

    /// The conditions that `and` joins, from the left.
    fileprivate var every: [Evaluation] {
        guard case .and(let a, let b) = self else { return [self] }
        return a.every + [b]
    }

    /// The conditions that `or` joins, from the left.
    fileprivate var some: [Evaluation] {
        guard case .or(let a, let b) = self else { return [self] }
        return a.some + [b]
    }

    /// The lists that are combined, from the left.
    fileprivate var combined: [Evaluation] {
        guard case .both(let a, let b) = self else { return [self] }
        return a.combined + [b]
    }
}
