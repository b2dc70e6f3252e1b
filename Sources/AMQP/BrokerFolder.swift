import CRabbitMQ
import Diagnostics
import Glibc

/// The folder of a private broker: its data, its configuration, its secrets, and the lock that keeps a second node out.
struct BrokerFolder: Sendable {
    let path: String

    func sub(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes what is missing. The configuration holds passwords, so nothing is open to others.
    func prepare() throws(Diagnostic) {
        for folder in [path, sub("home"), sub("mnesia"), sub("log"), sub("conf")] {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.problem("made", folder) }
        }
    }

    /// Takes the lock, waiting a moment for the children of a hub that has just died.
    func lock() throws(Diagnostic) -> Int32 {
        let path = sub("lock")
        let deadline = ContinuousClock.now + .seconds(5)
        while true {
            let descriptor = hub_lock_file(path)
            if descriptor >= 0 {
                _ = ftruncate(descriptor, 0)
                let text = "\(getpid())\n"
                _ = Glibc.write(descriptor, text, text.utf8.count)
                return descriptor
            }
            guard descriptor == -2 else { throw Self.problem("locked", path) }
            guard ContinuousClock.now < deadline else {
                let holder = read("lock")?.filter(\.isNumber) ?? ""
                throw Diagnostic(
                    code: "broker-folder-in-use",
                    "the broker's folder \(self.path) is used by another process\(holder.isEmpty ? "" : ", started by process \(holder)")",
                    hint: "stop that hub, or give this one another data folder")
            }
            usleep(100_000)
        }
    }

    /// A name that stands for one secret: read if it is there, else made.
    func secret(_ name: String, mode: mode_t = 0o600) throws(Diagnostic) -> String {
        if let known = read(name), !known.isEmpty { return known }
        let text = Self.randomText()
        try write(text, to: name, mode: mode)
        return text
    }

    static func randomText() -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        return String((0..<32).map { _ in letters.randomElement(using: &generator)! })
    }

    func read(_ name: String) -> String? {
        let descriptor = open(sub(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws(Diagnostic) {
        let path = sub(name)
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Self.problem("written", path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            guard count > 0 else { throw Self.problem("written", path) }
            done += count
        }
    }

    private static func problem(_ what: String, _ path: String) -> Diagnostic {
        Diagnostic(
            code: "broker-folder", "\(path) could not be \(what): \(String(cString: strerror(errno)))",
            hint: "the data folder has to belong to the user who runs the hub")
    }
}

/// Free ports of the loopback interface. They are given back before the broker takes them, so another process could be
/// faster; the start is then tried again with others.
func freePorts(_ count: Int) -> [UInt16] {
    var sockets: [Int32] = []
    var ports: [UInt16] = []
    defer { for socket in sockets { close(socket) } }
    for _ in 0..<count {
        guard let (socket, port) = boundSocket(0) else { continue }
        sockets.append(socket)
        ports.append(port)
    }
    return ports
}

func isFree(_ port: UInt16) -> Bool {
    guard let (socket, _) = boundSocket(port) else { return false }
    close(socket)
    return true
}

/// A socket on this port of the loopback interface, or on any free one for 0; the caller closes it.
private func boundSocket(_ port: UInt16) -> (socket: Int32, port: UInt16)? {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { return nil }
    // Like the broker's listener: connections of an earlier one that still linger do not matter.
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
        }
    }
    guard isBound else {
        close(socket)
        return nil
    }
    return (socket, UInt16(bigEndian: address.sin_port))
}
