import Glibc
import Ledger

/// The lock that lets exactly one process hold a store: `flock` on a file beside it, given back by the kernel when the
/// process ends, however it ends. The file names the holder for whoever is refused.
final class ProcessLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        // Close-on-exec: a child (the private broker) must not keep the store locked after its parent died.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LedgerFailure.storage(code: Int(errno), text: "cannot open the lock file \(path)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var buffer = [UInt8](repeating: 0, count: 64)
            let count = pread(descriptor, &buffer, buffer.count, 0)
            close(descriptor)
            let holder = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            throw LedgerFailure.locked(path: path, holder: holder.isEmpty ? "unknown process" : holder)
        }
        let text = Array("process \(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
