import Foundation

/// Why an expected element is not made: rows of resource type, path and value (`*` at the end of either stands for the rest),
/// and the reason. The first row that fits holds. `(unmapped)` as type stands for messages that are quarantined.
struct InventoryDeviations {
    struct Row {
        var type: String
        var path: String
        var value: String
        var reason: String

        func fits(_ missing: InventoryComparison.Missing) -> Bool {
            (type == "*" || type == missing.type) && Self.fits(path, missing.path) && Self.fits(value, missing.value)
        }

        private static func fits(_ pattern: String, _ text: String) -> Bool {
            pattern.hasSuffix("*") ? text.hasPrefix(pattern.dropLast()) : pattern == text
        }
    }

    struct Tally {
        var counts: [Int: Int] = [:]
        var unexplained: Set<String> = []
        private var envelope = 0

        mutating func add(_ row: Int, isEnvelope: Bool) {
            counts[row, default: 0] += 1
            if isEnvelope { envelope += 1 }
        }

        /// The totals without what the other project says of itself.
        func left(out total: (expected: Int, reproduced: Int)) -> (expected: Int, reproduced: Int) {
            (total.expected - envelope, total.reproduced)
        }

        func lines(_ deviations: InventoryDeviations) -> [String] {
            var reasons: [String: Int] = [:]
            for (row, count) in counts { reasons[deviations.rows[row].reason, default: 0] += count }
            return reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × \($0.key)" }
        }
    }

    let rows: [Row]

    init(_ text: Data) throws {
        rows = String(decoding: text, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Row(
                type: fields[0], path: fields.count > 1 ? fields[1] : "", value: fields.count > 2 ? fields[2] : "*",
                reason: fields.count > 3 ? fields[3] : "")
        }
    }

    func explain(
        _ missing: [InventoryComparison.Missing], isMapped: Bool, in pair: String, _ tally: inout Tally
    ) {
        let quarantine = rows.firstIndex { $0.type == "(unmapped)" }
        for one in missing {
            if let row = isMapped ? rows.firstIndex(where: { $0.fits(one) }) : quarantine {
                tally.add(row, isEnvelope: rows[row].reason.hasPrefix("envelope:"))
            } else {
                tally.unexplained.insert("\(one.type) \(one.path) \(one.value) (\(pair))")
            }
        }
    }
}
