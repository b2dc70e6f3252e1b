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

    /// Writes beside, syncs, renames.
    package func write(_ body: [UInt8], key: String) throws(NoAnswer) {
        let safe = String(key.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
        let target = folder + "/" + safe + ".json"
        let partial = folder + "/." + safe + ".partial"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw NoAnswer(category: .unavailable, reason: "cannot open a file (\(errno))") }
        var written = 0
        while written < body.count {
            let count = body.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, body.count - written) }
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
