import Digests

/// Deterministic resource ids: HMAC-SHA-256 under the regional key over resource type, authority and value.
///
/// The same specimen has the same id whichever feed speaks of it, and nobody without the key can compute an NHS number
/// from an id. The feed is never part of an identity (docs/decisions/0006-resource-identity.md).
package struct RegionalIdentity: Sendable {
    private let digest: KeyedDigest

    package init(key: [UInt8]) { digest = KeyedDigest(key: key) }

    /// The id as 36 bytes of lower-case UUID. Parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    package func id(type: some Sequence<UInt8>, parts: [ArraySlice<UInt8>]) -> [UInt8] {
        var message = Array(type)
        message.append(0)
        for part in parts {
            let count = UInt32(part.count)
            message.append(UInt8(truncatingIfNeeded: count >> 16))
            message.append(UInt8(truncatingIfNeeded: count >> 8))
            message.append(UInt8(truncatingIfNeeded: count))
            message.append(contentsOf: part)
        }
        return digest.uuid(of: message)
    }

    package func id(type: String, _ parts: String...) -> String {
        String(decoding: id(type: type.utf8, parts: parts.map { Array($0.utf8)[...] }), as: UTF8.self)
    }

    /// The keyed hash under which lanes and searches know an identifier: 16 bytes, no way back.
    package func laneKey(system: String, value: String) -> [UInt8] {
        Array(digest.digest(of: Array("identifier\u{0}\(system)\u{0}\(value)".utf8)).prefix(16))
    }
}
