import Canonical
package import Tree

/// Writes a resource of a canonical message as the record keeps it: FHIR JSON without the hub's marks and
/// without what only the record says of a version (`meta.versionId`, `meta.lastUpdated`, `meta.source`).
///
/// `resourceType`, `id` and `meta` come first, the rest in the order of the tree, so that equal content is equal bytes.
package struct ResourceWriter: ~Copyable {
    /// Marks by which a message says how it is to be taken; what else the hub's extensions say is content.
    private static let marks: [[UInt8]] = [
        HubExtension.delete, HubExtension.incompleteList, HubExtension.release, HubExtension.pseudoPerson,
        HubExtension.locationHidden, HubExtension.replaces,
    ].map { Array($0.utf8) }

    static func isMark(_ url: ArraySlice<UInt8>) -> Bool { marks.contains { url.elementsEqual($0) } }
    static let deepest = 64
    /// What the record itself says of a version.
    static let volatile: [UInt32] = [
        Name("versionId").hash, Name("lastUpdated").hash, Name("source").hash,
    ]

    /// The tree that node ids refer to; a merge switches between two.
    var tree: Tree
    var out: [UInt8]

    package init(_ tree: Tree, reserving capacity: Int = 2048) {
        self.tree = tree
        out = []
        out.reserveCapacity(capacity)
    }

    /// The JSON of `resource`, marks stripped, deletions and unreadable repetitions left out.
    package static func json(_ tree: Tree, _ resource: Tree.ID) -> [UInt8] {
        PlainResource.json(tree, resource) ?? json(tree, resource, ResourceFacts(tree, resource).all)
    }

    /// The same from its facts, whatever stands among them.
    package static func json(_ tree: Tree, _ resource: Tree.ID, _ facts: [ResourceFacts.Fact]) -> [UInt8] {
        var writer = ResourceWriter(tree)
        writer.begin(resource)
        writer.write(facts)
        return writer.end()
    }

    /// Writes facts of the writer's own tree; those of one element stand side by side.
    mutating func write(_ facts: [ResourceFacts.Fact]) {
        var index = 0
        while index < facts.count {
            var end = index + 1
            while end < facts.count, facts[end].key.element == facts[index].key.element { end += 1 }
            element(facts[index..<end].map { Part(tree: nil, fact: $0) })
            index = end
        }
    }

    mutating func begin(_ resource: Tree.ID) {
        out.append(UInt8(ascii: "{"))
        text("\"resourceType\":")
        string(tree.range(of: resource))
        if let id = tree.child(of: resource, named: Names.id) {
            text(",\"id\":")
            string(tree.range(of: id))
        }
    }

    consuming func end() -> [UInt8] {
        out.append(UInt8(ascii: "}"))
        return out
    }

    /// One fact of an element, and the tree it stands in (nil: the writer's own).
    struct Part {
        var tree: Tree?
        var fact: ResourceFacts.Fact
    }

    /// Writes the facts of one element as one member.
    mutating func element(_ parts: [Part]) {
        let parts = parts.filter { !$0.fact.isDeleted && !$0.fact.members.isEmpty }
        guard let first = parts.first else { return }
        if parts.count == 1 {
            if let tree = first.tree { self.tree = tree }
            _ = group(first.fact.members, isArray: first.fact.isArray, depth: 1)
            return
        }
        let before = out.count
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        if let tree = first.tree { self.tree = tree }
        guard let member = first.fact.members.first else { return }
        name(member, prefix: false)
        out.append(UInt8(ascii: "["))
        var count = 0
        for part in parts {
            if let tree = part.tree { self.tree = tree }
            items(part.fact.members, depth: 1, count: &count)
        }
        out.append(UInt8(ascii: "]"))
        if count == 0 { out.removeLast(out.count - before) }
    }

    /// Writes one object member by member from both trees: what `new` does not value stays as `old` has it.
    mutating func merged(old: (tree: Tree, node: Tree.ID), new: (tree: Tree, node: Tree.ID)) {
        let before = out.count
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        tree = new.tree
        name(new.node, prefix: false)
        out.append(UInt8(ascii: "{"))
        let begin = out.count
        let said = ResourceFacts(new.tree, new.node).all
        let known = ResourceFacts(old.tree, old.node).all
        for fact in known {
            let replacement = said.first { $0.key == fact.key }
            element([Part(tree: replacement == nil ? old.tree : new.tree, fact: replacement ?? fact)])
        }
        for fact in said where !known.contains(where: { $0.key == fact.key }) { element([Part(tree: new.tree, fact: fact)]) }
        if out.count == begin { out.removeLast(out.count - before) } else { out.append(UInt8(ascii: "}")) }
    }

    // MARK: Groups

    /// Writes members of one name, with a comma before it; false when nothing is left of them.
    mutating func group(_ members: [Tree.ID], isArray: Bool, depth: Int) -> Bool {
        guard depth < Self.deepest, let first = members.first else { return false }
        let before = out.count
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        let isWritten: Bool
        if members.contains(where: { tree[$0].kind == .object }) {
            isWritten = objects(members, first, isArray: isArray, depth: depth)
        } else {
            isWritten = primitives(members, first, isArray: isArray, depth: depth)
        }
        if !isWritten { out.removeLast(out.count - before) }
        return isWritten
    }

    private mutating func objects(_ members: [Tree.ID], _ first: Tree.ID, isArray: Bool, depth: Int) -> Bool {
        name(first, prefix: false)
        if isArray { out.append(UInt8(ascii: "[")) }
        var count = 0
        items(members, depth: depth, count: &count)
        if isArray { out.append(UInt8(ascii: "]")) }
        return count > 0
    }

    private mutating func items(_ members: [Tree.ID], depth: Int, count: inout Int) {
        for member in members {
            let before = out.count
            if count > 0 { out.append(UInt8(ascii: ",")) }
            if !tree.isMarked(member, Names.deleteURL), object(member, depth: depth + 1) {
                count += 1
            } else {
                out.removeLast(out.count - before)
            }
        }
    }

    private mutating func primitives(_ members: [Tree.ID], _ first: Tree.ID, isArray: Bool, depth: Int) -> Bool {
        var hasValue = false
        var hasChildren = false
        var kept: [Tree.ID] = []
        kept.reserveCapacity(members.count)
        for member in members {
            if tree.hasChildren(member) {
                if tree.isMarked(member, Names.deleteURL) { continue }
                let before = out.count
                let keepsChildren = object(member, depth: depth + 1)
                out.removeLast(out.count - before)
                if keepsChildren { hasChildren = true } else if tree[member].kind == .null { continue }
            } else if tree[member].kind == .null {
                continue
            }
            if tree[member].kind != .null { hasValue = true }
            kept.append(member)
        }
        guard !kept.isEmpty else { return false }
        if hasValue {
            name(first, prefix: false)
            if isArray { out.append(UInt8(ascii: "[")) }
            for (index, member) in kept.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                scalar(member)
            }
            if isArray { out.append(UInt8(ascii: "]")) }
        }
        if hasChildren {
            if hasValue { out.append(UInt8(ascii: ",")) }
            name(first, prefix: true)
            if isArray { out.append(UInt8(ascii: "[")) }
            for (index, member) in kept.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                let before = out.count
                if !tree.hasChildren(member) || !object(member, depth: depth + 1) {
                    out.removeLast(out.count - before)
                    text("null")
                }
            }
            if isArray { out.append(UInt8(ascii: "]")) }
        }
        return true
    }

    /// Writes the children of `node` as an object; false when nothing is left (then what was appended is rubbish).
    mutating func object(_ node: Tree.ID, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        out.append(UInt8(ascii: "{"))
        let begin = out.count
        if tree[node].kind == .object, tree[node].length > 0 {
            text("\"resourceType\":")
            string(tree.range(of: node))
        }
        let isMeta = depth == 2 && tree.node(node, isNamed: Names.meta)
        var run: [Tree.ID] = []
        var seen: [UInt32] = []
        var next = tree.firstChild(of: node)
        while let child = next {
            let hash = tree[child].nameHash
            let following = tree.nextSibling(of: child)
            next = following
            if seen.contains(hash) || (isMeta && Self.volatile.contains(hash)) { continue }
            seen.append(hash)
            run.removeAll(keepingCapacity: true)
            var isArray = false
            var member: Tree.ID? = child
            while let candidate = member {
                if tree[candidate].nameHash == hash {
                    if !isMark(candidate) { run.append(candidate) }
                    if tree[candidate].flags.contains(.repeats) { isArray = true }
                }
                member = tree.nextSibling(of: candidate)
            }
            _ = group(run, isArray: isArray || run.count > 1, depth: depth)
        }
        if out.count == begin { return false }
        out.append(UInt8(ascii: "}"))
        return true
    }

    // MARK: Markers

    /// A mark, which is not kept.
    private func isMark(_ node: Tree.ID) -> Bool {
        guard tree.node(node, isNamed: Names.extension), let url = tree.child(of: node, named: Names.url) else { return false }
        return Self.isMark(tree.value(of: url))
    }

    // MARK: Scalars

    private mutating func name(_ node: Tree.ID, prefix: Bool) {
        out.append(UInt8(ascii: "\""))
        if prefix { out.append(UInt8(ascii: "_")) }
        let start = Int(tree[node].nameStart)
        out.append(contentsOf: tree.bytes[start..<start + Int(tree[node].nameLength)])
        out.append(UInt8(ascii: "\""))
        out.append(UInt8(ascii: ":"))
    }

    private mutating func scalar(_ node: Tree.ID) {
        switch tree[node].kind {
        case .number, .boolean: out.append(contentsOf: tree.value(of: node))
        case .null: text("null")
        case .object, .string, .xhtml, .message, .group, .segment, .field, .component, .subcomponent:
            string(tree.range(of: node))
        }
    }

    private mutating func string(_ range: Range<Int>) { JSONText.append(tree.bytes[range], to: &out) }

    private mutating func text(_ text: StaticString) {
        text.withUTF8Buffer { out.append(contentsOf: $0) }
    }
}
