package import FHIR
package import FHIRPath
package import Tree

/// FHIR's schema as FHIRPath asks for types. A class, so that handing it about costs one reference.
package final class FHIRTypeModel: TypeModel {
    package static let r4 = FHIRTypeModel(.r4)

    private let schema: Schema
    /// Indexed by type number.
    private let systems: [SystemType?]
    private let openTypes: Set<UInt16>

    package init(_ schema: Schema) {
        self.schema = schema
        var systems: [SystemType?] = [nil]
        var open: Set<UInt16> = []
        for type in schema.allTypes {
            systems.append(Self.system(type))
            if type.name == "Resource" || type.name == "DomainResource" || type.name == "Element" {
                open.insert(type.id.rawValue)
            }
        }
        self.systems = systems
        openTypes = open
    }

    private static func system(_ type: FHIRType) -> SystemType? {
        switch type.format {
        case .none:
            var current: FHIRType? = type
            while let candidate = current {
                if candidate.name == "Quantity" { return .quantity }
                current = candidate.base
            }
            return nil
        case .boolean: return .boolean
        case .integer, .positiveInt, .unsignedInt: return .integer
        case .decimal: return .decimal
        case .date: return .date
        case .dateTime, .instant: return .dateTime
        case .time: return .time
        case .base64Binary, .canonical, .code, .id, .markdown, .oid, .string, .uri, .url, .uuid, .xhtml: return .string
        }
    }

    private func fhirType(_ type: TypeID) -> FHIRType? {
        UInt16(exactly: type.rawValue).flatMap { schema.type(Schema.TypeID(rawValue: $0)) }
    }

    package func type(named name: String, in namespace: String?) -> TypeID? {
        guard namespace == nil || namespace == "FHIR" else { return nil }
        return schema.type(named: name).map { TypeID(UInt32($0.id.rawValue)) }
    }

    package func describe(_ type: TypeID) -> TypeDescription {
        guard let known = fhirType(type) else { return TypeDescription(namespace: "FHIR", name: "Any", isOpen: true) }
        return TypeDescription(
            namespace: "FHIR", name: known.name, base: known.base.map { TypeID(UInt32($0.id.rawValue)) },
            system: systemType(ofNodeType: known.id.rawValue), isOpen: openTypes.contains(known.id.rawValue),
            isResource: known.isResource)
    }

    package func element(named name: Name, of type: TypeID) -> ElementDescription? {
        guard let element = fhirType(type)?.element(name) else { return nil }
        return ElementDescription(
            types: element.types.map { TypeID(UInt32($0.id.rawValue)) }, isCollection: element.isCollection)
    }

    package func elementNames(of type: TypeID) -> [String] { fhirType(type)?.elements.map(\.name) ?? [] }

    package func type(ofNodeType type: UInt16) -> TypeID { TypeID(UInt32(type)) }

    package func systemType(ofNodeType type: UInt16) -> SystemType? {
        Int(type) < systems.count ? systems[Int(type)] : nil
    }
}
