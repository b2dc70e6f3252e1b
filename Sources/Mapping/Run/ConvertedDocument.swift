import Diagnostics
import FHIR
import Tree

/// A document of another release, as R4 says it, with what became of it.
struct ConvertedDocument: Sendable {
    /// R4's.
    var tree: Tree
    var issues: [Diagnostic]
    /// Leaves that nothing carried: ignored by a map, or told.
    var counts: LeafCounts
    var unmapped: [String]
    let record: ConversionRecord
}

/// What of a document of another release stands where in the one that R4 reads.
final class ConversionRecord: Sendable {
    let original: Tree
    let marks: [Trace.Mark]
    let reads: [UInt32]
    /// The node of the original by the byte at which it stands; the innermost of several.
    private let nodes: [UInt32: UInt32]

    init(original: Tree, marks: [Trace.Mark], reads: [UInt32]) {
        self.original = original
        self.marks = marks
        self.reads = reads
        var nodes: [UInt32: UInt32] = [:]
        for index in original.nodes.indices.dropFirst() { nodes[original.nodes[index].source] = UInt32(index) }
        self.nodes = nodes
    }

    /// Where the original says what stands at this byte.
    func path(atByte byte: Int) -> String? {
        UInt32(exactly: byte).flatMap { nodes[$0] }.map { original.path(of: Tree.ID($0)) }
    }

    /// Issues of a map that read R4, with the original's paths.
    func placed(_ issues: [Diagnostic]) -> [Diagnostic] {
        issues.map { issue in
            guard case .message(var position)? = issue.location, let byte = position.byteOffset, byte > 0,
                let path = path(atByte: byte)
            else { return issue }
            var issue = issue
            position.path = path
            issue.location = .message(position)
            return issue
        }
    }
}

extension Machine {
    /// The document as it was converted.
    mutating func conversionResult() -> ConvertedDocument {
        let (lost, counts, unmapped) = lost()
        var problems = ProblemList(limit: 50)
        for id in lost {
            problems.add(
                "stu3-lost", "R4 has no place for this element of STU3, and no map carries it", at: source.path(of: id),
                byte: Int(nodes[id.index].source), severity: .warning,
                hint: "a rule of Mappings/fhir/stu3 can carry it; ignore: there, with a reason, says that nobody needs it")
        }
        let told = source.bytes.withUnsafeBufferPointer {
            problems.located(in: UnsafeBufferPointer(rebasing: $0[..<source.sourceLength]))
        }
        return ConvertedDocument(
            tree: convertedTree(), issues: issues + told, counts: counts, unmapped: unmapped,
            record: ConversionRecord(
                original: source, marks: isTracing ? Array(traced.buffer) : [], reads: isTracing ? Array(reads.buffer) : []))
    }

    /// The output behind the source's own text, so that positions stay what they are; typed as R4.
    private func convertedTree() -> Tree {
        var tree = Tree(source: Array(source.bytes[..<source.sourceLength]))
        let shift = UInt32(tree.bytes.count)
        tree.bytes.append(contentsOf: output.bytes.buffer)
        tree.nodes = output.nodes.buffer.map { node in
            var node = node
            node.nameStart += shift
            node.start = node.length == 0 ? 0 : node.start + shift
            return node
        }
        guard !tree.isEmpty else { return tree }
        tree.nodes[0].setName(Name(bytes: tree.value(of: .root)), at: tree.nodes[0].start)
        FHIR.Schema.r4.annotate(&tree, settingKinds: true)
        return tree
    }

    /// What of the source nothing read and nobody ignores: the outermost elements of which that is true, the leaves' number and
    /// their paths.
    private mutating func lost() -> (nodes: [Tree.ID], counts: LeafCounts, unmapped: [String]) {
        joinVisited()
        let ignored = conversion?.ignore.set
        var counts = LeafCounts()
        var unmapped: [String] = []
        // Of each node: whether something below it, or itself, was carried, and whether something was not.
        var isCarried = [Bool](repeating: false, count: source.nodes.count)
        var isLost = isCarried
        for index in source.nodes.indices.reversed() where index > 0 {
            let node = nodes[index]
            // The name of a resource's type is not its value.
            if node.kind != .object, node.length > 0 || node.kind == .null && node.firstChild == 0 {
                if wasRead(index) {
                    isCarried[index] = true
                } else if ignored.map({ isIgnored(UInt32(index), by: $0) }) == true {
                    isCarried[index] = true
                    counts.ignored += 1
                } else {
                    isLost[index] = true
                    counts.unmapped += 1
                    let path = plainPath(UInt32(index))
                    if !unmapped.contains(path) { unmapped.append(path) }
                }
            }
            if isCarried[index] { isCarried[Int(node.parent)] = true }
            if isLost[index] { isLost[Int(node.parent)] = true }
        }
        let outermost = source.nodes.indices.filter { index in
            guard isLost[index], !isCarried[index] else { return false }
            return index == 0 || isCarried[Int(nodes[index].parent)]
        }
        return (outermost.map { Tree.ID(UInt32($0)) }, counts, unmapped.reversed())
    }

    /// `Observation.related.type`, `Signature.blob`: a path that begins with any type that the element stands in.
    private func isIgnored(_ node: UInt32, by ignored: IgnoredSet) -> Bool {
        var names: [String] = []
        var at = Tree.ID(node)
        while at != .root {
            names.append(source.name(of: at))
            at = Tree.ID(nodes[at.index].parent)
            let type = FHIR.Schema.stu3.name(of: nodes[at.index].type)
            if !type.isEmpty, ignored.contains(([type] + names.reversed()).joined(separator: ".")) { return true }
            if nodes[at.index].length > 0, nodes[at.index].kind == .object { return false }
        }
        return false
    }
}
