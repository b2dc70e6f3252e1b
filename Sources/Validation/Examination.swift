import Canonical
import Diagnostics
import FHIR
import FHIRPath
import Tree

/// One document under examination: its tree, what its types are, and what was found so far.
struct Examination {
    let tree: Tree
    let schema: Schema
    let format: FHIRDocument.Format
    let shapes: Shapes
    var problems: ProblemList
    var context: EvaluationContext
    /// What all expressions of this document may cost together.
    var stepsLeft = 60_000_000
    /// Profiles that the document claims and that are not at hand, or whose parents are not.
    var unchecked: Set<String> = []
    var isNarrativeMissed = false
    /// The contained resources by id, of the container that was last asked for.
    private var inside: (container: Tree.ID, byID: [String: Tree.ID])?

    init(_ tree: Tree, format: FHIRDocument.Format, limit: Int) {
        self.tree = tree
        self.format = format
        schema = .r4
        shapes = .r4
        problems = ProblemList(limit: limit)
        context = EvaluationContext(trees: [tree], model: FHIRTypeModel.r4)
    }

    mutating func report(
        _ code: String, _ message: String, at id: Tree.ID, severity: Diagnostic.Severity = .error, hint: String? = nil
    ) {
        let path = problems.isFull ? "" : tree.path(of: id)
        let byte = tree.sourceLength > 0 ? min(Int(tree[id].source), tree.sourceLength) : nil
        problems.add(code, message, at: path, byte: byte, severity: severity, hint: hint)
    }

    mutating func warn(_ code: String, _ message: String, at id: Tree.ID, hint: String? = nil) {
        report(code, message, at: id, severity: .warning, hint: hint)
    }

    // MARK: Reading

    func shape(of id: Tree.ID) -> Shape { shapes[tree[id].type] }

    /// The text of a primitive child; nil when it is absent or has no value.
    func text(_ name: Name, of id: Tree.ID) -> String? {
        guard let child = tree.child(of: id, named: name), isPrimitive(child) else { return nil }
        return tree.text(of: child)
    }

    /// The name of the element that a node is, a choice's without its type.
    func elementName(of id: Tree.ID) -> String {
        let start = Int(tree[id].nameStart)
        return String(decoding: tree.bytes[start..<start + Int(tree[id].matchLength)], as: UTF8.self)
    }

    func isPrimitive(_ id: Tree.ID) -> Bool {
        switch tree[id].kind {
        case .string, .number, .boolean, .xhtml: true
        case .object, .null, .message, .group, .segment, .field, .component, .subcomponent: false
        }
    }

    func child(_ name: Name, of id: Tree.ID) -> Tree.ID? { tree.child(of: id, named: name) }
    func children(_ name: Name, of id: Tree.ID) -> [Tree.ID] { tree.children(of: id, named: name) }
    func children(of id: Tree.ID) -> [Tree.ID] { Array(tree.children(of: id)) }

    /// Whether a node is a resource (and says its type).
    func isResource(_ id: Tree.ID) -> Bool { tree[id].kind == .object && tree[id].length > 0 }

    /// The resource that an element stands in.
    func resource(around id: Tree.ID) -> Tree.ID {
        var current = id
        while !isResource(current), let parent = tree.parent(of: current) { current = parent }
        return current
    }

    /// The resource around an element that is itself not contained.
    func container(around id: Tree.ID) -> Tree.ID {
        let own = resource(around: id)
        guard tree.node(own, isNamed: "contained"), let parent = tree.parent(of: own) else { return own }
        return resource(around: parent)
    }

    /// The contained resource with this id.
    mutating func contained(_ id: Substring, in container: Tree.ID) -> Tree.ID? {
        if inside?.container != container {
            var byID: [String: Tree.ID] = [:]
            for resource in children("contained", of: container) {
                guard let own = text("id", of: resource), byID[own] == nil else { continue }
                byID[own] = resource
            }
            inside = (container, byID)
        }
        return inside?.byID[String(id)]
    }

    /// The children of this name and, below them, theirs: items in items, concepts in concepts.
    func nested(_ name: Name, below id: Tree.ID) -> [Tree.ID] {
        var found: [Tree.ID] = []
        var pending = children(name, of: id)
        while let next = pending.popLast() {
            found.append(next)
            pending += children(name, of: next)
        }
        return found
    }

    /// A system with a code of it.
    struct Code: Hashable {
        var system: String
        var code: String
    }

    /// What the codings of a concept say.
    func codes(of concept: Tree.ID) -> [Code] {
        children("coding", of: concept).map { Code(system: text("system", of: $0) ?? "", code: text("code", of: $0) ?? "") }
    }

    /// Everything below a node, in document order; iterative, since a tree may be deep.
    func descendants(of id: Tree.ID) -> [Tree.ID] {
        var result: [Tree.ID] = []
        var pending = Array(children(of: id).reversed())
        while let next = pending.popLast() {
            result.append(next)
            if tree.hasChildren(next) { pending.append(contentsOf: children(of: next).reversed()) }
        }
        return result
    }

    // MARK: Expressions

    /// What a rule says of a node: nothing is no, and anything but a truth value is yes, as the official validator takes it. Nil when
    /// it cannot be evaluated (or is too costly).
    mutating func holds(_ program: Program, at id: Tree.ID) -> Bool? {
        guard let items = evaluate(program, at: id) else { return nil }
        guard items.count == 1 else { return !items.isEmpty }
        if case .boolean(let answer)? = context.system(items[0]) { return answer }
        return true
    }

    /// The nodes and values that an expression selects from a node.
    mutating func evaluate(_ program: Program, at id: Tree.ID) -> Items? {
        guard stepsLeft > 0 else { return nil }
        let granted = min(stepsLeft, 4_000_000)
        context.budget = Budget(steps: granted, memory: 16 << 20)
        context.issues = []
        let result = try? program.evaluate(on: .one(.node(NodeReference(tree: 0, id))), in: &context)
        stepsLeft -= granted - max(0, context.budget.steps) + 1
        return result
    }
}
