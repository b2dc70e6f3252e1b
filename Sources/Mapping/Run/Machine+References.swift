import Canonical
import Diagnostics
import FHIR
import Tree

// Resources that are copied from FHIR get the region's ids; whoever referred to them by the sender's is led there.
extension Machine {
    /// Remembers the sender's names of the resource that the focus is: `Patient/123` and its entry's fullUrl.
    mutating func rename(_ made: Created) {
        guard nodes[0].kind == .object, frames.count > 0, frames[frames.count - 1].tag == .node else { return }
        let resource = Tree.ID(frames[frames.count - 1].a)
        guard source[resource].kind == .object, source[resource].length > 0 else { return }
        let kind = Array(source.value(of: resource))
        if let id = source.child(of: resource, named: "id") {
            renamed[kind + [0x2F] + Array(source.value(of: id))] = made.reference
        }
        for number in source.children(of: resource, named: "identifier") {
            guard let value = source.child(of: number, named: "value") else { continue }
            let system = source.child(of: number, named: "system").map { Array(source.value(of: $0)) + [UInt8(ascii: "|")] }
            renamed[kind + Self.conditional + (system ?? []) + Array(source.value(of: value))] = made.reference
        }
        if let entry = source.parent(of: resource), let url = source.child(of: entry, named: "fullUrl") {
            renamed[Array(source.value(of: url))] = made.reference
        }
    }

    /// What a conditional reference has between type and number.
    private static let conditional = Array("?identifier=".utf8)

    /// `Patient?identifier=SYSTEM%7CVALUE` as it is meant.
    private func unescaped(_ reference: [UInt8]) -> [UInt8] {
        guard reference.contains(UInt8(ascii: "?")), reference.contains(UInt8(ascii: "%")) else { return reference }
        var made: [UInt8] = []
        var rest = reference[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                made.append(code)
                rest = rest.dropFirst(2)
            } else {
                made.append(byte)
            }
        }
        return made
    }

    /// Leads references of copies to the new ids; what the message does not hold becomes absolute, and an issue.
    mutating func redirectReferences(feed: FeedConstants) {
        guard !renamed.isEmpty else { return }
        let name: Name = "reference"
        var known: Set<Place> = []
        for index in 0..<all.count { known.insert(all[index].reference) }
        // Values change in what follows, and no path.
        var copy: Tree?
        for index in 1..<max(1, output.nodes.count) {
            let node = output.nodes[index]
            let value = Place(start: node.start, length: node.length)
            guard node.nameHash == name.hash, node.kind == .string, node.length > 0,
                output.text(Place(start: node.nameStart, length: UInt32(node.matchLength))).elementsEqual(name.bytes),
                !known.contains(value)
            else { continue }
            let text = Array(output.text(value))
            let withoutVersion = text.firstRange(of: Array("/_history/".utf8)).map { Array(text[..<$0.lowerBound]) } ?? text
            if let place = renamed[unescaped(withoutVersion)] {
                output.nodes[index].start = place.start
                output.nodes[index].length = place.length
            } else if text.first != 0x23, !text.prefix(while: { $0 != UInt8(ascii: "?") }).contains(UInt8(ascii: ":")) {
                let start = output.bytes.count
                for part in [feed.endpoint, names.slash, value] { output.copy(part) }
                let place = output.place(from: start)
                output.nodes[index].start = place.start
                output.nodes[index].length = place.length
                let paths = copy ?? output.tree()
                copy = paths
                issues.append(
                    Diagnostic(
                        .warning, code: "unresolved-reference",
                        "the message does not hold what is referred to; it stays a name",
                        at: .message(MessagePosition(paths.path(of: Tree.ID(UInt32(index)))))))
            }
        }
    }
}
