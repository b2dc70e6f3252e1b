import FHIR
import Tree

// A plan as it runs: the same shapes as `Evaluation`, `ElementPlan`, `ObjectPlan` and `CreatePlan`, laid out in arrays
// that refer to each other by index. None of these types holds a reference, so that walking them counts none.

/// Consecutive entries of one of the code's arrays.
struct Extent: Hashable {
    var start: Int32
    var count: Int32
    static let none = Extent(start: 0, count: 0)

    @inline(__always) var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
    @inline(__always) var isEmpty: Bool { count == 0 }
}

/// An expression of the code.
struct OperationID: Hashable {
    var index: Int32
    static let none = OperationID(index: -1)
    @inline(__always) var isNone: Bool { index < 0 }
}

struct ObjectID {
    var index: Int32
    static let none = ObjectID(index: -1)
    @inline(__always) var isNone: Bool { index < 0 }
}

/// One step of a path with the repetition that is wanted of it; names stand in the code's own bytes.
struct Hop {
    enum Kind: UInt8 {
        /// Children at `number`; a leaf is its own first.
        case position
        /// Children of this name, and those of the groups below; `number` is the name's.
        case segment
        /// Children of this name; `number` is the name's.
        case named
        /// Of all items that the path has led to.
        case repetition
    }
    var kind: Kind
    /// Zero: all of them.
    var repetition: Int32 = 0
    var number: Int32 = 0
    var hash: UInt32 = 0
    var name = Extent.none
}

/// See `Evaluation`, whose cases these are; frequent pairs of two have one of their own.
enum Operation: Hashable {
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
    /// `and` and `or` of two and more: operations in `arguments`.
    case every(Extent)
    case some(Extent)
    case not(OperationID)
    case exists(OperationID, negated: Bool)
    case choose(OperationID, OperationID, OperationID)
    /// The first where it has a value, else the other: `iif(a.exists(), a, b)`.
    case otherwise(OperationID, OperationID)
    case concatenate(OperationID, OperationID)
    case trim(OperationID)
    /// What is replaced and by what, in the code's bytes.
    case replace(OperationID, Extent, Extent)
    case beginning(OperationID, before: UInt8)
    case join(OperationID, Place)
    case member(OperationID, in: OperationID)
    case both(OperationID, OperationID)
    case distinct(OperationID)
    /// `in` a list of literals, which stand in `places`.
    case among(OperationID, Extent)
    /// `in` a list of literals and values of the trust's profile: an index into `lists`.
    case amongOfFeed(OperationID, Int32)
    /// Index into `patterns`.
    case matches(OperationID, Int32, program: Int32)
    case contains(OperationID, Place, program: Int32)
    case lower(OperationID, program: Int32)
    case toDecimal(OperationID, program: Int32)
    /// `convertsToDecimal()`
    case isDecimal(OperationID, program: Int32)
    case indexOf(OperationID, OperationID, program: Int32)
    case moreThan(OperationID, Int32)
    /// `a.exists(criteria)`
    case any(OperationID, OperationID)
    case startsWith(OperationID, Place, program: Int32)
    case split(OperationID, Place, program: Int32)
    /// A list that is the same for all messages of a feed: an index into `lists`.
    case list(Int32)
    /// `a.count() > b.count()`
    case moreItems(OperationID, OperationID)
    /// What is asked most of a path, at once: from a frame, below zero from `$this`.
    case existsAt(Int32, Extent, negated: Bool)
    /// Whether it is the literal.
    case isAt(Int32, Extent, Place)
    /// Whether it is one of `places`.
    case isAmongAt(Int32, Extent, Extent)
    /// Three and more texts, one after the other: operations in `arguments`.
    case concatenation(Extent)
    /// `combine` of three and more: operations in `arguments`.
    case all(Extent)
    /// What several rules ask of one frame alone, kept as long as the frame is about the same node.
    case remembered(OperationID, frame: Int32, slot: Int32)
    case general(Int32)
}

struct ElementCode {
    var prototype: Tree.Node
    var origin: Int32
    var criticality: Int8
    var canDelete: Bool
    var isCollection: Bool
    var isPrimitiveExtension: Bool
    var content: Content
    var proof: Proof
    /// The element's bit among its type's (`ElementRule.bit`).
    var bit: UInt64

    enum Content {
        case literal(Place)
        case value(OperationID)
        /// Of the trust's profile: a constant, as a literal is.
        case trust(OperationID)
        case copies(OperationID)
        case object(ObjectID)
        case reference(Int32, ObjectID)
        case identity(OperationID)
        /// A resource of `creates`.
        case creation(Int32)
        /// Of `branches`.
        case cases(OperationID, Extent)
    }

    /// What is left to ask when the element has been made; its name, type, kind and array are the schema's.
    enum Proof: UInt8 {
        /// Nothing: a literal whose form and code were looked at, or an object whose own elements are asked.
        case whole
        /// The value's form and code, by `PlanCode.rules` at the element's own index.
        case value
        /// What it points at.
        case reference
        /// An extension has a value or extensions.
        case `extension`
        /// One coding of the value set.
        case coded
        /// Only the validator can say.
        case none
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
    /// Bits of the elements that its type must have.
    var required: UInt64
    /// Where its elements look for what they need.
    var base = NeedBase.none
}

struct BranchCode {
    /// Of `places`; none: it fits always.
    var labels: Extent
    var object: ObjectID
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
    /// A Patient must be identified.
    var isPatient: Bool
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
    let ignore: IgnoredPaths
    let checks: Extent

    init(
        name: String, variables: Extent, create: Extent, event: OperationID, focus: [Int], ignore: IgnoredPaths,
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
    /// How many of the operations are remembered.
    var memories = 0
    var arguments: [OperationID] = []
    var places: [Place] = []
    var patterns: [BytePattern] = []
    var hops: [Hop] = []
    /// Lists that hold values of the trust's profile, and so are the same for all messages of a feed.
    var lists: [[ListPart]] = []
    var bytes: [UInt8] = []
    var objects: [ObjectCode] = []
    var elements: [ElementCode] = []
    /// By element.
    var rules: [ElementRule] = []
    /// By element: `Need.bits`, relative to the base of its object.
    var needs: [UInt64] = []
    var branches: [BranchCode] = []
    var bindings: [BindingCode] = []
    var creates: [CreateCode] = []
    var checks: [CheckCode] = []
    var checkTexts: [CheckPlan] = []

    enum ListPart: Hashable {
        case literal(Place)
        case trust(Int)
    }

    /// Where the arrays lie while one message runs.
    struct View {
        let operations: UnsafePointer<Operation>
        let arguments: UnsafePointer<OperationID>
        let places: UnsafePointer<Place>
        let patterns: UnsafePointer<BytePattern>
        let hops: UnsafePointer<Hop>
        let bytes: UnsafePointer<UInt8>
        let objects: UnsafePointer<ObjectCode>
        let elements: UnsafePointer<ElementCode>
        let rules: UnsafePointer<ElementRule>
        let needs: UnsafePointer<UInt64>
        let branches: UnsafePointer<BranchCode>
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
        hops.append(Hop(kind: .repetition))
        bytes.append(0)
        objects.append(
            ObjectCode(
                iteration: .none, condition: .none, variables: .none, inner: .none, elements: .none, checks: .none,
                copy: .none, isConstant: true, isListItem: false, required: 0))
        elements.append(
            ElementCode(
                prototype: Tree.Node(kind: .object), origin: 0, criticality: 0, canDelete: false, isCollection: false,
                isPrimitiveExtension: false, content: .literal(.none), proof: .none, bit: 0))
        rules.append(.unknown)
        needs.append(Need.always)
        branches.append(BranchCode(labels: .none, object: .none))
        bindings.append(BindingCode(variable: 0, value: .none))
        creates.append(.group(.none, .none))
        checks.append(CheckCode(condition: .none, text: 0))
    }

    /// Gives back the room that the arrays grew into.
    mutating func cut() {
        operations = operations.exact
        arguments = arguments.exact
        places = places.exact
        hops = hops.exact
        bytes = bytes.exact
        objects = objects.exact
        elements = elements.exact
        rules = rules.exact
        needs = needs.exact
        branches = branches.exact
        bindings = bindings.exact
        creates = creates.exact
        checks = checks.exact
    }

    /// The view is good inside `body` only; the code must have been sealed.
    func withView<R>(_ body: (View) -> R) -> R {
        operations.withBase { operations in
            arguments.withBase { arguments in
                places.withBase { places in
                    patterns.withBase { patterns in
                        hops.withBase { hops in
                            bytes.withBase { bytes in
                                objects.withBase { objects in
                                    elements.withBase { elements in
                                        rules.withBase { rules in
                                            needs.withBase { needs in
                                                branches.withBase { branches in
                                                    bindings.withBase { bindings in
                                                        creates.withBase { creates in
                                                            checks.withBase { checks in
                                                                body(
                                                                    View(
                                                                        operations: operations, arguments: arguments,
                                                                        places: places, patterns: patterns, hops: hops,
                                                                        bytes: bytes, objects: objects,
                                                                        elements: elements, rules: rules, needs: needs,
                                                                        branches: branches, bindings: bindings,
                                                                        creates: creates, checks: checks))
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
        }
    }
}

extension Array {
    /// Of an array that is not empty.
    @inline(__always)
    fileprivate func withBase<R>(_ body: (UnsafePointer<Element>) -> R) -> R {
        withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}
