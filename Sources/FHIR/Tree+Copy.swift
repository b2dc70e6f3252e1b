package import Tree

extension Tree {
    /// Copies what stands at `source` in `other`, with everything below it, as the last child of `parent`.
    ///
    /// A new name replaces the root's own, as when a resource becomes `Bundle.entry.resource`; into an empty tree the copy
    /// becomes the root (a resource is then called by its type). Types, flags and positions in the source are kept;
    /// positions mean `other`'s source. Gives the copy.
    @discardableResult
    package mutating func copy(
        subtree source: ID, from other: Tree, to parent: ID = .root, named name: Name? = nil
    ) -> ID {
        guard source.index < other.nodes.count else { return parent }
        let isRoot = nodes.isEmpty
        let copied = append(stored(other.nodes[source.index], of: other), to: parent)
        if let name {
            let place = store(name.bytes)
            nodes[copied.index].setName(name, at: place.start)
            // What these two say belongs to the old name.
            nodes[copied.index].flags.subtract([.choice, .repeats])
        } else if isRoot, nodes[0].kind == .object, nodes[0].length > 0, nodes[0].length < 256 {
            let bytes = Array(value(of: copied))
            nodes[0].setName(Name(bytes: bytes), at: nodes[0].start)
            nodes[0].flags = Flags(rawValue: 0)
        }
        // Depth first over links, without recursion: a built tree may be deep.
        var from = source.rawValue
        var to = copied.rawValue
        while true {
            if other.nodes[Int(from)].firstChild != 0 {
                from = other.nodes[Int(from)].firstChild
            } else {
                while from != source.rawValue, other.nodes[Int(from)].nextSibling == 0 {
                    from = other.nodes[Int(from)].parent
                    to = nodes[Int(to)].parent
                }
                if from == source.rawValue { return copied }
                from = other.nodes[Int(from)].nextSibling
                to = nodes[Int(to)].parent
            }
            to = append(stored(other.nodes[Int(from)], of: other), to: ID(to)).rawValue
        }
    }

    /// The node without links, its texts stored here.
    private mutating func stored(_ node: Node, of other: Tree) -> Node {
        var copy = node
        copy.firstChild = 0
        copy.lastChild = 0
        copy.nextSibling = 0
        copy.nameStart = store(other.bytes[Int(node.nameStart)..<Int(node.nameStart) + Int(node.nameLength)]).start
        copy.start = store(other.bytes[Int(node.start)..<Int(node.start) + Int(node.length)]).start
        return copy
    }
}
