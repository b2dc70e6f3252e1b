import HL7v2

/// What every supported version of HL7 v2 says together: a path that is valid in one of them is valid in a map.
enum HL7Types {
    /// Newest last; the definition of the version most trusts speak goes first.
    static let versions: [Version] = [.v2_5_1, .v2_4, .v2_5, .v2_3_1, .v2_3, .v2_6, .v2_7, .v2_8, .v2_8_1, .v2_8_2]

    static func isSegment(_ name: String) -> Bool { allSegments.contains(name) }
    static func isDataType(_ name: String) -> Bool { additional[name] != nil || allDataTypes.contains(name) }

    static func field(_ segment: String, _ position: Int) -> FieldDefinition? {
        for version in versions {
            if let field = Schema.of(version).segment(segment)?.field(position), !field.isWithdrawn { return field }
        }
        return nil
    }

    static func hasField(_ segment: String, _ position: Int, in version: Version) -> Bool {
        Schema.of(version).segment(segment)?.field(position).map { !$0.isWithdrawn } ?? false
    }

    /// The versions that have the field, oldest first.
    static func versions(of segment: String, _ position: Int) -> [Version] {
        Version.allCases.filter { hasField(segment, position, in: $0) }
    }

    static func isFieldAnywhere(_ segment: String, _ position: Int) -> Bool {
        !fieldTypes(segment, position).isEmpty
    }

    static func component(_ dataType: String, _ position: Int) -> FieldDefinition? {
        for version in versions {
            if let component = Schema.of(version).dataType(dataType)?.component(position) { return component }
        }
        return nil
    }

    /// Every data type the field has in some version; the preferred one first.
    static func fieldTypes(_ segment: String, _ position: Int) -> [String] {
        let types = allFields[segment] ?? []
        return types.indices.contains(position - 1) ? types[position - 1] : []
    }

    /// How many fields a segment has where it has most.
    static func fieldCount(_ segment: String) -> Int { max(1, allFields[segment]?.count ?? 0) }

    /// Data types by segment and position, over all versions.
    private static let allFields: [String: [[String]]] = {
        var fields: [String: [[String]]] = [:]
        for version in versions {
            for segment in Schema.of(version).segments.values {
                for field in segment.fields where field.position > 0 && field.position < 200 {
                    var own = fields[segment.name] ?? []
                    while own.count < field.position { own.append([]) }
                    if !own[field.position - 1].contains(field.dataType) { own[field.position - 1].append(field.dataType) }
                    fields[segment.name] = own
                }
            }
        }
        return fields
    }()

    /// Data types of components by data type and position, over all versions.
    private static let allComponents: [String: [[String]]] = {
        var components = additional.mapValues { $0.map { [$0] } }
        for version in versions {
            for type in Schema.of(version).dataTypes.values {
                var own = components[type.name] ?? []
                for part in type.components where part.position > 0 && part.position < 100 {
                    while own.count < part.position { own.append([]) }
                    if !own[part.position - 1].contains(part.dataType) { own[part.position - 1].append(part.dataType) }
                }
                components[type.name] = own
            }
        }
        return components
    }()

    /// Data types that component `position` has in any of `dataTypes`; empty when none has it.
    static func componentTypes(_ dataTypes: [String], _ position: Int) -> [String] {
        unique(
            dataTypes.flatMap { name -> [String] in
                if isPrimitive(name) { return position == 1 ? [name] : [] }
                let own = allComponents[name] ?? []
                return own.indices.contains(position - 1) ? own[position - 1] : []
            })
    }

    static func componentCount(_ dataType: String) -> Int { allComponents[dataType]?.count ?? 0 }

    /// The first component that is a time.
    static func timeComponent(of dataType: String) -> Int? {
        let times: Set<String> = ["DT", "TS", "DTM"]
        return allComponents[dataType]?.firstIndex { $0.contains(where: times.contains) }.map { $0 + 1 }
    }

    /// What stands directly in a group, for hints.
    static func members(of group: String, in structures: [Structure]) -> String? {
        for structure in structures {
            for element in structure.elements.dropFirst() where element.kind == .group && element.name == group {
                return structure.members(of: element).map(\.name).joined(separator: ", ")
            }
        }
        return nil
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// Data types that no field names because they only come in OBX-5 (HL7 v2.5.1 chapter 2.A).
    static let additional: [String: [String]] = ["RP": ["ST", "HD", "ID", "ID"]]

    static func isPrimitive(_ dataType: String) -> Bool {
        allComponents[dataType]?.isEmpty ?? true
    }

    /// `PID_7`, `PID7`: the field that was meant.
    static func fieldMeant(by word: String) -> String? {
        let segment = String(word.prefix(3))
        let number = word.dropFirst(3).drop { $0 == "_" }
        guard isSegment(segment), !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return "\(segment)-\(number)"
    }

    static func isGroup(_ name: String) -> Bool { allGroups.contains(name) }

    /// Group names of all structures of all versions.
    static let allGroups: Set<String> = {
        var names: Set<String> = []
        for version in versions {
            for structure in Schema.of(version).structures.values {
                for element in structure.elements.dropFirst() where element.kind == .group && !element.isTransparent {
                    names.insert(element.name)
                }
            }
        }
        return names
    }()

    static let allSegments: Set<String> = {
        var names: Set<String> = []
        for version in versions { names.formUnion(Schema.of(version).segments.keys) }
        return names
    }()

    static let allDataTypes: Set<String> = {
        var names: Set<String> = []
        for version in versions { names.formUnion(Schema.of(version).dataTypes.keys) }
        return names
    }()

    /// Every structure in which the segment stands, in the version that most trusts speak.
    static func structures(holding segment: String) -> [Structure] {
        guard let id = SegmentID(segment) else { return [] }
        return Schema.of(versions[0]).structures.values.filter { $0.contains(id) }.sorted { $0.name < $1.name }
    }

    static func structures(named name: String, in wanted: [Version]? = nil) -> [Structure] {
        (wanted ?? versions).compactMap { Schema.of($0).structure(name) }
    }

    /// The structure of a message type with an event, in any version.
    static func structures(type: String, event: String) -> [Structure] {
        versions.compactMap { version in
            let schema = Schema.of(version)
            return schema.structureName(type: type, event: event).flatMap { schema.structure($0) }
        }
    }

    /// Whether a group holds the segment directly.
    static func holds(_ segment: String, group: String, in structures: [Structure]) -> Bool {
        structures.contains { structure in
            structure.elements.dropFirst().contains { element in
                element.kind == .group && element.name == group
                    && structure.members(of: element).contains { $0.name == segment }
            }
        }
    }

    static var allStructures: [String] {
        Array(Set(versions.flatMap { Schema.of($0).structures.keys })).sorted()
    }
}
