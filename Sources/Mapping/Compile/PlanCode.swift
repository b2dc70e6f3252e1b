import Tree

// A plan as it runs: the same shapes as `Evaluation`, `ElementPlan`, `ObjectPlan` and `CreatePlan`, laid out in arrays
// that refer to each other by index. None of these types holds a reference, so that walking them counts none.

/// Consecutive entries of one of the code's arrays.
struct Extent {
    var start: Int32
    var count: Int32
    static let none = Extent(start: 0, count: 0)

    @inline(__always) var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
    @inline(__always) var isEmpty: Bool { count == 0 }
}

/// An expression of the code.
struct OperationID {
    var index: Int32
    static let none = OperationID(index: -1)
    @inline(__always) var isNone: Bool { index < 0 }
}

struct ObjectID {
    var index: Int32
    static let none = ObjectID(index: -1)
    @inline(__always) var isNone: Bool { index < 0 }
}

/// One step of a path; names stand in the code's own bytes.
enum StepCode {
    case named(hash: UInt32, Extent)
    case segment(hash: UInt32, Extent)
    case position(UInt16)
    case repetition(Int32)
}

/// See `Evaluation`, whose cases these are; frequent pairs of two have one of their own.
enum Operation {
    case literal(Place)
    case number(Place)
    case boolean(Bool)
    case empty
    case this
    case frame(Int32, Extent)
    /// A path from `$this`.
    case path(Extent)
    case relative(OperationID, Extent)
    case variable(Int32)
    case trust(Int32)
    case filter(OperationID, OperationID)
    case select(OperationID, OperationID)
    case first(OperationID)
    case last(OperationID)
    case convert(Int32, OperationID)
    case translate(table: Int32, CodeTable.Column, OperationID)
    /// Operations in `arguments`.
    case identity(Extent)
    case idOf(Int32)
    case equal(OperationID, OperationID, negated: Bool)
    case equalLiteral(OperationID, Place, negated: Bool)
    case and(OperationID, OperationID)
    case or(OperationID, OperationID)
    case not(OperationID)
    case exists(OperationID, negated: Bool)
    case choose(OperationID, OperationID, OperationID)
    case concatenate(OperationID, OperationID)
    case trim(OperationID)
    /// What is replaced and by what, in the code's bytes.
    case replace(OperationID, Extent, Extent)
    case join(OperationID, Place)
    case member(OperationID, in: OperationID)
    case both(OperationID, OperationID)
    case distinct(OperationID)
    /// `in` a list of literals, which stand in `places`.
    case among(OperationID, Extent)
    /// Index into `patterns`.
    case matches(OperationID, Int32, program: Int32)
    case contains(OperationID, Place, program: Int32)
    case lower(OperationID, program: Int32)
    case toDecimal(OperationID, program: Int32)
    case moreThan(OperationID, Int32)
    case general(Int32)
}

struct ElementCode {
    var prototype: Tree.Node
    var origin: Int32
    var isCritical: Bool
    var canDelete: Bool
    var isCollection: Bool
    var isPrimitiveExtension: Bool
    var content: Content

    enum Content {
        case literal(Place)
        case value(OperationID)
        case copies(OperationID)
        case object(ObjectID)
        case reference(Int32, ObjectID)
        case identity(OperationID)
    }
}

struct ObjectCode {
    enum Iteration {
        case none
        case each(OperationID)
        case from(OperationID)
        @inline(__always) var isNone: Bool { if case .none = self { true } else { false } }
    }
    var iteration: Iteration
    var condition: OperationID
    /// Of `bindings`.
    var variables: Extent
    var inner: ObjectID
    var elements: Extent
    var checks: Extent
    var copy: OperationID
    var isConstant: Bool
    var isListItem: Bool
}

struct BindingCode {
    var variable: Int32
    var value: OperationID
}

enum CreateCode {
    case resource(ResourceCode)
    case group(ObjectID, Extent)
}

struct ResourceCode {
    var typeName: Place
    var type: UInt16
    var alias: Int
    var object: ObjectID
    var origin: Int32
}

struct CheckCode {
    var condition: OperationID
    /// Of `PlanCode.checkTexts`.
    var text: Int32
}

/// How one message type is mapped.
final class MessageCode: Sendable {
    let name: String
    let variables: Extent
    let create: Extent
    let event: OperationID
    let focus: [Int]
    let ignore: [IgnoredPath]
    let checks: Extent

    init(
        name: String, variables: Extent, create: Extent, event: OperationID, focus: [Int], ignore: [IgnoredPath],
        checks: Extent
    ) {
        self.name = name
        self.variables = variables
        self.create = create
        self.event = event
        self.focus = focus
        self.ignore = ignore
        self.checks = checks
    }
}

/// The arrays themselves.
struct PlanCode: Sendable {
    var operations: [Operation] = []
    var arguments: [OperationID] = []
    var places: [Place] = []
    var patterns: [BytePattern] = []
    var steps: [StepCode] = []
    var bytes: [UInt8] = []
    var objects: [ObjectCode] = []
    var elements: [ElementCode] = []
    var bindings: [BindingCode] = []
    var creates: [CreateCode] = []
    var checks: [CheckCode] = []
    var checkTexts: [CheckPlan] = []

    /// Where the arrays lie while one message runs.
    struct View {
        let operations: UnsafePointer<Operation>
        let arguments: UnsafePointer<OperationID>
        let places: UnsafePointer<Place>
        let patterns: UnsafePointer<BytePattern>
        let steps: UnsafePointer<StepCode>
        let bytes: UnsafePointer<UInt8>
        let objects: UnsafePointer<ObjectCode>
        let elements: UnsafePointer<ElementCode>
        let bindings: UnsafePointer<BindingCode>
        let creates: UnsafePointer<CreateCode>
        let checks: UnsafePointer<CheckCode>
    }

    /// Every array holds an entry at the end that nobody refers to, so that each has an address.
    mutating func seal() {
        operations.append(.empty)
        arguments.append(.none)
        places.append(.none)
        if patterns.isEmpty, let any = BytePattern("") { patterns.append(any) }
        steps.append(.repetition(1))
        bytes.append(0)
        objects.append(
            ObjectCode(
                iteration: .none, condition: .none, variables: .none, inner: .none, elements: .none, checks: .none,
                copy: .none, isConstant: true, isListItem: false))
        elements.append(
            ElementCode(
                prototype: Tree.Node(kind: .object), origin: 0, isCritical: false, canDelete: false, isCollection: false,
                isPrimitiveExtension: false, content: .literal(.none)))
        bindings.append(BindingCode(variable: 0, value: .none))
        creates.append(.group(.none, .none))
        checks.append(CheckCode(condition: .none, text: 0))
    }

    /// The view is good inside `body` only; the code must have been sealed.
    func withView<R>(_ body: (View) -> R) -> R {
        func base<T>(_ buffer: UnsafeBufferPointer<T>) -> UnsafePointer<T> { buffer.baseAddress.unsafelyUnwrapped }
        return operations.withUnsafeBufferPointer { operations in
            arguments.withUnsafeBufferPointer { arguments in
                places.withUnsafeBufferPointer { places in
                    patterns.withUnsafeBufferPointer { patterns in
                        steps.withUnsafeBufferPointer { steps in
                            bytes.withUnsafeBufferPointer { bytes in
                                objects.withUnsafeBufferPointer { objects in
                                    elements.withUnsafeBufferPointer { elements in
                                        bindings.withUnsafeBufferPointer { bindings in
                                            creates.withUnsafeBufferPointer { creates in
                                                checks.withUnsafeBufferPointer { checks in
                                                    body(
                                                        View(
                                                            operations: base(operations), arguments: base(arguments),
                                                            places: base(places), patterns: base(patterns),
                                                            steps: base(steps), bytes: base(bytes), objects: base(objects),
                                                            elements: base(elements), bindings: base(bindings),
                                                            creates: base(creates), checks: base(checks)))
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
