package import Diagnostics

/// Collects what is wrong while something is read, so that all problems are told at once.
package final class Findings {
    package private(set) var diagnostics: [Diagnostic] = []

    /// Told of every key that is asked for; nil when nobody wants to know.
    package let recorder: FieldRecorder?

    package init(_ diagnostics: [Diagnostic] = [], recorder: FieldRecorder? = nil) {
        self.diagnostics = diagnostics
        self.recorder = recorder
    }

    package func add(_ diagnostic: Diagnostic) {
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
    package func add(_ more: [Diagnostic]) { more.forEach(add) }

    /// Takes back what turned out to be said better elsewhere.
    func retract(_ diagnostic: Diagnostic) { diagnostics.removeAll { $0 == diagnostic } }

    package func error(
        _ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil
    ) {
        add(Diagnostic(.error, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }
    package func warning(
        _ code: String, _ message: String, at span: TextSpan?, cause: String? = nil, hint: String? = nil
    ) {
        add(Diagnostic(.warning, code: code, message, at: span.map(Location.text), cause: cause, hint: hint))
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
