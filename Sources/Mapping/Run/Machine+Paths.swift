import Tree

// Paths through the source's tree, and the functions that choose among their nodes.
extension Machine {
    // MARK: paths

    /// The node at the end of a path of positions, zero for none; nil when the path may lead to several or is another kind.
    @inline(__always)
    func straight(_ steps: Extent, from start: UInt32) -> UInt32? {
        var at = start
        var index = Int(steps.start)
        let end = index + Int(steps.count)
        while index < end {
            guard case .position(let position) = code.steps[index] else { return nil }
            var wanted = 1
            var isCounted = false
            if index + 1 < end, case .repetition(let number) = code.steps[index + 1] {
                wanted = Int(number)
                isCounted = true
                index += 1
            }
            index += 1
            let node = nodes[Int(at)]
            var next = node.firstChild
            if next == 0 {
                // A leaf is its own first part.
                if position == 1, wanted == 1, isHL7Value(node.kind) {
                    continue
                }
                return 0
            }
            // Children stand in order of position.
            while next != 0, nodes[Int(next)].position < position { next = nodes[Int(next)].nextSibling }
            while wanted > 1, next != 0 {
                next = nodes[Int(next)].nextSibling
                wanted -= 1
            }
            guard next != 0, nodes[Int(next)].position == position else { return 0 }
            if !isCounted {
                let other = nodes[Int(next)].nextSibling
                if other != 0, nodes[Int(other)].position == position { return nil }
            }
            at = next
        }
        return at
    }

    mutating func walk(_ steps: Extent, from mark: Int) {
        var index = Int(steps.start)
        let last = index + Int(steps.count)
        while index < last, stack.count > mark {
            var repetition = 0
            if index + 1 < last, case .repetition(let number) = code.steps[index + 1] { repetition = Int(number) }
            if case .repetition(let number) = code.steps[index] {
                keepOnly(Int(number), from: mark, of: mark)
                index += 1
                continue
            }
            let end = stack.count
            for position in mark..<end {
                let start = stack.count
                step(code.steps[index], from: stack[position])
                if repetition > 0 { keepOnly(repetition, from: start, of: start) }
            }
            let kept = stack.count - end
            for offset in 0..<kept { stack[mark + offset] = stack[end + offset] }
            truncate(to: mark + kept)
            index += repetition > 0 ? 2 : 1
        }
    }

    mutating func keepOnly(_ number: Int, from start: Int, of mark: Int) {
        if start + number - 1 < stack.count {
            let item = stack[start + number - 1]
            truncate(to: start)
            stack.append(item)
        } else {
            truncate(to: start)
        }
    }

    @inline(__always)
    mutating func step(_ step: StepCode, from item: Item) {
        guard item.tag == .node else { return }
        let node = nodes[Int(item.a)]
        switch step {
        case .position(let position):
            var next = node.firstChild
            if next == 0 {
                if position == 1, isHL7Value(node.kind) { stack.append(item) }
                return
            }
            while next != 0 {
                let child = nodes[Int(next)]
                if child.position == position { stack.append(.node(next)) }
                if child.position > position { break }
                next = child.nextSibling
            }
        case .named(let hash, let name):
            var next = node.firstChild
            while next != 0 {
                if isNamed(nodes[Int(next)], hash, name) {
                    stack.append(.node(next))
                }
                next = nodes[Int(next)].nextSibling
            }
        case .segment(let hash, let name): descend(hash, name, node.firstChild, depth: 0)
        case .repetition: break
        }
    }

    @inline(__always)
    func isNamed(_ node: Tree.Node, _ hash: UInt32, _ name: Extent) -> Bool {
        guard node.nameHash == hash, Int32(node.matchLength) == name.count else { return false }
        let own = sourceBytes + Int(node.nameStart)
        let wanted = code.bytes + Int(name.start)
        for offset in 0..<Int(name.count) where own[offset] != wanted[offset] { return false }
        return true
    }

    mutating func descend(_ hash: UInt32, _ name: Extent, _ first: UInt32, depth: Int) {
        guard depth < 32 else { return }
        var next = first
        while next != 0 {
            let node = nodes[Int(next)]
            if isNamed(node, hash, name) {
                stack.append(.node(next))
            } else if node.kind == .group {
                descend(hash, name, node.firstChild, depth: depth + 1)
            }
            next = node.nextSibling
        }
    }

    mutating func filter(_ base: OperationID, _ condition: OperationID) {
        let mark = stack.count
        evaluate(base)
        let outer = this
        var kept = mark
        var index = mark
        while index < stack.count {
            let item = stack[index]
            this = item
            if truth(condition) == true {
                stack[kept] = item
                kept += 1
            }
            index += 1
        }
        truncate(to: kept)
        this = outer
    }

    mutating func select(_ base: OperationID, _ projection: OperationID) {
        let mark = stack.count
        evaluate(base)
        let end = stack.count
        let outer = this
        for index in mark..<end {
            this = stack[index]
            evaluate(projection)
        }
        this = outer
        stack.remove(mark..<end)
    }
}
