import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Tree
import YAML

/// Turns one effective set of maps (the base's, or a trust's over it) into a `Plan`; reports everything that is wrong.
///
/// Maps are applied by copying: every use of a map is compiled where it stands, with the frames it is used in.
final class Compiler {
    let files: [String: MappingFile]
    let tables: [String: CodeTable]
    let trust: TrustProfileDeclaration
    let findings: DiagnosticSet
    let usage: UsageRecord
    let localSegments: [String: LocalSegment]
    let cache: CompilerCache
    /// Tells terms that name a changed local segment from those of another set.
    let dialect: Int
    /// What this overlay changes of its base.
    let changedMaps: Set<String>
    let changedTables: Set<String>
    let changedSegments: Set<String>
    var touched = Touched()
    let resources: MadeParts<ObjectPlan>
    private let variables: MadeParts<TypedEvaluation>
    private let elements: MadeParts<(names: [String], plans: [ElementPlan])>
    let schema = FHIR.Schema.r4
    /// What FHIR maps read; R4, but for those that make R4 of another release.
    let reads: FHIRRelease
    let source: FHIR.Schema
    let functions = MappingFunctions.all.filter { $0.convert != nil }
    let library = HostFunctions.library

    let stock: PlanStock
    var tableList: [CodeTable] = []
    private var tablePlaces: [String: Int] = [:]
    /// Tables that its maps name.
    private(set) var namedTables: Set<String> = []
    private var sealed: [String: SealedTable] = [:]
    var variableCount = 0
    /// Maps that are being applied, outermost first: none may apply itself.
    private var applying: [String] = []
    /// The message map that is being compiled, for the ignore lists of the maps it uses.
    var ignored: [IgnoredPath] = []
    var ignoredFrom: Set<String> = []
    /// Objects around that are made only under a condition.
    var conditions = 0
    /// Aliases that the message map at hand creates anywhere.
    var created: Set<String> = []
    var messageParts = MessageParts()

    init(
        files: [String: MappingFile], tables: [String: CodeTable], trust: TrustProfileDeclaration, findings: DiagnosticSet,
        usage: UsageRecord, localSegments: [String: LocalSegment] = [:], cache: CompilerCache = CompilerCache(),
        changing base: Compiler? = nil, changedMaps: Set<String> = [], changedTables: Set<String> = [],
        changedSegments: Set<String> = [], reading reads: FHIRRelease = .r4, stock shared: PlanStock? = nil
    ) {
        self.reads = reads
        source = reads.schema
        self.changedMaps = changedMaps
        self.changedTables = changedTables
        resources = MadeParts(base?.resources)
        variables = MadeParts(base?.variables)
        elements = MadeParts(base?.elements)
        self.localSegments = localSegments
        self.cache = cache
        self.changedSegments = changedSegments
        dialect = changedSegments.isEmpty ? 0 : cache.nextDialect()
        self.files = files
        self.tables = tables
        self.trust = trust
        self.findings = findings
        self.usage = usage
        stock = base?.stock ?? shared ?? PlanStock()
        variableCount = base?.variableCount ?? 0
        sealed = (base?.sealed ?? [:]).filter { !changedTables.contains($0.key) }
        // The base's tables keep their places.
        let known = base?.tableList.map(\.name) ?? []
        for name in known + tables.keys.filter({ !known.contains($0) }).sorted() {
            guard let table = tables[name] else { continue }
            tablePlaces[name] = tableList.count
            tableList.append(table)
        }
    }

    /// - Parameter reading: structures and events; message maps that read none of them are left out. nil: none is.
    func compile(reading wanted: Set<String>? = nil) -> PlanDraft {
        var messages: [String: MessagePlan] = [:]
        var fhir: [String: MessagePlan] = [:]
        var owners: [String: MappingFile] = [:]
        for file in files.values.sorted(by: { $0.name < $1.name }) {
            guard let source = file.source, !file.create.isEmpty else { continue }
            if let wanted, wanted.isDisjoint(with: source.messages) { continue }
            usage.usedMaps.insert(file.name)
            switch source {
            case .message(let names):
                let plan = message(file, names)
                for name in names { claim(name, file, plan, &messages, &owners) }
            case .fhir(let names):
                let plan = fhirMessage(file, names)
                for name in names { claim(name, file, plan, &fhir, &owners) }
            case .segment, .dataType, .stu3:
                findings.error("M102", "create: stands only in maps of messages", at: file.nameNode.span)
            }
        }
        for table in tableList where sealed[table.name] == nil { sealed[table.name] = SealedTable(table) }
        return PlanDraft(
            messages: messages, fhirMessages: fhir, tables: TableSet(tableList.compactMap { sealed[$0.name] }),
            variableCount: variableCount)
    }

    func claim(
        _ name: String, _ file: MappingFile, _ plan: MessagePlan, _ plans: inout [String: MessagePlan],
        _ owners: inout [String: MappingFile]
    ) {
        if let other = owners[name] {
            findings.error(
                "M124", "\(name) is mapped by \(other.name) and by \(file.name)", at: file.sourceNode?.span ?? file.node.span)
            return
        }
        owners[name] = file
        plans[name] = plan
    }

    func unknownTarget(_ node: YAMLNode, _ name: String) {
        findings.error(
            "M128", "FHIR R4 has no type \(name)", at: node.span,
            hint: closeName(to: name, among: schema.allTypes.map(\.name)).map { "did you mean \($0)?" })
    }

    // MARK: objects

    /// each/from, if and let, in the order in which they see one another: item first, then variables, then the condition.
    func head(
        _ object: ObjectTemplate, _ scope: inout Scope
    ) -> (ObjectPlan.Iteration, Evaluation?, [(index: Int, value: Evaluation)])? {
        if object.isBroken { return nil }
        var iteration = ObjectPlan.Iteration.none
        if let text = object.each ?? object.from {
            guard let typed = expression(text, in: scope) else { return nil }
            if object.from != nil, typed.isMany {
                findings.error(
                    "M123", "from: takes one item; \(text.text) may be several", at: text.node.span,
                    hint: "each: \(text.text), or its first: \(text.text).first()")
            }
            iteration = object.each != nil ? .each(typed.evaluation) : .from(typed.evaluation)
            scope.enter(ScopeFrame(kind: frameKind(typed.type, in: scope), known: typed.known, dataTypes: typed.dataTypes))
        }
        let variables = variables(object.variables, &scope)
        var condition: Evaluation?
        if let text = object.condition {
            let typed = expression(text, in: scope)
            if let typed { requireTruth(typed, text, "this", "is never made") }
            condition = typed?.evaluation
        }
        return (iteration, condition, variables)
    }

    func frameKind(_ type: ValueType, in scope: Scope) -> ScopeFrame.Kind {
        switch type {
        case .segment(let name): return .segment(name)
        case .group(let name):
            var structures: [Structure] = []
            for frame in scope.frames { if case .message(let all) = frame.kind { structures = all } }
            touched.ask(0, in: scope)
            return .group(structures, path: name)
        default: return .value(type)
        }
    }

    func variable(_ template: ObjectTemplate.Variable, _ scope: Scope) -> TypedEvaluation {
        switch template.value {
        case .expression(let text): return expression(text, in: scope) ?? .nothing
        case .text(let node):
            return TypedEvaluation(
                evaluation: .literal(stock.pool.place(node.text ?? "")), type: .text, isMany: false, isConstant: true)
        case .object, .list, .removed, .cases:
            findings.error("M107", "let: \(template.name) needs an expression", at: template.value.node.span)
            return .nothing
        }
    }

    func variables(
        _ templates: [ObjectTemplate.Variable], _ scope: inout Scope
    ) -> [(index: Int, value: Evaluation)] {
        var made: [(index: Int, value: Evaluation)] = []
        for template in templates {
            let declared = cache.place(of: template.key)
            if usage.declared[declared] == nil { usage.declared[declared] = (template.name, template.key.span) }
        }
        let surroundings = templates.isEmpty ? 0 : surroundings(scope)
        for template in templates {
            let declared = cache.place(of: template.key)
            reportHidden(template, in: scope)
            let known = reusing(self.variables, template.key, surroundings, scope) { variable(template, scope) }
            guard let typed = known else { continue }
            // Variables of one object and those inside it live at the same time; others take their places over.
            let index = scope.variables.count
            variableCount = max(variableCount, index + 1)
            touched.isDeclaring = true
            made.append((index, typed.evaluation))
            scope.declare(
                .init(
                    name: template.name, index: index, type: typed.type, isMany: typed.isMany, declared: declared,
                    dataTypes: typed.dataTypes, codes: typed.codes))
        }
        return made
    }

    /// A variable of the same file is out of sight behind another of its name.
    private func reportHidden(_ template: ObjectTemplate.Variable, in scope: Scope) {
        touched.look(for: template.name, in: scope)
        guard let hidden = scope.variable(template.name), let place = usage.declared[hidden.declared]?.span,
            place.file == template.key.source.file, place.line != template.key.line
        else { return }
        findings.warning(
            "M138", "\(template.name) hides the variable of line \(place.line)", at: template.key.span,
            cause: "below, %\(template.name) is another value than above", hint: "give it a name of its own")
    }

    /// Compiles an object of `type`, with the map it applies, if any.
    func object(
        _ template: ObjectTemplate, _ type: FHIRType, _ outer: Scope, isResource: Bool = false,
        isListItem: Bool = false, critical: Bool = false, named: YAMLNode? = nil
    ) -> ObjectPlan? {
        // With a misspelt directive nothing else is as it was meant.
        let strange = template.elements.filter { meansDirective($0.name, of: type) }
        if !strange.isEmpty {
            for element in strange { unknown(element.name, element.key, type) }
            return nil
        }
        var scope = outer
        guard let (iteration, condition, variables) = head(template, &scope) else { return nil }
        if condition != nil { conditions += 1 }
        defer { if condition != nil { conditions -= 1 } }
        var elements = template.elements
        var inner: ObjectPlan?
        var checks: [CheckPlan] = []
        var copy: Evaluation?
        var copiesAll = false
        let level = applying.count
        defer { applying.removeSubrange(level...) }
        if let map = template.map {
            guard let applied = apply(map, to: type, &scope, &elements) else { return nil }
            applying.append(map.text ?? "")
            inner = applied.inner
            checks = applied.checks
            if let text = applied.copy, let typed = expression(text, in: scope) {
                copy = typed.evaluation
                copiesAll = true
            }
        }
        if let text = template.copy {
            if let typed = expression(text, in: scope) {
                copy = typed.evaluation
                copiesAll = true
                if let name = fhirName(of: typed), name != type.name, schema.type(named: name)?.isAbstract == false {
                    findings.error("M110", "copy: gives \(name), and \(type.name) is made", at: text.node.span)
                }
            }
        }
        var (set, plans) = self.elements(elements, of: type, scope, critical: critical)
        requireOneOfEachChoice(elements, type)
        if copy != nil { refuseCases(elements) }
        // A misspelt key is told once: what it should have set is not missing as well.
        let misspelt = elements.map(\.name).filter { type.element(spelled: $0) == nil && !$0.hasPrefix("_") }
        set.formUnion(misspelt.compactMap { closeName(to: $0, among: type.elements.map(\.name)) })
        if type.name == "Extension", !copiesAll, misspelt.isEmpty, set == ["url"] {
            findings.error(
                "M130", "Extension needs a value, which is never set", at: (named ?? template.node).span,
                hint: "add valueString: …, or extension: …")
        }
        if !copiesAll { requireElements(of: type, set, named ?? template.node) }
        if isResource, !set.contains("id") {
            findings.error(
                "M149", "\(type.name) has no id:", at: (named ?? template.node).span,
                cause: "a resource without an identity quarantines every message",
                hint: "id: identity(trust.mrnSystem, PID-3[1].1)")
        }
        let isConstant = plans.allSatisfy { isConstantContent($0.content) }
        return ObjectPlan(
            iteration: iteration, condition: condition, variables: variables, inner: inner, elements: plans, checks: checks,
            copy: copy, isConstant: isConstant && copy == nil, isListItem: isListItem)
    }

    /// The plans of elements of one object, and which elements these are.
    func elements(
        _ templates: [ObjectTemplate.Element], of type: FHIRType, _ scope: Scope, critical: Bool
    ) -> (names: Set<String>, plans: [ElementPlan]) {
        var made: (names: Set<String>, plans: [ElementPlan]) = ([], [])
        let surroundings = surroundings(scope, "\(type.name)\(critical)")
        for template in templates {
            if case .removed = template.value { continue }
            // Overlays change branches of a `case` where it stands; what is in them is taken over element by element.
            let own =
                template.value.isCase
                ? element(template, of: type, scope, critical: critical)
                : reusing(elements, template.key, surroundings, scope) {
                    element(template, of: type, scope, critical: critical)
                }
            guard let own else { continue }
            made.plans += own.plans
            made.names.formUnion(own.names)
        }
        return made
    }

    func isConstantContent(_ content: ElementPlan.Content) -> Bool {
        switch content {
        case .value(.literal), .value(.number), .value(.boolean), .value(.trust): true
        case .object(let object): object.isConstant && object.iteration.isNone && object.condition == nil
        case .value, .copies, .reference, .identity, .creation, .cases: false
        }
    }

    /// Compiles what stands in the map `name` itself, which must not apply itself.
    func applying<Made>(_ name: String, _ make: () -> Made) -> Made {
        applying.append(name)
        defer { applying.removeLast() }
        return make()
    }

    func apply(
        _ node: YAMLNode, to type: FHIRType, _ scope: inout Scope,
        _ elements: inout [ObjectTemplate.Element]
    ) -> (inner: ObjectPlan?, checks: [CheckPlan], copy: ExpressionText?)? {
        guard let name = node.text, let map = files[name] else {
            if let name = node.text, usage.unreadable.contains(name) { return nil }
            let close = node.text.flatMap { closeName(to: $0, among: files.keys.sorted()) }
            findings.error(
                "M141", "there is no map \(node.text ?? "")", at: node.span, hint: close.map { "did you mean \($0)?" })
            return nil
        }
        usage.usedMaps.insert(name)
        touched.maps.insert(name)
        guard let make = map.make else {
            if map.create.isEmpty { return nil }
            findings.error(
                "M142", "\(name) \(map.isPart ? "is a part of messages" : "makes messages"); it cannot be applied here",
                at: node.span,
                hint: map.isPart ? "a part stands in a create: list: - part: \(name)" : nil)
            return nil
        }
        guard !appliesItself(name, node), applying.count < 16 else {
            findings.error(
                "M143", "the map \(name) applies itself", at: node.span,
                cause: (applying + [name]).joined(separator: " applies "))
            return nil
        }
        if let target = map.target, let text = target.text, schema.type(named: text) == nil {
            unknownTarget(target, text)
            return nil
        }
        if let target = map.target?.text, target != type.name {
            findings.error(
                "M144", "the map \(name) makes \(target); \(type.name) is needed here", at: node.span)
            return nil
        }
        guard checkSource(of: map, node, scope) else { return nil }
        addIgnores(of: map)
        // The map's variables and condition see the item; elements beside map: replace those of the map.
        var innerScope = scope
        let mapVariables = variables(map.variables + make.variables, &innerScope)
        var innerCondition: Evaluation?
        if let text = make.condition {
            let typed = expression(text, in: innerScope)
            if let typed { requireTruth(typed, text, "this", "is never made") }
            innerCondition = typed?.evaluation
        }
        if let text = make.each ?? make.from {
            findings.error(
                "M106", "make: itself has no each: or from:", at: text.node.span, hint: "put it where the map is used")
        }
        let checks = map.checks.compactMap { check($0, innerScope) }
        elements = elements.beside(make.elements)
        scope = innerScope
        let inner =
            mapVariables.isEmpty && innerCondition == nil
            ? nil
            : ObjectPlan(
                iteration: .none, condition: innerCondition, variables: mapVariables, inner: nil, elements: [], checks: [],
                copy: nil, isConstant: false, isListItem: false)
        return (inner, checks, make.copy)
    }

    /// Whether `map: name` stands in the map itself, or in one that it applies; beside `map:` the caller may apply it again.
    private func appliesItself(_ name: String, _ node: YAMLNode) -> Bool {
        guard let first = applying.firstIndex(of: name) else { return false }
        return applying[first...].contains { files[$0]?.file == node.source.file }
    }

    /// Whether the map can read what stands here; says why not.
    func checkSource(of map: MappingFile, _ node: YAMLNode, _ scope: Scope) -> Bool {
        touched.ask(in: scope)
        switch (map.source, scope.focus?.kind) {
        case (.segment(let name), .segment(let focus)) where name != focus:
            findings.error("M145", "the map \(map.name) reads \(name); the focus is \(focus)", at: node.span)
        case (.segment(let name), .group(let structures, let group))
        where HL7Types.holds(name, group: group, in: structures):
            return true
        case (.segment(let name), .message(let structures)) where structures.contains(where: { !$0.paths(to: name).isEmpty }):
            return true
        case (.segment(let name), .value), (.segment(let name), .message), (.segment(let name), .group):
            findings.error(
                "M145", "the map \(map.name) reads the segment \(name), which is not the focus here", at: node.span,
                hint: "from: \(name)")
        case (.dataType(let name), .segment(let focus)):
            findings.error(
                "M145", "the map \(map.name) reads \(name); the focus is the segment \(focus)", at: node.span,
                hint: "each: \(focus)-n, or from: \(focus)-n[1]")
        case (.stu3(let names), .value(.fhir(let focus))) where reads == .stu3:
            if names.contains(focus) { return true }
            findings.error(
                "M145", "the map \(map.name) reads \(names.joined(separator: " and ")); the focus is \(focus)", at: node.span)
        case (.stu3, _) where reads != .stu3:
            findings.error(
                "M145", "the map \(map.name) reads FHIR STU3, which is R4 when this map sees it", at: node.span,
                hint: "it is applied to every document of STU3 before other maps")
        case (.dataType(let name), .value(.component(let focus))) where !DataTypeKin.areKin(name, focus):
            findings.error(
                "M122", "the map \(map.name) reads \(name); what stands here is \(focus)", at: node.span,
                hint: mapsReading(focus, making: map.target?.text))
        case (.dataType(let name), .value(.text)):
            let own = scope.focus?.dataTypes ?? []
            if own.isEmpty || own.contains(where: { DataTypeKin.areKin(name, $0) }) { return true }
            findings.error(
                "M122", "the map \(map.name) reads \(name); what stands here is \(own.joined(separator: " or "))",
                at: node.span,
                hint: mapsReading(own[0], making: map.target?.text))
        default: return true
        }
        return false
    }

    func mapsReading(_ dataType: String, making target: String?) -> String? {
        let fitting = files.values.filter { $0.source == .dataType(dataType) && $0.target?.text == target }.map(\.name).sorted()
        return fitting.first.map { "map: \($0)" }
    }

    func requireElements(of type: FHIRType, _ set: Set<String>, _ node: YAMLNode) {
        for element in cache.facts(of: type).required where !set.contains(element.name) {
            findings.error(
                "M130", "\(type.name) needs \(element.name), which is never set", at: node.span,
                hint: "add \(element.isChoice ? element.spelling(of: element.types[0]) : element.name): …")
        }
    }

    // MARK: tables of the plan

    func tableIndex(_ name: String) -> Int? {
        usage.usedTables.insert(name)
        namedTables.insert(name)
        return tablePlaces[name]
    }
    func functionIndex(_ name: String) -> Int? { functions.firstIndex { $0.name == name } }
    func trustIndex(_ name: String) -> Int? {
        usage.usedTrust.insert(name)
        return trust.names.firstIndex(of: name)
    }
    func used(_ variable: Scope.Variable) { usage.used.insert(variable.declared) }

    /// The index of an alias that is visible in the scope; inside a map that is applied, callers' aliases are.
    func alias(_ name: String, in scope: Scope) -> Int? {
        touched.aliases.insert(name)
        return scope.type(ofAlias: name) == nil ? nil : stock.aliasIndex(name)
    }

    func origin(_ node: YAMLNode) -> Int32 {
        stock.place(Origin(file: node.source.file, line: node.line))
    }
}

extension ObjectPlan.Iteration {
    var isNone: Bool { if case .none = self { true } else { false } }
}
