import FHIR
import Tree

/// The tree that a message becomes, while it grows. `Tree`, in memory that is written without asking who holds it.
struct OutputTree: ~Copyable {
    var bytes: Block<UInt8>
    var nodes: Block<Tree.Node>

    /// `pool` comes first: places of constants stay what they are.
    init(pool: [UInt8]) {
        bytes = Block(capacity: pool.count + 32 * 1024)
        bytes.append(pool)
        nodes = Block(capacity: 512)
    }

    /// For the next message: the pool, and what is the feed's own.
    mutating func begin(pool: Int, own: [UInt8]) {
        bytes.truncate(to: pool)
        bytes.append(own)
        nodes.truncate(to: 0)
    }

    /// As JSON, and as a tree over that JSON.
    func document() -> (json: [UInt8], tree: Tree) { JSONWriter.document(nodes.buffer, bytes.buffer) }

    /// A copy as it stands, to say where something is in it.
    func tree() -> Tree {
        var tree = Tree()
        tree.bytes = Array(bytes.buffer)
        tree.nodes = Array(nodes.buffer)
        return tree
    }

    subscript(id: Tree.ID) -> Tree.Node {
        @inline(__always) get { nodes[Int(id.rawValue)] }
        @inline(__always) _modify { yield &nodes[Int(id.rawValue)] }
    }

    /// Adds `node` as the last child of `parent`; the first node is the root.
    @inline(__always) @discardableResult
    mutating func append(_ node: Tree.Node, to parent: Tree.ID) -> Tree.ID {
        let id = UInt32(truncatingIfNeeded: nodes.count)
        nodes.append(node)
        nodes.base[Int(id)].parent = parent.rawValue
        guard id != 0 else { return .root }
        let above = Int(parent.rawValue)
        let last = nodes[above].lastChild
        if last == 0 {
            nodes.base[above].firstChild = id
        } else {
            nodes[Int(last)].nextSibling = id
        }
        nodes.base[above].lastChild = id
        return Tree.ID(id)
    }

    /// As `append`, with the place of the node's value.
    @inline(__always) @discardableResult
    mutating func append(_ node: Tree.Node, _ value: Place, to parent: Tree.ID) -> Tree.ID {
        let id = append(node, to: parent)
        nodes.base[Int(id.rawValue)].start = value.start
        nodes.base[Int(id.rawValue)].length = value.length
        return id
    }

    /// Takes the nodes from `mark` on away again; they are the last below `parent`, whose last child was `last`.
    mutating func undo(to mark: Int, below parent: Tree.ID, last: UInt32) {
        nodes.truncate(to: mark)
        nodes[parent.index].lastChild = last
        if last != 0 {
            nodes[Int(last)].nextSibling = 0
        } else {
            nodes[parent.index].firstChild = 0
        }
    }

    /// Without the spaces around it.
    func trimmed(_ place: Place) -> Place {
        var place = place
        while place.length > 0, bytes[Int(place.start)] == 0x20 {
            place.start += 1
            place.length -= 1
        }
        while place.length > 0, bytes[Int(place.start + place.length) - 1] == 0x20 { place.length -= 1 }
        return place
    }

    @inline(__always)
    func place(from start: Int) -> Place {
        Place(start: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: bytes.count - start))
    }

    /// Copies `text` to the end of the bytes.
    @inline(__always)
    mutating func store(_ text: UnsafeBufferPointer<UInt8>) -> Place {
        let start = bytes.count
        bytes.append(text)
        return place(from: start)
    }

    mutating func store(_ text: [UInt8]) -> Place { text.withUnsafeBufferPointer { store($0) } }
    mutating func store(_ text: String) -> Place {
        var text = text
        return text.withUTF8 { store($0) }
    }

    /// Appends bytes of the output to it.
    @inline(__always)
    mutating func copy(_ place: Place) { bytes.repeatRange(Int(place.start), Int(place.length)) }

    @inline(__always)
    func text(_ place: Place) -> UnsafeBufferPointer<UInt8> { bytes.buffer(Int(place.start), Int(place.length)) }

    @inline(__always)
    func value(_ id: Tree.ID) -> Place { Place(start: nodes[Int(id.rawValue)].start, length: nodes[Int(id.rawValue)].length) }

    @inline(__always)
    func isSame(_ a: Place, _ b: Place) -> Bool {
        a.length == b.length && (a.start == b.start || areSame(text(a), text(b)))
    }

    /// The first child whose name stands at `nameStart`; constants stand once.
    func child(of id: Tree.ID, nameStart: UInt32) -> Tree.ID? {
        var next = nodes[Int(id.rawValue)].firstChild
        while next != 0 {
            if nodes[Int(next)].nameStart == nameStart { return Tree.ID(next) }
            next = nodes[Int(next)].nextSibling
        }
        return nil
    }
}

/// Byte by byte, eight at a time.
@inline(__always)
func areSame(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = a.count
    guard count == b.count else { return false }
    guard count > 0, let one = UnsafeRawPointer(a.baseAddress), let other = UnsafeRawPointer(b.baseAddress) else { return true }
    var at = 0
    while at &+ 8 <= count {
        if one.loadUnaligned(fromByteOffset: at, as: UInt64.self) != other.loadUnaligned(fromByteOffset: at, as: UInt64.self) {
            return false
        }
        at &+= 8
    }
    while at < count {
        if a[at] != b[at] { return false }
        at &+= 1
    }
    return true
}
