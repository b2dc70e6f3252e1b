package import Tree

extension Tree {
    /// The path of an element as FHIRPath reads it, for positions of problems: `Patient.name[1].family` is the family
    /// name of the second name (FHIRPath, and so `OperationOutcome.expression`, counts from zero).
    package func path(of id: ID) -> String {
        nodes.withUnsafeBufferPointer { nodes in TreePath.text(of: id.index, in: nodes) { bytes[Int($0)] } }
    }
}

enum TreePath {
    static func text(of node: Int, in nodes: UnsafeBufferPointer<Tree.Node>, _ byte: (UInt32) -> UInt8) -> String {
        var steps: [String] = []
        var current = node
        while current != 0, steps.count < 1000 {
            let own = nodes[current]
            var step = name(own.nameStart, own.flags.contains(.choice) ? own.matchLength : own.nameLength, byte)
            if own.flags.contains(.repeats) { step += "[\(index(of: current, in: nodes))]" }
            steps.append(step)
            current = Int(own.parent)
        }
        let root = nodes.first.map { $0.nameLength == 0 ? "(root)" : name($0.nameStart, $0.nameLength, byte) } ?? "(root)"
        return ([root] + steps.reversed()).joined(separator: ".")
    }

    static func name(_ start: UInt32, _ length: UInt8, _ byte: (UInt32) -> UInt8) -> String {
        String(decoding: (0..<UInt32(length)).map { byte(start + $0) }, as: UTF8.self)
    }

    private static func index(of node: Int, in nodes: UnsafeBufferPointer<Tree.Node>) -> Int {
        let own = nodes[node]
        var next = Int(nodes[Int(own.parent)].firstChild)
        var index = 0
        while next != 0, next != node {
            if nodes[next].nameHash == own.nameHash { index += 1 }
            next = Int(nodes[next].nextSibling)
        }
        return index
    }
}
