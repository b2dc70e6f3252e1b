// Tree: one concrete flat tree that every reader fills and every expression reads.
//
// Owns: the arena (`Tree`), element names (`Name`) and the way to walk them. HL7 v2, FHIR JSON and FHIR XML differ only
// in the `Kind` of their nodes. A tree is a value: two arrays, no classes, no pointers. It runs no task; its memory is
// bounded by its reader's limits (bytes and nodes of one message).

/// A parsed document: its bytes, and nodes that refer to ranges of them.
///
/// `bytes` begins with the source as it was received (`sourceLength` bytes); readers append what had to be decoded (an
/// escape, another character set) behind it, so that every value is a contiguous range and no value is a `String`
/// until somebody asks for one.
package struct Tree: Sendable {
    package var bytes: [UInt8]
    /// How many of `bytes` are the source itself.
    package var sourceLength: Int
    /// Node 0 is the root.
    package var nodes: [Node]

    /// An empty tree over `source`, with room for `nodes` nodes.
    package init(source: [UInt8] = [], reserving nodeCount: Int = 0) {
        bytes = source
        sourceLength = source.count
        nodes = []
        nodes.reserveCapacity(nodeCount)
    }

    /// Index of a node in its tree.
    package struct ID: Hashable, Sendable, Comparable {
        package var rawValue: UInt32
        @inlinable package init(_ rawValue: UInt32) { self.rawValue = rawValue }
        @inlinable package var index: Int { Int(rawValue) }
        /// The root is nobody's child, so zero also says "none" in `Node`'s links.
        @inlinable package static var root: ID { ID(0) }
        @inlinable package static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
    }

    package enum Kind: UInt8, Sendable {
        // FHIR, JSON, XML
        case object, string, number, boolean
        /// A FHIR primitive without a value of its own (only `id` or `extension` below it), or a JSON null.
        case null
        /// XHTML of a narrative, kept as text.
        case xhtml
        // HL7 v2
        case message, group, segment, field, component, subcomponent

        // The derived one goes through the raw value's witness in other modules.
        @inlinable @inline(__always)
        package static func == (a: Kind, b: Kind) -> Bool {
            unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
        }
    }

    package struct Flags: OptionSet, Sendable {
        package var rawValue: UInt8
        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
        // Said again here because the option set's own are not specialised across modules.
        @inlinable package func contains(_ member: Flags) -> Bool { rawValue & member.rawValue == member.rawValue }
        @inlinable @discardableResult
        package mutating func insert(_ member: Flags) -> (inserted: Bool, memberAfterInsert: Flags) {
            let isNew = !contains(member)
            rawValue |= member.rawValue
            return (isNew, member)
        }
        /// HL7 v2 `""`: the sender deletes what is known.
        @inlinable package static var explicitNull: Flags { Flags(rawValue: 1) }
        /// The element stood in a JSON array, or a schema says that it repeats: it is written as an array.
        @inlinable package static var repeats: Flags { Flags(rawValue: 2) }
        /// A choice element (`valueQuantity`): `nameHash` and `matchLength` are those of its base name (`value`).
        @inlinable package static var choice: Flags { Flags(rawValue: 4) }
        /// The value had to be decoded and stands behind the source in `bytes`.
        @inlinable package static var decoded: Flags { Flags(rawValue: 8) }
        /// A primitive that has element children (`id`, `extension`) beside its value.
        @inlinable package static var extended: Flags { Flags(rawValue: 16) }
        /// A part of the value could not be read in its character set and stands as U+FFFD.
        @inlinable package static var damaged: Flags { Flags(rawValue: 32) }
    }

    /// 44 bytes; links are indices, zero is none.
    package struct Node: Sendable {
        package var kind: Kind
        /// Not `[]`: the literal of an option set is not specialised across modules and costs a reader a third of its time.
        package var flags = Flags(rawValue: 0)
        /// HL7 v2: the one-based position of a field, component or subcomponent; of a field's repetitions all carry the same.
        package var position: UInt16 = 0
        /// The type in the schema that annotated the tree; 0 is unknown.
        package var type: UInt16 = 0
        package var nameLength: UInt8 = 0
        /// How much of the name a path step must match (all of it, but for `Flags.choice`).
        package var matchLength: UInt8 = 0
        package var nameStart: UInt32 = 0
        package var nameHash: UInt32 = 0
        /// The value (decoded); for an inner HL7 node the raw text of the whole.
        package var start: UInt32 = 0
        package var length: UInt32 = 0
        /// The zero-based byte in the source at which this element begins, for diagnostics.
        package var source: UInt32 = 0
        package var firstChild: UInt32 = 0
        package var lastChild: UInt32 = 0
        package var nextSibling: UInt32 = 0
        package var parent: UInt32 = 0

        @inlinable package init(kind: Kind) { self.kind = kind }
    }

    @inlinable package subscript(id: ID) -> Node {
        get { nodes[id.index] }
        set { nodes[id.index] = newValue }
        _modify { yield &nodes[id.index] }
    }
}

// MARK: - Building

extension Tree {
    /// Adds `node` as the last child of `parent`; the first node added becomes the root and `parent` is ignored.
    @discardableResult @inlinable
    package mutating func append(_ node: Node, to parent: ID) -> ID {
        let id = ID(UInt32(truncatingIfNeeded: nodes.count))
        var node = node
        node.parent = parent.rawValue
        nodes.append(node)
        guard id.rawValue != 0 else { return id }
        let last = nodes[parent.index].lastChild
        if last == 0 {
            nodes[parent.index].firstChild = id.rawValue
        } else {
            nodes[Int(last)].nextSibling = id.rawValue
        }
        nodes[parent.index].lastChild = id.rawValue
        return id
    }

    /// Copies `text` behind the source and gives its place.
    @inlinable
    package mutating func store(_ text: some Collection<UInt8>) -> (start: UInt32, length: UInt32) {
        let start = UInt32(truncatingIfNeeded: bytes.count)
        bytes.append(contentsOf: text)
        return (start, UInt32(truncatingIfNeeded: text.count))
    }

    /// Adds a named node whose name and value are copied into the arena: for builders that are not on the hot path.
    @discardableResult
    package mutating func append(_ kind: Kind, named name: Name?, value: String? = nil, to parent: ID = .root) -> ID {
        var node = Node(kind: kind)
        if let name {
            let place = store(name.bytes)
            node.setName(name, at: place.start)
        }
        if let value {
            let place = store(value.utf8)
            node.start = place.start
            node.length = place.length
        }
        return append(node, to: parent)
    }
}

extension Tree.Node {
    /// Names the node; `start` is where the name's bytes stand in the tree's `bytes`.
    @inlinable
    package mutating func setName(_ name: Name, at start: UInt32) {
        nameStart = start
        nameHash = name.hash
        nameLength = UInt8(truncatingIfNeeded: name.bytes.count)
        matchLength = nameLength
    }
}

// MARK: - Reading

extension Tree {
    @inlinable package var root: ID { .root }
    @inlinable package var isEmpty: Bool { nodes.isEmpty }

    @inlinable package func range(of id: ID) -> Range<Int> {
        let node = nodes[id.index]
        return Int(node.start)..<Int(node.start) + Int(node.length)
    }

    /// The value's bytes, decoded.
    @inlinable package func value(of id: ID) -> ArraySlice<UInt8> { bytes[range(of: id)] }

    /// The value as text; ill-formed UTF-8 is repaired with U+FFFD.
    package func text(of id: ID) -> String { String(decoding: value(of: id), as: UTF8.self) }

    /// The full name as written, e.g. `valueQuantity`, `PID`.
    package func name(of id: ID) -> String {
        let node = nodes[id.index]
        return String(decoding: bytes[Int(node.nameStart)..<Int(node.nameStart) + Int(node.nameLength)], as: UTF8.self)
    }

    /// Whether the node answers to `name` in a path (a choice element answers to its base name).
    @inlinable package func node(_ id: ID, isNamed name: Name) -> Bool {
        let node = nodes[id.index]
        guard node.nameHash == name.hash, Int(node.matchLength) == name.bytes.count else { return false }
        let start = Int(node.nameStart)
        for offset in 0..<name.bytes.count where bytes[start + offset] != name.bytes[offset] { return false }
        return true
    }

    @inlinable package func hasChildren(_ id: ID) -> Bool { nodes[id.index].firstChild != 0 }
    @inlinable package func firstChild(of id: ID) -> ID? { link(nodes[id.index].firstChild) }
    @inlinable package func nextSibling(of id: ID) -> ID? { link(nodes[id.index].nextSibling) }
    @inlinable package func parent(of id: ID) -> ID? { id == .root ? nil : ID(nodes[id.index].parent) }
    @inlinable func link(_ raw: UInt32) -> ID? { raw == 0 ? nil : ID(raw) }

    /// The children of a node in document order.
    @inlinable package func children(of id: ID) -> Children { Children(tree: self, next: nodes[id.index].firstChild) }

    /// The first child with this name.
    @inlinable package func child(of id: ID, named name: Name) -> ID? {
        var next = nodes[id.index].firstChild
        while next != 0 {
            if node(ID(next), isNamed: name) { return ID(next) }
            next = nodes[Int(next)].nextSibling
        }
        return nil
    }

    /// The first node along `path`, one name a level.
    package func first(_ path: Name..., from id: ID = .root) -> ID? {
        var current = id
        for name in path {
            guard let next = child(of: current, named: name) else { return nil }
            current = next
        }
        return current
    }

    /// The text at the end of `path`, or nil when nothing is there.
    package func text(_ path: Name..., from id: ID = .root) -> String? {
        var current = id
        for name in path {
            guard let next = child(of: current, named: name) else { return nil }
            current = next
        }
        return text(of: current)
    }

    /// All children with this name.
    package func children(of id: ID, named name: Name) -> [ID] {
        children(of: id).filter { node($0, isNamed: name) }
    }

    package struct Children: Sequence, IteratorProtocol, Sendable {
        package typealias Element = ID
        @usableFromInline let tree: Tree
        @usableFromInline var upcoming: UInt32
        @inlinable init(tree: Tree, next: UInt32) {
            self.tree = tree
            upcoming = next
        }
        @inlinable package mutating func next() -> ID? {
            guard upcoming != 0 else { return nil }
            let id = ID(upcoming)
            upcoming = tree.nodes[id.index].nextSibling
            return id
        }
    }
}
