package import Canonical
import Diagnostics
import FHIR
import Ledger
import Mapping

/// How a destination's messages are written where it does not read FHIR: an outbound map, in the dialect of the systems
/// behind one feed. The map is that of the release in force when the message is sent.
package struct Rendition: Sendable {
    private let map: String
    private let receiver: Feed
    private let active: ActiveRelease

    package init(map: String, receiver: Feed, active: ActiveRelease) {
        self.map = map
        self.receiver = receiver
        self.active = active
    }

    enum Outcome: Sendable {
        case written([UInt8], contentType: String)
        /// The map or the message must be mended first.
        case unwritable(reason: String)
    }

    /// - Parameter key: the delivery's idempotency key; its first 20 characters are MSH-10, which is no longer in older versions.
    func write(_ canonical: [UInt8], key: String) -> Outcome {
        guard let writer = active.set.release.outbound(map, for: receiver), let tree = FHIRDocument.parse(canonical).tree else {
            return .unwritable(reason: "outbound-map-missing")
        }
        let result = writer.write(tree, controlID: String(key.prefix(20)))
        if result.isWritten { return .written(result.bytes, contentType: writer.mediaType.rawValue) }
        return .unwritable(reason: result.issues.first { $0.severity == .error }?.code ?? "unwritable")
    }
}
