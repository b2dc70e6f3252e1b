import Canonical
import Diagnostics
import FHIRPath
import Tree

extension Machine {
    /// Evaluates and leaves the items on the stack, above the mark the caller took.
    mutating func evaluate(_ evaluation: OperationID) {
        spend()
        switch code.operations[Int(evaluation.index)] {
        case .literal(let place): stack.append(.text(place))
        case .number(let place): stack.append(.number(place))
        case .boolean(let value): stack.append(.boolean(value))
        case .empty: break
        case .this: if let item = this ?? frames.last { stack.append(item) }
        case .frame(let place, let steps):
            let index = Int(place)
            guard index < frames.count else { return }
            if frames[index].tag == .node, let found = straight(steps, from: frames[index].a) {
                if found != 0 { stack.append(.node(found)) }
                return
            }
            let mark = stack.count
            stack.append(frames[index])
            walk(steps, from: mark)
        case .path(let steps):
            guard let item = this ?? frames.last else { return }
            if item.tag == .node, let found = straight(steps, from: item.a) {
                if found != 0 { stack.append(.node(found)) }
                return
            }
            let mark = stack.count
            stack.append(item)
            walk(steps, from: mark)
        case .relative(let base, let steps):
            let mark = stack.count
            evaluate(base)
            walk(steps, from: mark)
        case .variable(let index):
            for position in variables[Int(index)] { stack.append(variableItems[position]) }
        case .trust(let index): for place in trust[Int(index)] { stack.append(.text(place)) }
        case .filter(let base, let condition): filter(base, condition)
        case .select(let base, let projection): select(base, projection)
        case .first(let base):
            let mark = stack.count
            evaluate(base)
            dropUnvalued(from: mark)
            if stack.count > mark + 1 { truncate(to: mark + 1) }
        case .last(let base):
            let mark = stack.count
            evaluate(base)
            dropUnvalued(from: mark)
            if stack.count > mark + 1 { stack.remove(mark..<stack.count - 1) }
        case .convert(let function, let input): convert(Int(function), input)
        case .translate(let table, let column, let input): translate(Int(table), column, input)
        case .identity(let parts): makeIdentity(parts)
        case .idOf(let alias): for item in resources(of: Int(alias)) { stack.append(.text(item.id)) }
        case .equalLiteral(let a, let place, let negated): equal(a, place, negated)
        case .equal(let a, let b, let negated): equal(a, b, negated)
        case .and(let a, let b):
            let first = truth(a)
            if first == false { return stack.append(.boolean(false)) }
            let second = truth(b)
            if second == false { return stack.append(.boolean(false)) }
            if first == true, second == true { stack.append(.boolean(true)) }
        case .or(let a, let b):
            let first = truth(a)
            if first == true { return stack.append(.boolean(true)) }
            let second = truth(b)
            if second == true { return stack.append(.boolean(true)) }
            if first == false, second == false { stack.append(.boolean(false)) }
        case .not(let base): if let value = truth(base) { stack.append(.boolean(!value)) }
        case .exists(let base, let negated):
            let mark = stack.count
            evaluate(base)
            dropUnvalued(from: mark)
            let exists = stack.count > mark
            truncate(to: mark)
            stack.append(.boolean(exists != negated))
        case .choose(let condition, let yes, let no): evaluate(truth(condition) == true ? yes : no)
        case .concatenate(let a, let b): concatenate(a, b)
        case .trim(let base): trim(base)
        case .replace(let base, let old, let new): replace(base, old, new)
        case .join(let base, let separator): join(base, separator)
        case .member(let item, in: let list): member(item, list)
        case .both(let a, let b):
            let mark = stack.count
            evaluate(a)
            dropUnvalued(from: mark)
            let second = stack.count
            evaluate(b)
            dropUnvalued(from: second)
        case .distinct(let base): distinct(base)
        case .among(let item, let texts): among(item, texts)
        case .matches(let base, let pattern, let program): matches(base, Int(pattern), Int(program))
        case .contains(let base, let text, let program): contains(base, text, Int(program))
        case .lower(let base, let program): lower(base, Int(program))
        case .toDecimal(let base, let program): toDecimal(base, Int(program))
        case .moreThan(let base, let number):
            let mark = stack.count
            evaluate(base)
            dropUnvalued(from: mark)
            let isMore = stack.count - mark > Int(number)
            truncate(to: mark)
            stack.append(.boolean(isMore))
        case .general(let index): general(Int(index))
        }
    }

    /// True, false, or neither when there is nothing; anything else that is single counts as true, as FHIRPath says.
    mutating func truth(_ evaluation: OperationID) -> Bool? {
        let mark = stack.count
        evaluate(evaluation)
        dropUnvalued(from: mark)
        defer { truncate(to: mark) }
        guard stack.count > mark else { return nil }
        let item = stack[mark]
        if stack.count > mark + 1 {
            fail("many-values", "a condition had several values", at: item)
            return nil
        }
        guard item.tag == .boolean else {
            if item.tag == .node, nodes[Int(item.a)].kind == .boolean {
                visit(item.a)
                return source.value(of: Tree.ID(item.a)).first == UInt8(ascii: "t")
            }
            return true
        }
        return item.a == 1
    }

    /// `""` (delete) and empty nodes are no values; only what makes an element looks at them.
    mutating func dropUnvalued(from mark: Int) {
        var kept = mark
        for index in mark..<stack.count where isValued(stack[index]) {
            stack[kept] = stack[index]
            kept += 1
        }
        if kept < stack.count { truncate(to: kept) }
    }

    @inline(__always)
    func isValued(_ item: Item) -> Bool {
        guard item.tag == .node else { return true }
        let node = nodes[Int(item.a)]
        return node.length > 0 || node.firstChild != 0 || !isHL7Value(node.kind)
    }

    // MARK: identity

    private mutating func makeIdentity(_ parts: Extent) {
        let type = output.bytes[Int(resourceType.start)..<Int(resourceType.start) + Int(resourceType.length)]
        var key = RegionalIdentity.Key(type: type)
        for index in parts.indices {
            let mark = stack.count
            evaluate(code.arguments[index])
            dropUnvalued(from: mark)
            guard stack.count > mark else { return }
            let item = stack[mark]
            if stack.count > mark + 1 { fail("many-values", "an identity had several values", at: item) }
            truncate(to: mark)
            read(item)
            let isEmpty = withBytes(item) { bytes in
                key.add(bytes)
                return bytes.isEmpty
            }
            if isEmpty { return }
        }
        let start = output.bytes.count
        output.bytes.append(contentsOf: identity.id(key))
        stack.append(.text(Place(start: UInt32(start), length: UInt32(output.bytes.count - start))))
    }

    /// What ref: and idOf() see: the innermost scope that has the alias.
    func resources(of alias: Int) -> [Created] {
        var end = created.count
        for scope in stride(from: scopeStarts.count - 1, through: 0, by: -1) {
            let start = scopeStarts[scope]
            var found: [Created] = []
            for index in start..<end where created[index].alias == alias { found.append(created[index]) }
            if !found.isEmpty { return found }
            end = start
        }
        return []
    }
}
