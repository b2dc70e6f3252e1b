import FHIR
import HL7v2
import Tree

/// Where every element of a canonical message came from: a mark each, put into words when somebody asks.
package struct Trace: Sendable, RandomAccessCollection {
    struct Mark: Sendable {
        var node: UInt32
        var origin: Int32
        var firstRead: UInt32
        var readCount: UInt32
    }
    private var marks: [Mark] = []
    private var reads: [UInt32] = []
    private var source = Tree()
    private var output = Tree()
    private var plan: Plan?

    package init() {}

    init(marks: [Mark], reads: [UInt32], source: Tree, output: Tree, plan: Plan) {
        self.marks = marks
        self.reads = reads
        self.source = source
        self.output = output
        self.plan = plan
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { marks.count }

    package subscript(index: Int) -> TraceEntry {
        let mark = marks[index]
        let isHL7 = source.nodes.first?.kind == .message
        var sources: [String] = []
        for node in reads[Int(mark.firstRead)..<Int(mark.firstRead + mark.readCount)] {
            let path = isHL7 ? source.hl7Path(of: Tree.ID(node)) : source.path(of: Tree.ID(node))
            if !sources.contains(path) { sources.append(path) }
        }
        let origin = plan?.origins[Int(mark.origin)]
        return TraceEntry(
            target: output.path(of: Tree.ID(mark.node)), sources: sources, file: origin?.file ?? "", line: origin?.line ?? 0)
    }
}
