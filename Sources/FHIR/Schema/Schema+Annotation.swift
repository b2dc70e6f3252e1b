package import Tree

extension Schema {
    /// Gives every node of a FHIR tree its type, marks choices (`valueQuantity` then answers to `value`) and what repeats.
    ///
    /// Unknown elements and what stands below them keep type 0. A root without `resourceType` keeps the type it has, so
    /// that a tree of a data type can be annotated when its root's type is set. With `settingKinds`, values get the kind
    /// (string, number, boolean) that their type has in JSON, for trees made from texts.
    ///
    /// Gives the nodes that stood alone though their element repeats: in JSON each of them is a missing array.
    @discardableResult
    package func annotate(_ tree: inout Tree, settingKinds: Bool = false) -> [Tree.ID] {
        var alone: [Tree.ID] = []
        var misread: [Tree.ID] = []
        let bytes = tree.bytes
        bytes.withUnsafeBufferPointer { bytes in
            tree.nodes.withUnsafeMutableBufferPointer { nodes in
                for index in nodes.indices {
                    annotate(index, nodes, bytes, settingKinds: settingKinds, alone: &alone, misread: &misread)
                }
            }
        }
        for id in misread { moveResourceType(of: id, in: &tree) }
        return alone
    }

    @inline(__always)
    private func annotate(
        _ index: Int, _ nodes: UnsafeMutableBufferPointer<Tree.Node>, _ bytes: UnsafeBufferPointer<UInt8>,
        settingKinds: Bool, alone: inout [Tree.ID], misread: inout [Tree.ID]
    ) {
        let node = nodes[index]
        guard index > 0 else {
            if node.length > 0 { nodes[index].type = resourceNumber(Self.value(of: node, in: bytes)) }
            return
        }
        let owner = nodes[Int(node.parent)].type
        guard owner != 0, Int(owner) < types.count else {
            nodes[index].type = 0
            return
        }
        let name = Self.name(of: node, in: bytes)
        let hash = node.flags.contains(.choice) ? Name.hash(of: UnsafeRawBufferPointer(name)) : node.nameHash
        let found = property(name, hash: hash, of: owner)
        guard found >= 0 else {
            nodes[index].type = 0
            return
        }
        let property = properties[found]
        var type = property.type
        if type == known.resource {
            let number = resourceNumber(Self.value(of: node, in: bytes))
            if number != 0 { type = number }
        } else if node.kind == .object, node.length > 0 {
            misread.append(Tree.ID(UInt32(index)))
        }
        nodes[index].type = type
        if property.isChoice, type != 0 {
            nodes[index].flags.insert(.choice)
            nodes[index].nameHash = property.baseHash
            nodes[index].matchLength = property.baseLength
        }
        if property.isCollection, !node.flags.contains(.repeats) {
            nodes[index].flags.insert(.repeats)
            alone.append(Tree.ID(UInt32(index)))
        }
        let record = types[Int(type)]
        guard record.kind == .primitive else { return }
        if settingKinds, node.kind != .null, node.kind != .object {
            nodes[index].kind = record.format.kind
        } else if type == known.xhtml, node.kind == .string {
            nodes[index].kind = .xhtml
        }
    }

    /// `ExampleScenario.instance` is no resource and has an element called `resourceType`, which readers take for more.
    private func moveResourceType(of id: Tree.ID, in tree: inout Tree) {
        let name: Name = "resourceType"
        let found = property(name, of: tree[id].type)
        guard found >= 0 else { return }
        var node = Tree.Node(kind: .string)
        node.setName(name, at: tree.store(name.bytes).start)
        node.start = tree[id].start
        node.length = tree[id].length
        node.source = tree[id].source
        node.type = properties[found].type
        tree[id].length = 0
        tree.append(node, to: id)
    }

    static func name(of node: Tree.Node, in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(node.nameStart)..<Int(node.nameStart) + Int(node.nameLength)])
    }

    static func value(of node: Tree.Node, in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.start) + Int(node.length)])
    }
}
