import FHIR
import YAML

/// The JSON Schema of a map, made from the language's own keywords and from FHIR R4: editors complete element names, show
/// cardinality, types and codes, and underline what cannot be.
///
/// ```
/// MappingSchema.make().json()      // docs/schemas/mapping.json
/// ```
/// It says less than `hub check`: expressions and paths are text to it.
package enum MappingSchema {
    /// What the canonical message is made of; other resource types are accepted without a word about their elements.
    static let detailed = [
        "AllergyIntolerance", "Appointment", "Bundle", "CarePlan", "Condition", "Consent", "Device", "DiagnosticReport",
        "DocumentReference", "Encounter", "EpisodeOfCare", "FamilyMemberHistory", "Flag", "ImagingStudy", "Immunization",
        "List", "Location", "MedicationRequest", "MedicationStatement", "MessageHeader", "MolecularSequence", "Observation",
        "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure", "Provenance", "Questionnaire",
        "QuestionnaireResponse", "RelatedPerson", "ResearchSubject", "ServiceRequest", "Specimen", "Task",
    ]

    package static func make() -> SchemaValue {
        var definitions = basics
        for type in reachable() { definitions.append(.init(type.name, object(of: type))) }
        definitions.append(.init("create", create))
        let targets = reachable().filter { !$0.name.contains(".") }.map(\.name)
        return [
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "A map of the hub",
            "description": "docs/mapping-language.md. Made from the code (hub schema mapping); do not edit.",
            "type": "object",
            "properties": .object(keys + furtherKeys), "additionalProperties": false,
            "anyOf": [["required": ["mapping"]], ["required": ["part", "create"]], ["required": ["extends"]]],
            "allOf": .list(
                targets.map { name in
                    [
                        "if": ["properties": ["target": ["const": .text(name)]], "required": ["target"]],
                        "then": ["properties": ["make": .reference(name)]],
                    ]
                }), "definitions": .object(definitions),
        ]
    }

    /// The keys of a map. A test holds them against the reader's.
    static let keys: [SchemaValue.Entry] = [
        .init("mapping", .string("The map's name, unique, kebab-case; the file carries the same.")),
        .init(
            "part",
            .string("Instead of mapping: a list of resources that message maps have in common and use with - part: NAME.")),
        .init(
            "extends",
            .string("In a trust's folder: the base map that this one changes; a key replaces the base's, ~ removes it.")),
        .init("about", .string("What it is for, in a sentence.")),
        .init(
            "source",
            .string(
                "What it reads: a segment (PID), a data type (CX), hl7v2 STRUCTURE…, hl7v2 TYPE^EVENT…, fhir-r4 TYPE… or fhir-stu3 TYPE…"
            )),
        .init("target", .choice(targetNames, "What it makes: a FHIR R4 type.")),
        .init("let", .reference("variables")),
        .init(
            "make",
            [
                "description": "The elements of the target; values are expressions, quoted values are text.",
                "type": ["object", "null"],
            ]),
        .init("create", .reference("create")),
        .init("event", .reference("expression", "The event of the canonical message: \"person-updated\", or an expression.")),
        .init(
            "focus",
            [
                "description": "Aliases of the resources the message is about.",
                "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
            ]),
        .init(
            "ignore",
            [
                "description": "What nobody needs: PATH: reason.", "type": "array",
                "items": ["type": "object", "additionalProperties": ["type": "string"]],
            ]),
        .init(
            "checks",
            ["description": "Issues of your own; an error quarantines.", "type": "array", "items": .reference("check")]),
        .init(
            "waive",
            [
                "description": "Warnings of this file that are meant: CODE: reason.", "type": "object",
                "additionalProperties": ["type": "string"],
            ]),
    ]

    /// What the reader asks for beside these, as it asks for it.
    private static var furtherKeys: [SchemaValue.Entry] {
        let recorder = rehearse()
        let schema = RecordedSchema(recorder.records, about: ["guide": "Rows of the v2-to-FHIR guide done otherwise, and why."])
        let known = Set(keys.map(\.key))
        let further = recorder.records.compactMap { $0.path.count == 1 && !known.contains($0.path[0]) ? $0.path[0] : nil }
        return further.compactMap { key in schema.property(key).map { .init(key, $0) } }
    }

    /// Lets the reader of maps read, and keeps what it asked for.
    static func rehearse() -> FieldRecorder {
        let probe = """
            mapping: x
            source: PID
            target: Patient
            make: {}
            checks: [{ if: true, code: x, text: x }]
            guide: [{ table: x, deviates: [] }]
            """
        let recorder = FieldRecorder()
        if let root = Document.parse(probe, file: "x.yaml").root {
            _ = MappingFileReader(findings: Findings(recorder: recorder)).read(root, file: "x.yaml")
        }
        return recorder
    }

    static let checkKeys: [SchemaValue.Entry] = [
        .init("if", .reference("expression")),
        .init("severity", .choice(["error", "warning", "information"], "An error quarantines the message.")),
        .init("code", .string("The issue's code, kebab-case.")),
        .init("text", .string("What is wrong, for an operator; never a value of the message.")),
        .init("at", .string("Where: PID-7.")),
    ]

    private static var targetNames: [String] { FHIR.Schema.r4.allTypes.filter { !$0.isAbstract }.map(\.name).sorted() }

    /// The directives, from the reader's own list.
    private static let directives: [SchemaValue.Entry] = MappingFileReader.directives.filter { $0 != "create" }.map { name in
        switch name {
        case "each": .init(name, .reference("expression", "One object for every item; inside, the item is the focus."))
        case "from": .init(name, .reference("expression", "The single item becomes the focus; without one nothing is made."))
        case "if": .init(name, .reference("expression", "Made only when this is true."))
        case "let": .init(name, .reference("variables"))
        case "map": .init(name, .string("The map to apply to the focus; keys beside it replace the map's."))
        case "copy": .init(name, .reference("expression", "Start from a copy of this source element."))
        default: .init(name, .string("A reference to what was created under this alias."))
        }
    }

    private static let basics: [SchemaValue.Entry] = [
        .init("expression", ["type": ["string", "number", "boolean"]]),
        .init("scalar", ["type": ["string", "number", "boolean", "null"]]),
        .init(
            "variables",
            [
                "description": "Variables, used as %name; in order.", "type": ["object", "null"],
                "additionalProperties": ["type": ["string", "number", "boolean"]],
            ]),
        .init("primitive", .anyOf([.reference("scalar"), ["type": ["object", "array"]]])),
        .init("anything", ["type": ["object", "array", "string", "number", "boolean", "null"]]),
        .init("check", .closed("An issue of your own.", checkKeys, required: ["if", "code", "text"])),
    ]

    // MARK: types

    private static func reachable() -> [FHIRType] {
        let schema = FHIR.Schema.r4
        var found: [String: FHIRType] = [:]
        var pending = schema.allTypes.filter { type in
            !type.isAbstract && !type.isPrimitive && !type.isResource && !type.name.contains(".")
        }
        pending += detailed.compactMap { schema.type(named: $0) }
        while let type = pending.popLast() {
            guard !type.isPrimitive, !type.isResource || detailed.contains(type.name), found[type.name] == nil else { continue }
            found[type.name] = type
            for element in type.elements where !element.isChoice { pending += element.types }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func object(of type: FHIRType) -> SchemaValue {
        var properties: [SchemaValue.Entry] = []
        for element in type.elements {
            for choice in element.types {
                properties.append(.init(element.spelling(of: choice), value(of: element, choice)))
            }
        }
        var seen: Set<String> = []
        properties = properties.filter { seen.insert($0.key).inserted }
        let branches: SchemaValue = [
            "description": "Further elements by one value: VALUE: {…}, VALUE | VALUE: {…}, otherwise: {…}.", "type": "object",
            "additionalProperties": .reference(type.name),
        ]
        return .closed(
            type.name, properties + directives,
            patterns: [.init("^_[a-z]", .reference("anything")), .init("^case ", branches)])
    }

    private static func value(of element: FHIRElement, _ type: FHIRType) -> SchemaValue {
        var words = "\(element.min)..\(element.max.map(String.init) ?? "*") \(type.name)"
        if let set = element.requiredValueSet {
            let codes = Set(set.codes.map(\.code)).sorted()
            if codes.count <= 24 { words += ": " + codes.joined(separator: " | ") }
        }
        let targets = element.referenceTargets.map(\.name)
        if !targets.isEmpty, targets.count <= 12 { words += " to " + targets.joined(separator: ", ") }
        if type.isPrimitive { return .reference("primitive", words) }
        if type.isResource || type.isAbstract { return .reference("anything", words) }
        let own: [SchemaValue] = [.reference(type.name), .reference("scalar")]
        return [
            "description": .text(words),
            "anyOf": .list(own + [["type": "array", "items": .anyOf(own)]]),
        ]
    }

    private static var create: SchemaValue {
        let alias = "( as [A-Za-z][A-Za-z0-9-]*)?$"
        let names = FHIR.Schema.r4.resourceTypes.map(\.name).sorted()
        let patterns = names.map { name in
            SchemaValue.Entry("^\(name)\(alias)", detailed.contains(name) ? .reference(name) : .reference("anything"))
        }
        let group = directives.filter { ["each", "from", "if", "let"].contains($0.key) }
        return [
            "description":
                "Resources in the order they are made: TYPE as ALIAS: {…}, a group: each: …, create: […], or part: NAME.",
            "type": ["array", "null"],
            "items": .closed(
                "A resource, or a group of them.",
                group + [
                    .init("create", .reference("create")), .init("part", .string("The part whose resources stand here.")),
                ], patterns: patterns),
        ]
    }
}
