import YAML

/// What a map says about rows of the v2-to-FHIR guide that it does not follow to the letter.
///
/// ```yaml
/// guide:
///   - table: XCN[Practitioner]
///     because: clinicians are quoted, their registers own them
///     as: { XCN.2: display }            # the row is carried, in another element; the coverage checks that it is
///     deviates:
///       - XCN.7: a degree is no part of whom we mean
/// ```
struct GuideStatement {
    /// A row (`XCN.2`, `PID-7/2`, `PID-19 identifier.system`, `*`) and what is said of it.
    struct Line {
        var row: String
        var text: String
        var node: YAMLNode
    }
    var table: String
    var node: YAMLNode
    var because = ""
    var carried: [Line] = []
    var deviations: [Line] = []
}

extension MappingFileReader {
    func guideStatement(_ node: YAMLNode) -> GuideStatement? {
        guard let fields = Fields(node, of: "a statement about the guide", findings), let table = fields.string("table")
        else { return nil }
        var made = GuideStatement(table: table, node: node)
        made.because = fields.optionalString("because") ?? ""
        for entry in fields.node("as")?.mapping ?? [] {
            made.carried.append(.init(row: entry.name, text: entry.value.text ?? "", node: entry.key))
        }
        for item in fields.list("deviates") {
            guard let entry = item.mapping?.first, item.mapping?.count == 1, let reason = entry.value.text, !reason.isEmpty
            else {
                findings.error("M108", "a deviation is ROW: reason", at: item.span)
                continue
            }
            made.deviations.append(.init(row: entry.name, text: reason, node: entry.key))
        }
        fields.finish()
        if !made.carried.isEmpty, made.because.isEmpty { fields.missing("because") }
        return made
    }
}
