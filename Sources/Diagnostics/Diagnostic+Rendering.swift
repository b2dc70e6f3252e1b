extension Diagnostic {
    /// The diagnostic as people read it: headline, position, line with caret, help.
    package func rendered() -> String {
        var lines = ["\(severity.rawValue)[\(code)]: \(message)"]
        switch location {
        case .text(let span):
            lines.append("  \(span.file):\(span.line):\(span.column)")
            if let excerpt = span.excerpt {
                let number = String(span.line)
                let gutter = String(repeating: " ", count: number.count)
                let lead = excerpt.prefix(max(0, span.column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
                let carets = String(repeating: "^", count: max(1, span.length))
                lines.append("\(number) | \(excerpt)")
                lines.append("\(gutter) | \(lead)\(carets)\(cause.map { " \($0)" } ?? "")")
            } else if let cause {
                lines.append("  \(cause)")
            }
        case .message(let position):
            var place = "  at \(position.path)" + (position.byteOffset.map { ", byte \($0)" } ?? "")
            if let line = position.line, let column = position.column { place += " (line \(line), column \(column))" }
            lines.append(place)
            if let cause { lines.append("  \(cause)") }
        case nil:
            if let cause { lines.append("  \(cause)") }
        }
        if let hint { lines.append("  help: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

extension Diagnostic: CustomStringConvertible {
    package var description: String { rendered() }
}

extension Location: CustomStringConvertible {
    /// One line: `file:line:column`, or `PID-7 (byte 120)`.
    package var description: String {
        switch self {
        case .text(let span): "\(span.file):\(span.line):\(span.column)"
        case .message(let position): position.path + (position.byteOffset.map { " (byte \($0))" } ?? "")
        }
    }
}
