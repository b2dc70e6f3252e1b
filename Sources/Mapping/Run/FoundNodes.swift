import Tree

/// What paths have found of one message, so that the next asks a table: the fields of a segment by position, and what stands
/// below the message or a group by name.
struct FoundNodes: ~Copyable {
    static let positions = 64
    /// By node: one more than the number of its table, zero for none.
    private var slots = Block<UInt16>(capacity: 512)
    private var tables = Block<UInt32>(capacity: 8 * FoundNodes.positions)
    /// By table: a bit for each position that is there.
    private var masks = Block<UInt64>(capacity: 16)
    /// By node and name, at the place that the two say; whoever comes later takes it over.
    private var entries = Block<Entry>(zeroed: FoundNodes.entryCount)
    private(set) var members = Block<UInt32>(capacity: 32)

    private static let entryCount = 512
    private static let memberLimit = 1 << 20

    /// Which nodes of a name stand below a node: a part of `members`.
    private struct Entry {
        var message: UInt32 = 0
        var node: UInt32 = 0
        /// One more than the name; zero for none.
        var name: UInt32 = 0
        var span = Span()
    }

    private var message: UInt32 = 0

    /// For the next message: what was found of the last one counts no more.
    mutating func begin(_ message: UInt32, nodes: Int) {
        self.message = message
        slots.reset(zeroed: nodes)
        tables.truncate(to: 0)
        masks.truncate(to: 0)
        members.truncate(to: 0)
    }

    /// The first child of a segment at a position below `positions`; zero for none.
    @inline(__always)
    mutating func field(_ position: Int, of segment: UInt32, _ nodes: UnsafePointer<Tree.Node>) -> UInt32 {
        var slot = Int(slots[Int(segment)])
        if slot == 0 { slot = index(segment, nodes) }
        return tables[(slot - 1) * FoundNodes.positions + position]
    }

    /// Which positions of a segment below `positions` are there, a bit each.
    @inline(__always)
    mutating func positions(of segment: UInt32, _ nodes: UnsafePointer<Tree.Node>) -> UInt64 {
        var slot = Int(slots[Int(segment)])
        if slot == 0 { slot = index(segment, nodes) }
        return masks[slot - 1]
    }

    @inline(never)
    private mutating func index(_ segment: UInt32, _ nodes: UnsafePointer<Tree.Node>) -> Int {
        let table = tables.extend(by: FoundNodes.positions)
        table.initialize(repeating: 0, count: FoundNodes.positions)
        var mask: UInt64 = 0
        var next = nodes[Int(segment)].firstChild
        while next != 0 {
            let position = Int(nodes[Int(next)].position)
            if position < FoundNodes.positions, table[position] == 0 {
                table[position] = next
                mask |= 1 << UInt64(position)
            }
            next = nodes[Int(next)].nextSibling
        }
        masks.append(mask)
        slots[Int(segment)] = UInt16(truncatingIfNeeded: masks.count)
        return masks.count
    }

    /// Whether a further segment can have a table.
    @inline(__always) var hasRoom: Bool { masks.count < Int(UInt16.max) - 1 }

    @inline(__always)
    private func place(_ node: UInt32, _ name: UInt32) -> Int {
        Int((node &* 0x9E37_79B1 ^ name &* 0x85EB_CA6B) >> 23) & (FoundNodes.entryCount - 1)
    }

    /// The nodes of this name below the node; nil when they must be looked for.
    @inline(__always)
    func members(_ name: UInt32, of node: UInt32) -> Span? {
        let entry = entries.base + place(node, name)
        return entry.pointee.node == node && entry.pointee.name == name &+ 1 && entry.pointee.message == message
            ? entry.pointee.span : nil
    }

    mutating func remember(_ name: UInt32, of node: UInt32, _ found: UnsafeBufferPointer<Item>) -> Span {
        if members.count > FoundNodes.memberLimit {
            members.truncate(to: 0)
            for index in 0..<entries.count { entries[index] = Entry() }
        }
        let span = Span(start: UInt32(truncatingIfNeeded: members.count), count: UInt32(truncatingIfNeeded: found.count))
        for item in found { members.append(item.a) }
        entries[place(node, name)] = Entry(message: message, node: node, name: name &+ 1, span: span)
        return span
    }
}
