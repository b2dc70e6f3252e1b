import Diagnostics
import HL7v2
import YAML

/// Decides what became of a row.
struct GuideJudge {
    private let maps: [String: MappingFile]
    private let codeTables: [CodeTable]
    /// Of messages and the engine, by resource.
    private var facts: [String: [RuleFact]] = [:]
    /// Of data type maps, by target.
    private var typeFacts: [String: [RuleFact]] = [:]
    /// Rows that name a table as the map of their data type, and code tables' users.
    private var users: [String: [GuideRow]] = [:]
    private var codeUsers: [String: [GuideRow]] = [:]
    private var statements: [String: [(statement: GuideStatement, file: String)]] = [:]
    private var usedLines: Set<String> = []
    private var contradicted: [Diagnostic] = []

    init(_ tables: GuideTables, _ maps: [String: MappingFile], _ codes: [String: CodeTable]) {
        self.maps = maps
        // A table that no rule asks implements nothing.
        let all = RuleFacts(maps).facts + EnvelopeFacts.facts
        codeTables = codes.values.filter { table in all.contains { $0.texts.contains(table.name) } }.sorted {
            $0.name < $1.name
        }
        for fact in all {
            let isOfType = fact.message.isEmpty && fact.place != EnvelopeFacts.place
            if isOfType {
                typeFacts[fact.resource, default: []].append(fact)
            } else {
                facts[fact.resource, default: []].append(fact)
            }
        }
        for row in tables.rows where row.kind != .message && row.kind != .code && !row.target.isEmpty {
            if !row.map.isEmpty { users[row.map, default: []].append(row) }
            if !row.codeMap.isEmpty { codeUsers[row.codeMap, default: []].append(row) }
        }
        for map in maps.values.sorted(by: { $0.name < $1.name }) {
            for statement in map.guide {
                for table in statement.table.split(separator: " ") {
                    statements[String(table), default: []].append((statement, map.file))
                }
            }
        }
    }

    mutating func status(of row: GuideRow) -> GuideCoverage.Status {
        guard !row.target.isEmpty else { return .unmapped }
        if let fact = implementing(row) {
            return .implemented(at: fact.place)
        }
        if row.kind == .code, let place = implementedCode(row) { return .implemented(at: place) }
        return isBeyond(row) ? .beyond : stated(row) ?? .notYet
    }

    /// Whether no supported version has what the row reads.
    private func isBeyond(_ row: GuideRow) -> Bool {
        switch row.kind {
        case .segment:
            let parts = row.source.split { $0 == "-" || $0 == "." }.map(String.init)
            guard parts.count > 1, let field = Int(parts[1]) else { return false }
            return !HL7Types.isFieldAnywhere(parts[0], field)
        case .message:
            let words = row.table.split(separator: "_").map(String.init)
            let segment = row.source.split { $0 == "." || $0 == ":" }.last.map(String.init) ?? ""
            let structures =
                HL7Types.structures(named: row.table) + HL7Types.structures(type: words[0], event: words.last ?? "")
            return segment.count == 3 && !structures.isEmpty && structures.allSatisfy { $0.paths(to: segment).isEmpty }
        case .type, .code:
            let all = (row.kind == .type ? users[row.table] : codeUsers[row.table]) ?? []
            return !all.isEmpty && all.allSatisfy { $0.table != row.table && isBeyond($0) }
        }
    }

    // MARK: derivation

    private func implementing(_ row: GuideRow) -> RuleFact? {
        switch row.kind {
        case .message: return message(row)
        case .segment:
            let root = GuideTarget.root(of: row.table)
            let target = GuideTarget(row.target, resource: root.resource, below: root.prefix)
            return find(target.candidates, row.source, row, in: facts) ?? whole(row)
        case .type: return type(row)
        case .code: return nil
        }
    }

    /// `PID-21` becomes a resource of its own, by the type's table.
    private func whole(_ row: GuideRow) -> RuleFact? {
        guard row.target == "$this", !row.map.isEmpty else { return nil }
        let resource = GuideTarget.root(of: row.map).resource
        return find([.init(resource: resource, path: "")], row.source, row, in: facts)
    }

    private func type(_ row: GuideRow) -> RuleFact? {
        let root = GuideTarget.root(of: row.table)
        let isPrimitive = root.resource.first?.isLowercase == true
        let target = GuideTarget(row.target, resource: root.resource, below: root.prefix)
        let component = row.source.split(separator: ".").dropFirst().joined(separator: ".")
        if !isPrimitive {
            var candidates = target.candidates
            // A resource may be quoted instead of made.
            candidates += target.candidates.map { .init(resource: "Reference", path: $0.path) }
            for name in Self.kin(of: root.source) {
                let source = component.isEmpty ? name : "\(name).\(component)"
                if let fact = find(candidates, source, row, in: typeFacts) { return fact }
            }
        }
        // No map of its own: whoever uses the table reads the parts.
        for user in users[row.table] ?? [] where user.table != row.table {
            let above = GuideTarget.root(of: user.table)
            let place = GuideTarget(user.target, resource: above.resource, below: above.prefix)
            var candidates: [GuideTarget.Candidate] = []
            for outer in place.candidates {
                for inner in target.candidates {
                    candidates.append(.init(resource: outer.resource, path: join(outer.path, isPrimitive ? "" : inner.path)))
                    // FN[HumanName] counts from the name, and is named by the row of the family name.
                    let parent = outer.path.split(separator: ".").dropLast().joined(separator: ".")
                    if !isPrimitive { candidates.append(.init(resource: outer.resource, path: join(parent, inner.path))) }
                }
            }
            candidates += candidates.map { .init(resource: "Reference", path: $0.path) }
            // A type without parts is its own first.
            let isFirst = component == "1" && (isPrimitive || Self.simple.contains(root.source))
            let sources =
                component.isEmpty
                ? [user.source] : ["\(user.source).\(component)"] + (isFirst ? [user.source] : [])
            for source in sources {
                let own = source.contains("-") ? [source] : Self.kin(of: above.source).map { $0 + source.drop { $0 != "." } }
                for name in own {
                    let all = user.kind == .type ? typeFacts : facts
                    if let fact = find(candidates, name, row, in: all) { return fact }
                }
            }
        }
        return nil
    }

    private func message(_ row: GuideRow) -> RuleFact? {
        let names = Set(maps.values.filter { Self.reads($0, row.table) }.map(\.name))
        let resource = Self.resource(of: row.target)
        let segment = row.source.split { $0 == "." || $0 == ":" }.last.map(String.init) ?? ""
        return (facts[resource] ?? []).first { fact in
            (fact.message.isEmpty || names.contains(fact.message)) && fact.sources.contains { Self.reads($0, segment) }
        }
    }

    /// `Provenance[1].entity.what(Device)` makes a Device.
    private static func resource(of target: String) -> String {
        if let open = target.lastIndex(of: "("), let close = target.lastIndex(of: ")"), open < close {
            return String(target[target.index(after: open)..<close].prefix { $0.isLetter })
        }
        return String(target.prefix { $0.isLetter })
    }

    /// Whether the map takes messages of the guide's table: of that structure, or (`ADT_A11`) of that event.
    private static func reads(_ map: MappingFile, _ table: String) -> Bool {
        guard case .message(let names) = map.source else { return false }
        let parts = table.split(separator: "_").map(String.init)
        let structures = Set(HL7Types.structures(type: parts[0], event: parts.last ?? "").map(\.name) + [table])
        return names.contains { name in
            guard let caret = name.firstIndex(of: "^") else { return structures.contains(name) }
            let event = String(name[name.index(after: caret)...])
            return HL7Types.structures(type: String(name[..<caret]), event: event).contains { structures.contains($0.name) }
        }
    }

    /// Whether what a rule reads is, or lies in, `source`.
    private static func reads(_ term: String, _ source: String) -> Bool {
        guard term.hasPrefix(source) else { return false }
        let next = term.dropFirst(source.count).first
        return next == nil || next == "." || next == "-" && !source.contains("-")
    }

    private static let simple: Set<String> = ["ID", "IS", "ST", "NM", "DT", "DTM", "TS", "TM", "FT", "TX", "SI"]

    private static func kin(of type: String) -> [String] {
        let families = [["CWE", "CE", "CNE", "CF"], ["DTM", "TS", "DT"], ["XCN", "CNN", "CN"], ["SAD", "XAD", "AD"]]
        return [type] + (families.first { $0.contains(type) } ?? []).filter { $0 != type }
    }

    private func join(_ a: String, _ b: String) -> String { a.isEmpty ? b : b.isEmpty ? a : "\(a).\(b)" }

    private func find(
        _ candidates: [GuideTarget.Candidate], _ source: String, _ row: GuideRow, in all: [String: [RuleFact]],
        takingTexts: Bool = false
    ) -> RuleFact? {
        for candidate in candidates {
            for fact in all[candidate.resource] ?? [] {
                let isThere =
                    candidate.path.isEmpty || fact.path == candidate.path || fact.path.hasPrefix(candidate.path + ".")
                // What is a text takes its sources from what stands around it: it is no value of theirs.
                guard isThere, row.text.isEmpty ? takingTexts || !fact.isText : fact.texts.contains(row.text) else { continue }
                if fact.sources.contains(where: { Self.reads($0, source) || fact.isReference && Self.reads(source, $0) }) {
                    return fact
                }
            }
        }
        return nil
    }

    // MARK: codes

    private func implementedCode(_ row: GuideRow) -> String? {
        for table in codeTables where table.guideTables.contains(row.table) {
            guard let found = table.row(code: row.key), String(decoding: found.code, as: UTF8.self) == row.target else {
                continue
            }
            let system = String(decoding: found.system, as: UTF8.self)
            if system.isEmpty || row.text.isEmpty || system == row.text { return "\(table.file):\(found.line)" }
        }
        // The code goes through as it stands, in HL7's own system.
        guard row.target == row.key, row.text == "http://terminology.hl7.org/CodeSystem/v2-" + row.system.dropFirst(3) else {
            return nil
        }
        for user in codeUsers[row.table] ?? [] where user.map.contains("[Cod") || user.map.isEmpty {
            if let fact = implementing(user) ?? carried(user)?.fact { return fact.place }
        }
        return nil
    }

    // MARK: statements

    /// The statement that says where the row is carried, and the rule that does.
    private func carried(_ row: GuideRow) -> (fact: RuleFact, line: GuideStatement.Line, because: String, file: String)? {
        for (statement, file) in statements[row.table] ?? [] {
            for line in statement.carried where Self.answers(line.row, row) {
                if let fact = carrying(line.text, row) { return (fact, line, statement.because, file) }
            }
        }
        return nil
    }

    private mutating func stated(_ row: GuideRow) -> GuideCoverage.Status? {
        if let found = carried(row) {
            usedLines.insert("\(found.file):\(found.line.node.line)")
            return .carried(in: found.line.text, because: found.because, at: found.fact.place)
        }
        for (statement, file) in statements[row.table] ?? [] {
            for line in statement.carried where Self.answers(line.row, row) {
                usedLines.insert("\(file):\(line.node.line)")
                contradicted.append(
                    Diagnostic(
                        .warning, code: "G102", "\(line.text) does not read \(row.source)", at: .text(line.node.span),
                        hint: "name the element that does, or say that \(row.key) deviates"))
            }
        }
        for (statement, file) in statements[row.table] ?? [] {
            for line in statement.deviations where Self.answers(line.row, row) {
                usedLines.insert("\(file):\(line.node.line)")
                return .deviating(because: line.text, at: "\(file):\(line.node.line)")
            }
        }
        for table in codeTables where row.kind == .code && table.guideTables.contains(row.table) {
            if let reason = table.deviations[row.key] ?? table.deviations["*"] {
                return .deviating(because: reason, at: table.file)
            }
        }
        return nil
    }

    /// The rule that makes `element` (`display`, or with its resource `Condition.code`) from the row's source.
    private func carrying(_ element: String, _ row: GuideRow) -> RuleFact? {
        var plain = row
        plain.text = ""
        let root = GuideTarget.root(of: row.table)
        var candidates: [GuideTarget.Candidate] = []
        if element.first?.isUppercase == true {
            let parts = element.split(separator: ".", maxSplits: 1).map(String.init)
            candidates.append(.init(resource: parts[0], path: parts.count > 1 ? parts[1] : ""))
        } else {
            candidates = [.init(resource: root.resource, path: element), .init(resource: "Reference", path: element)]
        }
        if row.kind == .message {
            plain.key = row.source.split { $0 == "." || $0 == ":" }.last.map(String.init) ?? ""
            return find(candidates, plain.key, plain, in: facts, takingTexts: true)
        }
        guard row.kind == .type else { return find(candidates, row.source, plain, in: facts, takingTexts: true) }
        let component = row.source.drop { $0 != "." }
        for name in Self.kin(of: root.source) {
            for all in [typeFacts, facts] {
                if let fact = find(candidates, name + component, plain, in: all, takingTexts: true) { return fact }
            }
        }
        for user in users[row.table] ?? [] {
            let source = user.source + component
            if let fact = find(candidates, source, plain, in: user.kind == .type ? typeFacts : facts, takingTexts: true) {
                return fact
            }
        }
        return nil
    }

    /// `*`, `PID-7/2`, `PID-19`, `PID-19 identifier.system`
    private static func answers(_ line: String, _ row: GuideRow) -> Bool {
        if line == row.key { return true }
        if line == "*" { return true }
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        if row.kind == .message {
            // `NK1 Patient`: the segment, and what the guide makes of it.
            let segment = row.source.split { $0 == "." || $0 == ":" }.last.map(String.init)
            return words.first == segment && (words.count == 1 || row.target.hasPrefix(words[1]))
        }
        guard let first = words.first, first == row.source || row.source.hasPrefix(first + ".") else { return false }
        guard words.count > 1 else { return true }
        let target = GuideTarget(row.target, resource: "").candidates.last?.path ?? ""
        return target == words[1] || target.hasPrefix(words[1] + ".")
    }

    func staleStatements() -> [Diagnostic] {
        let idle = statements.values.flatMap { $0 }.flatMap { statement, file in
            (statement.carried + statement.deviations).filter { !usedLines.contains("\(file):\($0.node.line)") }.map { line in
                Diagnostic(
                    .warning, code: "G102", "no row of \(statement.table) needs this said: \(line.row)",
                    at: .text(line.node.span),
                    hint: "hub coverage --table NAME prints the rows of a table")
            }
        }
        // A statement about several tables is met once for each.
        return Set(contradicted + idle).sorted { $0.message < $1.message }
    }
}
