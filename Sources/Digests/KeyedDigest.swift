import COpenSSL

/// HMAC-SHA-256 under one key, from which deterministic identifiers are made.
///
/// `KeyedDigest(key: regionalKey).uuid(of: Array("NHS\u{1F}9990000018".utf8))` is always the same UUID under the same
/// key, and nobody without the key can tell which number it stands for. RFC 2104; layout of the UUID: RFC 9562 version 8.
package struct KeyedDigest: Sendable {
    private let key: [UInt8]

    /// - Parameter key: at least 16 bytes; shorter keys are a programming error.
    package init(key: [UInt8]) {
        precondition(key.count >= 16, "a regional key has at least 16 bytes")
        self.key = key
    }

    /// 32 bytes.
    package func digest(of bytes: some ContiguousBytesProvider) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        bytes.withContiguousBytes { source in
            digest.withUnsafeMutableBufferPointer { target in
                var length: UInt32 = 32
                _ = HMAC(
                    EVP_sha256(), key, Int32(key.count), source.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    source.count, target.baseAddress, &length)
            }
        }
        return digest
    }

    /// The first 16 bytes as a UUID in lower case, 36 characters.
    package func uuid(of bytes: some ContiguousBytesProvider) -> [UInt8] {
        var raw = Array(digest(of: bytes).prefix(16))
        raw[6] = (raw[6] & 0x0F) | 0x80
        raw[8] = (raw[8] & 0x3F) | 0x80
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in raw.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(Hexadecimal.digits[Int(byte >> 4)])
            text.append(Hexadecimal.digits[Int(byte & 15)])
        }
        return text
    }
}

/// Lower-case hexadecimal text.
package enum Hexadecimal {
    static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
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
