/// JSON whose keys stay in the order they were written: generated schemas are compared as text.
package indirect enum SchemaValue: Sendable, Hashable {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([SchemaValue])
    case object([Entry])

    package struct Entry: Sendable, Hashable {
        package var key: String
        package var value: SchemaValue
        package init(_ key: String, _ value: SchemaValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value of a key of an object.
    package subscript(key: String) -> SchemaValue? {
        guard case .object(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    package var keys: [String] {
        guard case .object(let entries) = self else { return [] }
        return entries.map(\.key)
    }

    /// Two spaces a level; what holds nothing nested stands on one line.
    package func json(indent: Int = 0) -> String {
        let margin = String(repeating: "  ", count: indent)
        switch self {
        case .text(let text): return SchemaValue.quoted(text)
        case .number(let number): return String(number)
        case .boolean(let value): return value ? "true" : "false"
        case .list(let items):
            if items.allSatisfy(\.isFlat) { return "[" + items.map { $0.json() }.joined(separator: ", ") + "]" }
            let lines = items.map { margin + "  " + $0.json(indent: indent + 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + margin + "]"
        case .object(let entries):
            if entries.allSatisfy(\.value.isFlat), entries.count < 4 {
                return "{" + entries.map { "\(SchemaValue.quoted($0.key)): \($0.value.json())" }.joined(separator: ", ") + "}"
            }
            let lines = entries.map { "\(margin)  \(SchemaValue.quoted($0.key)): \($0.value.json(indent: indent + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + margin + "}"
        }
    }

    private var isFlat: Bool {
        switch self {
        case .text, .number, .boolean: true
        case .list(let items): items.count < 3 && items.allSatisfy(\.isFlat)
        case .object(let entries): entries.count == 1 && entries.allSatisfy(\.value.isFlat)
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where scalar.value < 0x20: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByStringInterpolation
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, SchemaValue)...) { self = .object(elements.map { Entry($0.0, $0.1) }) }
}

extension SchemaValue {
    package static func reference(_ definition: String) -> SchemaValue { ["$ref": "#/definitions/\(definition)"] }

    /// A reference with words beside it; draft 7 reads nothing that stands beside `$ref`.
    package static func reference(_ definition: String, _ description: String) -> SchemaValue {
        ["description": .text(description), "allOf": [reference(definition)]]
    }

    package static func anyOf(_ choices: [SchemaValue]) -> SchemaValue { ["anyOf": .list(choices)] }

    package static func choice(_ words: [String], _ description: String) -> SchemaValue {
        ["description": .text(description), "type": "string", "enum": .list(words.map { .text($0) })]
    }

    /// A text.
    package static func string(_ description: String) -> SchemaValue { ["description": .text(description), "type": "string"] }

    /// An object of exactly these keys.
    package static func closed(
        _ description: String, _ properties: [Entry], required: [String] = [], patterns: [Entry] = []
    ) -> SchemaValue {
        var entries = [
            Entry("description", .text(description)), Entry("type", ["object", "null"]),
            Entry("properties", .object(properties)),
        ]
        if !patterns.isEmpty { entries.append(Entry("patternProperties", .object(patterns))) }
        if !required.isEmpty { entries.append(Entry("required", .list(required.map { .text($0) }))) }
        entries.append(Entry("additionalProperties", false))
        return .object(entries)
    }
}
