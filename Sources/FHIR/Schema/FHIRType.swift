package import Tree

/// A type of a schema, as checkers ask for it: `Schema.r4.type(named: "Patient")`.
///
/// Not for hot paths: names become `String`s and lists are made when they are asked for.
package struct FHIRType: Hashable, Sendable, CustomStringConvertible {
    package let schema: Schema
    package let id: Schema.TypeID

    package static func == (a: FHIRType, b: FHIRType) -> Bool { a.id == b.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// `Patient`, `Patient.contact`, `HumanName`, `dateTime`.
    package var name: String { schema.typeNames[Int(id.rawValue)] }
    package var description: String { name }
    package var kind: Schema.Kind { record.kind }
    package var isAbstract: Bool { record.isAbstract }
    package var isPrimitive: Bool { record.kind == .primitive }
    package var isResource: Bool { record.kind == .resource }
    /// The lexical rule of a primitive; `.none` for other types.
    package var format: PrimitiveFormat { record.format }
    package var base: FHIRType? { schema.type(Schema.TypeID(rawValue: record.base)) }

    /// Its elements, inherited ones first, in the order of the specification.
    package var elements: [FHIRElement] {
        (0..<Int(record.elementCount)).map { FHIRElement(schema: schema, index: Int(record.firstElement) + $0) }
    }

    /// The element `name`; a choice by its base name (`value`).
    package func element(named name: String) -> FHIRElement? { element(Name(name)) }

    package func element(_ name: Name) -> FHIRElement? {
        let index = schema.property(name, of: id.rawValue)
        guard index >= 0 else { return nil }
        let property = schema.properties[index]
        guard !property.isChoice || property.type == 0 else { return nil }
        return FHIRElement(schema: schema, index: Int(property.element))
    }

    /// The element and type that `name` says as it is written in JSON: `valueQuantity` is (`value`, `Quantity`).
    package func element(spelled name: String) -> (element: FHIRElement, type: FHIRType)? {
        let index = schema.property(Name(name), of: id.rawValue)
        guard index >= 0 else { return nil }
        let property = schema.properties[index]
        guard let type = schema.type(Schema.TypeID(rawValue: property.type)) else { return nil }
        return (FHIRElement(schema: schema, index: Int(property.element)), type)
    }

    package func isSubtype(of other: FHIRType) -> Bool { schema.isSubtype(id, of: other.id) }

    private var record: TypeRecord { schema.types[Int(id.rawValue)] }
}

/// An element of a type: what it may hold and how often.
package struct FHIRElement: Hashable, Sendable {
    package let schema: Schema
    let index: Int

    package static func == (a: FHIRElement, b: FHIRElement) -> Bool { a.index == b.index }
    package func hash(into hasher: inout Hasher) { hasher.combine(index) }

    /// The name in a path: `value` for `value[x]`.
    package var name: String {
        String(decoding: schema.names[Int(record.nameStart)..<Int(record.nameStart) + Int(record.nameLength)], as: UTF8.self)
    }
    package var owner: FHIRType { FHIRType(schema: schema, id: Schema.TypeID(rawValue: record.owner)) }
    package var min: Int { Int(record.min) }
    /// Nil is unbounded.
    package var max: Int? { record.max == ElementRecord.unbounded ? nil : Int(record.max) }
    package var isRequired: Bool { record.min > 0 }
    package var isCollection: Bool { record.max != 1 }
    package var isChoice: Bool { record.isChoice }
    package var isModifier: Bool { record.isModifier }
    package var isSummary: Bool { record.isSummary }

    /// One type, or those of a choice.
    package var types: [FHIRType] { list(record.firstType, record.typeCount) }
    /// What a reference may point at; empty is anything.
    package var referenceTargets: [FHIRType] { list(record.firstTarget, record.targetCount) }

    /// How the element is written with `type`: `valueQuantity`.
    package func spelling(of type: FHIRType) -> String {
        guard isChoice else { return name }
        let text = type.name
        return name + text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The required value set whose codes are known, or nil.
    package var requiredValueSet: RequiredValueSet? {
        record.binding == 0 ? nil : RequiredValueSet(schema: schema, index: record.binding)
    }

    private func list(_ first: UInt32, _ count: UInt16) -> [FHIRType] {
        schema.typeLists[Int(first)..<Int(first) + Int(count)].map {
            FHIRType(schema: schema, id: Schema.TypeID(rawValue: $0))
        }
    }
    private var record: ElementRecord { schema.elements[index] }
}

/// The value set of a required binding.
package struct RequiredValueSet: Sendable {
    package let schema: Schema
    let index: UInt16

    package var url: String { schema.valueSets[Int(index) - 1] }
    package var codes: [(system: String, code: String)] {
        schema.codes.filter { $0.valueSet == index }.map {
            (
                schema.systems[Int($0.system)],
                String(decoding: schema.names[Int($0.start)..<Int($0.start) + Int($0.length)], as: UTF8.self)
            )
        }
    }
    package func contains(_ code: String) -> Bool { schema.hasCode(Array(code.utf8), in: index) }
}
