import Tree
import XML

/// Reads FHIR XML into the tree that the same resource has in JSON.
///
/// What repeats, and what is a string, number or boolean, XML does not say; the schema does. `id` attributes (and the
/// `url` of an extension) are children, a `value` attribute is the value, a narrative's `div` is kept as it was written.
/// Hardened as `XMLDocument` is: no document type, no entities, no network, limits.
package struct XMLReader {
    package static func read(
        _ bytes: [UInt8], schema: Schema = .r4, limits: ReadingLimits = ReadingLimits()
    ) -> JSONReader.Reading {
        // An element of FHIR can be two of XML: the element and the resource in it.
        let reading = XMLDocument.parse(
            bytes, limits: .init(bytes: limits.bytes, depth: limits.depth * 2, nodes: limits.nodes))
        guard let document = reading.document else {
            return JSONReader.Reading(tree: nil, diagnostics: reading.diagnostics)
        }
        var building = XMLTreeBuilding(document, source: bytes, schema: schema, limits: limits)
        building.root()
        var tree = building.tree
        schema.annotate(&tree)
        let problems = bytes.withUnsafeBufferPointer { building.problems.located(in: $0) }
        return JSONReader.Reading(tree: tree, diagnostics: reading.diagnostics + problems)
    }
}
