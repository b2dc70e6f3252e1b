package import Tree

/// How to walk a tree that `MessageReader` filled. Positions are one-based. Component 1 of a leaf is the leaf itself, for HL7
/// lets a field that had one part grow into one that has several.
extension Tree {
    /// The `occurrence`-th segment of this name, in whatever group it stands.
    package func segment(_ name: Name, occurrence: Int = 1) -> ID? {
        var left = occurrence
        return firstSegment(in: .root, depth: 0) { id in
            guard node(id, isNamed: name) else { return false }
            left -= 1
            return left == 0
        }
    }

    /// All segments of this name, in whatever groups they stand, in order.
    package func segments(_ name: Name, in group: ID = .root) -> [ID] {
        var found: [ID] = []
        _ = firstSegment(in: group, depth: 0) { id in
            if node(id, isNamed: name) { found.append(id) }
            return false
        }
        return found
    }

    /// All segments below `group`, in order.
    package func segments(in group: ID = .root) -> [ID] {
        var found: [ID] = []
        _ = firstSegment(in: group, depth: 0) { id in
            found.append(id)
            return false
        }
        return found
    }

    private func firstSegment(in group: ID, depth: Int, where matches: (ID) -> Bool) -> ID? {
        guard !isEmpty, depth < 32 else { return nil }
        var next = nodes[group.index].firstChild
        while next != 0 {
            let id = ID(next)
            switch nodes[id.index].kind {
            case .segment: if matches(id) { return id }
            case .group: if let found = firstSegment(in: id, depth: depth + 1, where: matches) { return found }
            default: break
            }
            next = nodes[id.index].nextSibling
        }
        return nil
    }

    /// The `repetition`-th populated repetition of a field.
    package func field(_ position: Int, of segment: ID, repetition: Int = 1) -> ID? {
        var left = repetition
        var next = nodes[segment.index].firstChild
        while next != 0 {
            let node = nodes[Int(next)]
            if Int(node.position) == position {
                left -= 1
                if left == 0 { return ID(next) }
            } else if Int(node.position) > position {
                return nil
            }
            next = node.nextSibling
        }
        return nil
    }

    /// All populated repetitions of a field.
    package func fields(_ position: Int, of segment: ID) -> [ID] {
        children(of: segment).filter { Int(self[$0].position) == position }
    }

    /// Component `number` of a field, or subcomponent of a component; 1 of a leaf is the leaf.
    package func component(_ number: Int, of id: ID) -> ID? {
        var next = nodes[id.index].firstChild
        if next == 0 { return number == 1 ? id : nil }
        while next != 0 {
            if Int(nodes[Int(next)].position) == number { return ID(next) }
            next = nodes[Int(next)].nextSibling
        }
        return nil
    }

    /// The text at `PID-5.1`-like positions of a segment; nil when nothing stands there. The first part of an element that has
    /// parts stands for it.
    package func text(
        of segment: ID, field position: Int, repetition: Int = 1, component: Int = 1, subcomponent: Int = 1
    ) -> String? {
        guard let field = field(position, of: segment, repetition: repetition),
            let part = self.component(component, of: field), let leaf = self.component(subcomponent, of: part)
        else { return nil }
        return text(of: leaf)
    }

    /// Whether the element says `""`: delete what is known.
    package func isExplicitNull(_ id: ID) -> Bool { self[id].flags.contains(.explicitNull) }

    /// Every leaf that holds a value, in order: what full accounting counts.
    package func leaves(in id: ID = .root) -> [ID] {
        guard !isEmpty else { return [] }
        return nodes.indices.compactMap { index in
            let node = nodes[index]
            guard node.firstChild == 0, node.kind == .field || node.kind == .component || node.kind == .subcomponent else {
                return nil
            }
            let leaf = ID(UInt32(truncatingIfNeeded: index))
            guard id != .root else { return leaf }
            var at = leaf
            while at != .root {
                if at == id { return leaf }
                at = ID(nodes[at.index].parent)
            }
            return nil
        }
    }
}
