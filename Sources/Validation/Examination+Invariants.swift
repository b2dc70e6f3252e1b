import Diagnostics
import FHIR
import FHIRPath
import Tree

extension Examination {
    /// FHIR's invariants of the node's type and of the element that it is.
    mutating func invariants(at id: Tree.ID) {
        let table = InvariantTable.r4
        let type = Int(tree[id].type)
        guard type > 0, type < table.byType.count else { return }
        for index in table.byType[type] { invariant(table.all[index], at: id) }
        guard let parent = tree.parent(of: id) else { return }
        let owner = tree[parent].type
        guard table.owners.contains(owner) else { return }
        for index in table.byElement[.init(owner: owner, name: elementName(of: id))] ?? [] {
            invariant(table.all[index], at: id)
        }
    }

    /// Whether start and end of a period say the same time, one of them to the minute: R5 takes such a period as good.
    private func isWithin(_ period: Tree.ID) -> Bool {
        guard let start = text("start", of: period), let end = text("end", of: period) else { return false }
        return start.hasPrefix(end) || end.hasPrefix(start)
    }

    private mutating func invariant(_ invariant: InvariantTable.Invariant, at id: Tree.ID) {
        // That a resource should have a narrative is said once a document.
        if invariant.key == "dom-6", isNarrativeMissed { return }
        if invariant.key == "per-1", isWithin(id) { return }
        if let subject = invariant.subject, child(subject, of: id) == nil { return }
        guard let program = invariant.program, holds(program, at: id) == false else { return }
        if invariant.key == "dom-6" { isNarrativeMissed = true }
        report(invariant.key, invariant.demand, at: id, severity: invariant.isError ? .error : .warning)
    }

    // MARK: Contained resources

    /// dom-3, dom-4 and dom-5, without walking the resource once a contained one; dom-2 is the structure's.
    mutating func contained(of resource: Tree.ID) {
        let contained = children("contained", of: resource)
        guard !contained.isEmpty else { return }
        var mentioned: Set<String> = []
        var refersToContainer: Set<UInt32> = []
        for id in descendants(of: resource) where tree[id].kind == .string {
            let isReference = tree.node(id, isNamed: "reference")
            switch shape(of: id) {
            case .uri, .url, .canonical, .oid, .uuid: break
            default: if !isReference { continue }
            }
            guard tree.value(of: id).first == UInt8(ascii: "#") else { continue }
            let text = tree.text(of: id)
            mentioned.insert(text)
            if text == "#" { refersToContainer.insert(self.resource(around: id).rawValue) }
        }
        for id in contained where isResource(id) {
            let own = text("id", of: id)
            if own == nil { report("contained-id", "a contained resource needs an id", at: id) }
            let isMentioned = own.map { mentioned.contains("#" + $0) } ?? true
            if !isMentioned, !refersToContainer.contains(id.rawValue) {
                report("dom-3", "a contained resource must be referred to, or refer to its container", at: id)
            }
            guard let meta = child("meta", of: id) else { continue }
            if child("versionId", of: meta) != nil || child("lastUpdated", of: meta) != nil {
                report("dom-4", "a contained resource has neither versionId nor lastUpdated", at: meta)
            }
            if child("security", of: meta) != nil {
                report("dom-5", "a contained resource has no security label of its own", at: meta)
            }
        }
    }

    /// ele-1: an id alone says nothing. What has neither value nor children is the structure's.
    mutating func onlyID(at id: Tree.ID) {
        let kind = tree[id].kind
        guard kind == .null || (kind == .object && !isResource(id)), let only = tree.firstChild(of: id),
            tree.node(only, isNamed: "id")
        else { return }
        report("ele-1", "an element has a value or children besides its id", at: id)
    }

    /// The ids of elements are unique in their resource; contained resources have their own.
    mutating func elementIDs(of resource: Tree.ID) {
        // Its snapshot and its differential say the same elements.
        if tree.value(of: resource).elementsEqual("StructureDefinition".utf8) { return }
        var seen: Set<String> = []
        var pending = children(of: resource)
        while let id = pending.popLast() {
            if isResource(id) { continue }
            pending += children(of: id)
            guard tree.node(id, isNamed: "id"), tree.parent(of: id) != resource, isPrimitive(id) else { continue }
            if !seen.insert(tree.text(of: id)).inserted {
                report("duplicate-id", "two elements of the resource have the same id", at: id)
            }
        }
    }

    // MARK: Order

    /// In XML the elements stand in the order of the specification.
    mutating func order(below id: Tree.ID) {
        guard let type = schema.type(.init(rawValue: tree[id].type)) else { return }
        var places: [String: Int] = [:]
        for (place, element) in type.elements.enumerated() { places[element.name] = place }
        var last = -1
        for child in tree.children(of: id) {
            guard tree[child].type != 0 else { continue }
            let name = elementName(of: child)
            // An extension's url is an attribute, and stands before everything.
            guard let place = places[name], !(name == "url" && shape(of: id) == .extension) else { continue }
            if place < last {
                report("xml-order", "the element stands after one that it must precede", at: child)
                return
            }
            last = place
        }
    }
}
