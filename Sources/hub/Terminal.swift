import Diagnostics
import Foundation

/// What is printed, and how: colour only on a terminal, diagnostics on standard error.
enum Terminal {
    static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1

    static func toStandardError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    static func out(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

    /// `1 error`, `2 errors`
    static func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    static func complain(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { toStandardError(coloured(diagnostic) + "\n") }
    }

    static func coloured(_ diagnostic: Diagnostic) -> String {
        let text = diagnostic.rendered()
        guard isErrorTerminal, let colon = text.firstIndex(of: ":") else { return text }
        let colour =
            switch diagnostic.severity {
            case .error: "31"
            case .warning: "33"
            case .information: "36"
            }
        return "\u{1B}[1;\(colour)m\(text[..<colon])\u{1B}[0m\(text[colon...])"
    }

    /// Rows under aligned headings; columns of numbers are aligned to the right.
    static func table(
        _ headings: [String], _ rows: [[String]], numbersFrom firstNumber: Int = .max, numbersTo lastNumber: Int = .max
    ) -> String {
        var widths = headings.map(\.count)
        for row in rows { for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) } }
        func line(_ cells: [String]) -> String {
            var text = ""
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                let isNumber = column >= firstNumber && column <= lastNumber
                text += (column == 0 ? "" : "  ") + (isNumber ? padding + cell : cell + padding)
            }
            while text.last == " " { text.removeLast() }
            return text
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(headings), rule] + rows.map(line)).joined(separator: "\n")
    }
}

/// The shape scripts rely on: `{"diagnostics": [{"severity", "code", "file", "line", "column", "message", "hint"}]}`.
struct DiagnosticLine: Encodable {
    var severity: String
    var code: String
    var file: String?
    var line: Int?
    var column: Int?
    var position: String?
    var message: String
    var cause: String?
    var hint: String?

    init(_ diagnostic: Diagnostic) {
        severity = diagnostic.severity.rawValue
        code = diagnostic.code
        message = diagnostic.message
        cause = diagnostic.cause
        hint = diagnostic.hint
        switch diagnostic.location {
        case .text(let span): (file, line, column) = (span.file, span.line, span.column)
        case .message(let place): position = place.path
        case nil: break
        }
    }
}

/// JSON as every command writes it.
enum JSONOutput {
    static func text(_ value: some Encodable, pretty: Bool = true) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
