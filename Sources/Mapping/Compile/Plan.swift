import Diagnostics
import FHIR
import FHIRPath
import Tree

/// A place in the bytes every output begins with: names and literals that are known beforehand.
struct Place: Hashable, Sendable {
    var start: UInt32
    var length: UInt32
    static let none = Place(start: 0, length: 0)
}

/// Names and literals of a plan, laid out once; a message's output starts as a copy of it.
struct ConstantPool: Sendable {
    private(set) var bytes: [UInt8] = []
    private var places: [[UInt8]: Place] = [:]

    mutating func place(_ text: some Sequence<UInt8>) -> Place {
        let key = Array(text)
        if let known = places[key] { return known }
        let place = Place(start: UInt32(bytes.count), length: UInt32(key.count))
        bytes.append(contentsOf: key)
        places[key] = place
        return place
    }
    mutating func place(_ text: String) -> Place { place(text.utf8) }
}

/// One step of a path through the source's tree.
enum PathStep: Hashable, Sendable {
    /// Children of this name.
    case named(Name)
    /// Children of this name, and those of the groups below.
    case segment(Name)
    /// One-based; a leaf is its own first.
    case position(UInt16)
    /// One-based.
    case repetition(Int)
}

/// An expression, made ready.
///
/// The shapes that fill most of every map run on bytes here; all others are FHIRPath programs (`general`).
indirect enum Evaluation: Sendable {
    case literal(Place)
    case number(Place)
    case boolean(Bool)
    case empty
    /// `$this`
    case this
    case frame(Int, [PathStep])
    case relative(Evaluation, [PathStep])
    case variable(Int)
    case trust(Int)
    case filter(Evaluation, Evaluation)
    case select(Evaluation, Evaluation)
    case first(Evaluation)
    case last(Evaluation)
    case convert(Int, Evaluation)
    case translate(table: Int, CodeTable.Column, Evaluation)
    case identity([Evaluation])
    case idOf(Int)
    case equal(Evaluation, Evaluation, negated: Bool)
    case and(Evaluation, Evaluation)
    case or(Evaluation, Evaluation)
    case not(Evaluation)
    case exists(Evaluation, negated: Bool)
    case choose(Evaluation, Evaluation, Evaluation)
    case concatenate(Evaluation, Evaluation)
    case trim(Evaluation)
    case replace(Evaluation, [UInt8], [UInt8])
    /// The text up to a character of ASCII.
    case beginning(Evaluation, before: UInt8)
    case join(Evaluation, Place)
    case member(Evaluation, in: Evaluation)
    /// `combine`: both, in order.
    case both(Evaluation, Evaluation)
    case distinct(Evaluation)
    /// Shapes of one value, with the program that runs what they do not know.
    case matches(Evaluation, BytePattern, program: Int)
    case contains(Evaluation, Place, program: Int)
    case lower(Evaluation, program: Int)
    case startsWith(Evaluation, Place, program: Int)
    case split(Evaluation, Place, program: Int)
    case toDecimal(Evaluation, program: Int)
    case isDecimal(Evaluation, program: Int)
    case indexOf(Evaluation, Evaluation, program: Int)
    /// `a.exists(criteria)`
    case any(Evaluation, Evaluation)
    /// `a.count() > n`
    case moreThan(Evaluation, Int)
    /// `a.count() > b.count()`
    case moreItems(Evaluation, Evaluation)
    case general(Int)
}

/// A class, so that running one copies a reference and not its parts.
final class GeneralProgram: Sendable {
    let program: Program
    /// Environment names and the variables or trust values behind them.
    let variables: [(name: String, index: Int)]
    let trust: [(name: String, index: Int)]
    let text: String

    init(program: Program, variables: [(name: String, index: Int)], trust: [(name: String, index: Int)], text: String) {
        self.program = program
        self.variables = variables
        self.trust = trust
        self.text = text
    }
}

/// A table as the machine asks it: by reference, its texts in one piece.
final class SealedTable: Sendable {
    let table: CodeTable
    /// What places are of.
    let texts: [UInt8]
    /// By row: code, system, display.
    private let places: [Place]

    init(_ table: CodeTable) {
        self.table = table
        var pool = ConstantPool()
        places = table.rows.flatMap { [pool.place($0.code), pool.place($0.system), pool.place($0.display)] }
        texts = pool.bytes
    }
    var name: String { table.name }

    /// The text of the row for a source code, or of the default row; nil for none. Exact after trimming.
    @inline(__always)
    func place(_ column: CodeTable.Column, of key: UnsafeBufferPointer<UInt8>) -> Place? {
        table.position(of: key).map { row in
            switch column {
            case .code: places[row * 3]
            case .system: places[row * 3 + 1]
            case .display: places[row * 3 + 2]
            }
        }
    }
}

/// The tables of one set of maps.
final class TableSet: Sendable {
    let tables: [SealedTable]
    private let places: [String: Int]

    init(_ tables: [SealedTable]) {
        self.tables = tables
        places = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.name, $0) })
    }

    subscript(name: String) -> CodeTable? { places[name].map { tables[$0].table } }
}

/// What of a function runs.
final class Converter: Sendable {
    let name: String
    let convert: @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Conversion

    init?(_ function: MappingFunction) {
        guard let convert = function.convert else { return nil }
        name = function.name
        self.convert = convert
    }
}

/// The element that is made: everything about its node that is known beforehand.
struct ElementPlan: Sendable {
    /// Name, kind, type and flags; only the value and the links are missing.
    var prototype: Tree.Node
    /// Index into `Plan.origins`.
    var origin: Int32
    /// Above 0: a value that cannot be read here quarantines the message. Below 0: not even where what is around it would.
    var criticality: Int8
    /// `""` becomes the delete extension.
    var canDelete: Bool
    var isCollection: Bool
    /// `_birthDate`: what is below belongs to the primitive beside it.
    var isPrimitiveExtension: Bool
    var content: Content

    indirect enum Content: Sendable {
        case value(Evaluation)
        /// FHIR nodes of the same type, copied whole.
        case copies(Evaluation)
        case object(ObjectPlan)
        /// A Reference to what was created under the alias.
        case reference(Int, ObjectPlan)
        /// Texts of an identity.
        case identity(Evaluation)
        /// `Reference.reference` to a resource that is made for it.
        case creation(ResourcePlan)
        /// The elements of the first branch that fits the value, beside the others.
        case cases(Evaluation, [Branch])
    }
    struct Branch: Sendable {
        /// Empty: it fits always.
        var labels: [Place]
        var object: ObjectPlan
    }
}

/// An object (or resource): when it is made, for what, and of which elements.
final class ObjectPlan: Sendable {
    enum Iteration: Sendable {
        case none
        case each(Evaluation)
        case from(Evaluation)
    }
    let iteration: Iteration
    let condition: Evaluation?
    let variables: [(index: Int, value: Evaluation)]
    /// Variables and condition of a map that is applied: they see the item.
    let inner: ObjectPlan?
    let elements: [ElementPlan]
    /// Of the map that is applied.
    let checks: [CheckPlan]
    /// A copy of this node's children comes first.
    let copy: Evaluation?
    /// Nothing but literals: made as it stands. Others need one value that is none.
    let isConstant: Bool
    let isListItem: Bool

    init(
        iteration: Iteration, condition: Evaluation?, variables: [(index: Int, value: Evaluation)], inner: ObjectPlan?,
        elements: [ElementPlan], checks: [CheckPlan], copy: Evaluation?, isConstant: Bool, isListItem: Bool
    ) {
        self.iteration = iteration
        self.condition = condition
        self.variables = variables
        self.inner = inner
        self.elements = elements
        self.checks = checks
        self.copy = copy
        self.isConstant = isConstant
        self.isListItem = isListItem
    }
}

/// A resource, or a group of further ones.
indirect enum CreatePlan: Sendable {
    case resource(ResourcePlan)
    case group(ObjectPlan, [CreatePlan])
}

final class ResourcePlan: Sendable {
    let typeName: Place
    let type: UInt16
    let alias: Int
    let object: ObjectPlan
    let origin: Int32

    init(typeName: Place, type: UInt16, alias: Int, object: ObjectPlan, origin: Int32) {
        self.typeName = typeName
        self.type = type
        self.alias = alias
        self.object = object
        self.origin = origin
    }
}

struct CheckPlan: Sendable {
    var condition: Evaluation
    var severity: Diagnostic.Severity
    var code: String
    var text: String
    var at: String?
}

/// Which line of which file made an element.
struct Origin: Hashable, Sendable {
    var file: String
    var line: Int
}

/// Source paths whose values nobody needs.
struct IgnoredPath: Hashable, Sendable {
    /// Of FHIR: `Bundle.entry.resource(MessageHeader)`; what begins so is ignored.
    var fhir: String?
    var segment: [UInt8]
    /// Data type instead of a segment: applies to fields of that type.
    var isDataType: Bool
    var field: Int
    var component: Int
    var subcomponent: Int
}

/// How one message type is mapped.
final class MessagePlan: Sendable {
    let name: String
    let variables: [(index: Int, value: Evaluation)]
    let create: [CreatePlan]
    let event: Evaluation?
    let focus: [Int]
    let ignore: [IgnoredPath]
    let checks: [CheckPlan]

    init(
        name: String, variables: [(index: Int, value: Evaluation)], create: [CreatePlan], event: Evaluation?, focus: [Int],
        ignore: [IgnoredPath], checks: [CheckPlan]
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

/// A compiled set of maps: the base one, or that of one trust.
final class Plan: Sendable {
    /// The memory of those that run a plan of this release, and its pool of names and literals.
    let workspaces: Workspaces
    let programs: [GeneralProgram]
    let tableSet: TableSet
    let tables: [SealedTable]
    let functions: [Converter]
    let origins: [Origin]
    let trustNames: [String]
    let aliasNames: [String]
    let variableCount: Int
    /// By structure (`ADT_A01`) and event (`ADT^A31`).
    let messages: [String: MessageCode]
    /// By resource type, `fhir-r4 …`.
    let fhirMessages: [String: MessageCode]
    /// What makes R4 of FHIR STU3.
    let conversions: ConversionCodes
    let envelope: EnvelopeNames
    /// The expressions and elements of all plans of the release, as they run.
    let code: PlanCode
    let extensionBits: (values: UInt64, extensions: UInt64)

    init(
        workspaces: Workspaces, programs: [GeneralProgram], tables: TableSet, functions: [Converter], origins: [Origin],
        trustNames: [String], aliasNames: [String], variableCount: Int, messages: [String: MessageCode],
        fhirMessages: [String: MessageCode], conversions: ConversionCodes, envelope: EnvelopeNames, code: PlanCode
    ) {
        self.conversions = conversions
        self.programs = programs
        tableSet = tables
        self.tables = tables.tables
        self.workspaces = workspaces
        self.functions = functions
        self.origins = origins
        self.trustNames = trustNames
        self.aliasNames = aliasNames
        self.variableCount = variableCount
        self.messages = messages
        self.fhirMessages = fhirMessages
        self.code = code
        extensionBits = FHIR.Schema.r4.extensionBits
        self.envelope = envelope
    }
}
