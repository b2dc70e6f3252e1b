package import Canonical
import Diagnostics
import FHIR
import Tree

/// Runs the fixtures that stand beside maps.
///
/// ```
/// let report = FixtureRunner(release: release, identity: identity).run(directory: "Mappings")
/// ```
/// `case.hl7` expects `case.expected.json` (the canonical message) and/or `case.issues` (one issue a line:
/// `severity code PATH`). Without either it must be mapped without an error. A fixture below `trusts/NAME/` runs in a feed
/// with that overlay, and the profile its trust's configuration gives. Beside a map that reads FHIR STU3 stand documents of STU3,
/// and what is expected is R4's document, not a message.
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
        /// What differs, element by element, with the rule that made it; lines for people.
        package var difference: [String]
    }

    package struct Report: Sendable {
        package var outcomes: [Outcome] = []
        package var coverage = RuleCoverage()
        /// Files to be written when rebaselining: path and text.
        package var updates: [(path: String, text: String)] = []
        package var isPassed: Bool { outcomes.allSatisfy(\.isPassed) }
        /// Lines of maps that no fixture reached.
        package var unreached: [(file: String, line: Int)] { coverage.unreached }
    }

    package func run(directory: String) -> Report {
        run(files: SourceDirectory.files(below: directory) { _, _ in })
    }

    package func run(files: [(path: String, bytes: [UInt8])]) -> Report {
        var report = Report()
        report.coverage = RuleCoverage(lines: release.lines)
        for fixture in FixtureCase.all(in: files) {
            let result = map(fixture, trace: true)
            report.coverage.reach(result.trace, by: fixture.path)
            let (outcome, updates) = judge(fixture, result)
            report.outcomes.append(outcome)
            report.updates += updates
        }
        return report
    }

    /// Maps a fixture as a feed of its trust would.
    package func map(_ fixture: FixtureCase, trace: Bool = false) -> MappingResult {
        var feed = Feed(
            name: "fixture", trust: (fixture.overlay ?? "rxx").uppercased(), format: fixture.format, overlay: fixture.overlay)
        if let overlay = fixture.overlay, let profile = profiles[overlay] { feed.profile = profile }
        let isConversion = release.conversionMaps.contains(fixture.map)
        if isConversion { feed.release = .stu3 }
        let mapper = Mapper(release: release, feed: feed, identity: identity, environment: .test)
        return isConversion ? mapper.converted(fixture.bytes, trace: trace) : mapper.map(fixture.bytes, trace: trace)
    }

    private func judge(_ fixture: FixtureCase, _ result: MappingResult) -> (Outcome, [(path: String, text: String)]) {
        var outcome = Outcome(path: fixture.path, isPassed: true, difference: [])
        var updates: [(path: String, text: String)] = []
        let (message, issues) = FixtureCase.texts(of: result, release: release.hash)
        let stem = fixture.stem
        if let expected = fixture.expectedMessage {
            let lines = LineDifference.lines(expected: expected, actual: message)
            if !lines.isEmpty {
                outcome.difference += ["\(stem).expected.json:"] + (elements(expected, result) ?? lines)
                updates.append(("\(stem).expected.json", message + "\n"))
            }
        }
        if let expected = fixture.expectedIssues {
            let lines = LineDifference.lines(expected: expected, actual: issues)
            if !lines.isEmpty {
                outcome.difference += ["\(stem).issues:"] + lines
                updates.append(("\(stem).issues", issues + "\n"))
            }
        }
        if fixture.expectedMessage == nil, fixture.expectedIssues == nil {
            if result.outcome == .mapped {
                updates.append(("\(stem).expected.json", message + "\n"))
            } else {
                outcome.difference = ["quarantined:"] + result.issues.filter { $0.severity == .error }.map(FixtureCase.line)
                updates.append(("\(stem).issues", issues + "\n"))
            }
        }
        outcome.isPassed = outcome.difference.isEmpty
        return (outcome, updates)
    }

    /// nil when the expectation is no document, or differs only in its layout.
    private func elements(_ expected: String, _ result: MappingResult) -> [String]? {
        guard let before = FHIRDocument.parse(Array(expected.utf8)).tree, let made = result.canonical else { return nil }
        let after = made.withoutRelease(release.hash)
        let found = CanonicalDifference.between(before, after)
        guard !found.isEmpty else { return nil }
        let rules = RuleLookup(result.trace)
        // Fixtures hold invented people: their values may be shown.
        return found.prefix(200).map { difference in
            difference.line(values: true, rule: difference.afterNode.flatMap { rules.rule(of: $0, in: after) })
        }
    }
}
