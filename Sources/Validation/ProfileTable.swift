import FHIR
import FHIRPath
import Tree

/// The profiles at hand, with what they inherit from each other, and the value sets that they require.
final class ProfileTable: Sendable {
    static let known = ProfileTable([knownProfiles, coreProfiles])

    private let profiles: [String: Profile]
    /// Codes by value set: `system|code`.
    private let valueSets: [String: Set<String>]

    subscript(url: String) -> Profile? { profiles[url] }
    var urls: [String] { profiles.keys.sorted() }

    /// Whether a value set that is at hand has the code; nil when it is not at hand. Without a system any will do.
    func contains(_ code: String, system: String?, in valueSet: String) -> Bool? {
        guard let codes = valueSets[valueSet] else { return nil }
        guard let system else { return codes.contains { $0.hasSuffix("|" + code) } }
        return codes.contains("\(system)|\(code)")
    }

    init(_ texts: [StaticString]) {
        var profiles: [String: Profile] = [:]
        var valueSets: [String: Set<String>] = [:]
        var profile: Profile?
        var element = 0
        var valueSet = ""
        for line in texts.lazy.flatMap(TableText.lines) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func words(_ index: Int) -> [String] { fields[index].split(separator: " ").map(String.init) }
            switch (fields[0], fields.count) {
            case ("P", 4...):
                if let profile { profiles[profile.url] = profile }
                profile = Profile(url: fields[1], type: fields[2], missingAncestor: fields[3].isEmpty ? nil : fields[3])
                profile?.isModifier = fields.count > 4
                element = 0
            case ("X", 2...): profile?.contexts = words(1)
            case ("E", 6...):
                element = profile?.place(fields[1]) ?? 0
                profile?.rules[element].read(min: fields[2], max: fields[3], types: words(4), valueSet: fields[5])
            case ("D", 3...):
                profile?.rules[element].slicing = Profile.Slicing(
                    isClosed: fields[1] == "closed",
                    discriminators: words(2).compactMap { mark in
                        let parts = mark.split(separator: ":", maxSplits: 1).map(String.init)
                        return parts.count == 2 ? Profile.Discriminator(kind: parts[0], path: parts[1]) : nil
                    })
            case ("F", 3...):
                let wanted = Profile.Wanted(json: fields[2], isWhole: fields[1] == "f")
                profile?.rules[element].wanted = wanted
            case ("C", 5...):
                guard let program = try? Program(fields[3]) else { continue }
                profile?.rules[element].constraints.append(
                    Profile.Constraint(key: fields[1], isError: fields[2] == "e", demand: fields[4], program: program))
            case ("V", 2...): valueSet = fields[1]
            case ("S", 3...): for code in words(2) { valueSets[valueSet, default: []].insert("\(fields[1])|\(code)") }
            default: break
            }
        }
        if let profile { profiles[profile.url] = profile }
        self.profiles = profiles
        self.valueSets = valueSets
    }
}
