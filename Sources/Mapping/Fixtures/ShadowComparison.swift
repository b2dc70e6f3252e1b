import Tree

/// What a changed set of maps would make of messages that were mapped before, grouped: which element, how often, which
/// messages for instance.
///
/// ```
/// var comparison = ShadowComparison(examples: 3)
/// comparison.add("3-1234", before: old.map(body), after: new.map(body, trace: true), …)
/// comparison.report.groups[0]        // Patient.birthDate changed, 812 messages, for instance 3-1234
/// ```
/// It keeps ids and element names, and values only where they were asked for.
package struct ShadowComparison {
    package struct Group: Codable, Sendable, Hashable {
        /// `Patient.birthDate`, `issue invalid-date PID-7`, `outcome`.
        package var element: String
        /// `added`, `removed`, `changed`; of an outcome `mapped → quarantined (invalid-date)`.
        package var change: String
        package var messages: Int
        /// In how many places, over all messages.
        package var places: Int
        /// Rules of the changed set that made it.
        package var rules: [String]
        /// Message ids.
        package var examples: [String]
        /// Of the first example: shapes, or values where they were asked for.
        package var before: String?
        package var after: String?
    }
    package struct Report: Codable, Sendable {
        package var messages = 0
        package var same = 0
        package var different: Int { messages - same }
        /// Most frequent first.
        package var groups: [Group] = []
        package init() {}
    }

    private struct Key: Hashable {
        var element: String
        var change: String
    }
    private let examples: Int
    private let values: Bool
    private var groups: [Key: Group] = [:]
    private var messages = 0
    private var same = 0

    package init(examples: Int = 3, values: Bool = false) {
        self.examples = examples
        self.values = values
    }

    package var report: Report {
        var report = Report()
        report.messages = messages
        report.same = same
        report.groups = groups.values.sorted { ($1.messages, $0.element, $0.change) < ($0.messages, $1.element, $1.change) }
        return report
    }

    /// - Parameter traced: the changed set's result again with a trace; asked for only when something differs.
    package mutating func add(
        _ id: String, before: MappingResult, release: String, after: MappingResult, changedRelease: String,
        traced: () -> MappingResult
    ) {
        messages += 1
        var seen: Set<Key> = []
        if before.outcome != after.outcome || before.reason != after.reason {
            note(Key(element: "outcome", change: "\(word(before)) → \(word(after))"), id, &seen)
        }
        let issues = Self.counted(before.issues.map(FixtureCase.line))
        let changedIssues = Self.counted(after.issues.map(FixtureCase.line))
        for line in Set(issues.keys).union(changedIssues.keys).sorted() {
            let (old, new) = (issues[line] ?? 0, changedIssues[line] ?? 0)
            if old != new { note(Key(element: "issue \(line)", change: new > old ? "added" : "removed"), id, &seen) }
        }
        if let old = before.canonical?.withoutRelease(release), let new = after.canonical?.withoutRelease(changedRelease) {
            let found = CanonicalDifference.between(old, new)
            if !found.isEmpty {
                let rules = RuleLookup(traced().trace)
                for difference in found {
                    let rule = difference.afterNode.flatMap { rules.rule(of: $0, in: new) }
                    note(
                        Key(element: difference.element, change: difference.change.rawValue), id, &seen, rule: rule,
                        before: difference.before, after: difference.after)
                }
            }
        }
        if seen.isEmpty { same += 1 }
    }

    private func word(_ result: MappingResult) -> String {
        switch result.outcome {
        case .mapped: "mapped"
        case .quarantined: "quarantined (\(result.reason?.code ?? "invalid"))"
        }
    }

    private static func counted(_ lines: [String]) -> [String: Int] {
        lines.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private mutating func note(
        _ key: Key, _ id: String, _ seen: inout Set<Key>, rule: String? = nil, before: String? = nil, after: String? = nil
    ) {
        func shown(_ text: String?) -> String? { text.map { values ? $0 : ElementDifference.shape(of: $0) } }
        var group =
            groups[key]
            ?? Group(
                element: key.element, change: key.change, messages: 0, places: 0, rules: [], examples: [],
                before: shown(before), after: shown(after))
        group.places += 1
        if seen.insert(key).inserted {
            group.messages += 1
            if group.examples.count < examples { group.examples.append(id) }
        }
        if let rule, !group.rules.contains(rule), group.rules.count < 8 { group.rules.append(rule) }
        groups[key] = group
    }
}
