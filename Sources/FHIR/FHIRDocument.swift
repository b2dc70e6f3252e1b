// FHIR: the standard's syntaxes and structure.
//
// Owns: the JSON and XML readers and writers over `Tree`, the schemas of R4 and STU3 (types, elements, required codes), which
// of them a document is written in, the annotation of trees with types, structural validation, and small readings that many
// need: a bundle's entries, references, copies of subtrees, an OperationOutcome from diagnostics.
// It runs no task and keeps nothing between calls but the schema; its memory is bounded by `ReadingLimits`. When it stops
// nothing is lost.

package import Diagnostics
package import Tree

/// A FHIR text that was read: its tree with types, and what was wrong with it.
///
/// ```
/// let document = FHIRDocument.parse(bytes)
/// guard let tree = document.tree, !document.hasErrors else { … document.diagnostics … }
/// ```
/// Structure is checked apart, by `Validator`.
package struct FHIRDocument: Sendable {
    package enum Format: String, Hashable, Sendable {
        case json, xml
    }

    package var format: Format
    /// Whose types the tree has.
    package var release = FHIRRelease.r4
    /// Nil when the text could not be read to its end.
    package var tree: Tree?
    package var diagnostics: [Diagnostic]

    package var hasErrors: Bool { tree == nil || diagnostics.contains { $0.severity == .error } }

    /// Reads JSON or XML, whichever `bytes` begin with, and annotates the tree.
    package static func parse(
        _ bytes: [UInt8], schema: Schema = .r4, limits: ReadingLimits = ReadingLimits()
    ) -> FHIRDocument {
        switch format(of: bytes) {
        case .json: json(bytes, schema, limits)
        case .xml: xml(bytes, schema, limits)
        }
    }

    /// XML begins with `<`; everything else is read as JSON and its mistakes are told as JSON's.
    package static func format(of bytes: [UInt8]) -> Format {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        return first == UInt8(ascii: "<") ? .xml : .json
    }

    private static func json(_ bytes: [UInt8], _ schema: Schema, _ limits: ReadingLimits) -> FHIRDocument {
        var reading = JSONReader.read(bytes, limits: limits)
        guard var tree = reading.tree else { return FHIRDocument(format: .json, tree: nil, diagnostics: reading.diagnostics) }
        let alone = schema.annotate(&tree)
        if !alone.isEmpty {
            var problems = ProblemList(limit: limits.problems)
            for id in alone {
                problems.add(
                    "fhir-array", "the element repeats, so its value must stand in an array",
                    at: problems.isFull ? "" : tree.path(of: id),
                    byte: Int(tree[id].source), hint: "put it into [ ]")
            }
            reading.diagnostics += bytes.withUnsafeBufferPointer { problems.located(in: $0) }
        }
        return FHIRDocument(format: .json, tree: tree, diagnostics: reading.diagnostics)
    }

    private static func xml(_ bytes: [UInt8], _ schema: Schema, _ limits: ReadingLimits) -> FHIRDocument {
        let reading = XMLReader.read(bytes, schema: schema, limits: limits)
        return FHIRDocument(format: .xml, tree: reading.tree, diagnostics: reading.diagnostics)
    }
}
