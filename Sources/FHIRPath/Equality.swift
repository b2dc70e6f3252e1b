import Tree

/// FHIRPath's `=`, `~` and order over items: three-valued, precise about what cannot be known.
extension EvaluationContext {
    /// `=`: nil when it cannot be known (dates of different precision, units that cannot be compared).
    mutating func equal(_ a: Value, _ b: Value) -> Bool? {
        if let quick = quickEqual(a, b) { return quick }
        if case .node(let x) = a, case .node(let y) = b, x == y { return true }
        guard let x = system(a), let y = system(b) else {
            guard case .node(let m) = a, case .node(let n) = b, system(a) == nil, system(b) == nil else { return false }
            return sameStructure(m, n)
        }
        return Self.equal(x, y)
    }

    /// A node of text against a literal, without making a `String` of the node.
    private mutating func quickEqual(_ a: Value, _ b: Value) -> Bool? {
        switch (a, b) {
        case (.node(let reference), .string(let text)), (.string(let text), .node(let reference)):
            guard let node = node(reference) else { return nil }
            switch node.kind {
            case .field, .component, .subcomponent: break
            case .string:
                if node.type != 0, let model, let type = model.systemType(ofNodeType: node.type), type != .string { return nil }
            default: return nil
            }
            visited?.insert(reference)
            guard Int(node.length) == text.utf8.count else { return false }
            let bytes = trees[Int(reference.tree)].bytes
            let start = Int(node.start)
            guard start + Int(node.length) <= bytes.count else { return false }
            return bytes.withUnsafeBufferPointer { bytes in
                var offset = start
                for byte in text.utf8 {
                    guard bytes[offset] == byte else { return false }
                    offset += 1
                }
                return true
            }
        case (.string(let x), .string(let y)): return x == y
        case (.boolean(let x), .boolean(let y)): return x == y
        case (.integer(let x), .integer(let y)): return x == y
        default: return nil
        }
    }

    static func equal(_ a: Value, _ b: Value) -> Bool? {
        switch (a, b) {
        case (.boolean(let x), .boolean(let y)): return x == y
        case (.string(let x), .string(let y)): return x == y
        case (.integer(let x), .integer(let y)): return x == y
        case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            guard let x = a.number, let y = b.number else { return nil }
            return x == y
        case (.time(let x), .time(let y)): return x.compared(to: y, isTime: true).equality
        case (.date(let x), .date(let y)), (.date(let x), .dateTime(let y)), (.dateTime(let x), .date(let y)),
            (.dateTime(let x), .dateTime(let y)):
            return x.compared(to: y).equality
        case (.quantity, _), (_, .quantity):
            guard let x = a.asQuantity, let y = b.asQuantity else { return false }
            switch Unit.compare(x, y) {
            case .comparison(let result): return result == 0
            // Understood and of different dimensions: different. An unknown unit may mean anything.
            case .incomparable: return Unit.known(x, y) ? false : nil
            case .uncertain: return nil
            }
        case (.typeInfo(let x), .typeInfo(let y)): return x == y
        default: return false
        }
    }

    /// Whether two structures have the same children in the same order; iterative, so depth does not matter.
    private func sameStructure(_ a: NodeReference, _ b: NodeReference) -> Bool {
        var pending = [(a.id, b.id)]
        let first = trees[Int(a.tree)]
        let second = trees[Int(b.tree)]
        while let (x, y) = pending.popLast() {
            let (m, n) = (first[x], second[y])
            guard m.kind == n.kind, m.length == n.length, first.value(of: x).elementsEqual(second.value(of: y)) else {
                return false
            }
            var left = first.firstChild(of: x)
            var right = second.firstChild(of: y)
            while let l = left, let r = right {
                guard first[l].nameHash == second[r].nameHash, first.name(of: l) == second.name(of: r) else { return false }
                pending.append((l, r))
                left = first.nextSibling(of: l)
                right = second.nextSibling(of: r)
            }
            guard left == nil, right == nil else { return false }
        }
        return true
    }

    /// `=` of collections.
    mutating func equal(_ a: Items, _ b: Items) -> Bool? {
        if a.isEmpty || b.isEmpty { return nil }
        guard a.count == b.count else { return false }
        var unknown = false
        for index in a.indices {
            switch equal(a[index], b[index]) {
            case false?: return false
            case nil: unknown = true
            case true?: break
            }
        }
        return unknown ? nil : true
    }

    /// `~`
    mutating func equivalent(_ a: Value, _ b: Value, depth: Int = 0) -> Bool {
        guard let x = system(a), let y = system(b) else {
            guard case .node(let m) = a, case .node(let n) = b, system(a) == nil, system(b) == nil, depth < 64 else {
                return false
            }
            return equivalentStructure(m, n, depth)
        }
        switch (x, y) {
        case (.string(let s), .string(let t)): return s.foldedForEquivalence == t.foldedForEquivalence
        case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
            guard let s = x.number, let t = y.number else { return false }
            return s.isEquivalent(to: t)
        case (.time(let s), .time(let t)): return s.isEquivalent(to: t, isTime: true)
        case (.date(let s), .date(let t)), (.date(let s), .dateTime(let t)), (.dateTime(let s), .date(let t)),
            (.dateTime(let s), .dateTime(let t)):
            return s.isEquivalent(to: t)
        case (.quantity, _), (_, .quantity):
            guard let s = x.asQuantity, let t = y.asQuantity else { return false }
            return Unit.equivalent(s, t)
        default: return Self.equal(x, y) ?? false
        }
    }

    private mutating func equivalentStructure(_ a: NodeReference, _ b: NodeReference, _ depth: Int) -> Bool {
        if a == b { return true }
        let left = trees[Int(a.tree)]
        let right = trees[Int(b.tree)]
        var others = Array(right.children(of: b.id))
        var count = 0
        for child in left.children(of: a.id) {
            count += 1
            let found = others.firstIndex { other in
                left[child].nameHash == right[other].nameHash
                    && equivalent(
                        .node(NodeReference(tree: Int(a.tree), child)), .node(NodeReference(tree: Int(b.tree), other)),
                        depth: depth + 1)
            }
            guard let found else { return false }
            others.remove(at: found)
            budget.steps -= others.count
            if budget.steps < 0 { return false }
        }
        return others.isEmpty && (count > 0 || left.value(of: a.id).elementsEqual(right.value(of: b.id)))
    }

    /// `~` of collections: the order does not matter.
    mutating func equivalent(_ a: Items, _ b: Items) -> Bool {
        guard a.count == b.count else { return false }
        if a.count == 1 { return equivalent(a[0], b[0]) }
        var others = b.array
        for item in a {
            budget.steps -= others.count
            guard budget.steps >= 0, let found = others.firstIndex(where: { equivalent(item, $0) }) else { return false }
            others.remove(at: found)
        }
        return true
    }

    /// Whether `item` is among `items` by `=`.
    mutating func contains(_ items: Items, _ item: Value) -> Bool {
        budget.steps -= items.count
        guard budget.steps >= 0 else { return false }
        for other in items where equal(other, item) == true { return true }
        return false
    }

    /// The items without those that are equal to an earlier one.
    mutating func distinct(_ items: Items) -> Items {
        guard items.count > 1 else { return items }
        var result: [Value] = []
        var texts: Set<String> = []
        var others = Items.none
        for item in items {
            // Texts, the most frequent case, are found by hash.
            if let value = system(item), case .string(let text) = value {
                if texts.insert(text).inserted { result.append(item) }
                continue
            }
            if !contains(others, item) {
                others.append(item)
                result.append(item)
            }
        }
        return Items(result)
    }
}

extension PartialDateTime.Comparison {
    var equality: Bool? {
        switch self {
        case .equal: true
        case .less, .greater: false
        case .unknown: nil
        }
    }
}

extension String {
    /// Case and the kind of white space aside.
    var foldedForEquivalence: String {
        lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Value {
    var number: ExactDecimal? {
        switch self {
        case .integer(let value): ExactDecimal(value)
        case .decimal(let value): value
        default: nil
        }
    }

    var asQuantity: Quantity? {
        if case .quantity(let quantity) = self { return quantity }
        return number.map { Quantity($0) }
    }

    /// As `toString()` gives it; nil for a node.
    package var text: String? {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .decimal(let value): value.description
        case .string(let text): text
        case .date(let value): value.dateText
        case .dateTime(let value): value.dateTimeText
        case .time(let value): value.timeText
        case .quantity(let quantity): quantity.description
        case .typeInfo(let type): type.description
        case .node: nil
        }
    }
}
