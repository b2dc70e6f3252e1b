import Canonical
import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Tree

/// Runs one plan over one message: reads the source's tree, fills the output's.
///
/// A value that lives for one message. An expression gives one `Item`; where it gives several they lie on `stack`, and
/// whoever asked takes them off. Text that is made goes straight to the end of the output's bytes, so that a value that ends
/// up in the output is written once; what does not is left there, unreferenced.
///
/// While it builds it asks of every element what the validator would (`isProven`), as far as the compiler has not proven it:
/// what passes needs no second walk.
struct Machine: ~Copyable {
    let plan: Plan
    let names: EnvelopeNames
    let code: PlanCode.View
    let schema = FHIR.Schema.r4
    /// The nodes of `source` and its bytes, where they lie while the message runs.
    let nodes: UnsafePointer<Tree.Node>
    let sourceBytes: UnsafePointer<UInt8>
    let identity: RegionalIdentity
    let source: Tree
    var output: OutputTree

    var stack: Block<Item>
    var frames: Block<Item>
    /// The items of variables, of the trust's values behind them, and of lists of these.
    var variables: Block<Span>
    var variableItems: Block<Item>
    /// Where in `variables` the trust's values begin, and the lists.
    let firstTrust: Int
    let firstList: Int
    /// `$this` inside where() and select(); nothing elsewhere.
    var this = Item.nothing
    /// What paths have found of this message.
    var found: FoundNodes

    /// What operations gave that are asked more than once (`Operation.remembered`), at the end of their slot's number;
    /// whoever comes later takes the place over.
    struct Memory {
        /// Of the message that it is of.
        var message: UInt32 = 0
        /// One more than the slot; zero for none.
        var slot: Int32 = 0
        var node: UInt32 = 0
        var item = Item.nothing
        /// The items, where there are several: a part of `memoryItems`.
        var several = Span()
    }
    var memories: Block<Memory>
    static let memoryCount = 256
    var memoryItems: Block<Item>
    /// The workspace's count of messages, by which old memories are known.
    let message: UInt32
    static let memoryLimit = 1 << 20

    /// One bit a node of the source.
    var visited: Block<UInt64>
    var issues: [Diagnostic] = []
    /// How many conversions failed: for lists and critical elements.
    var failures = 0
    var criticalDepth = 0
    /// Whether everything that was made is as the validator wants it.
    var isProven = true
    let extensionBits: (values: UInt64, extensions: UInt64)
    /// The type as identity() takes it: of the resource whose id is made.
    var resourceType: Place = .none

    struct Created {
        var alias: Int
        var entry: Tree.ID
        var resource: Tree.ID
        /// `Patient/ID`
        var reference: Place
        var id: Place
        var type: UInt16
    }
    /// What ref: sees, innermost scope last.
    var created: Block<Created>
    var scopeStarts: [Int] = [0]
    /// All of the message.
    var all: Block<Created>
    /// How a copied resource was referred to at the sender, and what it is now.
    var renamed: [[UInt8]: Place] = [:]

    /// The maps of another release's types, while a document of that release is read as R4; nil for every message.
    let conversion: ConversionCodes?
    /// Whether types of the two releases are the same, as it is found out.
    var alike: [UInt32: Bool] = [:]

    let isTracing: Bool
    /// Nodes of the source that were copied, and what they became; when traced.
    var copied: [(source: UInt32, output: UInt32)] = []
    var traced = Block<Trace.Mark>(capacity: 8)
    /// Nodes that the traced elements were made of; those of the element at work come last.
    var reads = Block<UInt32>(capacity: 8)
    var firstRead = 0

    /// What functions over text, and identities, work in.
    var scratch: [UInt8] = []
    var identityKey = RegionalIdentity.Key(type: [])
    var context: EvaluationContext?
    var steps = 0
    static let stepLimit = 20_000_000
    var isExhausted = false
    var bundle = Tree.ID.root

    init(
        plan: Plan, code: PlanCode.View, feed: FeedConstants, identity: RegionalIdentity, source: Tree,
        nodes: UnsafePointer<Tree.Node>, bytes: UnsafePointer<UInt8>, workspace: consuming Workspace, trace: Bool,
        conversion: ConversionCodes? = nil
    ) {
        self.conversion = conversion
        self.plan = plan
        names = plan.envelope
        self.code = code
        self.nodes = nodes
        sourceBytes = bytes
        self.identity = identity
        self.source = source
        firstTrust = plan.variableCount
        firstList = plan.variableCount + feed.trustValues.count
        extensionBits = plan.extensionBits
        isTracing = trace
        message = workspace.begin(
            pool: plan.workspaces.pool.count, feed, variables: plan.variableCount, nodes: source.nodes.count)
        output = workspace.output
        stack = workspace.stack
        frames = workspace.frames
        variables = workspace.variables
        variableItems = workspace.variableItems
        memories = workspace.memories
        memoryItems = workspace.memoryItems
        visited = workspace.visited
        created = workspace.created
        all = workspace.all
        found = workspace.found
    }

    /// The memory, for the next message.
    consuming func workspace() -> Workspace {
        Workspace(
            output: output, stack: stack, frames: frames, variables: variables, variableItems: variableItems,
            memories: memories, memoryItems: memoryItems, visited: visited, created: created, all: all, found: found,
            message: message)
    }

    // MARK: source nodes

    @inline(__always)
    mutating func visit(_ node: UInt32) {
        visited[Int(node >> 6)] |= 1 << UInt64(node & 63)
        if isTracing { reads.append(node) }
    }

    /// The leaf that stands for a node where text is wanted: the first of its parts.
    @inline(__always)
    func leaf(_ node: UInt32) -> UInt32 {
        var at = node
        while nodes[Int(at)].firstChild != 0, isHL7Value(nodes[Int(at)].kind) { at = nodes[Int(at)].firstChild }
        return at
    }

    /// A field, component or subcomponent.
    @inline(__always)
    func isHL7Value(_ kind: Tree.Kind) -> Bool {
        unsafeBitCast(kind, to: UInt8.self) >= unsafeBitCast(Tree.Kind.field, to: UInt8.self)
    }

    /// Bytes of a node's own value.
    @inline(__always)
    func value(of node: UInt32) -> UnsafeBufferPointer<UInt8> {
        let own = nodes + Int(node)
        return UnsafeBufferPointer(start: sourceBytes + Int(own.pointee.start), count: Int(own.pointee.length))
    }

    // MARK: issues

    @inline(never)
    mutating func fail(_ code: String, _ message: String, at item: Item) {
        failures += 1
        var location: Location?
        if item.tag == .node {
            location = .message(HostFunctions.position(of: Tree.ID(item.a), in: source))
        } else if let frame = innermostNode() {
            location = .message(HostFunctions.position(of: frame, in: source))
        }
        guard issues.count < 500 else { return }
        issues.append(
            Diagnostic(criticalDepth > 0 ? .error : .warning, code: code, message, at: location))
    }

    func innermostNode() -> Tree.ID? {
        for index in stride(from: frames.count - 1, through: 0, by: -1) where frames[index].tag == .node {
            return Tree.ID(frames[index].a)
        }
        return nil
    }

    @inline(__always)
    mutating func spend() {
        steps &+= 1
        if steps > Machine.stepLimit { exhaust() }
    }

    @inline(never)
    private mutating func exhaust() {
        guard !isExhausted else { return }
        isExhausted = true
        issues.append(Diagnostic(.error, code: "budget-exhausted", "the message needs more steps than one may take"))
    }
}
