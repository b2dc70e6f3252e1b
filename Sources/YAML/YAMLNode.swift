package import Diagnostics

/// A file's name and lines, shared by all its nodes.
package final class YAMLSource: Sendable, Hashable {
    package let file: String
    package let lines: [String]

    package init(file: String, text: String) {
        self.file = file
        // Windows ends a line with two characters, which are one to Swift.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
    }

    package func span(line: Int, column: Int, length: Int = 1) -> TextSpan {
        TextSpan(
            file: file, line: line, column: column, length: max(1, length),
            excerpt: lines.indices.contains(line - 1) ? lines[line - 1] : nil)
    }

    package static func == (a: YAMLSource, b: YAMLSource) -> Bool { a === b || a.file == b.file }
    package func hash(into hasher: inout Hasher) { hasher.combine(file) }
}

extension String {
    /// Without the byte order mark that some editors put before the first character of a file.
    package var withoutByteOrderMark: String {
        unicodeScalars.first == "\u{FEFF}" ? String(String.UnicodeScalarView(unicodeScalars.dropFirst())) : self
    }
}

/// A value of a YAML file with the place where it begins.
package struct YAMLNode: Sendable, Hashable {
    package enum Style: Sendable, Hashable {
        /// Without quotes on one or more lines.
        case plain
        /// `"…"` or `'…'`.
        case quoted
        /// `|`
        case literal
        /// `>`
        case folded

        package var isBlock: Bool { self == .literal || self == .folded }
    }

    package indirect enum Content: Sendable, Hashable {
        case scalar(String, Style)
        case list([YAMLNode])
        case mapping([Entry])
    }

    package struct Entry: Sendable, Hashable {
        package var key: YAMLNode
        package var value: YAMLNode
        package init(key: YAMLNode, value: YAMLNode) {
            self.key = key
            self.value = value
        }
        package var name: String { key.text ?? "" }
    }

    package var content: Content
    /// One-based.
    package var line: Int
    /// One-based, in characters.
    package var column: Int
    package var source: YAMLSource

    package init(content: Content, line: Int, column: Int, source: YAMLSource) {
        self.content = content
        self.line = line
        self.column = column
        self.source = source
    }

    package var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }
    package var style: Style? {
        if case .scalar(_, let style) = content { style } else { nil }
    }
    package var list: [YAMLNode]? {
        if case .list(let items) = content { items } else { nil }
    }
    package var mapping: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }
    /// `~`, `null` or nothing, unquoted.
    package var isNull: Bool {
        if case .scalar(let text, .plain) = content { ["", "~", "null"].contains(text) } else { false }
    }

    /// Says the same, wherever it stands and in whatever layout.
    package func isSame(as other: YAMLNode) -> Bool {
        switch (content, other.content) {
        case (.scalar(let a, let style), .scalar(let b, let otherStyle)):
            (style == .quoted) == (otherStyle == .quoted)
                && (a == b || style != .quoted && a.spacedAlike == b.spacedAlike)
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.mapping(let a), .mapping(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value.isSame(as: $1.value) }
        default: false
        }
    }

    package subscript(_ key: String) -> YAMLNode? { mapping?.first { $0.name == key }?.value }

    /// The whole value if it stands on one line, else where it begins.
    package var span: TextSpan {
        guard case .scalar(let text, let style) = content else { return source.span(line: line, column: column) }
        switch style {
        case .plain:
            let rest = source.lines.indices.contains(line - 1) ? source.lines[line - 1].count - column + 1 : text.count
            return source.span(line: line, column: column, length: min(text.count, max(1, rest)))
        case .quoted: return source.span(line: line, column: column, length: text.count + 2)
        case .literal, .folded: return source.span(line: line, column: column)
        }
    }

    /// Where `offset` (in UTF-8 bytes of the scalar's text) stands in the file: for errors inside expressions.
    package func span(offset: Int, length: Int = 1) -> TextSpan {
        guard case .scalar(let text, let style) = content else { return span }
        let utf8 = Array(text.utf8)
        let characters = String(decoding: utf8.prefix(offset), as: UTF8.self).count
        switch style {
        case .quoted: return source.span(line: line, column: column + 1 + characters, length: length)
        case .plain:
            if let first = source.lines.indices.contains(line - 1) ? source.lines[line - 1] : nil,
                column - 1 + characters < first.count || characters == 0
            {
                return source.span(line: line, column: column + characters, length: length)
            }
            return spanInBlock(text: text, firstLine: line, offset: characters, length: length)
        case .literal, .folded:
            return spanInBlock(text: text, firstLine: line + 1, offset: characters, length: length)
        }
    }

    /// Lines of a block (or of a plain scalar that goes on) lose their indentation and are joined by one character each; a block
    /// keeps what a line is indented beyond its first.
    private func spanInBlock(text: String, firstLine: Int, offset: Int, length: Int) -> TextSpan {
        var remaining = offset
        var number = firstLine
        var deepest = Int.max
        if firstLine > line, let first = source.lines.dropFirst(firstLine - 1).first(where: { $0.contains { $0 != " " } }) {
            deepest = first.prefix { $0 == " " }.count
        }
        while source.lines.indices.contains(number - 1) {
            let whole = source.lines[number - 1]
            let indent =
                firstLine == line && number == line
                ? column - 1 : min(deepest, whole.prefix { $0 == " " }.count)
            let content = whole.count - indent
            if remaining <= content {
                return source.span(line: number, column: indent + remaining + 1, length: length)
            }
            remaining -= content + 1
            number += 1
        }
        return source.span(line: line, column: column)
    }
}

extension String {
    /// With one space where there are several, but for what stands in quotation marks.
    fileprivate var spacedAlike: String {
        var result = ""
        var isQuoted = false
        for character in self {
            if character == "'" { isQuoted.toggle() }
            if !isQuoted, character.isWhitespace {
                if result.last != " " { result.append(" ") }
            } else {
                result.append(character)
            }
        }
        return result
    }
}
