/// The candidate that is close enough to `name` to be what its writer meant, or nil: a suggestion that is not close
/// is worse than none.
///
/// `closeName(to: "brithDate", among: ["birthDate", "gender"])` is `birthDate`. Distance: edits including swaps of
/// neighbours, at most a third of the length and never more than two; a different case alone always counts as close.
package func closeName(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = min(2, max(1, name.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
        let distance =
            candidate.lowercased() == name.lowercased()
            ? 0 : editDistance(Array(name.utf8), Array(candidate.utf8), limit: limit)
        guard distance <= limit, name.count > 1 else { continue }
        if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
        best = (candidate, distance)
    }
    return best?.name
}

/// Optimal string alignment distance, or `limit + 1` as soon as it must be more.
private func editDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        if row.min()! > limit { return limit + 1 }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
