import Canonical

/// Somebody invented. Everything follows from the number and the seed, so that nobody need be stored.
struct Person: Sendable {
    let number: UInt32
    private let traits: UInt64

    /// Numbers 0 to 999,999 stand for NHS numbers 999 000 000x to 999 999 999x; the cohort has the lower half.
    static let outsideCount = 500_000

    static func cohortNumber(_ index: Int) -> UInt32 {
        // A step that is coprime with the half spreads neighbours; numbers without a check digit are passed over.
        var number = (index &* 7919 &+ 13) % 500_000
        while checkDigit(number) == nil { number = (number + 250_007) % 500_000 }
        return UInt32(number)
    }

    static func outsideNumber(_ index: UInt64) -> UInt32 { UInt32(500_000 + index % 500_000) }

    init(number: UInt32, seed: UInt64) {
        self.number = number
        traits = SeededGenerator.mixed(seed ^ (UInt64(number) &* 0x9E37_79B9_7F4A_7C15))
    }

    private static func checkDigit(_ number: Int) -> UInt8? {
        // Weights 10, 9, 8 for the leading 999, then 7 to 2.
        var sum = 9 * (10 + 9 + 8)
        var rest = number
        for weight in 2...7 {
            sum += (rest % 10) * weight
            rest /= 10
        }
        let remainder = 11 - sum % 11
        return remainder == 10 ? nil : remainder == 11 ? 0 : UInt8(remainder)
    }

    /// Nil where modulus 11 gives no digit: these people have no NHS number (about one in eleven outside the cohort).
    var checkDigit: UInt8? { Person.checkDigit(Int(number)) }

    private init(number: UInt32, traits: UInt64) {
        self.number = number
        self.traits = traits
    }

    /// A part of the traits, less than `limit`.
    @inline(__always)
    private func trait(_ shift: UInt64, _ limit: UInt64) -> Int {
        Int(SeededGenerator.mixed(traits &+ shift) % limit)
    }

    var isFemale: Bool { traits & 1 == 0 }
    var family: String { Names.families[trait(1, UInt64(Names.families.count))] }
    var given: String {
        let names = isFemale ? Names.female : Names.male
        return names[trait(2, UInt64(names.count))]
    }
    var middle: String? {
        guard trait(3, 2) == 0 else { return nil }
        let names = isFemale ? Names.female : Names.male
        return names[trait(4, UInt64(names.count))]
    }
    var title: String { isFemale ? (trait(5, 2) == 0 ? "Ms" : "Mrs") : "Mr" }
    var birth: (year: Int, month: Int, day: Int) {
        let year = 1930 + trait(6, 85)
        let month = 1 + trait(7, 12)
        return (year, month, 1 + trait(8, UInt64(SimulatedTime.days(in: month, of: year))))
    }
    var house: Int { 1 + trait(9, 180) }
    var street: String { Names.streets[trait(10, UInt64(Names.streets.count))] }
    var town: Names.Town { Names.towns[trait(11, UInt64(Names.towns.count))] }
    /// The two letters and the digit behind the outward code.
    var inward: (digit: Int, first: UInt8, second: UInt8) {
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ".utf8)
        return (trait(12, 10), letters[trait(13, 20)], letters[trait(14, 20)])
    }
    var ethnicity: String { Names.ethnicities[trait(15, UInt64(Names.ethnicities.count))] }
    /// Ofcom keeps 0121 496 0000 to 0999 and 07700 900000 to 900999 for drama.
    var telephone: Int { trait(16, 1000) }
    var practice: Int { trait(17, 400) }
    /// The trust's own number, seven or eight digits: no two people share one at a trust, and the next one is nobody's (so
    /// that a merge can give it up).
    func hospitalNumber(at trust: Int) -> Int { 1_000_000 + Int(number) * 9 + trust % 9 }
    func homeTrust(of count: Int) -> Int { trait(18, UInt64(count)) }

    var hasRelative: Bool { number % 3 == 0 }
    /// The parent whom some trusts name by NHS number: nobody of the cohort.
    var relative: Person {
        var candidate = (Int(number) + 250_007) % 500_000 + 500_000
        while Person.checkDigit(candidate) == nil { candidate = 500_000 + (candidate + 1) % 500_000 }
        return Person(number: UInt32(candidate), traits: traits)
    }
    var consultant: Names.Consultant { Names.consultants[Int(number) % Names.consultants.count] }
    /// Whether the trust knows an NHS number: some trusts leave every fourth person untraced.
    func hasNumber(at trust: SimulatedTrust) -> Bool {
        checkDigit != nil && !(trust.dialect.nhsNumber == .tracedOnly && number % 4 == 0)
    }
    var postcode: String {
        "\(town.outward) \(inward.digit)" + String(decoding: [inward.first, inward.second], as: UTF8.self)
    }
    var nhsNumber: String { "999\(SimulatedTime.padded(Int(number), width: 6))\(checkDigit ?? 0)" }
}
