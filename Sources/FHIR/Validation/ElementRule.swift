package import Tree

/// What the validator asks of one element, known before there is a value: for builders that make trees from plans.
///
/// A builder that looks each of its elements up once (`Schema.rule`) has proven their names, types, kinds and arrays. What is
/// left to ask of every tree is what only the values say: forms, codes, cardinality (one bit an element), targets.
package struct ElementRule: Sendable {
    package enum Content: Sendable, Hashable {
        case primitive, object, reference, `extension`
        /// A CodeableConcept or Coding with a required binding.
        case concept, coding
        /// Resources in resources: only the validator looks into them.
        case resource
    }
    package let content: Content
    /// The element's place among its type's elements; all variants of a choice share it.
    package let bit: UInt64
    package let repeats: Bool
    package let format: PrimitiveFormat
    /// The required value set, zero for none.
    package let binding: UInt16
    let element: UInt16

    /// For elements that the schema does not know.
    package static let unknown = ElementRule(
        content: .resource, bit: 0, repeats: false, format: .none, binding: 0, element: 0)

    @inline(__always)
    package func accepts(_ text: UnsafeBufferPointer<UInt8>, _ schema: Schema) -> Bool {
        format.accepts(text) && (binding == 0 || schema.code(text, in: binding) >= 0)
    }
}

extension Schema {
    /// The rule of the element that `node` is to be below a `type`; nil when the node's name, type, kind or array is not the
    /// schema's.
    package func rule(of node: Tree.Node, named name: UnsafeBufferPointer<UInt8>, in type: TypeID) -> ElementRule? {
        let found = property(name, hash: Name.hash(of: UnsafeRawBufferPointer(name)), of: type.rawValue)
        guard found >= 0 else { return nil }
        let property = properties[found]
        guard property.type != 0, property.type == node.type, property.isCollection == node.flags.contains(.repeats) else {
            return nil
        }
        let record = types[Int(property.type)]
        let content: ElementRule.Content
        switch record.kind {
        case .primitive:
            guard node.kind == record.format.kind else { return nil }
            content = .primitive
        case .resource: content = .resource
        case .none: return nil
        case .complex, .backbone:
            guard node.kind == .object, !PrimitiveFormat.equals(name, "contained") else { return nil }
            content =
                switch property.type {
                case known.reference: .reference
                case known.extension: .extension
                case known.codeableConcept where property.binding != 0: .concept
                case known.coding where property.binding != 0: .coding
                default: .object
                }
        }
        return ElementRule(
            content: content, bit: 1 << UInt64(property.ordinal), repeats: property.isCollection, format: record.format,
            binding: property.binding, element: property.element)
    }

    /// The elements that an object of this type must have, a bit each.
    package func required(in type: TypeID) -> UInt64 {
        Int(type.rawValue) < types.count ? types[Int(type.rawValue)].required : 0
    }

    /// The bits of an extension's values and of its extensions: it has one kind or the other.
    package var extensionBits: (values: UInt64, extensions: UInt64) {
        var values: UInt64 = 0
        var extensions: UInt64 = 0
        let record = types[Int(known.extension)]
        for ordinal in 0..<Int(record.elementCount) {
            let element = elements[Int(record.firstElement) + ordinal]
            if element.isChoice {
                values |= 1 << UInt64(ordinal)
            } else if element.max == ElementRecord.unbounded {
                extensions |= 1 << UInt64(ordinal)
            }
        }
        return (values, extensions)
    }

    /// Whether a reference that the rule is about may point at a resource of this type.
    package func mayRefer(_ rule: ElementRule, to type: TypeID) -> Bool {
        let element = elements[Int(rule.element)]
        guard element.targetCount > 0 else { return true }
        for place in 0..<Int(element.targetCount)
        where isSubtype(type, of: TypeID(rawValue: typeLists[Int(element.firstTarget) + place])) { return true }
        return false
    }

    /// Whether a Coding, or one of a CodeableConcept's, is of the value set.
    package func isListed(
        _ index: Int, _ content: ElementRule.Content, in valueSet: UInt16, _ nodes: UnsafeBufferPointer<Tree.Node>,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard content == .concept else { return isListed(coding: index, in: valueSet, nodes, bytes) }
        var next = Int(nodes[index].firstChild)
        while next != 0 {
            if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), "coding"),
                isListed(coding: next, in: valueSet, nodes, bytes)
            {
                return true
            }
            next = Int(nodes[next].nextSibling)
        }
        return false
    }

    private func isListed(
        coding index: Int, in valueSet: UInt16, _ nodes: UnsafeBufferPointer<Tree.Node>, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        func text(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
            var next = Int(nodes[index].firstChild)
            while next != 0 {
                if PrimitiveFormat.equals(Schema.name(of: nodes[next], in: bytes), name) {
                    return nodes[next].kind == .string ? Schema.value(of: nodes[next], in: bytes) : nil
                }
                next = Int(nodes[next].nextSibling)
            }
            return nil
        }
        guard let code = text("code"), let system = text("system") else { return false }
        return hasCode(code, system: system, in: valueSet)
    }
}
