#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files of a directory tree, read whole.
package enum SourceDirectory {
    /// Paths are relative to `directory`, in order. Hidden files and links to directories are left out, and what lies in folders
    /// `NAME.tests` where no `fixtures` are wanted.
    package static func files(
        below directory: String, limit: Int = 16 << 20, fixtures: Bool = true,
        problem: (_ path: String, _ reason: String) -> Void
    ) -> [(path: String, bytes: [UInt8])] {
        var found: [(path: String, bytes: [UInt8])] = []
        var pending = [""]
        while let relative = pending.popLast() {
            guard let names = list("\(directory)/\(relative)") else {
                problem("\(directory)/\(relative)", "no such directory")
                continue
            }
            for name in names.sorted() where !name.hasPrefix(".") {
                let path = relative.isEmpty ? name : "\(relative)/\(name)"
                switch kind(of: "\(directory)/\(path)") {
                case .directory where !fixtures && name.hasSuffix(".tests"): continue
                case .directory:
                    if path.split(separator: "/").count < 12 { pending.append(path) }
                case .file:
                    switch read("\(directory)/\(path)", limit: limit) {
                    case .success(let bytes): found.append((path, bytes))
                    case .failure(let failure): problem("\(directory)/\(path)", failure.reason)
                    }
                case .other: continue
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    private enum Kind { case file, directory, other }
    struct Failure: Error { var reason: String }

    private static func kind(of path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFREG: return .file
        default: return .other
        }
    }

    private static func list(_ path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    static func read(_ path: String, limit: Int = 16 << 20) -> Result<[UInt8], Failure> {
        guard let file = fopen(path, "rb") else { return .failure(Failure(reason: String(cString: strerror(errno)))) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
            if bytes.count > limit { return .failure(Failure(reason: "it is larger than \(limit) bytes")) }
        }
        return .success(bytes)
    }
}
