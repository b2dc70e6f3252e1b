import Canonical
import FHIR
import FHIRPath
import HL7v2
import Tree

/// The types that expressions of maps are checked with: FHIR's, and beside them what HL7 v2 messages are made of.
///
/// HL7 v2's are known by kind and name: a segment or group is a structure whose parts are paths of our own, a component is
/// read as its text.
struct CheckModel: TypeModel {
    static let shared = CheckModel(.r4)
    /// With the types of STU3: for the maps that make R4 of it.
    static let stu3 = CheckModel(.stu3)

    private let fhir: FHIRTypeModel
    private let names: [String]
    private let numbers: [String: UInt32]
    private static let first: UInt32 = 1 << 16

    private init(_ fhir: FHIRTypeModel) {
        self.fhir = fhir
        names =
            HL7Types.allSegments.sorted().map { "the segment \($0)" } + HL7Types.allGroups.sorted().map { "the group \($0)" }
            + HL7Types.allDataTypes.sorted() + ["the message", "a local segment"]
        var numbers: [String: UInt32] = [:]
        for (index, name) in names.enumerated() where numbers[name] == nil { numbers[name] = Self.first + UInt32(index) }
        self.numbers = numbers
    }

    // MARK: static types of what maps know

    var message: StaticType { reference("the message").map { StaticType([$0], isCollection: false) } ?? .unknown }

    func segment(_ name: String) -> StaticType.Reference? { reference("the segment \(name)") ?? reference("a local segment") }
    func group(_ name: String) -> StaticType.Reference? { reference("the group \(name)") }

    /// A component of any of these types; text where one of them is primitive.
    func value(of dataTypes: [String], isMany: Bool) -> StaticType {
        if dataTypes.isEmpty || dataTypes.contains("varies") || dataTypes.contains("*") {
            return StaticType([], isCollection: isMany)
        }
        var types: [StaticType.Reference] = []
        for dataType in dataTypes {
            let type =
                HL7Types.isPrimitive(dataType) || MappingTerms.times.contains(dataType)
                ? .system(.string) : reference(dataType) ?? .system(.string)
            if !types.contains(type) { types.append(type) }
        }
        return StaticType(types, isCollection: isMany)
    }

    func staticType(of type: ValueType, dataTypes: [String], isMany: Bool, isHL7: Bool) -> StaticType {
        let reference: StaticType.Reference?
        switch type {
        case .text, .id, .uri, .base64:
            reference = .system(.string)
        case .boolean: reference = .system(.boolean)
        case .integer: reference = .system(.integer)
        case .decimal: reference = .system(.decimal)
        // What a conversion made is kept as text.
        case .date, .dateTime, .instant, .time: reference = isHL7 ? .system(.string) : nil
        case .component(let name): return value(of: dataTypes.isEmpty ? [name] : dataTypes, isMany: isMany)
        case .segment(let name): reference = segment(name)
        case .group(let name): reference = group(name)
        case .fhir(let name): reference = fhir.type(named: name, in: nil).map { .model($0) }
        case .unknown: reference = nil
        }
        return StaticType(reference.map { [$0] } ?? [], isCollection: isMany)
    }

    /// What a FHIR primitive is for maps; nil for everything else.
    func primitive(_ reference: StaticType.Reference) -> FHIRType? {
        guard case .model(let id) = reference, id.rawValue < Self.first,
            let type = fhir.schema.type(FHIR.Schema.TypeID(rawValue: UInt16(id.rawValue))), type.isPrimitive
        else { return nil }
        return type
    }

    /// The FHIR type of a structure; nil for primitives and for what FHIR does not know.
    func structure(_ reference: StaticType.Reference) -> FHIRType? {
        guard case .model(let id) = reference, id.rawValue < Self.first,
            let type = fhir.schema.type(FHIR.Schema.TypeID(rawValue: UInt16(id.rawValue))), !type.isPrimitive
        else { return nil }
        return type
    }

    /// The data type of HL7 v2, or the words for a segment or group; nil for what FHIR knows.
    func hl7Name(_ reference: StaticType.Reference) -> String? {
        guard case .model(let id) = reference, id.rawValue >= Self.first else { return nil }
        return names[Int(id.rawValue - Self.first)]
    }

    private func reference(_ name: String) -> StaticType.Reference? { numbers[name].map { .model(TypeID($0)) } }

    // MARK: TypeModel

    func type(named name: String, in namespace: String?) -> FHIRPath.TypeID? { fhir.type(named: name, in: namespace) }

    func describe(_ type: FHIRPath.TypeID) -> TypeDescription {
        guard type.rawValue >= Self.first else { return fhir.describe(type) }
        let name = names[Int(type.rawValue - Self.first)]
        return TypeDescription(namespace: "HL7", name: name, system: name.contains(" ") ? nil : .string)
    }

    func element(named name: Name, of type: FHIRPath.TypeID) -> ElementDescription? {
        guard type.rawValue >= Self.first else { return fhir.element(named: name, of: type) }
        // Segments and groups are children of groups and of the message: `OBSERVATION.where(…).OBX`.
        let owner = names[Int(type.rawValue - Self.first)]
        guard owner == "the message" || owner.hasPrefix("the group ") else { return nil }
        let isLocal = name.text.hasPrefix("Z") && name.text.count == 3
        guard HL7Types.isSegment(name.text) || HL7Types.isGroup(name.text) || isLocal,
            case .model(let child)? = HL7Types.isGroup(name.text) ? group(name.text) : segment(name.text)
        else { return nil }
        return ElementDescription(types: [child], isCollection: true)
    }

    func elementNames(of type: FHIRPath.TypeID) -> [String] {
        type.rawValue >= Self.first ? [] : fhir.elementNames(of: type)
    }
    var typeNames: [String] { fhir.typeNames }
    func type(ofNodeType type: UInt16) -> FHIRPath.TypeID { fhir.type(ofNodeType: type) }
    func systemType(ofNodeType type: UInt16) -> SystemType? { fhir.systemType(ofNodeType: type) }
}
