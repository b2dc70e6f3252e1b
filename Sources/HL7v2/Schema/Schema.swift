/// The schema of one version: what its segments, data types, message structures and tables are.
///
/// ```
/// Schema.of(.v2_5_1).segment("PID")?.field(3)?.name   // "Patient Identifier List"
/// ```
/// Parsed once a version, on first use; immutable afterwards, so it is shared by reference.
/// Source of the rules: HL7 v2 chapters 2 to 17 of each version, as facts in the project's NOTICE.
package final class Schema: Sendable {
    package let version: Version
    package let segments: [String: SegmentDefinition]
    package let dataTypes: [String: DataTypeDefinition]
    package let structures: [String: Structure]
    let tables: [String: [String]]

    init(
        version: Version, segments: [String: SegmentDefinition], dataTypes: [String: DataTypeDefinition],
        structures: [String: Structure], tables: [String: [String]]
    ) {
        self.version = version
        self.segments = segments
        self.dataTypes = dataTypes
        self.structures = structures
        self.tables = tables
    }

    package static func of(_ version: Version) -> Schema {
        switch version {
        case .v2_3: of23
        case .v2_3_1: of231
        case .v2_4: of24
        case .v2_5: of25
        case .v2_5_1: of251
        case .v2_6: of26
        case .v2_7: of27
        case .v2_8: of28
        case .v2_8_1: of281
        case .v2_8_2: of282
        }
    }

    package static func of(version: Version) -> Schema { of(version) }

    private static let of23 = Schema(parsing: .v2_3)
    private static let of231 = Schema(parsing: .v2_3_1)
    private static let of24 = Schema(parsing: .v2_4)
    private static let of25 = Schema(parsing: .v2_5)
    private static let of251 = Schema(parsing: .v2_5_1)
    private static let of26 = Schema(parsing: .v2_6)
    private static let of27 = Schema(parsing: .v2_7)
    private static let of28 = Schema(parsing: .v2_8)
    private static let of281 = Schema(parsing: .v2_8_1)
    private static let of282 = Schema(parsing: .v2_8_2)

    package func segment(_ name: String) -> SegmentDefinition? { segments[name] }
    package func dataType(_ name: String) -> DataTypeDefinition? { dataTypes[name] }
    package func structure(_ name: String) -> Structure? { structures[name] }

    /// The codes of a table, by its name as in fields (`HL70001`) or by its number alone (`0001`).
    package func table(_ name: String) -> [String]? {
        tables[name.hasPrefix("HL7") ? String(name.dropFirst(3)) : name]
    }
}

/// A segment: its fields by one-based position.
package struct SegmentDefinition: Hashable, Sendable {
    package var name: String
    /// In order of position; a position the version leaves out is missing.
    package var fields: [FieldDefinition]

    package func field(_ position: Int) -> FieldDefinition? {
        let index = position - 1
        if fields.indices.contains(index), fields[index].position == position { return fields[index] }
        return fields.first { $0.position == position }
    }
}

/// A field of a segment, or a component of a data type.
package struct FieldDefinition: Hashable, Sendable {
    package var position: Int
    /// As people say it: `Patient Identifier List`.
    package var name: String
    /// `CX`; `varies` for OBX-5, `WD` for withdrawn.
    package var dataType: String
    package var min: Int
    /// Nil: as many as there are.
    package var max: Int?
    /// `HL70001`, for `Schema.table`.
    package var table: String?

    package var repeats: Bool { max.map { $0 > 1 } ?? true }
    package var isRequired: Bool { min > 0 }
    package var isWithdrawn: Bool { dataType == "WD" || max == 0 }
}

package typealias ComponentDefinition = FieldDefinition

/// A data type; a primitive one has no components.
package struct DataTypeDefinition: Hashable, Sendable {
    package var name: String
    package var components: [ComponentDefinition]

    package var isPrimitive: Bool { components.isEmpty }

    package func component(_ position: Int) -> ComponentDefinition? {
        let index = position - 1
        if components.indices.contains(index), components[index].position == position { return components[index] }
        return components.first { $0.position == position }
    }
}

extension Schema {
    /// The definition at a path such as `PID`, 3, [4, 1]: the field's, component's or subcomponent's. Component 1 of a
    /// primitive is the primitive itself.
    package func definition(segment: String, field: Int, components: [Int] = []) -> FieldDefinition? {
        guard var found = self.segment(segment)?.field(field) else { return nil }
        for position in components {
            guard let type = dataType(found.dataType), !type.isPrimitive else {
                if position == 1 { continue }
                return nil
            }
            guard let next = type.component(position) else { return nil }
            found = next
        }
        return found
    }
}
