import Tree

/// The result of an expression while a map runs: eight bytes and a tag, no string, no class.
struct Item {
    enum Tag: UInt8 {
        /// No item.
        case nothing
        /// `a` is a node of the source.
        case node
        /// Bytes `a ..< a + b` of the output.
        case text
        case number
        case boolean
        /// Several items: those of the stack from `a` on.
        case several
    }
    var tag: Tag
    var a: UInt32
    var b: UInt32 = 0

    static let nothing = Item(tag: .nothing, a: 0)
    @inline(__always) static func node(_ id: UInt32) -> Item { Item(tag: .node, a: id) }
    @inline(__always) static func boolean(_ value: Bool) -> Item { Item(tag: .boolean, a: value ? 1 : 0) }
    @inline(__always) static func text(_ place: Place) -> Item { Item(tag: .text, a: place.start, b: place.length) }
    @inline(__always) static func number(_ place: Place) -> Item { Item(tag: .number, a: place.start, b: place.length) }

    @inline(__always) var isNothing: Bool { tag == .nothing }
    @inline(__always) var isSeveral: Bool { tag == .several }
}

extension Tree.Kind {
    /// `==`, which across modules is a call.
    @inline(__always)
    func isSame(_ other: Tree.Kind) -> Bool { unsafeBitCast(self, to: UInt8.self) == unsafeBitCast(other, to: UInt8.self) }
}

/// Consecutive items of the machine's.
struct Span {
    var start: UInt32 = 0
    var count: UInt32 = 0
    @inline(__always) var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
