import Tree

// Paths through the source's tree, and the functions that choose among their nodes.
extension Machine {
    // MARK: paths

    /// The node at the end of a path of positions, zero for none; nil when the path may lead to several or is another kind.
    @inline(__always)
    func straight(_ steps: [PathStep], from start: UInt32) -> UInt32? {
        var at = start
        var index = 0
        while index < steps.count {
            guard case .position(let position) = steps[index] else { return nil }
            var wanted = 1
            var isCounted = false
            if index + 1 < steps.count, case .repetition(let number) = steps[index + 1] {
                wanted = number
                isCounted = true
                index += 1
            }
            index += 1
            let node = source.nodes[Int(at)]
            var next = node.firstChild
            if next == 0 {
                // A leaf is its own first part.
                if position == 1, wanted == 1, node.kind != .segment, node.kind.rawValue >= Tree.Kind.field.rawValue {
                    continue
                }
                return 0
            }
            // Children stand in order of position.
            while next != 0, source.nodes[Int(next)].position < position { next = source.nodes[Int(next)].nextSibling }
            while wanted > 1, next != 0 {
                next = source.nodes[Int(next)].nextSibling
                wanted -= 1
            }
            guard next != 0, source.nodes[Int(next)].position == position else { return 0 }
            if !isCounted {
                let other = source.nodes[Int(next)].nextSibling
                if other != 0, source.nodes[Int(other)].position == position { return nil }
            }
            at = next
        }
        return at
    }

    mutating func walk(_ steps: [PathStep], from mark: Int) {
        var index = 0
        while index < steps.count, stack.count > mark {
            var repetition = 0
            if index + 1 < steps.count, case .repetition(let number) = steps[index + 1] { repetition = number }
            if case .repetition(let number) = steps[index] {
                keepOnly(number, from: mark, of: mark)
                index += 1
                continue
            }
            let end = stack.count
            for position in mark..<end {
                let start = stack.count
                step(steps[index], from: stack[position])
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
    mutating func step(_ step: PathStep, from item: Item) {
        guard item.tag == .node else { return }
        let node = source.nodes[Int(item.a)]
        switch step {
        case .position(let position):
            var next = node.firstChild
            if next == 0 {
                if position == 1, node.kind != .segment, node.kind.rawValue >= Tree.Kind.field.rawValue { stack.append(item) }
                return
            }
            while next != 0 {
                let child = source.nodes[Int(next)]
                if child.position == position { stack.append(.node(next)) }
                if child.position > position { break }
                next = child.nextSibling
            }
        case .named(let name):
            var next = node.firstChild
            while next != 0 {
                if source.nodes[Int(next)].nameHash == name.hash, source.node(Tree.ID(next), isNamed: name) {
                    stack.append(.node(next))
                }
                next = source.nodes[Int(next)].nextSibling
            }
        case .segment(let name): descend(name, node.firstChild, depth: 0)
        case .repetition: break
        }
    }

    mutating func descend(_ name: Name, _ first: UInt32, depth: Int) {
        guard depth < 32 else { return }
        var next = first
        while next != 0 {
            let node = source.nodes[Int(next)]
            if node.nameHash == name.hash, source.node(Tree.ID(next), isNamed: name) {
                stack.append(.node(next))
            } else if node.kind == .group {
                descend(name, node.firstChild, depth: depth + 1)
            }
            next = node.nextSibling
        }
    }

    mutating func filter(_ base: Evaluation, _ condition: Evaluation) {
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

    mutating func select(_ base: Evaluation, _ projection: Evaluation) {
        let mark = stack.count
        evaluate(base)
        let end = stack.count
        let outer = this
        for index in mark..<end {
            this = stack[index]
            evaluate(projection)
        }
        this = outer
        stack.removeSubrange(mark..<end)
    }
}
