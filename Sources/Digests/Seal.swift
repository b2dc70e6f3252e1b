import COpenSSL

/// AES-256-GCM under one key: what is sealed can be read by nobody without the key, and not changed unnoticed.
///
/// ```
/// let seal = Seal(key: key)                 // 32 bytes
/// seal.open(seal.close(bytes)) == bytes
/// ```
///
/// A sealed text is 12 bytes of nonce, the cipher text and 16 bytes of tag (NIST SP 800-38D).
package struct Seal: Sendable {
    private let key: [UInt8]
    private static let nonceCount = 12
    private static let tagCount = 16

    /// - Parameter key: 32 bytes; another length is a programming error.
    package init(key: [UInt8]) {
        precondition(key.count == 32, "AES-256 has a key of 32 bytes")
        self.key = key
    }

    /// nil when the library refuses, which leaves nothing behind.
    package func close(_ plain: [UInt8]) -> [UInt8]? {
        guard plain.count < Int(Int32.max), let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var nonce = [UInt8](repeating: 0, count: Self.nonceCount)
        var cipher = [UInt8](repeating: 0, count: plain.count)
        var tag = [UInt8](repeating: 0, count: Self.tagCount)
        var written: Int32 = 0
        guard RAND_bytes(&nonce, Int32(nonce.count)) == 1,
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_EncryptUpdate(context, &cipher, &written, plain, Int32(plain.count)) == 1, Int(written) == plain.count,
            EVP_EncryptFinal_ex(context, &tag, &written) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        else { return nil }
        return nonce + cipher + tag
    }

    /// nil when it was not sealed under this key or is not what was sealed.
    package func open(_ sealed: [UInt8]) -> [UInt8]? {
        let count = sealed.count - Self.nonceCount - Self.tagCount
        guard count >= 0, count < Int(Int32.max), let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        let nonce = Array(sealed[..<Self.nonceCount])
        let cipher = Array(sealed[Self.nonceCount..<Self.nonceCount + count])
        var tag = Array(sealed[(Self.nonceCount + count)...])
        var plain = [UInt8](repeating: 0, count: count + Self.tagCount)
        var written: Int32 = 0
        var rest: Int32 = 0
        guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_DecryptUpdate(context, &plain, &written, cipher, Int32(count)) == 1, Int(written) == count,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
            EVP_DecryptFinal_ex(context, &tag, &rest) == 1
        else { return nil }
        plain.removeLast(plain.count - count)
        return plain
    }
}
