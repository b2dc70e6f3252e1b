package import Canonical
import Diagnostics
import YAML

/// Takes each rule away in turn and looks whether a fixture notices: a rule whose loss nobody sees is untested.
///
/// ```
/// let run = try MutationRun(directory: "Mappings", overlays: ["rrk"], identity: identity, profiles: [:])
/// let report = run.run(maps: ["pid-patient"]) { done, all in … }
/// report.survivors                   // pid-patient make.maritalStatus: no fixture fails without it
/// ```
/// Only the messages and overlays of the fixtures that reach a rule are compiled anew, and only these fixtures run.
package struct MutationRun {
    package struct Rule: Sendable, Hashable {
        package var map: String
        package var name: String
        package var file: String
        package var line: Int
    }
    package struct Report: Sendable {
        /// Without them some fixture fails.
        package var noticed = 0
        /// Without them the maps do not check.
        package var refused = 0
        /// Reached, and no fixture fails without them.
        package var survivors: [Rule] = []
        /// No fixture reaches them.
        package var unreached: [Rule] = []
        package var rules: Int { noticed + refused + survivors.count + unreached.count }
    }

    private let set: MappingSet
    private let release: Release
    private let identity: RegionalIdentity
    private let profiles: [String: TrustProfile]
    private let fixtures: [FixtureCase]
    /// Which fixtures reach a line of a map, and which map of a message each fixture uses.
    private var reaching: [RuleCoverage.Line: Set<Int>] = [:]
    private var messageMaps: [Int: String] = [:]

    /// - Throws: `Diagnostics` when the maps do not check, or a fixture fails to begin with.
    package init(
        files: [(path: String, bytes: [UInt8])], shownAs directory: String = "", overlays: [String],
        identity: RegionalIdentity, profiles: [String: TrustProfile] = [:]
    ) throws {
        let (loaded, diagnostics) = Release.load(files: files, shownAs: directory, overlays: overlays)
        guard let loaded else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        release = loaded
        set = MappingSet.read(files, shownAs: directory, findings: DiagnosticSet())
        self.identity = identity
        self.profiles = profiles
        fixtures = FixtureCase.all(in: files)
        var runner = FixtureRunner(release: loaded, identity: identity)
        runner.profiles = profiles
        for (index, fixture) in fixtures.enumerated() {
            let result = runner.map(fixture, trace: true)
            guard fixture.isMet(by: result, release: loaded.hash) else {
                throw Diagnostics([
                    Diagnostic(
                        code: "M190", "the fixture \(fixture.path) fails with all rules in place",
                        hint: "run hub test first; only a set whose fixtures pass can be thinned out")
                ])
            }
            for entry in result.trace {
                reaching[RuleCoverage.Line(file: entry.file, line: entry.line), default: []].insert(index)
            }
            messageMaps[index] = loaded.messageMap(of: result.header, overlay: fixture.overlay)
        }
    }

    /// - Parameter maps: names of maps (`pid-patient`: the base's and every trust's; `rrk/pid-patient`: that trust's alone);
    ///   empty: all.
    package func run(maps: Set<String> = [], progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }) -> Report {
        var work: [(overlay: String?, file: MappingFile, deletion: RuleDeletion)] = []
        func add(_ layer: MappingSet.Layer, _ overlay: String?) {
            for file in layer.maps.values.sorted(by: { $0.file < $1.file }) {
                let names = [file.name, "\(overlay ?? "")/\(file.name)"]
                guard maps.isEmpty || names.contains(where: maps.contains) else { continue }
                work += file.deletions.map { (overlay, file, $0) }
            }
        }
        add(set.base, nil)
        for (overlay, layer) in set.overlays.sorted(by: { $0.key < $1.key }) where release.overlays.contains(overlay) {
            add(layer, overlay)
        }
        var report = Report()
        for (index, item) in work.enumerated() {
            progress(index, work.count)
            let rule = Rule(
                map: item.file.name, name: item.deletion.name, file: item.file.file, line: item.deletion.node.line)
            switch judge(item.overlay, item.file, item.deletion) {
            case .noticed: report.noticed += 1
            case .refused: report.refused += 1
            case .survived: report.survivors.append(rule)
            case .unreached: report.unreached.append(rule)
            }
        }
        progress(work.count, work.count)
        return report
    }

    /// Names of all maps, for a hint when one is misspelt.
    package var mapNames: [String] {
        let own = set.overlays.flatMap { overlay, layer in layer.maps.keys.flatMap { [$0, "\(overlay)/\($0)"] } }
        return Set(set.base.maps.keys).union(own).sorted()
    }

    private enum Verdict { case noticed, refused, survived, unreached }

    private func judge(_ overlay: String?, _ file: MappingFile, _ deletion: RuleDeletion) -> Verdict {
        // A check makes no element; whoever uses its map may see it.
        let lines = deletion.isCheck ? file.node.lines : deletion.lines
        var reached: Set<Int> = []
        for line in lines { reached.formUnion(reaching[RuleCoverage.Line(file: file.file, line: line)] ?? []) }
        // A resource that only applies a map has no line of its own in a trace: whoever uses the message may see it.
        if reached.isEmpty, !file.create.isEmpty {
            let users = file.isPart ? set.users(ofPart: file.name) : [file.name]
            reached = Set(messageMaps.filter { users.contains($0.value) }.keys)
            if let overlay { reached = reached.filter { fixtures[$0].overlay == overlay } }
        }
        guard !reached.isEmpty else { return .unreached }
        var changed = set
        changed.replace(file, by: file.without(deletion), in: overlay)
        for (layer, group) in Dictionary(grouping: reached.sorted(), by: { fixtures[$0].overlay }).sorted(by: {
            ($0.key ?? "") < ($1.key ?? "")
        }) {
            guard
                let thinned = release.with(
                    changed, overlay: layer, onlyMessages: messages(group),
                    converting: group.contains { fixtures[$0].format == .fhir })
            else { return .refused }
            var runner = FixtureRunner(release: thinned, identity: identity)
            runner.profiles = profiles
            for index in group where !fixtures[index].isMet(by: runner.map(fixtures[index]), release: release.hash) {
                return .noticed
            }
        }
        return .survived
    }

    /// nil: a fixture does not tell which map read it, so all are needed.
    private func messages(_ group: [Int]) -> Set<String>? {
        var names: Set<String> = []
        for index in group {
            guard let own = messageMaps[index] else { return nil }
            names.insert(own)
        }
        return names
    }
}
