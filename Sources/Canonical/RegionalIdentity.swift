package import Digests

/// Deterministic resource ids: HMAC-SHA-256 under the regional key over resource type, authority and value.
///
/// The same specimen has the same id whichever feed speaks of it, and nobody without the key can compute an NHS number
/// from an id. The feed is never part of an identity (docs/decisions/0006-resource-identity.md).
package struct RegionalIdentity: Sendable {
    private let digest: KeyedDigest

    package init(key: [UInt8]) { digest = KeyedDigest(key: key) }

    /// What an id is made of. Parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    package struct Key: Sendable {
        fileprivate var message: [UInt8] = []

        package init(type: some Collection<UInt8>) {
            message.reserveCapacity(128)
            message.append(contentsOf: type)
            message.append(0)
        }

        /// Begins another key in the same memory.
        package mutating func begin(type: UnsafeBufferPointer<UInt8>) {
            message.removeAll(keepingCapacity: true)
            message.append(contentsOf: type)
            message.append(0)
        }

        package mutating func add(_ part: UnsafeBufferPointer<UInt8>) {
            let count = UInt32(truncatingIfNeeded: part.count)
            message.append(UInt8(truncatingIfNeeded: count >> 16))
            message.append(UInt8(truncatingIfNeeded: count >> 8))
            message.append(UInt8(truncatingIfNeeded: count))
            message.append(contentsOf: part)
        }
    }

    /// The id as 36 bytes of lower-case UUID.
    package func id(_ key: Key) -> [UInt8] { digest.uuid(of: key.message) }

    /// As `id(_:)`, to memory that has room for 36 bytes.
    package func write(_ key: Key, to target: UnsafeMutablePointer<UInt8>) {
        key.message.withUnsafeBytes { digest.writeUUID(of: $0, to: target) }
    }

    package func id(type: some Collection<UInt8>, parts: [ArraySlice<UInt8>]) -> [UInt8] {
        var key = Key(type: type)
        for part in parts { part.withUnsafeBufferPointer { key.add($0) } }
        return id(key)
    }

    package func id(type: String, _ parts: String...) -> String {
        String(decoding: id(type: type.utf8, parts: parts.map { Array($0.utf8)[...] }), as: UTF8.self)
    }

    /// The keyed hash under which lanes and searches know an identifier: 16 bytes, no way back.
    package func laneKey(system: String, value: String) -> [UInt8] {
        Array(digest.digest(of: Array("identifier\u{0}\(system)\u{0}\(value)".utf8)).prefix(16))
    }

    /// Seals what is kept apart for one purpose, under a key of its own that the regional key makes.
    package func seal(for purpose: String) -> Seal { Seal(key: digest.digest(of: Array("seal\u{0}\(purpose)".utf8))) }
}
