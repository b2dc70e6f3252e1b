/// A regular expression over ASCII text as a table: one look-up a byte, no memory.
///
/// `BytePattern("^R[A-Z0-9]{2}$")` is made for literals, classes, groups, alternatives and counts, with `^` and `$` at the
/// ends; nil for anything else, which FHIRPath's own patterns run.
struct BytePattern: Sendable {
    /// By state and byte; zero is the state that matches nothing any more.
    private var next: [UInt8] = []
    /// By state: bit 0 says that it matches whatever follows, bit 1 that it matches at the end.
    private var accepts: [UInt8] = []
    private var start = 0

    /// Nil when a byte is not ASCII: what a character is, this does not know.
    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        var state = start
        var hasMatched = accepts[state] & 1 != 0
        for byte in text {
            if byte >= 0x80 { return nil }
            if hasMatched { continue }
            state = Int(next[state << 7 | Int(byte)])
            hasMatched = accepts[state] & 1 != 0
        }
        return hasMatched || accepts[state] & 2 != 0
    }

    init?(_ text: String) {
        var parser = Parser(bytes: Array(text.utf8))
        guard let (tree, isAtStart, isAtEnd) = parser.parse() else { return nil }
        var automaton = Automaton()
        let final = automaton.add()
        let first = automaton.build(tree, to: final)
        guard automaton.steps.count <= 400 else { return nil }

        // Sets of the automaton's states become states of the table.
        var known: [[Int]: Int] = [[]: 0]
        var sets: [[Int]] = [[]]
        func number(_ set: [Int]) -> Int {
            if let number = known[set] { return number }
            known[set] = sets.count
            sets.append(set)
            return sets.count - 1
        }
        let begin = automaton.closure([first])
        start = number(begin)
        var done = 0
        while done < sets.count {
            guard sets.count <= 250 else { return nil }
            let set = sets[done]
            let accepted = set.contains(final)
            accepts.append(accepted ? (isAtEnd ? 2 : 3) : 0)
            for byte in UInt8(0)..<128 {
                var reached: Set<Int> = isAtStart ? [] : Set(begin)
                for state in set {
                    for step in automaton.steps[state] where step.set?.contains(byte) == true { reached.insert(step.to) }
                }
                next.append(UInt8(truncatingIfNeeded: number(automaton.closure(reached.sorted()))))
            }
            done += 1
        }
        guard sets.count <= 250 else { return nil }
    }

    private struct ByteSet {
        var low: UInt64 = 0
        var high: UInt64 = 0
        mutating func insert(_ byte: UInt8) {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
        func contains(_ byte: UInt8) -> Bool {
            byte < 64 ? low & 1 << UInt64(byte) != 0 : high & 1 << UInt64(byte - 64) != 0
        }
        var inverted: ByteSet { ByteSet(low: ~low, high: ~high) }
    }

    private indirect enum Syntax {
        case set(ByteSet)
        case sequence([Syntax])
        case either([Syntax])
        case counted(Syntax, least: Int, most: Int?)
    }

    private struct Automaton {
        /// Without a set: taken without reading.
        var steps: [[(set: ByteSet?, to: Int)]] = []

        mutating func add() -> Int {
            steps.append([])
            return steps.count - 1
        }

        /// The state from which `syntax` leads to `end`.
        mutating func build(_ syntax: Syntax, to end: Int) -> Int {
            guard steps.count <= 400 else { return end }
            switch syntax {
            case .set(let set):
                let state = add()
                steps[state].append((set, end))
                return state
            case .sequence(let parts): return parts.reversed().reduce(end) { build($1, to: $0) }
            case .either(let ways):
                let state = add()
                for way in ways { steps[state].append((nil, build(way, to: end))) }
                return state
            case .counted(let part, let least, let most):
                var state = end
                if let most {
                    for _ in 0..<most - least {
                        let optional = add()
                        steps[optional].append((nil, build(part, to: state)))
                        steps[optional].append((nil, end))
                        state = optional
                    }
                } else {
                    let loop = add()
                    steps[loop].append((nil, build(part, to: loop)))
                    steps[loop].append((nil, end))
                    state = loop
                }
                for _ in 0..<least { state = build(part, to: state) }
                return state
            }
        }

        func closure(_ states: [Int]) -> [Int] {
            var found = Set(states)
            var pending = states
            while let state = pending.popLast() {
                for step in steps[state] where step.set == nil && found.insert(step.to).inserted { pending.append(step.to) }
            }
            return found.sorted()
        }
    }

    private struct Parser {
        let bytes: [UInt8]
        var at = 0
        var depth = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var peek: UInt8? { at < bytes.count ? bytes[at] : nil }
        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard peek == UInt8(ascii: character) else { return false }
            at += 1
            return true
        }

        mutating func parse() -> (tree: Syntax, isAtStart: Bool, isAtEnd: Bool)? {
            let isAtStart = take("^")
            guard let tree = alternatives() else { return nil }
            let isAtEnd = take("$")
            guard at == bytes.count else { return nil }
            // `^a|b$`: an anchor belongs to one alternative only.
            if case .either = tree, isAtStart || isAtEnd { return nil }
            return (tree, isAtStart, isAtEnd)
        }

        mutating func alternatives() -> Syntax? {
            depth += 1
            defer { depth -= 1 }
            guard depth < 20 else { return nil }
            var ways: [Syntax] = []
            repeat {
                guard let way = sequence() else { return nil }
                ways.append(way)
            } while take("|")
            return ways.count == 1 ? ways[0] : .either(ways)
        }

        mutating func sequence() -> Syntax? {
            var parts: [Syntax] = []
            while let byte = peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")"), byte != UInt8(ascii: "$") {
                guard let part = atom(), let whole = counted(part) else { return nil }
                parts.append(whole)
            }
            return .sequence(parts)
        }

        mutating func atom() -> Syntax? {
            if take("(") {
                guard peek != UInt8(ascii: "?"), let inner = alternatives(), take(")") else { return nil }
                // Wrapped, so that it is no alternative of the whole.
                return .sequence([inner])
            }
            if take("[") { return characterClass() }
            guard let byte = peek, byte < 0x80, !"\\^$.|?*+(){}[]".utf8.contains(byte) else { return nil }
            at += 1
            var set = ByteSet()
            set.insert(byte)
            return .set(set)
        }

        mutating func characterClass() -> Syntax? {
            let isInverted = take("^")
            var set = ByteSet()
            var isFirst = true
            while let byte = peek, byte != UInt8(ascii: "]") || isFirst {
                guard byte < 0x80, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "["), byte != UInt8(ascii: "]"),
                    byte != UInt8(ascii: "&"), byte != UInt8(ascii: "^")
                else { return nil }
                at += 1
                isFirst = false
                if peek == UInt8(ascii: "-"), at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "]") {
                    let last = bytes[at + 1]
                    guard last < 0x80, last >= byte, last != UInt8(ascii: "\\"), last != UInt8(ascii: "[") else { return nil }
                    at += 2
                    for member in byte...last { set.insert(member) }
                } else {
                    set.insert(byte)
                }
            }
            guard take("]"), !isFirst else { return nil }
            return .set(isInverted ? set.inverted : set)
        }

        mutating func counted(_ part: Syntax) -> Syntax? {
            var least = 1
            var most: Int? = 1
            if take("?") {
                least = 0
            } else if take("*") {
                (least, most) = (0, nil)
            } else if take("+") {
                most = nil
            } else if take("{") {
                guard let low = number() else { return nil }
                (least, most) = (low, low)
                if take(",") { most = number() }
                guard take("}"), most.map({ $0 >= least && $0 > 0 }) ?? true else { return nil }
            } else {
                return part
            }
            // Lazy, possessive or repeated counts are for others.
            if let byte = peek, "?*+{".utf8.contains(byte) { return nil }
            return .counted(part, least: least, most: most)
        }

        mutating func number() -> Int? {
            var value: Int?
            while let byte = peek, byte >= 0x30, byte <= 0x39, (value ?? 0) < 100 {
                value = (value ?? 0) * 10 + Int(byte - 0x30)
                at += 1
            }
            return value
        }
    }
}
