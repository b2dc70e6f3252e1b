package import Diagnostics
package import Tree

/// What an evaluation reads and leaves behind: trees, types, variables, budget, issues. A value; use one per message.
package struct EvaluationContext: Sendable {
    package var trees: [Tree]
    package var model: (any TypeModel)?
    /// `%name` → items. `%context`, `%resource`, `%rootResource` default to the node that evaluation begins with.
    package var environment: [String: Items] = [:]
    /// What `now()`, `today()`, `timeOfDay()` say; without it they are an error.
    package var now: PartialDateTime?
    package var budget = Budget()
    /// What functions report without failing (an unconvertible value), with a position.
    package var issues: [Diagnostic] = []
    /// Called by `trace(name)`.
    package var trace: (@Sendable (String, Items) -> Void)?
    /// Nodes whose values were read, when accounting is wanted.
    package var visited: VisitedNodes?
    package var host = Host()
    /// What `Term.Base.slot` refers to.
    package var slots: [Items] = []

    // Variables of defineVariable, innermost last.
    var defined: [(name: String, value: Items)] = []
    /// Where the outermost evaluation began (`%context`).
    var began: Items?

    package init(trees: [Tree], model: (any TypeModel)? = nil, now: PartialDateTime? = nil) {
        self.trees = trees
        self.model = model
        self.now = now
    }

    /// Ends variables that were defined since.
    @inline(__always)
    mutating func forget(downTo mark: Int) {
        if defined.count > mark { defined.removeLast(defined.count - mark) }
    }

    /// Adds a tree that a function made; its nodes can then be items.
    package mutating func add(_ tree: Tree) -> Int {
        trees.append(tree)
        return trees.count - 1
    }

    /// Services outside the language; nil means the function is an error.
    package struct Host: Sendable {
        /// The resource that a reference means, beyond what the trees themselves hold.
        package var resolve: (@Sendable (_ reference: String, inout EvaluationContext) -> Items)?
        package var memberOf: (@Sendable (_ item: Value, _ valueSet: String, inout EvaluationContext) -> Bool?)?
        package var conformsTo: (@Sendable (_ item: Value, _ profile: String, inout EvaluationContext) -> Bool?)?
        package var subsumes: (@Sendable (_ a: Value, _ b: Value, inout EvaluationContext) -> Bool?)?
        /// What the host's own functions work with, so that programs need not be compiled for it.
        package var own: (any AnyObject & Sendable)?
        package init() {}
    }
}

/// Bounds of one evaluation.
package struct Budget: Sendable, Hashable {
    /// Nodes evaluated, items visited, characters compared.
    package var steps: Int
    /// Items and bytes of text made.
    package var memory: Int

    package init(steps: Int = 10_000_000, memory: Int = 64 << 20) {
        self.steps = steps
        self.memory = memory
    }
}

/// One bit a node, per tree.
package struct VisitedNodes: Sendable {
    private var words: [[UInt64]] = []

    package init() {}

    package mutating func insert(_ node: NodeReference) {
        let tree = Int(node.tree)
        let word = node.id.index >> 6
        while words.count <= tree { words.append([]) }
        if words[tree].count <= word {
            words[tree].append(contentsOf: repeatElement(0, count: word + 1 - words[tree].count))
        }
        words[tree][word] |= 1 << UInt64(node.id.index & 63)
    }

    package func contains(_ node: NodeReference) -> Bool {
        let word = node.id.index >> 6
        guard Int(node.tree) < words.count, word < words[Int(node.tree)].count else { return false }
        return words[Int(node.tree)][word] & (1 << UInt64(node.id.index & 63)) != 0
    }

    /// The bits of one tree, 64 nodes a word; as many words as are needed.
    package func words(ofTree tree: Int) -> [UInt64] { tree < words.count ? words[tree] : [] }

    /// Forgets the nodes of one tree.
    package mutating func removeAll(ofTree tree: Int) { if tree < words.count { words[tree] = [] } }
}
