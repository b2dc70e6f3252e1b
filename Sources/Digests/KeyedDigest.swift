import COpenSSL

/// HMAC-SHA-256 under one key, from which deterministic identifiers are made.
///
/// `KeyedDigest(key: regionalKey).uuid(of: Array("NHS\u{1F}9990000018".utf8))` is always the same UUID under the same
/// key, and nobody without the key can tell which number it stands for. RFC 2104; layout of the UUID: RFC 9562 version 8.
package struct KeyedDigest: Sendable {
    /// SHA-256 after the block that the key makes, inside and outside: what every digest under this key begins with.
    private let inner: SHA256_CTX
    private let outer: SHA256_CTX

    /// - Parameter key: at least 16 bytes; shorter keys are a programming error.
    package init(key: [UInt8]) {
        precondition(key.count >= 16, "a regional key has at least 16 bytes")
        let block = key.count > 64 ? SHA256.digest(of: key) : key
        func state(_ pad: UInt8) -> SHA256_CTX {
            var bytes = [UInt8](repeating: pad, count: 64)
            for (index, byte) in block.enumerated() { bytes[index] ^= byte }
            var state = SHA256_CTX()
            SHA256_Init(&state)
            SHA256_Update(&state, bytes, 64)
            return state
        }
        inner = state(0x36)
        outer = state(0x5C)
    }

    /// 32 bytes.
    package func digest(of bytes: some ContiguousBytesProvider) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { target, count in
            bytes.withContiguousBytes { digest(of: $0, to: target.baseAddress.unsafelyUnwrapped) }
            count = 32
        }
    }

    @inline(__always)
    private func digest(of bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) {
        var state = inner
        SHA256_Update(&state, bytes.baseAddress, bytes.count)
        SHA256_Final(target, &state)
        state = outer
        SHA256_Update(&state, target, 32)
        SHA256_Final(target, &state)
    }

    /// The first 16 bytes as a UUID in lower case, 36 characters.
    package func uuid(of bytes: some ContiguousBytesProvider) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 36) { target, count in
            bytes.withContiguousBytes { writeUUID(of: $0, to: target.baseAddress.unsafelyUnwrapped) }
            count = 36
        }
    }

    /// As `uuid(of:)`, to memory that has room for 36 bytes.
    package func writeUUID(of bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { raw in
            let raw = raw.baseAddress.unsafelyUnwrapped
            digest(of: bytes, to: raw)
            raw[6] = (raw[6] & 0x0F) | 0x80
            raw[8] = (raw[8] & 0x3F) | 0x80
            var at = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    target[at] = UInt8(ascii: "-")
                    at += 1
                }
                target[at] = Hexadecimal.digit(raw[index] >> 4)
                target[at + 1] = Hexadecimal.digit(raw[index] & 15)
                at += 2
            }
        }
    }
}

/// Lower-case hexadecimal text.
package enum Hexadecimal {
    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Bytes that nobody can guess (for cookies, passwords of the private broker, session tokens).
package func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    precondition(RAND_bytes(&bytes, Int32(count)) == 1, "the system has no randomness")
    return bytes
}
