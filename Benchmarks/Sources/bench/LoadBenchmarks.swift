import Diagnostics
import Foundation
import Mapping

extension MicroBenchmarks {
    /// What a start, a reload and every command that maps pay first: reading, checking and compiling of maps.
    func loading() throws {
        let files = SourceDirectory.files(below: project + "/Mappings") { path, reason in print("\(path): \(reason)") }
        let own = files.filter { !$0.path.contains(".tests/") }
        print("\n| loading and checking | CPU seconds, least of 3 | lowest–highest | memory grew by, MB |\n|---|---|---|---|")
        try load("the region's \(own.count) files, all overlays", own)
        try load("1,000 files: the same and copies of segment and data type maps", Self.filled(own, to: 1_000))
    }

    private func load(_ name: String, _ files: [(path: String, bytes: [UInt8])]) throws {
        var taken: [Double] = []
        var held: [Int] = []
        for _ in 0..<3 {
            let (before, begin) = (Self.residentMegabytes(), Measurement.cpuSeconds())
            let (release, diagnostics) = Release.load(files: files)
            taken.append(Measurement.cpuSeconds() - begin)
            guard let release else { throw Diagnostics(diagnostics) }
            held.append(Self.residentMegabytes() - before)
            keep(release)
        }
        taken.sort()
        print(
            "| \(name) | \(String(format: "%.2f", taken[0])) | \(String(format: "%.2f–%.2f", taken[0], taken[2])) | \(held[0]) |"
        )
    }

    /// Each copy under a name of its own, so that it is a map like any other; no message applies it, so maps that read variables of
    /// whoever applies them are not copied.
    private static func filled(
        _ files: [(path: String, bytes: [UInt8])], to count: Int
    ) -> [(path: String, bytes: [UInt8])] {
        var all = files
        let parts = files.filter { file in
            guard file.path.hasPrefix("segments/") || file.path.hasPrefix("types/") else { return false }
            let text = String(decoding: file.bytes, as: UTF8.self)
            return text.matches(of: /%([A-Za-z]+)/).allSatisfy { text.contains(" \($0.1):") }
        }
        var round = 0
        while all.count < count, !parts.isEmpty {
            round += 1
            for file in parts.prefix(count - all.count) {
                let name = file.path.split(separator: "/").last?.dropLast(".yaml".count) ?? ""
                let text = String(decoding: file.bytes, as: UTF8.self)
                    .replacingOccurrences(of: "mapping: \(name)\n", with: "mapping: \(name)-\(round)\n")
                all.append((file.path.replacingOccurrences(of: name, with: "\(name)-\(round)"), Array(text.utf8)))
            }
        }
        return all
    }

    private static func residentMegabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }
}
