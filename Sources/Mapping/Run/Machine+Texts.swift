import Canonical
import Diagnostics
import Tree

// Functions and operators over the bytes of items.
extension Machine {
    // MARK: texts

    /// The bytes of an item; good until text is made.
    @inline(__always)
    func bytes(of item: Item) -> UnsafeBufferPointer<UInt8> {
        switch item.tag {
        case .node: return value(of: leaf(item.a))
        case .text, .number: return output.bytes.buffer(Int(item.a), Int(item.b))
        case .boolean:
            let text: StaticString = item.a == 1 ? "true" : "false"
            return UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        case .nothing, .several: return UnsafeBufferPointer(start: nil, count: 0)
        }
    }

    @inline(__always)
    func withBytes<R>(_ item: Item, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R { body(bytes(of: item)) }

    @inline(__always)
    mutating func read(_ item: Item) { if item.tag == .node { visit(leaf(item.a)) } }

    /// The text of an item as a place in the output's bytes.
    @inline(__always)
    mutating func place(_ item: Item) -> Place {
        switch item.tag {
        case .text, .number: return Place(start: item.a, length: item.b)
        case .node:
            let leaf = leaf(item.a)
            visit(leaf)
            return output.store(value(of: leaf))
        case .boolean, .nothing, .several: return output.store(bytes(of: item))
        }
    }

    @inline(__always)
    mutating func appendBytes(_ item: Item) {
        switch item.tag {
        case .text, .number: output.copy(Place(start: item.a, length: item.b))
        case .node:
            let leaf = leaf(item.a)
            visit(leaf)
            output.bytes.append(value(of: leaf))
        case .boolean, .nothing, .several: output.bytes.append(bytes(of: item))
        }
    }

    // MARK: conversions

    /// Every item converted; what cannot be is left out.
    @inline(__always)
    private mutating func each(_ input: OperationID, _ convert: (inout Machine, Item) -> Item) -> Item {
        let item = evaluate(input)
        if item.isNothing { return item }
        // `""` stays what it is: the element is deleted.
        guard item.isSeveral else { return isValued(item) ? convert(&self, item) : item }
        let mark = Int(item.a)
        var kept = mark
        for position in mark..<stack.count {
            let one = stack[position]
            let made = isValued(one) ? convert(&self, one) : one
            if made.isNothing { continue }
            stack[kept] = made
            kept += 1
        }
        stack.truncate(to: kept)
        return collapse(mark)
    }

    mutating func convert(_ index: Int, _ input: OperationID) -> Item { each(input) { $0.convert($1, index) } }

    private mutating func convert(_ item: Item, _ index: Int) -> Item {
        read(item)
        let function = plan.functions[index]
        scratch.removeAll(keepingCapacity: true)
        switch function.convert(bytes(of: item), &scratch) {
        case .made: return .text(output.store(scratch))
        case .absent: return .nothing
        case .failed(let code, let reason):
            fail(code, "\(function.name)() cannot read this value: \(reason)", at: item)
            return .nothing
        }
    }

    mutating func translate(_ index: Int, _ column: CodeTable.Column, _ input: OperationID) -> Item {
        each(input) { $0.translate($1, index, column) }
    }

    private mutating func translate(_ item: Item, _ index: Int, _ column: CodeTable.Column) -> Item {
        read(item)
        let text = bytes(of: item)
        if text.isEmpty { return .nothing }
        let table = plan.tables[index]
        guard let place = table.place(column, of: text) else {
            fail("unknown-code", "table \(table.name) has no row for this value", at: item)
            return .nothing
        }
        if place.length == 0 { return .nothing }
        return table.texts.withUnsafeBufferPointer {
            .text(output.store(UnsafeBufferPointer(rebasing: $0[Int(place.start)..<Int(place.start + place.length)])))
        }
    }

    // MARK: comparing

    mutating func equal(_ a: OperationID, _ b: OperationID, _ negated: Bool) -> Item {
        let one = valued(a)
        let mark = one.isSeveral ? Int(one.a) : stack.count
        let other = valued(b)
        defer { stack.truncate(to: mark) }
        if one.isNothing || other.isNothing { return .nothing }
        if !one.isSeveral, !other.isSeveral {
            read(one)
            read(other)
            return .boolean(same(one, other) != negated)
        }
        let middle = other.isSeveral ? Int(other.a) : stack.count
        let count = one.isSeveral ? middle - mark : 1
        guard count == (other.isSeveral ? stack.count - middle : 1) else { return .boolean(negated) }
        for offset in 0..<count {
            let x = stack[mark + offset]
            let y = stack[middle + offset]
            read(x)
            read(y)
            if !same(x, y) { return .boolean(negated) }
        }
        return .boolean(!negated)
    }

    /// The frequent case: a path and a literal.
    @inline(__always)
    mutating func equal(_ a: OperationID, _ place: Place, _ negated: Bool) -> Item {
        let item = valued(a)
        if item.isNothing { return item }
        if item.isSeveral {
            release(item)
            return .boolean(negated)
        }
        read(item)
        return .boolean(areSame(bytes(of: item), output.text(place)) != negated)
    }

    // MARK: asking a path

    /// The values of a path from a frame, below zero from `$this`.
    @inline(__always)
    private mutating func values(_ frame: Int32, _ steps: Extent) -> Item {
        if frame < 0 { return onlyValues(of: path(steps, from: focus)) }
        let index = Int(frame)
        return index < frames.count ? onlyValues(of: path(steps, from: frames.base[index])) : .nothing
    }

    mutating func exists(_ frame: Int32, _ steps: Extent, _ negated: Bool) -> Item {
        let item = values(frame, steps)
        release(item)
        return .boolean(item.isNothing == negated)
    }

    mutating func isAt(_ frame: Int32, _ steps: Extent, _ place: Place) -> Item {
        let item = values(frame, steps)
        if item.isNothing { return item }
        if item.isSeveral {
            release(item)
            return .boolean(false)
        }
        read(item)
        return .boolean(areSame(bytes(of: item), output.text(place)))
    }

    mutating func isAmong(_ frame: Int32, _ steps: Extent, _ texts: Extent) -> Item {
        var item = values(frame, steps)
        if item.isNothing { return item }
        if item.isSeveral {
            let first = stack[Int(item.a)]
            release(item)
            item = first
        }
        return among(item, texts)
    }

    @inline(__always)
    func same(_ a: Item, _ b: Item) -> Bool { areSame(bytes(of: a), bytes(of: b)) }

    mutating func member(_ a: OperationID, _ list: OperationID) -> Item {
        if case .variable(let index) = code.operations[Int(list.index)] { return member(a, span: Int(index)) }
        let item = first(a)
        if item.isNothing { return item }
        let all = valued(list)
        read(item)
        let mark = all.isSeveral ? Int(all.a) : stack.count
        var isFound = !all.isNothing && !all.isSeveral && same(item, all)
        for index in mark..<stack.count where !isFound { isFound = same(item, stack[index]) }
        release(all)
        return .boolean(isFound)
    }

    /// `in` what a variable or a list of the feed holds.
    mutating func member(_ a: OperationID, span index: Int) -> Item {
        let item = first(a)
        if item.isNothing { return item }
        read(item)
        let text = bytes(of: item)
        for position in variables[index].indices
        where isValued(variableItems[position]) && areSame(text, bytes(of: variableItems[position])) { return .boolean(true) }
        return .boolean(false)
    }

    mutating func among(_ base: OperationID, _ texts: Extent) -> Item {
        let item = first(base)
        return item.isNothing ? item : among(item, texts)
    }

    @inline(__always)
    private mutating func among(_ item: Item, _ texts: Extent) -> Item {
        read(item)
        return .boolean(isOne(item, of: texts))
    }

    /// Whether its text is one of `code.places`.
    @inline(__always)
    func isOne(_ item: Item, of texts: Extent) -> Bool {
        let text = bytes(of: item)
        for index in texts.indices where areSame(text, output.text(code.places[index])) { return true }
        return false
    }

    // MARK: making

    mutating func concatenate(_ a: OperationID, _ b: OperationID) -> Item {
        let one = first(a)
        let other = first(b)
        let start = output.bytes.count
        appendBytes(one)
        appendBytes(other)
        return .text(output.place(from: start))
    }

    /// As several `concatenate` from the left, without their texts in between.
    mutating func concatenation(_ parts: Extent) -> Item {
        let mark = stack.count
        for index in parts.indices {
            let part = code.arguments[index]
            if case .literal(let place) = code.operations[Int(part.index)] {
                stack.append(.text(place))
                continue
            }
            let item = first(part)
            stack.append(item)
            // A trace shows them in the order in which two and two would read them.
            guard isTracing, stack.count > mark + 1 else { continue }
            if stack.count == mark + 2 { read(stack[mark]) }
            read(item)
        }
        let start = output.bytes.count
        for position in mark..<stack.count { appendBytes(stack[position]) }
        stack.truncate(to: mark)
        return .text(output.place(from: start))
    }

    mutating func join(_ base: OperationID, _ separator: Place) -> Item {
        let item = valued(base)
        if item.isNothing { return item }
        let start = output.bytes.count
        guard item.isSeveral else {
            appendBytes(item)
            return .text(output.place(from: start))
        }
        let mark = Int(item.a)
        for index in mark..<stack.count {
            if index > mark { output.copy(separator) }
            appendBytes(stack[index])
        }
        release(item)
        return .text(output.place(from: start))
    }

    /// The first of several; the others stay as they are.
    @inline(__always)
    private mutating func changeFirst(_ base: OperationID, _ change: (inout Machine, Item) -> Item) -> Item {
        let item = evaluate(base)
        if item.isNothing { return item }
        guard item.isSeveral else { return isValued(item) ? change(&self, item) : item }
        let first = stack[Int(item.a)]
        if isValued(first) { stack[Int(item.a)] = change(&self, first) }
        return item
    }

    mutating func trim(_ base: OperationID) -> Item { changeFirst(base) { $0.trim($1) } }

    private mutating func trim(_ item: Item) -> Item {
        let text = bytes(of: item)
        var lower = 0
        var upper = text.count
        while lower < upper, isSpace(text[lower]) { lower += 1 }
        while lower < upper, isSpace(text[upper - 1]) { upper -= 1 }
        if upper - lower == text.count { return item }
        let place = place(item)
        return .text(Place(start: place.start + UInt32(lower), length: UInt32(upper - lower)))
    }

    mutating func beginning(_ base: OperationID, before end: UInt8) -> Item {
        changeFirst(base) { machine, item in
            guard let length = machine.bytes(of: item).firstIndex(of: end) else { return item }
            let place = machine.place(item)
            return .text(Place(start: place.start, length: UInt32(length)))
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    mutating func replace(_ base: OperationID, _ old: Extent, _ new: Extent) -> Item {
        changeFirst(base) { $0.replace($1, old, new) }
    }

    private mutating func replace(_ item: Item, _ old: Extent, _ new: Extent) -> Item {
        let old = UnsafeBufferPointer(start: code.bytes + Int(old.start), count: Int(old.count))
        let new = UnsafeBufferPointer(start: code.bytes + Int(new.start), count: Int(new.count))
        guard bytes(of: item).contains(old[0]) else { return item }
        read(item)
        scratch.removeAll(keepingCapacity: true)
        let text = bytes(of: item)
        var at = 0
        while at < text.count {
            if at + old.count <= text.count, areSame(UnsafeBufferPointer(rebasing: text[at..<at + old.count]), old) {
                scratch.append(contentsOf: new)
                at += old.count
            } else {
                scratch.append(text[at])
                at += 1
            }
        }
        return .text(output.store(scratch))
    }
}
