import Tree

/// What paths have found of one message, so that the next asks a table: the fields of a segment by position, and the segments
/// of the message by name.
struct FoundNodes: ~Copyable {
    static let positions = 64
    /// By node: one more than the number of its table, zero for none.
    private var slots: Block<UInt16>
    private var tables = Block<UInt32>(capacity: 8 * FoundNodes.positions)
    private var tableCount = 0
    /// By name: where its nodes stand in `members`.
    private var segments: Block<Span>
    private(set) var members = Block<UInt32>(capacity: 32)
    private static let unknown = Span(start: .max, count: 0)

    init(nodes: Int, segments: Int) {
        slots = Block(repeating: 0, count: nodes)
        self.segments = Block(repeating: FoundNodes.unknown, count: segments)
    }

    /// The first child of a segment at a position below `positions`; zero for none.
    @inline(__always)
    mutating func field(_ position: Int, of segment: UInt32, _ nodes: UnsafePointer<Tree.Node>) -> UInt32 {
        var slot = Int(slots[Int(segment)])
        if slot == 0 { slot = index(segment, nodes) }
        return tables[(slot - 1) * FoundNodes.positions + position]
    }

    @inline(never)
    private mutating func index(_ segment: UInt32, _ nodes: UnsafePointer<Tree.Node>) -> Int {
        let start = tables.count
        for _ in 0..<FoundNodes.positions { tables.append(0) }
        var next = nodes[Int(segment)].firstChild
        while next != 0 {
            let position = Int(nodes[Int(next)].position)
            if position < FoundNodes.positions, tables[start + position] == 0 { tables[start + position] = next }
            next = nodes[Int(next)].nextSibling
        }
        tableCount += 1
        slots[Int(segment)] = UInt16(truncatingIfNeeded: tableCount)
        return tableCount
    }

    /// Whether a further segment can have a table.
    @inline(__always) var hasRoom: Bool { tableCount < Int(UInt16.max) - 1 }

    /// The segments of this name in the message; nil before they were looked for.
    @inline(__always)
    func segments(_ name: Int) -> Span? {
        let span = segments[name]
        return span.start == .max ? nil : span
    }

    mutating func remember(_ name: Int, _ found: UnsafeBufferPointer<Item>) -> Span {
        let span = Span(start: UInt32(truncatingIfNeeded: members.count), count: UInt32(truncatingIfNeeded: found.count))
        for item in found { members.append(item.a) }
        segments[name] = span
        return span
    }
}
