package import FHIR
package import FHIRPath
package import Tree

/// FHIR's schema as FHIRPath wants types: a node's type number is the schema's own.
package struct FHIRTypeModel: TypeModel {
    package let schema: FHIR.Schema
    package static let r4 = FHIRTypeModel(schema: .r4)
    package static let stu3 = FHIRTypeModel(schema: .stu3)

    package func type(named name: String, in namespace: String?) -> FHIRPath.TypeID? {
        guard namespace == nil || namespace == "FHIR" else { return nil }
        return schema.type(named: name).map { FHIRPath.TypeID(UInt32($0.id.rawValue)) }
    }

    package func describe(_ type: FHIRPath.TypeID) -> TypeDescription {
        guard let known = schema.type(id(type)) else {
            return TypeDescription(namespace: "FHIR", name: "unknown", isOpen: true)
        }
        return TypeDescription(
            namespace: "FHIR", name: known.name, base: known.base.map { FHIRPath.TypeID(UInt32($0.id.rawValue)) },
            system: system(known), isResource: known.isResource)
    }

    package func element(named name: Name, of type: FHIRPath.TypeID) -> ElementDescription? {
        guard let element = schema.type(id(type))?.element(name) else { return nil }
        return ElementDescription(
            types: element.types.map { FHIRPath.TypeID(UInt32($0.id.rawValue)) }, isCollection: element.isCollection)
    }

    package var typeNames: [String] { schema.allTypes.map(\.name) }

    package func elementNames(of type: FHIRPath.TypeID) -> [String] {
        schema.type(id(type))?.elements.map(\.name) ?? []
    }

    package func type(ofNodeType type: UInt16) -> FHIRPath.TypeID { FHIRPath.TypeID(UInt32(type)) }

    package func systemType(ofNodeType type: UInt16) -> SystemType? {
        systems.indices.contains(Int(type)) ? systems[Int(type)] : nil
    }

    private let systems: [SystemType?]

    init(schema: FHIR.Schema) {
        self.schema = schema
        var systems: [SystemType?] = [nil]
        for type in schema.allTypes {
            let index = Int(type.id.rawValue)
            while systems.count <= index { systems.append(nil) }
            systems[index] = Self.system(of: type)
        }
        self.systems = systems
    }

    private func id(_ type: FHIRPath.TypeID) -> FHIR.Schema.TypeID {
        FHIR.Schema.TypeID(rawValue: UInt16(truncatingIfNeeded: type.rawValue))
    }
    private func system(_ type: FHIRType) -> SystemType? { Self.system(of: type) }

    private static func system(of type: FHIRType) -> SystemType? {
        guard type.isPrimitive else {
            var current: FHIRType? = type
            while let known = current {
                if known.name == "Quantity" { return .quantity }
                current = known.base
            }
            return nil
        }
        switch type.format {
        case .boolean: return .boolean
        case .integer, .positiveInt, .unsignedInt: return .integer
        case .decimal: return .decimal
        case .date: return .date
        case .dateTime, .instant: return .dateTime
        case .time: return .time
        case .base64Binary, .canonical, .code, .id, .markdown, .oid, .string, .uri, .url, .uuid, .xhtml, .none:
            return .string
        }
    }
}
