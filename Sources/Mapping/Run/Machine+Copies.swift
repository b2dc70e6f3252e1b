import FHIR
import Tree

// Elements that are copied from FHIR, whole. What was copied only the validator can judge.
extension Machine {
    /// Copies the children of what `copy:` gives, except those that the object makes itself.
    mutating func copyAll(_ object: UnsafePointer<ObjectCode>, _ parent: Tree.ID) -> Bool {
        let mark = lay(evaluate(object.pointee.copy))
        var made = false
        for position in mark..<stack.count where stack[position].tag == .node {
            if conversion != nil {
                if convertCopy(of: stack[position].a, object, parent) { made = true }
                continue
            }
            copyChildren(of: Tree.ID(stack[position].a), to: parent, except: object.pointee.elements)
            made = true
        }
        stack.truncate(to: mark)
        return made
    }

    /// Whether there was anything in it.
    mutating func copyNode(_ id: Tree.ID, as element: UnsafePointer<ElementCode>, to parent: Tree.ID) -> Bool {
        let source = nodes[id.index]
        var node = element.pointee.prototype
        if conversion != nil {
            node.source = source.source
            let mark = output.nodes.count
            let isMade =
                schema.kind(of: node.type) == .resource
                ? convertResource(id.rawValue, node, to: parent) : convertObject(id.rawValue, node, to: parent)
            if isMade { record(Tree.ID(UInt32(truncatingIfNeeded: mark)), element) }
            return isMade
        }
        node.kind = source.kind
        setValue(&node, id.rawValue)
        visit(id.rawValue)
        let made = output.append(node, to: parent)
        record(made, element)
        copyChildren(of: id, to: made, except: .none)
        return true
    }

    private mutating func copyChildren(of id: Tree.ID, to parent: Tree.ID, except elements: Extent) {
        isProven = false
        var pending = [(id.rawValue, parent, true)]
        while let (from, to, isTop) = pending.popLast() {
            var child = nodes[Int(from)].firstChild
            while child != 0 {
                let own = nodes[Int(child)]
                let name = UnsafeBufferPointer(start: sourceBytes + Int(own.nameStart), count: Int(own.nameLength))
                if isTop, isNamed(name, among: elements) {
                    // The sender's own id is replaced by the region's, not lost.
                    if name.elementsEqual("id".utf8) { visit(child) }
                } else {
                    var node = own.alone
                    node.nameStart = output.store(name).start
                    setValue(&node, child)
                    visit(child)
                    spend()
                    let made = output.append(node, to: to)
                    if isTracing { copied.append((child, made.rawValue)) }
                    if own.firstChild != 0 { pending.append((child, made, false)) }
                }
                child = own.nextSibling
            }
        }
    }

    func isNamed(_ node: Tree.Node, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        areSame(output.text(Place(start: node.nameStart, length: UInt32(node.nameLength))), name)
    }

    mutating func setValue(_ node: inout Tree.Node, _ own: UInt32) {
        let place = output.store(value(of: own))
        node.start = place.length == 0 ? 0 : place.start
        node.length = place.length
    }
}
