package import Tree

/// One item of a collection: a node of a tree, which becomes a system value only when somebody asks, or a system value.
package enum Value: Sendable {
    case node(NodeReference)
    case boolean(Bool)
    case integer(Int64)
    case decimal(ExactDecimal)
    case string(String)
    case date(PartialDateTime)
    case dateTime(PartialDateTime)
    case time(PartialDateTime)
    indirect case quantity(Quantity)
    /// What `type()` gives.
    indirect case typeInfo(TypeName)

    /// The system type, or nil for a node.
    package var systemType: SystemType? {
        switch self {
        case .node: nil
        case .boolean: .boolean
        case .integer: .integer
        case .decimal: .decimal
        case .string: .string
        case .date: .date
        case .dateTime: .dateTime
        case .time: .time
        case .quantity: .quantity
        case .typeInfo: .typeInfo
        }
    }
}

/// A node in one of the context's trees.
package struct NodeReference: Hashable, Sendable {
    package var tree: UInt32
    package var id: Tree.ID

    @inlinable package init(tree: Int = 0, _ id: Tree.ID) {
        self.tree = UInt32(truncatingIfNeeded: tree)
        self.id = id
    }
}

/// The types of the language itself (namespace `System`).
package enum SystemType: String, CaseIterable, Hashable, Sendable {
    case any = "Any"
    case boolean = "Boolean"
    case integer = "Integer"
    case decimal = "Decimal"
    case string = "String"
    case date = "Date"
    case dateTime = "DateTime"
    case time = "Time"
    case quantity = "Quantity"
    case typeInfo = "TypeInfo"
}

/// A type as it is written: `HumanName`, `FHIR.HumanName`, `System.String`.
package struct TypeName: Hashable, Sendable, CustomStringConvertible {
    package var namespace: String?
    package var name: String

    package init(_ name: String, in namespace: String? = nil) {
        self.name = name
        self.namespace = namespace
    }

    package var description: String { namespace.map { "\($0).\(name)" } ?? name }
}
