package import Tree

extension EvaluationContext {
    /// The node itself.
    package func node(_ reference: NodeReference) -> Tree.Node? {
        guard Int(reference.tree) < trees.count, reference.id.index < trees[Int(reference.tree)].nodes.count else { return nil }
        return trees[Int(reference.tree)].nodes[reference.id.index]
    }

    /// A node's value as text.
    package func text(of reference: NodeReference) -> String {
        node(reference) == nil ? "" : trees[Int(reference.tree)].text(of: reference.id)
    }

    /// The item as a system value: itself, or what its node converts to; nil for a structure or a primitive without value.
    package mutating func system(_ item: Value) -> Value? {
        guard case .node(let reference) = item else { return item }
        guard let node = node(reference) else { return nil }
        visited?.insert(reference)
        switch node.kind {
        case .null, .message, .group, .segment: return nil
        case .field, .component, .subcomponent:
            return .string(text(of: reference))
        case .xhtml: return .string(text(of: reference))
        case .object:
            guard let model, model.systemType(ofNodeType: node.type) == .quantity else { return nil }
            return quantity(reference)
        case .string, .number, .boolean:
            let type =
                node.type == 0
                ? nil : model?.systemType(ofNodeType: node.type)
            let bytes = trees[Int(reference.tree)].value(of: reference.id)
            return Value(bytes, kind: node.kind, as: type)
        }
    }

    /// A FHIR Quantity: the code when its system is UCUM, else the unit as written.
    private mutating func quantity(_ reference: NodeReference) -> Value? {
        let tree = trees[Int(reference.tree)]
        guard let value = tree.child(of: reference.id, named: "value"), let number = ExactDecimal(tree.value(of: value)) else {
            return nil
        }
        func text(_ name: Name) -> String? { tree.child(of: reference.id, named: name).map { tree.text(of: $0) } }
        if tree.child(of: reference.id, named: "comparator") != nil { return nil }
        let code = text("code")
        let unit = text("system") == "http://unitsofmeasure.org" ? code ?? text("unit") : text("unit") ?? code
        if visited != nil {
            for child in tree.children(of: reference.id) {
                visited?.insert(NodeReference(tree: Int(reference.tree), child))
            }
        }
        return .quantity(Quantity(number, unit: unit ?? "1"))
    }

    /// Marks a node and everything below it as read.
    package mutating func markVisited(_ reference: NodeReference) {
        guard visited != nil, node(reference) != nil else { return }
        let tree = trees[Int(reference.tree)]
        var pending = [reference.id]
        while let id = pending.popLast() {
            visited?.insert(NodeReference(tree: Int(reference.tree), id))
            pending.append(contentsOf: tree.children(of: id))
        }
    }

    // MARK: Types

    /// The model's type of a node; a resource is known by its own name.
    package func type(of reference: NodeReference) -> TypeID {
        guard let model, let node = node(reference) else { return .unknown }
        if node.kind == .object, node.length > 0, let type = model.type(named: text(of: reference), in: nil) { return type }
        return node.type == 0 ? .unknown : model.type(ofNodeType: node.type)
    }

    /// The name of an item's type: `System.String`, `FHIR.HumanName`; nil when nothing is known of a structure.
    package func typeName(of item: Value) -> TypeName? {
        guard case .node(let reference) = item else { return TypeName(item.systemType?.rawValue ?? "Any", in: "System") }
        let type = type(of: reference)
        if type != .unknown, let description = model?.describe(type) {
            return TypeName(description.name, in: description.namespace)
        }
        guard let node = node(reference) else { return nil }
        switch node.kind {
        case .object: return node.length > 0 ? TypeName(text(of: reference)) : nil
        case .message, .group, .segment:
            return TypeName(trees[Int(reference.tree)].name(of: reference.id), in: "HL7")
        case .boolean: return TypeName("Boolean", in: "System")
        case .number:
            let isInteger = !trees[Int(reference.tree)].value(of: reference.id).contains(UInt8(ascii: "."))
            return TypeName(isInteger ? "Integer" : "Decimal", in: "System")
        case .string, .xhtml, .null, .field, .component, .subcomponent: return TypeName("String", in: "System")
        }
    }

    /// Whether a resource or typed node is of the named type or derived from it; the beginning of `Patient.name`.
    func item(_ item: Value, isOfTypeNamed name: Name) -> Bool {
        guard case .node(let reference) = item, let node = node(reference), node.kind == .object else { return false }
        if node.length > 0, trees[Int(reference.tree)].value(of: reference.id).elementsEqual(name.bytes) { return true }
        guard let model, let wanted = model.type(named: name.text, in: nil) else { return false }
        let type = type(of: reference)
        return type != .unknown && model.type(type, isA: wanted)
    }

    // MARK: Resources

    /// Whether a node is a resource.
    func isResource(_ reference: NodeReference) -> Bool {
        guard let node = node(reference), node.kind == .object else { return false }
        return node.length > 0
    }

    /// The resource around a node; the outermost one leaves contained resources for their container, not for a Bundle.
    func resource(around items: Items, outermost: Bool) -> Items {
        guard case .one(.node(var reference)) = items, node(reference) != nil else { return items }
        let tree = trees[Int(reference.tree)]
        while !isResource(reference), let parent = tree.parent(of: reference.id) { reference.id = parent }
        if outermost, tree.node(reference.id, isNamed: "contained") {
            while let parent = tree.parent(of: reference.id) {
                reference.id = parent
                if isResource(reference) { break }
            }
        }
        return .one(.node(reference))
    }
}

extension Value {
    /// Reads a primitive's bytes; a text that its type does not allow stays a text.
    init(_ bytes: ArraySlice<UInt8>, kind: Tree.Kind, as type: SystemType?) {
        func text() -> Value { .string(String(decoding: bytes, as: UTF8.self)) }
        let known = type ?? (kind == .boolean ? .boolean : kind == .number ? .decimal : .string)
        switch known {
        case .boolean:
            if bytes.elementsEqual("true".utf8) {
                self = .boolean(true)
            } else if bytes.elementsEqual("false".utf8) {
                self = .boolean(false)
            } else {
                self = text()
            }
        case .integer: self = Int64(String(decoding: bytes, as: UTF8.self)).map { .integer($0) } ?? text()
        case .decimal:
            if type == nil, !bytes.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }),
                let value = Int64(String(decoding: bytes, as: UTF8.self))
            {
                // Without a type, a JSON number without a fraction is an integer.
                self = .integer(value)
            } else {
                self = ExactDecimal(bytes).map { .decimal($0) } ?? text()
            }
        case .date: self = PartialDateTime(bytes, as: .date).map { .date($0) } ?? text()
        case .dateTime: self = PartialDateTime(bytes, as: .dateTime).map { .dateTime($0) } ?? text()
        case .time: self = PartialDateTime(bytes, as: .time).map { .time($0) } ?? text()
        case .string, .any, .quantity, .typeInfo: self = text()
        }
    }
}
