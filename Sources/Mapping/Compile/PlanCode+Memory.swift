// Operations that several rules ask of the same frame: a where() over the findings of an order, what kind of value a finding
// has. They depend on the frame's node alone, so that one evaluation serves all of them.
extension PlanCode {
    /// What an operation depends on.
    private struct Dependence {
        /// The only frame; nil for none.
        var frame: Int32?
        /// `$this` of a lambda around it.
        var asksThis = false
        /// How much there is to do; a memory is worth more than a question or two of a path.
        var work = 0
        static let worth = 3

        func and(_ other: Dependence?) -> Dependence? {
            guard let other else { return nil }
            if let frame, let own = other.frame, frame != own { return nil }
            return Dependence(
                frame: frame ?? other.frame, asksThis: asksThis || other.asksThis, work: work + other.work)
        }
        /// As the base of a lambda: the lambda's `$this` is an item of the base.
        func over(_ body: Dependence?) -> Dependence? {
            guard var body else { return nil }
            body.asksThis = false
            return and(body)?.working(Dependence.worth)
        }
        func working(_ more: Int) -> Dependence {
            var own = self
            own.work += more
            return own
        }
    }

    /// Gives what is used more than once a place in the machine's memory. An operation stands behind those it is made of.
    mutating func remember(_ uses: [Int32]) {
        var all: [Dependence?] = []
        all.reserveCapacity(operations.count)
        for operation in operations { all.append(dependence(of: operation, all)) }
        for index in all.indices where uses[index] > 1 {
            guard let own = all[index], own.work >= Dependence.worth, !own.asksThis, let frame = own.frame else { continue }
            operations.append(operations[index])
            operations[index] = .remembered(
                OperationID(index: Int32(operations.count - 1)), frame: frame, slot: Int32(memories))
            memories += 1
        }
    }

    private func all(of parts: Extent, _ known: [Dependence?]) -> Dependence? {
        var found: Dependence? = Dependence()
        for index in parts.indices { found = found?.and(known[Int(arguments[index].index)]) }
        return found
    }

    /// Nil for what depends on more than a frame, or has an effect.
    private func dependence(of operation: Operation, _ known: [Dependence?]) -> Dependence? {
        func of(_ id: OperationID) -> Dependence? { known[Int(id.index)] }
        switch operation {
        case .literal, .number, .boolean, .empty, .trust, .list: return Dependence()
        case .frame(let index, _): return Dependence(frame: index)
        case .this, .path: return Dependence(asksThis: true)
        case .existsAt(let frame, _, _), .isAt(let frame, _, _), .isAmongAt(let frame, _, _):
            return Dependence(frame: frame < 0 ? nil : frame, asksThis: frame < 0, work: 1)
        case .every(let parts), .some(let parts): return all(of: parts, known)
        case .concatenation(let parts), .all(let parts): return all(of: parts, known)?.working(Dependence.worth)
        case .not(let base), .exists(let base, _), .first(let base), .last(let base): return of(base)
        case .relative(let base, _), .equalLiteral(let base, _, _), .trim(let base): return of(base)?.working(1)
        case .replace(let base, _, _), .join(let base, _), .distinct(let base),
            .among(let base, _), .amongOfFeed(let base, _), .moreThan(let base, _), .translate(_, _, let base),
            .matches(let base, _, _), .contains(let base, _, _),
            .lower(let base, _), .startsWith(let base, _, _), .split(let base, _, _), .toDecimal(let base, _),
            .isDecimal(let base, _), .beginning(let base, _), .convert(_, let base):
            return of(base)?.working(Dependence.worth)
        case .filter(let base, let body), .select(let base, let body), .any(let base, let body):
            return of(base)?.over(of(body))
        case .otherwise(let a, let b): return of(a)?.and(of(b))
        case .equal(let a, let b, _), .concatenate(let a, let b), .both(let a, let b), .member(let a, in: let b),
            .moreItems(let a, let b), .indexOf(let a, let b, _):
            return of(a)?.and(of(b))?.working(Dependence.worth)
        case .choose(let condition, let yes, let no): return of(condition)?.and(of(yes))?.and(of(no))
        case .variable, .identity, .idOf, .general, .remembered: return nil
        }
    }
}

extension Operation {
    /// What it is made of, but for what stands in `arguments`.
    var operands: [OperationID] {
        switch self {
        case .literal, .number, .boolean, .empty, .this, .frame, .path, .variable, .trust, .identity, .idOf, .list, .general,
            .existsAt, .isAt, .isAmongAt, .concatenation, .all, .every, .some:
            []
        case .relative(let a, _), .first(let a), .last(let a), .convert(_, let a), .translate(_, _, let a),
            .equalLiteral(let a, _, _), .not(let a), .exists(let a, _), .trim(let a), .replace(let a, _, _), .join(let a, _),
            .distinct(let a), .among(let a, _), .amongOfFeed(let a, _), .matches(let a, _, _), .contains(let a, _, _),
            .lower(let a, _), .toDecimal(let a, _), .isDecimal(let a, _), .beginning(let a, _), .moreThan(let a, _),
            .startsWith(let a, _, _), .split(let a, _, _), .remembered(let a, _, _):
            [a]
        case .filter(let a, let b), .select(let a, let b), .equal(let a, let b, _), .otherwise(let a, let b),
            .concatenate(let a, let b), .member(let a, in: let b), .both(let a, let b), .any(let a, let b),
            .moreItems(let a, let b), .indexOf(let a, let b, _):
            [a, b]
        case .choose(let a, let b, let c): [a, b, c]
        }
    }
}
