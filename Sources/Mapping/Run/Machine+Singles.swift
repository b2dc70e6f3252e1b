import FHIRPath
import Tree

// Functions of one text on its bytes; several values, parts below the value and other characters than ASCII are left to
// the expression's program.
extension Machine {
    private enum Single {
        case one(Item)
        case result(Item)
    }

    /// The only item that `base` gives, a leaf or a text; otherwise what the program says.
    @inline(__always)
    private mutating func only(_ base: OperationID, _ program: Int) -> Single {
        let item = valued(base)
        switch item.tag {
        case .nothing: return .result(item)
        case .text: return .one(item)
        case .node where isHL7Value(nodes[Int(item.a)].kind) && nodes[Int(item.a)].firstChild == 0: return .one(item)
        case .node, .number, .boolean, .several:
            release(item)
            return .result(general(program))
        }
    }

    private func isASCII(_ item: Item) -> Bool { !bytes(of: item).contains { $0 >= 0x80 } }

    mutating func matches(_ base: OperationID, _ pattern: Int, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard let isMatch = code.patterns[pattern].matches(bytes(of: item)) else { return general(program) }
            read(item)
            return .boolean(isMatch)
        }
    }

    mutating func contains(_ base: OperationID, _ place: Place, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            read(item)
            let text = bytes(of: item)
            let wanted = output.text(place)
            var at = 0
            while at + wanted.count <= text.count {
                if areSame(UnsafeBufferPointer(rebasing: text[at..<at + wanted.count]), wanted) { return .boolean(true) }
                at += 1
            }
            return .boolean(false)
        }
    }

    mutating func startsWith(_ base: OperationID, _ place: Place, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard isASCII(item) else { return general(program) }
            read(item)
            let text = bytes(of: item)
            let wanted = output.text(place)
            guard text.count >= wanted.count else { return .boolean(false) }
            return .boolean(areSame(UnsafeBufferPointer(rebasing: text[..<wanted.count]), wanted))
        }
    }

    /// Where the text begins in it, from zero; -1 where it does not stand.
    mutating func indexOf(_ base: OperationID, _ wanted: OperationID, _ program: Int) -> Item {
        guard case .one(let part) = only(wanted, program) else { return general(program) }
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard isASCII(item), isASCII(part) else { return general(program) }
            read(item)
            read(part)
            let text = bytes(of: item)
            let wanted = bytes(of: part)
            var at = 0
            while at + wanted.count <= text.count {
                if areSame(UnsafeBufferPointer(rebasing: text[at..<at + wanted.count]), wanted) { break }
                at += 1
            }
            let isFound = at + wanted.count <= text.count
            return .number(output.store(isFound ? String(at) : "-1"))
        }
    }

    /// The parts between separators.
    mutating func split(_ base: OperationID, _ separator: Place, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard isASCII(item) else { return general(program) }
            let place = place(item)
            let text = output.text(place)
            let wanted = output.text(separator)
            let mark = stack.count
            var start = 0
            var at = 0
            while at + wanted.count <= text.count {
                guard areSame(UnsafeBufferPointer(rebasing: text[at..<at + wanted.count]), wanted) else {
                    at += 1
                    continue
                }
                stack.append(.text(Place(start: place.start + UInt32(start), length: UInt32(at - start))))
                at += wanted.count
                start = at
            }
            stack.append(.text(Place(start: place.start + UInt32(start), length: UInt32(text.count - start))))
            return collapse(mark)
        }
    }

    mutating func lower(_ base: OperationID, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard isASCII(item) else { return general(program) }
            let start = output.bytes.count
            appendBytes(item)
            for index in start..<output.bytes.count { output.bytes[index] = lowercased(output.bytes[index]) }
            return .text(output.place(from: start))
        }
    }

    mutating func toDecimal(_ base: OperationID, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            if isPlainNumber(bytes(of: item)) { return .number(place(item)) }
            guard isASCII(item) else { return general(program) }
            read(item)
            guard let number = ExactDecimal(bytes(of: item), exponent: false) else { return .nothing }
            return .number(output.store(number.description))
        }
    }

    mutating func isDecimal(_ base: OperationID, _ program: Int) -> Item {
        switch only(base, program) {
        case .result(let result): return result
        case .one(let item):
            guard isASCII(item) else { return general(program) }
            read(item)
            return .boolean(isPlainNumber(bytes(of: item)) || ExactDecimal(bytes(of: item), exponent: false) != nil)
        }
    }

    /// Digits with at most one point between them, as a number is written again: no sign, and no zero before another digit.
    private func isPlainNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count < 16, let first = text.first, let last = text.last, isDigit(first), isDigit(last) else { return false }
        if first == UInt8(ascii: "0"), text.count > 1, isDigit(text[1]) { return false }
        var points = 0
        for byte in text where !isDigit(byte) {
            guard byte == UInt8(ascii: ".") else { return false }
            points += 1
        }
        return points < 2
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
