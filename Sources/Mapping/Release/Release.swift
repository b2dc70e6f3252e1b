package import Canonical
package import Diagnostics
import Digests
import FHIR
import YAML

/// An immutable set of maps, tables and profile, compiled; known by the hash of its content.
///
/// ```
/// let (release, diagnostics) = Release.load(from: "Mappings", overlays: ["rrk"])
/// ```
package struct Release: Sendable {
    /// SHA-256 over all files (path, length, content in order of path) and the engine's version; with the files of
    /// `pinned(to:)`, where a configuration stands beside the maps.
    package private(set) var hash: String
    /// Directories below `trusts/` that were compiled.
    package let overlays: [String]
    let base: Plan
    let plans: [String: Plan]
    let trust: TrustProfileDeclaration
    /// Names of the maps that make R4 of another release of FHIR.
    let conversionMaps: Set<String>
    /// Outbound maps by name: the base's under an empty overlay.
    let outbound: [String: [String: OutboundPlan]]

    /// Counts up when the same maps give other bytes.
    package static let engineVersion = "1"

    /// Loads, checks and compiles everything below `directory`; no release when there is an error. All problems at once.
    ///
    /// - Parameter only: overlays that are compiled and checked; nil: every one, also one that no feed names yet. What maps
    ///   one message for one feed need not wait for the others.
    /// - Parameter reading: what a message is called (`Mapper.names`), when it is to be mapped and nothing else: maps of other
    ///   messages are neither compiled nor checked, and nothing is said of what nobody uses.
    package static func load(
        from directory: String, overlays: [String], only: Set<String>? = nil, reading: Set<String>? = nil
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        let findings = DiagnosticSet()
        let files = SourceDirectory.files(below: directory, fixtures: false) { path, reason in
            findings.error("M100", "\(path) cannot be read: \(reason)", at: nil)
        }
        return load(
            files: files, shownAs: directory, overlays: overlays, only: only, reading: reading, findings: findings)
    }

    /// The same from memory: `[("types/cx.yaml", bytes)]`.
    package static func load(
        files: [(path: String, bytes: [UInt8])], overlays: [String] = []
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        load(files: files, shownAs: "", overlays: overlays, findings: DiagnosticSet())
    }

    static func load(
        files: [(path: String, bytes: [UInt8])], shownAs directory: String, overlays: [String], only: Set<String>? = nil,
        reading: Set<String>? = nil, findings: DiagnosticSet = DiagnosticSet()
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        let set = MappingSet.read(files, shownAs: directory, findings: findings)
        let usage = UsageRecord()
        usage.unreadable = set.unreadable
        for (name, rows) in set.problems(of: overlays) { findings.error("M147", rows, at: nil, hint: name) }
        let cache = CompilerCache()
        let ground = Compiler(
            files: set.base.maps, tables: set.base.tables, trust: set.trust, findings: findings, usage: usage,
            localSegments: set.base.localSegments, cache: cache)
        let stock = ground.stock
        var drafts = [ground.compile(reading: reading)]
        let converter = Conversions(set, reading, ground)
        drafts[0].add(converter)
        let written = Self.outbound(set.base.outbound, set.base.tables, set.trust, findings, usage)
        var compiled: [String] = []
        var outbound = ["": written]
        for (overlay, own) in set.overlays.sorted(by: { $0.key < $1.key }) where only?.contains(overlay) ?? true {
            let (maps, tables) = set.effective(own, findings: findings)
            compiled.append(overlay)
            drafts.append(
                Compiler(
                    files: maps, tables: tables, trust: set.trust, findings: findings, usage: usage,
                    localSegments: set.base.localSegments.merging(own.localSegments) { _, own in own }, cache: cache,
                    changing: ground, changedMaps: Set(own.maps.keys), changedTables: Set(own.tables.keys),
                    changedSegments: Set(own.localSegments.keys)
                ).compile(reading: reading))
            drafts[drafts.count - 1].add(converter, changedBy: own, maps, tables)
            outbound[overlay] =
                own.outbound.isEmpty
                ? written
                : Self.outbound(set.effectiveOutbound(own, findings: findings), tables, set.trust, findings, usage)
        }
        if let reading {
            // Who reads it in vain is told what the others read.
            let known = drafts.flatMap { Array($0.messages.keys) + Array($0.fhirMessages.keys) }
            guard !reading.isDisjoint(with: known) else {
                return load(files: files, shownAs: directory, overlays: overlays, only: only, findings: findings)
            }
        } else {
            Compiler(
                files: set.base.maps, tables: set.base.tables, trust: set.trust, findings: findings, usage: usage,
                localSegments: set.base.localSegments, cache: cache
            ).checkUnused()
            usage.report(to: findings, set)
        }
        let diagnostics = set.waived(findings.all)
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return (nil, diagnostics) }
        let plans = Plan.plans(of: drafts, stock, trustNames: set.trust.names)
        let release = Release(
            hash: hash(of: files), overlays: compiled, base: plans[0],
            plans: Dictionary(uniqueKeysWithValues: zip(compiled, plans.dropFirst())), trust: set.trust,
            conversionMaps: set.conversionMaps, outbound: outbound)
        return (release, diagnostics)
    }

    private static func outbound(
        _ files: [String: OutboundFile], _ tables: [String: CodeTable], _ trust: TrustProfileDeclaration,
        _ findings: DiagnosticSet, _ usage: UsageRecord
    ) -> [String: OutboundPlan] {
        files.compactMapValues {
            OutboundCompiler(files: files, tables: tables, trust: trust, findings: findings, usage: usage).compile($0)
        }
    }

    /// Names of the outbound maps.
    package var outboundMaps: [String] { outbound[""]?.keys.sorted() ?? [] }

    /// The writer of an outbound map for the systems behind a feed; nil when there is no map of that name.
    package func outbound(_ name: String, for feed: Feed) -> OutboundWriter? {
        let written = feed.overlay.flatMap { outbound[$0] } ?? outbound[""]
        let tables = (feed.overlay.flatMap { plans[$0] } ?? base).tableSet
        return written?[name].map { OutboundWriter(plan: $0, tables: tables, feed: feed, declaration: trust) }
    }

    /// This release with one layer compiled from a changed set, for a moment; nil when that does not check. Its hash stays.
    ///
    /// - Parameter onlyMessages: other maps of messages are left out; nil: none is.
    func with(_ set: MappingSet, overlay: String?, onlyMessages: Set<String>?, converting: Bool) -> Release? {
        let findings = DiagnosticSet()
        var (maps, tables) = (set.base.maps, set.base.tables)
        if let overlay, let own = set.overlays[overlay] { (maps, tables) = set.effective(own, findings: findings) }
        if let onlyMessages {
            maps = maps.filter { $0.value.create.isEmpty || $0.value.isPart || onlyMessages.contains($0.key) }
        }
        let compiler = Compiler(files: maps, tables: tables, trust: set.trust, findings: findings, usage: UsageRecord())
        var draft = compiler.compile()
        if converting {
            let converter = compiler.readingSTU3()
            draft.add(converter.compileConversions(), variableCount: converter.variableCount)
        }
        guard !findings.hasErrors else { return nil }
        let plan = Plan.plans(of: [draft], compiler.stock, trustNames: set.trust.names)[0]
        let isBase = overlay.map { set.overlays[$0] == nil } ?? true
        return Release(
            hash: hash, overlays: overlays, base: isBase ? plan : base, plans: overlay.map { [$0: plan] } ?? [:], trust: trust,
            conversionMaps: conversionMaps, outbound: outbound)
    }

    /// The map that reads a message of this type, in the base or with a trust's maps over it.
    package func messageMap(of header: MessageSummary, overlay: String?) -> String? {
        let plan = overlay.flatMap { plans[$0] } ?? base
        let event = "\(header.type)^\(header.trigger)"
        return
            (plan.messages[event] ?? plan.messages[header.structure] ?? plan.fhirMessages[event]
            ?? plan.fhirMessages[header.structure])?.name
    }

    /// This release under a hash that also covers what stands beside the maps: messages are pinned to both.
    package func pinned(to hash: String) -> Release {
        var release = self
        release.hash = hash
        return release
    }

    /// The hash of maps together with configuration files.
    package static func hash(
        of maps: [(path: String, bytes: [UInt8])], with configuration: [(path: String, bytes: [UInt8])]
    ) -> String {
        hash(ofMaps: hash(of: maps), with: configuration)
    }

    /// This release's hash together with that of configuration files.
    package func hash(with configuration: [(path: String, bytes: [UInt8])]) -> String {
        Self.hash(ofMaps: hash, with: configuration)
    }

    private static func hash(ofMaps hash: String, with configuration: [(path: String, bytes: [UInt8])]) -> String {
        var content = Array("maps \(hash)\n".utf8)
        for file in configuration.sorted(by: { $0.path < $1.path }) {
            content += Array("\(file.path) \(file.bytes.count)\n".utf8)
            content += file.bytes
        }
        return SHA256.hex(of: content)
    }

    static func hash(of files: [(path: String, bytes: [UInt8])]) -> String {
        var content = Array("engine \(engineVersion)\n".utf8)
        for file in files.sorted(by: { $0.path < $1.path }) where !file.path.holds(".tests/") {
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

    /// What a feed's profile lacks, has too much or of the wrong kind. `place` says where a value, or the profile, stands.
    package func problems(
        of profile: TrustProfile, feed: String, at place: (_ value: String?) -> TextSpan? = { _ in nil }
    ) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func add(
            _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ value: String?, cause: String? = nil,
            hint: String? = nil
        ) {
            found.append(
                Diagnostic(severity, code: code, message, at: place(value).map(Location.text), cause: cause, hint: hint))
        }
        for name in profile.values.keys.sorted() where !trust.names.contains(name) {
            add(
                .error, "M116", "the profile of \(feed) has an unknown value \(name)", name,
                hint: closeName(to: name, among: trust.names).map { "did you mean \($0)?" }
                    ?? "trust-profile.yaml declares: \(trust.names.joined(separator: ", "))")
        }
        for entry in trust.entries {
            guard let values = profile.values[entry.name] else {
                if entry.fallback == nil {
                    add(
                        .warning, "M148", "the profile of \(feed) does not say \(entry.name)", nil, cause: entry.about,
                        hint: "add \(entry.name): …")
                }
                continue
            }
            if !entry.isList, values.count != 1 {
                add(.error, "M148", "the profile of \(feed) must give one \(entry.name), not \(values.count)", entry.name)
            }
            for value in values where value.isEmpty {
                add(.error, "M148", "\(entry.name) of \(feed) is empty", entry.name, cause: entry.about)
            }
            for value in values where entry.isURI && !value.isEmpty && !TrustProfileDeclaration.isURI(value) {
                add(
                    .error, "M148", "\(entry.name) of \(feed) must be a URI", entry.name, cause: entry.about,
                    hint: "it begins with a scheme: https://… or urn:oid:…")
            }
        }
        return found
    }
}
