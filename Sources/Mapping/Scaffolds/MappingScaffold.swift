package import Diagnostics
import FHIR
import HL7v2

/// The files of a new map: `hub new mapping NAME`. It checks as it is; what could be filled in stands as comments, with
/// cardinality and type from the schemas.
package struct MappingScaffold {
    private let name: String
    private let source: MapSource
    private let sourceText: String
    private let target: FHIRType?
    private let event: String

    /// - Throws: `Diagnostic` when name, source or target are none.
    package init(name: String, source text: String, target: String?, event: String) throws(Diagnostic) {
        guard let first = name.first, first.isASCII, first.isLowercase,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        else {
            throw Diagnostic(code: "C151", "\(name) is no name of a map", hint: "kebab-case, for instance obx-observation")
        }
        let words = text.split(separator: " ").map(String.init)
        switch words.first {
        case "hl7v2" where words.count > 1:
            source = .message(Array(words.dropFirst()))
            for word in words.dropFirst() where Self.structures(word).isEmpty {
                throw Diagnostic(
                    code: "M125", "no version of HL7 v2 has the structure \(word)",
                    hint: closeName(to: word, among: HL7Types.allStructures).map { "did you mean \($0)?" })
            }
        case let word? where words.count == 1 && (HL7Types.isSegment(word) || HL7Types.isDataType(word)):
            source = .segmentOrType(word)
        case "fhir-r4", "fhir-stu3":
            throw Diagnostic(
                code: "C151", "a map of FHIR has no scaffold",
                hint: "begin with a copy of Mappings/fhir/fhir-bundle.yaml, or of one in Mappings/fhir/stu3")
        default:
            throw Diagnostic(
                code: "M103", "\(text) is no source", hint: "a segment (PID), a data type (CX), or \"hl7v2 ADT_A09\"")
        }
        if case .message = source {
            self.target = nil
            guard !CanonicalEvents.unknown(event) else {
                throw Diagnostic(
                    code: "M127", "\(event) is no event of the hub",
                    hint: closeName(to: event, among: CanonicalEvents.names).map { "did you mean \($0)?" }
                        ?? "events: \(CanonicalEvents.names.joined(separator: ", "))")
            }
        } else {
            guard let target, let type = FHIR.Schema.r4.type(named: target), !type.isAbstract, !type.isPrimitive else {
                let names = FHIR.Schema.r4.allTypes.map(\.name)
                throw Diagnostic(
                    code: "C151", target.map { "\($0) is no FHIR R4 type that can be made" } ?? "a map needs a target",
                    hint: target.flatMap { closeName(to: $0, among: names) }.map { "did you mean \($0)?" } ?? "--target Patient"
                )
            }
            self.target = type
        }
        self.name = name
        sourceText = text
        self.event = event
    }

    package var files: [ScaffoldFile] {
        switch source {
        case .segment(let segment): return [file("segments", made(from: segment, separator: "-", fields(segment)))]
        case .dataType(let type): return [file("types", made(from: type, separator: ".", components(type)))]
        case .message(let names): return message(names)
        case .fhir, .stu3: return []
        }
    }

    private func file(_ folder: String, _ body: [String]) -> ScaffoldFile {
        ScaffoldFile(
            folder: .mappings, path: "\(folder)/\(name).yaml",
            text: (["# yaml-language-server: $schema=../../docs/schemas/mapping.json", "mapping: \(name)"] + body)
                .joined(separator: "\n") + "\n")
    }

    // MARK: segments and data types

    private func made(from word: String, separator: String, _ sources: [String]) -> [String] {
        guard let target else { return [] }
        var lines = [
            "about: \(target.name) from \(word). Say what is particular here.", "source: \(word)", "target: \(target.name)",
            "make:",
        ]
        let required = target.elements.filter(\.isRequired)
        lines += opening(word, separator)
        for element in required {
            for line in value(of: element, word, separator) where !lines.contains(line) { lines.append(line) }
        }
        let done = Set(
            lines.compactMap { $0.hasPrefix("  ") ? $0.split(separator: ":").first.map { String($0.dropFirst(2)) } : nil })
        for element in target.elements {
            let spellings = element.types.map { element.spelling(of: $0) }
            guard !spellings.contains(where: done.contains), element.name != "id" || !target.isResource else { continue }
            let type =
                element.isChoice ? element.types.map(\.name).prefix(4).joined(separator: ", ") : element.types.first?.name ?? ""
            lines.append(
                "  # \(spellings.first ?? element.name):   # \(element.min)..\(element.max.map(String.init) ?? "*") \(type)")
        }
        lines.append("# What \(word) holds; what nobody needs goes below ignore: with its reason.")
        return lines + sources.map { "#   \($0)" }
    }

    /// One element that is surely there.
    private func opening(_ word: String, _ separator: String) -> [String] {
        guard let target else { return [] }
        if target.isResource { return ["  id: identity('\(name)', MSH-10, \(word)\(separator)1)"] }
        for name in ["value", "text", "display", "family", "line", "url", "title"] {
            if let element = target.element(named: name), !element.isChoice, element.types.first?.isPrimitive == true {
                return ["  \(name): \(word)\(separator)1"]
            }
        }
        return ["  id: \(word)\(separator)1"]
    }

    private func value(of element: FHIRElement, _ word: String, _ separator: String) -> [String] {
        guard let type = element.types.first else { return [] }
        let spelling = element.spelling(of: type)
        if let set = element.requiredValueSet {
            let codes = set.codes.map(\.code)
            let code = ["unknown", "final", "active"].first { codes.contains($0) } ?? codes.first ?? "unknown"
            return ["  \(spelling): \"\(code)\""]
        }
        switch type.name {
        case "Reference": return ["  \(spelling): { ref: patient }"]
        case "CodeableConcept": return ["  \(spelling): { text: \(word)\(separator)2 }"]
        default: return type.isPrimitive ? ["  \(spelling): \(word)\(separator)2"] : []
        }
    }

    private func fields(_ segment: String) -> [String] {
        (1...HL7Types.fieldCount(segment)).compactMap { position in
            HL7Types.field(segment, position).map {
                "\(segment)-\(position) \($0.name) (\($0.dataType)\($0.repeats ? ", repeats" : ""))"
            }
        }
    }

    private func components(_ type: String) -> [String] {
        (1...40).compactMap { position in
            HL7Types.component(type, position).map { "\(type).\(position) \($0.name) (\($0.dataType))" }
        }
    }

    // MARK: messages

    private static func structures(_ word: String) -> [Structure] {
        guard let caret = word.firstIndex(of: "^") else { return HL7Types.structures(named: word) }
        return HL7Types.structures(type: String(word[..<caret]), event: String(word[word.index(after: caret)...]))
    }

    private func message(_ names: [String]) -> [ScaffoldFile] {
        let structure = Self.structures(names[0]).first
        let body = [
            "about: Say when \(names.joined(separator: " and ")) is sent, and what it means here.",
            "source: \(sourceText)",
            "event: \"\(event)\"",
            "create:",
            "  - part: one-person",
            "focus: [patient]",
            "ignore:",
            "  - EVN: repeats the header",
            "# What the message holds beside: hub map FEED FILE --issues tells what nothing reads.",
            "#   " + (structure.map(Self.outline) ?? ""),
        ]
        var type = names[0].replacing("_", with: "^")
        if let structure { type = (names[0].contains("^") ? names[0] : type) + "^" + structure.name }
        return [
            file("messages", body),
            ScaffoldFile(
                folder: .mappings, path: "messages/\(name).tests/first.hl7",
                text: ScaffoldMessage.text(facility: "RRK", event: type, version: "2.5.1")),
        ]
    }

    private static func outline(_ structure: Structure) -> String {
        structure.elements[structure.root].map { element in
            element.name + (element.isRequired ? "" : "?") + (element.repeats ? "*" : "")
        }.joined(separator: " ")
    }
}
