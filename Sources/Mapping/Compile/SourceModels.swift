import Canonical
import FHIR
package import FHIRPath
import HL7v2
package import Tree

/// HL7 v2's data types as FHIRPath wants types. Nodes of a v2 tree carry no type number: leaves are text.
package struct HL7TypeModel: TypeModel {
    package static let all = HL7TypeModel()

    /// Data types and segments of all versions, numbered from one in order of name; the text of leaves comes last.
    private let names: [String]
    private let numbers: [String: UInt32]

    init() {
        var names = HL7Types.allSegments.union(HL7Types.allDataTypes).sorted()
        names.append("String")
        self.names = names
        var numbers: [String: UInt32] = [:]
        for (index, name) in names.enumerated() { numbers[name] = UInt32(index + 1) }
        self.numbers = numbers
    }

    package func type(named name: String, in namespace: String?) -> FHIRPath.TypeID? {
        guard namespace == nil || namespace == "HL7" else { return nil }
        return numbers[name].map { FHIRPath.TypeID($0) }
    }

    private func name(_ type: FHIRPath.TypeID) -> String? {
        let index = Int(type.rawValue) - 1
        return names.indices.contains(index) ? names[index] : nil
    }

    package func describe(_ type: FHIRPath.TypeID) -> TypeDescription {
        guard let name = name(type) else { return TypeDescription(namespace: "HL7", name: "unknown", isOpen: true) }
        let isText = HL7Types.isDataType(name) && HL7Types.isPrimitive(name) || name == "String"
        return TypeDescription(namespace: "HL7", name: name, system: isText ? .string : nil)
    }

    package func element(named name: Name, of type: FHIRPath.TypeID) -> ElementDescription? {
        guard let owner = self.name(type), let position = Int(name.text.split(separator: "-").last ?? "") else { return nil }
        let definition =
            HL7Types.isSegment(owner) ? HL7Types.field(owner, position) : HL7Types.component(owner, position)
        guard let definition else { return nil }
        return ElementDescription(
            types: [self.type(named: definition.dataType, in: nil) ?? .unknown], isCollection: definition.repeats)
    }

    package func elementNames(of type: FHIRPath.TypeID) -> [String] { [] }
    package func type(ofNodeType type: UInt16) -> FHIRPath.TypeID { .unknown }
    package func systemType(ofNodeType type: UInt16) -> SystemType? { nil }
}

enum SourceModels {
    static func model(for tree: Tree, release: FHIRRelease) -> any TypeModel {
        if tree.nodes.first?.kind == .message { return HL7TypeModel.all }
        return release == .stu3 ? FHIRTypeModel.stu3 : FHIRTypeModel.r4
    }
}
