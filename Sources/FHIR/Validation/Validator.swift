package import Diagnostics
package import Tree

/// Checks the structure of a FHIR tree against a schema: elements, cardinality, kinds and forms of values, required
/// codes, references, extensions, and what must be unique.
///
/// ```
/// let problems = Validator().validate(tree)
/// ```
/// The tree need not be annotated. One pass in document order, an integer comparison a step. Profiles and invariants are
/// further passes over a tree whose nodes have their types, so they need nothing of this one but its diagnostics' form.
///
/// Codes of diagnostics: `fhir-unknown-type`, `fhir-unknown-element`, `fhir-choice`, `fhir-required`, `fhir-too-many`,
/// `fhir-array`, `fhir-kind`, `fhir-value`, `fhir-empty`, `fhir-code`, `fhir-reference`, `fhir-extension`, `fhir-duplicate`, `fhir-contained`,
/// `fhir-too-deep`.
package struct Validator: Sendable {
    package let schema: Schema
    /// Further problems are counted, not described.
    package var limit = 100
    /// The URL of an extension that says "delete what is known": an element that has nothing but this extension has no
    /// value, and nothing is required of one.
    private let deletion: [UInt8]

    package init(_ schema: Schema = .r4, deletion: String = "") {
        self.schema = schema
        self.deletion = Array(deletion.utf8)
    }

    /// All problems of the resource (or, when it has a type already, the element) at `id`.
    package func validate(_ tree: Tree, from id: Tree.ID = .root) -> [Diagnostic] {
        guard id.index < tree.nodes.count else { return [Diagnostic(code: "fhir-empty", "there is no resource")] }
        return tree.bytes.withUnsafeBufferPointer { bytes in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var validation = Validation(
                    schema: schema, bytes: bytes, nodes: nodes, sourceLength: tree.sourceLength, limit: limit,
                    deletion: deletion)
                validation.root(id.index)
                guard !validation.problems.diagnostics.isEmpty else { return [] }
                return validation.problems.located(in: UnsafeBufferPointer(rebasing: bytes[..<tree.sourceLength]))
            }
        }
    }
}
