extension Expression {
    /// True or false when the condition is so for every input; nil when it depends on one.
    ///
    /// Finds literals, comparisons of literals, and operands of `and` and `or` that exclude or complete one another
    /// (`x = 'a' and x = 'b'`, `x.exists() or x.empty()`, `x != 'a' or x != 'b'`). It proves nothing deeper.
    package func constantTruth(_ id: ID) -> Bool? {
        switch self[id].kind {
        case .literal(.boolean(let value)): return value
        case .call(of: let target?, function: "not", let arguments) where arguments.isEmpty:
            return constantTruth(target).map { !$0 }
        case .binary(.and, _, _): return joined(id, by: .and)
        case .binary(.or, _, _): return joined(id, by: .or)
        case .binary(let operation, let left, let right): return compared(operation, left, right)
        default: return nil
        }
    }

    /// Both sides are the same text: `x = x`.
    package func comparesWithItself(_ id: ID) -> Bool {
        guard case .binary(let operation, let left, let right) = self[id].kind,
            [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation)
        else { return false }
        if case .literal = self[left].kind { return false }
        return plainText(of: left) == plainText(of: right)
    }

    /// The text of a node without white space and outer parentheses: equal texts mean the same.
    package func plainText(of id: ID) -> String {
        var bytes: [UInt8] = []
        var quote: UInt8 = 0
        var previous: UInt8 = 0
        for byte in text(of: id).utf8 {
            if quote != 0 {
                if byte == quote, previous != UInt8(ascii: "\\") { quote = 0 }
                bytes.append(byte)
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
                quote = byte
                bytes.append(byte)
            } else if byte != 0x20, byte != 0x0A, byte != 0x09, byte != 0x0D {
                bytes.append(byte)
            }
            previous = byte
        }
        while bytes.first == UInt8(ascii: "("), closesAtEnd(bytes) { bytes = Array(bytes.dropFirst().dropLast()) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func closesAtEnd(_ bytes: [UInt8]) -> Bool {
        var depth = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return index == bytes.count - 1 }
        }
        return false
    }

    // MARK: comparisons

    private func compared(_ operation: Operator, _ left: ID, _ right: ID) -> Bool? {
        if case .call(of: .some, function: let function, arguments: let none) = self[left].kind, none.isEmpty,
            function == "count" || function == "length", case .literal(.integer(let number)) = self[right].kind
        {
            // A count is never less than nothing.
            if operation == .greaterOrEqual, number <= 0 { return true }
            if operation == .less, number <= 0 { return false }
        }
        guard case .literal(let a) = self[left].kind, case .literal(let b) = self[right].kind, let order = Self.order(a, b)
        else { return nil }
        switch operation {
        case .equal, .equivalent: return order == 0
        case .notEqual, .notEquivalent: return order != 0
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        default: return nil
        }
    }

    private static func order(_ a: Value, _ b: Value) -> Int? {
        switch (a, b) {
        case (.string(let x), .string(let y)): x == y ? 0 : x < y ? -1 : 1
        case (.integer(let x), .integer(let y)): x == y ? 0 : x < y ? -1 : 1
        case (.boolean(let x), .boolean(let y)): x == y ? 0 : x ? 1 : -1
        default: nil
        }
    }

    // MARK: and, or

    private func joined(_ id: ID, by operation: Operator) -> Bool? {
        let parts = parts(of: id, joinedBy: [operation])
        let truths = parts.map(constantTruth)
        let decisive = operation == .or
        if truths.contains(decisive) { return decisive }
        if truths.allSatisfy({ $0 == !decisive }) { return !decisive }
        guard parts.count <= 64 else { return nil }
        for (index, first) in parts.enumerated() {
            for second in parts[(index + 1)...] where exclude(first, second, within: operation) { return decisive }
        }
        return nil
    }

    /// Under `and`: never true together. Under `or`: never false together.
    private func exclude(_ a: ID, _ b: ID, within operation: Operator) -> Bool {
        let wanted: Operator = operation == .and ? .equal : .notEqual
        if let (x, first) = comparison(a, wanted), let (y, second) = comparison(b, wanted), x == y, first != second {
            return true
        }
        if let (x, isThere) = presence(a), let (y, other) = presence(b), x == y { return isThere != other }
        if operation == .and {
            for (one, other) in [(a, b), (b, a)] {
                if let (x, _) = comparison(one, .equal), let (y, isThere) = presence(other), x == y, !isThere { return true }
            }
        }
        return opposite(a, b) || opposite(b, a)
    }

    private func comparison(_ id: ID, _ wanted: Operator) -> (path: String, literal: String)? {
        guard case .binary(wanted, let left, let right) = self[id].kind else { return nil }
        for (path, literal) in [(left, right), (right, left)] {
            guard case .literal(let value) = self[literal].kind else { continue }
            if case .literal = self[path].kind { continue }
            switch value {
            case .string(let text): return (plainText(of: path), "'" + text)
            case .integer, .boolean: return (plainText(of: path), text(of: literal))
            default: continue
            }
        }
        return nil
    }

    /// `x.exists()` and `x.empty()`, without criteria.
    private func presence(_ id: ID) -> (path: String, isThere: Bool)? {
        guard case .call(of: let target?, function: let function, arguments: let arguments) = self[id].kind, arguments.isEmpty
        else { return nil }
        switch function {
        case "exists": return (plainText(of: target), true)
        case "empty": return (plainText(of: target), false)
        case "not": return presence(target).map { ($0.path, !$0.isThere) }
        default: return nil
        }
    }

    private func opposite(_ a: ID, _ b: ID) -> Bool {
        guard case .call(of: let target?, function: "not", arguments: let arguments) = self[b].kind, arguments.isEmpty
        else { return false }
        return plainText(of: target) == plainText(of: a)
    }
}
