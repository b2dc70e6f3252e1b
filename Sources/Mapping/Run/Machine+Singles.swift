import FHIRPath
import Tree

// Functions of one text on its bytes; several values, parts below the value and other characters than ASCII are left to
// the expression's program.
extension Machine {
    /// The only item that `base` gives, a leaf or a text; nil after `base` gave nothing, or the program has run.
    private mutating func only(_ base: OperationID, _ program: Int) -> Item? {
        let mark = stack.count
        evaluate(base)
        dropUnvalued(from: mark)
        let count = stack.count - mark
        if count == 0 { return nil }
        let item = stack[mark]
        truncate(to: mark)
        let isPlain =
            switch item.tag {
            case .node: isHL7Value(nodes[Int(item.a)].kind) && nodes[Int(item.a)].firstChild == 0
            case .text: true
            case .number, .boolean: false
            }
        if count == 1, isPlain { return item }
        general(program)
        return nil
    }

    mutating func matches(_ base: OperationID, _ pattern: Int, _ program: Int) {
        guard let item = only(base, program) else { return }
        guard let isMatch = withBytes(item, { code.patterns[pattern].matches($0) }) else { return general(program) }
        read(item)
        stack.append(.boolean(isMatch))
    }

    mutating func contains(_ base: OperationID, _ text: Place, _ program: Int) {
        guard let item = only(base, program) else { return }
        read(item)
        let isFound = withBytes(item) { bytes in
            withBytes(.text(text)) { wanted in
                var at = 0
                while at + wanted.count <= bytes.count {
                    if bytes[at] == wanted[0], isSame(UnsafeBufferPointer(rebasing: bytes[at..<at + wanted.count]), wanted) {
                        return true
                    }
                    at += 1
                }
                return false
            }
        }
        stack.append(.boolean(isFound))
    }

    mutating func lower(_ base: OperationID, _ program: Int) {
        guard let item = only(base, program) else { return }
        guard withBytes(item, { bytes in !bytes.contains { $0 >= 0x80 } }) else { return general(program) }
        let place = place(item)
        let start = output.bytes.count
        repeatBytes(place)
        for index in start..<output.bytes.count { output.bytes[index] = lowercased(output.bytes[index]) }
        stack.append(.text(Place(start: UInt32(start), length: place.length)))
    }

    mutating func toDecimal(_ base: OperationID, _ program: Int) {
        guard let item = only(base, program) else { return }
        guard withBytes(item, { bytes in !bytes.contains { $0 >= 0x80 } }) else { return general(program) }
        read(item)
        guard let number = withBytes(item, { ExactDecimal($0, exponent: false) }) else { return }
        pushText(number.description, number: true)
    }

    mutating func among(_ base: OperationID, _ texts: Extent) {
        let mark = stack.count
        evaluate(base)
        dropUnvalued(from: mark)
        guard stack.count > mark else { return }
        let item = stack[mark]
        truncate(to: mark)
        read(item)
        let isFound = withBytes(item) { bytes in
            output.bytes.withUnsafeBufferPointer { constants in
                for index in texts.indices {
                    let text = code.places[index]
                    guard Int(text.length) == bytes.count else { continue }
                    if isSame(bytes, UnsafeBufferPointer(rebasing: constants[Int(text.start)..<Int(text.start + text.length)]))
                    {
                        return true
                    }
                }
                return false
            }
        }
        stack.append(.boolean(isFound))
    }
}
