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
        let extends = fields.node("extends")
        guard let named = nameNode ?? extends, let name = named.text else {
            fields.missing("mapping")
            return nil
        }
        var made = MappingFile(name: name, file: file, node: root, nameNode: named)
        made.keys = Set(fields.keys)
        made.extends = extends
        _ = fields.optionalString("about")
        _ = fields.node("waive")
        if let node = fields.node("source") {
            made.source = source(node)
            made.sourceNode = node
            made.versions = versions(node)
        }
        made.target = fields.node("target")
        if let node = fields.node("make") { made.make = object(node, what: "make") }
        if let node = fields.node("let") { made.variables = variables(node) }
        if let node = fields.node("create") { made.create = create(node) }
        if let node = fields.node("event") { made.event = template(node) }
        if let node = fields.node("focus") { made.focus = node.list ?? [node] }
        made.ignore = fields.list("ignore").compactMap(ignore)
        made.checks = fields.list("checks").compactMap(check)
        made.guide = fields.list("guide").compactMap(guideStatement)
        fields.finish()
        if !name.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) {
            findings.error(
                "M101", "a map's name is made of a-z, 0-9 and -", at: named.span, hint: "for instance pid-patient")
        }
        let base = file.split(separator: "/").last.map(String.init) ?? file
        if base != "\(name).yaml", base != "\(name).yml" {
            findings.error(
                "M101", "the map \(name) stands in the file \(base)", at: named.span,
                cause: "a map is found by its file's name",
                hint: "rename the file to \(name).yaml, or write mapping: \(base.prefix { $0 != "." })")
        }
        if made.extends == nil {
            if made.source == nil, made.sourceNode == nil { fields.missing("source") }
            if made.make == nil, made.create.isEmpty {
                findings.error(
                    "M102", "the map \(name) makes nothing", at: named.span,
                    hint: "add make: (with target:) or, for a message, create:")
            }
            if made.make != nil, made.target == nil { fields.missing("target") }
        }
        return made
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
            findings.error(
                "M103", "source must be a segment, a data type, \"hl7v2 STRUCTURE…\", \"fhir-r4 TYPE…\" or \"fhir-stu3 TYPE…\"",
                at: node.span,
                hint: words.first.flatMap { closeName(to: $0, among: HL7Types.allSegments) }.map { "did you mean \($0)?" })
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

    func object(_ node: YAMLNode, what: String, allowingCreate: Bool = false) -> ObjectTemplate {
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
            case "map": made.map = entry.value
            case "copy": made.copy = expression(entry)
            case "ref": made.ref = entry.value
            case "create":
                if !allowingCreate {
                    findings.error(
                        "M105", "create: stands only in the create: list of a message map", at: entry.key.span)
                }
            default:
                made.elements.append(.init(key: entry.key, value: template(entry.value)))
            }
        }
        if made.each != nil, made.from != nil {
            findings.error("M106", "each: and from: exclude one another", at: node.span, hint: "nest one in the other")
        }
        return made
    }

    private func expression(_ entry: YAMLNode.Entry) -> ExpressionText? {
        if let expression = ExpressionText(entry.value) { return expression }
        findings.error(
            "M107", "\(entry.name): needs an expression", at: entry.value.span,
            cause: entry.value.style == .quoted ? "a quoted value is a text" : nil,
            hint: entry.value.style == .quoted ? "\(entry.name): \(entry.value.text ?? "")" : nil)
        return nil
    }

    func variables(_ node: YAMLNode) -> [ObjectTemplate.Variable] {
        guard let entries = node.mapping else {
            findings.error("M104", "let: must be a mapping of names and expressions", at: node.span)
            return []
        }
        return entries.map { .init(key: $0.key, value: template($0.value)) }
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
        guard entries.count == 1 else {
            findings.error(
                "M104", "one resource an item; the keys \(entries.map(\.name).joined(separator: ", ")) stand together",
                at: node.span, hint: "indent what belongs to the resource, or add create: for a group")
            return nil
        }
        let words = first.name.split(separator: " ").map(String.init)
        guard words.count == 1 || words.count == 3 && words[1] == "as" else {
            findings.error("M104", "a resource is written TYPE or TYPE as ALIAS", at: first.key.span)
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
        let condition = fields.node("if").flatMap { ExpressionText($0) }
        if condition == nil { fields.missing("if") }
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

extension MapSource {
    /// Segment and data type names look alike; the schema decides.
    static func segmentOrType(_ word: String) -> MapSource {
        HL7Types.isSegment(word) ? .segment(word) : HL7Types.isDataType(word) ? .dataType(word) : .segment(word)
    }
}
