import Record
import Tree

/// Copies a resource of the record into what leaves the region: without `meta`, narrative and any extension of the hub's,
/// and with references only to what goes along.
struct NationalWriter {
    static let regional = Array("https://genomics-hub.example/".utf8)
    private static let deepest = 48

    let tree: Tree
    /// References that may stay, and what they become.
    let references: [String: String]
    var out: [UInt8] = []

    /// - Parameter members: top-level members in front of the copied ones, as JSON text (`"identifier":[…]`).
    static func write(
        _ tree: Tree, type: String, id: String, references: [String: String], omit: Set<UInt32> = [],
        adding members: [String] = []
    ) -> [UInt8] {
        var writer = NationalWriter(tree: tree, references: references)
        writer.out += Array(#"{"resourceType":"\#(type)","id":"#.utf8)
        JSONText.append(id, to: &writer.out)
        for member in members { writer.out += Array((",\(member)").utf8) }
        writer.members(of: .root, omit: omit.union(alwaysOmitted), depth: 0)
        writer.out.append(UInt8(ascii: "}"))
        return writer.out
    }

    private static let alwaysOmitted: Set<UInt32> = [
        Names.id.hash, Names.meta.hash, Name("text").hash, Name("contained").hash, Name("link").hash,
    ]

    private mutating func members(of node: Tree.ID, omit: Set<UInt32> = [], depth: Int) {
        guard depth < Self.deepest else { return }
        var seen: [UInt32] = []
        for child in tree.children(of: node) {
            let hash = tree[child].nameHash
            if seen.contains(hash) || (depth == 0 && omit.contains(hash)) { continue }
            seen.append(hash)
            let all = tree.children(of: node).filter { tree[$0].nameHash == hash && !isRegional($0) }
            group(all, depth: depth)
        }
    }

    private mutating func group(_ all: [Tree.ID], depth: Int) {
        guard let first = all.first else { return }
        let name = tree.name(of: first)
        let isArray = all.count > 1 || tree[first].flags.contains(.repeats)
        if all.contains(where: { tree[$0].kind == .object }) {
            let texts = all.compactMap { object($0, depth: depth + 1) }
            guard !texts.isEmpty else { return }
            key(name)
            join(texts, isArray: isArray)
            return
        }
        let kept = all.filter { tree[$0].kind != .null || tree.hasChildren($0) }
        guard !kept.isEmpty else { return }
        if kept.contains(where: { tree[$0].kind != .null }) {
            key(name)
            join(kept.map(scalar), isArray: isArray)
        }
        let twins = kept.map { tree.hasChildren($0) ? object($0, depth: depth + 1) : nil }
        if twins.contains(where: { $0 != nil }) {
            key("_" + name)
            join(twins.map { $0 ?? Array("null".utf8) }, isArray: isArray)
        }
    }

    private func object(_ node: Tree.ID, depth: Int) -> [UInt8]? {
        var inner = NationalWriter(tree: tree, references: references)
        inner.out.append(UInt8(ascii: "{"))
        if let place = tree.child(of: node, named: Names.reference), tree[place].kind == .string {
            let target = references[tree.text(of: place)]
            if let target {
                inner.key("reference")
                JSONText.append(target, to: &inner.out)
            }
            for child in tree.children(of: node) where child != place { inner.group([child], depth: depth) }
            // What points nowhere and names nobody says nothing.
            if target == nil, tree.child(of: node, named: Names.identifier) == nil,
                tree.child(of: node, named: "display") == nil
            {
                return nil
            }
        } else {
            inner.members(of: node, depth: depth)
        }
        guard inner.out.count > 1 else { return nil }
        inner.out.append(UInt8(ascii: "}"))
        return inner.out
    }

    private func isRegional(_ node: Tree.ID) -> Bool {
        guard tree.node(node, isNamed: Names.extension), let url = tree.child(of: node, named: Names.url) else { return false }
        return tree.value(of: url).starts(with: Self.regional)
    }

    private func scalar(_ node: Tree.ID) -> [UInt8] {
        switch tree[node].kind {
        case .number, .boolean: return Array(tree.value(of: node))
        case .null: return Array("null".utf8)
        default:
            var text: [UInt8] = []
            JSONText.append(tree.value(of: node), to: &text)
            return text
        }
    }

    private mutating func key(_ name: String) {
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &out)
        out.append(UInt8(ascii: ":"))
    }

    private mutating func join(_ texts: [[UInt8]], isArray: Bool) {
        if isArray { out.append(UInt8(ascii: "[")) }
        for (index, text) in texts.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += text
        }
        if isArray { out.append(UInt8(ascii: "]")) }
    }
}
