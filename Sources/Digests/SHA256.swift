// Digests: SHA-256, HMAC-SHA-256 and what is made of them, over OpenSSL's libcrypto (the only user of COpenSSL).
//
// It runs no task and keeps no secret but the key that a `KeyedDigest` is made with.

import COpenSSL

/// SHA-256 of bytes.
///
/// `SHA256.hex(of: body)` is 64 lower-case hexadecimal digits.
package enum SHA256 {
    /// 32 bytes.
    package static func digest(of bytes: some ContiguousBytesProvider) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        bytes.withContiguousBytes { source in
            digest.withUnsafeMutableBufferPointer { target in
                _ = EVP_Digest(source.baseAddress, source.count, target.baseAddress, nil, EVP_sha256(), nil)
            }
        }
        return digest
    }

    package static func hex(of bytes: some ContiguousBytesProvider) -> String { Hexadecimal.text(digest(of: bytes)) }
}

/// Bytes that lie in one piece.
package protocol ContiguousBytesProvider {
    func withContiguousBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R
}

extension [UInt8]: ContiguousBytesProvider {
    package func withContiguousBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withUnsafeBytes(body)
    }
}

extension ArraySlice<UInt8>: ContiguousBytesProvider {
    package func withContiguousBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withUnsafeBytes(body)
    }
}
