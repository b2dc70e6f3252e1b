import FHIR
package import Tree

/// One element in which two canonical messages differ.
package struct ElementDifference: Sendable, Hashable {
    package enum Change: String, Sendable, Hashable, CaseIterable, Codable {
        case added, removed, changed
    }
    package var change: Change
    /// With positions, from the resource: `Patient.name[1].family`.
    package var path: String
    /// Without: `Patient.name.family`. What the same difference in many messages is counted under.
    package var element: String
    /// The values as JSON: patient data. Whoever prints them says to whom.
    package var before: String?
    package var after: String?
    /// The elements in their trees, for finding the rule that made them.
    package var beforeNode: Tree.ID?
    package var afterNode: Tree.ID?

    /// One line. Without `values` only their shapes: letters as `a` and `A`, digits as `9`.
    package func line(values: Bool, rule: String? = nil) -> String {
        func shown(_ text: String?) -> String { text.map { values ? $0 : ElementDifference.shape(of: $0) } ?? "nothing" }
        let what =
            switch change {
            case .added: "+ \(path): \(shown(after))"
            case .removed: "- \(path): \(shown(before))"
            case .changed: "~ \(path): \(shown(before)) → \(shown(after))"
            }
        return rule.map { "\(what)   (\($0))" } ?? what
    }

    /// What a value looks like without saying it; of an object only how much it holds.
    package static func shape(of json: String) -> String {
        if json.first == "{" || json.first == "[" {
            let values = json.count { $0 == ":" }
            return json.first == "{" ? "{\(values) keys}" : "[…]"
        }
        var shape = ""
        for scalar in json.unicodeScalars.prefix(60) {
            switch scalar {
            case "a"..."z": shape += "a"
            case "A"..."Z": shape += "A"
            case "0"..."9": shape += "9"
            case _ where scalar.value > 0x7F: shape += "ä"
            default: shape.unicodeScalars.append(scalar)
            }
        }
        return shape
    }
}

/// Compares two canonical messages element by element: what a person reads when a map was changed.
///
/// ```
/// let found = CanonicalDifference.between(old, new)      // [Patient.birthDate changed, …]
/// ```
/// Resources are matched by type and id, then by type and order; repetitions by what stays the same at both ends.
package enum CanonicalDifference {
    package static func between(_ before: Tree, _ after: Tree) -> [ElementDifference] {
        var run = Comparison(a: before, b: after)
        guard !before.isEmpty, !after.isEmpty else { return [] }
        run.compareDocuments()
        return run.found
    }
}

private struct Comparison {
    let a: Tree
    let b: Tree
    var found: [ElementDifference] = []
    private let entry: Name = "entry"

    init(a: Tree, b: Tree) {
        self.a = a
        self.b = b
    }

    mutating func compareDocuments() {
        let (left, right) = (resources(a), resources(b))
        let root = a.name(of: .root).isEmpty ? a.text(of: .root) : a.name(of: .root)
        compareChildren(.root, .root, path: root, element: root, skipping: left.isEmpty && right.isEmpty ? nil : entry)
        var free = right
        var pairs: [(Resource, Resource?)] = left.map { resource in
            let at = free.firstIndex { $0.type == resource.type && $0.id == resource.id }
            return (resource, at.map { free.remove(at: $0) })
        }
        for index in pairs.indices where pairs[index].1 == nil {
            let type = pairs[index].0.type
            if let at = free.firstIndex(where: { $0.type == type }) { pairs[index].1 = free.remove(at: at) }
        }
        for (resource, other) in pairs {
            let path = resource.path(among: left)
            if let other {
                compareChildren(resource.node, other.node, path: path, element: resource.type, skipping: nil)
            } else {
                note(.removed, path, resource.type, resource.node, nil)
            }
        }
        for resource in free { note(.added, resource.path(among: right), resource.type, nil, resource.node) }
    }

    private struct Resource {
        var node: Tree.ID
        var type: String
        var id: String

        func path(among all: [Resource]) -> String {
            let same = all.filter { $0.type == type }
            guard same.count > 1, let at = same.firstIndex(where: { $0.node == node }) else { return type }
            return "\(type)#\(at + 1)"
        }
    }

    private func resources(_ tree: Tree) -> [Resource] {
        tree.children(of: .root, named: entry).compactMap { entry in
            tree.first("resource", from: entry).map {
                Resource(node: $0, type: tree.text(of: $0), id: tree.text("id", from: $0) ?? "")
            }
        }
    }

    // MARK: elements

    private mutating func compare(_ x: Tree.ID, _ y: Tree.ID, path: String, element: String) {
        let (left, right) = (a[x], b[y])
        // An object of the tree carries a resource's type as its value; so do both sides, or they differ.
        if left.kind != right.kind || !a.value(of: x).elementsEqual(b.value(of: y)) {
            note(.changed, path, element, x, y)
            return
        }
        compareChildren(x, y, path: path, element: element, skipping: nil)
    }

    private mutating func compareChildren(_ x: Tree.ID, _ y: Tree.ID, path: String, element: String, skipping: Name?) {
        var names: [String] = []
        var left: [String: [Tree.ID]] = [:]
        var right: [String: [Tree.ID]] = [:]
        for child in a.children(of: x) {
            if let skipping, a.node(child, isNamed: skipping) { continue }
            let name = a.name(of: child)
            if left[name] == nil { names.append(name) }
            left[name, default: []].append(child)
        }
        for child in b.children(of: y) {
            if let skipping, b.node(child, isNamed: skipping) { continue }
            let name = b.name(of: child)
            if left[name] == nil, right[name] == nil { names.append(name) }
            right[name, default: []].append(child)
        }
        for name in names {
            compareLists(left[name] ?? [], right[name] ?? [], path: "\(path).\(name)", element: "\(element).\(name)")
        }
    }

    private mutating func compareLists(_ x: [Tree.ID], _ y: [Tree.ID], path: String, element: String) {
        func step(_ index: Int, of count: Int, _ node: Tree.Node) -> String {
            count > 1 || node.flags.contains(.repeats) ? "\(path)[\(index)]" : path
        }
        var (start, xEnd, yEnd) = (0, x.count, y.count)
        if x.count != y.count {
            while start < xEnd, start < yEnd, isSame(x[start], y[start]) { start += 1 }
            while xEnd > start, yEnd > start, isSame(x[xEnd - 1], y[yEnd - 1]) {
                xEnd -= 1
                yEnd -= 1
            }
        }
        let pairs = min(xEnd, yEnd)
        for index in start..<max(start, pairs) {
            compare(x[index], y[index], path: step(index, of: max(x.count, y.count), b[y[index]]), element: element)
        }
        for index in max(start, pairs)..<max(start, pairs, xEnd) {
            note(.removed, step(index, of: x.count, a[x[index]]), element, x[index], nil)
        }
        for index in max(start, pairs)..<max(start, pairs, yEnd) {
            note(.added, step(index, of: y.count, b[y[index]]), element, nil, y[index])
        }
    }

    private func isSame(_ x: Tree.ID, _ y: Tree.ID) -> Bool { JSONWriter.write(a, from: x) == JSONWriter.write(b, from: y) }

    private mutating func note(
        _ change: ElementDifference.Change, _ path: String, _ element: String, _ x: Tree.ID?, _ y: Tree.ID?
    ) {
        found.append(
            ElementDifference(
                change: change, path: path, element: element, before: x.map { json(a, $0) }, after: y.map { json(b, $0) },
                beforeNode: x, afterNode: y))
    }

    private func json(_ tree: Tree, _ node: Tree.ID) -> String {
        String(decoding: JSONWriter.write(tree, from: node), as: UTF8.self)
    }
}

extension Tree {
    /// With every value that is exactly `hash` replaced by `RELEASE`: the hash changes with every edit of a map, what
    /// is mapped should not.
    package func withoutRelease(_ hash: String) -> Tree {
        var tree = self
        let hash = Array(hash.utf8)
        for index in tree.nodes.indices where tree.nodes[index].length == hash.count {
            if tree.value(of: Tree.ID(UInt32(index))).elementsEqual(hash) {
                let place = tree.store("RELEASE".utf8)
                tree.nodes[index].start = place.start
                tree.nodes[index].length = place.length
            }
        }
        return tree
    }
}

/// Which rule made an element: the nearest one on the way up.
package struct RuleLookup: Sendable {
    private var rules: [String: String] = [:]

    package init(_ trace: [TraceEntry]) {
        for entry in trace { rules[entry.target] = "\(entry.file):\(entry.line)" }
    }

    package func rule(of node: Tree.ID, in tree: Tree) -> String? {
        var path = tree.path(of: node)[...]
        while true {
            if let rule = rules[String(path)] { return rule }
            guard let dot = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<dot]
        }
    }
}
