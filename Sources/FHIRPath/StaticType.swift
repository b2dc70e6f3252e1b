/// What is known of an expression's result before it runs: possible types, and whether there can be several items.
package struct StaticType: Sendable, Hashable {
    package enum Reference: Sendable, Hashable {
        case system(SystemType)
        case model(TypeID)
    }

    /// Empty means that nothing is known: anything is accepted.
    package var types: [Reference]
    package var isCollection: Bool
    /// False after `children()`: the order is nobody's promise.
    package var isOrdered = true
    /// `{}`: fits everywhere.
    package var isAlwaysEmpty = false

    package init(_ types: [Reference], isCollection: Bool) {
        self.types = types
        self.isCollection = isCollection
    }

    package static let unknown = StaticType([], isCollection: true)
    package static func one(of type: TypeID) -> StaticType { StaticType([.model(type)], isCollection: false) }
    package static func many(of type: TypeID) -> StaticType { StaticType([.model(type)], isCollection: true) }
    package static func system(_ type: SystemType, many: Bool = false) -> StaticType {
        StaticType([.system(type)], isCollection: many)
    }

    package var isUnknown: Bool { types.isEmpty && !isAlwaysEmpty }

    package var single: StaticType {
        var type = self
        type.isCollection = false
        return type
    }

    package var many: StaticType {
        var type = self
        type.isCollection = true
        return type
    }

    /// Either of both.
    func or(_ other: StaticType) -> StaticType {
        if isAlwaysEmpty { return other }
        if other.isAlwaysEmpty { return self }
        let both = isUnknown || other.isUnknown ? [] : types + other.types.filter { !types.contains($0) }
        var type = StaticType(both, isCollection: isCollection || other.isCollection)
        type.isOrdered = isOrdered && other.isOrdered
        return type
    }
}
