import YAML

// An outbound map whose target is `csv`: rows and columns instead of segments and fields.
//
// ```yaml
// mapping: out-gel1001
// target: csv
// rows: { each: entry.resource.ofType(Specimen) }     # without it: one row
// columns:
//   - primary_sample_type: type.coding.code.first()
// ```
extension OutboundFile {
    struct Column {
        var key: YAMLNode
        var value: Template
        var name: String { key.text ?? "" }
        /// `~`: an overlay leaves it out.
        var isRemoved: Bool { if case .removed = value { true } else { false } }
    }
}

extension [OutboundFile.Column] {
    /// Columns of the same name are one and keep their place; those the base has not come last.
    func replacing(_ overlay: Self) -> Self {
        var merged = self
        for column in overlay {
            if let place = merged.firstIndex(where: { $0.name == column.name }) {
                if column.isRemoved { merged.remove(at: place) } else { merged[place] = column }
            } else {
                merged.append(column)
            }
        }
        return merged
    }
}

extension OutboundFileReader {
    func columns(_ node: YAMLNode, _ reader: MappingFileReader) -> [OutboundFile.Column] {
        guard let list = node.list else {
            findings.error(
                "M104", "columns: must be a list of names and expressions, in their order", at: node.span,
                hint: "- sample_type: type.coding.code.first()")
            return []
        }
        return list.compactMap { item in
            guard let entries = item.mapping, entries.count == 1, let entry = entries.first else {
                findings.error(
                    "M104", "one column an item: its name and its expression", at: item.span,
                    hint: "- sample_type: type.coding.code.first()")
                return nil
            }
            return OutboundFile.Column(key: entry.key, value: reader.template(entry.value))
        }
    }
}
