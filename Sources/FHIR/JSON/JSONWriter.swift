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
                    bytes: bytes, nodes: nodes.baseAddress.unsafelyUnwrapped, isPretty: layout == .pretty, made: nil,
                    sink: ByteSink(capacity: bytes.count + 256))
                defer { writer.sink.free() }
                writer.value(id.index, depth: 0)
                return writer.sink.bytes
            }
        }
    }

    /// Writes what was built, and gives it as a reader of that JSON would have it: its nodes speak of the JSON's bytes, and
    /// tree and JSON are one array. Nodes keep their numbers; what the writer leaves out has no text any more.
    ///
    /// A text that JSON escapes stands behind the JSON in the tree's bytes, which are then an array of their own.
    package static func document(
        _ nodes: UnsafeBufferPointer<Tree.Node>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (json: [UInt8], tree: Tree) {
        var tree = Tree()
        guard let first = nodes.baseAddress else { return ([], tree) }
        var made = [Tree.Node](unsafeUninitializedCapacity: nodes.count) { made, count in
            for index in nodes.indices {
                var node = first[index]
                node.start = 0
                node.length = 0
                node.nameStart = 0
                node.nameLength = 0
                (made.baseAddress.unsafelyUnwrapped + index).initialize(to: node)
            }
            count = nodes.count
        }
        var apart: [Apart] = []
        let json = made.withUnsafeMutableBufferPointer { made in
            // Most names and values are short: few messages need more.
            var writer = JSONWriter(
                bytes: bytes, nodes: first, isPretty: false, made: made.baseAddress,
                sink: ByteSink(capacity: 1024 + nodes.count * 40))
            defer { writer.sink.free() }
            writer.value(0, depth: 0)
            apart = writer.apart
            return writer.sink.bytes
        }
        tree.bytes = json
        tree.sourceLength = json.count
        for text in apart {
            let start = UInt32(truncatingIfNeeded: tree.bytes.count)
            let own = nodes[text.node]
            switch text.part {
            case .name:
                tree.bytes += bytes[Int(own.nameStart)..<Int(own.nameStart) + Int(own.nameLength)]
                made[text.node].nameStart = start
                made[text.node].nameLength = own.nameLength
            case .value:
                tree.bytes += bytes[Int(own.start)..<Int(own.start) + Int(own.length)]
                made[text.node].start = start
                made[text.node].length = own.length
                made[text.node].flags.insert(.decoded)
            }
        }
        tree.nodes = made
        return (json, tree)
    }

    /// A text that stands otherwise in the JSON than in the tree.
    private struct Apart {
        enum Part { case name, value }
        var node: Int
        var part: Part
    }

    private static let deepest = 500

    private let bytes: UnsafeBufferPointer<UInt8>
    /// Links lead to nodes of the tree: whoever built it saw to that.
    private let nodes: UnsafePointer<Tree.Node>
    private let isPretty: Bool
    /// Where the nodes are told where their texts stand in the JSON.
    private var made: UnsafeMutablePointer<Tree.Node>?
    private var apart: [Apart] = []
    private var sink: ByteSink
    /// Scratch: the first nodes of the names of one object.
    private var starts: [Int] = []

    // MARK: Values

    private mutating func value(_ index: Int, depth: Int) {
        let node = nodes + index
        let start = Int(node.pointee.start)
        let length = Int(node.pointee.length)
        switch node.pointee.kind {
        case .string, .xhtml: string(index, start, length)
        case .object, .message, .group, .segment, .field, .component, .subcomponent: object(index, depth: depth)
        case .null: sink.put("null")
        case .number where isNumber(start, length), .boolean where isBoolean(start, length):
            tell(index, at: sink.count, length, length)
            sink.put(bytes, from: start, count: length)
        case .number, .boolean: string(index, start, length)
        }
    }

    @inline(__always)
    private mutating func string(_ index: Int, _ start: Int, _ length: Int) {
        let mark = sink.count
        sink.putString(bytes, from: start, count: length)
        tell(index, at: mark + 1, sink.count - mark - 2, length)
    }

    /// Where the node's value stands, if it was written as it is.
    @inline(__always)
    private mutating func tell(_ index: Int, at start: Int, _ written: Int, _ length: Int) {
        guard let made else { return }
        guard written == length else { return apart.append(Apart(node: index, part: .value)) }
        made[index].start = UInt32(truncatingIfNeeded: start)
        made[index].length = UInt32(truncatingIfNeeded: length)
    }

    /// Where the node's name stands, if it was written as it is and ends before `end`.
    @inline(__always)
    private mutating func tellName(_ index: Int, endsAt end: Int, from mark: Int) {
        guard let made else { return }
        let length = Int(nodes[index].nameLength)
        guard end - mark == length else { return apart.append(Apart(node: index, part: .name)) }
        made[index].nameStart = UInt32(truncatingIfNeeded: mark)
        made[index].nameLength = UInt8(truncatingIfNeeded: length)
    }

    /// Those that share an array share its name.
    private mutating func tellName(of first: Int, to other: Int) {
        guard let made, other != first else { return }
        if made[first].nameLength == nodes[first].nameLength {
            made[other].nameStart = made[first].nameStart
            made[other].nameLength = made[first].nameLength
        } else {
            apart.append(Apart(node: other, part: .name))
        }
    }

    private mutating func object(_ index: Int, depth: Int) {
        guard depth < Self.deepest else {
            sink.put("null")
            return
        }
        sink.put(UInt8(ascii: "{"))
        var isFirst = true
        let node = nodes + index
        if node.pointee.length > 0, isObject(index) {
            separate(&isFirst, depth: depth + 1)
            sink.put(isPretty ? "\"resourceType\": " : "\"resourceType\":")
            string(index, Int(node.pointee.start), Int(node.pointee.length))
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

    /// The kind's own `==` is a call across modules.
    @inline(__always)
    private func isObject(_ index: Int) -> Bool {
        unsafeBitCast(nodes[index].kind, to: UInt8.self) == unsafeBitCast(Tree.Kind.object, to: UInt8.self)
    }

    // MARK: Members

    private mutating func members(of parent: Int, depth: Int, isFirst: inout Bool) {
        let isSplit = hasSplitRuns(parent)
        var next = Int(nodes[parent].firstChild)
        while next != 0 {
            var end = Int(nodes[next].nextSibling)
            var isAlone = true
            while end != 0, isSameName(next, end) {
                end = Int(nodes[end].nextSibling)
                isAlone = false
            }
            if isSplit {
                if !standsEarlier(next, in: parent) { run(next, until: 0, isSplit: true, depth: depth, isFirst: &isFirst) }
            } else if isAlone, isObject(next) || nodes[next].firstChild == 0 {
                // The frequent case: one node, with nothing for a `_` twin.
                name(next, isExtension: false, depth: depth, isFirst: &isFirst)
                if nodes[next].flags.contains(.repeats) {
                    sink.put(UInt8(ascii: "["))
                    line(depth + 1)
                    value(next, depth: depth + 1)
                    line(depth)
                    sink.put(UInt8(ascii: "]"))
                } else {
                    value(next, depth: depth)
                }
            } else {
                run(next, until: end, isSplit: false, depth: depth, isFirst: &isFirst)
            }
            next = end
        }
    }

    /// Siblings of one name, from `first` on: a member, and its `_` twin when there is something to say in it. Where runs are
    /// split, others stand between them.
    private mutating func run(_ first: Int, until end: Int, isSplit: Bool, depth: Int, isFirst: inout Bool) {
        var count = 0
        var hasValue = false
        var hasExtension = false
        var next = first
        while next != end {
            let node = nodes + next
            if !isSplit || next == first || isSameName(first, next) {
                count += 1
                if node.pointee.kind != .null { hasValue = true }
                if node.pointee.firstChild != 0, !isObject(next) { hasExtension = true }
            }
            next = Int(node.pointee.nextSibling)
        }
        let isArray = count > 1 || nodes[first].flags.contains(.repeats)
        if hasValue || !hasExtension {
            name(first, isExtension: false, depth: depth, isFirst: &isFirst)
            items(first, until: end, isSplit, isArray: isArray, depth: depth) { $0.value($1, depth: $2) }
        }
        if hasExtension {
            name(first, isExtension: true, depth: depth, isFirst: &isFirst)
            items(first, until: end, isSplit, isArray: isArray, depth: depth) { $0.extensions($1, depth: $2) }
        }
    }

    @inline(__always)
    private mutating func items(
        _ first: Int, until end: Int, _ isSplit: Bool, isArray: Bool, depth: Int,
        _ write: (inout JSONWriter, Int, Int) -> Void
    ) {
        guard isArray else { return write(&self, first, depth) }
        sink.put(UInt8(ascii: "["))
        var isFirst = true
        var next = first
        while next != end {
            if !isSplit || next == first || isSameName(first, next) {
                tellName(of: first, to: next)
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
        let node = nodes + index
        guard isPretty || isExtension else {
            let mark = sink.count + (isFirst ? 1 : 2)
            sink.putName(
                bytes, from: Int(node.pointee.nameStart), count: Int(node.pointee.nameLength), comma: !isFirst)
            tellName(index, endsAt: sink.count - 2, from: mark)
            isFirst = false
            return
        }
        separate(&isFirst, depth: depth)
        sink.put(isExtension ? "\"_" : "\"")
        let mark = sink.count
        sink.putEscaped(bytes, from: Int(node.pointee.nameStart), count: Int(node.pointee.nameLength))
        tellName(index, endsAt: sink.count, from: mark)
        sink.put(isPretty ? "\": " : "\":")
    }

    @inline(__always)
    private mutating func separate(_ isFirst: inout Bool, depth: Int) {
        if !isFirst { sink.put(UInt8(ascii: ",")) }
        isFirst = false
        line(depth)
    }

    @inline(__always)
    private mutating func line(_ depth: Int) { if isPretty { newLine(depth) } }

    @inline(never)
    private mutating func newLine(_ depth: Int) {
        sink.put(UInt8(ascii: "\n"))
        for _ in 0..<depth { sink.put("  ") }
    }

    // MARK: Names

    @inline(__always)
    private func isSameName(_ a: Int, _ b: Int) -> Bool {
        let one = nodes + a
        let other = nodes + b
        guard one.pointee.nameHash == other.pointee.nameHash, one.pointee.nameLength == other.pointee.nameLength else {
            return false
        }
        // Names of a tree that was built stand once.
        return one.pointee.nameStart == other.pointee.nameStart || isSameText(a, b)
    }

    private func isSameText(_ a: Int, _ b: Int) -> Bool {
        for offset in 0..<Int(nodes[a].nameLength)
        where bytes[Int(nodes[a].nameStart) + offset] != bytes[Int(nodes[b].nameStart) + offset] { return false }
        return true
    }

    /// Whether siblings of one name stand apart: almost never, which two words of bits by hash mostly tell.
    @inline(__always)
    private mutating func hasSplitRuns(_ parent: Int) -> Bool {
        var next = Int(nodes[parent].firstChild)
        var low: UInt64 = 0
        var high: UInt64 = 0
        var previous = 0
        while next != 0 {
            let node = nodes + next
            let hash = node.pointee.nameHash
            if previous == 0 || nodes[previous].nameHash != hash {
                let one: UInt64 = 1 &<< UInt64(hash & 63)
                let other: UInt64 = 1 &<< UInt64(hash &>> 6 & 63)
                if low & one != 0, high & other != 0 { return standApart(parent) }
                low |= one
                high |= other
            } else if !isSameName(previous, next) {
                // Two names of one hash.
                return standApart(parent)
            }
            previous = next
            next = Int(node.pointee.nextSibling)
        }
        return false
    }

    /// Objects have few names, so each is compared with those before it.
    @inline(never)
    private mutating func standApart(_ parent: Int) -> Bool {
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
