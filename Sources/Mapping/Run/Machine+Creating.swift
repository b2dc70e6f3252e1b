import Canonical
import Diagnostics
import Tree

// What a message creates: resources, once or for each item, and groups of them.
extension Machine {
    mutating func create(_ plans: Extent) {
        for index in plans.indices {
            guard !isExhausted else { return }
            switch code.creates[index] {
            case .resource(let resource):
                var round = begin(code.objects + Int(resource.object.index), valuedOnly: true)
                while next(&round) { make(resource) }
            case .group(let id, let nested):
                let object = code.objects + Int(id.index)
                var round = begin(object, valuedOnly: true)
                while next(&round) {
                    bind(object.pointee.variables)
                    guard holds(object) else { continue }
                    scopeStarts.append(created.count)
                    create(nested)
                    created.truncate(to: scopeStarts.removeLast())
                }
            }
        }
    }

    // MARK: items

    /// The items of each: or from:, which lie on the stack while they are gone through.
    struct Round {
        /// Of the next item; `end` when there is none.
        var index: Int
        var end: Int
        /// Where the stack is to be cut off at the end.
        var mark: Int
        var single = Item.nothing
        var outer: Item
        var hasFrame = false
        var isIteration: Bool
    }

    /// `next` makes each item the focus, one after the other; once, and without a focus of its own, where there is no each:.
    mutating func begin(_ object: UnsafePointer<ObjectCode>, valuedOnly: Bool) -> Round {
        let evaluation: OperationID
        var isOne = false
        switch object.pointee.iteration {
        case .none: return Round(index: 0, end: 1, mark: stack.count, outer: this, isIteration: false)
        case .each(let id): evaluation = id
        case .from(let id):
            evaluation = id
            isOne = true
        }
        let item = valuedOnly ? valued(evaluation) : evaluate(evaluation)
        if item.isNothing { return Round(index: 0, end: 0, mark: stack.count, outer: this, isIteration: true) }
        guard item.isSeveral else {
            return Round(index: 0, end: 1, mark: stack.count, single: item, outer: this, isIteration: true)
        }
        let mark = Int(item.a)
        var end = stack.count
        if isOne {
            fail("many-values", "one item was expected; the first is taken", at: stack[mark])
            end = mark + 1
        }
        return Round(index: mark, end: end, mark: mark, outer: this, isIteration: true)
    }

    mutating func next(_ round: inout Round) -> Bool {
        if round.hasFrame {
            frames.truncate(to: frames.count - 1)
            round.hasFrame = false
        }
        guard round.index < round.end else {
            this = round.outer
            stack.truncate(to: round.mark)
            return false
        }
        if round.isIteration {
            this = .nothing
            frames.append(round.single.isNothing ? stack[round.index] : round.single)
            round.hasFrame = true
        }
        round.index += 1
        return true
    }

    mutating func bind(_ bindings: Extent) {
        for index in bindings.indices {
            let binding = code.bindings[index]
            if case .list(let list) = code.operations[Int(binding.value.index)] {
                variables[Int(binding.variable)] = variables[firstList + Int(list)]
                continue
            }
            let item = valued(binding.value)
            let start = UInt32(truncatingIfNeeded: variableItems.count)
            if item.isSeveral {
                for position in Int(item.a)..<stack.count { variableItems.append(stack[position]) }
                release(item)
            } else if !item.isNothing {
                variableItems.append(item)
            }
            variables[Int(binding.variable)] = Span(
                start: start, count: UInt32(truncatingIfNeeded: variableItems.count) - start)
        }
    }

    @inline(__always)
    mutating func holds(_ object: UnsafePointer<ObjectCode>) -> Bool {
        object.pointee.condition.isNone || truth(object.pointee.condition) == true
    }

    /// Variables and condition, of the object and of the map that it applies; whether it is to be made.
    @inline(__always)
    mutating func isWanted(_ object: UnsafePointer<ObjectCode>) -> Bool {
        bind(object.pointee.variables)
        guard holds(object) else { return false }
        if object.pointee.inner.isNone { return true }
        let inner = code.objects + Int(object.pointee.inner.index)
        bind(inner.pointee.variables)
        return holds(inner)
    }

    // MARK: resources

    private mutating func make(_ resource: ResourceCode) {
        let object = code.objects + Int(resource.object.index)
        guard isWanted(object) else { return }
        let nodeMark = output.nodes.count
        let lastOfBundle = output[bundle].lastChild
        let traceMark = traced.count
        let entry = output.append(names.entry, to: bundle)
        output.nodes.base[entry.index].flags.insert(.repeats)
        let urlID = output.append(names.fullUrl, to: entry)
        let resourceID = output.append(names.resource, resource.typeName, to: entry)
        output[resourceID].type = resource.type
        let outerType = resourceType
        resourceType = resource.typeName
        defer { resourceType = outerType }
        let content = fill(object, resourceID)
        run(object.pointee.checks)

        guard let id = output.child(of: resourceID, nameStart: names.id.nameStart), output[id].length > 0 else {
            if output[resourceID].firstChild == 0 { return undo(nodeMark, lastOfBundle, traceMark) }
            fail("identity-missing", "the \(text(resource.typeName)) has nothing that makes its id", at: frameNode)
            return escalate()
        }
        let idPlace = output.value(id)
        // The URL ends with the reference: both are written at once.
        let start = output.bytes.count
        output.copy(names.base)
        let reference = output.bytes.count
        output.copy(resource.typeName)
        output.copy(names.slash)
        output.copy(idPlace)
        let url = output.place(from: start)
        output[urlID].start = url.start
        output[urlID].length = url.length
        let made = Created(
            alias: resource.alias, entry: entry, resource: resourceID, reference: output.place(from: reference), id: idPlace,
            type: resource.type)
        for index in 0..<all.count where all[index].type == made.type && output.isSame(all[index].id, idPlace) {
            var other = all[index]
            if sameTree(other.resource, resourceID) {
                undo(nodeMark, lastOfBundle, traceMark)
                other.alias = made.alias
                created.append(other)
                return rename(other)
            }
            fail(
                "identity-collision", "two \(text(resource.typeName)) resources have the same id and differ", at: frameNode)
            return escalate()
        }
        if object.pointee.required & ~content.present != 0 { isProven = false }
        if resource.isPatient, !isIdentified(resourceID) { isProven = false }
        created.append(made)
        all.append(made)
        rename(made)
    }

    private var frameNode: Item { innermostNode().map { Item.node($0.rawValue) } ?? .nothing }

    private mutating func undo(_ nodeMark: Int, _ lastOfBundle: UInt32, _ traceMark: Int) {
        output.undo(to: nodeMark, below: bundle, last: lastOfBundle)
        traced.truncate(to: traceMark)
    }

    /// The newest issue stops the message.
    private mutating func escalate() {
        isProven = false
        if !issues.isEmpty { issues[issues.count - 1].severity = .error }
    }

    func text(_ place: Place) -> String { String(decoding: output.text(place), as: UTF8.self) }

    /// As the canonical profile asks: an identifier with a value.
    private func isIdentified(_ patient: Tree.ID) -> Bool {
        var next = output[patient].firstChild
        while next != 0 {
            let node = output[Tree.ID(next)]
            if node.nameStart == names.bundleIdentifier.nameStart,
                let value = output.child(of: Tree.ID(next), nameStart: names.identifierValue.nameStart),
                output[value].length > 0
            {
                return true
            }
            next = node.nextSibling
        }
        return false
    }

    /// Same names, kinds and values all the way down.
    private func sameTree(_ a: Tree.ID, _ b: Tree.ID) -> Bool {
        var pairs = [(a, b)]
        while let (one, other) = pairs.popLast() {
            let x = output[one]
            let y = output[other]
            guard x.kind == y.kind, x.type == y.type, x.nameStart == y.nameStart || one == a,
                output.isSame(output.value(one), output.value(other))
            else { return false }
            var left = x.firstChild
            var right = y.firstChild
            while left != 0, right != 0 {
                pairs.append((Tree.ID(left), Tree.ID(right)))
                left = output[Tree.ID(left)].nextSibling
                right = output[Tree.ID(right)].nextSibling
            }
            guard left == 0, right == 0 else { return false }
        }
        return true
    }

    mutating func run(_ checks: Extent) {
        for index in checks.indices where truth(code.checks[index].condition) == true {
            let check = plan.code.checkTexts[Int(code.checks[index].text)]
            var location: Location?
            if let at = check.at {
                location = .message(MessagePosition(at, byteOffset: sourceOffset(at)))
            }
            issues.append(Diagnostic(check.severity, code: check.code, check.text, at: location))
        }
    }
}
