import Tree

/// What must be there in the message so that an element can make anything: positions of one segment, field or component.
///
/// Most elements of a map speak of fields that a message does not have. Whether any of an object's elements finds something
/// is asked once, of all positions together; an element that finds nothing is not run. An element has a need only where
/// running it without would leave no trace: no value read, no issue, no node.
struct Need {
    /// Nil where nothing is ever made.
    var base: Base?
    /// A bit for each position, any of which will do.
    var bits: UInt64

    /// In every set of positions that are there: whoever has no need has this one.
    static let always: UInt64 = 1 << 63
    /// The segment or field itself.
    static let itself: UInt64 = 1

    static let nothing = Need(base: nil, bits: 0)

    /// The frame, and what is looked for by name there.
    struct Base: Hashable {
        var frame: Int
        /// Empty for the frame's own item.
        var name: [UInt8] = []
        /// Also in the groups below.
        var isDeep = false
    }

    /// When either can make something.
    func or(_ other: Need?) -> Need? {
        guard let other else { return nil }
        guard let base else { return other }
        guard let otherBase = other.base else { return self }
        return base == otherBase ? Need(base: base, bits: bits | other.bits) : nil
    }
}

/// `Need.Base` as the machine asks for it.
struct NeedBase {
    /// None below zero.
    var frame: Int32
    /// The hop to the segment; below zero for the frame's own item.
    var hop: Int32
    static let none = NeedBase(frame: -1, hop: -1)
}

extension Need {
    /// Of a path from a frame.
    init?(frame: Int, _ steps: [PathStep]) {
        var base = Base(frame: frame)
        var rest = steps[...]
        switch rest.first {
        case .named(let name): base.name = name.bytes
        case .segment(let name):
            base.name = name.bytes
            base.isDeep = true
        case .position, .repetition, nil: break
        }
        if !base.name.isEmpty {
            rest = rest.dropFirst()
            while case .repetition = rest.first { rest = rest.dropFirst() }
            if rest.isEmpty {
                self.init(base: base, bits: Need.itself)
                return
            }
        }
        guard case .position(let position) = rest.first, (1..<63).contains(position) else { return nil }
        self.init(base: base, bits: 1 << UInt64(position))
    }

    /// Without which the expression gives nothing, and reads nothing; nil where that cannot be said.
    static func value(of evaluation: Evaluation) -> Need? {
        switch evaluation {
        case .empty: .nothing
        case .frame(let index, let steps): Need(frame: index, steps)
        case .relative(let base, _), .filter(let base, _), .select(let base, _), .first(let base), .last(let base),
            .convert(_, let base), .translate(_, _, let base), .trim(let base), .replace(let base, _, _), .join(let base, _),
            .distinct(let base), .matches(let base, _, _), .contains(let base, _, _), .lower(let base, _),
            .startsWith(let base, _, _), .split(let base, _, _), .toDecimal(let base, _),
            .isDecimal(let base, _), .beginning(let base, _):
            value(of: base)
        case .both(let a, let b): value(of: a)?.or(value(of: b))
        case .choose(let condition, _, let no): truth(of: condition)?.or(value(of: no))
        default: nil
        }
    }

    /// Without which the condition does not hold, and reads nothing.
    static func truth(of condition: Evaluation) -> Need? {
        switch condition {
        case .boolean(false): .nothing
        case .equal(let base, .literal, _): value(of: base)
        case .member(let item, in: _): value(of: item)
        // Where the first does not say no, the second is asked as well.
        case .and(let a, let b): denial(of: a) ?? truth(of: a)?.or(truth(of: b))
        case .or(let a, let b): truth(of: a)?.or(truth(of: b))
        case .choose(let condition, _, let no): truth(of: condition)?.or(truth(of: no))
        default: denial(of: condition) ?? value(of: condition)
        }
    }

    /// Without which the condition says no, and not merely nothing.
    private static func denial(of condition: Evaluation) -> Need? {
        switch condition {
        case .exists(let base, negated: false), .any(let base, _), .moreThan(let base, _): value(of: base)
        case .and(let a, _): denial(of: a)
        case .or(let a, let b): denial(of: a)?.or(denial(of: b))
        default: nil
        }
    }
}

extension Evaluation {
    /// Literals and values of the trust's profile.
    var isFeedConstant: Bool {
        switch self {
        case .literal, .trust: true
        case .distinct(let base): base.isFeedConstant
        case .both(let a, let b): a.isFeedConstant && b.isFeedConstant
        default: false
        }
    }
}
