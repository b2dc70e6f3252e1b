package import Diagnostics
package import Tree

/// A parsed expression: its text and a flat syntax tree in which every node knows where it stands.
///
/// `let expression = try Expression("name.where(use = 'official').family")`; errors are `Diagnostic`s with a position.
package struct Expression: Sendable {
    /// The text, and where it stands in a file.
    package let source: Source
    package internal(set) var nodes: [Node] = []
    package internal(set) var root = ID(0)

    package struct ID: Hashable, Sendable {
        package let rawValue: Int32
        package init(_ rawValue: Int) { self.rawValue = Int32(truncatingIfNeeded: rawValue) }
        package var index: Int { Int(rawValue) }
    }

    package struct Node: Sendable {
        package var kind: Kind
        /// UTF-8 offsets in the source's text: the whole of this node, arguments and target included.
        package var range: Range<Int>
        /// Where a caret belongs: the name, operator or literal itself.
        package var focus: Range<Int>
    }

    package enum Kind: Sendable {
        /// `{}`
        case empty
        case literal(Value)
        /// `$this`, `$index`, `$total`
        case this, index, total
        /// `%name`
        case variable(String)
        /// A term of the host's dialect, e.g. `PID-3.1`.
        case term(Term)
        /// A child by name; without a target, of `$this` (or, at the beginning, a type name).
        case member(of: ID?, Name)
        /// A function; without a target, on `$this`.
        case call(of: ID?, function: String, arguments: [ID])
        /// `a[b]`, zero-based as FHIRPath says.
        case indexer(of: ID, at: ID)
        case sign(negative: Bool, ID)
        case binary(Operator, ID, ID)
        /// `a is T`, `a as T`
        case typeOperation(TypeOperation, ID, TypeName)
        /// A sort argument with `asc` or `desc`.
        case ordered(ID, descending: Bool)
    }

    package enum TypeOperation: String, Sendable { case `is`, `as` }

    package enum Operator: String, Sendable {
        case multiply = "*"
        case divide = "/"
        case div, mod
        case add = "+"
        case subtract = "-"
        case concatenate = "&"
        case union = "|"
        case lessOrEqual = "<="
        case less = "<"
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "="
        case equivalent = "~"
        case notEqual = "!="
        case notEquivalent = "!~"
        case `in`, contains, and, or, xor, implies
    }

    /// Parses `text`; throws the first mistake.
    package init(_ text: String, in origin: Origin? = nil, terms: (any TermSyntax)? = nil) throws(Diagnostic) {
        try self.init(Source(text: text, origin: origin), terms: terms)
    }

    package init(_ source: Source, terms: (any TermSyntax)? = nil) throws(Diagnostic) {
        self.source = source
        var parser = try Parser(source, terms: terms)
        root = try parser.parse()
        nodes = parser.nodes
    }

    package subscript(id: ID) -> Node { nodes[id.index] }

    /// What operators join, from left to right, however long the chain is: `a | b | c` gives a, b and c.
    package func parts(of id: ID, joinedBy operators: [Operator]) -> [ID] {
        var found: [ID] = []
        var pending = [id]
        while let next = pending.popLast() {
            if case .binary(let operation, let left, let right) = self[next].kind, operators.contains(operation) {
                pending.append(right)
                pending.append(left)
            } else {
                found.append(next)
            }
        }
        return found
    }

    /// The first operand of a chain of operators, and the operators that follow it, from left to right.
    package func chain(_ id: ID) -> (first: ID, links: [ID]) {
        var first = id
        var links: [ID] = []
        while case .binary(_, let left, _) = self[first].kind {
            links.append(first)
            first = left
        }
        return (first, links.reversed())
    }

    /// The text of a node.
    package func text(of id: ID) -> String { source.text(nodes[id.index].range) }
}

/// Where an expression's text begins in a file that a person wrote.
package struct Origin: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int
    /// The whole line, for the caret.
    package var excerpt: String?

    package init(file: String, line: Int, column: Int, excerpt: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.excerpt = excerpt
    }
}

/// The text of an expression; turns offsets into spans of its file.
package struct Source: Hashable, Sendable {
    package let text: String
    package let origin: Origin?

    package init(text: String, origin: Origin? = nil) {
        self.text = text
        self.origin = origin
    }

    package func text(_ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[clamped(range)], as: UTF8.self)
    }

    private func clamped(_ range: Range<Int>) -> Range<Int> { range.clamped(to: 0..<text.utf8.count) }

    /// The span of a UTF-8 range: within its first line.
    package func span(_ range: Range<Int>) -> TextSpan {
        let bytes = Array(text.utf8)
        let range = clamped(range)
        var lineStart = 0
        var line = 0
        for index in 0..<range.lowerBound where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        let lineEnd = bytes[range.lowerBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        func characters(_ range: Range<Int>) -> Int { String(decoding: bytes[range], as: UTF8.self).count }
        let column = characters(lineStart..<range.lowerBound) + 1
        let length = max(1, characters(range.lowerBound..<min(max(range.upperBound, range.lowerBound), lineEnd)))
        let own = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
        guard let origin else {
            return TextSpan(file: "expression", line: line + 1, column: column, length: length, excerpt: own)
        }
        return TextSpan(
            file: origin.file, line: origin.line + line, column: line == 0 ? origin.column + column - 1 : column,
            length: length,
            excerpt: line == 0 ? origin.excerpt ?? own : own)
    }

    package func diagnostic(
        _ code: String, _ message: String, at range: Range<Int>, severity: Diagnostic.Severity = .error, cause: String? = nil,
        hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(severity, code: code, message, at: .text(span(range)), cause: cause, hint: hint)
    }
}
