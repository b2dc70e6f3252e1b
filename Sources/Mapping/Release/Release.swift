package import Canonical
package import Diagnostics
import Digests
import YAML

/// An immutable set of maps, tables and profile, compiled; known by the hash of its content.
///
/// ```
/// let (release, diagnostics) = Release.load(from: "Mappings", overlays: ["rrk"])
/// ```
package struct Release: Sendable {
    /// SHA-256 over all files (path, length, content in order of path) and the engine's version.
    package let hash: String
    /// Directories below `trusts/` that were compiled.
    package let overlays: [String]
    let base: Plan
    let plans: [String: Plan]
    let trust: TrustProfileDeclaration

    /// Counts up when the same maps give other bytes.
    package static let engineVersion = "1"

    /// Loads, checks and compiles everything below `directory`; no release when there is an error. All problems at once.
    package static func load(
        from directory: String, overlays: [String]
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        let findings = DiagnosticSet()
        let files = SourceDirectory.files(below: directory) { path, reason in
            findings.error("M100", "\(path) cannot be read: \(reason)", at: nil)
        }
        return load(files: files, shownAs: directory, overlays: overlays, findings: findings)
    }

    /// The same from memory: `[("types/cx.yaml", bytes)]`.
    package static func load(
        files: [(path: String, bytes: [UInt8])], overlays: [String] = []
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        load(files: files, shownAs: "", overlays: overlays, findings: DiagnosticSet())
    }

    private static func load(
        files: [(path: String, bytes: [UInt8])], shownAs directory: String, overlays: [String], findings: DiagnosticSet
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        let set = MappingSet.read(files, shownAs: directory, findings: findings)
        let usage = UsageRecord()
        for (name, rows) in set.problems(of: overlays) { findings.error("M147", rows, at: nil, hint: name) }
        let base = Compiler(
            files: set.base.maps, tables: set.base.tables, trust: set.trust, findings: findings, usage: usage
        ).compile()
        var plans: [String: Plan] = [:]
        for overlay in Set(overlays).sorted() {
            guard let own = set.overlays[overlay] else { continue }
            let (maps, tables) = set.effective(own, findings: findings)
            plans[overlay] =
                Compiler(files: maps, tables: tables, trust: set.trust, findings: findings, usage: usage).compile()
        }
        usage.report(to: findings, files: set.base.maps)
        let diagnostics = set.waived(findings.all)
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return (nil, diagnostics) }
        let release = Release(
            hash: hash(of: files), overlays: plans.keys.sorted(), base: base, plans: plans, trust: set.trust)
        return (release, diagnostics)
    }

    static func hash(of files: [(path: String, bytes: [UInt8])]) -> String {
        var content = Array("engine \(engineVersion)\n".utf8)
        for file in files.sorted(by: { $0.path < $1.path }) where !file.path.contains(".tests/") {
            content += Array("\(file.path) \(file.bytes.count)\n".utf8)
            content += file.bytes
        }
        return SHA256.hex(of: content)
    }

    /// What messages this release maps: structures, events and resource types.
    package var messageTypes: [String] { (Array(base.messages.keys) + Array(base.fhirMessages.keys)).sorted() }

    /// Every line of a map that makes an element, for coverage.
    package var lines: [(file: String, line: Int)] {
        var all = Set(base.origins)
        for plan in plans.values { all.formUnion(plan.origins) }
        return all.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map { ($0.file, $0.line) }
    }

    /// Names, defaults and purposes of what a feed's profile may say.
    package var trustProfile: TrustProfileDeclaration { trust }

    /// What a feed's profile lacks or has too much.
    package func problems(of profile: TrustProfile, feed: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for name in profile.values.keys.sorted() where !trust.names.contains(name) {
            found.append(
                Diagnostic(
                    code: "M116", "the profile of \(feed) has an unknown value \(name)",
                    hint: closeName(to: name, among: trust.names).map { "did you mean \($0)?" }))
        }
        for entry in trust.entries where entry.fallback == nil && profile.values[entry.name] == nil {
            found.append(
                Diagnostic(.warning, code: "M148", "the profile of \(feed) does not say \(entry.name)", cause: entry.about))
        }
        for entry in trust.entries where !entry.isList && (profile.values[entry.name]?.count ?? 1) != 1 {
            found.append(Diagnostic(code: "M148", "the profile of \(feed) must give one \(entry.name)"))
        }
        return found
    }

    func ignoredSets(for plan: Plan) -> [String: IgnoredSet] {
        var sets: [String: IgnoredSet] = [:]
        for message in Array(plan.messages.values) + Array(plan.fhirMessages.values) where sets[message.name] == nil {
            sets[message.name] = IgnoredSet(message.ignore)
        }
        return sets
    }
}
