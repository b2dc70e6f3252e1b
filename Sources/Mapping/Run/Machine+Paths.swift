import Tree

// Paths through the source's tree, and the functions that choose among their nodes.
extension Machine {
    @inline(__always)
    mutating func path(_ steps: Extent, from item: Item) -> Item {
        let first = code.hops + Int(steps.start)
        let end = first + Int(steps.count)
        guard item.tag == .node else {
            // A text has no parts; it is its own first repetition.
            if steps.isEmpty { return item }
            return first.pointee.kind == .repetition && first.pointee.repetition == 1 && steps.count == 1 ? item : .nothing
        }
        return path(first, end, from: item.a)
    }

    /// Goes on from node to node as long as a step leads to one; where it may lead to several, `walk` goes on from there.
    private mutating func path(_ first: UnsafePointer<Hop>, _ end: UnsafePointer<Hop>, from start: UInt32) -> Item {
        var at = start
        var hop = first
        while hop < end {
            let node = nodes + Int(at)
            switch hop.pointee.kind {
            case .position:
                let position = UInt16(truncatingIfNeeded: hop.pointee.number)
                var next: UInt32
                if node.pointee.kind.isSame(.segment), Int(position) < FoundNodes.positions, found.hasRoom {
                    next = found.field(Int(position), of: at, nodes)
                    if next == 0 { return .nothing }
                } else {
                    next = node.pointee.firstChild
                    if next == 0 {
                        // A leaf is its own first part.
                        guard position == 1, hop.pointee.repetition <= 1, isHL7Value(node.pointee.kind) else { return .nothing }
                        hop += 1
                        continue
                    }
                    // Children stand in order of position.
                    while next != 0, nodes[Int(next)].position < position { next = nodes[Int(next)].nextSibling }
                    guard next != 0, nodes[Int(next)].position == position else { return .nothing }
                }
                var wanted = hop.pointee.repetition
                if wanted == 0 {
                    let other = nodes[Int(next)].nextSibling
                    if other != 0, nodes[Int(other)].position == position { return walk(hop, end, from: .node(at)) }
                }
                while wanted > 1 {
                    next = nodes[Int(next)].nextSibling
                    guard next != 0, nodes[Int(next)].position == position else { return .nothing }
                    wanted -= 1
                }
                at = next
            case .segment, .named:
                guard holdsSegments(node) else { return walk(hop, end, from: .node(at)) }
                let span = members(hop, of: at)
                let wanted = Int(hop.pointee.repetition)
                if span.count == 0 || wanted > Int(span.count) { return .nothing }
                if wanted == 0, span.count > 1 { return walk(hop, end, from: .node(at)) }
                at = found.members[Int(span.start) + max(0, wanted - 1)]
            case .repetition: if hop.pointee.repetition != 1 { return .nothing }
            }
            hop += 1
        }
        return .node(at)
    }

    private mutating func walk(_ first: UnsafePointer<Hop>, _ end: UnsafePointer<Hop>, from item: Item) -> Item {
        let mark = stack.count
        stack.append(item)
        return walk(first, end, from: mark)
    }

    /// From all items that lie on the stack above `mark`.
    mutating func walk(_ first: UnsafePointer<Hop>, _ end: UnsafePointer<Hop>, from mark: Int) -> Item {
        var hop = first
        while hop < end, stack.count > mark {
            let repetition = Int(hop.pointee.repetition)
            if hop.pointee.kind == .repetition {
                keepOnly(repetition, from: mark)
                hop += 1
                continue
            }
            let above = stack.count
            for position in mark..<above {
                let start = stack.count
                step(hop, from: stack[position])
                if repetition > 0 { keepOnly(repetition, from: start) }
            }
            stack.remove(mark..<above)
            hop += 1
        }
        return collapse(mark)
    }

    private mutating func keepOnly(_ number: Int, from start: Int) {
        guard start + number - 1 < stack.count else { return stack.truncate(to: start) }
        let item = stack[start + number - 1]
        stack.truncate(to: start)
        stack.append(item)
    }

    private mutating func step(_ hop: UnsafePointer<Hop>, from item: Item) {
        guard item.tag == .node else { return }
        let node = nodes + Int(item.a)
        switch hop.pointee.kind {
        case .position:
            let position = UInt16(truncatingIfNeeded: hop.pointee.number)
            var next = node.pointee.firstChild
            if next == 0 {
                if position == 1, isHL7Value(node.pointee.kind) { stack.append(item) }
                return
            }
            if node.pointee.kind.isSame(.segment), Int(position) < FoundNodes.positions, found.hasRoom {
                next = found.field(Int(position), of: item.a, nodes)
            }
            while next != 0, nodes[Int(next)].position <= position {
                if nodes[Int(next)].position == position { stack.append(.node(next)) }
                next = nodes[Int(next)].nextSibling
            }
        case .named, .segment:
            if holdsSegments(node) {
                let span = members(hop, of: item.a)
                for index in span.indices { stack.append(.node(found.members[index])) }
            } else if hop.pointee.kind == .named {
                children(hop, node.pointee.firstChild)
            } else {
                descend(hop, node.pointee.firstChild, depth: 0)
            }
        case .repetition: break
        }
    }

    mutating func children(_ hop: UnsafePointer<Hop>, _ first: UInt32) {
        var next = first
        while next != 0 {
            if isNamed(next, hop) { stack.append(.node(next)) }
            next = nodes[Int(next)].nextSibling
        }
    }

    @inline(__always)
    func isNamed(_ node: UInt32, _ hop: UnsafePointer<Hop>) -> Bool {
        let own = nodes + Int(node)
        guard own.pointee.nameHash == hop.pointee.hash, Int32(own.pointee.matchLength) == hop.pointee.name.count else {
            return false
        }
        let text = sourceBytes + Int(own.pointee.nameStart)
        let wanted = code.bytes + Int(hop.pointee.name.start)
        for offset in 0..<Int(hop.pointee.name.count) where text[offset] != wanted[offset] { return false }
        return true
    }

    mutating func descend(_ hop: UnsafePointer<Hop>, _ first: UInt32, depth: Int) {
        guard depth < 32 else { return }
        var next = first
        while next != 0 {
            if isNamed(next, hop) {
                stack.append(.node(next))
            } else if nodes[Int(next)].kind.isSame(.group) {
                descend(hop, nodes[Int(next)].firstChild, depth: depth + 1)
            }
            next = nodes[Int(next)].nextSibling
        }
    }

    // MARK: choosing

    mutating func filter(_ base: OperationID, _ condition: OperationID) -> Item {
        let item = evaluate(base)
        if item.isNothing { return item }
        let outer = this
        defer { this = outer }
        guard item.isSeveral else {
            this = item
            return isKept(condition) ? item : .nothing
        }
        let mark = Int(item.a)
        var kept = mark
        for index in mark..<stack.count {
            let one = stack[index]
            this = one
            if isKept(condition) {
                stack[kept] = one
                kept += 1
            }
        }
        stack.truncate(to: kept)
        return collapse(mark)
    }

    /// Whether the condition of a where() holds. While a document of another release is read, what it looked at in an item that it
    /// does not keep is not read: nothing was carried.
    @inline(__always)
    private mutating func isKept(_ condition: OperationID) -> Bool {
        conversion == nil ? truth(condition) == true : isKeptInConversion(condition)
    }

    @inline(never)
    private mutating func isKeptInConversion(_ condition: OperationID) -> Bool {
        let before = Array(visited.buffer)
        let mark = reads.count
        if truth(condition) == true { return true }
        for (index, word) in before.enumerated() { visited[index] = word }
        reads.truncate(to: mark)
        return false
    }

    /// Whether the condition holds for one of them; those behind it are not looked at.
    mutating func any(_ base: OperationID, _ condition: OperationID) -> Item {
        let item = valued(base)
        if item.isNothing { return .boolean(false) }
        let outer = this
        defer { this = outer }
        guard item.isSeveral else {
            this = item
            return .boolean(truth(condition) == true)
        }
        let mark = Int(item.a)
        var isFound = false
        for index in mark..<stack.count where !isFound {
            this = stack[index]
            isFound = truth(condition) == true
        }
        stack.truncate(to: mark)
        return .boolean(isFound)
    }

    mutating func select(_ base: OperationID, _ projection: OperationID) -> Item {
        let item = evaluate(base)
        if item.isNothing { return item }
        let outer = this
        defer { this = outer }
        guard item.isSeveral else {
            this = item
            return evaluate(projection)
        }
        let mark = Int(item.a)
        let end = stack.count
        for index in mark..<end {
            this = stack[index]
            _ = lay(evaluate(projection))
        }
        stack.remove(mark..<end)
        return collapse(mark)
    }

    /// `combine`: both, in order.
    mutating func both(_ a: OperationID, _ b: OperationID) -> Item {
        let item = valued(a)
        if item.isNothing { return valued(b) }
        let mark = lay(item)
        _ = lay(valued(b))
        return collapse(mark)
    }

    /// As several `both` from the left.
    mutating func all(_ lists: Extent) -> Item {
        let mark = stack.count
        for index in lists.indices { _ = lay(valued(code.arguments[index])) }
        return collapse(mark)
    }

    mutating func moreItems(_ a: OperationID, _ b: OperationID) -> Item {
        let count = count(a)
        return .boolean(count > self.count(b))
    }

    private mutating func count(_ id: OperationID) -> Int {
        let item = valued(id)
        defer { release(item) }
        return item.isNothing ? 0 : item.isSeveral ? stack.count - Int(item.a) : 1
    }

    mutating func distinct(_ base: OperationID) -> Item {
        let item = valued(base)
        guard item.isSeveral else { return item }
        let mark = Int(item.a)
        var kept = mark
        for index in mark..<stack.count {
            let one = stack[index]
            read(one)
            if !(mark..<kept).contains(where: { same(stack[$0], one) }) {
                stack[kept] = one
                kept += 1
            }
        }
        stack.truncate(to: kept)
        return collapse(mark)
    }
}
