import Canonical
import Diagnostics
import Tree

extension Machine {
    // MARK: creating

    mutating func create(_ plans: Extent) {
        for index in plans.indices {
            guard !isExhausted else { return }
            switch code.creates[index] {
            case .resource(let resource):
                iterate(code.objects[Int(resource.object.index)], isResource: true) { $0.make(resource) }
            case .group(let id, let nested):
                let object = code.objects[Int(id.index)]
                iterate(object, isResource: true) { machine in
                    machine.bind(object)
                    guard machine.holds(object) else { return }
                    machine.scopeStarts.append(machine.created.count)
                    machine.create(nested)
                    machine.created.removeSubrange(machine.scopeStarts.removeLast()...)
                }
            }
        }
    }

    /// Runs `body` for each item of each:/from:, the item as the focus; once without them.
    private mutating func iterate(_ object: ObjectCode, isResource: Bool, _ body: (inout Machine) -> Void) {
        switch object.iteration {
        case .none: body(&self)
        case .each(let evaluation), .from(let evaluation):
            let mark = stack.count
            evaluate(evaluation)
            if isResource { dropUnvalued(from: mark) }
            var end = stack.count
            if case .from = object.iteration, end > mark + 1 {
                fail("many-values", "one item was expected; the first is taken", at: stack[mark])
                end = mark + 1
            }
            let outer = this
            this = nil
            defer { this = outer }
            if end == mark + 1 {
                let item = stack[mark]
                truncate(to: mark)
                frames.append(item)
                body(&self)
                frames.removeLast()
                return
            }
            let items = stack.items(from: mark, to: end)
            truncate(to: mark)
            for item in items {
                frames.append(item)
                body(&self)
                frames.removeLast()
            }
        }
    }

    @inline(__always)
    private mutating func bind(_ object: ObjectCode) { bind(object.variables) }

    mutating func bind(_ bindings: Extent) {
        for index in bindings.indices {
            let binding = code.bindings[index]
            let mark = stack.count
            evaluate(binding.value)
            dropUnvalued(from: mark)
            let start = variableItems.count
            for index in mark..<stack.count { variableItems.append(stack[index]) }
            variables[Int(binding.variable)] = start..<variableItems.count
            truncate(to: mark)
        }
    }

    private mutating func holds(_ object: ObjectCode) -> Bool {
        object.condition.isNone || truth(object.condition) == true
    }

    private mutating func make(_ resource: ResourceCode) {
        let object = code.objects[Int(resource.object.index)]
        bind(object)
        guard holds(object) else { return }
        if !object.inner.isNone {
            let inner = code.objects[Int(object.inner.index)]
            bind(inner)
            guard holds(inner) else { return }
        }
        let nodeMark = output.nodes.count
        let lastOfBundle = output[bundle].lastChild
        let traceMark = traced?.count ?? 0
        let names = plan.envelope
        var entry = names.entry
        entry.flags.insert(.repeats)
        let entryID = output.append(entry, to: bundle)
        let urlID = output.append(names.fullUrl, to: entryID)
        var node = names.resource
        node.type = resource.type
        node.start = resource.typeName.start
        node.length = resource.typeName.length
        let resourceID = output.append(node, to: entryID)
        let outerType = resourceType
        resourceType = resource.typeName
        defer { resourceType = outerType }
        fill(object, resourceID)
        run(object.checks)

        guard let id = output.child(of: resourceID, named: Machine.idName), output[id].length > 0 else {
            let type = text(resource.typeName)
            if output[resourceID].firstChild == 0 {
                return undo(nodeMark, lastOfBundle, traceMark)
            }
            fail("identity-missing", "the \(type) has nothing that makes its id", at: frames.last(where: { $0.tag == .node }))
            escalate()
            return
        }
        let idPlace = Place(start: output[id].start, length: output[id].length)
        let reference = store([resource.typeName, names.slash, idPlace])
        let url = store([names.base, reference])
        output[urlID].start = url.start
        output[urlID].length = url.length
        let made = Created(
            alias: resource.alias, entry: entryID, resource: resourceID, reference: reference, id: idPlace,
            type: resource.type)
        if let other = all.first(where: { $0.type == made.type && sameBytes($0.id, idPlace) }) {
            if sameTree(other.resource, resourceID) {
                undo(nodeMark, lastOfBundle, traceMark)
                var again = other
                again.alias = made.alias
                created.append(again)
                rename(again)
                return
            }
            fail(
                "identity-collision", "two \(text(resource.typeName)) resources have the same id and differ",
                at: frames.last(where: { $0.tag == .node }))
            escalate()
            return
        }
        created.append(made)
        all.append(made)
        rename(made)
    }
    static let idName: Name = "id"

    private mutating func undo(_ nodeMark: Int, _ lastOfBundle: UInt32, _ traceMark: Int) {
        output.nodes.removeSubrange(nodeMark...)
        output[bundle].lastChild = lastOfBundle
        if lastOfBundle != 0 {
            output.nodes[Int(lastOfBundle)].nextSibling = 0
        } else {
            output[bundle].firstChild = 0
        }
        traced?.removeSubrange(traceMark...)
    }

    /// The newest issue stops the message.
    private mutating func escalate() { if !issues.isEmpty { issues[issues.count - 1].severity = .error } }

    func text(_ place: Place) -> String {
        String(decoding: output.bytes[Int(place.start)..<Int(place.start) + Int(place.length)], as: UTF8.self)
    }

    mutating func store(_ places: [Place]) -> Place {
        let start = output.bytes.count
        for place in places { repeatBytes(place) }
        return Place(start: UInt32(start), length: UInt32(output.bytes.count - start))
    }

    func sameBytes(_ a: Place, _ b: Place) -> Bool {
        a.length == b.length
            && output.bytes[Int(a.start)..<Int(a.start + a.length)].elementsEqual(
                output.bytes[Int(b.start)..<Int(b.start + b.length)])
    }

    /// Same names, kinds and values all the way down.
    private func sameTree(_ a: Tree.ID, _ b: Tree.ID) -> Bool {
        var pairs = [(a, b)]
        while let (one, other) = pairs.popLast() {
            let x = output[one]
            let y = output[other]
            guard x.kind == y.kind, x.type == y.type, x.nameStart == y.nameStart || one == a,
                sameBytes(Place(start: x.start, length: x.length), Place(start: y.start, length: y.length))
            else { return false }
            var left = x.firstChild
            var right = y.firstChild
            while left != 0, right != 0 {
                pairs.append((Tree.ID(left), Tree.ID(right)))
                left = output.nodes[Int(left)].nextSibling
                right = output.nodes[Int(right)].nextSibling
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

    // MARK: objects

    /// Adds the object's elements below `parent`; whether anything but literals was made.
    @discardableResult
    private mutating func fill(_ object: ObjectCode, _ parent: Tree.ID) -> Bool {
        var hasValue = false
        if !object.copy.isNone {
            let mark = stack.count
            evaluate(object.copy)
            for item in stack.items(from: mark, to: stack.count) where item.tag == .node {
                copyChildren(of: Tree.ID(item.a), to: parent, except: object.elements)
                hasValue = true
            }
            truncate(to: mark)
        }
        for index in object.elements.indices where run(code.elements[index], parent) { hasValue = true }
        return hasValue
    }

    private mutating func run(_ element: ElementCode, _ parent: Tree.ID) -> Bool {
        if element.isCritical { criticalDepth += 1 }
        defer { if element.isCritical { criticalDepth -= 1 } }
        let mark = stack.count
        if traced != nil { reads.removeAll() }
        switch element.content {
        case .literal(let place):
            var node = element.prototype
            node.start = place.start
            node.length = place.length
            record(output.append(node, to: parent), element.origin)
            return false
        case .value(let evaluation):
            evaluate(evaluation)
            let made = values(from: mark, element, parent)
            truncate(to: mark)
            if case .trust = code.operations[Int(evaluation.index)] { return false }
            return made
        case .identity(let evaluation):
            evaluate(evaluation)
            dropUnvalued(from: mark)
            let made = values(from: mark, element, parent)
            truncate(to: mark)
            return made
        case .copies(let evaluation):
            evaluate(evaluation)
            var made = false
            for item in stack.items(from: mark, to: stack.count) where item.tag == .node {
                copyNode(Tree.ID(item.a), as: element, to: parent)
                made = true
            }
            truncate(to: mark)
            return made
        case .object(let id):
            let object = code.objects[Int(id.index)]
            if element.isPrimitiveExtension { return extend(element, object, parent) }
            var made = false
            iterate(object, isResource: false) { if $0.makeObject(object, element, parent) { made = true } }
            return made
        case .reference(let alias, let id):
            let object = code.objects[Int(id.index)]
            var made = false
            iterate(object, isResource: true) { machine in
                machine.bind(object)
                guard machine.holds(object) else { return }
                let found = machine.resources(of: Int(alias))
                if found.count > 1, !element.isCollection {
                    machine.fail(
                        "many-values", "the reference holds one of the \(found.count) resources that were made", at: nil)
                }
                for target in element.isCollection ? found : Array(found.prefix(1)) {
                    let id = machine.output.append(element.prototype, to: parent)
                    var node = machine.plan.envelope.reference
                    node.start = target.reference.start
                    node.length = target.reference.length
                    machine.output.append(node, to: id)
                    machine.record(id, element.origin)
                    machine.fill(object, id)
                    made = true
                }
            }
            return made
        }
    }

    /// Makes primitive nodes of what lies on the stack above `mark`.
    private mutating func values(from mark: Int, _ element: ElementCode, _ parent: Tree.ID) -> Bool {
        var count = 0
        for index in mark..<stack.count {
            let item = stack[index]
            guard isValued(item) else {
                if element.canDelete, item.tag == .node, nodes[Int(item.a)].flags.contains(.explicitNull) {
                    visit(item.a)
                    delete(element, parent)
                    count += 1
                }
                continue
            }
            if item.tag == .node, nodes[Int(leaf(item.a))].flags.contains(.explicitNull) { continue }
            let place = place(item)
            guard place.length > 0 else { continue }
            if count > 0, !element.isCollection {
                fail("many-values", "the element holds one value; the first is taken", at: item)
                break
            }
            var node = element.prototype
            node.start = place.start
            node.length = place.length
            if item.tag == .node { node.source = nodes[Int(item.a)].source }
            record(output.append(node, to: parent), element.origin)
            count += 1
        }
        return count > 0
    }

    private mutating func makeObject(_ object: ObjectCode, _ element: ElementCode, _ parent: Tree.ID) -> Bool {
        // `""` as the item: the object only says that it is deleted.
        if !object.iteration.isNone, let item = frames.last, item.tag == .node,
            nodes[Int(item.a)].flags.contains(.explicitNull)
        {
            guard element.canDelete else { return false }
            visit(item.a)
            delete(element, parent)
            return true
        }
        let variableMark = variableItems.count
        defer { variableItems.removeSubrange(variableMark...) }
        let failuresBefore = failures
        bind(object)
        guard holds(object) else { return false }
        if !object.inner.isNone {
            let inner = code.objects[Int(object.inner.index)]
            bind(inner)
            guard holds(inner) else { return false }
        }
        let nodeMark = output.nodes.count
        let before = output[parent].lastChild
        let traceMark = traced?.count ?? 0
        let id = output.append(element.prototype, to: parent)
        record(id, element.origin)
        let hasValue = fill(object, id)
        run(object.checks)
        let isIncomplete = object.isListItem && !object.iteration.isNone && failures > failuresBefore
        if isIncomplete { mark(id, with: plan.envelope.incompleteListURL) }
        if output[id].firstChild == 0 || !hasValue && !object.isConstant && !isIncomplete {
            output.nodes.removeSubrange(nodeMark...)
            output[parent].lastChild = before
            if before != 0 {
                output.nodes[Int(before)].nextSibling = 0
            } else {
                output[parent].firstChild = 0
            }
            traced?.removeSubrange(traceMark...)
            return false
        }
        // An object of literals alone is data only where a condition or an item called for it.
        return hasValue || isIncomplete || !object.condition.isNone || !object.iteration.isNone
    }

    // MARK: the hub's own extensions

    /// The element as an object or primitive that holds nothing but the delete extension.
    private mutating func delete(_ element: ElementCode, _ parent: Tree.ID) {
        var node = element.prototype
        if node.kind != .object {
            node.kind = .null
            node.flags.insert(.extended)
        }
        let id = output.append(node, to: parent)
        record(id, element.origin)
        mark(id, with: plan.envelope.deleteURL)
    }

    mutating func mark(_ id: Tree.ID, with url: Place) {
        let names = plan.envelope
        let holder = output.append(names.extension, to: id)
        var node = names.extensionURL
        node.start = url.start
        node.length = url.length
        output.append(node, to: holder)
        output.append(names.valueTrue, to: holder)
    }

    private mutating func extend(_ element: ElementCode, _ object: ObjectCode, _ parent: Tree.ID) -> Bool {
        var made = false
        iterate(object, isResource: false) { machine in
            machine.bind(object)
            guard machine.holds(object) else { return }
            var target: Tree.ID?
            for child in machine.output.children(of: parent)
            where machine.output[child].nameStart == element.prototype.nameStart { target = child }
            var isNew = false
            if target == nil {
                var node = element.prototype
                node.kind = .null
                target = machine.output.append(node, to: parent)
                isNew = true
            }
            guard let id = target else { return }
            machine.output[id].flags.insert(.extended)
            made = machine.fill(object, id) || isNew
        }
        return made
    }

    // MARK: copies of FHIR

    private mutating func copyNode(_ id: Tree.ID, as element: ElementCode, to parent: Tree.ID) {
        let source = self.source[id]
        var node = element.prototype
        node.kind = source.kind
        setValue(&node, source)
        visit(id.rawValue)
        let made = output.append(node, to: parent)
        record(made, element.origin)
        copyChildren(of: id, to: made, except: .none)
    }

    private mutating func copyChildren(of id: Tree.ID, to parent: Tree.ID, except elements: Extent) {
        var pending = [(id, parent, true)]
        while let (from, to, isTop) = pending.popLast() {
            for child in source.children(of: from) {
                let own = source[child]
                let name = source.bytes[Int(own.nameStart)..<Int(own.nameStart) + Int(own.nameLength)]
                if isTop, elements.indices.contains(where: { sameName(code.elements[$0].prototype, name) }) {
                    // The sender's own id is replaced by the region's, not lost.
                    if name.elementsEqual("id".utf8) { visit(child.rawValue) }
                    continue
                }
                var node = own
                node.firstChild = 0
                node.lastChild = 0
                node.nextSibling = 0
                node.nameStart = output.store(name).start
                setValue(&node, own)
                visit(child.rawValue)
                spend()
                let made = output.append(node, to: to)
                if own.firstChild != 0 { pending.append((child, made, false)) }
            }
        }
    }

    private func sameName(_ node: Tree.Node, _ name: ArraySlice<UInt8>) -> Bool {
        output.bytes[Int(node.nameStart)..<Int(node.nameStart) + Int(node.nameLength)].elementsEqual(name)
    }

    private mutating func setValue(_ node: inout Tree.Node, _ own: Tree.Node) {
        let place = output.store(source.bytes[Int(own.start)..<Int(own.start) + Int(own.length)])
        node.start = own.length == 0 ? 0 : place.start
        node.length = own.length
    }

    // MARK: trace

    @inline(__always)
    mutating func record(_ node: Tree.ID, _ origin: Int32) {
        guard traced != nil else { return }
        traced!.append(Traced(node: node, origin: origin, sources: reads))
    }
}
