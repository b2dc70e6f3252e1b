package import Tree
import XML

/// Writes a tree as FHIR XML, elements in the order of the schema, as XML wants it.
///
/// ```
/// let bytes = XMLWriter.write(tree)
/// ```
/// Elements that the schema does not know come last. Characters that XML cannot hold become U+FFFD. A narrative that is
/// not well-formed is written as text in a `div`, so that it cannot break out. What is nested deeper than 500 levels is
/// left out.
package struct XMLWriter {
    package static func write(
        _ tree: Tree, from id: Tree.ID = .root, schema: Schema = .r4, layout: JSONWriter.Layout = .compact
    ) -> [UInt8] {
        guard id.index < tree.nodes.count else { return [] }
        var tree = tree
        schema.annotate(&tree)
        return tree.bytes.withUnsafeBufferPointer { bytes in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var writer = XMLWriter(
                    schema: schema, bytes: bytes, nodes: nodes, isPretty: layout == .pretty,
                    sink: ByteSink(capacity: bytes.count * 2 + 256))
                defer { writer.sink.free() }
                writer.root(id.index)
                return writer.sink.bytes
            }
        }
    }

    private static let deepest = 500

    private let schema: Schema
    private let bytes: UnsafeBufferPointer<UInt8>
    private let nodes: UnsafeBufferPointer<Tree.Node>
    private let isPretty: Bool
    private var sink: ByteSink

    // MARK: Elements

    private mutating func root(_ index: Int) {
        let node = nodes[index]
        sink.put(UInt8(ascii: "<"))
        let hasType = node.kind == .object && node.length > 0
        func name() -> (Int, Int) {
            hasType ? (Int(node.start), Int(node.length)) : (Int(node.nameStart), Int(node.nameLength))
        }
        sink.put(bytes, from: name().0, count: name().1)
        sink.put(" xmlns=\"http://hl7.org/fhir\"")
        close(index, depth: 0) { $0.sink.put($0.bytes, from: name().0, count: name().1) }
    }

    private mutating func element(_ index: Int, depth: Int) {
        guard depth < Self.deepest else { return }
        let node = nodes[index]
        line(depth)
        if node.kind == .xhtml {
            narrative(node)
            return
        }
        sink.put(UInt8(ascii: "<"))
        sink.put(bytes, from: Int(node.nameStart), count: Int(node.nameLength))
        if node.kind == .object, node.length > 0 {
            sink.put(UInt8(ascii: ">"))
            line(depth + 1)
            sink.put(UInt8(ascii: "<"))
            sink.put(bytes, from: Int(node.start), count: Int(node.length))
            close(index, depth: depth + 1) { $0.sink.put($0.bytes, from: Int(node.start), count: Int(node.length)) }
            line(depth)
            sink.put("</")
            sink.put(bytes, from: Int(node.nameStart), count: Int(node.nameLength))
            sink.put(UInt8(ascii: ">"))
            return
        }
        if node.kind != .object, node.kind != .null {
            sink.put(" value=\"")
            sink.putXML(bytes, from: Int(node.start), count: Int(node.length))
            sink.put(UInt8(ascii: "\""))
        }
        close(index, depth: depth) { $0.sink.put($0.bytes, from: Int(node.nameStart), count: Int(node.nameLength)) }
    }

    /// Attributes, the rest of the start tag, children, the end tag.
    private mutating func close(_ index: Int, depth: Int, name: (inout XMLWriter) -> Void) {
        let children = ordered(index)
        for child in children where child.isAttribute {
            let node = nodes[child.index]
            sink.put(UInt8(ascii: " "))
            sink.put(bytes, from: Int(node.nameStart), count: Int(node.nameLength))
            sink.put("=\"")
            sink.putXML(bytes, from: Int(node.start), count: Int(node.length))
            sink.put(UInt8(ascii: "\""))
        }
        guard children.contains(where: { !$0.isAttribute }) else {
            sink.put("/>")
            return
        }
        sink.put(UInt8(ascii: ">"))
        for child in children where !child.isAttribute { element(child.index, depth: depth + 1) }
        line(depth)
        sink.put("</")
        name(&self)
        sink.put(UInt8(ascii: ">"))
    }

    // MARK: Order

    private struct Child {
        var index: Int
        var ordinal: Int
        var isAttribute: Bool
    }

    /// The children in the order of the schema; siblings of one name stay as they are.
    private func ordered(_ parent: Int) -> [Child] {
        let type = nodes[parent].type
        var children: [Child] = []
        var isSorted = true
        var next = Int(nodes[parent].firstChild)
        while next != 0 {
            let node = nodes[next]
            let name = Schema.name(of: node, in: bytes)
            let hash = node.flags.contains(.choice) ? Name.hash(of: UnsafeRawBufferPointer(name)) : node.nameHash
            let found = schema.property(name, hash: hash, of: type)
            let ordinal = found < 0 ? 255 : Int(schema.properties[found].ordinal)
            let isID = ordinal == 0 && schema.types[Int(type)].kind != .resource && found >= 0
            let isURL = type == schema.known.extension && PrimitiveFormat.equals(name, "url")
            if let last = children.last, last.ordinal > ordinal { isSorted = false }
            children.append(Child(index: next, ordinal: ordinal, isAttribute: (isID || isURL) && node.kind == .string))
            next = Int(node.nextSibling)
        }
        return isSorted ? children : children.sorted { ($0.ordinal, $0.index) < ($1.ordinal, $1.index) }
    }

    // MARK: Narrative

    private mutating func narrative(_ node: Tree.Node) {
        let text = Schema.value(of: node, in: bytes)
        if PrimitiveFormat.xhtml.accepts(text), XMLDocument.parse(Array(text)).document != nil {
            sink.put(bytes, from: Int(node.start), count: Int(node.length))
            return
        }
        sink.put("<div xmlns=\"http://www.w3.org/1999/xhtml\">")
        sink.putXML(bytes, from: Int(node.start), count: Int(node.length))
        sink.put("</div>")
    }

    private mutating func line(_ depth: Int) {
        guard isPretty else { return }
        sink.put(UInt8(ascii: "\n"))
        for _ in 0..<depth { sink.put("  ") }
    }
}

extension ByteSink {
    /// Text for an attribute or element; line breaks and tabs are kept from XML's normalisation.
    mutating func putXML(_ source: UnsafeBufferPointer<UInt8>, from start: Int, count: Int) {
        let end = start + count
        let text = UnsafeBufferPointer(rebasing: source[..<end])
        var at = start
        var copied = start
        while at < end {
            let length = UTF8Check.length(of: text, at: at)
            let byte = source[at]
            let replacement: StaticString? =
                switch byte {
                case UInt8(ascii: "&"): "&amp;"
                case UInt8(ascii: "<"): "&lt;"
                case UInt8(ascii: ">"): "&gt;"
                case UInt8(ascii: "\""): "&quot;"
                case 0x09: "&#9;"
                case 0x0A: "&#10;"
                case 0x0D: "&#13;"
                case 0..<0x20: "\u{FFFD}"
                // U+FFFE and U+FFFF are no characters of XML.
                case 0xEF where length == 3 && source[at + 1] == 0xBF && source[at + 2] >= 0xBE: "\u{FFFD}"
                default: length == 0 ? "\u{FFFD}" : nil
                }
            if let replacement {
                put(source, from: copied, count: at - copied)
                put(replacement)
                copied = at + max(1, length)
            }
            at += max(1, length)
        }
        put(source, from: copied, count: end - copied)
    }
}
