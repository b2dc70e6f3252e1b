import Diagnostics
import YAML

/// One file below `Mappings/out/`: how a canonical message is written as HL7 v2 (or CSV), as it stands in the file.
///
/// ```yaml
/// mapping: out-oru-r01
/// target: hl7v2 ORU_R01 2.4
/// let: { patient: entry.resource.ofType(Patient).first() }
/// write:
///   - PID:
///       from: (%patient)
///       PID-3: { each: identifier, CX.1: value }
///   - ORDER_OBSERVATION:
///       each: entry.resource.ofType(DiagnosticReport)
///       write:
///         - OBR: { … }
/// ```
/// A file whose target is a segment or a data type (`target: PID`) has `make:` instead: a part that others apply with `map:`.
struct OutboundFile {
    /// A segment with its fields, or a group with what stands in it.
    struct Item {
        var name: String
        var key: YAMLNode
        /// Directives, and the fields of a segment.
        var body: ObjectTemplate
        /// What a group holds; nil: a segment.
        var items: [Item]?
        /// `~`: an overlay leaves it out.
        var isRemoved: Bool
    }

    var name: String
    var file: String
    var nameNode: YAMLNode
    var extends: YAMLNode?
    var target: YAMLNode?
    var variables: [ObjectTemplate.Variable] = []
    var items: [Item] = []
    /// Of a CSV: what makes a row, and its columns.
    var rows: ObjectTemplate?
    var columns: [Column] = []
    /// Of a part: its fields or components.
    var make: ObjectTemplate?

    /// A trust's overlay: its variables and segments replace the base's of the same name and path; fields of a segment too.
    func extended(by overlay: OutboundFile) -> OutboundFile {
        var merged = self
        if let target = overlay.target { merged.target = target }
        merged.variables = merged.variables.replacing(overlay.variables)
        merged.items = Item.merged(items, overlay.items)
        if let rows = overlay.rows { merged.rows = rows }
        merged.columns = merged.columns.replacing(overlay.columns)
        if let make = overlay.make { merged.make = merged.make?.extended(by: make) ?? make }
        return merged
    }
}

extension OutboundFile.Item {
    /// Items of the same name and number of occurrence are one; those the base has not come last.
    static func merged(_ base: [Self], _ overlay: [Self]) -> [Self] {
        var merged = base
        var seen: [String: Int] = [:]
        for item in overlay {
            let number = seen[item.name, default: 0]
            seen[item.name] = number + 1
            let places = merged.indices.filter { merged[$0].name == item.name }
            guard number < places.count else {
                merged.append(item)
                continue
            }
            if item.isRemoved {
                merged.remove(at: places[number])
                continue
            }
            var own = merged[places[number]]
            own.body = own.body.extended(by: item.body)
            if let each = item.body.each { (own.body.each, own.body.from) = (each, nil) }
            if let from = item.body.from { (own.body.from, own.body.each) = (from, nil) }
            if let items = item.items { own.items = Self.merged(own.items ?? [], items) }
            merged[places[number]] = own
        }
        return merged
    }
}

/// Turns a YAML document into an `OutboundFile`.
struct OutboundFileReader {
    let findings: Findings

    func read(_ root: YAMLNode, file: String) -> OutboundFile? {
        guard let fields = Fields(root, of: "an outbound map", findings) else { return nil }
        let extends = fields.node("extends")
        guard let named = fields.node("mapping") ?? extends, let name = named.text else {
            fields.missing("mapping")
            return nil
        }
        var made = OutboundFile(name: name, file: file, nameNode: named, extends: extends)
        _ = fields.optionalString("about")
        _ = fields.node("waive")
        made.target = fields.node("target")
        let reader = MappingFileReader(findings: findings)
        if let node = fields.node("let") { made.variables = reader.variables(node) }
        if let node = fields.node("write") { made.items = items(node, reader) }
        if let node = fields.node("rows") { made.rows = reader.object(node, what: "rows") }
        if let node = fields.node("columns") { made.columns = columns(node, reader) }
        if let node = fields.node("make") { made.make = reader.object(node, what: "make") }
        fields.finish()
        let base = file.split(separator: "/").last.map(String.init) ?? file
        if base != "\(name).yaml", base != "\(name).yml" {
            findings.error(
                "M101", "the map \(name) stands in the file \(base)", at: named.span,
                cause: "a map is found by its file's name", hint: "rename the file to \(name).yaml")
        }
        if extends == nil {
            if made.target == nil { fields.missing("target") }
            if made.items.isEmpty, made.columns.isEmpty, made.make == nil {
                fields.missing(made.target?.text == "csv" ? "columns" : "write")
            }
        }
        return made
    }

    private func items(_ node: YAMLNode, _ reader: MappingFileReader) -> [OutboundFile.Item] {
        guard let list = node.list else {
            findings.error(
                "M104", "write: must be a list of segments and groups", at: node.span, hint: "- PID: { PID-3: … }")
            return []
        }
        return list.compactMap { item in
            guard let entries = item.mapping, let first = entries.first else {
                findings.error("M104", "a segment to write must be a mapping", at: item.span, hint: "- PID: { PID-3: … }")
                return nil
            }
            guard entries.count == 1 else {
                findings.error(
                    "M104",
                    "one segment or group an item; the keys \(entries.map(\.name).joined(separator: ", ")) stand together",
                    at: item.span, hint: "indent what belongs to \(first.name)")
                return nil
            }
            var body =
                first.value.isNull
                ? ObjectTemplate(node: first.value) : reader.object(first.value, what: first.name)
            body.elements.removeAll { $0.name == "write" }
            let nested = first.value["write"].map { items($0, reader) }
            return OutboundFile.Item(name: first.name, key: first.key, body: body, items: nested, isRemoved: first.value.isNull)
        }
    }
}
