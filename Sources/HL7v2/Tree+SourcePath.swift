package import Tree

extension Tree {
    /// Where the node stands, as people write it: `PID-3[2].4.1`, `OBX[2]-5`; a group's name for a group, and the structure's
    /// for the message. Numbers are one-based and count empty repetitions too.
    package func hl7Path(of id: ID) -> String {
        sourcePath(of: id)?.description ?? (isEmpty ? "" : name(of: id))
    }

    /// As `hl7Path`, in parts; nil for the message and for groups.
    package func sourcePath(of id: ID) -> SourcePath? {
        var position: [(kind: Kind, number: Int)] = []
        var at = id
        var field: ID?
        while nodes.indices.contains(at.index) {
            switch self[at].kind {
            case .component, .subcomponent: position.append((self[at].kind, Int(self[at].position)))
            case .field:
                position.append((.field, Int(self[at].position)))
                field = at
            case .segment: return path(segment: at, field: field, position)
            default: return nil
            }
            guard let parent = parent(of: at) else { return nil }
            at = parent
        }
        return nil
    }

    private func path(segment: ID, field: ID?, _ position: [(kind: Kind, number: Int)]) -> SourcePath? {
        let start = Int(self[segment].nameStart)
        guard start + 3 <= bytes.count else { return nil }
        var path = SourcePath(SegmentID(bytes[start], bytes[start + 1], bytes[start + 2]))
        path.occurrence = occurrence(of: segment)
        for part in position {
            switch part.kind {
            case .field: path.field = part.number
            case .component: path.component = part.number
            case .subcomponent: path.subcomponent = part.number
            default: break
            }
        }
        if let field { path.repetition = repetition(of: field, in: segment) }
        return path
    }

    /// Counted in the order of the source, in which a late segment may stand behind its group.
    private func occurrence(of segment: ID) -> Int {
        let wanted = self[segment]
        var count = 1
        for node in nodes
        where node.kind == .segment && node.nameHash == wanted.nameHash && node.source < wanted.source { count += 1 }
        return count
    }

    /// Counts the separators from the field's begin: empty repetitions have no node.
    private func repetition(of field: ID, in segment: ID) -> Int {
        guard self[field].position > 2 || !Index.countsSeparator(id(of: segment)),
            let delimiters = delimiters
        else { return 1 }
        var at = Int(self[field].source)
        let start = Int(self[segment].source)
        var count = 1
        while at > start, at <= sourceLength {
            at -= 1
            if bytes[at] == delimiters.field { break }
            if bytes[at] == delimiters.repetition { count += 1 }
        }
        return count
    }

    private func id(of segment: ID) -> SegmentID {
        let start = Int(self[segment].nameStart)
        return SegmentID(bytes[start], bytes[start + 1], bytes[start + 2])
    }

    /// The separators of the message this tree was filled from.
    package var delimiters: Delimiters? {
        guard !isEmpty, self[.root].kind == .message else { return nil }
        let start = Int(self[.root].source)
        return bytes.withUnsafeBytes { Delimiters.read($0, at: start, report: { _, _, _, _ in }) }
    }
}
