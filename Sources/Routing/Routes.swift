// Routing: which destinations a canonical message is due at.
//
// Owns: `Config/routes.yaml` (read, checked, compiled once) and the decision for one message, with its reasons. Pure; it
// runs no task and keeps nothing. Memory is bounded by the evaluation budget. Consent and purpose are not asked here:
// they are a gate at every send.

import Canonical
package import Diagnostics
import FHIR
import FHIRPath
package import YAML

/// The rules of `routes.yaml`, checked and compiled.
///
/// ```yaml
/// let: { testCodes: "…" }
/// routes:
///   - name: record-everything
///     when: true
///     to: [record-store]
///     because: The record keeps everything.
/// ```
package struct Routes: Sendable {
    package enum Mode: String, Sendable, CaseIterable {
        /// Every rule that matches adds its destinations.
        case all
        /// The first rule that matches decides.
        case first
    }

    package struct Rule: Sendable {
        package let name: String
        package let destinations: [String]
        package let because: String
        /// As it was written.
        package let condition: String
        let program: Program
        /// The operands of `and`, `or`, `not()`, for reasons.
        let parts: [Program]
        let variables: Set<String>
    }

    struct Variable: Sendable {
        var name: String
        var program: Program
        var variables: Set<String>
    }

    package let mode: Mode
    package let rules: [Rule]
    let variables: [Variable]

    /// What stands beside the message without being declared.
    package static let given = ["event", "trust", "feed"]

    /// Reads and checks; no routes when there is an error. `destinations` are the names that `to:` may use.
    package static func load(
        _ text: String, file: String, destinations: some Collection<String>
    ) -> (routes: Routes?, diagnostics: [Diagnostic]) {
        let (root, diagnostics) = Document.parse(text, file: file)
        let findings = Findings(diagnostics)
        guard let root else {
            if diagnostics.isEmpty { findings.error("R100", "the file is empty", at: nil, hint: "routes: [ … ]") }
            return (nil, findings.diagnostics)
        }
        let routes = load(root, destinations: destinations, findings)
        return (findings.hasErrors ? nil : routes, findings.diagnostics)
    }

    package static func load(
        _ root: YAMLNode, destinations: some Collection<String>, names: RouteNames = RouteNames(), _ findings: Findings
    ) -> Routes? {
        guard let fields = Fields(root, of: "routes.yaml", findings) else { return nil }
        var reader = RouteReader(findings: findings, destinations: Array(destinations).sorted(), known: names)
        for entry in fields.node("let")?.mapping ?? [] { reader.variable(entry) }
        let mode = fields.choice("mode", of: Mode.self) ?? .all
        let rules = fields.list("routes").compactMap { reader.rule($0) }
        if !fields.has("routes") { fields.missing("routes") }
        let reached = Set(rules.flatMap(\.destinations))
        for name in destinations where !reached.contains(name) && !findings.hasErrors {
            findings.warning(
                "R111", "no route leads to \(name)", at: fields.keySpan("routes"), cause: "it would receive nothing",
                hint: "- { name: …, when: …, to: [\(name)], because: … }")
        }
        reader.reportUnreached(rules, mode, fields.node["routes"]?.list ?? [])
        fields.finish()
        reader.finish()
        return Routes(mode: mode, rules: rules, variables: reader.variables)
    }
}

private struct RouteReader {
    let findings: Findings
    let destinations: [String]
    let known: RouteNames
    var variables: [Routes.Variable] = []
    var types: [String: StaticType] = [
        "event": .system(.string), "trust": .system(.string), "feed": .system(.string),
    ]
    var names: Set<String> = []
    var used: Set<String> = []
    var places: [(name: String, node: YAMLNode)] = []

    mutating func variable(_ entry: YAMLNode.Entry) {
        guard let (program, type, uses) = compile(entry.value, what: "let: \(entry.name)") else {
            types[entry.name] = .unknown
            return
        }
        if Routes.given.contains(entry.name) {
            findings.error("R104", "%\(entry.name) is given by the hub", at: entry.key.span, hint: "choose another name")
            return
        }
        types[entry.name] = type
        variables.append(.init(name: entry.name, program: program, variables: uses))
        places.append((entry.name, entry.key))
    }

    mutating func rule(_ node: YAMLNode) -> Routes.Rule? {
        guard let fields = Fields(node, of: "a route", findings) else { return nil }
        let name = fields.string("name") ?? ""
        if !name.isEmpty, !names.insert(name).inserted {
            findings.error("R102", "two routes are called \(name)", at: fields.span("name"))
        }
        let to = fields.strings("to")
        if to.isEmpty {
            findings.error("R103", "the route \(name) leads nowhere", at: node.span, hint: "to: [record-store]")
        }
        for item in fields.node("to")?.list ?? [fields.node("to")].compactMap(\.self) {
            guard let destination = item.text, !destinations.contains(destination) else { continue }
            findings.error(
                "R101", "there is no destination \(destination)", at: item.span,
                hint: closeName(to: destination, among: destinations).map { "did you mean \($0)?" }
                    ?? "destinations: \(destinations.joined(separator: ", "))")
        }
        for (index, destination) in to.enumerated() where to[..<index].contains(destination) {
            findings.error(
                "R103", "the route \(name) leads to \(destination) twice",
                at: fields.node["to"]?.list.map { $0[min(index, $0.count - 1)].span } ?? fields.span("to"), hint: "name it once"
            )
        }
        let because = fields.string("because") ?? ""
        guard let condition = fields.node("when") else {
            fields.missing("when")
            fields.finish()
            return nil
        }
        fields.finish()
        guard let (program, type, uses) = compile(condition, what: "when") else { return nil }
        if !type.isUnknown, !type.types.contains(.system(.boolean)), !isModelBoolean(type) {
            findings.error(
                "R110", "when: needs true or false", at: condition.span,
                hint: "\(Self.enclosed(condition.text ?? "…")).exists()")
        }
        var parts: [Program] = []
        for text in program.expression.operands {
            if let part = try? Program(text) { parts.append(part) }
        }
        return Routes.Rule(
            name: name, destinations: to, because: because, condition: condition.text ?? "", program: program, parts: parts,
            variables: uses)
    }

    /// In parentheses, unless it stands in them already.
    private static func enclosed(_ text: String) -> String {
        text.hasPrefix("(") && text.hasSuffix(")") && !text.dropFirst().dropLast().contains { "()".contains($0) }
            ? text : "(\(text))"
    }

    private func isModelBoolean(_ type: StaticType) -> Bool {
        type.types.contains {
            if case .model(let id) = $0 { FHIRTypeModel.r4.describe(id).system == .boolean } else { false }
        }
    }

    private mutating func compile(_ node: YAMLNode, what: String) -> (Program, StaticType, Set<String>)? {
        guard let text = node.text, node.style != .quoted, !node.isNull else {
            findings.error(
                "R105", "\(what) needs an expression", at: node.span,
                hint: node.style == .quoted ? "without quotes, or as a block (>-)" : nil)
            return nil
        }
        do {
            let expression = try Expression(text)
            let program = try Program(expression)
            let names = expression.variableNames
            used.formUnion(names)
            let bundle = FHIRTypeModel.r4.type(named: "Bundle", in: nil) ?? .unknown
            var checker = TypeChecker(model: FHIRTypeModel.r4, variables: types, isStrict: true)
            let (type, diagnostics) = checker.check(expression, root: .one(of: bundle))
            for diagnostic in diagnostics + known.mistakes(in: expression) { report(diagnostic, node) }
            if diagnostics.contains(where: { $0.severity == .error }) { return nil }
            if expression.constantTruth(expression.root) == false {
                findings.warning("R112", "this is never true", at: node.span, hint: "remove the route")
            }
            return (program, type, names)
        } catch {
            report(error, node)
            return nil
        }
    }

    private func report(_ diagnostic: Diagnostic, _ node: YAMLNode) {
        var moved = diagnostic
        if case .text(let span) = diagnostic.location {
            moved.location = .text(node.span(offset: max(0, span.column - 1), length: span.length))
        }
        findings.add(moved)
    }

    /// Where the first match decides, nothing is asked behind a rule that always matches.
    func reportUnreached(_ rules: [Routes.Rule], _ mode: Routes.Mode, _ nodes: [YAMLNode]) {
        guard mode == .first, let always = rules.firstIndex(where: { $0.condition == "true" }), always + 1 < nodes.count else {
            return
        }
        findings.warning(
            "R112", "no message comes as far as this route", at: nodes[always + 1].span,
            cause: "\(rules[always].name) matches every message before it", hint: "put \(rules[always].name) last")
    }

    /// What nobody uses may be used by what could not be read.
    func finish() {
        if findings.hasErrors { return }
        for (name, node) in places where !used.contains(name) {
            findings.warning("R106", "nobody uses %\(name)", at: node.span, hint: "remove it")
        }
    }
}

extension Expression {
    var variableNames: Set<String> {
        Set(nodes.compactMap { if case .variable(let name) = $0.kind { name } else { nil } })
    }

    /// The texts of what `and` and `or` join at the top.
    var operands: [String] {
        let parts = parts(of: root, joinedBy: [.and, .or])
        return parts.count > 1 ? parts.map(text) : []
    }
}
