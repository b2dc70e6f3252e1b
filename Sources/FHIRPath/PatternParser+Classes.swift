extension PatternParser {
    /// Reads what follows a backslash: one scalar, or a class that is added to `set`.
    mutating func classEscape(into set: inout Pattern.CharacterSet) throws(Failure) -> UInt32? {
        guard let scalar = next else { throw Failure(message: "it ends with a backslash") }
        position += 1
        switch scalar {
        case "d": set.classes.append((.digit, false))
        case "D": set.classes.append((.digit, true))
        case "w": set.classes.append((.word, false))
        case "W": set.classes.append((.word, true))
        case "s": set.classes.append((.space, false))
        case "S": set.classes.append((.space, true))
        case "p", "P": set.classes.append((try property(), scalar == "P"))
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "f": return 0x0C
        case "v": return 0x0B
        case "0": return 0
        case "u", "x":
            let count = scalar == "u" ? 4 : 2
            guard position + count <= text.count,
                let value = UInt32(String(String.UnicodeScalarView(text[position..<position + count])), radix: 16)
            else { throw Failure(message: "\\\(scalar) needs \(count) hexadecimal digits") }
            position += count
            return value
        default:
            if scalar.properties.isAlphabetic, scalar.isASCII { throw Failure(message: "unknown escape \\\(scalar)") }
            return scalar.value
        }
        return nil
    }

    private mutating func property() throws(Failure) -> Pattern.CharacterSet.Class {
        var name = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard take("}") else { throw Failure(message: "\\p{ has no end") }
        } else if let scalar = next {
            name = String(scalar)
            position += 1
        }
        switch name {
        case "L", "Letter", "Alphabetic", "IsAlphabetic": return .letter
        case "Lu", "Uppercase": return .upper
        case "Ll", "Lowercase": return .lower
        case "N", "Nd": return .number
        case "P": return .punctuation
        case "S": return .symbol
        case "Z", "Zs": return .space
        default: throw Failure(message: "unknown property \\p{\(name)}")
        }
    }

    mutating func characterClass() throws(Failure) -> Pattern.CharacterSet {
        var set = Pattern.CharacterSet()
        set.isNegated = take("^")
        var first = true
        while let scalar = next, first || scalar != "]" {
            first = false
            position += 1
            var low = scalar.value
            if scalar == "\\" {
                if take("b") {
                    low = 0x08
                } else {
                    guard let single = try classEscape(into: &set) else { continue }
                    low = single
                }
            } else if scalar == "[", next == ":" {
                throw Failure(message: "POSIX classes are not supported")
            }
            var high = low
            if next == "-", position + 1 < text.count, text[position + 1] != "]" {
                position += 1
                guard let end = next else { break }
                position += 1
                high = end.value
                if end == "\\" {
                    guard let single = try classEscape(into: &set) else { throw Failure(message: "a range ends in a class") }
                    high = single
                }
            }
            guard low <= high else { throw Failure(message: "a range runs backwards") }
            set.ranges.append(low...high)
        }
        guard take("]") else { throw Failure(message: "a [ has no ]") }
        return set
    }
}
