import Diagnostics
import HL7v2
import YAML

/// Turns a YAML document into a `MappingFile`; says what is no mapping language.
struct MappingFileReader {
    let findings: Findings

    static let directives = ["each", "from", "if", "let", "map", "copy", "ref", "create"]

    func read(_ root: YAMLNode, file: String) -> MappingFile? {
        guard let fields = Fields(root, of: "a map", findings) else { return nil }
        let nameNode = fields.node("mapping")
        let partNode = fields.node("part")
        let extends = fields.node("extends")
        guard let named = nameNode ?? partNode ?? extends, let name = named.text else {
            if !fields.misspelt("extends") { fields.missing("mapping") }
            return nil
        }
        var made = MappingFile(name: name, file: file, node: root, nameNode: named)
        made.keys = Set(fields.keys)
        made.extends = extends
        made.isPart = partNode != nil
        _ = fields.optionalString("about")
        _ = fields.node("waive")
        if let node = fields.node("source"), !made.isPart {
            made.source = source(node)
            made.sourceNode = node
            made.versions = versions(node)
        }
        made.target = fields.node("target")
        if let mistaken = misplacedMaking(made, fields) {
            findings.error("M102", mistaken.message, at: fields.keySpan(mistaken.key), hint: mistaken.hint)
            return nil
        }
        if let node = fields.node("make"), !node.isNull {
            made.make = object(node, what: "make", mayRemove: made.extends != nil)
        }
        if let node = fields.node("let") { made.variables = variables(node) }
        if let node = fields.node("create") {
            made.create = create(node)
            made.isIncomplete = node.list?.count != made.create.count
        }
        if let node = fields.node("event") { made.event = template(node) }
        if let node = fields.node("focus") { made.focus = node.list ?? [node] }
        made.ignore = fields.list("ignore").compactMap(ignore)
        made.checks = fields.list("checks").compactMap(check)
        made.guide = fields.list("guide").compactMap(guideStatement)
        if made.isPart, made.extends == nil { findings.add(made.partMistakes) }
        if made.extends == nil, !made.isPart, made.sourceNode == nil { fields.missing("source") }
        if made.make != nil, made.target == nil, made.extends == nil { fields.missing("target") }
        fields.finish()
        if fields.isOutdented { return nil }
        if !name.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) {
            findings.error(
                "M101", "a map's name is made of a-z, 0-9 and -", at: named.span, hint: "for instance pid-patient")
        } else if made.extends == nil {
            made.checkFileName(findings)
        }
        if made.extends == nil {
            // What was written where it cannot stand has been told.
            let isDoubtful = findings.diagnostics.contains { ["Y111", "M104"].contains($0.code) }
            if made.make == nil, made.create.isEmpty, !isDoubtful {
                findings.error(
                    "M102", "the map \(name) makes nothing", at: named.span,
                    hint: made.isPart ? "add create:" : "add make: (with target:) or, for a message, create:")
            }
        }
        return made
    }

    /// `create:` with elements, or `make:` with resources: one stands where the other should.
    private func misplacedMaking(
        _ made: MappingFile, _ fields: Fields
    ) -> (key: String, message: String, hint: String)? {
        if fields.node("create")?.mapping != nil, made.target != nil || made.extends != nil {
            return ("create", "create: is a list of resources, and stands only in maps of messages", "make:")
        }
        guard fields.node("make")?.list != nil, case .message? = made.source else { return nil }
        return ("make", "a map of messages makes resources, below create:", "create:")
    }

    private func source(_ node: YAMLNode) -> MapSource? {
        guard let text = node.text else {
            findings.error("M103", "source must be a text", at: node.span)
            return nil
        }
        let words = text.split(separator: " ").map(String.init)
        switch words.first {
        case "hl7v2" where words.count > 1: return .message(words.dropFirst().filter { $0.first?.isNumber != true })
        case "fhir-r4" where words.count > 1: return .fhir(Array(words.dropFirst()))
        case "fhir-stu3" where words.count > 1: return .stu3(Array(words.dropFirst()))
        case let word? where words.count == 1 && word.allSatisfy({ $0.isUppercase || $0.isNumber }):
            if !HL7Types.isSegment(word), !HL7Types.isDataType(word), !(word.hasPrefix("Z") && word.count == 3) {
                findings.error(
                    "M103", "HL7 v2 has no segment or data type \(word)", at: node.span,
                    hint: closeName(to: word, among: HL7Types.allSegments.union(HL7Types.allDataTypes)).map {
                        "did you mean \($0)?"
                    })
                return nil
            }
            return .segmentOrType(word)
        default:
            let word = words.first ?? ""
            findings.error(
                "M103", "source must be a segment, a data type, \"hl7v2 STRUCTURE…\", \"fhir-r4 TYPE…\" or \"fhir-stu3 TYPE…\"",
                at: node.span,
                hint: word == "hl7v2"
                    ? "hl7v2 ADT_A01"
                    : word == "fhir-r4"
                        ? "fhir-r4 Bundle"
                        : closeName(to: word, among: ["hl7v2", "fhir-r4", "fhir-stu3"] + HL7Types.allSegments.sorted()).map {
                            "did you mean \($0)?"
                        })
            return nil
        }
    }

    /// `hl7v2 2.4 2.5.1 ADT_A01`: what is read is checked against these versions alone.
    private func versions(_ node: YAMLNode) -> [Version]? {
        let words = (node.text ?? "").split(separator: " ").map(String.init)
        guard words.first == "hl7v2" else { return nil }
        var versions: [Version] = []
        for word in words.dropFirst() where word.first?.isNumber == true {
            if let version = Version(rawValue: word) {
                versions.append(version)
            } else {
                findings.error(
                    "M125", "there is no version \(word) of HL7 v2 here", at: node.span,
                    hint: "versions: \(Version.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }
        return versions.isEmpty ? nil : versions
    }

    // MARK: templates

    func template(_ node: YAMLNode) -> Template {
        switch node.content {
        case .scalar:
            if node.isNull { return .removed(node) }
            if let expression = ExpressionText(node) { return .expression(expression) }
            return .text(node)
        case .list(let items): return .list(items.map(template), node)
        case .mapping: return .object(object(node, what: "an object"))
        }
    }

    /// - Parameter mayRemove: `~` takes an element of the base away; beside `map:`, one that the map sets.
    func object(
        _ node: YAMLNode, what: String, allowingCreate: Bool = false, mayRemove: Bool = false
    ) -> ObjectTemplate {
        var made = ObjectTemplate(node: node)
        guard let entries = node.mapping else {
            findings.error("M104", "\(what) must be a mapping of elements", at: node.span)
            return made
        }
        for entry in entries {
            switch entry.name {
            case "each": made.each = expression(entry)
            case "from": made.from = expression(entry)
            case "if": made.condition = expression(entry)
            case "let": made.variables = variables(entry.value)
            case "map", "ref":
                guard entry.value.text != nil, !entry.value.isNull else {
                    findings.error(
                        "M104", "\(entry.name): takes the name of one \(entry.name == "map" ? "map" : "alias")",
                        at: entry.value.span, hint: entry.name == "map" ? "map: cx-identifier" : "ref: patient")
                    made.isBroken = true
                    continue
                }
                if entry.name == "map" { made.map = entry.value } else { made.ref = entry.value }
            case "copy": made.copy = expression(entry)
            case "create":
                if !allowingCreate {
                    findings.error(
                        "M105", "create: stands only in the create: list of a message map", at: entry.key.span)
                }
            case let name where name.hasPrefix(Self.casePrefix):
                if let cases = cases(entry, mayRemove: mayRemove || node["map"] != nil) {
                    made.elements.append(.init(key: entry.key, value: .cases(cases)))
                } else {
                    made.isBroken = true
                }
            default:
                if entry.value.isNull, !mayRemove, node["map"] == nil {
                    findings.error(
                        "M107", "\(entry.name): has no value", at: entry.key.span,
                        hint: "write an expression, or remove the line; ~ takes away what a map or an overlay's base sets")
                }
                made.elements.append(.init(key: entry.key, value: template(entry.value)))
            }
        }
        for name in ["each", "from", "if", "copy"] where node[name].map({ $0.isNull || ExpressionText($0) == nil }) == true {
            made.isBroken = true
        }
        if made.each != nil, made.from != nil {
            findings.error("M106", "each: and from: exclude one another", at: node.span, hint: "nest one in the other")
            made.isBroken = true
        }
        return made
    }

    private func expression(_ entry: YAMLNode.Entry) -> ExpressionText? {
        if entry.value.isNull {
            findings.error(
                "M107", "\(entry.name): has no value", at: entry.key.span, hint: "write an expression, or remove the line")
            return nil
        }
        if let expression = ExpressionText(entry.value) { return expression }
        findings.error(
            "M107", "\(entry.name): needs an expression", at: entry.value.span,
            cause: entry.value.style == .quoted ? "a quoted value is a text" : nil,
            hint: entry.value.style == .quoted ? "\(entry.name): \(entry.value.text ?? "")" : nil)
        return nil
    }

    func variables(_ node: YAMLNode) -> [ObjectTemplate.Variable] {
        if node.isNull { return [] }
        guard let entries = node.mapping else {
            findings.error("M104", "let: must be a mapping of names and expressions", at: node.span)
            return []
        }
        for entry in entries where !isVariableName(entry.name) {
            findings.error(
                "M104", "\(entry.name) is no name of a variable", at: entry.key.span,
                hint: entry.name.hasPrefix("%")
                    ? "it is declared without %: \(entry.name.dropFirst())" : "letters, digits and _, beginning with a letter")
        }
        return entries.map { .init(key: $0.key, value: template($0.value)) }
    }

    private func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }

    // MARK: messages

    func create(_ node: YAMLNode) -> [CreateTemplate] {
        guard let items = node.list else {
            findings.error(
                "M104", "create: must be a list of resources", at: node.span, hint: "- Patient as patient: { … }")
            return []
        }
        return items.compactMap(createItem)
    }

    private func createItem(_ node: YAMLNode) -> CreateTemplate? {
        guard let entries = node.mapping, let first = entries.first else {
            findings.error("M104", "a resource to create must be a mapping", at: node.span)
            return nil
        }
        if let nested = node["create"] {
            return CreateTemplate(
                node: node,
                kind: .group(object(node, what: "a group", allowingCreate: true), create(nested)))
        }
        if entries.count > 1, let part = entries.first(where: { $0.name == "part" }) {
            findings.error(
                "M104", "a part is used as it is; nothing stands beside it", at: part.key.span,
                hint: "a group around it: - if: …, create: [- part: \(part.value.text ?? "NAME")]")
            return CreateTemplate(node: node, kind: .part(part.value))
        }
        guard entries.count == 1 else {
            findings.error(
                "M104", "one resource an item; the keys \(entries.map(\.name).joined(separator: ", ")) stand together",
                at: node.span, hint: "indent what belongs to the resource, or add create: for a group")
            return nil
        }
        if first.name == "part" {
            if first.value.text == nil || first.value.isNull {
                findings.error("M104", "part: needs the name of a part", at: first.key.span, hint: "- part: requester")
            }
            return CreateTemplate(node: node, kind: .part(first.value))
        }
        let words = first.name.split(separator: " ").map(String.init)
        guard words.count == 1 || words.count == 3 && words[1] == "as" else {
            findings.error(
                "M104", "a resource is written TYPE or TYPE as ALIAS", at: first.key.span,
                hint: words.count == 2 ? "\(words[0]) as \(words[1])" : nil)
            return nil
        }
        var type = first.key
        type.content = .scalar(words[0], .plain)
        let body =
            first.value.isNull
            ? ObjectTemplate(node: first.value) : object(first.value, what: "\(words[0])")
        return CreateTemplate(node: node, kind: .resource(type: type, alias: words.count == 3 ? words[2] : nil, body))
    }

    private func ignore(_ node: YAMLNode) -> MappingFile.Ignore? {
        if let entry = node.mapping?.first, node.mapping?.count == 1, let reason = entry.value.text {
            if entry.value.isNull || reason.allSatisfy({ $0 == " " }) {
                findings.error(
                    "M108", "an ignored path needs a reason", at: entry.key.span,
                    hint: "- \(entry.name): why nobody needs it")
                return nil
            }
            return .init(node: entry.key, path: entry.name, reason: reason)
        }
        if let text = node.text {
            findings.error(
                "M108", "an ignored path needs a reason", at: node.span, hint: "- \(text): why nobody needs it")
        } else {
            findings.error("M108", "ignore: is a list of PATH: reason", at: node.span)
        }
        return nil
    }

    private func check(_ node: YAMLNode) -> MappingFile.Check? {
        guard let fields = Fields(node, of: "a check", findings) else { return nil }
        let condition = fields.node("if").flatMap { $0.isNull ? nil : ExpressionText($0) }
        if fields.has("if"), condition == nil {
            fields.malformed("if", "an expression", hint: "if: PID-3.empty()")
        } else if condition == nil {
            fields.missing("if")
        }
        let severity = fields.choice("severity", of: CheckSeverity.self) ?? .warning
        let code = fields.string("code")
        let text = fields.string("text")
        let at = fields.optionalString("at")
        fields.finish()
        guard let condition, let code, let text else { return nil }
        return .init(
            node: node, condition: condition, severity: severity.severity, code: code, text: text, at: at,
            atNode: node["at"])
    }

    private enum CheckSeverity: String, CaseIterable {
        case error, warning, information
        var severity: Diagnostic.Severity {
            switch self {
            case .error: .error
            case .warning: .warning
            case .information: .information
            }
        }
    }
}

extension MappingFile {
    /// A map is found by the name of its file.
    func checkFileName(_ findings: Findings) {
        let base = nameNode.source.file.split(separator: "/").last.map(String.init) ?? file
        guard base != "\(name).yaml", base != "\(name).yml" else { return }
        let key = extends != nil ? "extends" : isPart ? "part" : "mapping"
        findings.error(
            "M101", "the map \(name) stands in the file \(base)", at: nameNode.span,
            cause: "a map is found by its file's name",
            hint: "rename the file to \(name).yaml, or write \(key): \(base.prefix { $0 != "." })")
    }
}

extension MapSource {
    /// Segment and data type names look alike; the schema decides.
    static func segmentOrType(_ word: String) -> MapSource {
        HL7Types.isSegment(word) ? .segment(word) : HL7Types.isDataType(word) ? .dataType(word) : .segment(word)
    }
}
