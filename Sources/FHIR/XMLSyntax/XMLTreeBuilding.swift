import Tree
import XML

/// From elements and attributes to the nodes that JSON would have given.
///
/// It recurses once a level; the parser has bounded the depth.
struct XMLTreeBuilding {
    /// A local name, stored once.
    private struct StoredName {
        var start: UInt32
        var length: UInt8
        var hash: UInt32
    }

    private enum Namespace {
        case none, fhir, xhtml, other
    }

    private(set) var tree: Tree
    private(set) var problems: ProblemList
    private let document: XMLDocument
    private let schema: Schema
    private var names: [StoredName] = []
    private var namespaces: [Namespace] = []
    /// Where the document's texts begin in the tree's bytes.
    private let textStart: UInt32

    init(_ document: XMLDocument, source: [UInt8], schema: Schema, limits: ReadingLimits) {
        self.document = document
        self.schema = schema
        tree = Tree(source: source, reserving: document.nodes.count / 2 + 8)
        problems = ProblemList(limit: limits.problems)
        textStart = UInt32(tree.bytes.count)
        tree.bytes += document.text
        for name in document.names {
            let stored = tree.store(name.prefix(255))
            names.append(
                StoredName(start: stored.start, length: UInt8(stored.length), hash: Name(bytes: name.prefix(255)).hash))
        }
        for uri in document.namespaces {
            if uri.isEmpty {
                namespaces.append(.none)
            } else if uri.elementsEqual("http://hl7.org/fhir".utf8) {
                namespaces.append(.fhir)
            } else {
                namespaces.append(uri.elementsEqual("http://www.w3.org/1999/xhtml".utf8) ? .xhtml : .other)
            }
        }
    }

    mutating func root() {
        let element = document.nodes[0]
        var node = Tree.Node(kind: .object)
        name(&node, names[Int(element.name)])
        node.start = node.nameStart
        node.length = UInt32(node.nameLength)
        node.source = element.source
        let id = tree.append(node, to: .root)
        if namespaces[Int(element.namespace)] != .fhir {
            note("fhir-namespace", "the root is not in FHIR's namespace", at: id, hint: "xmlns=\"http://hl7.org/fhir\"")
        }
        content(of: element, to: id, type: type(named: element))
        if !tree.hasChildren(id) { note("fhir-empty", "the resource has no content", at: id) }
    }

    // MARK: Elements

    private mutating func element(_ element: XMLDocument.Node, to parent: Tree.ID, owner: UInt16) {
        let stored = names[Int(element.name)]
        let property = property(stored, of: owner)
        let type = property?.type ?? 0
        if property != nil, isAttribute(stored, of: owner, isResource: isResource(owner)) {
            note("fhir-attribute", "this is an attribute, not an element", at: parent, byte: Int(element.source))
        }
        var node = Tree.Node(kind: .object)
        name(&node, stored)
        node.source = element.source
        switch namespaces[Int(element.namespace)] {
        case .fhir: break
        case .xhtml where type == schema.known.xhtml:
            node.kind = .xhtml
            node.start = element.source
            node.length = element.sourceEnd - element.source
            tree.append(node, to: parent)
            return
        case .xhtml, .none, .other:
            note("fhir-namespace", "the element is not in FHIR's namespace", at: parent, byte: Int(element.source))
        }
        let kind = schema.types[Int(type)].kind
        if kind == .primitive || (type == 0 && attribute("value", of: element) != nil) {
            primitive(element, node, to: parent, type: type)
        } else if kind == .resource {
            resource(element, node, to: parent)
        } else {
            content(of: element, to: tree.append(node, to: parent), type: type)
        }
    }

    /// `contained` and its like hold one element, named by the resource's type.
    private mutating func resource(_ element: XMLDocument.Node, _ node: Tree.Node, to parent: Tree.ID) {
        var node = node
        var inner: XMLDocument.Node?
        var next = Int(element.firstChild)
        while next != 0 {
            let child = document.nodes[next]
            next = Int(child.nextSibling)
            guard child.kind == .element else { continue }
            if inner == nil {
                inner = child
                node.start = names[Int(child.name)].start
                node.length = UInt32(names[Int(child.name)].length)
            } else {
                note("fhir-too-many", "one resource stands here at most", at: parent, byte: Int(child.source))
            }
        }
        let id = tree.append(node, to: parent)
        guard let inner else { return note("fhir-empty", "a resource is missing here", at: id) }
        content(of: inner, to: id, type: type(named: inner))
    }

    private mutating func primitive(_ element: XMLDocument.Node, _ node: Tree.Node, to parent: Tree.ID, type: UInt16) {
        var node = node
        node.kind = .null
        if let value = attribute("value", of: element) {
            let format = schema.types[Int(type)].format
            node.kind = format == .none ? .string : format.kind
            node.start = textStart + value.start
            node.length = value.length
            node.flags.insert(.decoded)
        }
        let id = tree.append(node, to: parent)
        content(of: element, to: id, type: type, isPrimitive: true)
        if tree.hasChildren(id) { tree[id].flags.insert(.extended) }
    }

    /// The children of an element: attributes but `value`, then elements.
    private mutating func content(
        of element: XMLDocument.Node, to id: Tree.ID, type: UInt16, isPrimitive: Bool = false
    ) {
        var next = Int(element.firstChild)
        while next != 0 {
            let child = document.nodes[next]
            next = Int(child.nextSibling)
            switch child.kind {
            case .element: self.element(child, to: id, owner: type)
            case .text:
                note("fhir-text", "text stands only in narratives; values are attributes", at: id, byte: Int(child.source))
            case .attribute:
                // xsi:schemaLocation and the like say nothing about the resource.
                guard child.namespace == 0 else { continue }
                let stored = names[Int(child.name)]
                if isPrimitive, isName(stored, "value") { continue }
                if !isAttribute(stored, of: type, isResource: isResource(type)) {
                    note("fhir-attribute", "the element has no such attribute", at: id, byte: Int(child.source))
                }
                var node = Tree.Node(kind: .string)
                name(&node, stored)
                node.source = child.source
                node.start = textStart + child.start
                node.length = child.length
                node.flags.insert(.decoded)
                tree.append(node, to: id)
            }
        }
    }

    // MARK: Names

    private func name(_ node: inout Tree.Node, _ stored: StoredName) {
        node.nameStart = stored.start
        node.nameLength = stored.length
        node.matchLength = stored.length
        node.nameHash = stored.hash
    }

    /// Datatypes have their id as attribute, and extensions their url.
    private func isAttribute(_ stored: StoredName, of owner: UInt16, isResource: Bool) -> Bool {
        (isName(stored, "id") && !isResource) || (isName(stored, "url") && owner == schema.known.extension)
    }

    private func isResource(_ type: UInt16) -> Bool { schema.types[Int(type)].kind == .resource }

    private func isName(_ stored: StoredName, _ name: StaticString) -> Bool {
        text(stored) { PrimitiveFormat.equals($0, name) }
    }

    private func text<Result>(_ stored: StoredName, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        tree.bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(stored.start)..<Int(stored.start) + Int(stored.length)]))
        }
    }

    private func property(_ stored: StoredName, of owner: UInt16) -> Property? {
        let found = text(stored) { schema.property($0, hash: stored.hash, of: owner) }
        return found < 0 ? nil : schema.properties[found]
    }

    private func type(named element: XMLDocument.Node) -> UInt16 {
        text(names[Int(element.name)]) { schema.resourceNumber($0) }
    }

    private func attribute(_ name: StaticString, of element: XMLDocument.Node) -> XMLDocument.Node? {
        var next = Int(element.firstChild)
        while next != 0, document.nodes[next].kind == .attribute {
            let attribute = document.nodes[next]
            if attribute.namespace == 0, isName(names[Int(attribute.name)], name) { return attribute }
            next = Int(attribute.nextSibling)
        }
        return nil
    }

    private mutating func note(_ code: String, _ message: String, at id: Tree.ID, byte: Int? = nil, hint: String? = nil) {
        let path = problems.isFull ? "" : tree.path(of: id)
        problems.add(code, message, at: path, byte: byte ?? Int(tree[id].source), hint: hint)
    }
}
