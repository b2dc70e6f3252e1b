import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Tree
import YAML

// Message maps: what they read, their event, variables and checks, and the resources they create in order.
extension Compiler {
    func message(_ file: MappingFile, _ names: [String]) -> MessagePlan {
        var structures: [Structure] = []
        for name in names {
            let found: [Structure]
            if let caret = name.firstIndex(of: "^") {
                found = HL7Types.structures(type: String(name[..<caret]), event: String(name[name.index(after: caret)...]))
            } else {
                found = HL7Types.structures(named: name, in: file.versions)
            }
            if found.isEmpty {
                let versions = file.versions.map { "HL7 v\($0.map(\.rawValue).joined(separator: ", ")) does not have" }
                findings.error(
                    "M125", "\(versions ?? "no version of HL7 v2 has") the structure \(name)",
                    at: file.sourceNode?.span(ofWord: name),
                    hint: closeName(to: name, among: HL7Types.allStructures).map { "did you mean \($0)?" })
            }
            structures += found
        }
        var scope = Scope(cache.names, frames: [ScopeFrame(kind: .message(structures))], versions: file.versions)
        scope.trustLists = trust.lists
        scope.localSegments = localSegments
        guard !structures.isEmpty else {
            return MessagePlan(
                name: file.name, variables: [], create: [], event: nil, focus: [], ignore: [], checks: [])
        }
        return plan(file, &scope)
    }

    func fhirMessage(_ file: MappingFile, _ names: [String]) -> MessagePlan {
        for name in names where schema.type(named: name) == nil {
            findings.error(
                "M125", "FHIR R4 has no type \(name)", at: file.sourceNode?.span(ofWord: name),
                hint: closeName(to: name, among: schema.allTypes.map(\.name)).map { "did you mean \($0)?" })
        }
        let focus = ScopeFrame(kind: .value(.fhir(names.count == 1 ? names[0] : "Resource")))
        var scope = Scope(cache.names, frames: [focus], isHL7: false)
        scope.trustLists = trust.lists
        return plan(file, &scope)
    }

    func plan(_ file: MappingFile, _ scope: inout Scope) -> MessagePlan {
        ignored = []
        ignoredFrom = []
        created = []
        messageParts = MessageParts()
        addIgnores(of: file)
        let variables = variables(file.variables, &scope)
        var event: Evaluation?
        switch file.event {
        case .text(let node):
            event = .literal(stock.pool.place(node.text ?? ""))
            checkEvent(node)
        case .expression(let text):
            let typed = expression(text, in: scope)
            event = typed?.evaluation
            if let typed { checkEvents(typed, text) }
        case nil:
            findings.error(
                "M126", "the message map \(file.name) has no event", at: file.nameNode.span,
                hint: "event: \"person-updated\", or event: MSH-9.2.translate('message-event')")
        case .object, .list, .removed, .cases:
            findings.error("M126", "event: is a text or an expression", at: file.nameNode.span)
        }
        let create = create(file.create, &scope)
        var focus: [Int] = []
        for node in file.focus {
            guard let name = node.text else { continue }
            if created.contains(name) {
                // Without an index its map could not be compiled, which has been told.
                if let index = stock.aliases.firstIndex(of: name) { focus.append(index) }
            } else if !file.isIncomplete, !messageParts.isIncomplete {
                findings.error(
                    "M131", "focus names \(name), which is no alias of this map", at: node.span,
                    hint: closeName(to: name, among: created.sorted()).map { "did you mean \($0)?" })
            }
        }
        let checks = file.checks.compactMap { check($0, scope) } + partChecks(scope)
        return MessagePlan(
            name: file.name, variables: variables, create: create, event: event, focus: focus, ignore: ignored,
            checks: checks)
    }

    func checkEvent(_ node: YAMLNode) {
        guard let text = node.text, CanonicalEvents.unknown(text) else { return }
        unknownEvent(text, node.span)
    }

    func check(_ check: MappingFile.Check, _ scope: Scope) -> CheckPlan? {
        if let node = check.atNode, let path = node.text, scope.isHL7 {
            touched.localSegments.formUnion(Self.localSegments(in: path))
            checkPath(path, node, scope)
        }
        guard let condition = expression(check.condition, in: scope) else { return nil }
        requireTruth(condition, check.condition, "this check", "never finds anything")
        return CheckPlan(
            condition: condition.evaluation, severity: check.severity, code: check.code, text: check.text, at: check.at)
    }

    func addIgnores(of file: MappingFile) {
        guard ignoredFrom.insert(file.name).inserted else { return }
        ignored += cache.ignored(of: file, dialect: dialect) { readIgnores(of: file) }
    }

    private func readIgnores(of file: MappingFile) -> [IgnoredPath] {
        var paths: [IgnoredPath] = []
        for entry in file.ignore {
            switch file.source {
            case .fhir(let names), .stu3(let names):
                checkIgnored(fhir: entry, of: names)
                paths.append(IgnoredPath(fhir: entry.path, of: names))
                continue
            default: break
            }
            guard let path = IgnoredPath(entry.path) else {
                findings.error(
                    "M109", "\(entry.path) is no path that can be ignored", at: entry.node.span,
                    hint: "SEG, SEG-n, SEG-n.m or TYPE.n")
                continue
            }
            checkPath(entry.path, entry.node, nil)
            paths.append(path)
        }
        return paths
    }

    func create(_ templates: [CreateTemplate], _ scope: inout Scope) -> [CreatePlan] {
        var plans: [CreatePlan] = []
        for template in templates {
            switch template.kind {
            case .resource(let typeNode, let alias, let object):
                guard let name = typeNode.text, let type = schema.type(named: name), type.isResource, !type.isAbstract else {
                    let close = typeNode.text.flatMap { closeName(to: $0, among: schema.resourceTypes.map(\.name)) }
                    findings.error(
                        "M128", "\(typeNode.text ?? "this") is no resource type", at: typeNode.span,
                        hint: close.map { "did you mean \($0)?" })
                    continue
                }
                var inner = scope
                inner.resource = name
                let made = reusing(resources, typeNode, surroundings(inner), inner) {
                    self.object(object, type, inner, isResource: true, critical: name == "Consent", named: typeNode)
                }
                if let plan = made {
                    let index = alias.map(stock.aliasIndex) ?? -1
                    plans.append(
                        .resource(
                            ResourcePlan(
                                typeName: stock.pool.place(name), type: type.id.rawValue, alias: index, object: plan,
                                origin: origin(template.node))))
                }
                if let alias {
                    usage.aliases.insert(alias)
                    created.insert(alias)
                    scope.see(alias, type: name)
                }
            case .group(let object, let nested):
                var inner = scope
                declare(nested)
                guard let (iteration, condition, variables) = head(object, &inner) else { continue }
                if object.map != nil || object.ref != nil || object.copy != nil || !object.elements.isEmpty {
                    findings.error(
                        "M129", "a group has each:, from:, if:, let: and create: only", at: object.node.span,
                        hint: "put elements into the resources below create:")
                }
                let plan = ObjectPlan(
                    iteration: iteration, condition: condition, variables: variables, inner: nil, elements: [], checks: [],
                    copy: nil, isConstant: true, isListItem: false)
                plans.append(.group(plan, create(nested, &inner)))
                // Resources of a group are reachable from outside only as focus; aliases end with it.
                for alias in inner.aliases { usage.aliases.insert(alias.name) }
            case .part(let node): plans += part(node, &scope)
            }
        }
        return plans
    }

    /// Aliases of a group, also of one that could not be compiled: what names them is not wrong for that.
    func declare(_ templates: [CreateTemplate]) {
        for template in templates {
            switch template.kind {
            case .resource(_, let alias, _):
                if let alias { created.insert(alias) }
            case .group(_, let nested): declare(nested)
            case .part(let node): declarePart(node)
            }
        }
    }
}
