import Tree

extension Tree.Node {
    /// HL7 v2: neither absent nor empty.
    var isValued: Bool { length > 0 || firstChild != 0 }
}

extension Tree {
    /// The descendants along `names`, in document order.
    func collect(_ names: [Name], _ level: Int, below reference: NodeReference, into result: inout Items, _ steps: inout Int) {
        guard reference.id.index < nodes.count else { return }
        names.withUnsafeBufferPointer { names in
            nodes.withUnsafeBufferPointer { nodes in
                bytes.withUnsafeBufferPointer { bytes in
                    Tree.collect(names, level, below: reference.id, reference.tree, nodes, bytes, &result, &steps)
                }
            }
        }
    }

    private static func collect(
        _ names: UnsafeBufferPointer<Name>, _ level: Int, below parent: ID, _ tree: UInt32, _ nodes: UnsafeBufferPointer<Node>,
        _ bytes: UnsafeBufferPointer<UInt8>, _ result: inout Items, _ steps: inout Int
    ) {
        let hash = names[level].hash
        var next = nodes[parent.index].firstChild
        while next != 0 {
            steps &+= 1
            let index = Int(next)
            if nodes[index].nameHash == hash {
                let start = Int(nodes[index].nameStart)
                let wanted = names[level].bytes
                if Int(nodes[index].matchLength) == wanted.count,
                    wanted.withUnsafeBufferPointer({ same($0, bytes, start) })
                {
                    if level + 1 == names.count {
                        var reference = NodeReference(ID(next))
                        reference.tree = tree
                        result.append(.node(reference))
                    } else {
                        collect(names, level + 1, below: ID(next), tree, nodes, bytes, &result, &steps)
                    }
                }
            }
            next = nodes[index].nextSibling
        }
    }

    private static func same(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard start + a.count <= b.count else { return false }
        for offset in 0..<a.count where a[offset] != b[start + offset] { return false }
        return true
    }

    /// The nodes that one step of a term leads to.
    func collect(_ step: Term.Step, below reference: NodeReference, into result: inout Items, _ steps: inout Int) {
        guard reference.id.index < nodes.count else { return }
        func add(_ id: ID) { result.append(.node(NodeReference(tree: Int(reference.tree), id))) }
        switch step {
        case .named(let name): collect([name], 0, below: reference, into: &result, &steps)
        case .position(let position):
            let node = nodes[reference.id.index]
            guard node.firstChild != 0 else {
                if position == 1, node.kind != .segment, node.isValued { add(reference.id) }
                return
            }
            nodes.withUnsafeBufferPointer { nodes in
                var next = node.firstChild
                while next != 0 {
                    steps &+= 1
                    let index = Int(next)
                    if nodes[index].position == position, nodes[index].isValued { add(ID(next)) }
                    next = nodes[index].nextSibling
                }
            }
        case .segment(let name):
            // Groups below are walked in order along the links, without recursion.
            var id = ID(nodes[reference.id.index].firstChild)
            while id.rawValue != 0 {
                steps &+= 1
                let current = nodes[id.index]
                if current.nameHash == name.hash, node(id, isNamed: name) {
                    add(id)
                } else if current.kind == .group, current.firstChild != 0 {
                    id = ID(current.firstChild)
                    continue
                }
                while nodes[id.index].nextSibling == 0 {
                    id = ID(nodes[id.index].parent)
                    if id == reference.id || id == .root { return }
                }
                id = ID(nodes[id.index].nextSibling)
            }
        case .repetition: break
        }
    }
}
