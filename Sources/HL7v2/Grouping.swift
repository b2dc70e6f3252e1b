import Diagnostics
import Tree

/// Puts segments into the groups of a message structure, as they come and whatever they do.
///
/// A segment goes where the structure expects it next, inner groups first. Where that fails it is not lost: it goes to the
/// nearest open group that may hold it, by these rules, and every such deviation is an issue:
/// - A segment that heads a group begins a new one (a second OBR under one ORC).
/// - A late segment joins the group it belongs to, without moving on the message (a PV1 behind the orders).
/// - A group is entered without its head only when nothing else fits (an OBX without OBR).
/// - Notes never open a group and never jump back: an NTE that is not expected stays with the segment it follows.
/// - Groups of prior results are entered by their PID only: otherwise every second OBR would be one.
/// - Z segments and segments that stand nowhere in the structure stay where they stand.
struct Grouping {
    /// One instance of a group.
    private struct Frame {
        var element: Int
        var node: Tree.ID
        var parent: Int
        /// The child element at which the instance stands.
        var at: Int
        /// Which children were seen, by their offset.
        var seen: UInt64 = 0
    }

    private enum Fit { case strict, headed, anywhere }

    private let elements: [Structure.Element]
    /// Whether the message holds a TXA: without one an OBX is no order's document.
    private let hasDocument: Bool
    private var frames: [Frame] = []
    /// Indices of the open frames, the message first.
    private var stack: [Int] = []
    /// What is known of a group element.
    private struct Known {
        /// The last instance, -1 for none.
        var instance: Int32 = -1
        /// The name of its instances, which stands in the tree's bytes once.
        var nameStart: UInt32 = 0
        var nameHash: UInt32 = 0
    }
    private var known: [Known]
    /// Where the segment before stands, when it joined a group that is not the open one.
    private var detour: Int?

    init(_ structure: Structure, root: Tree.ID, hasDocument: Bool) {
        elements = structure.elements
        self.hasDocument = hasDocument
        known = [Known](repeating: Known(), count: structure.elements.count)
        frames.append(Frame(element: 0, node: root, parent: 0, at: structure.root.lowerBound))
        stack.append(0)
    }

    /// Where a segment was put, and what is to be said about it.
    struct Place {
        var parent: Tree.ID
        var finding: Finding?
    }

    enum Finding { case outOfOrder, withoutHead, repeated, unexpected }

    /// The group node for the next segment; makes the groups that it opens.
    mutating func place(_ id: SegmentID, at source: UInt32, in tree: inout Tree) -> Place {
        let before = detour
        detour = nil
        let isNote = id == "NTE"
        if before == nil || !isNote {
            if id == "PID", let (frame, element) = missingHead(id) { return put(frame, element, finding: .outOfOrder) }
            if let found = strict(id, isNote: isNote, source, &tree) { return Place(parent: frames[found].node) }
        }
        if let before, isNote || id.isLocal {
            detour = before
            return Place(parent: frames[before].node)
        }
        if !isNote, !id.isLocal {
            if let place = lenient(id, source, &tree) { return place }
            if let place = withoutHead(id, source, &tree) { return place }
        }
        if let place = wildcard() { return place }
        return Place(parent: frames[stack[stack.count - 1]].node, finding: id.isLocal ? nil : .unexpected)
    }

    // MARK: What is expected

    private mutating func strict(_ id: SegmentID, isNote: Bool, _ source: UInt32, _ tree: inout Tree) -> Int? {
        var level = stack.count - 1
        while level >= 0 {
            let frame = stack[level]
            if let element = forward(frame, id, isNote: isNote) {
                stack.removeLast(stack.count - 1 - level)
                return enter(frame, element, id, .strict, source, &tree)
            }
            level -= 1
        }
        return nil
    }

    /// The child of the frame that takes the segment without leaving out what is required.
    private func forward(_ frame: Int, _ id: SegmentID, isNote: Bool) -> Int? {
        let current = frames[frame]
        let children = elements[current.element].children
        let inPrior = elements[current.element].isPrior
        var at = current.at
        while at < children.upperBound {
            let wasSeen = current.seen & bit(at, children) != 0
            if !wasSeen || elements[at].repeats {
                switch elements[at].kind {
                case .segment: if elements[at].id == id { return at }
                case .group: if !isNote, mayEnter(at, id, inPrior: inPrior), starts(at, with: id) { return at }
                case .anySegment: break
                }
            }
            if elements[at].isRequired, !wasSeen, !isChoiceOpen(at, current, children) { return nil }
            at += 1
        }
        return nil
    }

    /// Whether a required alternative may be passed over: another one was seen or may still come.
    private func isChoiceOpen(_ at: Int, _ frame: Frame, _ children: Range<Int>) -> Bool {
        let choice = elements[at].choice
        guard choice != 0 else { return false }
        if at + 1 < children.upperBound, elements[at + 1].choice == choice { return true }
        return children.contains { elements[$0].choice == choice && frame.seen & bit($0, children) != 0 }
    }

    /// Whether the group can begin with this segment.
    private func starts(_ group: Int, with id: SegmentID) -> Bool {
        if elements[group].isDocument, !hasDocument { return false }
        let children = elements[group].children
        for at in children {
            switch elements[at].kind {
            case .segment: if elements[at].id == id { return true }
            case .group: if starts(at, with: id) { return true }
            case .anySegment: break
            }
            if elements[at].isRequired {
                let choice = elements[at].choice
                if choice == 0 || at + 1 >= children.upperBound || elements[at + 1].choice != choice { return false }
            }
        }
        return false
    }

    private func mayEnter(_ group: Int, _ id: SegmentID, inPrior: Bool) -> Bool {
        (inPrior || !elements[group].isPrior || id == "PID") && (hasDocument || !elements[group].isDocument)
    }

    // MARK: What is not

    /// An open group whose head is still missing: a PID behind its PV1.
    private func missingHead(_ id: SegmentID) -> (frame: Int, element: Int)? {
        for frame in stack.dropFirst().reversed() {
            guard let element = element(id, in: frame) else { continue }
            let current = frames[frame]
            let wasSeen = current.seen & bit(element, elements[current.element].children) != 0
            if element < current.at, !wasSeen { return (frame, element) }
        }
        return nil
    }

    private mutating func lenient(_ id: SegmentID, _ source: UInt32, _ tree: inout Tree) -> Place? {
        for level in stride(from: stack.count - 1, through: 0, by: -1) {
            let frame = stack[level]
            let current = frames[frame]
            let isInnermost = level == stack.count - 1
            if let element = element(id, in: frame) {
                if level > 0, starts(current.element, with: id) {
                    stack.removeLast(stack.count - level)
                    let made = enter(current.parent, current.element, id, .headed, source, &tree)
                    return Place(parent: frames[made].node, finding: .repeated)
                }
                if isInnermost || element >= current.at {
                    stack.removeLast(stack.count - 1 - level)
                    // Going on over something required is no disorder: what is missing is said at the end.
                    return put(frame, element, finding: element > current.at ? nil : .outOfOrder)
                }
                return join(frame, element)
            }
            let inPrior = elements[current.element].isPrior
            for child in elements[current.element].children
            where elements[child].kind == .group && mayEnter(child, id, inPrior: inPrior) && starts(child, with: id) {
                let repeated = latest(child, in: frame) != nil && !elements[child].repeats
                if isInnermost || child >= current.at {
                    stack.removeLast(stack.count - 1 - level)
                    let made = enter(frame, child, id, .headed, source, &tree)
                    return Place(
                        parent: frames[made].node, finding: repeated ? .repeated : child > current.at ? nil : .outOfOrder)
                }
                return join(enterAside(frame, child, id, .headed, source, &tree))
            }
            if let place = reopened(frame, id, source, &tree, depth: 0) { return place }
        }
        return nil
    }

    /// Looks into the last instances of groups that are closed already.
    private mutating func reopened(_ frame: Int, _ id: SegmentID, _ source: UInt32, _ tree: inout Tree, depth: Int) -> Place? {
        guard depth < 12 else { return nil }
        for child in elements[frames[frame].element].children.reversed() where elements[child].kind == .group {
            guard !elements[child].isPrior, let instance = latest(child, in: frame), !stack.contains(instance) else { continue }
            if let element = element(id, in: instance) { return join(instance, element) }
            for group in elements[child].children
            where elements[group].kind == .group && !elements[group].isPrior && starts(group, with: id) {
                return join(enterAside(instance, group, id, .headed, source, &tree))
            }
            if let place = reopened(instance, id, source, &tree, depth: depth + 1) { return place }
        }
        return nil
    }

    /// Enters a group that holds the segment, although its head did not come.
    private mutating func withoutHead(_ id: SegmentID, _ source: UInt32, _ tree: inout Tree) -> Place? {
        for level in stride(from: stack.count - 1, through: 0, by: -1) {
            let frame = stack[level]
            let current = frames[frame]
            let candidates = elements[current.element].children.filter {
                elements[$0].kind == .group && (!elements[$0].isPrior || elements[current.element].isPrior) && holds($0, id)
            }
            guard let child = candidates.first(where: { $0 >= current.at }) ?? candidates.first else { continue }
            stack.removeLast(stack.count - 1 - level)
            let made = enter(frame, child, id, .anywhere, source, &tree)
            return Place(parent: frames[made].node, finding: .withoutHead)
        }
        return nil
    }

    private func wildcard() -> Place? {
        for frame in stack.reversed()
        where elements[frames[frame].element].children.contains(where: { elements[$0].kind == .anySegment }) {
            return Place(parent: frames[frame].node)
        }
        return nil
    }

    // MARK: Making and marking

    /// Puts the segment into the frame's element or, for a group, into a new instance of it; gives the segment's frame.
    private mutating func enter(
        _ frame: Int, _ element: Int, _ id: SegmentID, _ fit: Fit, _ source: UInt32, _ tree: inout Tree
    ) -> Int {
        var frame = frame
        var element = element
        while true {
            mark(frame, element, moves: true)
            guard elements[element].kind == .group else { return frame }
            frame = make(element, in: frame, source, &tree)
            stack.append(frame)
            guard let next = child(of: element, for: id, fit) else { return frame }
            element = next
        }
    }

    /// As `enter`, but the open groups stay open and no position moves.
    private mutating func enterAside(
        _ frame: Int, _ element: Int, _ id: SegmentID, _ fit: Fit, _ source: UInt32, _ tree: inout Tree
    ) -> Int {
        let open = stack
        let at = frames[frame].at
        let made = enter(frame, element, id, fit, source, &tree)
        stack = open
        frames[frame].at = at
        return made
    }

    private func child(of group: Int, for id: SegmentID, _ fit: Fit) -> Int? {
        let children = elements[group].children
        if let direct = children.first(where: { elements[$0].kind == .segment && elements[$0].id == id }) { return direct }
        if let headed = children.first(where: { elements[$0].kind == .group && starts($0, with: id) }) { return headed }
        guard fit == .anywhere else { return nil }
        return children.first { elements[$0].kind == .group && !elements[$0].isPrior && holds($0, id) }
    }

    private func holds(_ group: Int, _ id: SegmentID) -> Bool {
        guard hasDocument || !elements[group].isDocument else { return false }
        return elements[group].children.contains { at in
            switch elements[at].kind {
            case .segment: elements[at].id == id
            case .group: !elements[at].isPrior && holds(at, id)
            case .anySegment: false
            }
        }
    }

    private mutating func make(_ element: Int, in parent: Int, _ source: UInt32, _ tree: inout Tree) -> Int {
        if elements[element].isTransparent {
            frames.append(
                Frame(
                    element: element, node: frames[parent].node, parent: parent, at: elements[element].children.lowerBound))
            known[element].instance = Int32(truncatingIfNeeded: frames.count - 1)
            return frames.count - 1
        }
        var node = Tree.Node(kind: .group)
        if known[element].instance < 0 {
            var name = elements[element].name
            name.withUTF8 {
                known[element].nameStart = UInt32(truncatingIfNeeded: tree.bytes.count)
                known[element].nameHash = Name.hash(of: UnsafeRawBufferPointer($0))
                tree.bytes.append(contentsOf: $0)
            }
        }
        node.nameStart = known[element].nameStart
        node.nameLength = UInt8(truncatingIfNeeded: elements[element].name.utf8.count)
        node.matchLength = node.nameLength
        node.nameHash = known[element].nameHash
        node.source = source
        node.start = source
        let id = tree.append(node, to: frames[parent].node)
        frames.append(Frame(element: element, node: id, parent: parent, at: elements[element].children.lowerBound))
        known[element].instance = Int32(truncatingIfNeeded: frames.count - 1)
        return frames.count - 1
    }

    private mutating func put(_ frame: Int, _ element: Int, finding: Finding?) -> Place {
        mark(frame, element, moves: frame == stack.last)
        return Place(parent: frames[frame].node, finding: finding)
    }

    private mutating func join(_ frame: Int, _ element: Int) -> Place {
        mark(frame, element, moves: false)
        return join(frame)
    }

    private mutating func join(_ frame: Int) -> Place {
        detour = frame
        return Place(parent: frames[frame].node, finding: .outOfOrder)
    }

    private mutating func mark(_ frame: Int, _ element: Int, moves: Bool) {
        frames[frame].seen |= bit(element, elements[frames[frame].element].children)
        if moves { frames[frame].at = element }
    }

    /// Beyond 64 children (no structure has as many) the last bit stands for all.
    private func bit(_ element: Int, _ children: Range<Int>) -> UInt64 {
        1 << UInt64(min(63, max(0, element - children.lowerBound)))
    }

    private func element(_ id: SegmentID, in frame: Int) -> Int? {
        elements[frames[frame].element].children.first { elements[$0].kind == .segment && elements[$0].id == id }
    }

    private func latest(_ element: Int, in frame: Int) -> Int? {
        let found = Int(known[element].instance)
        return found >= 0 && frames[found].parent == frame ? found : nil
    }

    // MARK: The end

    /// What the structure requires and the message has not: the group's node and the name of what is missing.
    func missing(limit: Int) -> [(node: Tree.ID, name: String, isGroup: Bool)] {
        var found: [(Tree.ID, String, Bool)] = []
        for frame in frames {
            let children = elements[frame.element].children
            for at in children
            where elements[at].isRequired && frame.seen & bit(at, children) == 0 && elements[at].kind != .anySegment
                && !isChoiceOpen(at, frame, children)
            {
                found.append((frame.node, elements[at].name, elements[at].kind == .group))
                if found.count >= limit { return found }
            }
        }
        return found
    }
}
