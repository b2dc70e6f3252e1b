package import YAML

/// A JSON Schema made of what a reader asked for, with words from a table beside it.
///
/// ```
/// RecordedSchema(recorder.records, about: ["feeds.[].charset": "Character set where MSH-18 is empty."])
///     .document(title: "A trust")
/// ```
package struct RecordedSchema {
    let records: [FieldRecorder.Record]
    let about: [String: String]

    package init(_ records: [FieldRecorder.Record], about: [String: String]) {
        self.records = records
        self.about = about
    }

    /// Descriptions whose key no reader asks for any more.
    package var staleDescriptions: [String] {
        let known = Set(records.map { $0.path.joined(separator: ".") })
        return about.keys.filter { !known.contains($0) }.sorted()
    }

    package func document(title: String, verb: String) -> SchemaValue {
        var entries: [SchemaValue.Entry] = [
            .init("$schema", "http://json-schema.org/draft-07/schema#"), .init("title", .text(title)),
        ]
        guard case .object(let own) = object(at: [], described: "Made from the code (hub schema \(verb)); do not edit.") else {
            return .object(entries)
        }
        entries += own
        return .object(entries)
    }

    /// What a key of the file itself holds.
    func property(_ key: String) -> SchemaValue? { records.first { $0.path == [key] }.map(value) }

    private func children(of path: [String]) -> [FieldRecorder.Record] {
        records.filter { $0.path.count == path.count + 1 && $0.path.starts(with: path) && $0.path.last != "[]" }
    }

    private func object(at path: [String], described: String, without name: String? = nil) -> SchemaValue {
        let own = children(of: path).filter { $0.path.last != name }
        return .closed(
            described, own.map { .init($0.path.last ?? "", value($0)) },
            required: own.filter(\.isRequired).compactMap(\.path.last))
    }

    private func value(_ record: FieldRecorder.Record) -> SchemaValue {
        let words = about[record.path.joined(separator: ".")] ?? ""
        let scalar: SchemaValue = ["type": ["string", "number"]]
        let items = record.path + ["[]"]
        let hasItems = records.contains { $0.path.count > items.count && $0.path.starts(with: items) }
        switch record.kind {
        case .any:
            if !children(of: record.path).isEmpty { return object(at: record.path, described: words) }
            return described(words, [])
        case .text: return described(words, [.init("type", ["string", "number"])])
        case .boolean: return described(words, [.init("type", "boolean")])
        case .duration:
            return described(words, [.init("type", "string"), .init("pattern", "^[0-9]+ ?(ms|s|m|h|d)$")])
        case .integer(let range):
            var limits: [SchemaValue.Entry] = [.init("type", "integer"), .init("minimum", .number(range.lowerBound))]
            if range.upperBound != .max { limits.append(.init("maximum", .number(range.upperBound))) }
            return described(words, limits)
        case .choice(let names): return .choice(names, words)
        case .texts: return described(words, [.init("anyOf", [scalar, ["type": "array", "items": scalar]])])
        case .list:
            let item: SchemaValue = hasItems ? object(at: items, described: "") : .object([])
            return described(words, [.init("type", ["array", "null"]), .init("items", item)])
        case .object:
            if children(of: record.path).isEmpty { return described(words, [.init("type", ["object", "null"])]) }
            return object(at: record.path, described: words)
        case .named:
            return described(
                words,
                [
                    .init(
                        "anyOf",
                        [
                            ["type": ["array", "null"], "items": object(at: items, described: "")],
                            ["type": "object", "additionalProperties": object(at: items, described: "", without: "name")],
                        ])
                ])
        }
    }

    private func described(_ words: String, _ entries: [SchemaValue.Entry]) -> SchemaValue {
        .object((words.isEmpty ? [] : [.init("description", .text(words))]) + entries)
    }
}

extension TrustProfileDeclaration {
    /// Reads a declaration only to hear what its reader asks for.
    package static func rehearse(_ root: YAMLNode, _ findings: Findings) { _ = read(root, findings) }
}
