package import Diagnostics
package import Tree

/// What a reader accepts at most; more is a diagnostic.
package struct ReadingLimits: Sendable {
    /// Of the whole text.
    package var bytes = 16 << 20
    /// Objects and arrays inside each other.
    package var depth = 64
    package var nodes = 1_000_000
    /// Differently named members of one object.
    package var members = 4096
    /// Further problems are counted, not described.
    package var problems = 100

    package init() {}
}

/// Reads FHIR JSON, or any JSON, into a tree.
///
/// ```
/// let reading = JSONReader.read(bytes)
/// reading.tree?.text("name", "family")
/// ```
/// Items of an array are children of the same name with `Flags.repeats`; `_birthDate` becomes children of `birthDate`;
/// `resourceType` is the value of its object's node, and the name of the root. Numbers keep their text.
/// Other JSON than FHIR's loses empty arrays and the borders of arrays in arrays.
package struct JSONReader {
    package enum Dialect: Sendable {
        /// FHIR's rules: no nulls but placeholders, nothing empty, `_name` belongs to `name`.
        case fhir
        /// Any JSON whose root is an object.
        case generic
        /// FHIR when the root has a `resourceType`.
        case automatic
    }

    package struct Reading: Sendable {
        /// Nil when the text could not be read to its end.
        package var tree: Tree?
        package var diagnostics: [Diagnostic]
    }

    package static func read(
        _ bytes: [UInt8], dialect: Dialect = .automatic, limits: ReadingLimits = ReadingLimits()
    ) -> Reading {
        guard bytes.count <= limits.bytes, bytes.count < Int(UInt32.max) / 2 else {
            let problem = Diagnostic(
                code: "json-too-large", "the text has \(bytes.count) bytes; at most \(limits.bytes) are read")
            return Reading(tree: nil, diagnostics: [problem])
        }
        let reading = parse(bytes, isFHIR: dialect != .generic, limits)
        // Rare, so it is read again rather than both ways at once.
        if dialect == .automatic, let tree = reading.tree, !tree.isEmpty, tree[.root].length == 0 {
            return parse(bytes, isFHIR: false, limits)
        }
        return reading
    }

    private static func parse(_ bytes: [UInt8], isFHIR: Bool, _ limits: ReadingLimits) -> Reading {
        var tree = Tree(source: bytes)
        var complete = false
        let diagnostics = bytes.withUnsafeBufferPointer { input in
            var parser = JSONParser(input, isFHIR: isFHIR, limits: limits)
            complete = parser.run()
            tree.nodes = parser.nodes
            // Appending nothing would copy the source.
            if !parser.decoded.isEmpty { tree.bytes += parser.decoded }
            return parser.problems.located(in: input)
        }
        return Reading(tree: complete ? tree : nil, diagnostics: diagnostics)
    }
}
