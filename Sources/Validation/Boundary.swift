package import Canonical
package import Diagnostics
package import FHIR

/// What FHIR's own rules say of a FHIR message at the hub's door, beside the mapper's checks of what it makes.
///
/// The mapper refuses what it cannot read; this tells what R4 forbids and the mapper can read nevertheless, so that a sender
/// learns of it. Pure, and asked once a message of a FHIR feed, after it is mapped.
package struct Boundary: Sendable {
    /// Issues of one message that are told; a sender who breaks a rule breaks it everywhere.
    private static let limit = 40
    private let validator = ResourceValidator()

    package init() {}

    /// What is wrong with a message of this feed: errors when the feed refuses it, warnings when it only tells; nothing of
    /// feeds that speak HL7 v2, or are not to be judged. What the reader has said is not said again.
    ///
    /// - Parameter document: as the maps saw it, in R4.
    package func issues(of document: FHIRDocument?, from feed: Feed) -> [Diagnostic] {
        guard feed.format == .fhir, feed.validation != .off, let document else { return [] }
        guard let tree = document.tree, !document.hasErrors else { return [] }
        let errors = validator.validate(tree, format: document.format).issues.filter { $0.severity == .error }
        return errors.prefix(Self.limit).map { issue in
            var issue = issue
            if feed.validation == .issues { issue.severity = .warning }
            if issue.hint == nil { issue.hint = "the sender mends it; `hub validate` says the same of the message" }
            return issue
        }
    }
}
