import Diagnostics
import Tree

extension FHIRDocument {
    /// The document as R4 says it, when it is one of FHIR STU3; otherwise as it is.
    ///
    /// What is told: that it was STU3, and each element for which R4 has no place. That R4 wants an array where STU3 had one
    /// value is then no problem any more.
    package func readAsR4() -> FHIRDocument {
        guard let tree else { return self }
        var conversion = STU3Conversion(tree)
        guard conversion.isNeeded else { return self }
        conversion.run()
        var document = self
        document.tree = conversion.result()
        document.diagnostics.removeAll { $0.code == "fhir-array" }
        document.diagnostics.append(
            Diagnostic(
                .information, code: "fhir-stu3", "the document is FHIR STU3's; it is read as R4 says it",
                hint: "nothing needs to be done; senders move to R4 in their own time"))
        let problems = conversion.problems
        document.diagnostics += tree.bytes.withUnsafeBufferPointer {
            problems.located(in: UnsafeBufferPointer(rebasing: $0[..<tree.sourceLength]))
        }
        return document
    }
}

/// One document on its way from STU3 to R4.
struct STU3Conversion {
    private var tree: Tree
    private let differences = STU3Differences.all
    private(set) var problems = ProblemList(limit: 50)

    init(_ tree: Tree) { self.tree = tree }

    /// The document's resource, or the resources of its entries; contained ones follow their container.
    private var resources: [Tree.ID] {
        var found = [Tree.ID.root]
        for entry in tree.children(of: .root, named: "entry") {
            if let resource = tree.child(of: entry, named: "resource"), tree[resource].kind == .object {
                found.append(resource)
            }
        }
        return found + found.flatMap { tree.children(of: $0, named: "contained").filter { tree[$0].kind == .object } }
    }

    /// Whether something in the document is of STU3 and not of R4.
    var isNeeded: Bool {
        guard !tree.isEmpty, tree[.root].kind == .object else { return false }
        return resources.contains { resource in
            let type = tree.text(of: resource)
            if differences.types[type] != nil { return true }
            guard let rules = differences.rules[type] else { return false }
            return tree.children(of: resource).contains { child in
                rules[tree.name(of: child)].map { isOfSTU3(child, $0) } ?? false
            }
        }
    }

    mutating func run() {
        for resource in resources { convert(resource) }
        systems()
    }

    /// The tree without what was taken out, and with R4's types.
    func result() -> Tree {
        var result = Tree(source: Array(tree.bytes[..<tree.sourceLength]), reserving: tree.nodes.count)
        result.copy(subtree: .root, from: tree)
        Schema.r4.annotate(&result, settingKinds: true)
        return result
    }

    private mutating func convert(_ resource: Tree.ID) {
        var type = tree.text(of: resource)
        let former = type
        if let successor = differences.types[type] {
            setValue(successor, of: resource)
            if resource == .root { rename(resource, successor) }
            type = successor
        }
        for child in Array(tree.children(of: resource)) {
            let name = tree.name(of: child)
            if let change = differences.rules[type]?[name], isOfSTU3(child, change) {
                apply(change, to: child, of: resource)
            } else if type != former, case .recoded(let spellings)? = differences.codes[type]?[name],
                let code = spellings[tree.text(of: child)]
            {
                setValue(code, of: child)
            }
        }
    }

    /// Names that R4 has too mean STU3's element only when it looks like it.
    private func isOfSTU3(_ id: Tree.ID, _ change: STU3Differences.Change) -> Bool {
        switch change {
        case .renamed, .moved, .dropped: true
        case .lifted(let part, _), .sorted(_, let part, _): tree.child(of: id, named: Name(part)) != nil
        case .coded, .wrapped: tree[id].kind == .string
        case .recoded: false
        }
    }

    private mutating func apply(_ change: STU3Differences.Change, to id: Tree.ID, of resource: Tree.ID) {
        switch change {
        case .renamed(let name): rename(id, name)
        case .lifted(let part, let name): lift(part, of: id, as: name, saying: part)
        case .sorted(let key, let part, let names):
            let kind = tree.child(of: id, named: Name(key)).map { tree.text(of: $0) } ?? ""
            guard let name = names[kind] else { return drop(id) }
            lift(part, of: id, as: name, saying: key)
        case .coded(let system):
            let code = tree.text(of: id)
            clear(id)
            let coding = tree.append(.object, named: "coding", to: id)
            tree.append(.string, named: "system", value: system, to: coding)
            tree.append(.string, named: "code", value: code, to: coding)
        case .wrapped(let part, let name):
            let text = tree.text(of: id)
            clear(id)
            tree.append(.string, named: Name(part), value: text, to: id)
            rename(id, name)
        case .moved(let name):
            detach(id)
            if tree.child(of: .root, named: Name(name)) == nil, resource != .root {
                adopt(id, by: .root)
                rename(id, name)
            }
        case .dropped: drop(id)
        case .recoded: break
        }
    }

    /// The element becomes what one of its children is; `key` has said its part, other children are told as lost.
    private mutating func lift(_ part: String, of id: Tree.ID, as name: String, saying key: String) {
        guard let inner = tree.child(of: id, named: Name(part)) else { return }
        for other in Array(tree.children(of: id)) where other != inner && tree.name(of: other) != key { tell(other) }
        let parts = Array(tree.children(of: inner))
        tree[id].firstChild = 0
        tree[id].lastChild = 0
        for part in parts { adopt(part, by: id) }
        rename(id, name)
    }

    // MARK: Code systems

    /// Version 2's and 3's tables, and some of FHIR's own, have other names in R4.
    private mutating func systems() {
        let old = "http://hl7.org/fhir/"
        for index in tree.nodes.indices {
            let id = Tree.ID(UInt32(truncatingIfNeeded: index))
            guard tree[id].kind == .string, tree.node(id, isNamed: "system"), tree.value(of: id).starts(with: old.utf8) else {
                continue
            }
            let name = tree.text(of: id).dropFirst(old.utf8.count)
            let parts = name.split(separator: "/")
            if parts.count == 2, parts[0] == "v2" || parts[0] == "v3" {
                setValue("http://terminology.hl7.org/CodeSystem/\(parts[0])-\(parts[1])", of: id)
            } else if STU3Differences.movedSystems.contains(String(name)) {
                setValue("http://terminology.hl7.org/CodeSystem/\(name)", of: id)
            }
        }
    }

    // MARK: Nodes

    private mutating func tell(_ id: Tree.ID) {
        problems.add(
            "stu3-lost", "FHIR R4 has no place for this element of STU3", at: problems.isFull ? "" : tree.path(of: id),
            byte: Int(tree[id].source), severity: .warning, hint: "what it says does not reach the record")
    }

    private mutating func drop(_ id: Tree.ID) {
        tell(id)
        detach(id)
    }

    private mutating func detach(_ id: Tree.ID) {
        guard let parent = tree.parent(of: id) else { return }
        let others = Array(tree.children(of: parent)).filter { $0 != id }
        tree[parent].firstChild = 0
        tree[parent].lastChild = 0
        for other in others { adopt(other, by: parent) }
    }

    private mutating func adopt(_ child: Tree.ID, by parent: Tree.ID) {
        tree[child].parent = parent.rawValue
        tree[child].nextSibling = 0
        let last = tree[parent].lastChild
        if last == 0 { tree[parent].firstChild = child.rawValue } else { tree[Tree.ID(last)].nextSibling = child.rawValue }
        tree[parent].lastChild = child.rawValue
    }

    private mutating func rename(_ id: Tree.ID, _ name: String) {
        let name = Name(name)
        let place = tree.store(name.bytes)
        tree[id].setName(name, at: place.start)
        tree[id].flags.subtract([.choice, .repeats])
    }

    private mutating func setValue(_ text: String, of id: Tree.ID) {
        let place = tree.store(text.utf8)
        tree[id].start = place.start
        tree[id].length = place.length
        tree[id].flags.insert(.decoded)
    }

    private mutating func clear(_ id: Tree.ID) {
        tree[id].kind = .object
        tree[id].start = 0
        tree[id].length = 0
        tree[id].firstChild = 0
        tree[id].lastChild = 0
        tree[id].flags = Tree.Flags(rawValue: 0)
    }
}
