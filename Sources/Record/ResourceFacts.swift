import Canonical
package import Tree

/// Names that are compared on every resource.
package enum Names {
    package static let id: Name = "id"
    package static let meta: Name = "meta"
    package static let `extension`: Name = "extension"
    package static let url: Name = "url"
    package static let identifier: Name = "identifier"
    package static let system: Name = "system"
    package static let value: Name = "value"
    package static let code: Name = "code"
    package static let coding: Name = "coding"
    package static let entry: Name = "entry"
    package static let resource: Name = "resource"
    package static let reference: Name = "reference"
    package static let status: Name = "status"

    static let deleteURL = Array(HubExtension.delete.utf8)
    static let incompleteURL = Array(HubExtension.incompleteList.utf8)
}

extension Tree {
    /// Whether `node` carries a marker extension with this URL.
    package func isMarked(_ node: ID, _ url: [UInt8]) -> Bool {
        var next = firstChild(of: node)
        while let child = next {
            if self.node(child, isNamed: Names.extension), let place = self.child(of: child, named: Names.url),
                value(of: place).elementsEqual(url)
            {
                return true
            }
            next = nextSibling(of: child)
        }
        return false
    }
}

/// A resource as a list of facts: what can be said, contradicted and deleted on its own.
///
/// A fact is a top-level element; the identifiers of one system, or an extension of one URL, are facts of their own, so
/// that a trust that sends its numbers does not unsay another's. A repeating element is one fact: a snapshot of the list.
package struct ResourceFacts: Sendable {
    package struct Fact: Sendable {
        package var key: FactKey
        package var members: [Tree.ID]
        package var isArray: Bool
        /// The sender wrote `""`.
        package var isDeleted: Bool
        /// A repetition could not be read: the list that is known must stay.
        package var isIncomplete: Bool
    }

    package private(set) var all: [Fact] = []

    package init(_ tree: Tree, _ resource: Tree.ID) {
        all.reserveCapacity(20)
        var next = tree.firstChild(of: resource)
        while let child = next {
            next = tree.nextSibling(of: child)
            guard let key = FactKey(tree, child) else { continue }
            let isArray = tree[child].flags.contains(.repeats)
            let isDeleted = tree.hasChildren(child) && tree.isMarked(child, Names.deleteURL)
            let isIncomplete = tree.hasChildren(child) && tree.isMarked(child, Names.incompleteURL)
            // An item that says only "incomplete" is no item of the list.
            let isItem = !(isIncomplete && tree.firstChild(of: child).flatMap { tree.nextSibling(of: $0) } == nil)
            if let index = all.lastIndex(where: { $0.key == key }) {
                all[index].isArray = true
                all[index].isIncomplete = all[index].isIncomplete || isIncomplete
                // A list is deleted only when nothing else stands in it.
                if all[index].isDeleted, !isDeleted {
                    all[index].isDeleted = false
                    all[index].members = []
                }
                if isItem, all[index].isDeleted == isDeleted { all[index].members.append(child) }
            } else {
                all.append(
                    Fact(
                        key: key, members: isItem ? [child] : [], isArray: isArray, isDeleted: isDeleted,
                        isIncomplete: isIncomplete))
            }
        }
        // `meta` is written behind `id`, where a reader finds it.
        if let meta = all.firstIndex(where: { $0.key == .meta }), meta != 0 {
            all.insert(all.remove(at: meta), at: 0)
        }
        joinArrays(tree)
    }

    /// Facts of one element name stand side by side (identifiers, extensions), as they must in JSON.
    private mutating func joinArrays(_ tree: Tree) {
        var index = 0
        while index < all.count {
            var other = index + 1
            var place = index + 1
            while other < all.count {
                if all[other].key.element == all[index].key.element {
                    if other != place { all.insert(all.remove(at: other), at: place) }
                    place += 1
                }
                other += 1
            }
            index = place
        }
    }
}

/// What a fact is about: the element, and for identifiers and extensions which of them.
package struct FactKey: Hashable, Sendable {
    package var element: UInt32
    package var which: UInt32

    package init(element: UInt32, which: UInt32 = 0) {
        self.element = element
        self.which = which
    }

    static let meta = FactKey(element: Names.meta.hash)

    /// Nil for what is no fact: the id, and the hub's marks.
    init?(_ tree: Tree, _ node: Tree.ID) {
        let hash = tree[node].nameHash
        if hash == Names.id.hash { return nil }
        if hash == Names.identifier.hash {
            self.init(element: hash, which: FactKey.hash(tree, tree.child(of: node, named: Names.system)))
            return
        }
        if hash == Names.extension.hash {
            guard let url = tree.child(of: node, named: Names.url) else { return nil }
            if ResourceWriter.isMark(tree.value(of: url)) { return nil }
            self.init(element: hash, which: FactKey.hash(tree, url))
            return
        }
        self.init(element: FactKey.base(tree, node))
    }

    private static func hash(_ tree: Tree, _ node: Tree.ID?) -> UInt32 {
        guard let node else { return 1 }
        return tree.bytes[tree.range(of: node)].withUnsafeBytes { Name.hash(of: $0) }
    }

    /// `deceasedBoolean` and `deceasedDateTime` are one fact, whether or not a schema has said so.
    private static func base(_ tree: Tree, _ node: Tree.ID) -> UInt32 {
        if tree[node].flags.contains(.choice) { return tree[node].nameHash }
        let start = Int(tree[node].nameStart)
        let name = tree.bytes[start..<start + Int(tree[node].nameLength)]
        for choice in choices where name.count > choice.bytes.count && name.starts(with: choice.bytes) {
            let following = name[name.startIndex + choice.bytes.count]
            if following >= UInt8(ascii: "A"), following <= UInt8(ascii: "Z") { return choice.hash }
        }
        return tree[node].nameHash
    }

    static let choices: [Name] = [
        "deceased", "multipleBirth", "value", "effective", "onset", "abatement", "occurrence", "born", "age", "source",
        "asNeeded", "performed",
    ]
}
