import Diagnostics
import FHIR
import FHIRPath
import Tree
import YAML

extension Compiler {
    /// The plans of one element key (several for a list), and the element's base name; of a `case`, all that it sets.
    func element(
        _ element: ObjectTemplate.Element, of type: FHIRType, _ scope: Scope, critical: Bool
    ) -> (names: [String], plans: [ElementPlan]) {
        if case .cases(let cases) = element.value { return self.cases(cases, of: type, scope, critical: critical) }
        var name = element.name
        let extendsPrimitive = name.hasPrefix("_")
        if extendsPrimitive { name.removeFirst() }
        guard let (definition, elementType) = type.element(spelled: name) else {
            unknown(name, element.key, type)
            return ([name], [])
        }
        // A number identifies by its system and value; since when it is valid and of what kind it is tells nobody apart.
        let isBeside = type.name == "Identifier" && ["period", "type", "assigner", "extension"].contains(name)
        let isIdentifying = critical && !isBeside || self.isIdentifying(name, of: type, element.value)
        var plan = ElementPlan(
            prototype: prototype(name, definition, elementType), origin: 0, criticality: isBeside ? -64 : isIdentifying ? 1 : 0,
            canDelete: canDelete(elementType, definition, type), isCollection: definition.isCollection,
            isPrimitiveExtension: extendsPrimitive, content: .value(.empty))
        if extendsPrimitive {
            guard case .object(let object) = element.value, let base = schema.type(named: "Element"),
                let made = self.object(object, base, scope)
            else {
                findings.error("M110", "_\(name) holds id and extension", at: element.value.node.span)
                return ([], [])
            }
            plan.content = .object(made)
            plan.origin = origin(element.key)
            return ([], [plan])
        }
        var plans: [ElementPlan] = []
        let values: [Template]
        if case .list(let items, let node) = element.value {
            values = items
            if !definition.isCollection, items.count > 1 {
                findings.error(
                    "M123", "\(name) holds one value; \(items.count) stand here", at: node.span)
            }
        } else {
            values = [element.value]
        }
        for value in values {
            var own = plan
            if let content = content(value, name, definition, elementType, type, scope, isIdentifying) {
                own.content = content
                own.origin = origin(values.count > 1 ? value.node : element.key)
                plans.append(own)
            }
        }
        return ([definition.name], plans)
    }

    /// A key that is no element but was meant as a directive: `foreach:`, `mapp:`.
    func meansDirective(_ name: String, of type: FHIRType) -> Bool {
        type.element(spelled: name) == nil && Self.directive(meantBy: name) != nil
            && closeName(to: name, among: type.elements.map(\.name)) == nil
    }

    /// The directive that other tools call so, or of which this is a misspelling.
    private static func directive(meantBy name: String) -> String? {
        switch name.lowercased() {
        case "foreach", "for", "for_each", "for-each", "loop", "items": "each"
        case "when", "condition", "unless", "only-if": "if"
        case "with", "source": "from"
        case "use", "using", "apply", "template", "include": "map"
        case "case", "switch", "choose", "match": "case OBX-2"
        case "var", "vars", "variable", "variables", "set", "define": "let"
        default: closeName(to: name, among: MappingFileReader.directives)
        }
    }

    func unknown(_ name: String, _ key: YAMLNode, _ type: FHIRType) {
        let spellings = type.elements.flatMap { element in
            element.isChoice ? element.types.map { element.spelling(of: $0) } : [element.name]
        }
        var hint = closeName(to: name, among: spellings + MappingFileReader.directives).map { "did you mean \($0)?" }
        if let choice = type.elements.first(where: { $0.isChoice && $0.name == name }) {
            hint = "say its type: \(choice.types.prefix(4).map { choice.spelling(of: $0) }.joined(separator: ", "))"
        }
        if let choice = type.elements.first(where: { $0.isChoice && name.hasPrefix($0.name) }), hint == nil {
            hint = "it can be \(choice.types.map { choice.spelling(of: $0) }.joined(separator: ", "))"
        }
        if hint == nil, let directive = Self.directive(meantBy: name) { hint = "did you mean \(directive)?" }
        if hint == nil, name == "as" || name == "alias" { hint = "- \(type.name) as ALIAS:" }
        if hint == nil, spellings.count <= 12 { hint = "its elements: \(spellings.joined(separator: ", "))" }
        findings.error("M104", "\(type.name) has no element \(name)", at: key.span, hint: hint)
    }

    private func prototype(_ name: String, _ element: FHIRElement, _ type: FHIRType) -> Tree.Node {
        var node = Tree.Node(kind: type.isPrimitive ? type.format.kind : .object)
        let spelled = Name(name)
        node.setName(spelled, at: stock.pool.place(name).start)
        node.type = type.id.rawValue
        if element.isCollection { node.flags.insert(.repeats) }
        if element.isChoice {
            let base = Name(element.name)
            node.flags.insert(.choice)
            node.nameHash = base.hash
            node.matchLength = UInt8(truncatingIfNeeded: base.bytes.count)
        }
        return node
    }

    /// What identifies a person, a specimen or a consent, or hides where somebody lives: a bad value there stops the message.
    private func isIdentifying(_ name: String, of type: FHIRType, _ value: Template) -> Bool {
        switch type.name {
        case "Patient":
            if ["identifier", "birthDate", "gender", "id"].contains(name) { return true }
        case "Consent": return true
        case "Specimen": return name == "identifier" || name == "accessionIdentifier" || name == "id"
        case "Extension":
            return false
        default: break
        }
        return false
    }

    private func canDelete(_ type: FHIRType, _ element: FHIRElement, _ owner: FHIRType) -> Bool {
        switch type.name {
        case "Reference", "id", "Extension": false
        // A code inside a data type means nothing without its neighbours; one of a resource (gender) can be deleted.
        case "code", "uri", "canonical", "url": owner.isResource && !element.isRequired
        default: !element.isRequired
        }
    }

    private func content(
        _ value: Template, _ name: String, _ element: FHIRElement, _ type: FHIRType, _ owner: FHIRType, _ outer: Scope,
        _ critical: Bool
    ) -> ElementPlan.Content? {
        var scope = outer
        let binding = owner.name == "Coding" && name == "code" ? outer.binding : nil
        scope.binding = innerBinding(of: element, type, outer)
        switch value {
        case .removed, .cases: return nil
        case .list(_, let node):
            findings.error("M104", "a list in a list", at: node.span)
            return nil
        case .text(let node):
            guard let text = node.text else { return nil }
            guard type.isPrimitive else {
                findings.error(
                    "M110", "\(name) needs \(article(type.name)); this is a text", at: node.span,
                    hint: textHint(name, type, text))
                return nil
            }
            checkLiteral(text, name, element, type, node)
            if let binding, !binding.set.contains(text) { unboundCode(text, binding, node.span) }
            return .value(.literal(stock.pool.place(text)))
        case .expression(let text):
            guard let typed = expression(text, in: scope) else { return nil }
            if let binding {
                if let literal = typed.literal, !binding.set.contains(literal) { unboundCode(literal, binding, text.node.span) }
                checkCodes(typed, binding.element, binding.set, at: text.node)
            }
            return expressionContent(typed, text, name, element, type, owner)
        case .object(let object):
            if owner.name == "Reference", name == "reference", let map = object.map {
                return creation(map, object, scope)
            }
            if type.isPrimitive {
                // `{ each: PID-5, value: … }`
                findings.error(
                    "M110", "\(name) is \(article(type.name)); it holds one value, no object", at: object.node.span,
                    hint: "\(name): EXPRESSION, or with a condition: iif(CONDITION, VALUE, {})")
                return nil
            }
            if let ref = object.ref { return reference(ref, object, element, type, scope) }
            if !element.isCollection, let text = object.each, let typed = expression(text, in: scope), typed.isMany {
                findings.error(
                    "M123", "\(name) holds one value; \(text.text) may be several", at: text.node.span,
                    hint: "from: \(hintForOne(text.text, typed))")
                return nil
            }
            let isCritical = critical || hidesOrIdentifies(object)
            // An extension holds a value or extensions: there is no room in it to say that one of a list is missing.
            let isListItem = element.isCollection && type.name != "Extension"
            return self.object(object, type, scope, isListItem: isListItem, critical: isCritical)
                .map(ElementPlan.Content.object)
        }
    }

    /// The required binding of a CodeableConcept or Coding, for the codes inside it.
    private func innerBinding(of element: FHIRElement, _ type: FHIRType, _ outer: Scope) -> Scope.Binding? {
        guard type.name == "CodeableConcept" || type.name == "Coding" else { return nil }
        if let set = element.requiredValueSet { return Scope.Binding(element: element.name, set: set) }
        return element.owner.name == "CodeableConcept" ? outer.binding : nil
    }

    private func unboundCode(_ text: String, _ binding: Scope.Binding, _ span: TextSpan) {
        findings.error(
            "M150", "\(text) is no code of \(binding.element)", at: span, cause: "the binding is required: \(binding.set.url)",
            hint: hint(text, binding.set))
    }

    /// Extensions of location hiding and pseudo persons.
    private func hidesOrIdentifies(_ object: ObjectTemplate) -> Bool {
        object.elements.contains { element in
            guard element.name == "url", case .text(let node) = element.value, let url = node.text else { return false }
            return url.hasSuffix("/location-hidden") || url.hasSuffix("/pseudo-person") || url.hasSuffix("/replaces")
        }
    }

    private func reference(
        _ node: YAMLNode, _ object: ObjectTemplate, _ element: FHIRElement, _ type: FHIRType, _ scope: Scope
    ) -> ElementPlan.Content? {
        guard type.name == "Reference" else {
            findings.error("M110", "ref: makes a Reference; \(type.name) is needed here", at: node.span)
            return nil
        }
        guard let name = node.text else {
            findings.error("M131", "ref: needs an alias", at: node.span)
            return nil
        }
        var template = object
        template.ref = nil
        let plan = self.object(template, type, scope)
        guard let index = alias(name, in: scope) else {
            // Segment maps serve several messages: an alias that only some of them create is none here, and makes nothing.
            if !scope.isAlone, !messageParts.isIncomplete { usage.unresolvedAliases[name, default: []].append(node) }
            return nil
        }
        usage.resolvedAliases.insert(name)
        if let target = scope.type(ofAlias: name), !element.referenceTargets.isEmpty,
            !element.referenceTargets.contains(where: { $0.name == target || $0.name == "Resource" })
        {
            findings.error(
                "M132", "\(element.name) cannot point at \(target)", at: node.span,
                hint: "it may point at \(element.referenceTargets.map(\.name).joined(separator: ", "))")
        }
        guard let plan else { return nil }
        return .reference(index, plan)
    }

    /// `reference: { map: NAME }`: the resource that the map makes becomes one of the message's, and is referred to.
    private func creation(
        _ map: YAMLNode, _ object: ObjectTemplate, _ scope: Scope
    ) -> ElementPlan.Content? {
        let target = map.text.flatMap { files[$0]?.target }
        let name = target?.text ?? "Resource"
        guard let type = schema.type(named: name), type.isResource, !type.isAbstract else {
            if target != nil {
                findings.error("M144", "the map \(map.text ?? "") makes \(name); a resource is needed here", at: map.span)
            } else {
                // Says that there is no such map.
                var scope = scope
                var elements: [ObjectTemplate.Element] = []
                if let base = schema.type(named: "Reference") { _ = apply(map, to: base, &scope, &elements) }
            }
            return nil
        }
        var inner = scope
        inner.resource = name
        inner.binding = nil
        guard let plan = self.object(object, type, inner, isResource: true, named: map) else { return nil }
        return .creation(
            ResourcePlan(typeName: stock.pool.place(name), type: type.id.rawValue, alias: -1, object: plan, origin: origin(map))
        )
    }

    // MARK: types

    func valueType(_ type: FHIRType) -> ValueType {
        guard type.isPrimitive else { return .fhir(type.name) }
        switch type.format {
        case .date: return .date
        case .dateTime: return .dateTime
        case .instant: return .instant
        case .time: return .time
        case .boolean: return .boolean
        case .integer, .positiveInt, .unsignedInt: return .integer
        case .decimal: return .decimal
        case .base64Binary: return .base64
        case .uri, .url, .canonical, .oid, .uuid: return .uri
        case .id: return .id
        case .code, .string, .markdown, .xhtml, .none: return .text
        }
    }

    private func expressionContent(
        _ typed: TypedEvaluation, _ text: ExpressionText, _ name: String, _ element: FHIRElement, _ type: FHIRType,
        _ owner: FHIRType
    ) -> ElementPlan.Content? {
        if !type.isPrimitive, !fits(typed, type) {
            findings.error(
                "M110", "\(name) needs \(article(type.name)); \(text.text) is \(typed.type.description)",
                at: text.node.span, hint: objectHint(name, type, text.text, typed, many: element.isCollection && typed.isMany))
            return nil
        }
        if typed.isMany, !element.isCollection {
            findings.error(
                "M123", "\(name) holds one value; \(text.text) may be several", at: text.node.span,
                hint: hintForOne(text.text, typed))
            return nil
        }
        guard type.isPrimitive else { return .copies(typed.evaluation) }
        if let literal = typed.literal { checkLiteral(literal, name, element, type, text.node) }
        if type.format == .code, let set = element.requiredValueSet { checkCodes(typed, name, set, at: text.node) }
        if conditions == 0, let path = typed.path {
            usage.reads["\(text.node.source.file) \(path)"] = text.node.line
        }
        if let mistake = mismatch(typed.type, type, text.text) {
            findings.error(
                "M110", "\(name) needs \(article(type.name)); \(text.text) is \(typed.type.description)",
                at: text.node.span,
                cause: mistake.cause, hint: mistake.hint.map { "\(name): \($0)" })
            return nil
        }
        if let wrong = wrongBranch(of: typed, type, text.text) {
            findings.error(
                "M110", "\(name) needs \(article(type.name)); \(text.text) can be \(wrong.description)",
                at: text.node.span, hint: "give every branch the type that \(name) has")
            return nil
        }
        if name == "id", owner.isResource { return .identity(typed.evaluation) }
        if typed.evaluation.makesIdentity {
            findings.error(
                "M119", "identity() stands only in the id: of a resource", at: text.node.span,
                hint: "a reference is written \(name): { ref: ALIAS }")
            return nil
        }
        if let set = element.requiredValueSet, case .frame = typed.evaluation {
            // The table that was meant is not unused as well.
            let fitting = tables.values.filter { $0.gives(only: set) }.map(\.name).sorted()
            usage.usedTables.formUnion(fitting)
            findings.warning(
                "M151", "\(name) allows only the codes of a value set; \(text.text) is taken as it comes", at: text.node.span,
                hint: "\(name): \(text.text).translate('\(fitting.first ?? "TABLE")')")
        }
        return .value(typed.evaluation)
    }

    /// Whether what an expression gives can be copied into an object of `type`.
    private func fits(_ typed: TypedEvaluation, _ type: FHIRType) -> Bool {
        guard let given = fhirName(of: typed) else { return typed.type == .unknown }
        guard let givenType = schema.type(named: given), !givenType.isAbstract else { return true }
        return givenType.isSubtype(of: type) || type.name == given
    }

    /// The FHIR type of a value, as the compiler or, in a part that runs as a program, the checker knows it.
    func fhirName(of typed: TypedEvaluation) -> String? {
        if case .fhir(let name) = typed.type { return name }
        guard typed.type == .unknown, let known = typed.known, known.types.count == 1 else { return nil }
        return cache.model.structure(known.types[0])?.name
    }

    func hintForOne(_ text: String, _ typed: TypedEvaluation) -> String {
        if case .frame(_, let steps) = typed.evaluation, steps.count > 0, let dash = text.firstIndex(of: "-") {
            let field = text[text.index(after: dash)...].prefix { $0.isNumber }
            let rest = text[text.index(after: dash)...].dropFirst(field.count)
            if rest.hasPrefix("["), !text[..<dash].hasSuffix("]") {
                return "\(text[..<dash])[1]\(text[dash...])   (the first of the segments)"
            }
            return "\(text[...dash])\(field)[1]\(rest)   (the first repetition)"
        }
        return "\(text).first()"
    }

    /// Why a value of `given` cannot stand in a primitive of `type`, or nil when it can.
    private func mismatch(_ given: ValueType, _ type: FHIRType, _ text: String) -> (cause: String?, hint: String?)? {
        let isText: Bool
        switch given {
        case .text, .component: isText = true
        case .unknown: return nil
        case .segment, .group, .fhir: return (nil, nil)
        case .date, .dateTime, .instant, .time, .boolean, .integer, .decimal, .base64, .id, .uri: isText = false
        }
        switch type.format {
        case .date:
            if isText { return ("may be absent or malformed", "\(text).toDate()   (an unreadable date then becomes an issue)") }
            if given == .integer { return ("a number is no date", "\"\(text)\"") }
            let bare = text.hasSuffix(".toDateTime()") ? String(text.dropLast(".toDateTime()".count)) : text
            return given == .date ? nil : (nil, "\(bare).toDate()")
        case .dateTime:
            if isText { return ("may be absent or malformed", "\(text).toDateTime()") }
            return [.date, .dateTime, .instant].contains(given) ? nil : (nil, nil)
        case .instant:
            if isText { return ("may be absent or malformed", "\(text).toInstant()") }
            return given == .instant ? nil : (nil, nil)
        case .time: return isText || given == .time ? nil : (nil, nil)
        case .boolean: return given == .boolean ? nil : (nil, isText ? "\(text) = 'Y'" : nil)
        case .integer, .positiveInt, .unsignedInt: return given == .integer ? nil : (nil, isText ? "\(text).toInteger()" : nil)
        case .decimal: return given == .integer || given == .decimal ? nil : (nil, isText ? "\(text).toDecimal()" : nil)
        case .base64Binary: return given == .base64 ? nil : (nil, isText ? "\(text).base64()" : nil)
        case .string, .markdown, .xhtml, .none, .code, .id, .uri, .url, .canonical, .oid, .uuid:
            if given == .boolean { return (nil, "iif(\(text), 'true', 'false')") }
            return nil
        }
    }

    /// A branch of an `iif()` whose type the element cannot hold.
    private func wrongBranch(of typed: TypedEvaluation, _ type: FHIRType, _ text: String) -> ValueType? {
        guard typed.type == .unknown, let known = typed.known, known.types.count > 1 else { return nil }
        for case .system(let system) in known.types {
            let own: ValueType
            switch system {
            case .boolean: own = .boolean
            case .integer: own = .integer
            case .decimal: own = .decimal
            case .string: own = .text
            case .date: own = .date
            case .any, .dateTime, .time, .quantity, .typeInfo: continue
            }
            if mismatch(own, type, text) != nil { return own }
        }
        return nil
    }

    private func checkLiteral(_ text: String, _ name: String, _ element: FHIRElement, _ type: FHIRType, _ node: YAMLNode) {
        if type.format == .code, let set = element.requiredValueSet, !set.contains(text) {
            unboundCode(text, Scope.Binding(element: name, set: set), node.span)
        }
        let isFitting: Bool
        switch type.format {
        case .boolean: isFitting = text == "true" || text == "false"
        case .date: isFitting = PartialDateTime(text.utf8, as: .date) != nil
        case .dateTime, .instant: isFitting = PartialDateTime(text.utf8, as: .dateTime) != nil
        case .integer: isFitting = Int32(text) != nil
        case .positiveInt: isFitting = Int32(text).map { $0 > 0 } ?? false
        case .unsignedInt: isFitting = Int32(text).map { $0 >= 0 } ?? false
        case .decimal: isFitting = Double(text) != nil
        case .uri, .url, .canonical, .oid, .uuid: isFitting = !text.contains { $0.isWhitespace }
        case .id:
            isFitting =
                (1...64).contains(text.utf8.count)
                && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
        case .code: isFitting = !text.isEmpty && text.first != " " && text.last != " "
        default: isFitting = true
        }
        if !isFitting {
            findings.error(
                "M110",
                "\(name) needs \(type.format == .boolean ? "true or false" : article(type.name)), which this text is not",
                at: node.span, hint: type.format == .boolean ? Fields.booleanLooks[text].map { "\(name): \($0)" } : nil)
        }
    }

    private func article(_ name: String) -> String {
        // A URI begins like a unicorn.
        "AEIOUaeio".contains(name.first ?? "x") ? "an \(name)" : "a \(name)"
    }

    private func textHint(_ name: String, _ type: FHIRType, _ text: String) -> String? {
        switch type.name {
        case "CodeableConcept", "HumanName", "Address", "Annotation": "\(name): { text: \"\(text)\" }"
        case "Identifier", "ContactPoint": "\(name): { value: \"\(text)\" }"
        case "Reference": "\(name): { display: \"\(text)\" }, or { ref: ALIAS }"
        default: nil
        }
    }

    private func objectHint(
        _ name: String, _ type: FHIRType, _ text: String, _ typed: TypedEvaluation, many: Bool
    ) -> String? {
        let from = many ? "each" : "from"
        if reads != .r4 {
            // There are no aliases, and no maps of HL7 v2's types.
            return typed.type == .text && type.element(named: "text") != nil
                ? "\(name): { \(from): \(text), text: $this }" : nil
        }
        if type.name == "Reference" { return "\(name): { ref: ALIAS }" }
        let maps = files.values.filter { $0.target?.text == type.name }.sorted { $0.name < $1.name }
        if case .component(let dataType) = typed.type,
            let map = maps.first(where: { $0.source == .dataType(dataType) })
                ?? maps.first(where: {
                    if case .dataType(let own)? = $0.source { DataTypeKin.areKin(own, dataType) } else { false }
                })
        {
            return "\(name): { \(from): \(text), map: \(map.name) }"
        }
        return maps.first.map { "for instance \(name): { \(from): \(text), map: \($0.name) }" }
    }
}

extension Evaluation {
    /// An identity, or a branch that is one.
    var makesIdentity: Bool {
        switch self {
        case .identity: true
        case .choose(_, let yes, let no): yes.makesIdentity || no.makesIdentity
        default: false
        }
    }
}
