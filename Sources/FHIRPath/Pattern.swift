import Diagnostics

/// A regular expression, compiled to a small program that a bounded backtracking machine runs: a hostile pattern costs
/// steps, never a hang. `.` matches line ends too, as FHIRPath asks.
///
/// Knows literals, `.`, classes, `\d \w \s \b`, `\p{L}` and its kin, groups (numbered, named, not capturing), `|`, the greedy
/// and lazy quantifiers, `^ $`, look-ahead and back references.
struct Pattern: Sendable {
    enum Instruction: Sendable {
        case scalar(UInt32)
        case any
        case set(CharacterSet)
        /// Tries the first offset, then the second; both relative.
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        /// Remembers the place; `progress` fails when nothing was read since.
        case mark(Int)
        case progress(Int)
        case start, end
        case wordBoundary(Bool)
        /// Looks ahead with the instructions that follow, so many.
        case look(Int, negative: Bool)
        case reference(Int)
        case accept
    }

    /// Ranges and classes; `isNegated` turns it round.
    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>] = []
        var classes: [(kind: Class, negated: Bool)] = []
        var isNegated = false

        enum Class: Sendable { case digit, word, space, letter, upper, lower, number, punctuation, symbol }

        func contains(_ scalar: UInt32, ignoringCase: Bool) -> Bool {
            if matches(scalar) { return !isNegated }
            if ignoringCase, let other = Pattern.otherCase(scalar), matches(other) { return !isNegated }
            return isNegated
        }

        private func matches(_ scalar: UInt32) -> Bool {
            for range in ranges where range.contains(scalar) { return true }
            for (kind, negated) in classes where CharacterSet.contains(kind, scalar) != negated { return true }
            return false
        }

        static func contains(_ kind: Class, _ value: UInt32) -> Bool {
            guard let scalar = Unicode.Scalar(value) else { return false }
            switch kind {
            case .digit: return value >= 0x30 && value <= 0x39
            case .word:
                return value < 0x80 && (scalar.properties.isAlphabetic || (value >= 0x30 && value <= 0x39) || value == 0x5F)
            case .space: return scalar.properties.isWhitespace
            case .letter: return scalar.properties.isAlphabetic
            case .upper: return scalar.properties.isUppercase
            case .lower: return scalar.properties.isLowercase
            case .number: return scalar.properties.numericType != nil
            case .punctuation:
                switch scalar.properties.generalCategory {
                case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                    .finalPunctuation, .otherPunctuation:
                    return true
                default: return false
                }
            case .symbol:
                switch scalar.properties.generalCategory {
                case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return true
                default: return false
                }
            }
        }
    }

    private(set) var code: [Instruction]
    let groupCount: Int
    let groupNames: [String: Int]
    let slotCount: Int
    var ignoresCase = false
    var isMultiline = false
    let isEmpty: Bool

    static func otherCase(_ value: UInt32) -> UInt32? {
        guard let scalar = Unicode.Scalar(value) else { return nil }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        if lower.count == 1, let first = lower.first, first != scalar { return first.value }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        if upper.count == 1, let first = upper.first, first != scalar { return first.value }
        return nil
    }

    /// Compiles `regex`; what it does not know is a diagnostic at `range` of `source`.
    init(_ regex: String, at range: Range<Int>, of source: Source) throws(Diagnostic) {
        var parser = PatternParser(regex)
        do {
            code = try parser.parse()
        } catch {
            throw source.diagnostic("F115", "the regular expression cannot be used: \(error.message)", at: range)
        }
        groupCount = parser.groupCount
        groupNames = parser.names
        slotCount = (parser.groupCount + 1) * 2 + parser.markCount
        isEmpty = regex.isEmpty
    }

    // MARK: Matching

    struct OutOfSteps: Error {}

    /// The first match at or after `start`: its groups as ranges; `whole` must reach from end to end.
    func firstMatch(
        in text: [UInt32], from start: Int, whole: Bool, steps: inout Int
    ) throws(OutOfSteps) -> [Range<Int>?]? {
        var position = start
        while position <= text.count {
            var slots = Array(repeating: -1, count: slotCount)
            if let end = try run(0, position, text, &slots, whole: whole, steps: &steps) {
                var groups: [Range<Int>?] = [position..<end]
                for group in 0..<groupCount {
                    let (from, to) = (slots[group * 2], slots[group * 2 + 1])
                    groups.append(from >= 0 && to >= from ? from..<to : nil)
                }
                return groups
            }
            if whole { return nil }
            position += 1
        }
        return nil
    }

    private enum Alternative {
        case place(Int, Int)
        case slot(Int, Int)
    }

    private func run(
        _ from: Int, _ at: Int, _ text: [UInt32], _ slots: inout [Int], whole: Bool, steps: inout Int
    ) throws(OutOfSteps) -> Int? {
        var pc = from
        var position = at
        var stack: [Alternative] = []
        while true {
            steps -= 1
            if steps < 0 || stack.count > 1_000_000 { throw OutOfSteps() }
            var failed = false
            switch code[pc] {
            case .scalar(let scalar):
                failed = !(position < text.count && same(text[position], scalar))
                if !failed { position += 1 }
                pc += 1
            case .any:
                failed = position >= text.count
                position += 1
                pc += 1
            case .set(let set):
                failed = !(position < text.count && set.contains(text[position], ignoringCase: ignoresCase))
                position += 1
                pc += 1
            case .split(let first, let second):
                stack.append(.place(pc + second, position))
                pc += first
            case .jump(let offset): pc += offset
            case .save(let slot), .mark(let slot):
                stack.append(.slot(slot, slots[slot]))
                slots[slot] = position
                pc += 1
            case .progress(let slot):
                failed = slots[slot] == position
                pc += 1
            case .start:
                failed = !(position == 0 || (isMultiline && text[position - 1] == 0x0A))
                pc += 1
            case .end:
                failed = !(position == text.count || (isMultiline && text[position] == 0x0A))
                pc += 1
            case .wordBoundary(let wanted):
                let before = position > 0 && CharacterSet.contains(.word, text[position - 1])
                let after = position < text.count && CharacterSet.contains(.word, text[position])
                failed = (before != after) != wanted
                pc += 1
            case .look(let count, let negative):
                var inner = slots
                let found = try run(pc + 1, position, text, &inner, whole: false, steps: &steps) != nil
                failed = found == negative
                if found, !negative { slots = inner }
                pc += 1 + count
            case .reference(let group):
                let (start, end) = (slots[group * 2], slots[group * 2 + 1])
                if start >= 0, end >= start {
                    let length = end - start
                    if position + length <= text.count {
                        for offset in 0..<length where !same(text[position + offset], text[start + offset]) { failed = true }
                        position += length
                    } else {
                        failed = true
                    }
                }
                pc += 1
            case .accept:
                if !whole || position == text.count { return position }
                failed = true
            }
            guard failed else { continue }
            backtrack: while true {
                switch stack.popLast() {
                case .place(let next, let place)?:
                    (pc, position) = (next, place)
                    break backtrack
                case .slot(let slot, let value)?: slots[slot] = value
                case nil: return nil
                }
            }
        }
    }

    private func same(_ a: UInt32, _ b: UInt32) -> Bool { a == b || (ignoresCase && Pattern.otherCase(a) == b) }
}
