import Canonical
import Diagnostics
import FHIR
import Tree

// Objects and their elements.
extension Machine {
    /// What came of an object's elements.
    struct Content {
        /// Whether anything but literals was made.
        var hasValue = false
        /// Which elements are there, a bit each.
        var present: UInt64 = 0
    }

    /// Adds the object's elements below `parent`.
    @discardableResult
    mutating func fill(_ object: UnsafePointer<ObjectCode>, _ parent: Tree.ID) -> Content {
        var content = Content()
        if !object.pointee.copy.isNone, copyAll(object, parent) { content.hasValue = true }
        let present = present(object)
        for index in object.pointee.elements.indices {
            if code.needs[index] & present == 0 { continue }
            let element = code.elements + index
            criticalDepth &+= Int(element.pointee.criticality)
            if run(element, index, parent, &content.present) { content.hasValue = true }
            criticalDepth &-= Int(element.pointee.criticality)
        }
        return content
    }

    /// The elements of a map whose object makes some of them itself: these, which stand `beside`, are left out. Whether anything
    /// was made.
    mutating func fill(_ map: UnsafePointer<ObjectCode>, _ parent: Tree.ID, beside own: Extent) -> Bool {
        var content = Content()
        for index in map.pointee.elements.indices {
            let element = code.elements + index
            let name = element.pointee.prototype
            let isOwn = own.indices.contains { code.elements[$0].prototype.nameStart == name.nameStart }
            if !isOwn, run(element, index, parent, &content.present) { content.hasValue = true }
        }
        return content.hasValue
    }

    private mutating func run(
        _ element: UnsafePointer<ElementCode>, _ index: Int, _ parent: Tree.ID, _ present: inout UInt64
    ) -> Bool {
        if isTracing { firstRead = reads.count }
        switch element.pointee.content {
        case .literal(let place):
            record(output.append(element.pointee.prototype, place, to: parent), element)
            note(element, &present)
            return false
        case .value(let evaluation): return values(evaluate(evaluation), element, index, parent, &present)
        case .trust(let evaluation):
            _ = values(evaluate(evaluation), element, index, parent, &present)
            return false
        case .identity(let evaluation): return values(valued(evaluation), element, index, parent, &present)
        case .object(let id):
            let object = code.objects + Int(id.index)
            if element.pointee.isPrimitiveExtension { return extend(element, object, parent) }
            var made = false
            var round = begin(object, valuedOnly: false)
            while next(&round) { if makeObject(object, element, index, parent, &present) { made = true } }
            return made
        case .reference(let alias, let id):
            return refer(to: Int(alias), code.objects + Int(id.index), element, index, parent, &present)
        case .creation(let creation): return refer(toNew: Int(creation), element, parent, &present)
        case .cases(let value, let branches): return choose(value, branches, parent, &present)
        case .copies(let evaluation):
            let item = evaluate(evaluation)
            let mark = lay(item)
            var made = false
            for position in mark..<stack.count where stack[position].tag == .node {
                if copyNode(Tree.ID(stack[position].a), as: element, to: parent) { made = true }
            }
            stack.truncate(to: mark)
            return made
        }
    }

    /// Adds the elements of the branch that fits. A branch that a value called for counts as a value, as `if:` does.
    private mutating func choose(
        _ value: OperationID, _ branches: Extent, _ parent: Tree.ID, _ present: inout UInt64
    ) -> Bool {
        let item = first(value)
        if !item.isNothing { read(item) }
        for index in branches.indices {
            let branch = code.branches[index]
            let isCalled = !item.isNothing && isOne(item, of: branch.labels)
            guard isCalled || branch.labels.isEmpty else { continue }
            let variableMark = variableItems.count
            defer { variableItems.truncate(to: variableMark) }
            let object = code.objects + Int(branch.object.index)
            guard isWanted(object) else { return false }
            let content = fill(object, parent)
            if content.present & present != 0 { isProven = false }
            present |= content.present
            return content.hasValue || isCalled && content.present != 0
        }
        return false
    }

    // MARK: values

    /// Makes primitive nodes of what an expression gave.
    @inline(__always)
    private mutating func values(
        _ item: Item, _ element: UnsafePointer<ElementCode>, _ index: Int, _ parent: Tree.ID, _ present: inout UInt64
    ) -> Bool {
        if item.isNothing { return false }
        var count = 0
        guard item.isSeveral else {
            _ = value(item, element, index, parent, &present, &count)
            return count > 0
        }
        let mark = Int(item.a)
        for position in mark..<stack.count where !value(stack[position], element, index, parent, &present, &count) { break }
        release(item)
        return count > 0
    }

    /// One of them; false when no other is wanted.
    private mutating func value(
        _ item: Item, _ element: UnsafePointer<ElementCode>, _ index: Int, _ parent: Tree.ID, _ present: inout UInt64,
        _ count: inout Int
    ) -> Bool {
        var sourceOffset: UInt32 = 0
        let place: Place
        if item.tag == .node {
            let node = nodes + Int(item.a)
            guard isValued(item) else {
                if element.pointee.canDelete, node.pointee.flags.contains(.explicitNull) {
                    visit(item.a)
                    delete(element, parent)
                    note(element, &present)
                    count += 1
                }
                return true
            }
            let leaf = leaf(item.a)
            if nodes[Int(leaf)].flags.contains(.explicitNull) { return true }
            visit(leaf)
            place = output.store(value(of: leaf))
            sourceOffset = node.pointee.source
        } else {
            place = self.place(item)
        }
        guard place.length > 0 else { return true }
        if count > 0, !element.pointee.isCollection {
            fail("many-values", "the element holds one value; the first is taken", at: item)
            return false
        }
        let id = output.append(element.pointee.prototype, place, to: parent)
        output.nodes.base[Int(id.rawValue)].source = sourceOffset
        if conversion != nil { convertValue(item, to: id) }
        record(id, element)
        count += 1
        note(element, &present)
        if element.pointee.proof == .value, !(code.rules + index).pointee.accepts(output.text(place), schema) {
            let inner = output.trimmed(place)
            if inner.length > 0, inner.length < place.length,
                (code.rules + index).pointee.accepts(output.text(inner), schema)
            {
                // A code, number or address that a sender padded with spaces.
                output.nodes.base[Int(id.rawValue)].start = inner.start
                output.nodes.base[Int(id.rawValue)].length = inner.length
            } else {
                isProven = false
            }
        }
        return true
    }

    /// The element is there; what holds one value must not come twice.
    @inline(__always)
    private mutating func note(_ element: UnsafePointer<ElementCode>, _ present: inout UInt64) {
        let bit = element.pointee.bit
        if element.pointee.proof == .none || !element.pointee.isCollection && present & bit != 0 { isProven = false }
        present |= bit
    }

    // MARK: objects

    private mutating func makeObject(
        _ object: UnsafePointer<ObjectCode>, _ element: UnsafePointer<ElementCode>, _ index: Int, _ parent: Tree.ID,
        _ present: inout UInt64
    ) -> Bool {
        // `""` as the item: the object only says that it is deleted.
        if !object.pointee.iteration.isNone, frames.count > 0 {
            let item = frames[frames.count - 1]
            if item.tag == .node, nodes[Int(item.a)].flags.contains(.explicitNull) {
                guard element.pointee.canDelete else { return false }
                visit(item.a)
                delete(element, parent)
                note(element, &present)
                return true
            }
        }
        let variableMark = variableItems.count
        defer { variableItems.truncate(to: variableMark) }
        let failuresBefore = failures
        guard isWanted(object) else { return false }
        let nodeMark = output.nodes.count
        let before = output[parent].lastChild
        let traceMark = traced.count
        let id = output.append(element.pointee.prototype, to: parent)
        record(id, element)
        let content = fill(object, id)
        run(object.pointee.checks)
        let isIncomplete = object.pointee.isListItem && !object.pointee.iteration.isNone && failures > failuresBefore
        if isIncomplete { mark(id, with: names.incompleteListURL) }
        if output[id].firstChild == 0 || !content.hasValue && !object.pointee.isConstant && !isIncomplete {
            output.undo(to: nodeMark, below: parent, last: before)
            traced.truncate(to: traceMark)
            return false
        }
        note(element, &present)
        prove(object, element, index, id, content.present)
        // An object of literals alone is data only where a condition or an item called for it.
        return content.hasValue || isIncomplete || !object.pointee.condition.isNone || !object.pointee.iteration.isNone
    }

    /// What the validator would ask of an object that is made.
    private mutating func prove(
        _ object: UnsafePointer<ObjectCode>, _ element: UnsafePointer<ElementCode>, _ index: Int, _ id: Tree.ID,
        _ present: UInt64
    ) {
        if object.pointee.required & ~present != 0 { isProven = false }
        switch element.pointee.proof {
        case .whole, .value, .reference, .none: break
        case .extension:
            if (present & extensionBits.values != 0) == (present & extensionBits.extensions != 0) { isProven = false }
        case .coded:
            let rule = code.rules + index
            if !schema.isListed(
                id.index, rule.pointee.content, in: rule.pointee.binding, output.nodes.buffer, output.bytes.buffer)
            {
                isProven = false
            }
        }
    }

    private mutating func refer(
        to alias: Int, _ object: UnsafePointer<ObjectCode>, _ element: UnsafePointer<ElementCode>, _ index: Int,
        _ parent: Tree.ID, _ present: inout UInt64
    ) -> Bool {
        var made = false
        var round = begin(object, valuedOnly: true)
        while next(&round) {
            bind(object.pointee.variables)
            guard holds(object) else { continue }
            let scope = scope(of: alias)
            let count = scope.reduce(0) { created[$1].alias == alias ? $0 + 1 : $0 }
            if count > 1, !element.pointee.isCollection {
                fail("many-values", "the reference holds one of the \(count) resources that were made", at: .nothing)
            }
            for position in scope where created[position].alias == alias {
                let target = created[position]
                let id = output.append(element.pointee.prototype, to: parent)
                output.append(names.reference, target.reference, to: id)
                record(id, element)
                fill(object, id)
                made = true
                note(element, &present)
                if !schema.mayRefer((code.rules + index).pointee, to: FHIR.Schema.TypeID(rawValue: target.type)) {
                    isProven = false
                }
                if !element.pointee.isCollection { break }
            }
        }
        return made
    }

    /// Makes the resource and leads the Reference to it. Nobody else sees it: it has no alias.
    private mutating func refer(
        toNew creation: Int, _ element: UnsafePointer<ElementCode>, _ parent: Tree.ID, _ present: inout UInt64
    ) -> Bool {
        let mark = created.count
        create(Extent(start: Int32(truncatingIfNeeded: creation), count: 1))
        guard created.count > mark else { return false }
        let target = created[created.count - 1].reference
        created.truncate(to: mark)
        record(output.append(element.pointee.prototype, target, to: parent), element)
        note(element, &present)
        return true
    }

    // MARK: the hub's own extensions

    /// The element as an object or primitive that holds nothing but the delete extension.
    private mutating func delete(_ element: UnsafePointer<ElementCode>, _ parent: Tree.ID) {
        let id = output.append(element.pointee.prototype, to: parent)
        if output[id].kind != .object {
            output[id].kind = .null
            output[id].flags.insert(.extended)
        }
        record(id, element)
        mark(id, with: names.deleteURL)
    }

    mutating func mark(_ id: Tree.ID, with url: Place) {
        let holder = output.append(names.extension, to: id)
        output.append(names.extensionURL, url, to: holder)
        output.append(names.valueTrue, to: holder)
    }

    private mutating func extend(
        _ element: UnsafePointer<ElementCode>, _ object: UnsafePointer<ObjectCode>, _ parent: Tree.ID
    ) -> Bool {
        var made = false
        var round = begin(object, valuedOnly: false)
        while next(&round) {
            bind(object.pointee.variables)
            guard holds(object) else { continue }
            var target: Tree.ID?
            var child = output[parent].firstChild
            while child != 0 {
                if output[Tree.ID(child)].nameStart == element.pointee.prototype.nameStart { target = Tree.ID(child) }
                child = output[Tree.ID(child)].nextSibling
            }
            let isNew = target == nil
            let id = target ?? output.append(element.pointee.prototype, to: parent)
            if isNew { output[id].kind = .null }
            output[id].flags.insert(.extended)
            made = fill(object, id).hasValue || isNew
            // An extension beside a value that is there once.
            if isNew || element.pointee.proof != .whole || output[id].firstChild == 0 { isProven = false }
        }
        return made
    }

    // MARK: trace

    @inline(__always)
    mutating func record(_ node: Tree.ID, _ element: UnsafePointer<ElementCode>) {
        guard isTracing else { return }
        traced.append(
            Trace.Mark(
                node: node.rawValue, origin: element.pointee.origin, firstRead: UInt32(truncatingIfNeeded: firstRead),
                readCount: UInt32(truncatingIfNeeded: reads.count - firstRead)))
    }
}
