/// Reads a regular expression into relative code, so that a counted part can simply be repeated.
struct PatternParser {
    struct Failure: Error { let message: String }
    private typealias Code = [Pattern.Instruction]

    let text: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var names: [String: Int] = [:]
    private(set) var markCount = 0
    /// Slots of marks follow those of groups, whose number is known at the end only.
    private static let markBase = 1 << 20
    private static let maximumSize = 20_000

    init(_ regex: String) { text = Array(regex.unicodeScalars) }

    mutating func parse() throws(Failure) -> [Pattern.Instruction] {
        let code = try alternatives()
        guard position == text.count else { throw Failure(message: "a ) too many") }
        let shift = (groupCount + 1) * 2
        return (code + [.accept]).map { instruction in
            switch instruction {
            case .mark(let slot): .mark(slot - Self.markBase + shift)
            case .progress(let slot): .progress(slot - Self.markBase + shift)
            default: instruction
            }
        }
    }

    var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    mutating func take(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        guard position + scalars.count <= text.count, Array(text[position..<position + scalars.count]) == scalars else {
            return false
        }
        position += scalars.count
        return true
    }

    private mutating func alternatives() throws(Failure) -> [Pattern.Instruction] {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw Failure(message: "it is nested too deeply") }
        var code = try sequence()
        while take("|") {
            let other = try sequence()
            code = [.split(1, code.count + 2)] + code + [.jump(other.count + 1)] + other
        }
        return code
    }

    private mutating func sequence() throws(Failure) -> [Pattern.Instruction] {
        var code: Code = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try self.atom()
            code += try quantified(atom)
            guard code.count < Self.maximumSize else { throw Failure(message: "it is too large") }
        }
        return code
    }

    private mutating func quantified(_ atom: [Pattern.Instruction]) throws(Failure) -> [Pattern.Instruction] {
        var code = atom
        while let scalar = next {
            var least = 0
            var most: Int?
            switch scalar {
            case "*": position += 1
            case "+":
                position += 1
                least = 1
            case "?":
                position += 1
                most = 1
            case "{":
                guard let bounds = try counts() else { return code }
                (least, most) = bounds
            default: return code
            }
            let lazy = take("?")
            if !lazy, take("+") { throw Failure(message: "possessive quantifiers are not supported") }
            code = try repeated(code, least, most, lazy)
        }
        return code
    }

    private mutating func counts() throws(Failure) -> (Int, Int?)? {
        let start = position
        position += 1
        func number() -> Int? {
            var value: Int?
            while let scalar = next, scalar.value >= 0x30, scalar.value <= 0x39 {
                value = Swift.min((value ?? 0) * 10 + Int(scalar.value - 0x30), 100_000)
                position += 1
            }
            return value
        }
        guard let least = number() else {
            // A brace that counts nothing is itself.
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            position = start
            return nil
        }
        guard least <= 1000, (most ?? 0) <= 1000, least <= most ?? least else {
            throw Failure(message: "a count is out of range")
        }
        return (least, most)
    }

    private mutating func repeated(
        _ atom: [Pattern.Instruction], _ least: Int, _ most: Int?, _ lazy: Bool
    ) throws(Failure) -> [Pattern.Instruction] {
        guard (least + (most ?? 1) + 1) * (atom.count + 1) < Self.maximumSize else { throw Failure(message: "it is too large") }
        var code: Code = []
        for _ in 0..<least { code += atom }
        func choice(_ inside: Int, _ behind: Int) -> Pattern.Instruction {
            lazy ? .split(behind, inside) : .split(inside, behind)
        }
        if let most {
            // Each further one is optional and lies within the one before.
            let extra = most - least
            for index in 0..<max(0, extra) {
                code.append(choice(1, (extra - index) * (atom.count + 1)))
                code += atom
            }
        } else {
            let slot = Self.markBase + markCount
            markCount += 1
            // split, mark, atom, progress, jump
            code.append(choice(1, atom.count + 4))
            code.append(.mark(slot))
            code += atom
            code.append(.progress(slot))
            code.append(.jump(-(atom.count + 3)))
        }
        return code
    }

    private mutating func atom() throws(Failure) -> [Pattern.Instruction] {
        guard let scalar = next else { throw Failure(message: "it ends too early") }
        position += 1
        switch scalar {
        case ".": return [.any]
        case "^": return [.start]
        case "$": return [.end]
        case "(": return try group()
        case "[": return [.set(try characterClass())]
        case "\\": return [try escape()]
        case "*", "+", "?": throw Failure(message: "\(scalar) has nothing to repeat")
        default: return [.scalar(scalar.value)]
        }
    }

    private mutating func group() throws(Failure) -> [Pattern.Instruction] {
        var code: Code
        if take("?:") {
            code = try alternatives()
        } else if take("?=") {
            let inner = try alternatives() + [.accept]
            code = [.look(inner.count, negative: false)] + inner
        } else if take("?!") {
            let inner = try alternatives() + [.accept]
            code = [.look(inner.count, negative: true)] + inner
        } else if take("?<=") || take("?<!") {
            throw Failure(message: "look-behind is not supported")
        } else {
            let number = groupCount
            groupCount += 1
            if take("?<") || take("?P<") {
                var name = ""
                while let scalar = next, scalar != ">" {
                    name.unicodeScalars.append(scalar)
                    position += 1
                }
                guard take(">"), !name.isEmpty else { throw Failure(message: "the name of a group has no end") }
                names[name] = number + 1
            } else if next == "?" {
                throw Failure(message: "this kind of group is not supported")
            }
            code = [.save(number * 2)] + (try alternatives()) + [.save(number * 2 + 1)]
        }
        guard take(")") else { throw Failure(message: "a ( has no )") }
        return code
    }

    private mutating func escape() throws(Failure) -> Pattern.Instruction {
        guard let scalar = next else { throw Failure(message: "it ends with a backslash") }
        switch scalar {
        case "b":
            position += 1
            return .wordBoundary(true)
        case "B":
            position += 1
            return .wordBoundary(false)
        case "A":
            position += 1
            return .start
        case "z", "Z":
            position += 1
            return .end
        case "1"..."9":
            position += 1
            let group = Int(scalar.value - 0x30)
            guard group <= groupCount else { throw Failure(message: "there is no group \(group)") }
            return .reference(group - 1)
        default:
            var set = Pattern.CharacterSet()
            if let single = try classEscape(into: &set) { return .scalar(single) }
            return .set(set)
        }
    }
}
