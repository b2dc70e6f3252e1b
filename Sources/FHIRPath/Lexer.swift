import Diagnostics

/// A word of the language with its place.
struct Token: Sendable {
    enum Kind: Sendable {
        /// An identifier or a word operator (`and`, `is`, `div` …).
        case word(String)
        /// `` `Patient` ``
        case delimited(String)
        case string(String)
        case integer(Int64)
        case decimal(ExactDecimal)
        case date(PartialDateTime)
        case dateTime(PartialDateTime)
        case time(PartialDateTime)
        /// `%name`
        case variable(String)
        /// `$this`
        case dollar(String)
        case term(Term)
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, CaseIterable, Sendable {
        case notEquivalent = "!~"
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case dot = "."
        case comma = ","
        case open = "("
        case close = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case slash = "/"
        case ampersand = "&"
        case bar = "|"
        case less = "<"
        case greater = ">"
        case equal = "="
        case tilde = "~"
    }

    var kind: Kind
    var range: Range<Int>
}

/// Cuts an expression's text into tokens.
struct Lexer {
    private let source: Source
    private let bytes: [UInt8]
    private let terms: (any TermSyntax)?
    private var position = 0
    private var tokens: [Token] = []

    /// Longer expressions are refused.
    static let maximumLength = 1 << 16

    init(_ source: Source, terms: (any TermSyntax)?) {
        self.source = source
        bytes = Array(source.text.utf8)
        self.terms = terms
    }

    mutating func tokenize() throws(Diagnostic) -> [Token] {
        guard bytes.count <= Self.maximumLength else {
            throw source.diagnostic("F003", "the expression is longer than \(Self.maximumLength) bytes", at: 0..<1)
        }
        while true {
            try skipSpace()
            guard position < bytes.count else { break }
            let start = position
            let kind = try next()
            tokens.append(Token(kind: kind, range: start..<position))
        }
        tokens.append(Token(kind: .end, range: bytes.count..<bytes.count))
        return tokens
    }

    private func at(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private mutating func skipSpace() throws(Diagnostic) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "/") where at(position + 1) == UInt8(ascii: "/"):
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
            case UInt8(ascii: "/") where at(position + 1) == UInt8(ascii: "*"):
                let start = position
                position += 2
                while true {
                    guard position + 1 < bytes.count else {
                        throw source.diagnostic(
                            "F001", "the comment has no end", at: start..<start + 2, hint: "close it with */")
                    }
                    if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") { break }
                    position += 1
                }
                position += 2
            default: return
            }
        }
    }

    /// The host's term that begins here, if the grammar does not want a plain name.
    private func term() -> (length: Int, term: Term)? {
        guard let terms else { return nil }
        let found =
            switch tokens.last?.kind {
            case .symbol(.dot): terms.member(in: bytes, at: position)
            case .word("is"), .word("as"): nil as (length: Int, term: Term)?
            default: terms.term(in: bytes, at: position)
            }
        guard let found, found.length > 0, position + found.length <= bytes.count else { return nil }
        return found
    }

    private mutating func next() throws(Diagnostic) -> Token.Kind {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            if let (length, term) = term() {
                position += length
                return .term(term)
            }
            return .word(word())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "'"): return .string(try quoted(byte))
        case UInt8(ascii: "`"): return .delimited(try quoted(byte))
        case UInt8(ascii: "\""):
            throw source.diagnostic(
                "F001", "text stands in single quotes", at: position..<position + 1, hint: "write '…' instead of \"…\"")
        case UInt8(ascii: "@"): return try moment()
        case UInt8(ascii: "$"):
            position += 1
            let name = word()
            guard ["this", "index", "total"].contains(name) else {
                throw source.diagnostic(
                    "F001", "unknown $\(name)", at: position - name.utf8.count - 1..<position,
                    hint: name.isEmpty ? "$this, $index or $total" : "$this, $index or $total; a variable is %\(name)")
            }
            return .dollar(name)
        case UInt8(ascii: "%"):
            let start = position
            position += 1
            if at(position) == UInt8(ascii: "`") || at(position) == UInt8(ascii: "'") {
                return .variable(try quoted(bytes[position]))
            }
            let name = word()
            guard !name.isEmpty else {
                throw source.diagnostic("F001", "% needs the name of a variable", at: start..<start + 1)
            }
            return .variable(name)
        default:
            for symbol in Token.Symbol.allCases where matches(symbol.rawValue) {
                position += symbol.rawValue.utf8.count
                return .symbol(symbol)
            }
            var end = position + 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
            let character = String(decoding: bytes[position..<end], as: UTF8.self)
            throw source.diagnostic(
                "F001", "this character has no meaning here", at: position..<end, hint: Self.advice(for: character))
        }
    }

    /// What is meant by a character that other languages use.
    private static func advice(for character: String) -> String? {
        switch character {
        case "‘", "’", "“", "”", "´": "a text stands in straight quotes: '…'"
        case "\u{A0}": "this space is none (U+00A0): type it again"
        case "!": "x.not() turns a condition over; unequal is !="
        case "?": "one value or the other: iif(CONDITION, VALUE, OTHERWISE)"
        case "#": "a remark needs a space before its #"
        case ";": "arguments are parted by commas"
        default: nil
        }
    }

    private func matches(_ symbol: String) -> Bool {
        var offset = position
        for byte in symbol.utf8 {
            guard at(offset) == byte else { return false }
            offset += 1
        }
        return true
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                position += 1
                continue
            default: break
            }
            break
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isDigit(_ offset: Int) -> Bool { at(offset) >= 0x30 && at(offset) <= 0x39 }

    private mutating func number() throws(Diagnostic) -> Token.Kind {
        let start = position
        while isDigit(position) { position += 1 }
        guard at(position) == UInt8(ascii: "."), isDigit(position + 1) else {
            guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
                throw source.diagnostic("F001", "the number is too large", at: start..<position)
            }
            // A Long literal (1L) is an integer too.
            if at(position) == UInt8(ascii: "L") { position += 1 }
            return .integer(value)
        }
        position += 1
        while isDigit(position) { position += 1 }
        guard let value = ExactDecimal(bytes[start..<position]) else {
            throw source.diagnostic("F001", "the number has more digits than can be kept", at: start..<position)
        }
        return .decimal(value)
    }

    private mutating func moment() throws(Diagnostic) -> Token.Kind {
        let start = position
        position += 1
        var reader = PartialDateTime.Reader(bytes: bytes, position: position)
        let isTime = reader.take("T")
        let value = isTime ? reader.time(allowingHour: true) : reader.dateTime()
        guard let value else {
            throw source.diagnostic(
                "F001", "this is no date or time", at: start..<max(start + 1, reader.position),
                hint: "@2015-02-04, @2015-02-04T14:34:28+01:00 or @T14:34")
        }
        let text = bytes[start..<reader.position]
        position = reader.position
        if isTime {
            if at(position) == UInt8(ascii: "Z") || (at(position) == UInt8(ascii: "+") && isDigit(position + 1)) {
                throw source.diagnostic("F001", "a time of day has no offset", at: position..<position + 1)
            }
            return .time(value)
        }
        return text.contains(UInt8(ascii: "T")) ? .dateTime(value) : .date(value)
    }

    private mutating func quoted(_ quote: UInt8) throws(Diagnostic) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            guard position < bytes.count else {
                throw source.diagnostic("F001", "the text that begins here has no end", at: start..<start + 1)
            }
            let byte = bytes[position]
            position += 1
            if byte == quote { break }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = at(position)
            position += 1
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
                text.append(escape)
            case UInt8(ascii: "u"): text.append(contentsOf: String(try unicode(from: position - 2)).utf8)
            default:
                throw source.diagnostic(
                    "F001", "unknown escape in a text", at: position - 2..<min(position, bytes.count),
                    hint: "a backslash itself is written \\\\")
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The scalar of `\uXXXX`; two surrogates make one.
    private mutating func unicode(from start: Int) throws(Diagnostic) -> Unicode.Scalar {
        func four(_ offset: Int) -> UInt32? {
            guard offset + 4 <= bytes.count else { return nil }
            return UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        }
        guard let first = four(position) else {
            throw source.diagnostic("F001", "\\u needs four hexadecimal digits", at: start..<min(position, bytes.count))
        }
        position += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, at(position) == UInt8(ascii: "\\"), at(position + 1) == UInt8(ascii: "u"),
            let second = four(position + 2), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            position += 6
            return scalar
        }
        throw source.diagnostic("F001", "half of a surrogate pair", at: start..<position)
    }
}
