import Diagnostics

/// The diagnostics of one reading, with a cap: a broken message must not make a million of them.
struct IssueList {
    private(set) var all: [Diagnostic] = []
    private(set) var dropped = 0
    private(set) var hasErrors = false
    let limit: Int

    /// Naming a place costs a walk over the segments: not for what is left out.
    var isFull: Bool { all.count >= limit }

    init(limit: Int) { self.limit = limit }

    mutating func add(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { hasErrors = true }
        // An error is never the one that is left out.
        if all.count < limit || diagnostic.severity == .error && all.count < limit + 10 {
            all.append(diagnostic)
        } else {
            dropped += 1
        }
    }

    mutating func add(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, path: String = "MSH",
        byte: Int? = nil, hint: String? = nil
    ) {
        add(Diagnostic(severity, code: code, message, at: .message(MessagePosition(path, byteOffset: byte)), hint: hint))
    }

    /// Everything found; the last one counts what was left out.
    func finished() -> [Diagnostic] {
        guard dropped > 0 else { return all }
        return all + [Diagnostic(.warning, code: "issues-dropped", "\(dropped) further issues are not listed")]
    }
}
