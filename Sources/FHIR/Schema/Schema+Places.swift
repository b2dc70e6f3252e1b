import Tree

extension Schema {
    /// Where an element stands in its owner, as one looks who copies a node of another release.
    package struct Place {
        /// Zero for the name of a choice without its type.
        package var type: UInt16
        package var kind: Kind
        package var isCollection: Bool
        /// The element's bit among its owner's; a choice has one.
        package var bit: UInt64
    }

    /// The place of what is written so in `owner`; nil when it has none.
    package func place(of name: UnsafeBufferPointer<UInt8>, in owner: UInt16) -> Place? {
        guard Int(owner) < types.count else { return nil }
        let found = property(name, hash: Name.hash(of: UnsafeRawBufferPointer(name)), of: owner)
        guard found >= 0 else { return nil }
        let property = properties[found]
        return Place(
            type: property.type, kind: types[Int(property.type)].kind, isCollection: property.isCollection,
            bit: 1 << UInt64(property.ordinal))
    }

    /// The number of a resource type that documents can hold, or zero.
    package func resourceType(named name: UnsafeBufferPointer<UInt8>) -> UInt16 { resourceNumber(name) }

    package func kind(of type: UInt16) -> Kind { Int(type) < types.count ? types[Int(type)].kind : .none }
    package func name(of type: UInt16) -> String { Int(type) < types.count ? typeNames[Int(type)] : "" }
}
