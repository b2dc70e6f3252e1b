package import Tree

/// Writes a tree as FHIR JSON, members in the tree's order and `resourceType` first.
///
/// ```
/// let bytes = JSONWriter.write(tree)
/// ```
/// Siblings of one name become one array when they repeat (`Flags.repeats`) or when there is more than one, wherever
/// they stand. The children of a primitive follow it as `_name`. Compact JSON that the reader read is written back byte
/// for byte. Ill-formed UTF-8 becomes U+FFFD. What is nested deeper than 500 levels is written as null.
package struct JSONWriter {
    package enum Layout: Sendable {
        case compact
        /// Two spaces a level.
        case pretty
    }

    package static func write(_ tree: Tree, from id: Tree.ID = .root, layout: Layout = .compact) -> [UInt8] {
        guard id.index < tree.nodes.count else { return [] }
        return tree.bytes.withUnsafeBufferPointer { bytes in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var writer = JSONWriter(
                    bytes: bytes, nodes: nodes, isPretty: layout == .pretty, sink: ByteSink(capacity: bytes.count + 256))
                defer { writer.sink.free() }
                writer.value(id.index, depth: 0)
                return writer.sink.bytes
            }
        }
    }

    private static let deepest = 500

    private let bytes: UnsafeBufferPointer<UInt8>
    private let nodes: UnsafeBufferPointer<Tree.Node>
    private let isPretty: Bool
    private var sink: ByteSink
    /// Scratch: the first nodes of the names of one object.
    private var starts: [Int] = []

    // MARK: Values

    private mutating func value(_ index: Int, depth: Int) {
        let node = nodes[index]
        let start = Int(node.start)
        let length = Int(node.length)
        switch node.kind {
        case .null: sink.put("null")
        case .number where isNumber(start, length), .boolean where isBoolean(start, length):
            sink.put(bytes, from: start, count: length)
        case .string, .xhtml, .number, .boolean: sink.putString(bytes, from: start, count: length)
        case .object, .message, .group, .segment, .field, .component, .subcomponent: object(index, depth: depth)
        }
    }

    private mutating func object(_ index: Int, depth: Int) {
        guard depth < Self.deepest else {
            sink.put("null")
            return
        }
        sink.put(UInt8(ascii: "{"))
        var isFirst = true
        let node = nodes[index]
        if node.length > 0, node.kind == .object {
            separate(&isFirst, depth: depth + 1)
            sink.put(isPretty ? "\"resourceType\": " : "\"resourceType\":")
            sink.putString(bytes, from: Int(node.start), count: Int(node.length))
        }
        members(of: index, depth: depth + 1, isFirst: &isFirst)
        if !isFirst { line(depth) }
        sink.put(UInt8(ascii: "}"))
    }

    /// The `id` and `extension` of a primitive.
    private mutating func extensions(_ index: Int, depth: Int) {
        guard nodes[index].firstChild != 0, nodes[index].kind != .object, depth < Self.deepest else {
            sink.put("null")
            return
        }
        sink.put(UInt8(ascii: "{"))
        var isFirst = true
        members(of: index, depth: depth + 1, isFirst: &isFirst)
        line(depth)
        sink.put(UInt8(ascii: "}"))
    }

    // MARK: Members

    private mutating func members(of parent: Int, depth: Int, isFirst: inout Bool) {
        let isSplit = hasSplitRuns(parent)
        var next = Int(nodes[parent].firstChild)
        while next != 0 {
            var end = Int(nodes[next].nextSibling)
            while end != 0, isSameName(next, end) { end = Int(nodes[end].nextSibling) }
            if !isSplit {
                run(next, until: end, depth: depth, isFirst: &isFirst)
            } else if !standsEarlier(next, in: parent) {
                run(next, until: 0, depth: depth, isFirst: &isFirst)
            }
            next = end
        }
    }

    /// Siblings of one name, from `first` on: a member, and its `_` twin when there is something to say in it.
    private mutating func run(_ first: Int, until end: Int, depth: Int, isFirst: inout Bool) {
        var count = 0
        var hasValue = false
        var hasExtension = false
        var next = first
        while next != end {
            if next == first || isSameName(first, next) {
                count += 1
                let node = nodes[next]
                if node.kind != .null { hasValue = true }
                if node.kind != .object, node.firstChild != 0 { hasExtension = true }
            }
            next = Int(nodes[next].nextSibling)
        }
        let isArray = count > 1 || nodes[first].flags.contains(.repeats)
        if hasValue || !hasExtension {
            name(first, isExtension: false, depth: depth, isFirst: &isFirst)
            items(first, until: end, isArray: isArray, depth: depth) { $0.value($1, depth: $2) }
        }
        if hasExtension {
            name(first, isExtension: true, depth: depth, isFirst: &isFirst)
            items(first, until: end, isArray: isArray, depth: depth) { $0.extensions($1, depth: $2) }
        }
    }

    @inline(__always)
    private mutating func items(
        _ first: Int, until end: Int, isArray: Bool, depth: Int, _ write: (inout JSONWriter, Int, Int) -> Void
    ) {
        guard isArray else { return write(&self, first, depth) }
        sink.put(UInt8(ascii: "["))
        var isFirst = true
        var next = first
        while next != end {
            if next == first || isSameName(first, next) {
                separate(&isFirst, depth: depth + 1)
                write(&self, next, depth + 1)
            }
            next = Int(nodes[next].nextSibling)
        }
        line(depth)
        sink.put(UInt8(ascii: "]"))
    }

    @inline(__always)
    private mutating func name(_ index: Int, isExtension: Bool, depth: Int, isFirst: inout Bool) {
        separate(&isFirst, depth: depth)
        let node = nodes[index]
        if isExtension {
            sink.put("\"_")
            sink.putEscaped(bytes, from: Int(node.nameStart), count: Int(node.nameLength))
            sink.put(UInt8(ascii: "\""))
        } else {
            sink.putString(bytes, from: Int(node.nameStart), count: Int(node.nameLength))
        }
        sink.put(UInt8(ascii: ":"))
        if isPretty { sink.put(UInt8(ascii: " ")) }
    }

    @inline(__always)
    private mutating func separate(_ isFirst: inout Bool, depth: Int) {
        if !isFirst { sink.put(UInt8(ascii: ",")) }
        isFirst = false
        line(depth)
    }

    private mutating func line(_ depth: Int) {
        guard isPretty else { return }
        sink.put(UInt8(ascii: "\n"))
        for _ in 0..<depth { sink.put("  ") }
    }

    // MARK: Names

    @inline(__always)
    private func isSameName(_ a: Int, _ b: Int) -> Bool {
        let one = nodes[a]
        let other = nodes[b]
        guard one.nameHash == other.nameHash, one.nameLength == other.nameLength else { return false }
        for offset in 0..<Int(one.nameLength)
        where bytes[Int(one.nameStart) + offset] != bytes[Int(other.nameStart) + offset] { return false }
        return true
    }

    /// Whether siblings of one name stand apart. Objects have few names, so each is compared with those before it.
    private mutating func hasSplitRuns(_ parent: Int) -> Bool {
        let ownStarts = starts.count
        defer { starts.removeLast(starts.count - ownStarts) }
        var next = Int(nodes[parent].firstChild)
        var previous = 0
        while next != 0 {
            if previous == 0 || !isSameName(previous, next) {
                for place in ownStarts..<starts.count where isSameName(starts[place], next) { return true }
                starts.append(next)
            }
            previous = next
            next = Int(nodes[next].nextSibling)
        }
        return false
    }

    private func standsEarlier(_ index: Int, in parent: Int) -> Bool {
        var next = Int(nodes[parent].firstChild)
        while next != index {
            if isSameName(next, index) { return true }
            next = Int(nodes[next].nextSibling)
        }
        return false
    }

    // MARK: Scalars

    /// What is not written as JSON wants it (from XML, or built) is written as a string.
    private func isNumber(_ start: Int, _ length: Int) -> Bool {
        PrimitiveFormat.decimal.accepts(UnsafeBufferPointer(rebasing: bytes[start..<start + length]))
    }

    private func isBoolean(_ start: Int, _ length: Int) -> Bool {
        PrimitiveFormat.boolean.accepts(UnsafeBufferPointer(rebasing: bytes[start..<start + length]))
    }
}
