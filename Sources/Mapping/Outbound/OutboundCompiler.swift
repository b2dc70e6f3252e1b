import Canonical
import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import YAML

/// Checks an outbound map against the structure it writes and the canonical Bundle it reads; reports all that is wrong.
final class OutboundCompiler {
    /// Every outbound file of the base or of one trust, parts among them.
    let files: [String: OutboundFile]
    let tables: [String: CodeTable]
    let trust: TrustProfileDeclaration
    let findings: DiagnosticSet
    let usage: UsageRecord
    let library = HostFunctions.library
    var version = Version.assumed
    var schema: HL7v2.Schema { .of(version) }
    /// Parts that are being applied: none may apply itself.
    private var applying: [String] = []

    init(
        files: [String: OutboundFile], tables: [String: CodeTable], trust: TrustProfileDeclaration, findings: DiagnosticSet,
        usage: UsageRecord
    ) {
        self.files = files
        self.tables = tables
        self.trust = trust
        self.findings = findings
        self.usage = usage
    }

    /// What names mean where an expression stands.
    struct Scope {
        var focus: StaticType
        var variables: [String: StaticType] = [:]
    }

    /// nil for a part, and for a map that is wrong.
    func compile(_ map: OutboundFile) -> OutboundPlan? {
        guard map.make == nil else {
            checkPart(map)
            return nil
        }
        guard let node = map.target else { return nil }
        let bundle = FHIRTypeModel.r4.type(named: "Bundle", in: nil)
        var scope = Scope(focus: bundle.map(StaticType.one) ?? .unknown)
        scope.variables["number"] = .system(.integer)
        scope.variables["controlId"] = .system(.string)
        if node.text == OutboundPlan.Table.target {
            let variables = variables(map.variables, &scope)
            return table(map, scope).map { OutboundPlan(name: map.name, variables: variables, table: $0) }
        }
        guard let structure = structure(node) else { return nil }
        let variables = variables(map.variables, &scope)
        let items = items(map.items, in: structure, at: 0, scope, owner: map.nameNode)
        return OutboundPlan(
            name: map.name, structure: structure.name, version: version, variables: variables, items: items)
    }

    /// `hl7v2 ORU_R01 2.4`
    private func structure(_ node: YAMLNode) -> Structure? {
        let words = (node.text ?? "").split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == "hl7v2" else {
            findings.error(
                "M195", "target must be \"hl7v2 STRUCTURE VERSION\" or \"csv\"", at: node.span, hint: "hl7v2 ORU_R01 2.4")
            return nil
        }
        guard let version = Version(rawValue: words[2]) else {
            findings.error(
                "M195", "there is no version \(words[2]) of HL7 v2 here", at: node.span,
                hint: "one of \(Version.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        self.version = version
        if let structure = schema.structure(words[1]) { return structure }
        findings.error(
            "M195", "version \(words[2]) has no structure \(words[1])", at: node.span,
            hint: closeName(to: words[1], among: schema.structures.keys.sorted()).map { "did you mean \($0)?" })
        return nil
    }

    // MARK: parts

    /// A part is checked where it is applied; here only that it says what it makes.
    private func checkPart(_ map: OutboundFile) {
        guard let node = map.target else { return }
        let name = node.text ?? ""
        guard !HL7Types.isSegment(name), !HL7Types.isDataType(name) else { return }
        findings.error(
            "M195", "a part makes a segment or a data type; \(name) is neither", at: node.span,
            hint: closeName(to: name, among: HL7Types.allSegments.sorted()).map { "did you mean \($0)?" })
    }

    /// The object with the fields of the part it names; its own replace the part's.
    private func applied(_ object: ObjectTemplate, making target: String) -> ObjectTemplate {
        checkDirectives(object)
        guard let node = object.map, let name = node.text else { return object }
        guard let part = files[name], let make = part.make else {
            findings.error(
                "M141", "there is no part \(name)", at: node.span,
                hint: closeName(to: name, among: files.values.filter { $0.make != nil }.map(\.name).sorted()).map {
                    "did you mean \($0)?"
                } ?? "a part stands in Mappings/out/\(name).yaml with target: \(target) and make:")
            return object
        }
        guard part.target?.text == target || target == "varies" else {
            findings.error(
                "M195", "\(name) makes \(part.target?.text ?? "nothing"), not \(target)", at: node.span)
            return object
        }
        guard !applying.contains(name) else {
            findings.error("M143", "the part \(name) applies itself", at: node.span)
            return object
        }
        applying.append(name)
        var merged = applied(make, making: target).extended(by: object)
        applying.removeLast()
        (merged.each, merged.from) = (object.each, object.from)
        return merged
    }

    private func checkDirectives(_ object: ObjectTemplate) {
        for (directive, place) in [("ref", object.ref), ("copy", object.copy?.node)] {
            guard let place else { continue }
            findings.error("M105", "\(directive): stands only in maps that make resources", at: place.span)
        }
    }

    // MARK: segments and groups

    private func items(
        _ items: [OutboundFile.Item], in structure: Structure, at parent: Int, _ scope: Scope, owner: YAMLNode
    ) -> [OutboundPlan.Item] {
        var made: [OutboundPlan.Item] = []
        var written: Set<Int> = []
        var last = 0
        let children = structure.elements[parent].children
        for item in items {
            if item.isRemoved {
                findings.error(
                    "M102", "\(item.name) writes nothing", at: item.key.span,
                    cause: "~ leaves out what the map that is extended writes", hint: "\(item.name): { \(item.name)-1: … }")
                continue
            }
            let element =
                children.first { structure.elements[$0].name == item.name && $0 >= last }
                ?? children.first { structure.elements[$0].name == item.name }
            if let element {
                if element < last {
                    findings.error(
                        "M198", "\(item.name) stands before \(structure.elements[last].name) in \(structure.name)",
                        at: item.key.span, hint: "write the segments in the order of the structure")
                }
                last = max(last, element)
                written.insert(element)
                if item.items == nil, structure.elements[element].kind == .group {
                    findings.error(
                        "M197", "\(item.name) is a group: it holds segments", at: item.key.span,
                        hint: "\(item.name): { write: [ … ] }")
                    continue
                }
            } else if !item.name.hasPrefix("Z") {
                let here = children.map { structure.elements[$0].name }
                let paths = structure.paths(to: item.name).first?.joined(separator: ".")
                findings.error(
                    "M197", "\(structure.name) has no \(item.name) here", at: item.key.span,
                    cause: paths.map { "it stands in \($0.isEmpty ? "the message" : $0)" },
                    hint: closeName(to: item.name, among: here).map { "did you mean \($0)?" }
                        ?? "here stand \(here.joined(separator: ", "))")
                continue
            }
            var item = item
            item.body = item.items == nil ? applied(item.body, making: item.name) : item.body
            var inner = scope
            let entry = entry(item.body, &inner)
            let content: OutboundPlan.Item.Content
            if let nested = item.items {
                guard let element else { continue }
                content = .group(self.items(nested, in: structure, at: element, inner, owner: item.key))
            } else {
                guard let id = SegmentID(item.name), schema.segment(item.name) != nil || item.name.hasPrefix("Z") else {
                    continue
                }
                content = .segment(id, fields(item, inner))
            }
            made.append(OutboundPlan.Item(name: item.name, entry: entry, content: content))
        }
        for index in children where structure.elements[index].isRequired && !written.contains(index) {
            let element = structure.elements[index]
            guard element.name != "MSH", element.choice == 0 else { continue }
            findings.error(
                "M194", "\(element.name) is required here and never written", at: owner.span,
                hint: "- \(element.name): { … }")
        }
        return made
    }

    func entry(_ body: ObjectTemplate, _ scope: inout Scope) -> OutboundPlan.Guard {
        var entry = OutboundPlan.Guard()
        if let each = body.each {
            let found = expression(each, scope)
            if let found { entry.focus = .each(found.0) }
            scope.focus = found?.1.single ?? .unknown
        } else if let from = body.from {
            let found = expression(from, scope)
            if let found {
                if found.1.isCollection, !found.1.isUnknown { several("from:", from) }
                entry.focus = .from(found.0)
            }
            // What was wrong is told once; nothing is concluded from it.
            scope.focus = found?.1.single ?? .unknown
        }
        entry.variables = variables(body.variables, &scope)
        if let condition = body.condition { entry.condition = expression(condition, scope)?.0 }
        return entry
    }

    private func variables(_ templates: [ObjectTemplate.Variable], _ scope: inout Scope) -> [OutboundPlan.Variable] {
        var made: [OutboundPlan.Variable] = []
        for template in templates {
            switch template.value {
            case .expression(let text):
                guard let (compiled, type) = expression(text, scope) else { continue }
                scope.variables[template.name] = type
                made.append(.init(name: template.name, value: compiled))
            case .text, .object, .list, .removed, .cases:
                findings.error("M107", "let: \(template.name) needs an expression", at: template.value.node.span)
            }
        }
        return made
    }

    // MARK: fields

    private func fields(_ item: OutboundFile.Item, _ scope: Scope) -> [OutboundPlan.Field] {
        var made: [OutboundPlan.Field] = []
        let definition = schema.segment(item.name)
        for element in item.body.elements {
            let parts = element.name.split(separator: "-")
            guard parts.count == 2, parts[0] == item.name, let position = Int(parts[1]), position > 0 else {
                findings.error(
                    "M192", "\(element.name) is no field of \(item.name)", at: element.key.span,
                    hint: "fields are written \(item.name)-3, components inside them TYPE.1")
                continue
            }
            let field = definition?.field(position)
            if definition != nil, field == nil || field?.isWithdrawn == true {
                findings.error(
                    "M192", "\(item.name) has no field \(position) in version \(version.rawValue)", at: element.key.span)
                continue
            }
            guard let value = value(element.value, field?.dataType ?? "varies", repeats: field?.repeats ?? true, scope) else {
                continue
            }
            made.append(
                .init(
                    position: position, value: value, isRequired: field?.isRequired ?? false,
                    isRepeating: field?.repeats ?? true))
        }
        let written = Set(item.body.elements.compactMap { Int($0.name.split(separator: "-").last ?? "") })
        for field in definition?.fields ?? [] where field.isRequired && !written.contains(field.position) {
            // The engine fills the header from the target and the delivery.
            if item.name == "MSH", [1, 2, 7, 9, 10, 11, 12].contains(field.position) { continue }
            findings.error(
                "M194", "\(item.name)-\(field.position) (\(field.name)) is required and never written", at: item.key.span,
                hint: "\(item.name)-\(field.position): …")
        }
        return made
    }

    private func value(_ template: Template, _ dataType: String, repeats: Bool, _ scope: Scope) -> OutboundPlan.Value? {
        switch template {
        case .text(let node): return .literal(node.text ?? "")
        case .removed, .cases: return nil
        case .expression(let text): return single(text, dataType, repeats: repeats, scope)
        case .list(let values, let node):
            guard repeats else {
                findings.error("M193", "the field does not repeat; it holds one value", at: node.span)
                return nil
            }
            return .repetitions(values.compactMap { value($0, dataType, repeats: true, scope) })
        case .object(let written):
            let object = applied(written, making: dataType)
            if let each = object.each, !repeats { several("a field that does not repeat", each) }
            var inner = scope
            let entry = entry(object, &inner)
            return .parts(entry, parts(object, dataType, inner))
        }
    }

    func single(_ text: ExpressionText, _ dataType: String, repeats: Bool, _ scope: Scope) -> OutboundPlan.Value? {
        guard let (compiled, type) = expression(text, scope) else { return nil }
        if type.isCollection, !repeats, !type.isUnknown { several("a place for one value", text) }
        let complex = type.types.compactMap { reference -> String? in
            guard case .model(let id) = reference else { return nil }
            let described = FHIRTypeModel.r4.describe(id)
            return described.system == nil || described.system == .quantity ? described.name : nil
        }
        if let name = complex.first {
            let hasParts = !HL7Types.isPrimitive(dataType)
            findings.error(
                "M196",
                "\(text.text.trimmedExpression) gives an object (\(name)), and \(dataType) takes \(hasParts ? "parts" : "a text")",
                at: text.node.span,
                hint: hasParts
                    ? "from: \(text.text), and \(dataType).1: … below it"
                    : "name the part that is meant: \(text.text.trimmedExpression).…")
        }
        return .expression(compiled)
    }

    private func parts(_ object: ObjectTemplate, _ dataType: String, _ scope: Scope) -> [(
        position: Int, value: OutboundPlan.Value
    )] {
        var components: [Int: [(position: Int, value: OutboundPlan.Value)]] = [:]
        for element in object.elements {
            let words = element.name.split(separator: ".").map(String.init)
            let numbers = words.dropFirst().compactMap { Int($0) }
            let isType = words.first == dataType || dataType == "varies" && HL7Types.isDataType(words.first ?? "")
            guard isType, (1...2).contains(numbers.count), numbers.count == words.count - 1, numbers.allSatisfy({ $0 > 0 })
            else {
                findings.error(
                    "M192", "\(element.name) is no component of \(dataType)", at: element.key.span,
                    hint: "components are written \(dataType == "varies" ? "CE" : dataType).1, or with a subcomponent .1.1")
                continue
            }
            let type = words[0]
            guard let component = HL7Types.componentTypes([type], numbers[0]).first else {
                findings.error("M192", "\(type) has no component \(numbers[0]) in any version", at: element.key.span)
                continue
            }
            let own = schema.dataType(type)?.component(numbers[0])?.dataType ?? component
            guard let value = value(element.value, own, repeats: false, scope) else { continue }
            components[numbers[0], default: []].append((numbers.count == 2 ? numbers[1] : 0, value))
        }
        return components.sorted { $0.key < $1.key }.map { position, values in
            if values.count == 1, values[0].position == 0 { return (position, values[0].value) }
            let parts = values.map { (position: max(1, $0.position), value: $0.value) }.sorted { $0.position < $1.position }
            return (position, .parts(.init(), parts))
        }
    }

    private func several(_ place: String, _ text: ExpressionText) {
        findings.error(
            "M193", "the expression can give several values for \(place)", at: text.node.span,
            hint: "\(text.text.trimmedExpression).first(), or each: where it repeats")
    }
}

extension String {
    /// For hints: without the parentheses that only YAML asked for.
    fileprivate var trimmedExpression: String {
        hasPrefix("(") && hasSuffix(")") ? String(dropFirst().dropLast()) : self
    }
}
