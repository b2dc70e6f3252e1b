/// An ordered collection of values; none and one need no allocation.
package enum Items: Sendable {
    case none
    case one(Value)
    case many([Value])

    @inlinable package init(_ values: [Value]) {
        switch values.count {
        case 0: self = .none
        case 1: self = .one(values[0])
        default: self = .many(values)
        }
    }

    @inlinable package init(_ value: Value?) {
        if let value { self = .one(value) } else { self = .none }
    }

    @inlinable package mutating func append(_ value: Value) {
        switch self {
        case .none: self = .one(value)
        case .one(let first): self = .many([first, value])
        case .many(var all):
            self = .none
            all.append(value)
            self = .many(all)
        }
    }

    @inlinable package mutating func append(contentsOf other: Items) {
        switch other {
        case .none: break
        case .one(let value): append(value)
        case .many(let values):
            switch self {
            case .none: self = other
            case .one(let first): self = .many([first] + values)
            case .many(var all):
                self = .none
                all.append(contentsOf: values)
                self = .many(all)
            }
        }
    }

    package var array: [Value] {
        switch self {
        case .none: []
        case .one(let value): [value]
        case .many(let values): values
        }
    }

    @inlinable static func boolean(_ value: Bool) -> Items { .one(.boolean(value)) }
    @inlinable static func boolean(_ value: Bool?) -> Items { value.map { .one(.boolean($0)) } ?? .none }
    @inlinable static func string(_ value: String) -> Items { .one(.string(value)) }
    @inlinable static func integer(_ value: Int) -> Items { .one(.integer(Int64(value))) }
}

extension Items: RandomAccessCollection {
    @inlinable package var startIndex: Int { 0 }
    @inlinable package var endIndex: Int {
        switch self {
        case .none: 0
        case .one: 1
        case .many(let values): values.count
        }
    }
    @inlinable package subscript(index: Int) -> Value {
        switch self {
        case .many(let values): return values[index]
        case .one(let value):
            precondition(index == 0)
            return value
        case .none: preconditionFailure("an empty collection has no items")
        }
    }
}
