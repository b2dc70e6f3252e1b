// Diagnostics: what is said when something is wrong, and what follows from it.
//
// Owns: `Diagnostic` (code, position, cause, next step), its rendering with a caret, and the one table that turns a
// failure's category into a broker settlement, an HL7 acknowledgement, an HTTP status and an issue code.
// It runs no task, holds no state and imports nothing; everything else stands on it.

/// Something found wrong, said so that its reader can mend it.
///
/// ```
/// error[M110]: birthDate needs a date; PID-7 is text
///   adt-patient.yaml:14:14
/// 14 |   birthDate: PID-7
///    |              ^^^^^ may be absent or malformed
///   help: birthDate: PID-7.toDate()
/// ```
/// A diagnostic never carries patient data: it names where a value stands, not the value.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, Comparable {
        case information, warning, error

        package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int {
            switch self {
            case .information: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    package var severity: Severity
    /// Stable: a letter for the area and a number, e.g. `M110`, or a word, e.g. `unknown-segment`.
    package var code: String
    package var message: String
    package var location: Location?
    /// What is said under the caret.
    package var cause: String?
    /// The next step, ready to be copied where that is possible.
    package var hint: String?

    package init(
        _ severity: Severity = .error, code: String, _ message: String, at location: Location? = nil,
        cause: String? = nil, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.cause = cause
        self.hint = hint
    }
}

/// Where a diagnostic points: a place in a text that a person wrote, or an element of a message.
package enum Location: Hashable, Sendable {
    case text(TextSpan)
    case message(MessagePosition)
}

/// A stretch of one line of a file; line and column are one-based, column and length count characters.
package struct TextSpan: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int
    package var length: Int
    /// The line itself, without its terminator, for the caret.
    package var excerpt: String?

    package init(file: String, line: Int, column: Int, length: Int = 1, excerpt: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.excerpt = excerpt
    }

    /// The place alone: lines are long, and equal places have equal lines.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(line)
        hasher.combine(column)
    }
}

/// An element of a message, e.g. `PID-7` or `Patient.birthDate`, and the zero-based byte at which it begins; for texts
/// that people read in lines (JSON, XML) also the one-based line and column.
package struct MessagePosition: Hashable, Sendable {
    package var path: String
    package var byteOffset: Int?
    package var line: Int?
    package var column: Int?

    package init(_ path: String, byteOffset: Int? = nil, line: Int? = nil, column: Int? = nil) {
        self.path = path
        self.byteOffset = byteOffset
        self.line = line
        self.column = column
    }
}

/// Several diagnostics thrown together: all problems at once.
package struct Diagnostics: Error, Hashable, Sendable {
    package var all: [Diagnostic]

    package init(_ all: [Diagnostic]) { self.all = all }

    package var hasErrors: Bool { all.contains { $0.severity == .error } }
}
