package import Canonical
import Diagnostics
import FHIR
import Tree

/// Runs the fixtures that stand beside maps: `NAME.tests/*.hl7|json|xml` with the expected `.json` or `.issues` of the
/// same name.
///
/// ```
/// let report = FixtureRunner(release: release, identity: identity).run(directory: "Mappings")
/// ```
/// `case.hl7` expects `case.expected.json` (the canonical message, byte for byte after layout) and/or `case.issues`
/// (one issue a line: `severity code PATH`). Without either it must be mapped without an error. A fixture below
/// `trusts/NAME/` runs in a feed with that overlay. `case.feed.yaml` is not needed: profile values come from defaults.
package struct FixtureRunner: Sendable {
    package let release: Release
    package let identity: RegionalIdentity
    /// Profile values by overlay.
    package var profiles: [String: TrustProfile] = [:]

    package init(release: Release, identity: RegionalIdentity) {
        self.release = release
        self.identity = identity
    }

    package struct Outcome: Sendable, Hashable {
        package var path: String
        package var isPassed: Bool
        /// What differs, as lines of a readable diff.
        package var difference: [String]
    }

    package struct Report: Sendable {
        package var outcomes: [Outcome] = []
        /// Lines of maps that no fixture reached.
        package var unreached: [(file: String, line: Int)] = []
        /// Files to be written when rebaselining: path and text.
        package var updates: [(path: String, text: String)] = []
        package var isPassed: Bool { outcomes.allSatisfy(\.isPassed) }
    }

    package func run(directory: String) -> Report {
        run(files: SourceDirectory.files(below: directory) { _, _ in })
    }

    package func run(files: [(path: String, bytes: [UInt8])]) -> Report {
        var report = Report()
        var reached: Set<Origin> = []
        let contents = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
        for (path, bytes) in files.sorted(by: { $0.path < $1.path }) {
            guard path.contains(".tests/"), let format = format(of: path) else { continue }
            let stem = path.split(separator: ".").dropLast().joined(separator: ".")
            let parts = path.split(separator: "/").map(String.init)
            let overlay = parts.first == "trusts" && parts.count > 2 ? parts[1] : nil
            var feed = Feed(name: "fixture", trust: (overlay ?? "rrk").uppercased(), format: format, overlay: overlay)
            if let overlay, let profile = profiles[overlay] { feed.profile = profile }
            let mapper = Mapper(release: release, feed: feed, identity: identity, environment: .test)
            let result = mapper.map(bytes, trace: true)
            for entry in result.trace { reached.insert(Origin(file: entry.file, line: entry.line)) }
            var outcome = Outcome(path: path, isPassed: true, difference: [])
            let canonical =
                result.canonical.map {
                    String(decoding: JSONWriter.write(masked($0), layout: .pretty), as: UTF8.self)
                } ?? ""
            let issues = result.issues.map(line).joined(separator: "\n")
            var isExpected = false
            for (suffix, actual) in [("expected.json", canonical), ("issues", issues)] {
                guard let expected = contents["\(stem).\(suffix)"] else { continue }
                isExpected = true
                let text = String(decoding: expected, as: UTF8.self)
                let difference = Difference.lines(expected: text, actual: actual)
                if !difference.isEmpty {
                    outcome.isPassed = false
                    outcome.difference += ["\(stem).\(suffix):"] + difference
                    report.updates.append(("\(stem).\(suffix)", actual + "\n"))
                }
            }
            if !isExpected {
                if result.outcome == .mapped {
                    report.updates.append(("\(stem).expected.json", canonical + "\n"))
                } else {
                    outcome.isPassed = false
                    outcome.difference = ["quarantined:"] + result.issues.filter { $0.severity == .error }.map(line)
                    report.updates.append(("\(stem).issues", issues + "\n"))
                }
            }
            report.outcomes.append(outcome)
        }
        for (file, line) in release.lines where !reached.contains(Origin(file: file, line: line)) {
            report.unreached.append((file, line))
        }
        return report
    }

    private func format(of path: String) -> Feed.Format? {
        if path.hasSuffix(".expected.json") { return nil }
        if path.hasSuffix(".hl7") { return .hl7v2 }
        return path.hasSuffix(".json") || path.hasSuffix(".xml") ? .fhir : nil
    }

    private func line(_ issue: Diagnostic) -> String {
        var path = ""
        if case .message(let position)? = issue.location { path = " \(position.path)" }
        return "\(issue.severity.rawValue) \(issue.code)\(path)"
    }

    /// The release's hash changes with every edit; a fixture is about what is mapped.
    private func masked(_ tree: Tree) -> Tree {
        var tree = tree
        let hash = Array(release.hash.utf8)
        for index in tree.nodes.indices where tree.nodes[index].length == 64 {
            if tree.value(of: Tree.ID(UInt32(index))).elementsEqual(hash) {
                let place = tree.store("RELEASE".utf8)
                tree.nodes[index].start = place.start
                tree.nodes[index].length = place.length
            }
        }
        return tree
    }
}

/// Two texts compared line by line.
enum Difference {
    /// `- expected` and `+ actual` with a line of context around each change; empty when they are the same.
    static func lines(expected: String, actual: String) -> [String] {
        let a = trimmed(expected)
        let b = trimmed(actual)
        if a == b { return [] }
        let change = b.difference(from: a)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for step in change {
            switch step {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [String] = []
        var i = 0
        var j = 0
        while i < a.count || j < b.count, lines.count < 200 {
            if i < a.count, removed.contains(i) {
                lines.append("- \(a[i])")
                i += 1
            } else if j < b.count, inserted.contains(j) {
                lines.append("+ \(b[j])")
                j += 1
            } else {
                let isNear =
                    removed.contains(i + 1) || inserted.contains(j + 1) || removed.contains(i - 1) || inserted.contains(j - 1)
                if isNear, j < b.count { lines.append("  \(b[j])") }
                i += 1
                j += 1
            }
        }
        return lines
    }

    private static func trimmed(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
