import Diagnostics
import Tree

extension Validation {
    // MARK: References

    /// A reference is a fragment, a URN, an absolute URL, `Type/id` or (in transactions) `Type?search`.
    mutating func reference(_ index: Int, _ element: ElementRecord) {
        let place = child(of: index, "reference")
        guard place != 0, nodes[place].kind == .string else { return }
        let text = Schema.value(of: nodes[place], in: bytes)
        guard let first = text.first else { return }
        if first == UInt8(ascii: "#") {
            if text.count > 1, !isContained(id: UnsafeBufferPointer(rebasing: text[1...])) {
                note("fhir-reference", "no contained resource has this id", at: place)
            }
            return
        }
        if PrimitiveFormat.starts(text, "urn:uuid:") {
            if !PrimitiveFormat.isUUID(text) {
                note("fhir-reference", "urn:uuid: needs a lower-case UUID", at: place, severity: .warning)
            }
            return
        }
        if PrimitiveFormat.starts(text, "urn:oid:") {
            if !PrimitiveFormat.isOID(text) { note("fhir-reference", "urn:oid: needs an OID", at: place) }
            return
        }
        for byte in text where byte <= 0x20 {
            note("fhir-reference", "a reference has no spaces", at: place)
            return
        }
        let target = LiteralReference(text)
        let type = target.type.map { schema.resourceNumber($0) } ?? 0
        if target.isRelative, target.hasWrongID {
            note("fhir-reference", "the reference's id is no id", at: place, hint: "id: \(PrimitiveFormat.id.rule)")
            return
        }
        if target.isRelative, type == 0 {
            note(
                "fhir-reference", "the reference is neither Type/id nor a URL, URN or #id", at: place,
                hint: "Patient/123, urn:uuid:…, https://…, #id")
            return
        }
        guard type != 0, element.targetCount > 0 else { return }
        let targets = schema.typeLists[Int(element.firstTarget)..<Int(element.firstTarget) + Int(element.targetCount)]
        let isAllowed = targets.contains {
            schema.isSubtype(Schema.TypeID(rawValue: type), of: Schema.TypeID(rawValue: $0))
        }
        if !isAllowed {
            let names = targets.prefix(8).map { schema.typeNames[Int($0)] }.joined(separator: ", ")
            note("fhir-reference", "the element does not refer to this type of resource", at: place, hint: names)
        }
    }

    private mutating func isContained(id: UnsafeBufferPointer<UInt8>) -> Bool {
        if fragments?.container != container { fragments = (container, containedIDs()) }
        return fragments?.hashes.contains(Name.hash(of: UnsafeRawBufferPointer(id))) == true
    }

    /// Of the container and of what it contains.
    private func containedIDs() -> Set<UInt32> {
        var hashes: Set<UInt32> = []
        if let own = text(of: container, "id") { hashes.insert(Name.hash(of: UnsafeRawBufferPointer(own))) }
        var next = Int(nodes[container].firstChild)
        while next != 0 {
            if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), "contained"), let id = text(of: next, "id") {
                hashes.insert(Name.hash(of: UnsafeRawBufferPointer(id)))
            }
            next = Int(nodes[next].nextSibling)
        }
        return hashes
    }

    // MARK: Extensions

    /// ext-1: an extension has a value or extensions, not both.
    mutating func extensionContent(_ index: Int, _ present: UInt64) {
        var hasValue = false
        var hasExtension = false
        let record = schema.types[Int(schema.known.extension)]
        for ordinal in 0..<Int(record.elementCount) where present & (1 << UInt64(ordinal)) != 0 {
            let element = schema.elements[Int(record.firstElement) + ordinal]
            if element.isChoice { hasValue = true } else if element.max == ElementRecord.unbounded { hasExtension = true }
        }
        if hasValue && hasExtension {
            note("fhir-extension", "an extension has a value or extensions, not both", at: index)
        } else if !hasValue && !hasExtension {
            note("fhir-extension", "an extension needs a value or extensions", at: index)
        }
    }

    // MARK: Unique

    mutating func uniqueContained(_ resource: Int) {
        var seen: [Tree.ID] = []
        var next = Int(nodes[resource].firstChild)
        while next != 0 {
            if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), "contained") {
                let id = child(of: next, "id")
                if id != 0 {
                    seen.append(Tree.ID(UInt32(id)))
                } else {
                    note("fhir-required", "a contained resource needs an id", at: next, child: "id", severity: .warning)
                }
            }
            next = Int(nodes[next].nextSibling)
        }
        repeated(seen, "two contained resources have the same id")
    }

    /// bdl-7: a fullUrl stands once, but for versions of one resource.
    mutating func uniqueEntries(_ bundle: Int) {
        if let type = text(of: bundle, "type"), PrimitiveFormat.equals(type, "history") { return }
        var seen: Set<[UInt8]> = []
        var next = Int(nodes[bundle].firstChild)
        while next != 0 {
            if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), "entry") {
                let url = child(of: next, "fullUrl")
                let resource = child(of: next, "resource")
                let meta = resource == 0 ? 0 : child(of: resource, "meta")
                let version = meta == 0 ? 0 : child(of: meta, "versionId")
                if url != 0 {
                    // As one text, which is how the rule compares them.
                    let own = Array(Schema.value(of: nodes[url], in: bytes))
                    let stated = version == 0 ? [] : Array(Schema.value(of: nodes[version], in: bytes))
                    if !seen.insert(own + stated).inserted {
                        note("fhir-duplicate", "two entries have the same fullUrl", at: url)
                    }
                }
            }
            next = Int(nodes[next].nextSibling)
        }
    }

    /// Sorted by hash, so that equal values are neighbours.
    private mutating func repeated(_ places: [Tree.ID], _ message: String) {
        guard places.count > 1 else { return }
        let hashed = places.map { id in
            (Name.hash(of: UnsafeRawBufferPointer(Schema.value(of: nodes[id.index], in: bytes))), id)
        }.sorted { $0 < $1 }
        for (one, other) in zip(hashed, hashed.dropFirst()) where one.0 == other.0 {
            let first = Schema.value(of: nodes[one.1.index], in: bytes)
            if first.elementsEqual(Schema.value(of: nodes[other.1.index], in: bytes)) {
                note("fhir-duplicate", message, at: other.1.index)
            }
        }
    }
}

/// The parts of a literal reference that is no fragment and no URN.
struct LiteralReference {
    var isRelative: Bool
    /// The name that stands where a resource type does; nil when the text has no such place.
    var type: UnsafeBufferPointer<UInt8>?
    var hasWrongID = false

    init(_ text: UnsafeBufferPointer<UInt8>) {
        var end = text.count
        var hasScheme = false
        for place in text.indices {
            let byte = text[place]
            if byte == UInt8(ascii: ":"), place > 0 { hasScheme = true }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") { break }
        }
        isRelative = !hasScheme
        type = nil
        if let search = text.firstIndex(of: UInt8(ascii: "?")) {
            let slash = text[..<search].lastIndex(of: UInt8(ascii: "/")) ?? -1
            type = UnsafeBufferPointer(rebasing: text[(slash + 1)..<search])
            return
        }
        var parts: [Range<Int>] = []
        // The last four parts are enough: Type/id/_history/version.
        while parts.count < 4, end >= 0 {
            let slash = text[..<end].lastIndex(of: UInt8(ascii: "/")) ?? -1
            parts.insert((slash + 1)..<end, at: 0)
            end = slash
        }
        func part(_ position: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[parts[position]]) }
        if parts.count == 4, PrimitiveFormat.equals(part(2), "_history") { parts.removeLast(2) }
        guard parts.count >= 2 else { return }
        if isRelative, end >= 0 || parts.count > 2 { return }
        guard PrimitiveFormat.isID(part(parts.count - 1)) else {
            hasWrongID = true
            return
        }
        type = part(parts.count - 2)
    }
}
