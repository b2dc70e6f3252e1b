// YAML: configuration and mapping files as nodes that know where they stand, over Yams (its only user).
//
// Owns: reading one document within limits, the mistakes YAML makes easy (a tab, a doubled key, `NO` that other readers
// take for false, anchors), and a small decoding layer that reports every problem with file, line and column. Plain
// scalars are text here; nothing is guessed. It runs no task and keeps nothing; a document is refused beyond
// `Document.Limits`.

package import Diagnostics
import Yams

/// One YAML document.
///
/// `let (root, diagnostics) = Document.parse(text, file: "Config/hub.yaml")`; `root` is nil when the text could not be
/// read as YAML (the diagnostics say why) or is empty.
package enum Document {
    package struct Limits: Sendable {
        package var bytes = 1 << 20
        package var nodes = 200_000
        package var depth = 64
        package var lineLength = 4096
        package init() {}
    }

    package static func parse(
        _ text: String, file: String, limits: Limits = Limits()
    ) -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
        let text = text.withoutByteOrderMark
        let source = YAMLSource(file: file, text: text)
        var diagnostics = mistakes(in: source, limits: limits, bytes: text.utf8.count)
        guard diagnostics.isEmpty else { return (nil, diagnostics) }
        do {
            let parser = try Parser(yaml: text, resolver: .basic)
            guard let root = try parser.singleRoot() else { return (nil, []) }
            var builder = NodeBuilder(source: source, limits: limits)
            let node = builder.node(root, depth: 0)
            return (builder.diagnostics.contains { $0.severity == .error } ? nil : node, builder.diagnostics)
        } catch let error as YamlError {
            diagnostics.append(contentsOf: describe(error, in: source))
        } catch {
            diagnostics.append(Diagnostic(code: "Y100", "not YAML", at: .text(source.span(line: 1, column: 1))))
        }
        return (nil, diagnostics)
    }

    /// What must be refused before the parser sees it: too large, too deep, tabs in the indentation.
    private static func mistakes(in source: YAMLSource, limits: Limits, bytes: Int) -> [Diagnostic] {
        guard bytes <= limits.bytes else {
            return [
                Diagnostic(
                    code: "Y105", "the file has \(bytes) bytes; \(limits.bytes) are allowed",
                    at: .text(source.span(line: 1, column: 1)))
            ]
        }
        var found: [Diagnostic] = []
        var depth = 0
        for (index, line) in source.lines.enumerated() {
            let indent = line.utf8.prefix { $0 == 0x20 || $0 == 0x09 }
            if let tab = indent.firstIndex(of: 0x09), line.utf8.count > indent.count {
                let column = line.utf8.distance(from: line.utf8.startIndex, to: tab) + 1
                found.append(
                    Diagnostic(
                        code: "Y101", "a tab in the indentation",
                        at: .text(source.span(line: index + 1, column: column)),
                        cause: "YAML indents with spaces only", hint: "replace the tab by spaces"))
            }
            if line.utf8.count > limits.lineLength {
                found.append(
                    Diagnostic(
                        code: "Y105", "a line of \(line.utf8.count) bytes; \(limits.lineLength) are allowed",
                        at: .text(TextSpan(file: source.file, line: index + 1, column: 1))))
            }
            let (change, peak) = flowDepth(of: line)
            let deepest = depth + peak + leadingDashes(of: line)
            depth = max(0, depth + change)
            if deepest > limits.depth {
                found.append(tooDeep(source.span(line: index + 1, column: 1), limits))
                break
            }
        }
        return found
    }

    static func tooDeep(_ span: TextSpan, _ limits: Limits) -> Diagnostic {
        Diagnostic(code: "Y105", "nested deeper than \(limits.depth) levels", at: .text(span))
    }

    /// `- - - x` nests a list a dash.
    private static func leadingDashes(of line: String) -> Int {
        var count = 0
        for byte in line.utf8 {
            if byte == 0x2D { count += 1 } else if byte != 0x20 { break }
        }
        return count
    }

    /// Brackets opened minus closed, and the most that are open at once, outside quotes and comments; Yams recurses for
    /// each, so their number is bounded first.
    private static func flowDepth(of line: String) -> (change: Int, peak: Int) {
        var change = 0
        var peak = 0
        var quote: UInt8 = 0
        var previous: UInt8 = 0x20
        for byte in line.utf8 {
            if quote != 0 {
                if byte == quote, previous != 0x5C { quote = 0 }
            } else {
                switch byte {
                case 0x22, 0x27: quote = byte
                case 0x5B, 0x7B:
                    change += 1
                    peak = max(peak, change)
                case 0x5D, 0x7D: change -= 1
                case 0x23 where previous == 0x20 || previous == 0x09: return (change, peak)
                default: break
                }
            }
            previous = byte
        }
        return (change, peak)
    }

    private static func describe(_ error: YamlError, in source: YAMLSource) -> [Diagnostic] {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return [
                Mistake(
                    problem: problem, line: mark.line, column: mark.column, context: context?.text ?? "",
                    contextLine: context?.mark.line ?? mark.line, contextColumn: context?.mark.column ?? mark.column
                ).diagnostic(in: source)
            ]
        case .reader(let problem, _, _, _):
            return [Diagnostic(code: "Y100", "not YAML: \(problem)", at: .text(source.span(line: 1, column: 1)))]
        case .duplicatedKeysInMapping(let names, let context):
            return names.map { duplicate($0, near: context.mark, in: source) }
        default:
            return [Diagnostic(code: "Y100", "not YAML", at: .text(source.span(line: 1, column: 1)))]
        }
    }

    /// Points at the second of two equal keys (Yams tells only where the mapping's first one stands).
    private static func duplicate(_ name: String, near mark: Mark, in source: YAMLSource) -> Diagnostic {
        var places: [(line: Int, column: Int)] = []
        for number in mark.line...max(mark.line, source.lines.count) {
            let text = source.lines.indices.contains(number - 1) ? Array(source.lines[number - 1]) : []
            for spelling in [name, "\"\(name)\"", "'\(name)'"].map(Array.init) where text.count > spelling.count {
                for start in 0..<text.count - spelling.count
                where Array(text[start..<start + spelling.count]) == spelling && text[start + spelling.count] == ":"
                    && (start == 0 || [" ", "{", ",", "-"].contains(text[start - 1]))
                {
                    places.append((number, start + 1))
                }
            }
        }
        places.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        let own = places.filter { $0.column == mark.column }
        let found = own.count > 1 ? own : places
        let place = found.count > 1 ? found[1] : (line: mark.line, column: mark.column)
        return Diagnostic(
            code: "Y102", "the key \(name) stands twice in one mapping",
            at: .text(source.span(line: place.line, column: place.column, length: name.count)),
            cause: "the first is at line \(found.first?.line ?? mark.line)", hint: "remove one, or rename it")
    }
}

/// Turns Yams's nodes into ours, and says what is refused.
private struct NodeBuilder {
    let source: YAMLSource
    let limits: Document.Limits
    var diagnostics: [Diagnostic] = []
    var count = 0

    mutating func node(_ node: Node, depth: Int) -> YAMLNode {
        var made = YAMLNode(
            content: .list([]), line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, source: source)
        count += 1
        guard count <= limits.nodes, depth <= limits.depth else {
            if !diagnostics.contains(where: { $0.code == "Y105" }) {
                diagnostics.append(
                    depth > limits.depth
                        ? Document.tooDeep(made.span, limits)
                        : Diagnostic(
                            code: "Y105", "more than \(limits.nodes) values in one file", at: .text(made.span)))
            }
            return made
        }
        if node.anchor != nil, !diagnostics.contains(where: { $0.code == "Y103" && $0.location == .text(made.span) }) {
            diagnostics.append(
                Diagnostic(
                    code: "Y103", "anchors (&name) and aliases (*name) are not used here", at: .text(made.span),
                    cause: "what stands elsewhere cannot be seen in place", hint: "write the value out"))
        }
        switch node {
        case .scalar(let scalar):
            made.content = .scalar(scalar.string, style(scalar.style))
        case .sequence(let sequence):
            made.content = .list(sequence.map { self.node($0, depth: depth + 1) })
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            for (key, value) in mapping {
                let keyNode = self.node(key, depth: depth + 1)
                guard case .scalar = keyNode.content else {
                    diagnostics.append(
                        Diagnostic(code: "Y104", "a key must be a plain word", at: .text(keyNode.span)))
                    continue
                }
                entries.append(YAMLNode.Entry(key: keyNode, value: self.node(value, depth: depth + 1)))
            }
            made.content = .mapping(entries)
        case .alias:
            break
        }
        return made
    }

    private func style(_ style: Node.Scalar.Style) -> YAMLNode.Style {
        switch style {
        case .singleQuoted, .doubleQuoted: .quoted
        case .literal: .literal
        case .folded: .folded
        case .any, .plain: .plain
        }
    }
}
