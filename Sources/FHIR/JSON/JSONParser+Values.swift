import Tree

/// Arrays, and where values go: into new nodes, or into those that the `_` twin has made.
extension JSONParser {
    struct Place {
        var parent: UInt32
        var member: Int
        /// The value of `_name`.
        var isOther: Bool
        var depth: Int
    }

    mutating func array(_ key: Key, _ place: Place, cursor: inout UInt32) throws(Stop) {
        guard place.depth < limits.depth else { throw tooDeep(place.parent) }
        let begin = at
        at += 1
        skipSpace()
        if peek() == UInt8(ascii: "]") {
            at += 1
            if isFHIR { note("fhir-empty", "an array must not be empty", node: place.parent, key: key, byte: begin) }
            return
        }
        var place = place
        place.depth += 1
        while true {
            skipSpace()
            if peek() == UInt8(ascii: "[") {
                if isFHIR { note("fhir-nested-array", "an array stands in an array", node: place.parent, key: key, byte: at) }
                try array(key, place, cursor: &cursor)
            } else {
                let placed = try value(key, place, cursor: &cursor, flags: .repeats)
                // With nothing of the twin left to complete, further items are new nodes.
                if cursor != 0, placed == cursor { cursor = following(cursor) }
            }
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "]"):
                at += 1
                return
            default: throw unexpected("`,` or `]`", node: place.parent)
            }
        }
    }

    /// The next sibling of the same name.
    private func following(_ node: UInt32) -> UInt32 {
        let hash = nodes[Int(node)].nameHash
        var next = nodes[Int(node)].nextSibling
        while next != 0, nodes[Int(next)].nameHash != hash { next = nodes[Int(next)].nextSibling }
        return next
    }

    /// Reads a value into a new node, or into the node under `cursor`; gives the node.
    mutating func value(
        _ key: Key, _ place: Place, cursor: inout UInt32, flags: Tree.Flags
    ) throws(Stop) -> UInt32 {
        var node = Tree.Node(kind: .null)
        node.flags = flags
        node.source = UInt32(at)
        switch peek() {
        case UInt8(ascii: "\""):
            let text = try string(node: place.parent)
            node.kind = .string
            node.start = text.start
            node.length = text.length
            if Int(text.start) >= input.count { node.flags.insert(.decoded) }
        case UInt8(ascii: "{"):
            guard place.depth < limits.depth else { throw tooDeep(place.parent) }
            node.kind = .object
            let id = try put(node, key, place, cursor)
            at += 1
            try object(id, depth: place.depth + 1, isExtension: place.isOther)
            return id
        case UInt8(ascii: "t"):
            try literal("true", node: place.parent)
            node.kind = .boolean
            node.start = node.source
            node.length = 4
        case UInt8(ascii: "f"):
            try literal("false", node: place.parent)
            node.kind = .boolean
            node.start = node.source
            node.length = 5
        case UInt8(ascii: "n"):
            try literal("null", node: place.parent)
            if flags.contains(.repeats) { members[place.member].hasNull = true }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number(node: place.parent)
            node.kind = .number
            node.start = node.source
            node.length = UInt32(at) - node.source
        default:
            throw unexpected("a value", node: place.parent)
        }
        return try put(node, key, place, cursor)
    }

    private mutating func put(_ node: Tree.Node, _ key: Key, _ place: Place, _ cursor: UInt32) throws(Stop) -> UInt32 {
        if place.isOther { return try putExtension(node, key, place, cursor) }
        guard cursor != 0 else { return try append(node, key, place) }
        if node.kind == .object {
            note(
                "fhir-primitive-extension", "the member is complex and its `_` twin is present", node: place.parent, key: key,
                byte: Int(node.source))
            return try append(node, key, place)
        }
        nodes[Int(cursor)].kind = node.kind
        nodes[Int(cursor)].start = node.start
        nodes[Int(cursor)].length = node.length
        nodes[Int(cursor)].source = node.source
        nodes[Int(cursor)].flags.formUnion(node.flags)
        return cursor
    }

    /// The value of `_name`: its members become children of the primitive.
    private mutating func putExtension(
        _ node: Tree.Node, _ key: Key, _ place: Place, _ cursor: UInt32
    ) throws(Stop) -> UInt32 {
        var node = node
        switch node.kind {
        case .object: node.flags.insert(.extended)
        case .null: break
        default:
            note(
                "fhir-primitive-extension", "`_` members hold objects with `id` and `extension` only", node: place.parent,
                key: key, byte: Int(node.source))
        }
        let isObject = node.kind == .object
        node.kind = .null
        node.start = 0
        node.length = 0
        guard cursor != 0 else { return try append(node, key, place) }
        if isObject {
            if nodes[Int(cursor)].kind == .object {
                note(
                    "fhir-primitive-extension", "the member is complex and its `_` twin is present", node: place.parent,
                    key: key, byte: Int(node.source))
            }
            nodes[Int(cursor)].flags.insert(.extended)
        }
        return cursor
    }

    private mutating func append(_ node: Tree.Node, _ key: Key, _ place: Place) throws(Stop) -> UInt32 {
        guard nodes.count < limits.nodes else {
            throw stop("json-too-large", "the text has more than \(limits.nodes) values", at: at, node: place.parent)
        }
        var node = node
        node.parent = place.parent
        node.nameStart = key.start
        node.nameLength = key.length
        node.matchLength = key.length
        node.nameHash = key.hash
        let id = UInt32(truncatingIfNeeded: nodes.count)
        nodes.append(node)
        let parent = Int(place.parent)
        let last = nodes[parent].lastChild
        if last == 0 { nodes[parent].firstChild = id } else { nodes[Int(last)].nextSibling = id }
        nodes[parent].lastChild = id
        if members[place.member].first == 0 { members[place.member].first = id }
        return id
    }
}
