/// Codes of large terminologies that say by themselves whether they can exist.
enum CheckDigits {
    /// Whether a code cannot be one of the system; systems without such a rule answer false.
    static func refutes(_ code: String, of system: String) -> Bool {
        switch system {
        case "http://snomed.info/sct": !isSNOMED(code)
        case "http://loinc.org": !isLOINC(code)
        case "http://unitsofmeasure.org": UCUM.judge(code) == .wrong
        case "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx":
            !code.utf8.allSatisfy(URIText.isDigit)
        case "urn:iso:std:iso:3166": !Countries.isCode(code)
        case "urn:iso:std:iso:4217": !Currencies.codes.contains(code)
        case "urn:ietf:bcp:47": !URIText.isLanguageTag(code)
        default: false
        }
    }

    /// An identifier of 6 to 18 digits with Verhoeff's check digit, or an expression.
    static func isSNOMED(_ code: String) -> Bool {
        if code.utf8.contains(where: { !URIText.isDigit($0) }) {
            // A postcoordinated expression has an operator or a term between bars.
            return code.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "|") }
        }
        guard (6...18).contains(code.utf8.count), code.utf8.first != UInt8(ascii: "0") else { return false }
        var check: UInt8 = 0
        for (place, byte) in code.utf8.reversed().enumerated() {
            check = dihedral(check, permuted(byte - 0x30, place))
        }
        return check == 0
    }

    /// `NNNNN-N` with a modulus-10 check digit; parts, answers and groups (`LP…`, `LA…`) likewise.
    static func isLOINC(_ code: String) -> Bool {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 1, let check = parts[1].utf8.first, URIText.isDigit(check) else {
            return false
        }
        var digits = parts[0]
        for prefix in ["LP", "LA", "LL", "LG", "MTHU"] where digits.hasPrefix(prefix) {
            digits = digits.dropFirst(prefix.count)
        }
        guard (1...8).contains(digits.utf8.count), digits.utf8.allSatisfy(URIText.isDigit) else { return false }
        guard digits.utf8.count == parts[0].utf8.count else { return true }
        var sum = 0
        for (place, byte) in digits.utf8.reversed().enumerated() {
            let value = Int(byte - 0x30) * (place % 2 == 0 ? 2 : 1)
            sum += value / 10 + value % 10
        }
        return (10 - sum % 10) % 10 == Int(check - 0x30)
    }

    /// The product in the dihedral group of order ten.
    private static func dihedral(_ a: UInt8, _ b: UInt8) -> UInt8 {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): 5 + (a + b - 5) % 5
        case (false, true): 5 + (a + 5 - b) % 5
        case (false, false): (a + 5 - b) % 5
        }
    }

    private static func permuted(_ digit: UInt8, _ place: Int) -> UInt8 {
        let once: [UInt8] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        var digit = digit
        for _ in 0..<(place % 8) { digit = once[Int(digit)] }
        return digit
    }
}
