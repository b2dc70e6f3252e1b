import HL7v2
import Synchronization

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

/// The ignore lists of one message map, and of the maps that it applies: made ready when a message is first mapped.
final class IgnoredPaths: Sendable {
    private let paths: [IgnoredPath]
    private let made = Mutex<IgnoredSet?>(nil)

    init(_ paths: [IgnoredPath]) { self.paths = paths }

    var set: IgnoredSet {
        made.withLock { made in
            if let made { return made }
            let own = IgnoredSet(paths)
            made = own
            return own
        }
    }
}

/// Ignore lists as a set of keys; those of data types are spread over the fields that have the type.
struct IgnoredSet: Sendable {
    private var segments: [UInt32: Fields] = [:]
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
        for key in keys {
            let segment = UInt32(truncatingIfNeeded: key >> 40)
            let field = Int(truncatingIfNeeded: key >> 24) & 0xFFFF
            var fields = segments[segment] ?? Fields()
            if key & 0xFF_FFFF == 0 {
                fields.addWhole(field)
            } else {
                fields.parts.insert(key)
            }
            segments[segment] = fields
        }
    }

    /// What is ignored of one segment.
    struct Fields: Sendable {
        /// The segment itself, a bit each for its first fields, and the others.
        private var all = false
        private var whole: UInt64 = 0
        private var further: Set<Int> = []
        /// Components and subcomponents.
        fileprivate var parts: Set<UInt64> = []

        fileprivate mutating func addWhole(_ field: Int) {
            if field == 0 { all = true } else if field < 64 { whole |= 1 << UInt64(field) } else { further.insert(field) }
        }

        @inline(__always)
        func contains(_ key: SourceKey) -> Bool {
            if all { return true }
            if key.field < 64 ? whole & (1 << UInt64(key.field)) != 0 : further.contains(key.field) { return true }
            return !parts.isEmpty && contains(part: key)
        }

        private func contains(part key: SourceKey) -> Bool {
            var wider = key
            if parts.contains(wider.rawValue) { return true }
            // A leaf that has no parts is its own first part.
            if key.component == 0 {
                wider.component = 1
                return parts.contains(wider.rawValue)
            }
            if key.subcomponent == 0 {
                wider.subcomponent = 1
                return parts.contains(wider.rawValue)
            }
            wider.subcomponent = 0
            return parts.contains(wider.rawValue)
        }
    }

    @inline(__always)
    func fields(of segment: UInt32) -> Fields? { segments[segment] }

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
        // There are a hundred types and thousands of fields.
        var kin: [String: [String]] = [:]
        for name in HL7Types.allSegments {
            guard let id = SegmentID(name) else { continue }
            for position in 1...60 {
                let types = HL7Types.fieldTypes(name, position)
                if types.isEmpty { continue }
                for type in types where kin[type] == nil { kin[type] = IgnoredSet.kin(type) }
                for type in Set(types.flatMap { kin[$0] ?? [] }) {
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
