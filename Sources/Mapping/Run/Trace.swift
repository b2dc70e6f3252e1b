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
    /// Of a document of another release: what made R4 of it comes behind the message's own marks.
    private var conversion: ConversionRecord?
    /// What of the converted document was copied into the message.
    private var copies: [UInt32: UInt32] = [:]

    package init() {}

    init(marks: [Mark], reads: [UInt32], source: Tree, output: Tree, plan: Plan) {
        self.marks = marks
        self.reads = reads
        self.source = source
        self.output = output
        self.plan = plan
    }

    /// Of a conversion alone: `made` is what it made.
    init(of conversion: ConversionRecord, made: Tree, plan: Plan) {
        source = made
        output = Tree()
        self.plan = plan
        self.conversion = conversion
    }

    mutating func add(_ conversion: ConversionRecord, copied: [(source: UInt32, output: UInt32)]) {
        self.conversion = conversion
        copies = Dictionary(copied.map { ($0.source, $0.output) }) { first, _ in first }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { marks.count + (conversion?.marks.count ?? 0) }

    package subscript(index: Int) -> TraceEntry {
        index < marks.count ? entry(marks[index]) : entryOfConversion(index - marks.count)
    }

    private func entry(_ mark: Mark) -> TraceEntry {
        let isHL7 = source.nodes.first?.kind == .message
        let sources = reads[Int(mark.firstRead)..<Int(mark.firstRead + mark.readCount)].map { node -> String in
            if isHL7 { return source.hl7Path(of: Tree.ID(node)) }
            return conversion?.path(atByte: Int(source.nodes[Int(node)].source)) ?? source.path(of: Tree.ID(node))
        }
        return TraceEntry(target: output.path(of: Tree.ID(mark.node)), sources: sources, plan, mark)
    }

    /// What became of a converted element in the message; where it was not copied, its place in the converted document.
    private func entryOfConversion(_ index: Int) -> TraceEntry {
        guard let conversion else { return TraceEntry(target: "", sources: [], file: "", line: 0) }
        let mark = conversion.marks[index]
        let read = conversion.reads[Int(mark.firstRead)..<Int(mark.firstRead + mark.readCount)]
        var sources = read.map { conversion.original.path(of: Tree.ID($0)) }
        if sources.isEmpty, let path = conversion.path(atByte: Int(source.nodes[Int(mark.node)].source)) { sources = [path] }
        let target =
            copies[mark.node].map { output.path(of: Tree.ID($0)) } ?? source.path(of: Tree.ID(mark.node))
        return TraceEntry(target: target, sources: sources, plan, mark)
    }
}

extension TraceEntry {
    fileprivate init(target: String, sources: [String], _ plan: Plan?, _ mark: Trace.Mark) {
        var seen: Set<String> = []
        let origin = plan?.origins[Int(mark.origin)]
        self.init(
            target: target, sources: sources.filter { seen.insert($0).inserted }, file: origin?.file ?? "",
            line: origin?.line ?? 0)
    }
}
