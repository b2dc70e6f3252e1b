package import Diagnostics

/// Something found in a message, as the ledger keeps it: where and what, never the value.
package struct StoredIssue: Hashable, Sendable {
    package var severity: Diagnostic.Severity
    package var code: String
    package var message: String
    /// E.g. `PID-7`; nil for the message as a whole.
    package var path: String?
    /// Zero-based byte in the body.
    package var byteOffset: Int?

    package init(severity: Diagnostic.Severity, code: String, message: String, path: String? = nil, byteOffset: Int? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.path = path
        self.byteOffset = byteOffset
    }

    package init(_ diagnostic: Diagnostic) {
        var path: String?
        var byte: Int?
        switch diagnostic.location {
        case .message(let position): (path, byte) = (position.path, position.byteOffset)
        case .text(let span): path = "\(span.file):\(span.line):\(span.column)"
        case nil: break
        }
        self.init(
            severity: diagnostic.severity, code: diagnostic.code, message: diagnostic.message, path: path, byteOffset: byte)
    }
}

extension StoredIssue {
    /// Raised by the store when a feed uses a control id again with another body; both messages are processed.
    package static let controlIDReused = StoredIssue(
        severity: .warning, code: "control-id-reused",
        message: "the feed has used this control id before, with another body", path: nil)

    /// Raised by the store when a resubmitted message comes after later ones of its lane.
    package static let overtaken = StoredIssue(
        severity: .warning, code: "overtaken", message: "later messages of the same patient were processed before this one")
}
