import Diagnostics
import FHIR
import YAML

extension CodeTable {
    /// FHIR's concept-map-equivalence (http://hl7.org/fhir/R4/valueset-concept-map-equivalence.html).
    static let equivalences = [
        "relatedto", "equivalent", "equal", "wider", "subsumes", "narrower", "specializes", "inexact", "unmatched", "disjoint",
    ]

    static func read(_ text: String, name: String, file: String, findings: Findings) -> CodeTable {
        var reader = Reader(table: CodeTable(name: name, file: file), findings: findings)
        let source = YAMLSource(file: file, text: text.withoutByteOrderMark)
        for (offset, line) in source.lines.enumerated() { reader.line(line, offset + 1, source) }
        if reader.header == nil {
            findings.error(
                "M180", "table \(name) is empty", at: source.span(line: 1, column: 1),
                hint: columns.joined(separator: ","))
        }
        reader.table.seal()
        return reader.table
    }

    private struct Reader {
        var table: CodeTable
        let findings: Findings
        var header: [String]?
        /// Code systems of earlier rows, which have been judged.
        var judged: Set<String> = []
        /// Without columns that are known no row can be read.
        var isUnreadable = false

        mutating func line(_ line: String, _ number: Int, _ source: YAMLSource) {
            if line.hasPrefix("#") {
                let remark = line.dropFirst().drop { $0 == " " }
                table.remark(remark)
                if let meant = closeName(to: String(remark), among: ["case-insensitive"]) {
                    findings.error(
                        "M180", "the remark \(remark) means nothing",
                        at: source.span(line: number, column: 1, length: line.count),
                        hint: "did you mean # \(meant)?")
                }
                return
            }
            if line.allSatisfy({ $0 == " " }) { return }
            guard let cells = CSV.cells(line) else {
                let quote = line.lastIndex(of: "\"").map { line.distance(from: line.startIndex, to: $0) } ?? 0
                findings.error(
                    "M180", "a quote is not closed", at: source.span(line: number, column: quote + 1),
                    hint: "a quote inside quotes is written twice")
                return
            }
            guard let header else {
                self.header = cells
                table.header = cells
                isUnreadable = !columns(cells, line, number, source)
                return
            }
            if isUnreadable { return }
            guard cells.count >= header.count else {
                findings.error(
                    "M180", "\(cells.count) cells under \(header.count) columns",
                    at: source.span(line: number, column: 1, length: line.count),
                    hint: "empty cells are written too: \(line)\(String(repeating: ",", count: header.count - cells.count))")
                return
            }
            guard cells.count <= header.count else {
                let place = CSV.places(line)[header.count]
                findings.error(
                    "M180", "\(cells.count) cells under \(header.count) columns",
                    at: source.span(line: number, column: place.column, length: place.length),
                    hint: "put a value that holds a comma in quotes")
                return
            }
            row(cells, header, line, number, source)
        }

        /// Whether rows can be read below this line.
        private func columns(_ cells: [String], _ line: String, _ number: Int, _ source: YAMLSource) -> Bool {
            let places = CSV.places(line)
            guard cells.contains(where: CodeTable.columns.contains) else {
                findings.error(
                    "M180", "the first line of table \(table.name) names no column that a table has",
                    at: source.span(line: number, column: 1, length: line.count),
                    hint: line.contains(";") || line.contains("\t")
                        ? "cells are parted by commas" : "begin with \(CodeTable.columns.joined(separator: ","))")
                return false
            }
            var isSound = true
            for (index, cell) in cells.enumerated() {
                let span = source.span(line: number, column: places[index].column, length: places[index].length)
                if !CodeTable.columns.contains(cell) {
                    isSound = false
                    findings.error(
                        "M180", "unknown column \(cell) in table \(table.name)", at: span,
                        hint: closeName(to: cell, among: CodeTable.columns).map { "did you mean \($0)?" }
                            ?? "columns: \(CodeTable.columns.joined(separator: ","))")
                } else if cells[..<index].contains(cell) {
                    findings.error("M180", "the column \(cell) stands twice", at: span)
                    isSound = false
                }
            }
            // A misspelt one is told above.
            for column in ["source", "target"] where !cells.contains(column) && isSound {
                findings.error(
                    "M180", "table \(table.name) has no column \(column)",
                    at: source.span(line: number, column: 1, length: line.count), hint: CodeTable.columns.joined(separator: ",")
                )
                isSound = false
            }
            return isSound
        }

        private mutating func row(_ cells: [String], _ header: [String], _ line: String, _ number: Int, _ source: YAMLSource) {
            func cell(_ column: String) -> String {
                guard let at = header.firstIndex(of: column), at < cells.count else { return "" }
                return cells[at]
            }
            func span(_ column: String) -> TextSpan {
                let places = CSV.places(line)
                guard let at = header.firstIndex(of: column), at < places.count else {
                    return source.span(line: number, column: 1, length: line.count)
                }
                return source.span(line: number, column: places[at].column, length: places[at].length)
            }
            var key = Array(cell("source").utf8)
            if table.isCaseInsensitive { key = key.map(lowercased) }
            let row = Row(
                system: Array(cell("target_system").utf8), code: Array(cell("target").utf8),
                display: Array(cell("target_display").utf8), line: number)
            if key.isEmpty {
                findings.error(
                    "M180", "a row without a source", at: span("source"),
                    hint: "nothing is never looked up; * stands for everything else")
                return
            }
            let equivalence = cell("equivalence")
            if !equivalence.isEmpty, !CodeTable.equivalences.contains(equivalence) {
                findings.error(
                    "M184", "\(equivalence) is no equivalence", at: span("equivalence"),
                    hint: closeName(to: equivalence, among: CodeTable.equivalences).map { "did you mean \($0)?" }
                        ?? "one of \(CodeTable.equivalences.joined(separator: ", "))")
            } else if ["unmatched", "disjoint"].contains(equivalence), !row.code.isEmpty, cell("source") != "*" {
                findings.error(
                    "M184", "\(equivalence) says that there is no target, and here is one", at: span("equivalence"),
                    hint: "equivalent, wider, narrower or inexact")
            }
            // `*,` says that everything else has none.
            if row.code.isEmpty, equivalence.isEmpty, cell("source") != "*" {
                findings.error(
                    "M184", "a row without a target", at: span("target"),
                    hint: "give its code, or say unmatched in the column equivalence")
            } else if row.code.isEmpty, !equivalence.isEmpty, !["unmatched", "disjoint"].contains(equivalence),
                CodeTable.equivalences.contains(equivalence)
            {
                findings.error(
                    "M184", "\(equivalence) says that there is a target, and here is none", at: span("equivalence"),
                    hint: "unmatched")
            }
            let system = cell("target_system")
            if !system.isEmpty, TargetCodes.bySystem[system] == nil { judge(system, at: span("target_system")) }
            if !row.code.isEmpty, let known = TargetCodes.bySystem[system], !known.contains(cell("target")) {
                findings.error(
                    "M183", "\(system) has no code \(cell("target"))", at: span("target"),
                    hint: closeName(to: cell("target"), among: known).map { "did you mean \($0)?" }
                        ?? (known.count <= 12 ? "one of \(known.sorted().joined(separator: ", "))" : nil))
            }
            if !table.add(row, for: key, from: source) {
                findings.error("M181", "the source \(cell("source")) stands twice in table \(table.name)", at: span("source"))
            }
        }

        /// A system is an address, and no misspelling of a known one.
        private mutating func judge(_ system: String, at span: TextSpan) {
            guard !judged.contains(system) else { return }
            if !TrustProfileDeclaration.isURI(system) {
                findings.error(
                    "M183", "\(system) is no address of a code system", at: span,
                    hint: "it begins with a scheme: https://… or urn:oid:…")
            } else if let meant = TargetCodes.meant(by: system) {
                findings.error("M183", "there is no code system \(system)", at: span, hint: "did you mean \(meant)?")
            } else {
                judged.insert(system)
            }
        }
    }

    /// Whether all its codes, of which there are some, are of the value set.
    func gives(only set: RequiredValueSet) -> Bool {
        let codes = rows.map(\.code).filter { !$0.isEmpty }
        return !codes.isEmpty && codes.allSatisfy { set.contains(String(decoding: $0, as: UTF8.self)) }
    }

    /// Where a cell of a row stands.
    func span(ofRow index: Int, _ column: String) -> TextSpan {
        guard places.indices.contains(index) else { return TextSpan(file: file, line: 1, column: 1) }
        let source = places[index]
        let line = rows[index].line
        let cells = source.lines.indices.contains(line - 1) ? CSV.places(source.lines[line - 1]) : []
        guard let at = header.firstIndex(of: column), at < cells.count else { return source.span(line: line, column: 1) }
        return source.span(line: line, column: cells[at].column, length: cells[at].length)
    }
}

/// Code systems whose codes FHIR R4 lists whole, because an element must take one of them.
enum TargetCodes {
    static let bySystem: [String: Set<String>] = {
        var codes: [String: Set<String>] = [:]
        var seen: Set<String> = []
        for type in FHIR.Schema.r4.allTypes {
            for element in type.elements {
                guard let set = element.requiredValueSet, seen.insert(set.url).inserted else { continue }
                for (system, code) in set.codes where system.hasPrefix("http://hl7.org/fhir/") {
                    codes[system, default: []].insert(code)
                }
            }
        }
        return codes
    }()

    private static let systems: [String] = {
        var systems = Set(bySystem.keys)
        for type in FHIR.Schema.r4.allTypes {
            for element in type.elements {
                guard let set = element.requiredValueSet else { continue }
                for (system, _) in set.codes { systems.insert(system) }
            }
        }
        return systems.sorted()
    }()

    /// The known code system of which this is a misspelling. Systems whose numbers differ are two systems.
    static func meant(by system: String) -> String? {
        guard let close = closeName(to: system, among: systems), !systems.contains(system) else { return nil }
        return close.filter { !$0.isNumber } == system.filter { !$0.isNumber } && close.lowercased() != system.lowercased()
            ? nil : close
    }
}
