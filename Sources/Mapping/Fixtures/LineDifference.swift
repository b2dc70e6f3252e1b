/// Two texts compared line by line.
enum LineDifference {
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

    static func trimmed(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
