/// The distilled text of all versions, written by Tools/hl7v2-schema.py.
enum SchemaText {}

// How the text reads, a line each; MASK is the hexadecimal set of versions (bit 0 is 2.3), empty for all:
//   segments, dataTypes   `:PID` opens an owner; `3 TAB MASK TAB CX TAB + TAB 0203 TAB Patient Identifier List` is its third
//                         part: data type, cardinality, table, name. Cardinality: empty 0..1, ! 1..1, * 0.., + 1.., 0-3.
//   structures            `ADT_A01 TAB MASK TAB MSH SFT* EVN PROCEDURE(PR1 ROL*)* (OBR|RQD)`: ? * + as usual, a group is
//                         NAME(…), alternatives are (A|B).
//   tables                `0001 TAB MASK TAB F TAB M …`
extension Schema {
    convenience init(parsing version: Version) {
        let bit = UInt32(1) << UInt32(version.bit)
        var segments: [String: SegmentDefinition] = [:]
        for (name, fields) in Schema.owners(SchemaText.segments, bit) {
            segments[name] = SegmentDefinition(name: name, fields: fields)
        }
        var dataTypes: [String: DataTypeDefinition] = [:]
        for (name, fields) in Schema.owners(SchemaText.dataTypes, bit) {
            dataTypes[name] = DataTypeDefinition(name: name, components: fields)
        }
        for used in Schema.typeNames(segments, dataTypes) where dataTypes[used] == nil {
            dataTypes[used] = DataTypeDefinition(name: used, components: [])
        }
        var structures: [String: Structure] = [:]
        Schema.lines(SchemaText.structures) { line in
            guard let name = line.word(), line.mask(has: bit) else { return }
            structures[name] = StructureParser.parse(line.rest(), name: name)
        }
        var tables: [String: [String]] = [:]
        Schema.lines(SchemaText.tables) { line in
            guard let name = line.word(), line.mask(has: bit) else { return }
            var values: [String] = []
            while let value = line.word() { values.append(value) }
            tables[name] = values
        }
        self.init(version: version, segments: segments, dataTypes: dataTypes, structures: structures, tables: tables)
    }

    private static func owners(_ text: StaticString, _ bit: UInt32) -> [(String, [FieldDefinition])] {
        var all: [(String, [FieldDefinition])] = []
        var owner = ""
        var fields: [FieldDefinition] = []
        lines(text) { line in
            if line.takes(0x3A) {
                if !fields.isEmpty { all.append((owner, fields)) }
                fields = []
                owner = line.rest()
                return
            }
            guard let position = line.number(), line.mask(has: bit), let type = line.word() else { return }
            let (min, max) = cardinality(line.word() ?? "")
            let table = line.word() ?? ""
            fields.append(
                FieldDefinition(
                    position: position, name: line.rest(), dataType: type, min: min, max: max,
                    table: table.isEmpty ? nil : "HL7" + table))
        }
        if !fields.isEmpty { all.append((owner, fields)) }
        return all
    }

    private static func cardinality(_ text: String) -> (Int, Int?) {
        switch text {
        case "": return (0, 1)
        case "!": return (1, 1)
        case "*": return (0, nil)
        case "+": return (1, nil)
        default:
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            return (Int(parts[0]) ?? 0, parts.count > 1 ? Int(parts[1]) : nil)
        }
    }

    private static func typeNames(
        _ segments: [String: SegmentDefinition], _ types: [String: DataTypeDefinition]
    ) -> Set<String> {
        var names: Set<String> = []
        for segment in segments.values { for field in segment.fields { names.insert(field.dataType) } }
        for type in types.values { for component in type.components { names.insert(component.dataType) } }
        return names
    }

    /// Hands every line of the text to `body`.
    private static func lines(_ text: StaticString, _ body: (inout Line) -> Void) {
        text.withUTF8Buffer { bytes in
            var start = 0
            for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x0A {
                if end > start {
                    var line = Line(bytes: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                    body(&line)
                }
                start = end + 1
            }
        }
    }

    /// One line, read from left to right; it never leaves `lines`.
    private struct Line {
        let bytes: UnsafeBufferPointer<UInt8>
        var at = 0

        mutating func takes(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        /// Up to the next tab; nil when the line is at its end.
        mutating func word() -> String? {
            guard at <= bytes.count, !bytes.isEmpty else { return nil }
            let start = at
            while at < bytes.count, bytes[at] != 0x09 { at += 1 }
            let word = String(decoding: bytes[start..<at], as: UTF8.self)
            at += 1
            return word
        }

        mutating func number() -> Int? { word().flatMap { Int($0) } }

        mutating func mask(has bit: UInt32) -> Bool {
            var mask: UInt32 = 0
            var isEmpty = true
            while at < bytes.count, bytes[at] != 0x09 {
                let byte = bytes[at]
                mask = mask << 4 | UInt32(byte >= 0x61 ? byte - 0x57 : byte & 0x0F)
                isEmpty = false
                at += 1
            }
            at += 1
            return isEmpty || mask & bit != 0
        }

        mutating func rest() -> String {
            defer { at = bytes.count }
            return at < bytes.count ? String(decoding: bytes[at...], as: UTF8.self) : ""
        }
    }
}

/// Reads one structure's grammar into flat elements, breadth first, so that children stand side by side.
enum StructureParser {
    private final class Draft {
        var element: Structure.Element
        var children: [Draft] = []
        init(_ element: Structure.Element) { self.element = element }
    }

    static func parse(_ text: String, name: String) -> Structure {
        let bytes = Array(text.utf8)
        var at = 0
        var choices: UInt16 = 0
        let root = Draft(element(.group, name))
        sequence(bytes, &at, into: root, &choices)
        if name == "OMG_O19" { groupRequests(of: root) }
        var elements = [root.element]
        var queue: [(draft: Draft, index: Int)] = [(root, 0)]
        var next = 0
        while next < queue.count {
            let (draft, index) = queue[next]
            next += 1
            let start = elements.count
            for child in draft.children {
                var element = child.element
                element.parent = index
                element.isTransparent =
                    element.kind == .group && isTransparent(element.name, in: index == 0 ? nil : elements[index].name, of: name)
                queue.append((child, elements.count))
                elements.append(element)
            }
            elements[index].children = start..<elements.count
        }
        return Structure(name: name, elements: elements)
    }

    /// OBR and what is about it stand in a group of their own, as in the laboratory order: senders put several below one ORC, and
    /// one map reads both.
    private static func groupRequests(of message: Draft) {
        for order in message.children where order.element.name == "ORDER" {
            guard let first = order.children.firstIndex(where: { $0.element.name == "OBR" }) else { continue }
            let request = Draft(element(.group, "OBSERVATION_REQUEST"))
            request.element.repeats = true
            request.element.isRequired = false
            request.children = Array(order.children[first...])
            order.children = order.children[..<first] + [request]
        }
    }

    private static func isTransparent(_ group: String, in parent: String?, of structure: String) -> Bool {
        switch group {
        case "COMMON_ORDER": parent != nil
        case "SPECIMEN_OBSERVATION": true
        // 2.7 calls the findings on a specimen so.
        case "PATIENT_OBSERVATION": parent == "SPECIMEN"
        // The containers of a specimen, with the orders for each.
        case "CONTAINER": structure == "OUL_R23"
        case "SPECIMEN_CONTAINER": structure == "OML_O35"
        default: false
        }
    }

    private static func element(_ kind: Structure.Element.Kind, _ name: String) -> Structure.Element {
        Structure.Element(
            kind: kind, name: name, id: kind == .segment ? SegmentID(name) ?? "   " : "   ", isRequired: true, repeats: false,
            parent: 0, isPrior: kind == .group && name.contains("PRIOR"))
    }

    private static func sequence(_ bytes: [UInt8], _ at: inout Int, into parent: Draft, _ choices: inout UInt16) {
        while at < bytes.count, bytes[at] != 0x29 {
            if bytes[at] == 0x20 {
                at += 1
                continue
            }
            let first = parent.children.count
            if bytes[at] == 0x28 {
                at += 1
                choices += 1
                repeat {
                    let name = word(bytes, &at)
                    var element = name == "ANY" ? element(.anySegment, name) : element(.segment, name)
                    element.choice = choices
                    parent.children.append(Draft(element))
                    guard at < bytes.count, bytes[at] == 0x7C else { break }
                    at += 1
                } while true
                at += 1
            } else {
                let name = word(bytes, &at)
                if at < bytes.count, bytes[at] == 0x28 {
                    at += 1
                    let group = Draft(element(.group, name))
                    sequence(bytes, &at, into: group, &choices)
                    at += 1
                    parent.children.append(group)
                } else {
                    parent.children.append(Draft(name == "ANY" ? element(.anySegment, name) : element(.segment, name)))
                }
            }
            let mark: UInt8 = at < bytes.count ? bytes[at] : 0x20
            for draft in parent.children[first...] {
                draft.element.isRequired = mark != 0x3F && mark != 0x2A
                draft.element.repeats = mark == 0x2A || mark == 0x2B
            }
            if mark == 0x3F || mark == 0x2A || mark == 0x2B { at += 1 }
        }
    }

    private static func word(_ bytes: [UInt8], _ at: inout Int) -> String {
        let start = at
        while at < bytes.count, isNameByte(bytes[at]) { at += 1 }
        if at == start { at += 1 }  // cannot happen in our own text; never stand still
        return String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 0x5F || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }
}
