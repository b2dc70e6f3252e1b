import Canonical
import Diagnostics
import Tree

// Functions and operators over the bytes of items.
extension Machine {
    // MARK: texts

    /// The bytes of an item that is on the stack.
    @inline(__always)
    func withBytes<R>(_ item: Item, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        switch item.tag {
        case .node:
            let node = nodes[Int(leaf(item.a))]
            return body(value(of: node))
        case .text, .number:
            return output.bytes.withUnsafeBufferPointer {
                body(UnsafeBufferPointer(rebasing: $0[Int(item.a)..<Int(item.a) + Int(item.b)]))
            }
        case .boolean:
            return (item.a == 1 ? Machine.trueText : Machine.falseText).withUnsafeBufferPointer(body)
        }
    }
    static let trueText = Array("true".utf8)
    static let falseText = Array("false".utf8)

    @inline(__always)
    mutating func read(_ item: Item) { if item.tag == .node { visit(leaf(item.a)) } }

    /// The text of an item as a place in the output's bytes.
    mutating func place(_ item: Item) -> Place {
        switch item.tag {
        case .text, .number: return Place(start: item.a, length: item.b)
        case .boolean, .node:
            read(item)
            let start = output.bytes.count
            if item.tag == .node {
                let node = nodes[Int(leaf(item.a))]
                output.bytes.append(contentsOf: value(of: node))
            } else {
                output.bytes.append(contentsOf: item.a == 1 ? Machine.trueText : Machine.falseText)
            }
            return Place(start: UInt32(start), length: UInt32(output.bytes.count - start))
        }
    }

    mutating func convert(_ index: Int, _ input: OperationID) {
        let mark = stack.count
        evaluate(input)
        let end = stack.count
        let function = plan.functions[index]
        var kept = mark
        for position in mark..<end {
            let item = stack[position]
            guard isValued(item) else {
                // `""` stays what it is: the element is deleted.
                stack[kept] = item
                kept += 1
                continue
            }
            read(item)
            let start = output.bytes.count
            let outcome: Conversion
            if item.tag == .node {
                let node = nodes[Int(leaf(item.a))]
                outcome = function.convert(value(of: node), &output.bytes)
            } else {
                let copy = withBytes(item) { Array($0) }
                outcome = copy.withUnsafeBufferPointer { function.convert($0, &output.bytes) }
            }
            switch outcome {
            case .made:
                stack[kept] = .text(Place(start: UInt32(start), length: UInt32(output.bytes.count - start)))
                kept += 1
            case .absent: break
            case .failed(let code, let reason):
                output.bytes.removeSubrange(start...)
                fail(code, "\(function.name)() cannot read this value: \(reason)", at: item)
            }
        }
        truncate(to: kept)
    }

    mutating func translate(_ index: Int, _ column: CodeTable.Column, _ input: OperationID) {
        let table = plan.tables[index]
        let mark = stack.count
        evaluate(input)
        var kept = mark
        for position in mark..<stack.count {
            let item = stack[position]
            guard isValued(item) else {
                stack[kept] = item
                kept += 1
                continue
            }
            read(item)
            let row = withBytes(item) { $0.isEmpty ? nil : table.table.position(of: $0) }
            guard let row else {
                if withBytes(item, { $0.isEmpty }) { continue }
                fail("unknown-code", "table \(table.name) has no row for this value", at: item)
                continue
            }
            let text = table.table.rows[row][column]
            if text.isEmpty { continue }
            let place = output.store(text)
            stack[kept] = .text(Place(start: place.start, length: place.length))
            kept += 1
        }
        truncate(to: kept)
    }

    mutating func equal(_ a: OperationID, _ b: OperationID, _ negated: Bool) {
        let mark = stack.count
        evaluate(a)
        dropUnvalued(from: mark)
        let middle = stack.count
        evaluate(b)
        dropUnvalued(from: middle)
        let end = stack.count
        defer { stack.remove(mark..<end) }
        guard middle > mark, end > middle else { return }
        guard middle - mark == end - middle else { return stack.append(.boolean(negated)) }
        var isSame = true
        for offset in 0..<middle - mark where isSame {
            let one = stack[mark + offset]
            let other = stack[middle + offset]
            read(one)
            read(other)
            isSame = same(one, other)
        }
        stack.append(.boolean(isSame != negated))
    }

    /// The frequent case: a path and a literal.
    mutating func equal(_ a: OperationID, _ place: Place, _ negated: Bool) {
        let mark = stack.count
        evaluate(a)
        dropUnvalued(from: mark)
        let count = stack.count - mark
        guard count > 0 else { return }
        let item = stack[mark]
        truncate(to: mark)
        guard count == 1 else { return stack.append(.boolean(negated)) }
        read(item)
        stack.append(.boolean(same(item, .text(place)) != negated))
    }

    @inline(__always)
    func same(_ a: Item, _ b: Item) -> Bool {
        withBytes(a) { one in withBytes(b) { other in isSame(one, other) } }
    }

    @inline(__always)
    func isSame(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for offset in 0..<a.count where a[offset] != b[offset] { return false }
        return true
    }

    /// Appends bytes of the output to it.
    @inline(__always)
    mutating func repeatBytes(_ place: Place) {
        let start = output.bytes.count
        let count = Int(place.length)
        output.bytes.append(contentsOf: repeatElement(0, count: count))
        output.bytes.withUnsafeMutableBufferPointer { bytes in
            for offset in 0..<count { bytes[start + offset] = bytes[Int(place.start) + offset] }
        }
    }

    mutating func member(_ a: OperationID, _ list: OperationID) {
        let mark = stack.count
        evaluate(a)
        dropUnvalued(from: mark)
        guard stack.count > mark else { return }
        let middle = stack.count
        evaluate(list)
        dropUnvalued(from: middle)
        let item = stack[mark]
        read(item)
        var found = false
        for index in middle..<stack.count where !found { found = same(item, stack[index]) }
        truncate(to: mark)
        stack.append(.boolean(found))
    }

    mutating func concatenate(_ a: OperationID, _ b: OperationID) {
        let mark = stack.count
        evaluate(a)
        dropUnvalued(from: mark)
        let middle = stack.count
        evaluate(b)
        dropUnvalued(from: middle)
        let first = middle > mark ? stack[mark] : nil
        let second = stack.count > middle ? stack[middle] : nil
        let start = output.bytes.count
        for item in [first, second] {
            guard let item else { continue }
            appendBytes(item)
        }
        truncate(to: mark)
        stack.append(.text(Place(start: UInt32(start), length: UInt32(output.bytes.count - start))))
    }

    mutating func appendBytes(_ item: Item) {
        read(item)
        switch item.tag {
        case .node:
            let node = nodes[Int(leaf(item.a))]
            output.bytes.append(contentsOf: value(of: node))
        case .text, .number:
            repeatBytes(Place(start: item.a, length: item.b))
        case .boolean: output.bytes.append(contentsOf: item.a == 1 ? Machine.trueText : Machine.falseText)
        }
    }

    mutating func join(_ base: OperationID, _ separator: Place) {
        let mark = stack.count
        evaluate(base)
        dropUnvalued(from: mark)
        let end = stack.count
        guard end > mark else { return }
        let start = output.bytes.count
        for index in mark..<end {
            if index > mark { appendBytes(.text(separator)) }
            appendBytes(stack[index])
        }
        truncate(to: mark)
        stack.append(.text(Place(start: UInt32(start), length: UInt32(output.bytes.count - start))))
    }

    mutating func trim(_ base: OperationID) {
        let mark = stack.count
        evaluate(base)
        guard stack.count > mark, isValued(stack[mark]) else { return }
        let item = stack[mark]
        let (lead, length, whole) = withBytes(item) { bytes -> (Int, Int, Int) in
            var lower = 0
            var upper = bytes.count
            while lower < upper, isSpace(bytes[lower]) { lower += 1 }
            while lower < upper, isSpace(bytes[upper - 1]) { upper -= 1 }
            return (lower, upper - lower, bytes.count)
        }
        if length == whole { return }
        let place = place(item)
        stack[mark] = .text(Place(start: place.start + UInt32(lead), length: UInt32(length)))
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    mutating func replace(_ base: OperationID, _ old: Extent, _ new: Extent) {
        let mark = stack.count
        evaluate(base)
        guard stack.count > mark, isValued(stack[mark]) else { return }
        let bytes = withBytes(stack[mark]) { Array($0) }
        let old = UnsafeBufferPointer(start: code.bytes + Int(old.start), count: Int(old.count))
        let new = UnsafeBufferPointer(start: code.bytes + Int(new.start), count: Int(new.count))
        guard bytes.contains(old[0]) else { return }
        read(stack[mark])
        let start = output.bytes.count
        var at = 0
        while at < bytes.count {
            if at + old.count <= bytes.count, bytes[at..<at + old.count].elementsEqual(old) {
                output.bytes.append(contentsOf: new)
                at += old.count
            } else {
                output.bytes.append(bytes[at])
                at += 1
            }
        }
        stack[mark] = .text(Place(start: UInt32(start), length: UInt32(output.bytes.count - start)))
    }

    mutating func distinct(_ base: OperationID) {
        let mark = stack.count
        evaluate(base)
        dropUnvalued(from: mark)
        var kept = mark
        for index in mark..<stack.count {
            let item = stack[index]
            if !(mark..<kept).contains(where: { same(stack[$0], item) }) {
                stack[kept] = item
                kept += 1
            }
        }
        truncate(to: kept)
    }
}
