import Diagnostics
import Tree

/// One filling of a tree: walks every byte of the fields once.
struct TreeFill {
    private enum Class {
        static let plain: UInt8 = 0, subcomponent: UInt8 = 1, component: UInt8 = 2, repetition: UInt8 = 3, escape: UInt8 = 4,
            high: UInt8 = 5
    }

    let source: UnsafeRawBufferPointer
    let index: Index
    let charset: Charset
    let limits: Limits
    var issues: IssueList
    var tree: Tree
    private(set) var failed = false
    /// What each byte is to the walk; read through a pointer, for it is asked once a byte.
    private let classes: [UInt8]
    /// Where the walk is, for positions of issues.
    private var segment = 0
    private var field = 0
    private var repetition = 1
    /// Nodes of the tree that hold something; behind them stand blank ones, ready to be filled in place.
    private var used = 0
    private static let blanks = [Tree.Node](repeating: Tree.Node(kind: .field), count: 16)
    private var scratch: [UInt8] = []

    init(source: UnsafeRawBufferPointer, index: Index, charset: Charset, limits: Limits, issues: IssueList) {
        self.source = source
        self.index = index
        self.charset = charset
        self.limits = limits
        self.issues = issues
        var arena: [UInt8] = []
        arena.reserveCapacity(source.count + 128)
        arena.append(contentsOf: source)
        tree = Tree(source: [], reserving: index.marks.count + index.segments.count * 2 + 64)
        tree.bytes = arena
        tree.sourceLength = source.count
        let isUsual = index.isASCII && index.delimiters == .standard
        classes = isUsual ? TreeFill.usualClasses : TreeFill.classes(index.delimiters, isASCII: index.isASCII)
    }

    private static let usualClasses = classes(.standard, isASCII: true)

    private static func classes(_ delimiters: Delimiters, isASCII: Bool) -> [UInt8] {
        var classes = [UInt8](repeating: Class.plain, count: 256)
        if !isASCII { for byte in 128..<256 { classes[byte] = Class.high } }
        for (byte, kind) in [
            (delimiters.escape, Class.escape), (delimiters.subcomponent, Class.subcomponent),
            (delimiters.repetition, Class.repetition), (delimiters.component, Class.component),
        ] where byte != 0 {
            classes[Int(byte)] = kind
        }
        return classes
    }

    mutating func run(name: String, structure: Structure?, schema: Schema) {
        let classes = self.classes
        classes.withUnsafeBufferPointer { run($0.baseAddress!, name: name, structure: structure, schema: schema) }
    }

    private mutating func run(_ classes: UnsafePointer<UInt8>, name: String, structure: Structure?, schema: Schema) {
        var root = Tree.Node(kind: .message)
        setName(of: &root, name)
        root.source = UInt32(truncatingIfNeeded: index.lead)
        root.start = root.source
        root.length = UInt32(truncatingIfNeeded: source.count - index.lead)
        tree.nodes.append(root)
        used = 1
        var grouping = structure.map {
            Grouping($0, root: .root, hasDocument: index.segments.contains { $0.id == "TXA" })
        }
        for place in index.segments.indices {
            segment = place
            let entry = index.segments[place]
            var parent = Tree.ID.root
            if grouping != nil {
                trim()
                let found = grouping!.place(entry.id, at: entry.start, in: &tree)
                used = tree.nodes.count
                parent = found.parent
                if let finding = found.finding { report(finding, entry, schema, name) }
            }
            extend(parent, to: entry)
            fill(entry, classes, under: parent.rawValue)
            if failed { return }
        }
        trim()
        if let grouping { reportMissing(grouping, name) }
    }

    private mutating func setName(of node: inout Tree.Node, _ name: String) {
        var name = name
        name.withUTF8 { text in
            node.nameStart = UInt32(truncatingIfNeeded: tree.bytes.count)
            node.nameLength = UInt8(truncatingIfNeeded: text.count)
            node.matchLength = node.nameLength
            node.nameHash = Name.hash(of: UnsafeRawBufferPointer(text))
            tree.bytes.append(contentsOf: text)
        }
    }

    /// A group's range reaches to its last segment.
    private mutating func extend(_ parent: Tree.ID, to entry: Index.Segment) {
        var id = parent
        while id != .root {
            if entry.end > tree[id].start { tree[id].length = max(tree[id].length, entry.end - tree[id].start) }
            id = Tree.ID(tree[id].parent)
        }
    }

    // MARK: Segments and fields

    private mutating func fill(_ entry: Index.Segment, _ classes: UnsafePointer<UInt8>, under parent: UInt32) {
        let id = add(.segment, 0, entry.start, entry.end &- entry.start, under: parent)
        var hash: UInt32 = 2_166_136_261
        hash = (hash ^ (entry.id.rawValue >> 16 & 255)) &* 16_777_619
        hash = (hash ^ (entry.id.rawValue >> 8 & 255)) &* 16_777_619
        hash = (hash ^ (entry.id.rawValue & 255)) &* 16_777_619
        tree.nodes[Int(id)].nameStart = entry.isRespelt ? UInt32(truncatingIfNeeded: tree.bytes.count) : entry.start
        if entry.isRespelt { tree.bytes.append(contentsOf: entry.id.bytes) }
        tree.nodes[Int(id)].nameLength = 3
        tree.nodes[Int(id)].matchLength = 3
        tree.nodes[Int(id)].nameHash = hash
        let last = Int(entry.firstMark) + Int(entry.markCount)
        var position = 1
        var mark = Int(entry.firstMark)
        if Index.countsSeparator(entry.id) {
            add(.field, 1, entry.start + 3, 1, under: id)
            position = 2
            if mark < last {
                let start = index.marks[mark] + 1
                let end = mark + 1 < last ? index.marks[mark + 1] : entry.end
                if start < end { add(.field, 2, start, end - start, under: id) }
                position = 3
                mark += 1
            }
        }
        while mark < last {
            let start = Int(index.marks[mark]) + 1
            let end = mark + 1 < last ? Int(index.marks[mark + 1]) : Int(entry.end)
            if start < end {
                field = position
                fill(start, end, classes, under: id)
                if used > limits.nodes {
                    return fail("too-many-nodes", "the message has more than \(limits.nodes) elements", at: start)
                }
                if failed { return }
            }
            position += 1
            mark += 1
        }
    }

    private mutating func fail(_ code: String, _ message: String, at byte: Int) {
        failed = true
        tree = Tree()
        used = 0
        let place = path(component: 0, subcomponent: 0)
        issues.add(.error, code, message, path: place, byte: byte)
    }

    /// One field with its repetitions, byte by byte. Inner nodes are made when the first part below them has a value.
    private mutating func fill(_ start: Int, _ end: Int, _ classes: UnsafePointer<UInt8>, under parent: UInt32) {
        var repetitionStart = start
        var partStart = start
        var component = 1
        var subcomponent = 1
        var dirty: UInt8 = 0
        // Zero is the message itself, so it also says "not made yet".
        var fieldNode: UInt32 = 0
        var componentNode: UInt32 = 0
        var at = start
        repetition = 1
        while true {
            let kind = at < end ? classes[Int(source[at])] : Class.repetition
            if kind == Class.plain {
                at &+= 1
                continue
            }
            if kind >= Class.escape {
                dirty |= kind == Class.escape ? 1 : 2
                at &+= 1
                continue
            }
            // A separator ends a part; what the part is depends on the separators around it.
            let endsComponent = kind >= Class.component
            let endsRepetition = kind == Class.repetition
            if at > partStart, source[partStart] != 0x20 || !isBlank(partStart, at) {
                if endsRepetition, component == 1, subcomponent == 1 {
                    value(.field, field, 0, 0, partStart, at, dirty, under: parent)
                } else {
                    if fieldNode == 0 { fieldNode = inner(.field, field, repetitionStart, under: parent) }
                    if endsComponent, subcomponent == 1 {
                        value(.component, component, component, 0, partStart, at, dirty, under: fieldNode)
                    } else {
                        if componentNode == 0 {
                            componentNode = inner(
                                .component, component, componentStart(partStart, subcomponent), under: fieldNode)
                        }
                        value(.subcomponent, subcomponent, component, subcomponent, partStart, at, dirty, under: componentNode)
                    }
                }
            }
            dirty = 0
            if endsComponent {
                if componentNode != 0 { close(componentNode, at) }
                componentNode = 0
                subcomponent = 1
                component += 1
            } else {
                subcomponent += 1
            }
            if endsRepetition {
                if fieldNode != 0 { close(fieldNode, at) }
                fieldNode = 0
                component = 1
                if at >= end { return }
                repetition += 1
                repetitionStart = at + 1
                if repetition > limits.repetitions {
                    return fail("too-many-repetitions", "the field repeats more than \(limits.repetitions) times", at: start)
                }
            }
            at += 1
            partStart = at
        }
    }

    /// Spaces alone are no value: fixed-length systems fill fields with them.
    private func isBlank(_ start: Int, _ end: Int) -> Bool {
        source[start..<end].allSatisfy { $0 == 0x20 }
    }

    /// Empty subcomponents before the first that has a value are separators only.
    private func componentStart(_ part: Int, _ subcomponent: Int) -> Int { part - (subcomponent - 1) }

    private mutating func inner(_ kind: Tree.Kind, _ position: Int, _ start: Int, under parent: UInt32) -> UInt32 {
        add(kind, UInt16(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: start), 0, under: parent)
    }

    /// `Tree.append`, in place: a node is 44 bytes, and building it elsewhere first costs more than walking the text.
    @inline(__always) @discardableResult
    private mutating func add(
        _ kind: Tree.Kind, _ position: UInt16, _ start: UInt32, _ length: UInt32, under parent: UInt32
    ) -> UInt32 {
        if used == tree.nodes.count { tree.nodes.append(contentsOf: TreeFill.blanks) }
        let id = UInt32(truncatingIfNeeded: used)
        used &+= 1
        tree.nodes.withUnsafeMutableBufferPointer { nodes in
            let place = Int(id)
            nodes[place].kind = kind
            nodes[place].position = position
            nodes[place].start = start
            nodes[place].length = length
            nodes[place].source = start
            nodes[place].parent = parent
            let above = Int(parent)
            let last = nodes[above].lastChild
            if last == 0 { nodes[above].firstChild = id } else { nodes[Int(last)].nextSibling = id }
            nodes[above].lastChild = id
        }
        return id
    }

    /// Takes the blank nodes off, so that others may append.
    private mutating func trim() {
        tree.nodes.removeLast(tree.nodes.count - used)
    }

    private mutating func close(_ id: UInt32, _ end: Int) {
        tree.nodes[Int(id)].length = UInt32(truncatingIfNeeded: end) &- tree.nodes[Int(id)].start
    }

    // MARK: Values

    @inline(__always)
    private mutating func value(
        _ kind: Tree.Kind, _ position: Int, _ component: Int, _ subcomponent: Int, _ start: Int, _ end: Int, _ dirty: UInt8,
        under parent: UInt32
    ) {
        let id = add(
            kind, UInt16(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: start),
            UInt32(truncatingIfNeeded: end &- start), under: parent)
        if end &- start == 2, source[start] == 0x22, source[start + 1] == 0x22 {
            tree.nodes[Int(id)].flags = .explicitNull
            tree.nodes[Int(id)].length = 0
        } else if dirty != 0 {
            decode(Int(id), dirty, component: component, subcomponent: subcomponent)
        }
    }

    /// Escapes and characters of another set: the plain value goes behind the source.
    private mutating func decode(_ id: Int, _ dirty: UInt8, component: Int, subcomponent: Int) {
        let range = Int(tree.nodes[id].start)..<Int(tree.nodes[id].start) + Int(tree.nodes[id].length)
        let raw = UnsafeRawBufferPointer(rebasing: source[range])
        if dirty == 2, charset == .utf8, Charset.isUTF8(raw) { return }
        scratch.removeAll(keepingCapacity: true)
        if dirty & 1 == 0 {
            scratch.append(contentsOf: raw)
        } else if !Escapes(index.delimiters).decode(raw, into: &scratch) {
            let place = path(component: component, subcomponent: subcomponent)
            issues.add(
                .warning, "escape-broken", "an escape sequence is not one of HL7's; it is kept as text", path: place,
                byte: range.lowerBound, hint: "the escape character itself is written \\E\\")
        }
        var flags = Tree.Flags.decoded
        let start = tree.bytes.count
        if !charset.decode(scratch, into: &tree.bytes) {
            flags.insert(.damaged)
            let place = path(component: component, subcomponent: subcomponent)
            issues.add(
                .warning, "charset-invalid", "the bytes are not of the character set \(charset.rawValue)", path: place,
                byte: range.lowerBound, hint: "set the feed's character set; what could not be read stands as U+FFFD")
        }
        tree.nodes[id].start = UInt32(truncatingIfNeeded: start)
        tree.nodes[id].length = UInt32(truncatingIfNeeded: tree.bytes.count - start)
        tree.nodes[id].flags.formUnion(flags)
    }

    private func path(component: Int, subcomponent: Int) -> String {
        guard !issues.isFull else { return "" }
        var text = index.path(of: segment)
        guard field > 0 else { return text }
        text += "-\(field)"
        if repetition > 1 { text += "[\(repetition)]" }
        if component > 0 { text += ".\(component)" }
        return subcomponent > 0 ? text + ".\(subcomponent)" : text
    }

    // MARK: Structure

    private mutating func report(_ finding: Grouping.Finding, _ entry: Index.Segment, _ schema: Schema, _ name: String) {
        let code: String
        let message: String
        switch finding {
        case .outOfOrder: (code, message) = ("segment-out-of-order", "the segment is not expected here in \(name)")
        case .repeated: (code, message) = ("group-repeated", "the segment begins its group again, which \(name) does not allow")
        case .withoutHead: (code, message) = ("group-incomplete", "the segment comes without the one that opens its group")
        case .unexpected:
            let isKnown = entry.id.isValid && schema.segment(entry.id.description) != nil
            (code, message) =
                isKnown
                ? ("segment-unexpected", "the segment has no place in \(name)")
                : ("segment-unknown", "version \(schema.version.rawValue) has no such segment")
        }
        let place = issues.isFull ? "" : index.path(of: segment)
        issues.add(.warning, code, message + "; its data is kept", path: place, byte: Int(entry.start))
    }

    private mutating func reportMissing(_ grouping: Grouping, _ name: String) {
        for (node, missing, isGroup) in grouping.missing(limit: 20) {
            let group = node == .root ? name : tree.name(of: node)
            issues.add(
                .warning, isGroup ? "group-missing" : "segment-missing", "\(group) requires \(missing)", path: missing,
                byte: Int(tree[node].source))
        }
    }
}
