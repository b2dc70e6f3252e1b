import Tree

// What was found once is not looked for again: segments by name, and which positions are there.
extension Machine {
    @inline(__always)
    func holdsSegments(_ node: UnsafePointer<Tree.Node>) -> Bool {
        node.pointee.kind.isSame(.group) || node.pointee.kind.isSame(.message)
    }

    /// What a hop by name leads to from the message or a group.
    @inline(__always)
    mutating func members(_ hop: UnsafePointer<Hop>, of node: UInt32) -> Span {
        let name = UInt32(bitPattern: hop.pointee.number) << 1 | (hop.pointee.kind == .segment ? 1 : 0)
        return found.members(name, of: node) ?? look(hop, name, node)
    }

    @inline(never)
    private mutating func look(_ hop: UnsafePointer<Hop>, _ name: UInt32, _ node: UInt32) -> Span {
        let mark = stack.count
        if hop.pointee.kind == .segment {
            descend(hop, nodes[Int(node)].firstChild, depth: 0)
        } else {
            children(hop, nodes[Int(node)].firstChild)
        }
        let span = found.remember(name, of: node, stack.buffer(mark, stack.count - mark))
        stack.truncate(to: mark)
        return span
    }

    /// Which of the positions that an object's elements ask for are there, a bit each (`Need`); all where that is not plain.
    mutating func present(_ object: UnsafePointer<ObjectCode>) -> UInt64 {
        let frame = Int(object.pointee.base.frame)
        guard frame >= 0, frame < frames.count, frames.base[frame].tag == .node else { return .max }
        var at = frames.base[frame].a
        if object.pointee.base.hop >= 0 {
            guard holdsSegments(nodes + Int(at)) else { return .max }
            let span = members(code.hops + Int(object.pointee.base.hop), of: at)
            if span.count == 0 { return Need.always }
            guard span.count == 1 else { return .max }
            at = found.members[Int(span.start)]
        }
        let kind = nodes[Int(at)].kind
        if kind.isSame(.segment) { return found.hasRoom ? found.positions(of: at, nodes) | Need.always | Need.itself : .max }
        guard isHL7Value(kind) else { return .max }
        var next = nodes[Int(at)].firstChild
        // A leaf is its own first part.
        if next == 0 { return 2 | Need.always | Need.itself }
        var mask = Need.always | Need.itself
        while next != 0 {
            let position = nodes[Int(next)].position
            if position < 64 { mask |= 1 << UInt64(position) }
            next = nodes[Int(next)].nextSibling
        }
        return mask
    }
}
