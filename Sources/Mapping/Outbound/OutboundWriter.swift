import Canonical
package import Diagnostics
import FHIR
import FHIRPath
import HL7v2
package import Tree

/// A canonical message as HL7 v2 or CSV, or why it could not be written.
package struct OutboundResult: Sendable {
    /// Empty when an issue is an error.
    package var bytes: [UInt8] = []
    package var issues: [Diagnostic] = []
    /// Elements of the canonical message that the map did not carry, e.g. `Bundle.entry[1].resource.photo`.
    package var notCarried: [String] = []
    package var isWritten: Bool { !issues.contains { $0.severity == .error } }
}

/// Writes canonical messages as one trust's systems read them. Pure: the same canonical message gives the same bytes.
///
/// ```
/// let writer = try release.outbound("out-oru-r01", for: feed)
/// writer.write(canonical, controlID: delivery.key)
/// ```
package struct OutboundWriter: Sendable {
    let plan: OutboundPlan
    let tables: TableSet
    let feed: Feed
    /// `trust.NAME` with the defaults of the declaration.
    private let trust: [String: Items]

    init(plan: OutboundPlan, tables: TableSet, feed: Feed, declaration: TrustProfileDeclaration) {
        self.plan = plan
        self.tables = tables
        self.feed = feed
        var trust: [String: Items] = [:]
        for entry in declaration.entries {
            let values = feed.profile.values[entry.name] ?? entry.fallback ?? []
            trust["trust.\(entry.name)"] = Items(values.map { Value.string($0) })
        }
        self.trust = trust
    }

    /// What is written, as media types name it.
    package var mediaType: MediaType { plan.table == nil ? .hl7v2 : .csv }

    package enum MediaType: String, Sendable {
        case hl7v2 = "x-application/hl7-v2+er7"
        case csv = "text/csv"
        /// How files of it end.
        package var suffix: String {
            switch self {
            case .hl7v2: "hl7"
            case .csv: "csv"
            }
        }
    }

    /// `ORU^R01`
    package var messageType: String {
        let parts = plan.structure.split(separator: "_", maxSplits: 1)
        return parts.joined(separator: "^")
    }

    /// - Parameter controlID: MSH-10; the delivery's idempotency key, so that a repeated send is recognised.
    package func write(_ canonical: Tree, controlID: String, accounting: Bool = false) -> OutboundResult {
        var canonical = canonical
        FHIR.Schema.r4.annotate(&canonical)
        var run = OutboundRun(canonical, trust: trust, plan: plan, charset: Charset(feed.charset) ?? .utf8)
        run.context.host.own = tables
        run.context.environment["controlId"] = .one(.string(controlID))
        run.context.environment["number"] = .one(.integer(1))
        run.bind(plan.variables)
        let bytes: [UInt8]
        if let table = plan.table {
            bytes = run.rows(of: table)
        } else {
            run.header(controlID: controlID, feed: feed)
            run.write(plan.items.filter { $0.name != "MSH" })
            bytes = run.message.bytes
        }
        var result = OutboundResult(issues: run.issues)
        if run.message.replaced > 0 {
            result.issues.append(
                Diagnostic(
                    .warning, code: "charset-replaced",
                    "\(run.message.replaced) characters do not exist in the receiver's character set and stand as ?"))
        }
        if result.isWritten { result.bytes = bytes }
        if accounting { result.notCarried = run.notCarried() }
        return result
    }
}

/// One message that is being written.
private struct OutboundRun {
    var context: EvaluationContext
    var focus: Items
    var message: MessageBuilder
    var issues: [Diagnostic] = []
    private let plan: OutboundPlan
    private let canonical: Tree

    init(_ canonical: Tree, trust: [String: Items], plan: OutboundPlan, charset: Charset) {
        self.plan = plan
        self.canonical = canonical
        context = EvaluationContext(trees: [canonical], model: FHIRTypeModel.r4)
        context.visited = VisitedNodes()
        context.environment = trust
        focus = .one(.node(NodeReference(.root)))
        message = MessageBuilder(charset: charset)
    }

    // MARK: segments

    /// MSH from the map; what only the delivery knows, the engine adds.
    mutating func header(controlID: String, feed: Feed) {
        let parts = plan.structure.split(separator: "_").map(String.init)
        var fields: [Int: MessageBuilder.Value] = [
            7: .text(canonical.text("timestamp").map(HL7Time.text) ?? ""), 10: .text(controlID), 11: "T",
            12: .text(plan.version.rawValue),
            9: .parts([.text(parts.first ?? ""), .text(parts.dropFirst().first ?? ""), .text(plan.structure)]),
        ]
        if message.charset == .utf8 { fields[18] = "UNICODE UTF-8" }
        for item in plan.items where item.name == "MSH" {
            guard case .segment(_, let own) = item.content else { continue }
            inside(item.entry) { run in
                for (position, value) in run.values(of: own, in: "MSH") { fields[position] = value }
            }
        }
        message.add("MSH", fields)
    }

    // MARK: rows

    /// The names of the columns, then a row for each focus. Dates and times stand as FHIR writes them.
    mutating func rows(of table: OutboundPlan.Table) -> [UInt8] {
        var csv = CSVBuilder()
        csv.add(table.columns.map(\.name))
        inside(table.rows) { run in
            csv.add(table.columns.map { run.cell($0.value) })
        }
        return csv.bytes
    }

    private mutating func cell(_ value: OutboundPlan.Value) -> String {
        switch value {
        case .literal(let text): return text
        case .expression(let compiled):
            guard let item = evaluate(compiled).array.first else { return "" }
            if case .node(let reference) = item, isDeleted(reference) { return "" }
            guard let known = context.system(item) else { return "" }
            if case .quantity(let quantity) = known { return quantity.value.description }
            return known.text ?? ""
        case .parts, .repetitions: return ""
        }
    }

    // MARK: segments of the structure

    mutating func write(_ items: [OutboundPlan.Item]) {
        for item in items {
            inside(item.entry) { run in
                switch item.content {
                case .group(let nested): run.write(nested)
                case .segment(let id, let fields): run.message.add(id, run.values(of: fields, in: item.name))
                }
            }
        }
    }

    private mutating func values(of fields: [OutboundPlan.Field], in segment: String) -> [Int: MessageBuilder.Value] {
        var values: [Int: MessageBuilder.Value] = [:]
        for field in fields {
            let repetitions = repetitions(field.value)
            if field.isRequired, repetitions.allSatisfy(\.isNothing) {
                issues.append(
                    Diagnostic(
                        code: "required-missing", "\(segment)-\(field.position) is required and the message has nothing for it",
                        at: .message(MessagePosition("\(segment)-\(field.position)")),
                        hint: "see which rule of \(plan.name) writes it"))
            }
            values[field.position] = repetitions.count == 1 ? repetitions[0] : .repetitions(repetitions)
        }
        return values
    }

    // MARK: values

    private mutating func repetitions(_ value: OutboundPlan.Value) -> [MessageBuilder.Value] {
        switch value {
        case .literal(let text): return [.text(text)]
        case .expression(let compiled): return evaluate(compiled).array.map { text($0) }
        case .repetitions(let values): return values.flatMap { repetitions($0) }
        case .parts(let entry, let parts):
            var made: [MessageBuilder.Value] = []
            inside(entry) { run in
                if run.isDeleted { return made.append(.null) }
                var components: [MessageBuilder.Value] = []
                for (position, value) in parts {
                    while components.count < position - 1 { components.append(.text("")) }
                    components.append(run.repetitions(value).first ?? .text(""))
                }
                if !components.allSatisfy(\.isNothing) { made.append(.parts(components)) }
            }
            return made
        }
    }

    private mutating func text(_ item: Value) -> MessageBuilder.Value {
        switch item {
        case .node(let reference):
            if isDeleted(reference) { return .null }
            guard let known = context.system(item) else { return .text("") }
            if case .node = known { return .text("") }
            return text(known)
        case .string(let text): return .text(text)
        case .boolean(let flag): return .text(flag ? "Y" : "N")
        case .integer(let number): return .text(String(number))
        case .decimal(let number): return .text(number.description)
        case .date(let date): return .text(HL7Time.text(date.dateText))
        case .dateTime(let time): return .text(HL7Time.text(time.dateTimeText))
        case .time(let time): return .text(HL7Time.text(time.timeText))
        case .quantity(let quantity): return .text(quantity.value.description)
        case .typeInfo(let type): return .text(type.description)
        }
    }

    /// The sender of the canonical message wrote `""`: it goes on as `""`.
    private var isDeleted: Bool {
        guard case .node(let reference)? = focus.array.first else { return false }
        return isDeleted(reference)
    }

    private func isDeleted(_ reference: NodeReference) -> Bool {
        guard reference.tree == 0 else { return false }
        var child = canonical.firstChild(of: reference.id)
        while let id = child {
            if canonical.name(of: id) == "extension", canonical.text("url", from: id) == HubExtension.delete { return true }
            child = canonical.nextSibling(of: id)
        }
        return false
    }

    // MARK: evaluation

    mutating func bind(_ variables: [OutboundPlan.Variable]) {
        for variable in variables { context.environment[variable.name] = evaluate(variable.value) }
    }

    /// Runs `body` once for each focus that the guard lets through; what it bound is forgotten after.
    private mutating func inside(_ entry: OutboundPlan.Guard, _ body: (inout OutboundRun) -> Void) {
        let (outer, environment) = (focus, context.environment)
        defer { (focus, context.environment) = (outer, environment) }
        let foci: [Items]
        switch entry.focus {
        case .inherited: foci = [focus]
        case .from(let compiled): foci = evaluate(compiled).array.prefix(1).map(Items.one)
        case .each(let compiled): foci = evaluate(compiled).array.map(Items.one)
        }
        for (index, one) in foci.enumerated() {
            focus = one
            if case .each = entry.focus { context.environment["number"] = .one(.integer(Int64(index + 1))) }
            bind(entry.variables)
            if let condition = entry.condition, !holds(condition) { continue }
            body(&self)
        }
    }

    private mutating func holds(_ condition: OutboundPlan.Compiled) -> Bool {
        let items = evaluate(condition).array
        guard let first = items.first else { return false }
        if case .boolean(let flag)? = context.system(first) { return flag }
        return true
    }

    private mutating func evaluate(_ compiled: OutboundPlan.Compiled) -> Items {
        do {
            return try compiled.program.evaluate(on: focus, in: &context)
        } catch {
            // FHIRPath's message may quote a value; its code and the rule are told.
            issues.append(
                Diagnostic(
                    code: "expression-failed", "the rule at \(compiled.file):\(compiled.line) failed (\(error.code))",
                    hint: "mend the expression; `hub write` shows the result"))
            return .none
        }
    }

    /// Leaves that no rule looked at, without what the engine itself put into the message.
    func notCarried() -> [String] {
        var paths: [String] = []
        for index in canonical.nodes.indices.dropFirst() {
            let id = Tree.ID(UInt32(index))
            guard canonical.firstChild(of: id) == nil, context.visited?.contains(NodeReference(id)) != true else { continue }
            let path = canonical.path(of: id)
            if !path.hasSuffix(".id"), !path.hasSuffix(".fullUrl") { paths.append(path) }
        }
        return paths
    }
}

extension MessageBuilder.Value {
    fileprivate var isNothing: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .null: false
        case .parts(let parts), .repetitions(let parts): parts.allSatisfy(\.isNothing)
        }
    }
}
