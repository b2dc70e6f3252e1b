import Canonical
import Diagnostics
import FHIRPath
import Tree

extension Machine {
    /// What the expression gives. The stack is as it was, but for the items of a result of several.
    mutating func evaluate(_ id: OperationID) -> Item {
        spend()
        switch code.operations[Int(id.index)] {
        case .literal(let place): return .text(place)
        case .frame(let place, let steps):
            let index = Int(place)
            guard index < frames.count else { return .nothing }
            return path(steps, from: frames.base[index])
        case .path(let steps): return path(steps, from: focus)
        case .this: return focus
        case .variable(let index): return items(Int(index))
        case .exists(let base, let negated):
            let item = valued(base)
            release(item)
            return .boolean(item.isNothing == negated)
        case .equalLiteral(let a, let place, let negated): return equal(a, place, negated)
        case .choose(let condition, let yes, let no): return evaluate(truth(condition) == true ? yes : no)
        case .otherwise(let wanted, let other): return otherwise(wanted, other)
        case .every(let conditions): return item(ask(conditions, until: false))
        case .some(let conditions): return item(ask(conditions, until: true))
        case .among(let item, let texts): return among(item, texts)
        case .amongOfFeed(let item, let list): return member(item, span: firstList + Int(list))
        case .trust(let index): return items(firstTrust + Int(index))
        case .list(let index): return items(firstList + Int(index))
        case .remembered(let operation, let frame, let slot): return recall(operation, Int(frame), slot)
        case .existsAt(let frame, let steps, let negated): return exists(frame, steps, negated)
        case .isAt(let frame, let steps, let place): return isAt(frame, steps, place)
        case .isAmongAt(let frame, let steps, let texts): return isAmong(frame, steps, texts)
        default: return evaluateRest(id)
        }
    }

    /// What is asked less often, apart: it needs a larger frame.
    @inline(never)
    private mutating func evaluateRest(_ id: OperationID) -> Item {
        switch code.operations[Int(id.index)] {
        case .number(let place): return .number(place)
        case .boolean(let value): return .boolean(value)
        case .empty: return .nothing
        case .relative(let base, let steps):
            let item = evaluate(base)
            return item.isSeveral
                ? walk(code.hops + Int(steps.start), code.hops + Int(steps.start + steps.count), from: Int(item.a))
                : path(steps, from: item)
        case .filter(let base, let condition): return filter(base, condition)
        case .select(let base, let projection): return select(base, projection)
        case .first(let base): return first(base)
        case .last(let base):
            let item = valued(base)
            guard item.isSeveral else { return item }
            let last = stack[stack.count - 1]
            release(item)
            return last
        case .convert(let function, let input): return convert(Int(function), input)
        case .translate(let table, let column, let input): return translate(Int(table), column, input)
        case .identity(let parts): return makeIdentity(parts)
        case .idOf(let alias):
            let mark = stack.count
            let scope = scope(of: Int(alias))
            for index in scope where created[index].alias == Int(alias) { stack.append(.text(created[index].id)) }
            return collapse(mark)
        case .equal(let a, let b, let negated): return equal(a, b, negated)
        case .not(let base): return item(truth(base).map(!))
        case .concatenate(let a, let b): return concatenate(a, b)
        case .concatenation(let parts): return concatenation(parts)
        case .trim(let base): return trim(base)
        case .replace(let base, let old, let new): return replace(base, old, new)
        case .beginning(let base, let end): return beginning(base, before: end)
        case .join(let base, let separator): return join(base, separator)
        case .member(let item, in: let list): return member(item, list)
        case .both(let a, let b): return both(a, b)
        case .all(let lists): return all(lists)
        case .distinct(let base): return distinct(base)
        case .matches(let base, let pattern, let program): return matches(base, Int(pattern), Int(program))
        case .contains(let base, let text, let program): return contains(base, text, Int(program))
        case .lower(let base, let program): return lower(base, Int(program))
        case .startsWith(let base, let text, let program): return startsWith(base, text, Int(program))
        case .split(let base, let separator, let program): return split(base, separator, Int(program))
        case .any(let base, let condition): return any(base, condition)
        case .moreItems(let a, let b): return moreItems(a, b)
        case .toDecimal(let base, let program): return toDecimal(base, Int(program))
        case .isDecimal(let base, let program): return isDecimal(base, Int(program))
        case .indexOf(let base, let wanted, let program): return indexOf(base, wanted, Int(program))
        case .moreThan(let base, let number):
            let item = valued(base)
            let count = item.isNothing ? 0 : item.isSeveral ? stack.count - Int(item.a) : 1
            release(item)
            return .boolean(count > Int(number))
        case .general(let index): return general(Int(index))
        case .literal, .frame, .path, .this, .variable, .exists, .equalLiteral, .choose, .otherwise, .every, .some, .among,
            .amongOfFeed, .trust, .list, .remembered, .existsAt, .isAt, .isAmongAt:
            return evaluate(id)
        }
    }

    // MARK: items

    /// `$this`, else what the innermost frame is about.
    @inline(__always)
    var focus: Item {
        if !this.isNothing { return this }
        return frames.count > 0 ? frames.base[frames.count - 1] : .nothing
    }

    /// What an expression gives, without what is no value: `""` (delete) and empty nodes; only what makes an element looks at
    /// those.
    @inline(__always)
    mutating func valued(_ id: OperationID) -> Item {
        onlyValues(of: evaluate(id))
    }

    @inline(__always)
    mutating func onlyValues(of item: Item) -> Item {
        switch item.tag {
        case .nothing, .text, .number, .boolean: return item
        case .node: return isValued(item) ? item : .nothing
        case .several: return valuedOnly(item)
        }
    }

    @inline(never)
    mutating func valuedOnly(_ several: Item) -> Item {
        let mark = Int(several.a)
        var kept = mark
        for index in mark..<stack.count where isValued(stack[index]) {
            stack[kept] = stack[index]
            kept += 1
        }
        stack.truncate(to: kept)
        return collapse(mark)
    }

    /// The first value.
    @inline(__always)
    mutating func first(_ id: OperationID) -> Item {
        let item = valued(id)
        guard item.isSeveral else { return item }
        let first = stack[Int(item.a)]
        release(item)
        return first
    }

    @inline(__always)
    func isValued(_ item: Item) -> Bool {
        guard item.tag == .node else { return true }
        let node = nodes + Int(item.a)
        return node.pointee.length > 0 || node.pointee.firstChild != 0 || !isHL7Value(node.pointee.kind)
    }

    /// What lies on the stack from `mark` on, as one result.
    @inline(__always)
    mutating func collapse(_ mark: Int) -> Item {
        let count = stack.count - mark
        if count == 0 { return .nothing }
        if count > 1 { return Item(tag: .several, a: UInt32(truncatingIfNeeded: mark)) }
        let item = stack[mark]
        stack.truncate(to: mark)
        return item
    }

    /// Takes the items of a result off the stack.
    @inline(__always)
    mutating func release(_ item: Item) { if item.isSeveral { stack.truncate(to: Int(item.a)) } }

    /// Lays a result on the stack; gives where it begins.
    @inline(__always)
    mutating func lay(_ item: Item) -> Int {
        if item.isSeveral { return Int(item.a) }
        if !item.isNothing {
            stack.append(item)
            return stack.count - 1
        }
        return stack.count
    }

    /// The items of a variable, a value of the trust's, or a list.
    @inline(__always)
    private mutating func items(_ index: Int) -> Item {
        let span = variables[index]
        if span.count == 1 { return variableItems[Int(span.start)] }
        if span.count == 0 { return .nothing }
        let mark = stack.count
        for position in span.indices { stack.append(variableItems[position]) }
        return Item(tag: .several, a: UInt32(truncatingIfNeeded: mark))
    }

    /// The first if it has a value, else the other.
    private mutating func otherwise(_ wanted: OperationID, _ other: OperationID) -> Item {
        let item = evaluate(wanted)
        switch item.tag {
        case .text, .number, .boolean: return item
        case .node: if isValued(item) { return item }
        case .several:
            for index in Int(item.a)..<stack.count where isValued(stack[index]) { return item }
            release(item)
        case .nothing: break
        }
        return evaluate(other)
    }

    // MARK: memory

    /// What the operation gave when the frame was about the same node. A trace wants every reading, and an issue is told
    /// as often as it comes up: neither is kept.
    private mutating func recall(_ operation: OperationID, _ frame: Int, _ slot: Int32) -> Item {
        guard frame < frames.count, frames.base[frame].tag == .node, !isTracing else { return evaluate(operation) }
        let node = frames.base[frame].a
        let place = Int(slot) & (Machine.memoryCount - 1)
        let known = memories[place]
        if known.slot == slot &+ 1, known.node == node, known.message == message {
            if !known.item.isSeveral { return known.item }
            let mark = stack.count
            for position in known.several.indices { stack.append(memoryItems[position]) }
            return Item(tag: .several, a: UInt32(truncatingIfNeeded: mark))
        }
        let failuresBefore = failures
        let item = evaluate(operation)
        guard failures == failuresBefore, memoryItems.count < Machine.memoryLimit else { return item }
        var made = Memory(message: message, slot: slot &+ 1, node: node, item: item)
        if item.isSeveral {
            made.several.start = UInt32(truncatingIfNeeded: memoryItems.count)
            for position in Int(item.a)..<stack.count { memoryItems.append(stack[position]) }
            made.several.count = UInt32(truncatingIfNeeded: memoryItems.count) - made.several.start
        }
        memories[place] = made
        return item
    }

    // MARK: truth

    /// True, false, or neither when there is nothing; anything else that is single counts as true, as FHIRPath says.
    mutating func truth(_ id: OperationID) -> Bool? {
        // What only conditions are made of is answered without an item.
        switch code.operations[Int(id.index)] {
        case .every(let conditions): ask(conditions, until: false)
        case .some(let conditions): ask(conditions, until: true)
        case .not(let base): truth(base).map(!)
        case .boolean(let value): value
        case .choose(let condition, let yes, let no): truth(truth(condition) == true ? yes : no)
        default: truth(of: valued(id))
        }
    }

    /// Asked from the left until one decides: no for `and`, yes for `or`. Neither where none does and one says nothing.
    private mutating func ask(_ conditions: Extent, until decisive: Bool) -> Bool? {
        spend()
        var result: Bool? = !decisive
        for index in conditions.indices {
            let one = truth(code.arguments[index])
            if one == decisive { return decisive }
            if one == nil { result = nil }
        }
        return result
    }

    @inline(__always)
    private func item(_ truth: Bool?) -> Item { truth.map { .boolean($0) } ?? .nothing }

    private mutating func truth(of item: Item) -> Bool? {
        switch item.tag {
        case .nothing: return nil
        case .boolean: return item.a == 1
        case .text, .number: return true
        case .node:
            guard nodes[Int(item.a)].kind.isSame(.boolean) else { return true }
            visit(item.a)
            return value(of: item.a).first == UInt8(ascii: "t")
        case .several:
            fail("many-values", "a condition had several values", at: stack[Int(item.a)])
            release(item)
            return nil
        }
    }

    // MARK: identity

    private mutating func makeIdentity(_ parts: Extent) -> Item {
        // The parts may be texts that are made meanwhile, so the key is laid out when all are there.
        let mark = stack.count
        defer { stack.truncate(to: mark) }
        for index in parts.indices {
            let item = valued(code.arguments[index])
            if item.isNothing { return .nothing }
            var one = item
            if item.isSeveral {
                one = stack[Int(item.a)]
                fail("many-values", "an identity had several values", at: one)
                release(item)
            }
            read(one)
            if withBytes(one, { $0.isEmpty }) { return .nothing }
            stack.append(one)
        }
        identityKey.begin(type: output.text(resourceType))
        for index in mark..<stack.count { identityKey.add(bytes(of: stack[index])) }
        let start = output.bytes.count
        identity.write(identityKey, to: output.bytes.extend(by: 36))
        return .text(output.place(from: start))
    }

    /// The places in `created` of the innermost scope that has the alias.
    func scope(of alias: Int) -> Range<Int> {
        var end = created.count
        for start in scopeStarts.reversed() {
            for index in start..<end where created[index].alias == alias { return start..<end }
            end = start
        }
        return 0..<0
    }
}
