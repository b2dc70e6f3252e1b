import Diagnostics
import FHIRPath
import YAML

// Rows and columns of a map that writes CSV.
extension OutboundCompiler {
    func table(_ map: OutboundFile, _ scope: Scope) -> OutboundPlan.Table? {
        guard !map.columns.isEmpty else {
            findings.error(
                "M194", "a CSV needs columns, and \(map.name) has none", at: map.nameNode.span,
                hint: "columns: [ { NAME: EXPR } ]")
            return nil
        }
        var inner = scope
        let rows = map.rows.map { entry($0, &inner) } ?? .init()
        var seen: Set<String> = []
        var columns: [OutboundPlan.Column] = []
        for column in map.columns {
            if !seen.insert(column.name).inserted {
                findings.error("M110", "the column \(column.name) is written twice", at: column.key.span)
                continue
            }
            switch column.value {
            case .text(let node): columns.append(.init(name: column.name, value: .literal(node.text ?? "")))
            case .expression(let text):
                if let value = single(text, "ST", repeats: false, inner) {
                    columns.append(.init(name: column.name, value: value))
                }
            case .removed:
                findings.error(
                    "M102", "the column \(column.name) says nothing", at: column.key.span,
                    cause: "~ leaves out a column of the map that is extended", hint: "\(column.name): \"\" leaves it empty")
            case .list(_, let node):
                findings.error("M193", "a column holds one value", at: node.span, hint: "join the values: (a | b).join(' ')")
            case .object, .cases:
                findings.error("M196", "a column takes a text, not an object", at: column.value.node.span)
            }
        }
        return OutboundPlan.Table(rows: rows, columns: columns)
    }
}
