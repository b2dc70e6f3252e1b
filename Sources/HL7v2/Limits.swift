/// How big a message may be. What exceeds a limit is refused whole with a diagnostic; nothing is cut off.
package struct Limits: Hashable, Sendable {
    /// Bytes of one message; never more than 1 GB, so that offsets fit 32 bits.
    package var bytes: Int
    package var segments: Int
    /// Fields of one segment; never more than 65,535.
    package var fields: Int
    /// Repetitions of one field.
    package var repetitions: Int
    /// Nodes of the tree.
    package var nodes: Int
    /// Diagnostics kept of one message; further ones are counted in a last one.
    package var issues: Int

    package init(
        bytes: Int = 32 << 20, segments: Int = 50_000, fields: Int = 1_000, repetitions: Int = 10_000, nodes: Int = 2_000_000,
        issues: Int = 200
    ) {
        self.bytes = min(bytes, 1 << 30)
        self.segments = segments
        self.fields = min(fields, 65_535)
        self.repetitions = repetitions
        self.nodes = nodes
        self.issues = issues
    }

    package static let standard = Limits()
}
