import Canonical

/// One identifier of a person as a message gives it.
package struct RecordIdentifier: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Traced and verified (tracing status 01).
        case verifiedNHSNumber
        /// Without any tracing status: it matches only where the birth date agrees.
        case unmarkedNHSNumber
        /// Any other tracing status, or a number that fails its check or is somebody's filler: it never matches.
        case unusableNHSNumber
        /// A number of one authority (a trust's MRN).
        case local
    }

    package var system: String
    package var value: String
    package var kind: Kind

    package init(system: String, value: String, kind: Kind? = nil) {
        self.system = system
        if system == Systems.nhsNumber {
            if let number = NHSNumber(value) {
                self.value = number.text
                self.kind = kind ?? .unmarkedNHSNumber
            } else {
                self.value = value
                self.kind = .unusableNHSNumber
            }
        } else {
            self.value = value
            self.kind = kind ?? .local
        }
    }

    package static func nhsNumber(_ value: String, verified: Bool) -> RecordIdentifier {
        RecordIdentifier(
            system: Systems.nhsNumber, value: value, kind: verified ? .verifiedNHSNumber : .unmarkedNHSNumber)
    }

    /// The same system and value, whatever is known of either.
    package func isSameNumber(as other: RecordIdentifier) -> Bool { system == other.system && value == other.value }

    package var isNHSNumber: Bool { system == Systems.nhsNumber }
    package var canMatch: Bool { kind != .unusableNHSNumber }
}
