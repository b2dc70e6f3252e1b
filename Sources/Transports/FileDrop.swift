import Diagnostics
import Foundation

/// A folder that another system empties: each delivery becomes one file, whole or not at all.
///
/// The file's name is the idempotency key, so a delivery that is repeated replaces itself.
package struct FileDrop: Sendable {
    private let folder: String

    package init(folder: String) throws {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Diagnostic(
                code: "H202", "the folder of a file destination cannot be made",
                at: .text(TextSpan(file: folder, line: 1, column: 1)), hint: "check the path and its permissions")
        }
    }

    package struct Item: Sendable {
        package var key: String
        package var body: [UInt8]
        package var suffix: String

        /// - Parameter suffix: of the file's name, e.g. `json`.
        package init(key: String, body: [UInt8], suffix: String = "json") {
            self.suffix = suffix
            self.key = key
            self.body = body
        }
    }

    /// Writes each beside, syncs and renames it, and makes the names last with one sync of the folder.
    ///
    /// - Returns: for each item in order: nil, or why it is not there.
    package func write(_ items: [Item]) -> [NoAnswer?] {
        var failures = items.map { item -> NoAnswer? in
            do throws(NoAnswer) {
                try write(item)
                return nil
            } catch {
                return error
            }
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let synced = directory >= 0 ? fsync(directory) : -1
        if directory >= 0 { close(directory) }
        if synced != 0 {
            let failure = NoAnswer(category: .unavailable, reason: "cannot sync the folder (\(errno))")
            for index in failures.indices where failures[index] == nil { failures[index] = failure }
        }
        return failures
    }

    private func write(_ item: Item) throws(NoAnswer) {
        let safe = String(item.key.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
        let target = folder + "/" + safe + "." + item.suffix
        let partial = folder + "/." + safe + ".partial"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw NoAnswer(category: .unavailable, reason: "cannot open a file (\(errno))") }
        var written = 0
        while written < item.body.count {
            let count = item.body.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, item.body.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw NoAnswer(category: .unavailable, reason: "cannot write a file (\(errno))")
            }
            written += count
        }
        let synced = fsync(descriptor)
        close(descriptor)
        guard synced == 0, rename(partial, target) == 0 else {
            throw NoAnswer(category: .unavailable, reason: "cannot finish a file (\(errno))")
        }
    }
}
