import Foundation

/// One line of the table: how often a second on one core, the median of several runs.
struct Measurement {
    var name: String
    var perSecond: Double
    var runs: [Double]
    var note: String

    /// Runs `body` over and over for about `seconds` a run, five runs, and counts what it says it did. Time is the thread's own
    /// CPU time, so that other work on the machine counts as little as it can.
    static func take(_ name: String, note: String = "", seconds: Double = 0.6, runs: Int = 5, _ body: () -> Int) -> Measurement
    {
        _ = body()
        var rates: [Double] = []
        for _ in 0..<runs {
            let begin = cpuSeconds()
            var count = 0
            var took = 0.0
            repeat {
                count += body()
                took = cpuSeconds() - begin
            } while took < seconds
            rates.append(Double(count) / took)
        }
        let sorted = rates.sorted()
        return Measurement(name: name, perSecond: sorted[sorted.count / 2], runs: sorted, note: note)
    }

    static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    var line: String {
        func figure(_ value: Double) -> String { value >= 1000 ? "\(Int(value))" : String(format: "%.1f", value) }
        return "| \(name) | \(figure(perSecond)) | \(figure(runs.first ?? 0))–\(figure(runs.last ?? 0)) | \(note) |"
    }
}

/// Keeps the optimiser from leaving work out.
@inline(never) func keep<T>(_ value: T) { withExtendedLifetime(value) {} }
