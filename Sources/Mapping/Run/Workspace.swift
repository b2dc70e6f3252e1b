import Synchronization
import Tree

/// The memory that a `Machine` works in, kept from one message to the next: its output begins with what all outputs of a
/// release begin with, which is copied once and not for every message.
struct Workspace: ~Copyable {
    var output: OutputTree
    var stack = Block<Item>(capacity: 64)
    var frames = Block<Item>(capacity: 16)
    var variables = Block<Span>(capacity: 64)
    var variableItems = Block<Item>(capacity: 256)
    var memories = Block<Machine.Memory>(zeroed: Machine.memoryCount)
    var memoryItems = Block<Item>(capacity: 64)
    var visited = Block<UInt64>(capacity: 64)
    var created = Block<Machine.Created>(capacity: 16)
    var all = Block<Machine.Created>(capacity: 16)
    var found = FoundNodes()
    /// How many messages it has served.
    var message: UInt32 = 0

    /// For the next message; gives its number.
    mutating func begin(pool: Int, _ feed: FeedConstants, variables count: Int, nodes: Int) -> UInt32 {
        if message == .max {
            memories.reset(zeroed: Machine.memoryCount)
            found = FoundNodes()
            message = 0
        }
        message += 1
        output.begin(pool: pool, own: feed.own)
        stack.truncate(to: 0)
        frames.truncate(to: 0)
        variables.reset(zeroed: count)
        variables.append(feed.trustValues)
        variables.append(feed.lists)
        variableItems.truncate(to: 0)
        variableItems.append(feed.items)
        memoryItems.truncate(to: 0)
        visited.reset(zeroed: nodes / 64 + 1)
        created.truncate(to: 0)
        all.truncate(to: 0)
        found.begin(message, nodes: nodes)
        return message
    }

    /// What one message asked for beyond this is not kept.
    static let keptBytes = 1 << 20

    var isSmall: Bool {
        output.bytes.count + output.nodes.count * MemoryLayout<Tree.Node>.stride < Workspace.keptBytes
            && variableItems.count + memoryItems.count + visited.count < Workspace.keptBytes / 16
    }
}

/// The workspaces of a release, as many as messages are mapped at once.
final class Workspaces: Sendable {
    /// Constants of all plans: what every output begins with.
    let pool: [UInt8]
    private let free = Mutex<[Holder]>([])

    init(pool: [UInt8]) { self.pool = pool }

    /// Safe to hand from thread to thread: whoever takes one out of `free` is the only one that has it, until it is put back.
    private final class Holder: @unchecked Sendable {
        var workspace: Workspace?
        init(_ workspace: consuming Workspace) { self.workspace = consume workspace }
    }

    func take() -> Workspace {
        free.withLock { $0.popLast() }?.workspace.take() ?? Workspace(output: OutputTree(pool: pool))
    }

    func giveBack(_ workspace: consuming Workspace) {
        guard workspace.isSmall else { return }
        let holder = Holder(workspace)
        free.withLock { if $0.count < 16 { $0.append(holder) } }
    }
}
