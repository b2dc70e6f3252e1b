/// Colours of a terminal. Whoever prints asks first whether there is one.
enum Colour {
    static func red(_ text: String) -> String { "\u{1B}[31m\(text)\u{1B}[0m" }
    static func green(_ text: String) -> String { "\u{1B}[32m\(text)\u{1B}[0m" }
    static func yellow(_ text: String) -> String { "\u{1B}[33m\(text)\u{1B}[0m" }
    private static func cyan(_ text: String) -> String { "\u{1B}[36m\(text)\u{1B}[0m" }

    /// `+` green, `-` red, `~` yellow.
    static func difference(_ line: String) -> String {
        switch line.first {
        case "+": green(line)
        case "-": red(line)
        case "~": yellow(line)
        default: line
        }
    }

    /// JSON in lines: names in one colour, texts in another, numbers and words in a third.
    static func json(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let first = rest.first {
            switch first {
            case "\"":
                let literal = string(rest)
                rest = rest.dropFirst(literal.count)
                out += rest.first == ":" ? cyan(String(literal)) : green(String(literal))
            case "-", "0"..."9", "t", "f", "n":
                let word = rest.prefix { !",]} \n".contains($0) }
                out += yellow(String(word))
                rest = rest.dropFirst(word.count)
            default:
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private static func string(_ text: Substring) -> Substring {
        var isEscaped = false
        for index in text.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if text[index] == "\\" {
                isEscaped = true
            } else if text[index] == "\"" {
                return text[...index]
            }
        }
        return text
    }
}
