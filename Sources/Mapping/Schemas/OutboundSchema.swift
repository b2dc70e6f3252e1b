import HL7v2

/// The JSON Schema of an outbound map (docs/outbound.md): segments and fields with their names in HL7 v2.
package enum OutboundSchema {
    /// Segments whose fields are completed by name; others are accepted without a word.
    private static let detailed = [
        "AL1", "DG1", "EVN", "MSA", "MSH", "NK1", "NTE", "OBR", "OBX", "ORC", "PD1", "PID", "PV1", "PV2", "SPM", "TQ1", "TXA",
    ]

    package static func make() -> SchemaValue {
        let text: SchemaValue = ["type": ["string", "number", "boolean"]]
        var definitions: [SchemaValue.Entry] = [
            .init("expression", text), .init("value", ["type": ["string", "number", "boolean", "object", "array", "null"]]),
            .init("variables", ["type": ["object", "null"], "additionalProperties": text]),
        ]
        for segment in detailed {
            let fields = (1...HL7Types.fieldCount(segment)).compactMap { position -> SchemaValue.Entry? in
                guard let field = HL7Types.field(segment, position) else { return nil }
                let words = "\(field.name) (\(field.dataType)\(field.repeats ? ", repeats" : ""))"
                return .init("\(segment)-\(position)", .reference("value", words))
            }
            definitions.append(
                .init(segment, part("The segment \(segment).", fields, pattern: "^\(segment)-[0-9]+([.][0-9]+)*$")))
        }
        definitions.append(.init("segment", part("A segment.", [], pattern: "^[A-Z][A-Z0-9]{2}-[0-9]+([.][0-9]+)*$")))
        definitions.append(.init("group", part("A group of segments.", [.init("write", .reference("write"))], pattern: "^$")))
        definitions.append(.init("write", write))
        return [
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "An outbound map of the hub",
            "description": "docs/outbound.md. Made from the code (hub schema outbound); do not edit.", "type": "object",
            "properties": [
                "mapping": .string("The map's name, unique, kebab-case; the file carries the same."),
                "extends": .string("In a trust's folder: the base map that this one changes."),
                "about": .string("What it is for, in a sentence."),
                "target": .string("hl7v2 STRUCTURE VERSION, or csv; of a part a segment or data type."),
                "let": .reference("variables", "Variables, used as %name; in order."),
                "write": .reference("write", "Segments and groups in the order they are written."),
                "rows": [
                    "description": "Of a CSV: what makes a row (each:, from:, if:, let:); without it there is one.",
                    "type": ["object", "null"],
                ],
                "columns": [
                    "description": "Of a CSV: NAME: expression, one a list item, in their order.", "type": ["array", "null"],
                    "items": ["type": "object"],
                ],
                "make": ["description": "Of a part: its fields or components.", "type": ["object", "null"]],
                "waive": [
                    "description": "Warnings of this file that are meant: CODE: reason.", "type": "object",
                    "additionalProperties": ["type": "string"],
                ],
            ], "additionalProperties": false, "anyOf": [["required": ["mapping"]], ["required": ["extends"]]],
            "definitions": .object(definitions),
        ]
    }

    private static func part(_ words: String, _ own: [SchemaValue.Entry], pattern: String) -> SchemaValue {
        let directives: [SchemaValue.Entry] = [
            .init("each", .reference("expression", "One for every item; inside, the item is the focus.")),
            .init("from", .reference("expression", "The single item becomes the focus.")),
            .init("if", .reference("expression", "Written only when this is true.")),
            .init("let", .reference("variables")), .init("map", .string("A part to write: a map whose target is this type.")),
        ]
        return .closed(words, own + directives, patterns: [.init(pattern, .reference("value"))])
    }

    private static var write: SchemaValue {
        let named = detailed.map { SchemaValue.Entry($0, .reference($0)) }
        return [
            "type": ["array", "null"],
            "items": .closed(
                "A segment or a group: one a list item.", named,
                patterns: [
                    .init("^(?!(?:\(detailed.joined(separator: "|")))$)[A-Z][A-Z0-9]{2}$", .reference("segment")),
                    .init("^[A-Z][A-Z0-9]*_[A-Z0-9_]+$|^[A-Z][A-Z0-9]{3,}$", .reference("group")),
                ]),
        ]
    }
}
