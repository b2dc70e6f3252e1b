import Canonical
import Digests

/// Replacements for what could name a person: invented, of the same shape, the same for the same value under one key.
///
/// Names and addresses become syllables, numbers other numbers, NHS numbers numbers of the 999 range (valid where the
/// original was valid, invalid where it was not), dates move by one number of days, free text becomes `x`. Without the key,
/// which is made for one call and thrown away, nothing leads back.
struct Disguise {
    private let digest: KeyedDigest
    /// Days by which every date is moved, always into the past.
    let days: Int
    /// Words that maps and tables know; as text they say what happened, not to whom.
    let vocabulary: Set<String>
    /// Words of the message's own names, addresses and numbers: nothing that holds one is kept.
    var identifying: Set<String> = []

    init(key: [UInt8], vocabulary: Set<String> = []) {
        digest = KeyedDigest(key: key)
        self.vocabulary = vocabulary
        let bytes = digest.digest(of: Array("days".utf8))
        days = 30 + (Int(bytes[0]) << 8 | Int(bytes[1])) % 3000
    }

    // MARK: words

    /// Words of three characters and more.
    static func words(_ text: some StringProtocol) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 3 }
    }

    func isRevealing(_ text: String) -> Bool {
        Disguise.words(text).contains { identifying.contains($0) }
    }

    private func knows(_ text: String) -> Bool { vocabulary.contains(Disguise.normal(text)) }
    static func normal(_ text: some StringProtocol) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    // MARK: kinds of values

    /// Syllables with the length, capitals and punctuation of the original.
    func name(_ value: String) -> String { respelt(value, "name") { invented($0, $1) } }

    /// Numbers and letters of the same shape; NHS numbers stay NHS numbers.
    func identifier(_ value: String) -> String {
        let digits = value.filter(\.isASCIIDigit)
        if digits.count == 10, !value.contains(where: \.isLetter) {
            if Set(digits).count == 1 { return value }
            return fill(value, with: number(digits, isValid: NHSNumber(digits) != nil))
        }
        return respelt(value, "identifier") { stream, scalar in
            if scalar.isASCIIDigit { return digit(stream) }
            let letter = Character(UnicodeScalar(0x61 + stream % 26))
            return scalar.isUppercase ? Character(letter.uppercased()) : letter
        }
    }

    /// A UUID becomes another UUID, anything else another identifier.
    func resourceID(_ value: String) -> String {
        guard value.utf8.count == 36, value.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12] else {
            return identifier(value)
        }
        return String(decoding: digest.uuid(of: Array("uuid \(value.lowercased())".utf8)), as: UTF8.self)
    }

    /// Telephone numbers of the range kept for drama, addresses of a host that cannot be.
    func contact(_ value: String) -> String {
        if let at = value.firstIndex(of: "@") { return name(String(value[..<at])) + "@mail.example" }
        let digits = value.filter(\.isASCIIDigit)
        guard digits.count == 11, digits.hasPrefix("0") else { return identifier(value) }
        let stream = bytes("contact", digits)
        return fill(value, with: "07700900" + stream.prefix(3).map { String(digit($0)) }.joined())
    }

    /// Kept when a map or table knows it; numbers and dates in it replaced, words by `x`.
    func text(_ value: String) -> String {
        if knows(value), !isRevealing(value) { return value }
        var out = ""
        var rest = value[...]
        while let first = rest.first {
            if first.isASCIIDigit {
                let run = rest.prefix(while: \.isASCIIDigit)
                out += digits(String(run))
                rest = rest.dropFirst(run.count)
            } else {
                out.append(first.isLetter ? (first.isUppercase ? "X" : "x") : first.isASCII ? first : "x")
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private func digits(_ run: String) -> String {
        if run.count < 3 { return run }
        if [8, 12, 14].contains(run.count), let moved = DateShift(days: days).moved(run),
            run.hasPrefix("19") || run.hasPrefix("20")
        {
            return moved
        }
        return identifier(run)
    }

    /// Kept unless it holds a word that names somebody, or is too long for a code.
    func code(_ value: String) -> String {
        let isNumber = value.filter(\.isASCIIDigit).count == 10 && NHSNumber(value) != nil
        return value.count <= 64 && !isNumber && !isRevealing(value) ? value : text(value)
    }

    /// As a code; five digits and more are a number in the wrong place.
    func word(_ value: String) -> String {
        value.count(where: \.isASCIIDigit) >= 5 && !knows(value) ? identifier(value) : code(value)
    }

    /// As a code; words without their code are free text.
    func display(_ value: String, hasCode: Bool) -> String {
        hasCode && value.count <= 120 && !isRevealing(value) ? value : text(value)
    }

    func date(_ value: String) -> String { DateShift(days: days).moved(value) ?? text(value) }

    /// `AAAA` of the same length, padding kept: base64 still, of nothing.
    static func binary(_ value: String) -> String { String(value.map { $0 == "=" || $0.isWhitespace ? $0 : "A" }) }

    // MARK: parts

    private func invented(_ stream: UInt8, _ scalar: Character) -> Character {
        if scalar.isASCIIDigit { return digit(stream) }
        let isVowel = "aeiouyAEIOUY".contains(scalar)
        let letters = Array(isVowel ? "aeiou" : "bcdfghklmnprstvw")
        let letter = letters[Int(stream) % letters.count]
        return scalar.isUppercase ? Character(letter.uppercased()) : letter
    }

    /// Letter by letter from a stream keyed with the whole value, until it is another.
    private func respelt(_ value: String, _ kind: String, _ replace: (UInt8, Character) -> Character) -> String {
        guard value.contains(where: { $0.isLetter || $0.isNumber }) else { return value }
        for attempt in 0..<8 {
            let stream = bytes("\(kind) \(attempt)", value.lowercased(), count: value.count)
            let made = String(
                zip(value, stream).map { character, byte in
                    character.isLetter || character.isNumber ? replace(byte, character) : character
                })
            // Another value, and none that stands in the message already.
            if made.lowercased() != value.lowercased(), Disguise.words(made).allSatisfy({ !identifying.contains($0) }) {
                return made
            }
        }
        return String(value.map { $0.isLetter ? "x" : $0.isNumber ? "0" : $0 })
    }

    private func number(_ digits: String, isValid: Bool) -> String {
        for attempt in 0..<40 {
            let stream = bytes("nhs \(attempt)", digits, count: 8)
            var made: [UInt8] = Array("999".utf8) + stream.prefix(6).map { UInt8(ascii: "0") + $0 % 10 }
            guard let check = NHSNumber.checkDigit(of: made) else { continue }
            made.append(isValid ? check : UInt8(ascii: "0") + (check - UInt8(ascii: "0") + 1) % 10)
            let text = String(decoding: made, as: UTF8.self)
            if text != digits, (NHSNumber(text) != nil) == isValid { return text }
        }
        return isValid ? "9990000018" : "9990000000"
    }

    /// The digits of `value`, one after the other, replaced by those of `digits`.
    private func fill(_ value: String, with digits: String) -> String {
        var rest = digits[...]
        return String(value.map { $0.isASCIIDigit ? rest.popFirst() ?? "0" : $0 })
    }

    private func digit(_ byte: UInt8) -> Character { Character(UnicodeScalar(0x30 + byte % 10)) }

    private func bytes(_ kind: String, _ value: String, count: Int = 32) -> [UInt8] {
        var made: [UInt8] = []
        var block = 0
        while made.count < max(1, count) {
            made += digest.digest(of: Array("\(kind)\u{0}\(block)\u{0}\(value)".utf8))
            block += 1
        }
        return made
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}
