import Foundation

/// Runs something now and whenever a file below its paths has changed, until the process is ended. It looks three times a
/// second: editors save in too many ways (rename, truncate, in place) for anything cleverer to be right everywhere.
struct FileWatch {
    let paths: [String]

    func run(_ body: () -> Void) -> Never {
        var seen: [String: String] = [:]
        while true {
            let now = marks()
            if now != seen {
                seen = now
                if Terminal.isOutputTerminal { print("\u{1B}[2J\u{1B}[H", terminator: "") }
                print("── \(Date().formatted(date: .omitted, time: .standard))")
                body()
                fflush(nil)
            }
            Thread.sleep(forTimeInterval: 0.3)
        }
    }

    /// Size and time of every file.
    private func marks() -> [String: String] {
        var marks: [String: String] = [:]
        func mark(_ path: String) {
            guard let found = try? FileManager.default.attributesOfItem(atPath: path) else { return }
            let time = (found[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            marks[path] = "\(time) \((found[.size] as? NSNumber)?.intValue ?? 0)"
        }
        for path in paths {
            mark(path)
            for name in FileManager.default.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? [] {
                mark("\(path)/\(name)")
            }
        }
        return marks
    }
}
