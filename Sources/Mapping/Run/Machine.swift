import Canonical
import Diagnostics
import FHIRPath
import HL7v2
import Tree

/// Runs one plan over one message: reads the source's tree, fills the output's.
///
/// A value that lives for one message. Results of expressions lie on `stack`; every evaluation leaves what it made above
/// the mark it found. Text that is made goes straight to the end of `output.bytes`, so that a value that ends up in the
/// output is written once; what does not is left there, unreferenced.
struct Machine: ~Copyable {
    let plan: Plan
    let code: PlanCode.View
    /// The nodes of `source` and its bytes, where they lie while the message runs.
    let nodes: UnsafePointer<Tree.Node>
    let sourceBytes: UnsafePointer<UInt8>
    let trust: [[Place]]
    let identity: RegionalIdentity
    let source: Tree
    var output: Tree

    var stack = ItemStack(capacity: 64)
    var frames: [Item] = []
    var variables: [Range<Int>]
    var variableItems: [Item] = []
    /// `$this` inside where() and select().
    var this: Item?

    /// One bit a node of the source.
    var visited: [UInt64]
    var issues: [Diagnostic] = []
    /// Set when a conversion failed since it was last cleared: for lists and critical elements.
    var failures = 0
    var criticalDepth = 0
    /// Texts as identity() takes them; the resource whose id is made.
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
    var created: [Created] = []
    var scopeStarts: [Int] = [0]
    /// All of the message.
    var all: [Created] = []
    /// How a copied resource was referred to at the sender, and what it is now.
    var renamed: [[UInt8]: Place] = [:]

    var traced: [Traced]?
    struct Traced {
        var node: Tree.ID
        var origin: Int32
        var sources: [UInt32]
    }
    /// Nodes read since the value began, when tracing.
    var reads: [UInt32] = []

    var context: EvaluationContext?
    var steps = 0
    static let stepLimit = 20_000_000
    var isExhausted = false
    var bundle = Tree.ID.root

    init(
        plan: Plan, code: PlanCode.View, trust: [[Place]], pool: [UInt8], identity: RegionalIdentity, source: Tree,
        nodes: UnsafePointer<Tree.Node>, bytes: UnsafePointer<UInt8>, trace: Bool
    ) {
        self.plan = plan
        self.code = code
        self.nodes = nodes
        sourceBytes = bytes
        self.trust = trust
        self.identity = identity
        self.source = source
        output = Tree()
        output.bytes.reserveCapacity(pool.count + source.bytes.count * 2 + 4096)
        output.bytes.append(contentsOf: pool)
        output.nodes.reserveCapacity(512)
        variables = Array(repeating: 0..<0, count: plan.variableCount)
        visited = Array(repeating: 0, count: source.nodes.count / 64 + 1)
        if trace { traced = [] }
    }

    @inline(__always)
    mutating func truncate(to count: Int) { stack.truncate(to: count) }

    // MARK: source nodes

    @inline(__always)
    mutating func visit(_ node: UInt32) {
        visited[Int(node >> 6)] |= 1 << UInt64(node & 63)
        if traced != nil { reads.append(node) }
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
    func value(of node: Tree.Node) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: sourceBytes + Int(node.start), count: Int(node.length))
    }

    // MARK: issues

    mutating func fail(_ code: String, _ message: String, at item: Item?) {
        failures += 1
        var location: Location?
        if let item, item.tag == .node {
            location = .message(HostFunctions.position(of: Tree.ID(item.a), in: source))
        } else if let frame = frames.last(where: { $0.tag == .node }) {
            location = .message(HostFunctions.position(of: Tree.ID(frame.a), in: source))
        }
        guard issues.count < 500 else { return }
        issues.append(
            Diagnostic(criticalDepth > 0 ? .error : .warning, code: code, message, at: location))
    }

    @inline(__always)
    mutating func spend(_ count: Int = 1) {
        steps += count
        if steps > Machine.stepLimit { exhaust() }
    }

    @inline(never)
    private mutating func exhaust() {
        guard !isExhausted else { return }
        isExhausted = true
        issues.append(Diagnostic(.error, code: "budget-exhausted", "the message needs more steps than one may take"))
    }
}
