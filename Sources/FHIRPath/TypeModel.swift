package import Tree

/// A type of a model; the model decides what the number means. Zero is unknown.
package struct TypeID: Hashable, Sendable {
    package let rawValue: UInt32
    package init(_ rawValue: UInt32) { self.rawValue = rawValue }
    package static let unknown = TypeID(0)
}

/// The types that nodes of trees have. FHIR's schema and HL7 v2's tables are handed in through this.
package protocol TypeModel: Sendable {
    /// The type with this name; without a namespace, the model's own.
    func type(named name: String, in namespace: String?) -> TypeID?
    func describe(_ type: TypeID) -> TypeDescription
    /// The element or nil; a choice element answers to its base name (`value`). `TypeID.unknown` has no elements.
    func element(named name: Name, of type: TypeID) -> ElementDescription?
    /// For hints.
    func elementNames(of type: TypeID) -> [String]
    /// For hints.
    var typeNames: [String] { get }
    /// The type that `Tree.Node.type` stands for.
    func type(ofNodeType type: UInt16) -> TypeID
    /// The system type that nodes of this type convert to, or nil for a structure.
    func systemType(ofNodeType type: UInt16) -> SystemType?
}

package struct TypeDescription: Sendable, Hashable {
    package var namespace: String
    package var name: String
    package var base: TypeID?
    /// What a primitive converts to; nil for a structure. `Quantity` (and its kin) says `.quantity`.
    package var system: SystemType?
    /// Nothing is known of its elements: every name is accepted (`Any`, an open structure).
    package var isOpen: Bool
    package var isResource: Bool

    package init(
        namespace: String, name: String, base: TypeID? = nil, system: SystemType? = nil, isOpen: Bool = false,
        isResource: Bool = false
    ) {
        self.namespace = namespace
        self.name = name
        self.base = base
        self.system = system
        self.isOpen = isOpen
        self.isResource = isResource
    }
}

package struct ElementDescription: Sendable, Hashable {
    /// More than one for a choice; empty when anything can stand here.
    package var types: [TypeID]
    package var isCollection: Bool

    package init(types: [TypeID], isCollection: Bool) {
        self.types = types
        self.isCollection = isCollection
    }
}

extension TypeModel {
    package var typeNames: [String] { [] }

    /// Whether `type` is `ancestor` or derived from it.
    package func type(_ type: TypeID, isA ancestor: TypeID) -> Bool {
        var current = type
        for _ in 0..<32 {
            if current == ancestor { return true }
            guard let base = describe(current).base else { return false }
            current = base
        }
        return false
    }
}
