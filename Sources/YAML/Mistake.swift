import Diagnostics

/// What the parser could not read, in words that say what to do.
struct Mistake {
    var problem: String
    var line: Int
    var column: Int
    /// What the parser was reading, and where that began.
    var context: String
    var contextLine: Int
    var contextColumn: Int

    func diagnostic(in source: YAMLSource) -> Diagnostic {
        func here(_ message: String, code: String = "Y100", cause: String? = nil, hint: String? = nil) -> Diagnostic {
            Diagnostic(code: code, message, at: .text(source.span(line: line, column: column)), cause: cause, hint: hint)
        }
        func beginning(_ message: String, cause: String? = nil, hint: String? = nil) -> Diagnostic {
            Diagnostic(
                code: "Y100", message, at: .text(source.span(line: contextLine, column: contextColumn)), cause: cause,
                hint: hint)
        }
        if context.contains("quoted scalar") {
            if problem.contains("unknown escape") {
                return here(
                    "a backslash in double quotes begins an escape, and this is none",
                    hint: "write the text in single quotes, or the backslash twice")
            }
            return beginning("the quote that begins here is never closed", hint: "close it on the same line")
        }
        let text = source.lines.indices.contains(line - 1) ? source.lines[line - 1] : ""
        let before = text.prefix(column - 1)
        if let quote = quoteOverLines(before: before) {
            return Diagnostic(
                code: "Y100", "the quote that begins here goes on to line \(line)", at: .text(quote),
                cause: "what stands behind its end has no meaning", hint: "close it on the same line")
        }
        if let bracket = before.last(where: { $0 != " " }), "}]".contains(bracket), !context.contains("flow") {
            return here(
                "what follows the \(bracket) has no meaning",
                hint: bracket == "]"
                    ? "an expression that begins with [ stands in parentheses or a block (>-)"
                    : "remove it; an expression that begins with { stands in a block (>-)")
        }
        if context.contains("flow mapping") || context.contains("flow sequence") {
            let (open, close) = context.contains("mapping") ? ("{", "}") : ("[", "]")
            return beginning(
                "the \(open) that begins here is not closed as it should be",
                cause: text.dropFirst(column - 1).first == "["
                    ? "line \(line): a [ inside it is read as a list" : "line \(line): a comma or \(close) is missing",
                hint: "an expression that holds , { } [ ] or : stands in a block of its own (>-)")
        }
        if problem.contains("mapping values are not allowed") {
            let indentation = text.prefix { $0 == " " }.count
            let key = text.prefix(column - 1).dropFirst(indentation)
            if indentation > 0, !key.isEmpty, !key.contains(where: { $0 == ":" || $0 == " " }) {
                return Diagnostic(
                    code: "Y100", "a line that is indented too far",
                    at: .text(source.span(line: line, column: indentation + 1, length: key.count)),
                    cause: "the value of the line above goes on here, and that cannot hold a key",
                    hint: "keys of one mapping begin in the same column")
            }
            return here(
                "a second \":\" in one line",
                hint: "a plain value cannot hold \": \"; put it in quotes, or use a block scalar (>-) for an expression")
        }
        if problem.contains("cannot start any token") {
            if text.dropFirst(column - 1).first == "\t" {
                return here(
                    "a tab where YAML allows spaces only", code: "Y101", cause: "YAML indents with spaces only",
                    hint: "replace the tab by spaces")
            }
            return here(
                "a plain value cannot begin with this character",
                hint: "put an expression in parentheses or a block scalar (>-), a text in quotes")
        }
        if problem.contains("expected ':'") {
            let line = source.lines.indices.contains(contextLine - 1) ? source.lines[contextLine - 1] : ""
            let colon = line.dropFirst(contextColumn - 1).firstIndex(of: ":").map { line[line.index(after: $0)...] }
            return beginning(
                "a key without \":\"", cause: "it is neither a value of the line above nor a key",
                hint: colon?.first == "\u{A0}"
                    ? "the space behind the colon is none (U+00A0): type it again"
                    : colon?.isEmpty == false ? "a space stands behind the colon: KEY: value" : "KEY: value")
        }
        if context.contains("block mapping") {
            return here(
                "the indentation does not fit",
                cause: "the mapping that this belongs to began at line \(contextLine), column \(contextColumn)",
                hint: "keys of one mapping begin in the same column")
        }
        if context.contains("block collection") || problem.contains("'-' indicator") {
            return here(
                "an item of the list should begin here with \"- \"",
                cause: "the list began at line \(contextLine), column \(contextColumn)",
                hint: "items of one list begin in the same column")
        }
        if problem.contains("block sequence entries are not allowed") {
            return here("a list cannot begin here", hint: "put the first \"- \" on the next line")
        }
        if context.contains("alias") || context.contains("anchor") || problem.contains("undefined alias") {
            return here(
                "anchors (&name) and aliases (*name) are not used here", code: "Y103",
                hint: "write the value out; an expression that begins with & or * stands in parentheses")
        }
        if context.contains("tag") || problem.contains("tag") {
            return here("tags (!name) are not used here", hint: "put the value in quotes")
        }
        if context.contains("block scalar") {
            return here("this cannot stand behind | or >", cause: problem, hint: "the text begins on the next line, indented")
        }
        if problem.contains("document") {
            return here("a file holds one document", hint: "remove the line with --- or ...")
        }
        return here("not YAML: \(problem)" + (context.isEmpty ? "" : " \(context)"))

        /// A double quote that a line above leaves open, when the text before the mistake closes it.
        func quoteOverLines(before: Substring) -> TextSpan? {
            guard before.filter({ $0 == "\"" }).count % 2 == 1, line > 1 else { return nil }
            for number in stride(from: min(line - 1, source.lines.count), to: 0, by: -1) {
                let own = source.lines[number - 1]
                guard own.filter({ $0 == "\"" }).count % 2 == 1,
                    let quote = own.firstRange(of: ": \"") ?? own.firstRange(of: "- \"")
                else { continue }
                let column = own.distance(from: own.startIndex, to: quote.upperBound)
                return source.span(line: number, column: column)
            }
            return nil
        }
    }
}
