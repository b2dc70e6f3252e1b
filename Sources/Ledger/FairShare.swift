/// Divides a claim over feeds so that a flooded feed cannot starve a quiet one.
package enum FairShare {
    /// How many each may take, at most what it has, together at most `limit`. What a feed does not use goes to the
    /// others; `start` rotates who gets the remainder.
    ///
    /// `shares(of: 10, among: [100, 2, 100])` is `[4, 2, 4]`.
    package static func shares(of limit: Int, among available: [Int], start: Int = 0) -> [Int] {
        var shares = [Int](repeating: 0, count: available.count)
        var left = max(0, limit)
        var hungry = available.indices.filter { available[$0] > 0 }
        while left > 0, !hungry.isEmpty {
            let each = left / hungry.count
            if each == 0 {
                let first = start % hungry.count
                for offset in 0..<left { shares[hungry[(max(0, first) + offset) % hungry.count]] += 1 }
                break
            }
            for index in hungry {
                let share = min(each, available[index] - shares[index])
                shares[index] += share
                left -= share
            }
            hungry.removeAll { shares[$0] >= available[$0] }
        }
        return shares
    }
}
