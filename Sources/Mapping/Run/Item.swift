/// One item of a result while a map runs: eight bytes and a tag, no string, no class.
struct Item {
    enum Tag: UInt8 {
        /// `a` is a node of the source.
        case node
        /// Bytes `a ..< a + b` of the output.
        case text
        case number
        case boolean
    }
    var tag: Tag
    var a: UInt32
    var b: UInt32 = 0

    static func node(_ id: UInt32) -> Item { Item(tag: .node, a: id) }
    static func boolean(_ value: Bool) -> Item { Item(tag: .boolean, a: value ? 1 : 0) }
    static func text(_ place: Place) -> Item { Item(tag: .text, a: place.start, b: place.length) }
    static func number(_ place: Place) -> Item { Item(tag: .number, a: place.start, b: place.length) }
}
