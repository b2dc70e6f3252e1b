import Diagnostics
import Tree

/// One validation as it walks a tree.
struct Validation {
    /// Built trees have no reader that bounds their depth.
    static let deepest = 200

    let schema: Schema
    let bytes: UnsafeBufferPointer<UInt8>
    let nodes: UnsafeBufferPointer<Tree.Node>
    /// Zero for built trees, whose elements have no place in a text.
    let sourceLength: Int
    /// Empty when no extension means a deletion.
    let deletion: [UInt8]
    var problems: ProblemList
    /// The resource whose `contained` a `#` reference is looked up in.
    var container = 0
    /// Hashes of the ids that `#` may name, of the container they were last collected for.
    var fragments: (container: Int, hashes: Set<UInt32>)?

    init(
        schema: Schema, bytes: UnsafeBufferPointer<UInt8>, nodes: UnsafeBufferPointer<Tree.Node>, sourceLength: Int, limit: Int,
        deletion: [UInt8]
    ) {
        self.schema = schema
        self.bytes = bytes
        self.nodes = nodes
        self.sourceLength = sourceLength
        self.deletion = deletion
        problems = ProblemList(limit: limit)
    }

    mutating func root(_ index: Int) {
        container = index
        let node = nodes[index]
        if node.length == 0, node.type != 0, Int(node.type) < schema.types.count, schema.types[Int(node.type)].kind != .resource
        {
            _ = members(of: index, type: node.type, depth: 0)
        } else {
            resource(index, depth: 0)
        }
    }

    // MARK: Resources

    private mutating func resource(_ index: Int, depth: Int) {
        let node = nodes[index]
        guard node.kind == .object else {
            note("fhir-kind", "a resource is an object", at: index)
            return
        }
        guard node.length > 0 else {
            note("fhir-unknown-type", "the resource does not say its type", at: index, hint: "\"resourceType\": …")
            return
        }
        let name = Schema.value(of: node, in: bytes)
        let type = schema.resourceNumber(name)
        guard type != 0 else {
            let text = String(decoding: name.prefix(64), as: UTF8.self)
            let close = closeName(to: text, among: schema.resourceTypes.lazy.map(\.name))
            note("fhir-unknown-type", "\(schema.release.title) has no resource type of this name", at: index, hint: close)
            return
        }
        // `#a` in a contained resource refers to its container's others.
        let outer = container
        if depth == 0 || !isContained(index) { container = index }
        _ = members(of: index, type: type, depth: depth)
        if type == schema.known.bundle { uniqueEntries(index) }
        if container == index {
            uniqueContained(index)
        } else if child(of: index, "contained") != 0 {
            note("fhir-contained", "a contained resource contains no others", at: index, child: "contained")
        }
        container = outer
    }

    private func isContained(_ index: Int) -> Bool {
        PrimitiveFormat.equals(Schema.name(of: nodes[index], in: bytes), "contained")
    }

    // MARK: Members

    /// Checks the children of an object, or of a primitive; gives which elements were there, a bit each by ordinal.
    private mutating func members(of parent: Int, type: UInt16, depth: Int, asksRequired: Bool = true) -> UInt64 {
        guard depth < Self.deepest else {
            note("fhir-too-deep", "elements are nested deeper than \(Self.deepest)", at: parent)
            return 0
        }
        var present: UInt64 = 0
        var next = Int(nodes[parent].firstChild)
        while next != 0 {
            let node = nodes[next]
            let index = next
            next = Int(node.nextSibling)
            let name = Schema.name(of: node, in: bytes)
            let hash = node.flags.contains(.choice) ? Name.hash(of: UnsafeRawBufferPointer(name)) : node.nameHash
            let found = schema.property(name, hash: hash, of: type)
            guard found >= 0 else {
                unknown(index, in: type)
                continue
            }
            let property = schema.properties[found]
            guard property.type != 0 else {
                untyped(index, property)
                continue
            }
            let bit: UInt64 = 1 << UInt64(property.ordinal)
            if !property.isCollection {
                if present & bit != 0 { tooMany(index, property) }
                if node.flags.contains(.repeats), present & bit == 0 {
                    note("fhir-array", "the element does not repeat, so its value must not stand in an array", at: index)
                }
            }
            present |= bit
            value(index, property, depth: depth)
        }
        let missing = schema.types[Int(type)].required & ~present
        if missing != 0, asksRequired { required(missing, parent: parent, type: type) }
        return present
    }

    @inline(__always)
    private mutating func value(_ index: Int, _ property: Property, depth: Int) {
        let record = schema.types[Int(property.type)]
        switch record.kind {
        case .primitive: primitive(index, property, record.format, depth: depth)
        case .resource: resource(index, depth: depth + 1)
        case .complex, .backbone, .none: complex(index, property, depth: depth)
        }
    }

    private mutating func primitive(_ index: Int, _ property: Property, _ format: PrimitiveFormat, depth: Int) {
        let node = nodes[index]
        if node.kind != .null {
            guard node.kind == format.kind else {
                wrongKind(index, wanted: format.kind, type: property.type)
                return
            }
            let text = Schema.value(of: node, in: bytes)
            if !format.accepts(text) {
                let name = schema.typeNames[Int(property.type)]
                note("fhir-value", "the value is no \(name)", at: index, hint: "\(name): \(format.rule)")
            } else if property.binding != 0, schema.code(text, in: property.binding) < 0 {
                unlisted(index, property)
            }
        } else if node.firstChild == 0 {
            note("fhir-empty", "the element has neither value nor extension", at: index)
        }
        if node.firstChild != 0 { _ = members(of: index, type: property.type, depth: depth + 1) }
    }

    private mutating func complex(_ index: Int, _ property: Property, depth: Int) {
        let node = nodes[index]
        guard node.kind == .object else {
            wrongKind(index, wanted: .object, type: property.type)
            return
        }
        if node.length > 0, schema.property("resourceType", of: property.type) < 0 {
            note("fhir-unknown-element", "resourceType stands only in resources", at: index)
        }
        if node.firstChild == 0 {
            note("fhir-empty", "the element has no children", at: index)
            return
        }
        let isDeleted = !deletion.isEmpty && isDeletion(index)
        let present = members(of: index, type: property.type, depth: depth + 1, asksRequired: !isDeleted)
        if isDeleted { return }
        let known = schema.known
        switch property.type {
        case known.reference: reference(index, schema.elements[Int(property.element)])
        case known.extension: extensionContent(index, present)
        case known.codeableConcept where property.binding != 0:
            if !schema.isListed(index, .concept, in: property.binding, nodes, bytes) { unlisted(index, property) }
        case known.coding where property.binding != 0:
            if !schema.isListed(index, .coding, in: property.binding, nodes, bytes) { unlisted(index, property) }
        default: break
        }
    }

    /// Whether the only child of an element is the extension that deletes.
    private func isDeletion(_ index: Int) -> Bool {
        let only = Int(nodes[index].firstChild)
        guard nodes[only].nextSibling == 0, nodes[only].kind == .object,
            PrimitiveFormat.equals(Schema.name(of: nodes[only], in: bytes), "extension"), let url = text(of: only, "url")
        else { return false }
        return url.elementsEqual(deletion)
    }

    func text(of parent: Int, _ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        let index = child(of: parent, name)
        guard index != 0, nodes[index].kind == .string else { return nil }
        return Schema.value(of: nodes[index], in: bytes)
    }

    /// The first child with this name, or zero.
    func child(of parent: Int, _ name: StaticString) -> Int {
        var next = Int(nodes[parent].firstChild)
        while next != 0 {
            if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), name) { return next }
            next = Int(nodes[next].nextSibling)
        }
        return 0
    }
}
