import Canonical
import Tree

/// Writes a resource that carries no mark in one walk over its nodes: nearly every resource is one.
///
/// The bytes are those of `ResourceWriter` over `ResourceFacts`, which are asked for everything else: marks and deletions, what
/// a primitive has beside its value, what is empty, and elements that they would bring together because they stand apart.
struct PlainResource: ~Copyable {
    /// It is not plain: the general writer decides.
    private struct NotPlain: Error {}

    private let bytes: UnsafeBufferPointer<UInt8>
    private let nodes: UnsafeBufferPointer<Tree.Node>
    // What is written: memory that grows by doubling.
    private var out: UnsafeMutablePointer<UInt8>
    private var capacity = 2048
    private var count = 0

    /// Nil when the resource is not plain.
    static func json(_ tree: Tree, _ resource: Tree.ID) -> [UInt8]? {
        tree.bytes.withUnsafeBufferPointer { bytes in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var writer = PlainResource(bytes: bytes, nodes: nodes)
                do throws(NotPlain) {
                    try writer.write(resource.index)
                    return Array(UnsafeBufferPointer(start: writer.out, count: writer.count))
                } catch {
                    return nil
                }
            }
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, nodes: UnsafeBufferPointer<Tree.Node>) {
        self.bytes = bytes
        self.nodes = nodes
        out = .allocate(capacity: capacity)
    }

    deinit { out.deallocate() }

    private mutating func write(_ resource: Int) throws(NotPlain) {
        append("{\"resourceType\":")
        string(nodes[resource])
        var bases: [UInt32] = []
        bases.reserveCapacity(24)
        var id = 0
        var meta = 0
        var next = Int(nodes[resource].firstChild)
        while next != 0 {
            let node = nodes[next]
            if node.nameHash == Names.id.hash {
                if id == 0 { id = next }
            } else {
                if node.nameHash == Names.meta.hash, meta == 0 { meta = next }
                let base = base(node)
                if base != bases.last {
                    if bases.contains(base) { throw NotPlain() }
                    bases.append(base)
                } else if base != node.nameHash || node.flags.contains(.choice) {
                    // Two kinds of one choice.
                    throw NotPlain()
                }
            }
            next = Int(node.nextSibling)
        }
        if id != 0 {
            append(",\"id\":")
            string(nodes[id])
        }
        // Where a reader finds it.
        if meta != 0 { _ = try run(from: meta, depth: 1, isFirst: false) }
        next = Int(nodes[resource].firstChild)
        while next != 0 {
            let hash = nodes[next].nameHash
            if hash == Names.id.hash || hash == Names.meta.hash {
                next = Int(nodes[next].nextSibling)
            } else {
                if hash == Names.identifier.hash || hash == Names.extension.hash { try checkGroups(next) }
                next = try run(from: next, depth: 1, isFirst: false)
            }
        }
        append("}")
    }

    /// Identifiers of one system are brought together, extensions of one URL too.
    private func checkGroups(_ first: Int) throws(NotPlain) {
        let name = nodes[first].nameHash
        let key = name == Names.identifier.hash ? Names.system.hash : Names.url.hash
        var seen: [UInt32] = []
        var next = first
        while next != 0, nodes[next].nameHash == name {
            var which: UInt32 = 1
            if let place = child(of: next, key) {
                which = Name.hash(of: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: value(nodes[place]))))
            }
            if which != seen.last {
                if seen.contains(which) { throw NotPlain() }
                seen.append(which)
            }
            next = Int(nodes[next].nextSibling)
        }
    }

    /// Writes the siblings of one name from `first` on, with a comma before them; gives the first of another name, or 0.
    private mutating func run(from first: Int, depth: Int, isFirst: Bool) throws(NotPlain) -> Int {
        guard depth < ResourceWriter.deepest - 1 else { throw NotPlain() }
        let head = nodes[first]
        let isExtension = head.nameHash == Names.extension.hash
        let isObject = head.kind == .object
        var isArray = false
        var count = 0
        var next = first
        while next != 0, nodes[next].nameHash == head.nameHash {
            let node = nodes[next]
            if node.flags.contains(.repeats) { isArray = true }
            if (node.kind == .object) != isObject || node.kind == .null || (!isObject && node.firstChild != 0) {
                throw NotPlain()
            }
            if isExtension { try checkIsContent(next) }
            count += 1
            next = Int(node.nextSibling)
        }
        isArray = isArray || count > 1
        append(isFirst ? "\"" : ",\"")
        let start = Int(head.nameStart)
        append(bytes[start..<start + Int(head.nameLength)])
        append(isArray ? "\":[" : "\":")
        var item = first
        for index in 0..<count {
            if index > 0 { append(",") }
            if isObject { try object(item, depth: depth + 1) } else { scalar(nodes[item]) }
            item = Int(nodes[item].nextSibling)
        }
        if isArray { append("]") }
        return next
    }

    private mutating func object(_ place: Int, depth: Int) throws(NotPlain) {
        let node = nodes[place]
        append("{")
        var isFirst = true
        if node.length > 0 {
            append("\"resourceType\":")
            string(node)
            isFirst = false
        }
        guard node.firstChild != 0 else { throw NotPlain() }
        let isMeta = depth == 2 && node.nameHash == Names.meta.hash
        var next = Int(node.firstChild)
        while next != 0 {
            if isMeta, ResourceWriter.volatile.contains(nodes[next].nameHash) { throw NotPlain() }
            // One that stood here before.
            var earlier = Int(node.firstChild)
            while earlier != next {
                if nodes[earlier].nameHash == nodes[next].nameHash { throw NotPlain() }
                earlier = Int(nodes[earlier].nextSibling)
            }
            next = try run(from: next, depth: depth, isFirst: isFirst)
            isFirst = false
        }
        append("}")
    }

    /// An extension with a URL that is no mark.
    private func checkIsContent(_ place: Int) throws(NotPlain) {
        guard let url = child(of: place, Names.url.hash) else { throw NotPlain() }
        let text = value(nodes[url])
        if text.count >= Self.own.count, text.prefix(Self.own.count).elementsEqual(Self.own) { throw NotPlain() }
    }

    /// What the URLs of all marks begin with.
    private static let own = Array(HubExtension.delete.utf8.dropLast("delete".utf8.count))

    // MARK: Nodes

    private func child(of place: Int, _ hash: UInt32) -> Int? {
        var next = Int(nodes[place].firstChild)
        while next != 0 {
            if nodes[next].nameHash == hash { return next }
            next = Int(nodes[next].nextSibling)
        }
        return nil
    }

    private func value(_ node: Tree.Node) -> Slice<UnsafeBufferPointer<UInt8>> {
        bytes[Int(node.start)..<Int(node.start) + Int(node.length)]
    }

    /// As `FactKey` names the element.
    private func base(_ node: Tree.Node) -> UInt32 {
        if node.flags.contains(.choice) { return node.nameHash }
        let start = Int(node.nameStart)
        let first = bytes[start]
        for choice in FactKey.choices where choice.bytes[0] == first && Int(node.nameLength) > choice.bytes.count {
            let name = bytes[start..<start + choice.bytes.count + 1]
            guard let following = name.last, following >= UInt8(ascii: "A"), following <= UInt8(ascii: "Z"),
                name.dropLast().elementsEqual(choice.bytes)
            else { continue }
            return choice.hash
        }
        return node.nameHash
    }

    // MARK: Scalars

    private mutating func scalar(_ node: Tree.Node) {
        switch node.kind {
        case .number, .boolean: append(value(node))
        case .object, .string, .xhtml, .null, .message, .group, .segment, .field, .component, .subcomponent: string(node)
        }
    }

    /// In quotation marks, escaped: eight bytes a step as long as nothing is to be escaped.
    private mutating func string(_ node: Tree.Node) {
        let text = value(node)
        reserve(text.count + 2)
        out[count] = UInt8(ascii: "\"")
        count += 1
        var at = text.startIndex
        let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
        while at + 8 <= text.endIndex {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            if JSONText.isAnyEscaped(word) { break }
            UnsafeMutableRawPointer(out + count).storeBytes(of: word, as: UInt64.self)
            count += 8
            at += 8
        }
        while at < text.endIndex {
            let byte = bytes[at]
            at += 1
            if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                reserve(JSONText.longestEscape + text.endIndex - at + 1)
                for part in JSONText.escape(byte) { put(part) }
            } else {
                put(byte)
            }
        }
        put(UInt8(ascii: "\""))
    }

    /// There is room.
    private mutating func put(_ byte: UInt8) {
        out[count] = byte
        count += 1
    }

    private mutating func append(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
        reserve(text.count)
        _ = UnsafeMutableBufferPointer(start: out + count, count: text.count).initialize(fromContentsOf: text)
        count += text.count
    }

    private mutating func append(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        (out + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: out, count: count)
        out.deallocate()
        out = larger
    }
}
