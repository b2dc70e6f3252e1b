import FHIR
import Tree

// A document of another release of FHIR, read as R4 says it: what a map is for goes through it, wherever it stands; anything
// else stays as it is where R4 has the same place for it. What neither carries is not visited, and so is told.
extension Machine {
    /// Reads the whole source. The output is the document, not a message.
    mutating func convert() {
        guard nodes[0].kind == .object else { return }
        _ = convertResource(0, Tree.Node(kind: .object), to: .root)
    }

    /// `copy:` of a node into the object that `parent` is: what the node's own map makes of it, but for what the object makes.
    mutating func convertCopy(of id: UInt32, _ object: UnsafePointer<ObjectCode>, _ parent: Tree.ID) -> Bool {
        let owner = output[parent].type
        let own = object.pointee.elements
        guard let map = conversion?.byType[nodes[Int(id)].type], map.type == owner,
            code.objects + Int(map.object.index) != object
        else { return convertChildren(of: id, to: parent, owner: owner, except: own) }
        let mark = output.nodes.count
        _ = within(map, id) {
            $0.isWanted($1) && $0.convertMapped(id, $1, own, parent, owner)
        }
        return output.nodes.count > mark
    }

    private mutating func convertMapped(
        _ id: UInt32, _ map: UnsafePointer<ObjectCode>, _ own: Extent, _ parent: Tree.ID, _ owner: UInt16
    ) -> Bool {
        let isMade = convertChildren(of: id, to: parent, owner: owner, except: map.pointee.elements, own)
        return fill(map, parent, beside: own) || isMade
    }

    /// Adds the children of `id` that R4 has a place for below `parent`, which is an `owner`; those that the `elements` of a map,
    /// or `others`, make are left to them. Whether there were any.
    mutating func convertChildren(
        of id: UInt32, to parent: Tree.ID, owner: UInt16, except elements: Extent, _ others: Extent = .none
    ) -> Bool {
        var present: UInt64 = 0
        var isMade = false
        var child = nodes[Int(id)].firstChild
        while child != 0 {
            let own = nodes[Int(child)]
            let current = child
            child = own.nextSibling
            let name = UnsafeBufferPointer(start: sourceBytes + Int(own.nameStart), count: Int(own.nameLength))
            guard !isNamed(name, among: elements), !isNamed(name, among: others), let place = schema.place(of: name, in: owner),
                place.type != 0,
                place.isCollection || present & place.bit == 0
            else { continue }
            var node = own.alone
            node.nameStart = output.store(name).start
            node.type = place.type
            if place.isCollection { node.flags.insert(.repeats) } else { node.flags.subtract(.repeats) }
            guard convert(current, node, place.kind, to: parent) else { continue }
            present |= place.bit
            isMade = true
        }
        return isMade
    }

    func isNamed(_ name: UnsafeBufferPointer<UInt8>, among elements: Extent) -> Bool {
        elements.indices.contains { isNamed(code.elements[$0].prototype, name) }
    }

    /// Adds `node`, which is `id` in R4, where R4 wants something of `kind`.
    private mutating func convert(_ id: UInt32, _ node: Tree.Node, _ kind: FHIR.Schema.Kind, to parent: Tree.ID) -> Bool {
        spend()
        switch kind {
        case .resource: return convertResource(id, node, to: parent)
        case .primitive:
            guard node.kind != .object else { return false }
            var node = node
            setValue(&node, id)
            visit(id)
            let made = output.append(node, to: parent)
            convertParts(of: id, to: made)
            return true
        case .complex, .backbone: return node.kind == .object && convertObject(id, node, to: parent)
        case .none: return false
        }
    }

    /// A value that a map made: what belongs to it where it was copied; else it stands where the map's focus does.
    mutating func convertValue(_ item: Item, to made: Tree.ID) {
        if item.tag == .node { return convertParts(of: item.a, to: made) }
        if let focus = innermostNode() { output[made].source = nodes[focus.index].source }
    }

    /// Id and extensions of a primitive.
    mutating func convertParts(of id: UInt32, to made: Tree.ID) {
        if nodes[Int(id)].firstChild != 0 {
            _ = convertChildren(of: id, to: made, owner: output[made].type, except: .none)
        }
        if output[made].firstChild != 0 { output[made].flags.insert(.extended) } else { output[made].flags.subtract(.extended) }
    }

    /// Adds `node`, whose type is R4's, as what `id` is there.
    mutating func convertObject(_ id: UInt32, _ node: Tree.Node, to parent: Tree.ID) -> Bool {
        let own = nodes[Int(id)].type
        if let map = conversion?.byType[own], map.type == node.type { return make(map, id, node, to: parent) }
        guard isAlike(own, node.type) else { return false }
        var node = node
        node.start = 0
        node.length = 0
        let mark = output.nodes.count
        let before = output[parent].lastChild
        let made = output.append(node, to: parent)
        if convertChildren(of: id, to: made, owner: node.type, except: .none) { return true }
        output.undo(to: mark, below: parent, last: before)
        return false
    }

    mutating func convertResource(_ id: UInt32, _ prototype: Tree.Node, to parent: Tree.ID) -> Bool {
        let own = nodes[Int(id)]
        guard own.kind == .object, own.length > 0 else { return false }
        var node = prototype
        node.source = own.source
        if let map = conversion?.byType[own.type] {
            node.type = map.type
            node.start = map.typeName.start
            node.length = map.typeName.length
            return make(map, id, node, to: parent)
        }
        node.type = schema.resourceType(named: value(of: id))
        guard node.type != 0 else { return false }
        setValue(&node, id)
        let made = output.append(node, to: parent)
        _ = convertChildren(of: id, to: made, owner: node.type, except: .none)
        return true
    }

    /// Runs what belongs to a map, with the node as its focus.
    private mutating func within(
        _ map: ConversionCode, _ id: UInt32, _ body: (inout Machine, UnsafePointer<ObjectCode>) -> Bool
    ) -> Bool {
        let outer = this
        let outerType = resourceType
        // A map inside another has the same places for its variables.
        let kept = (0..<plan.variableCount).map { variables[$0] }
        let variableMark = variableItems.count
        this = .nothing
        resourceType = map.typeName
        frames.append(.node(id))
        defer {
            frames.truncate(to: frames.count - 1)
            variableItems.truncate(to: variableMark)
            for (index, span) in kept.enumerated() { variables[index] = span }
            this = outer
            resourceType = outerType
        }
        return body(&self, code.objects + Int(map.object.index))
    }

    private mutating func make(_ map: ConversionCode, _ id: UInt32, _ node: Tree.Node, to parent: Tree.ID) -> Bool {
        within(map, id) { $0.make(map, $1, node, to: parent) }
    }

    private mutating func make(
        _ map: ConversionCode, _ object: UnsafePointer<ObjectCode>, _ node: Tree.Node, to parent: Tree.ID
    ) -> Bool {
        guard isWanted(object) else { return false }
        let isResource = node.length > 0
        let mark = output.nodes.count
        let before = mark == 0 ? 0 : output[parent].lastChild
        let traceMark = traced.count
        var node = node
        if !isResource {
            node.start = 0
            node.length = 0
        }
        let made = output.append(node, to: parent)
        fill(object, made)
        run(map.checks)
        if isResource || output[made].firstChild != 0 { return true }
        output.undo(to: mark, below: parent, last: before)
        traced.truncate(to: traceMark)
        return false
    }

    /// Whether what is called `own` in the release that is read may stand where R4 has `wanted`: the same type, or parts of
    /// resources. What that release does not know, R4 does.
    private mutating func isAlike(_ own: UInt16, _ wanted: UInt16) -> Bool {
        if own == 0 { return true }
        let key = UInt32(own) << 16 | UInt32(wanted)
        if let known = alike[key] { return known }
        let (one, other) = (sourceSchema.kind(of: own), schema.kind(of: wanted))
        let found =
            one == .backbone ? other == .backbone : one == other && sourceSchema.name(of: own) == schema.name(of: wanted)
        alike[key] = found
        return found
    }

    private var sourceSchema: FHIR.Schema { .stu3 }
}

extension Tree.Node {
    /// Without its links.
    var alone: Tree.Node {
        var node = self
        node.firstChild = 0
        node.lastChild = 0
        node.nextSibling = 0
        return node
    }
}
