import HL7v2
import Tree

extension Machine {
    /// Populated leaves that nothing read and nobody ignores; each path once, without numbers of repetitions.
    func unmapped(ignoring ignored: IgnoredSet) -> [String] {
        var found: [String] = []
        var known: Set<UInt64> = []
        let isHL7 = source.nodes.first?.kind == .message
        for index in source.nodes.indices {
            let node = source.nodes[index]
            guard visited[index >> 6] & (1 << UInt64(index & 63)) == 0, node.firstChild == 0,
                node.length > 0 || node.flags.contains(.explicitNull), index > 0
            else { continue }
            if wasReadByProgram(UInt32(index)) { continue }
            guard isHL7 else {
                guard node.kind != .object else { continue }
                let path = plainPath(UInt32(index))
                if ignored.contains(path) { continue }
                if !found.contains(path) { found.append(path) }
                continue
            }
            guard node.kind.rawValue >= Tree.Kind.field.rawValue else { continue }
            let key = SourceKey(UInt32(index), in: source)
            if key.segment == SourceKey.messageHeader || ignored.contains(key) { continue }
            if known.insert(key.rawValue).inserted { found.append(key.text) }
        }
        return found
    }

    private func plainPath(_ node: UInt32) -> String {
        var names: [String] = []
        var at = Tree.ID(node)
        while at != .root {
            let own = source[at]
            let type = own.kind == .object && own.length > 0 ? "(\(source.text(of: at)))" : ""
            names.append(source.name(of: at) + type)
            at = Tree.ID(source[at].parent)
        }
        return ([source.text(of: .root)] + names.reversed()).joined(separator: ".")
    }

    /// The byte at which the first element of a path such as `PID-3` stands.
    func sourceOffset(_ path: String) -> Int? {
        guard source.nodes.first?.kind == .message, let parsed = SourcePath(path),
            let segment = source.segment(Name(parsed.segment.description))
        else { return nil }
        if parsed.field == 0 { return Int(source[segment].source) }
        return source.field(parsed.field, of: segment).map { Int(source[$0].source) }
    }
}

/// Segment, field, component and subcomponent in one integer.
struct SourceKey: Hashable {
    var segment: UInt32
    var field = 0
    var component = 0
    var subcomponent = 0
    static let messageHeader = UInt32(0x4D) << 16 | UInt32(0x53) << 8 | UInt32(0x48)

    init(segment: UInt32, field: Int = 0, component: Int = 0, subcomponent: Int = 0) {
        self.segment = segment
        self.field = field
        self.component = component
        self.subcomponent = subcomponent
    }

    /// Of a leaf of an HL7 v2 tree.
    init(_ leaf: UInt32, in tree: Tree) {
        segment = 0
        var at = leaf
        while true {
            let node = tree.nodes[Int(at)]
            switch node.kind {
            case .subcomponent: subcomponent = Int(node.position)
            case .component: component = Int(node.position)
            case .field: field = Int(node.position)
            case .segment:
                let start = Int(node.nameStart)
                if node.nameLength == 3, start + 3 <= tree.bytes.count {
                    segment =
                        UInt32(tree.bytes[start]) << 16 | UInt32(tree.bytes[start + 1]) << 8 | UInt32(tree.bytes[start + 2])
                }
                return
            default: return
            }
            if at == 0 { return }
            at = node.parent
        }
    }

    var rawValue: UInt64 {
        UInt64(segment) << 40 | UInt64(field & 0xFFFF) << 24 | UInt64(component & 0xFFF) << 12 | UInt64(subcomponent & 0xFFF)
    }

    var text: String {
        let name = String(
            decoding: [
                UInt8(truncatingIfNeeded: segment >> 16), UInt8(truncatingIfNeeded: segment >> 8),
                UInt8(truncatingIfNeeded: segment),
            ],
            as: UTF8.self)
        var text = "\(name)-\(field)"
        if component > 0 { text += ".\(component)" }
        if subcomponent > 0 { text += ".\(subcomponent)" }
        return text
    }
}

/// Ignore lists as a set of keys; those of data types are spread over the fields that have the type.
struct IgnoredSet: Sendable {
    /// Open addressing; zero is free.
    private var slots: [UInt64] = []
    private var fhir: [String] = []

    /// A path of FHIR, with or without the types of resources.
    func contains(_ path: String) -> Bool {
        fhir.contains { path == $0 || path.hasPrefix("\($0).") || path.hasPrefix("\($0)(") }
    }

    init(_ paths: [IgnoredPath]) {
        var keys: Set<UInt64> = []
        func insert(_ segment: UInt32, _ field: Int, _ component: Int, _ subcomponent: Int) {
            keys.insert(
                SourceKey(segment: segment, field: field, component: component, subcomponent: subcomponent).rawValue)
        }
        for path in paths {
            if let own = path.fhir {
                fhir.append(own)
            } else if path.isDataType {
                let name = String(decoding: path.segment, as: UTF8.self)
                for field in IgnoredSet.fields(of: name) {
                    insert(field.segment, field.position, path.component, path.subcomponent)
                }
                for part in IgnoredSet.components(of: name) {
                    insert(part.segment, part.position, part.component, path.component)
                }
            } else if path.segment.count == 3 {
                let segment = UInt32(path.segment[0]) << 16 | UInt32(path.segment[1]) << 8 | UInt32(path.segment[2])
                insert(segment, path.field, path.component, path.subcomponent)
            }
        }
        guard !keys.isEmpty else { return }
        var size = 16
        while size < keys.count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        for key in keys {
            var at = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (size - 1)
            while slots[at] != 0 { at = (at + 1) & (size - 1) }
            slots[at] = key
        }
    }

    private func has(_ key: UInt64) -> Bool {
        var at = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (slots.count - 1)
        while slots[at] != 0 {
            if slots[at] == key { return true }
            at = (at + 1) & (slots.count - 1)
        }
        return false
    }

    func contains(_ key: SourceKey) -> Bool {
        if slots.isEmpty { return false }
        var wider = key
        if has(wider.rawValue) { return true }
        // A leaf that has no parts is its own first part.
        if key.component == 0 {
            wider.component = 1
            if has(wider.rawValue) { return true }
            wider.component = 0
        } else if key.subcomponent == 0 {
            wider.subcomponent = 1
            if has(wider.rawValue) { return true }
        }
        wider.subcomponent = 0
        if key.subcomponent > 0, has(wider.rawValue) { return true }
        wider.component = 0
        if key.component > 0, has(wider.rawValue) { return true }
        wider.field = 0
        return has(wider.rawValue)
    }

    private struct Field: Sendable {
        var segment: UInt32
        var position: Int
        var component = 0
    }

    private static func fields(of type: String) -> [Field] { places[type] ?? [] }
    private static func components(of type: String) -> [Field] { parts[type] ?? [] }

    /// Every field of every segment by its data type, over all versions and kin of the type.
    private static let places: [String: [Field]] = {
        var places: [String: [Field]] = [:]
        for name in HL7Types.allSegments {
            guard let id = SegmentID(name) else { continue }
            for position in 1...60 {
                let types = HL7Types.fieldTypes(name, position)
                if types.isEmpty { continue }
                for type in Set(types.flatMap { IgnoredSet.kin($0) }) {
                    places[type, default: []].append(Field(segment: id.rawValue, position: position))
                }
            }
        }
        // OBX-5 may be of any type.
        do {
            let id: SegmentID = "OBX"
            for type in HL7Types.allDataTypes
            where !(places[type] ?? []).contains(where: { $0.segment == id.rawValue && $0.position == 5 }) {
                places[type, default: []].append(Field(segment: id.rawValue, position: 5))
            }
        }
        return places
    }()

    /// Components of fields that are of a data type themselves (CX inside a field).
    private static let parts: [String: [Field]] = {
        var parts: [String: [Field]] = [:]
        for (type, fields) in places {
            guard let definition = HL7Types.versions.lazy.compactMap({ Schema.of($0).dataType(type) }).first else { continue }
            for component in definition.components where !HL7Types.isPrimitive(component.dataType) {
                for field in fields {
                    parts[component.dataType, default: []].append(
                        Field(segment: field.segment, position: field.position, component: component.position))
                }
            }
        }
        return parts
    }()

    private static func kin(_ type: String) -> [String] {
        ["CWE", "CX", "XPN", "XAD", "XCN", "XTN", "XON", "PL", "EI", "CE", "TS", "DTM", "ED", "RP", "SN", "HD", "CQ", type]
            .filter {
                $0 == type
                    || (type != "ST" && type != "varies" && type != "ID" && type != "IS" && DataTypeKin.areKin($0, type)
                        && $0 != "ED" && $0 != "RP")
            }
    }
}
