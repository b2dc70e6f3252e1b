import FHIRPath
import HL7v2
import Tree

extension Machine {
    /// Every populated leaf counted, and the paths of those that nothing read and nobody ignores: each path once, without
    /// numbers of repetitions.
    mutating func account(ignoring ignored: IgnoredSet) -> (counts: LeafCounts, unmapped: [String]) {
        joinVisited()
        return source.nodes.first?.kind == .message ? accountHL7(ignored) : accountFHIR(ignored)
    }

    /// What programs have read is read.
    mutating func joinVisited() {
        guard let byPrograms = context?.visited else { return }
        for (index, word) in byPrograms.words(ofTree: 0).enumerated() where index < visited.count { visited[index] |= word }
    }

    @inline(__always)
    func wasRead(_ index: Int) -> Bool { visited[index >> 6] & (1 << UInt64(index & 63)) != 0 }

    /// Nodes stand in the order of the message, so that where a leaf stands is known from the nodes before it.
    private func accountHL7(_ ignored: IgnoredSet) -> (counts: LeafCounts, unmapped: [String]) {
        var counts = LeafCounts()
        var found: [String] = []
        var known: Set<UInt64> = []
        var key = SourceKey(segment: 0)
        var fields: IgnoredSet.Fields?
        for index in 1..<max(1, source.nodes.count) {
            let node = nodes + index
            switch node.pointee.kind {
            case .segment:
                key = SourceKey(segment: segmentName(node))
                fields = ignored.fields(of: key.segment)
            case .field:
                key.field = Int(node.pointee.position)
                key.component = 0
                key.subcomponent = 0
            case .component:
                key.component = Int(node.pointee.position)
                key.subcomponent = 0
            case .subcomponent: key.subcomponent = Int(node.pointee.position)
            default: continue
            }
            guard node.pointee.firstChild == 0, isHL7Value(node.pointee.kind),
                node.pointee.length > 0 || node.pointee.flags.contains(.explicitNull)
            else { continue }
            if wasRead(index) {
                counts.mapped += 1
            } else if key.segment == SourceKey.messageHeader || fields?.contains(key) == true {
                counts.ignored += 1
            } else {
                counts.unmapped += 1
                if known.insert(key.rawValue).inserted { found.append(key.text) }
            }
        }
        return (counts, found)
    }

    private func segmentName(_ node: UnsafePointer<Tree.Node>) -> UInt32 {
        guard node.pointee.nameLength == 3 else { return 0 }
        let name = sourceBytes + Int(node.pointee.nameStart)
        return UInt32(name[0]) << 16 | UInt32(name[1]) << 8 | UInt32(name[2])
    }

    private func accountFHIR(_ ignored: IgnoredSet) -> (counts: LeafCounts, unmapped: [String]) {
        var counts = LeafCounts()
        var found: [String] = []
        for index in 1..<max(1, source.nodes.count) {
            let node = source.nodes[index]
            guard node.firstChild == 0, node.kind != .object, node.length > 0 || node.flags.contains(.explicitNull) else {
                continue
            }
            if wasRead(index) {
                counts.mapped += 1
                continue
            }
            let path = plainPath(UInt32(index))
            if ignored.contains(path) {
                counts.ignored += 1
            } else {
                counts.unmapped += 1
                if !found.contains(path) { found.append(path) }
            }
        }
        return (counts, found)
    }

    func plainPath(_ node: UInt32) -> String {
        var names: [String] = []
        var at = Tree.ID(node)
        while at != .root {
            let own = source[at]
            let type = own.kind == .object && own.length > 0 ? "(\(source.text(of: at)))" : ""
            names.append(source.name(of: at) + type)
            at = Tree.ID(source[at].parent)
        }
        return ([source.text(of: .root)] + names.reversed()).joined(separator: ".")
    }

    /// The byte at which the first element of a path such as `PID-3` stands.
    func sourceOffset(_ path: String) -> Int? {
        guard source.nodes.first?.kind == .message, let parsed = SourcePath(path),
            let segment = source.segment(Name(parsed.segment.description))
        else { return nil }
        if parsed.field == 0 { return Int(source[segment].source) }
        return source.field(parsed.field, of: segment).map { Int(source[$0].source) }
    }
}
