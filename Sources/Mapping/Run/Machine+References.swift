import Canonical
import Diagnostics
import FHIR
import Tree

// Resources that are copied from FHIR get the region's ids; whoever referred to them by the sender's is led there.
extension Machine {
    /// Remembers the sender's names of the resource that the focus is: `Patient/123` and its entry's fullUrl.
    mutating func rename(_ made: Created) {
        guard source.nodes.first?.kind == .object, let frame = frames.last, frame.tag == .node else { return }
        let resource = Tree.ID(frame.a)
        guard source[resource].kind == .object, source[resource].length > 0 else { return }
        if let id = source.child(of: resource, named: "id") {
            renamed[Array(source.value(of: resource)) + [0x2F] + Array(source.value(of: id))] = made.reference
        }
        if let entry = source.parent(of: resource), let url = source.child(of: entry, named: "fullUrl") {
            renamed[Array(source.value(of: url))] = made.reference
        }
    }

    /// Leads references of copies to the new ids; what the message does not hold becomes absolute, and an issue.
    mutating func redirectReferences(feed: FeedConstants) {
        guard !renamed.isEmpty else { return }
        let name: Name = "reference"
        let known = Set(all.map(\.reference))
        for index in output.nodes.indices.dropFirst() {
            let node = output.nodes[index]
            guard node.nameHash == name.hash, node.kind == .string, node.length > 0,
                output.node(Tree.ID(UInt32(index)), isNamed: name),
                !known.contains(Place(start: node.start, length: node.length))
            else { continue }
            let value = Array(output.value(of: Tree.ID(UInt32(index))))
            let withoutVersion = value.firstRange(of: Array("/_history/".utf8)).map { Array(value[..<$0.lowerBound]) } ?? value
            if let place = renamed[withoutVersion] {
                output.nodes[index].start = place.start
                output.nodes[index].length = place.length
            } else if !value.contains(0x3A), value.first != 0x23 {
                let place = store([feed.endpoint, plan.envelope.slash, Place(start: node.start, length: node.length)])
                output.nodes[index].start = place.start
                output.nodes[index].length = place.length
                issues.append(
                    Diagnostic(
                        .warning, code: "unresolved-reference",
                        "the message does not hold what is referred to; it stays a name",
                        at: .message(MessagePosition(output.path(of: Tree.ID(UInt32(index)))))))
            }
        }
    }
}
