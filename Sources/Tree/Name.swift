/// An element or segment name, hashed once so that a path step compares one integer before it compares bytes.
///
/// `let family: Name = "family"`. Names of more than 255 bytes are refused by every reader.
package struct Name: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let bytes: [UInt8]
    package let hash: UInt32

    package init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
        hash = bytes.withUnsafeBufferPointer { Name.hash(of: UnsafeRawBufferPointer($0)) }
    }

    package init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        hash = self.bytes.withUnsafeBufferPointer { Name.hash(of: UnsafeRawBufferPointer($0)) }
    }

    package init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
        hash = value.withUTF8Buffer { Name.hash(of: UnsafeRawBufferPointer($0)) }
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var description: String { text }

    /// The hash every reader must use for `Tree.Node.nameHash` (FNV-1a, 32 bits).
    @inlinable
    package static func hash(of bytes: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }
}
