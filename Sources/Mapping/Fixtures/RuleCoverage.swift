/// Which lines of which maps the fixtures reach.
package struct RuleCoverage: Sendable {
    package struct Line: Sendable, Hashable, Comparable {
        package var file: String
        package var line: Int
        package static func < (a: Line, b: Line) -> Bool { (a.file, a.line) < (b.file, b.line) }
    }
    package struct FileCoverage: Sendable, Hashable {
        package var file: String
        package var rules: Int
        package var unreached: [Int]
        package var reached: Int { rules - unreached.count }
        /// `3, 7-9, 12`
        package var unreachedText: String { RuleCoverage.ranges(unreached) }
    }

    private var rules: [Line] = []
    /// The fixtures that reached a line.
    private(set) var fixtures: [Line: Set<String>] = [:]

    package init() {}
    init(lines: [(file: String, line: Int)]) { rules = lines.map { Line(file: $0.file, line: $0.line) } }

    mutating func reach(_ trace: [TraceEntry], by fixture: String) {
        for line in Set(trace.map { Line(file: $0.file, line: $0.line) }) { fixtures[line, default: []].insert(fixture) }
    }

    package var unreached: [(file: String, line: Int)] {
        rules.filter { fixtures[$0] == nil }.map { ($0.file, $0.line) }
    }

    /// File by file, in order of name.
    package var files: [FileCoverage] {
        Dictionary(grouping: rules, by: \.file).sorted { $0.key < $1.key }.map { file, lines in
            FileCoverage(
                file: file, rules: lines.count, unreached: lines.filter { fixtures[$0] == nil }.map(\.line).sorted())
        }
    }

    static func ranges(_ numbers: [Int]) -> String {
        var parts: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = parts.last, number == last.upperBound + 1 {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ", ")
    }
}
