package import Tree

extension Tree {
    /// Whether something else than its first part (and that one's first) has a value.
    package func hasFurtherParts(_ id: ID) -> Bool {
        var next = nodes[id.index].firstChild
        while next != 0 {
            let part = nodes[Int(next)]
            if part.position != 1 || part.nextSibling != 0 { return true }
            next = part.firstChild
        }
        return false
    }

    /// Makes an element that has parts one text again, separators and all: what its sender meant when the element is of a
    /// primitive data type and somebody forgot to escape. The nodes of its parts stay in the arena, empty and unlinked.
    package mutating func joinParts(of id: ID, charset: Charset) {
        guard nodes[id.index].firstChild != 0, let delimiters else { return }
        let raw = Array(value(of: id))
        var plain: [UInt8] = []
        plain.reserveCapacity(raw.count)
        // What is wrong with an escape or a character was said when the parts were read.
        _ = Escapes(delimiters).decode(raw, into: &plain)
        var text: [UInt8] = []
        _ = charset.decode(plain, into: &text)
        empty(partsOf: nodes[id.index].firstChild)
        nodes[id.index].firstChild = 0
        nodes[id.index].lastChild = 0
        guard text != raw else { return }
        let place = store(text)
        nodes[id.index].start = place.start
        nodes[id.index].length = place.length
        nodes[id.index].flags.insert(.decoded)
    }

    /// Components and subcomponents: two levels at most.
    private mutating func empty(partsOf first: UInt32) {
        var next = first
        while next != 0 {
            let part = nodes[Int(next)]
            if part.firstChild != 0 { empty(partsOf: part.firstChild) }
            nodes[Int(next)].length = 0
            nodes[Int(next)].flags = Flags(rawValue: 0)
            nodes[Int(next)].firstChild = 0
            nodes[Int(next)].lastChild = 0
            next = part.nextSibling
        }
    }
}
