import Canonical
import Diagnostics
import FHIR
import HL7v2
import YAML

// What is checked beside types: conditions, codes, paths that are only named, maps that nobody applies, choices.
extension Compiler {
    // MARK: conditions

    /// A condition is true or false, and not always the same.
    func requireTruth(_ typed: TypedEvaluation, _ text: ExpressionText, _ what: String, _ never: String) {
        switch typed.type {
        case .boolean, .unknown: break
        default:
            findings.error(
                "M110", "a condition is true or false; \(text.text) is \(typed.type.description)", at: text.node.span,
                hint: "\(text.text).exists()")
            return
        }
        guard let truth = typed.truth else { return }
        findings.warning(
            "M133", truth ? "this condition is always true" : "\(what) \(never)", at: text.node.span,
            cause: truth ? nil : "the condition is always false", hint: truth ? "remove the condition" : "remove it")
    }

    // MARK: codes

    /// Every code that is known to come must be one of the required binding: those written here and those of tables.
    func checkCodes(_ typed: TypedEvaluation, _ name: String, _ set: RequiredValueSet, at node: YAMLNode) {
        for code in typed.codes {
            switch code {
            case .literal(let text, let node, let offset):
                guard typed.literal == nil, !text.isEmpty, !set.contains(text) else { continue }
                findings.error(
                    "M150", "\(text) is no code of \(name)", at: node.span(offset: offset, length: text.count + 2),
                    cause: "the binding is required: \(set.url)",
                    hint: hint(text, set))
            case .table(let table):
                require(.init(subject: .init(table: table, against: set.url), question: .targets(name, set, node)))
            }
        }
    }

    /// Checks a table now, and another trust's of the same name when that trust's plan takes over what stands here.
    private func require(_ check: TableCheck) {
        if touched.checks[check.subject] == nil { touched.checks[check.subject] = check }
        run(check)
    }

    func run(_ check: TableCheck) {
        guard let table = tables[check.subject.table],
            usage.checkedTargets.insert("\(table.file) \(check.subject.against)").inserted
        else { return }
        switch check.question {
        case .targets(let element, let set, let node): checkTargets(of: table, element, set, at: node)
        case .completeness(let span): checkCompleteness(of: table, against: check.subject.against, at: span)
        }
    }

    private func checkTargets(of table: CodeTable, _ element: String, _ set: RequiredValueSet, at node: YAMLNode) {
        for (index, row) in table.rows.enumerated() where !row.code.isEmpty {
            let code = String(decoding: row.code, as: UTF8.self)
            // That its own system has no such code was told when the table was read (M183).
            let own = TargetCodes.bySystem[String(decoding: row.system, as: UTF8.self)]
            guard !set.contains(code), own?.contains(code) != false else { continue }
            findings.error(
                "M153", "\(code) is no code of \(element), which this table gives", at: table.span(ofRow: index, "target"),
                cause: "\(node.source.file):\(node.line) sets \(element); the binding is required", hint: hint(code, set))
        }
    }

    func hint(_ code: String, _ set: RequiredValueSet) -> String? {
        let codes = set.codes.map(\.code)
        return closeName(to: code, among: codes).map { "did you mean \"\($0)\"?" }
            ?? (codes.count <= 12 ? "one of \(codes.joined(separator: ", "))" : nil)
    }

    func checkEvents(_ typed: TypedEvaluation, _ text: ExpressionText) {
        for code in typed.codes {
            switch code {
            case .literal(let event, let node, let offset):
                if CanonicalEvents.unknown(event) { unknownEvent(event, node.span(offset: offset, length: event.count + 2)) }
            case .table(let name):
                guard let table = tables[name] else { continue }
                for (index, row) in table.rows.enumerated() where !row.code.isEmpty {
                    let event = String(decoding: row.code, as: UTF8.self)
                    if CanonicalEvents.unknown(event) { unknownEvent(event, table.span(ofRow: index, "target")) }
                }
            }
        }
    }

    func unknownEvent(_ text: String, _ span: TextSpan) {
        findings.error(
            "M127", "\(text) is no event of the hub", at: span,
            hint: closeName(to: text, among: CanonicalEvents.names).map { "did you mean \"\($0)\"?" }
                ?? "events: \(CanonicalEvents.names.joined(separator: ", "))")
    }

    /// A table that translates the values of an HL7 table must know them all, or say what becomes of the others.
    func checkCompleteness(of name: String, against hl7Table: String, at span: TextSpan) {
        require(.init(subject: .init(table: name, against: hl7Table), question: .completeness(span)))
    }

    private func checkCompleteness(of table: CodeTable, against hl7Table: String, at span: TextSpan) {
        guard table.fallback == nil,
            let values = HL7v2.Schema.of(.v2_5_1).table(hl7Table) ?? HL7v2.Schema.of(.v2_8_2).table(hl7Table)
        else { return }
        let known = values.filter { table.hasRow(Array($0.utf8)) }
        // Where most of its sources are none of that table's values, it translates another vocabulary, unless it knows nearly all
        // of them beside others.
        let isOfThisTable =
            known.count * 2 >= table.rows.count && (known.count * 2 >= values.count || values.count <= 12)
            || known.count * 5 >= values.count * 4
        guard known.count < values.count, isOfThisTable else { return }
        let lacking = values.filter { !table.hasRow(Array($0.utf8)) }
        let shown = lacking.prefix(8).joined(separator: ", ") + (lacking.count > 8 ? " and \(lacking.count - 8) more" : "")
        usage.doubts.append(
            Diagnostic(
                .warning, code: "M154",
                "the table \(table.name) lacks \(shown) of HL7 table \(hl7Table.replacing("HL7", with: ""))",
                at: .text(span),
                cause: "such a value becomes an issue and the element is left out",
                hint: "add the rows to \(table.file), or one for everything else: *,"))
    }

    // MARK: paths that are only named

    /// A path of `ignore:` or `at:`: what it names should exist. To ignore what no version has harms nobody, so that is a warning.
    func checkPath(_ path: String, _ node: YAMLNode, _ scope: Scope?) {
        func mistake(_ code: String, _ message: String, at span: TextSpan, cause: String? = nil, hint: String? = nil) {
            findings.add(
                Diagnostic(
                    scope == nil ? .warning : .error, code: code, message, at: .text(span), cause: cause, hint: hint))
        }
        guard let parsed = IgnoredPath(path) else {
            if scope != nil { findings.error("M109", "\(path) is no path", at: node.span, hint: "SEG, SEG-n or SEG-n.m") }
            return
        }
        let name = String(decoding: parsed.segment, as: UTF8.self)
        if parsed.isDataType {
            guard HL7Types.isDataType(name) else {
                if HL7Types.isSegment(name), let dot = path.firstIndex(of: ".") {
                    mistake(
                        "M111", "\(name) is a segment, no data type", at: node.span,
                        hint: "\(name)-\(path[path.index(after: dot)...])")
                    return
                }
                mistake(
                    "M111", "there is no segment or data type \(name)", at: node.span,
                    hint: closeName(to: name, among: HL7Types.allDataTypes.union(HL7Types.allSegments)).map {
                        "did you mean \($0)?"
                    })
                return
            }
            checkComponents([parsed.component, parsed.subcomponent], of: [name], path, node, isIgnored: scope == nil)
            return
        }
        if name.hasPrefix("Z"), name.count == 3 {
            if let local = localSegments[name], parsed.field > 0, local.fields[parsed.field] == nil {
                mistake("M112", "\(name) has no field \(parsed.field)", at: node.span)
            }
            return
        }
        guard HL7Types.isSegment(name) else {
            mistake(
                "M111", "there is no segment \(name)", at: node.span,
                hint: closeName(to: name, among: HL7Types.allSegments).map { "did you mean \($0)?" })
            return
        }
        guard parsed.field > 0 else { return }
        let types = HL7Types.fieldTypes(name, parsed.field)
        guard !types.isEmpty else {
            mistake(
                "M112", "\(name) has no field \(parsed.field) in any version", at: node.span,
                cause: "it has \(HL7Types.fieldCount(name))")
            return
        }
        if !types.contains("varies"), !types.contains("*") {
            checkComponents([parsed.component, parsed.subcomponent], of: types, path, node, isIgnored: scope == nil)
        }
    }

    private func checkComponents(_ positions: [Int], of types: [String], _ path: String, _ node: YAMLNode, isIgnored: Bool) {
        var current = types
        for position in positions where position > 0 {
            let next = HL7Types.componentTypes(current, position)
            guard !next.isEmpty else {
                findings.add(
                    Diagnostic(
                        isIgnored ? .warning : .error, code: "M113",
                        "\(path): \(current[0]) has no component \(position) in any version", at: .text(node.span)))
                return
            }
            current = next
        }
    }

    /// `Bundle.entry.resource(Patient).id`
    func checkIgnored(fhir entry: MappingFile.Ignore, of names: [String]) {
        let path = entry.path.replacing(".ofType(", with: "(")
        var words: [(name: String, type: String?)] = []
        for word in path.split(separator: ".") {
            let name = word.prefix { $0 != "(" && $0 != "[" }
            let type = word.contains("(") ? word.dropFirst(name.count + 1).prefix { $0 != ")" } : nil
            words.append((String(name), type.map(String.init)))
        }
        guard let first = words.first else { return }
        var type = source.type(named: names.contains(first.name) ? first.name : names.first ?? "")
        for word in words.dropFirst(names.contains(first.name) ? 1 : 0) {
            guard let owner = type, owner.name != "Resource", owner.name != "DomainResource" else { return }
            let spelled = owner.element(spelled: word.name)
            guard let element = spelled?.element ?? owner.element(named: word.name) else {
                findings.error(
                    "M114", "\(owner.name) has no element \(word.name)", at: entry.node.span,
                    hint: closeName(to: word.name, among: owner.elements.map(\.name)).map { "did you mean \($0)?" })
                return
            }
            if let named = word.type {
                guard let known = source.type(named: named) else {
                    findings.error(
                        "M128", "\(reads.title) has no type \(named)", at: entry.node.span,
                        hint: closeName(to: named, among: source.allTypes.map(\.name)).map { "did you mean \($0)?" })
                    return
                }
                type = known
            } else {
                type = spelled?.type ?? (element.types.count == 1 ? element.types[0] : nil)
            }
        }
    }

    // MARK: maps that no message applies

    /// Each by itself: what is written there is checked all the same.
    func checkUnused() {
        for file in files.values.sorted(by: { $0.name < $1.name }) where !usage.usedMaps.contains(file.name) {
            guard let make = file.make, let target = file.target, let name = target.text else { continue }
            guard let type = schema.type(named: name) else {
                unknownTarget(target, name)
                continue
            }
            let frames: [ScopeFrame]
            var isHL7 = true
            switch file.source {
            case .segment(let segment):
                frames = [
                    ScopeFrame(kind: .message(HL7Types.structures(holding: segment))), ScopeFrame(kind: .segment(segment)),
                ]
            case .dataType(let type): frames = [ScopeFrame(kind: .value(.component(type)))]
            case .fhir(let names):
                frames = [ScopeFrame(kind: .value(.fhir(names[0])))]
                isHL7 = false
            case .message, .stu3, nil: continue
            }
            var scope = Scope(cache.names, frames: frames, isHL7: isHL7)
            scope.trustLists = trust.lists
            scope.localSegments = localSegments
            scope.isAlone = true
            scope.resource = type.isResource ? name : nil
            _ = variables(file.variables, &scope)
            for own in file.checks { _ = check(own, scope) }
            for element in make.elements { _ = self.element(element, of: type, scope, critical: false) }
        }
    }

    // MARK: choices

    /// `deceasedBoolean` beside `deceasedDateTime`, and neither under a condition: one element would be set twice.
    /// So is an element of one value that stands beside a `case` and in one of its branches.
    func requireOneOfEachChoice(
        _ elements: [ObjectTemplate.Element], _ type: FHIRType, beside outer: [String: SetElement] = [:]
    ) {
        let isBranch = !outer.isEmpty
        guard isBranch || cache.facts(of: type).hasChoices || elements.contains(where: \.value.isCase) else { return }
        var seen = outer
        for element in elements {
            if case .removed = element.value { continue }
            guard let (definition, _) = type.element(spelled: element.name), !definition.isCollection else { continue }
            let isConditional = element.value.isConditional
            if let other = seen[definition.name], !other.isConditional, !isConditional {
                let name = definition.isChoice ? "\(definition.name)[x]" : definition.name
                let both = other.key.text == element.name ? "" : ": \(other.key.text ?? "") and \(element.name)"
                findings.error(
                    "M152", "\(name) is set twice\(both)", at: element.key.span,
                    cause: "line \(other.key.line) sets it already", hint: "keep one, or make each depend on a condition")
            }
            seen[definition.name] = SetElement(key: element.key, isConditional: isConditional)
        }
        for element in elements {
            guard case .cases(let cases) = element.value else { continue }
            for branch in cases.branches { requireOneOfEachChoice(branch.object.elements, type, beside: seen) }
        }
    }

    struct SetElement {
        var key: YAMLNode
        var isConditional: Bool
    }
}

/// What the rules that stand somewhere ask of what a table holds.
struct TableCheck {
    struct Subject: Hashable, Comparable {
        var table: String
        /// A value set, or a table of HL7's.
        var against: String

        static func < (a: Subject, b: Subject) -> Bool { (a.table, a.against) < (b.table, b.against) }
    }
    enum Question {
        /// Whether an element takes its targets.
        case targets(String, RequiredValueSet, YAMLNode)
        case completeness(TextSpan)
    }
    var subject: Subject
    var question: Question
}

extension Template {
    /// Gives nothing for some messages although its source is there.
    var isConditional: Bool {
        switch self {
        case .expression(let text): text.text.holds("iif(") || text.text.holds("where(")
        case .object(let object): object.condition != nil || object.each != nil || object.from != nil
        case .list(let items, _): items.contains(where: \.isConditional)
        case .cases: true
        case .text, .removed: false
        }
    }

    var isCase: Bool { if case .cases = self { true } else { false } }
}

extension YAMLNode {
    /// A word of a plain value of several.
    func span(ofWord word: String) -> TextSpan {
        guard let text, let range = text.firstRange(of: word) else { return span }
        return span(offset: text.utf8.distance(from: text.startIndex, to: range.lowerBound), length: word.count)
    }
}
