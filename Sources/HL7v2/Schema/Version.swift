// The names read as the versions do: `.v2_5_1`.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A version of HL7 v2 that has a schema here.
package enum Version: String, CaseIterable, Hashable, Sendable, Comparable {
    case v2_3 = "2.3"
    case v2_3_1 = "2.3.1"
    case v2_4 = "2.4"
    case v2_5 = "2.5"
    case v2_5_1 = "2.5.1"
    case v2_6 = "2.6"
    case v2_7 = "2.7"
    case v2_8 = "2.8"
    case v2_8_1 = "2.8.1"
    case v2_8_2 = "2.8.2"

    /// What UK trusts base their feeds on (HL7 UK A.3), and the answer when a message says nothing.
    package static let assumed = Version.v2_4

    /// The bit of this version in the schema text's masks.
    var bit: Int { Version.allCases.firstIndex(of: self)! }

    package static func < (a: Version, b: Version) -> Bool { a.bit < b.bit }

    /// The version that MSH-12.1 names, or the nearest below it (above, when there is none below), and whether that is
    /// exactly what it names. `Version.named("2.5.2")` is `(.v2_5_1, false)`.
    package static func named(_ text: some StringProtocol) -> (version: Version, exact: Bool) {
        // Two of three feeds say one of these.
        if text == "2.4" { return (.v2_4, true) }
        if text == "2.5.1" { return (.v2_5_1, true) }
        if let version = Version(rawValue: String(text)) { return (version, true) }
        let parts = text.split(separator: ".").map { Int($0.prefix(4)) ?? -1 }
        guard let major = parts.first, major >= 0 else { return (assumed, false) }
        guard major == 2 else { return (major < 2 ? .v2_3 : .v2_8_2, false) }
        func number(_ parts: [Int]) -> Int {
            let minor = parts.count > 1 ? max(0, parts[1]) : 0
            let patch = parts.count > 2 ? max(0, parts[2]) : 0
            return minor * 10_000 + patch
        }
        let wanted = number(parts)
        let below = allCases.last { number($0.rawValue.split(separator: ".").map { Int($0) ?? 0 }) <= wanted }
        return (below ?? .v2_3, false)
    }
}
