import CRabbitMQ
import Glibc

/// Runs `body` on a thread of its own with an 8 MB stack (librabbitmq decodes nested tables recursively, so a small stack
/// could be overrun from outside), never on a thread of the Swift-concurrency pool. The thread ends with `body`.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        let name: String
        init(_ body: @escaping @Sendable () -> Void, _ name: String) {
            self.body = body
            self.name = name
        }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let box = Unmanaged.passRetained(Box(body, name))
    var thread = pthread_t()
    let status = pthread_create(
        &thread, &attributes,
        { pointer in
            let box = Unmanaged<Box>.fromOpaque(pointer!).takeRetainedValue()
            hub_name_thread(box.name)
            box.body()
            return nil
        }, box.toOpaque())
    // Out of threads or memory at the start of a connection: nothing that could be done later either.
    precondition(status == 0, "no thread could be made (error \(status))")
}

/// Awaits a blocking body that runs on a dedicated thread.
func onDedicatedThread<Value: Sendable>(
    named name: String, _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        startThread(named: name) { continuation.resume(with: Result { try body() }) }
    }
}

/// An eventfd: lets another thread's poll() return.
final class Wakeup: Sendable {
    let descriptor = hub_eventfd()
    deinit { Glibc.close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        _ = Glibc.write(descriptor, &one, 8)
    }

    func clear() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, 8)
    }

    /// Waits until `socket` can be read (or nil: without one), this is signalled, or the time is over. Returns whether the
    /// socket is readable, broken ones included.
    func wait(readable socket: Int32?, milliseconds: Int32) -> Bool {
        var set = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let socket { set.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        guard poll(&set, nfds_t(set.count), milliseconds) > 0 else { return false }
        if set[0].revents != 0 { clear() }
        return set.count > 1 && set[1].revents != 0
    }
}

extension ContinuousClock.Instant {
    /// Milliseconds from now until then, for poll(): at least 0, at most `limit`.
    func pollTimeout(limit: Int32) -> Int32 {
        let left = self - .now
        guard left > .zero else { return 0 }
        // Rounded up, so that the time is over when poll() returns.
        let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: min(Int64(limit), milliseconds))
    }
}
