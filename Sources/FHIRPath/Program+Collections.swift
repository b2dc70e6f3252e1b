import Diagnostics
import Tree

extension Program {
    /// Filtering, projection, subsetting, combining, aggregates and the functions that pass their input on.
    func collections(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        var result = Items.none
        switch call.builtin {
        case .where:
            for (position, item) in input.enumerated() where try criteria(call, for: item, at: position, &context) == true {
                result.append(item)
            }
            return result
        case .select:
            for (position, item) in input.enumerated() {
                result.append(contentsOf: try argument(call, 0, for: item, at: position, &context))
            }
            try spend(items: result.count, at: call.index, &context)
            return result
        case .repeat, .repeatAll: return try repeated(call, input, &context)
        case .single: return Items(try single(input, at: call.index))
        case .first: return Items(input.first)
        case .last: return Items(input.last)
        case .tail: return Items(Array(input.dropFirst()))
        case .skip:
            guard let n = try integer(call, 0, &context) else { return .none }
            return n <= 0 ? input : Items(Array(input.dropFirst(n)))
        case .take:
            guard let n = try integer(call, 0, &context) else { return .none }
            return n <= 0 ? .none : Items(Array(input.prefix(n)))
        case .intersect:
            let other = try argument(call, 0, &context)
            for item in context.distinct(input) where context.contains(other, item) { result.append(item) }
            return try checked(result, call.index, context)
        case .exclude:
            let other = try argument(call, 0, &context)
            for item in input where !context.contains(other, item) { result.append(item) }
            return try checked(result, call.index, context)
        case .union, .combine:
            result = input
            result.append(contentsOf: try argument(call, 0, &context))
            try spend(items: result.count, at: call.index, &context)
            return call.builtin == .combine ? result : try checked(context.distinct(result), call.index, context)
        case .coalesce:
            for n in 0..<call.count {
                let value = try argument(call, n, &context)
                if !value.isEmpty { return value }
            }
            return .none
        case .sort: return try sorted(call, input, &context)
        case .aggregate:
            var total = try argument(call, 1, &context)
            for (position, item) in input.enumerated() {
                total = try argument(call, 0, for: item, at: position, total: total, &context)
            }
            return total
        case .sum, .avg, .min, .max: return try folded(call, input, &context)
        case .iif: return try conditional(call, input, &context)
        case .trace:
            let name = try string(call, 0, &context) ?? ""
            var shown = input
            if call.count > 1 {
                shown = .none
                for (position, item) in input.enumerated() {
                    shown.append(contentsOf: try argument(call, 1, for: item, at: position, &context))
                }
            }
            context.trace?(name, shown)
            return input
        default: return try define(call, input, &context)
        }
    }

    private func conditional(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        // The only item of the input is $this in all three; without an item it stays what it is.
        let item = try single(input, at: call.index)
        var frame = call.frame
        if let item { frame.this = .one(item) } else { frame.this = .none }
        func branch(_ n: Int) throws(Diagnostic) -> Items {
            guard n < call.count else { return .none }
            return try operand(operands[Int(call.operands.lowerBound) + n], frame, &context)
        }
        let condition = try branch(0)
        guard let value = try single(condition, at: call.index) else { return try branch(2) }
        guard case .boolean(let holds)? = context.system(value) else {
            throw error("F110", "iif needs a boolean", at: call.index)
        }
        return try branch(holds ? 1 : 2)
    }

    private func define(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let name = try string(call, 0, &context), !name.isEmpty else {
            throw error("F104", "defineVariable needs a name", at: call.index)
        }
        let reserved = ["context", "resource", "rootResource", "ucum", "sct", "loinc"]
        if reserved.contains(name) || context.environment[name] != nil || context.defined.contains(where: { $0.name == name }) {
            throw error("F104", "%\(name) is already defined", at: call.index)
        }
        var value = input
        if call.count > 1 {
            var frame = call.frame
            frame.this = input
            value = try operand(operands[Int(call.operands.lowerBound) + 1], frame, &context)
        }
        context.defined.append((name, value))
        return input
    }

    private func repeated(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        var result = Items.none
        var pending = input
        var seen = SeenItems()
        let unique = call.builtin == .repeat
        while !pending.isEmpty {
            var found = Items.none
            for (position, item) in pending.enumerated() {
                for next in try argument(call, 0, for: item, at: position, &context) {
                    if unique, !seen.insert(next, &context) { continue }
                    try spend(1, at: call.index, &context)
                    try spend(items: 1, at: call.index, &context)
                    result.append(next)
                    found.append(next)
                }
            }
            pending = found
        }
        return try checked(result, call.index, context)
    }

    /// Nodes that were met are known by their place, other values by equality.
    private struct SeenItems {
        var nodes: Set<NodeReference> = []
        var values = Items.none

        mutating func insert(_ item: Value, _ context: inout EvaluationContext) -> Bool {
            if case .node(let reference) = item { return nodes.insert(reference).inserted }
            if context.contains(values, item) { return false }
            values.append(item)
            return true
        }
    }

    // MARK: Order

    private func sorted(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard input.count > 1 else { return input }
        // A key with a sign, or with desc, goes the other way round; so texts can be reversed too.
        var keys: [(index: Int32, descending: Bool)] = []
        for n in 0..<call.count {
            let operand = operands[Int(call.operands.lowerBound) + n]
            switch code[Int(operand)] {
            case .sign(negative: true, let inner): keys.append((inner, true))
            case .ordered(let inner, let descending): keys.append((inner, descending))
            default: keys.append((operand, false))
            }
        }
        var rows: [(item: Value, keys: [Value?])] = []
        for (position, item) in input.enumerated() {
            var values: [Value?] = []
            if keys.isEmpty { values = [context.system(item)] }
            for key in keys {
                let items = try operand(key.index, Frame(this: .one(item), index: position), &context)
                values.append(try single(items, at: call.index).flatMap { context.system($0) })
            }
            rows.append((item, values))
        }
        if keys.isEmpty { keys = [(0, false)] }
        // A stable merge sort that may throw.
        func precedes(_ a: [Value?], _ b: [Value?]) throws(Diagnostic) -> Bool {
            try spend(1, at: call.index, &context)
            for (n, key) in keys.enumerated() {
                let order: Int
                switch (a[n], b[n]) {
                case (nil, nil): order = 0
                // Nothing comes first, whichever way.
                case (nil, _): return true
                case (_, nil): return false
                case (let x?, let y?): order = try compare(x, y, at: call.index, &context) ?? 0
                }
                if order != 0 { return key.descending ? order > 0 : order < 0 }
            }
            return false
        }
        var width = 1
        while width < rows.count {
            var merged: [(item: Value, keys: [Value?])] = []
            merged.reserveCapacity(rows.count)
            var start = 0
            while start < rows.count {
                let middle = Swift.min(start + width, rows.count)
                let end = Swift.min(start + 2 * width, rows.count)
                var (left, right) = (start, middle)
                while left < middle || right < end {
                    if left < middle, right < end {
                        if try precedes(rows[right].keys, rows[left].keys) {
                            merged.append(rows[right])
                            right += 1
                        } else {
                            merged.append(rows[left])
                            left += 1
                        }
                    } else if left < middle {
                        merged.append(rows[left])
                        left += 1
                    } else {
                        merged.append(rows[right])
                        right += 1
                    }
                }
                start = end
            }
            rows = merged
            width *= 2
        }
        return Items(rows.map(\.item))
    }

    private func folded(_ call: Call, _ input: Items, _ context: inout EvaluationContext) throws(Diagnostic) -> Items {
        guard let first = input.first else { return .none }
        guard var total = context.system(first) else {
            throw error("F110", "structures have no \(call.builtin.rawValue)", at: call.index)
        }
        for item in input.dropFirst() {
            guard let value = context.system(item) else {
                throw error("F110", "structures have no \(call.builtin.rawValue)", at: call.index)
            }
            switch call.builtin {
            case .min: if let order = try compare(value, total, at: call.index, &context), order < 0 { total = value }
            case .max: if let order = try compare(value, total, at: call.index, &context), order > 0 { total = value }
            default:
                guard let sum = try arithmetic(.add, total, value, at: call.index, &context) else { return .none }
                total = sum
            }
        }
        guard call.builtin == .avg else { return .one(total) }
        return Items(try arithmetic(.divide, total, .integer(Int64(input.count)), at: call.index, &context))
    }
}
