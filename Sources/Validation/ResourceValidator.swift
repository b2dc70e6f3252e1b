package import Diagnostics
package import FHIR
package import Tree
import XML

/// Judges a FHIR document as the official validator does with its default settings.
///
/// ```
/// let report = ResourceValidator().validate(bytes)
/// guard !report.hasErrors else { … report.issues … }
/// ```
/// A value; it may serve many threads. The tables behind it are read on first use, which takes some ten milliseconds.
package struct ResourceValidator: Sendable {
    /// Further problems are counted, not described.
    package var limit = 200
    private let structure = Validator(.r4)
    /// A file may be larger than a message.
    private static let limits: ReadingLimits = {
        var limits = ReadingLimits()
        limits.bytes = 64 << 20
        limits.nodes = 4_000_000
        return limits
    }()

    package init() {}

    /// Reads JSON or XML and judges it, also against `profiles` (canonical URLs) besides those that it claims.
    ///
    /// A document that is certainly STU3's, or of which that is said, is judged by that release's structure alone.
    package func validate(
        _ bytes: [UInt8], profiles: [String] = [], of release: FHIRRelease? = nil
    ) -> ValidationReport {
        let document = FHIRDocument.read(bytes, as: release, certainly: true, limits: Self.limits)
        guard let tree = document.tree else { return ValidationReport(issues: document.diagnostics, unchecked: []) }
        if document.release == .stu3 {
            return Self.structure(of: document, tree, profiles: profiles, isAsked: release == .stu3)
        }
        var report = validate(tree, format: document.format, profiles: profiles)
        var read = document.diagnostics.map(Self.tempered)
        if document.format == .xml, Self.hasInstruction(bytes) {
            read.append(Diagnostic(code: "xml-instruction", "a resource has no processing instructions"))
        }
        if document.format == .xml { read += Self.foreignAttributes(bytes) }
        report.issues = Self.inOrder(read + report.issues)
        return report
    }

    /// What the types of another release say: elements, how often they stand, values and codes; its invariants and profiles are
    /// not here.
    private static func structure(
        of document: FHIRDocument, _ tree: Tree, profiles: [String], isAsked: Bool
    ) -> ValidationReport {
        let note =
            isAsked
            ? Diagnostic(
                .information, code: "fhir-stu3", "the document is judged by STU3's elements, types and codes alone")
            : Diagnostic(
                .error, code: "fhir-stu3",
                "the document is FHIR STU3's, not R4's: it is judged by STU3's elements, types and codes",
                hint: "--release stu3 when it may be, --release r4 to see what R4 minds")
        let found = Validator(document.release.schema).validate(tree)
        let claimed = ([.root] + tree.bundleEntries().compactMap(\.resource)).flatMap { resource in
            tree.child(of: resource, named: "meta").map { tree.children(of: $0, named: "profile").map { tree.text(of: $0) } }
                ?? []
        }
        return ValidationReport(
            issues: [note] + inOrder(document.diagnostics + found), unchecked: Set(claimed + profiles).sorted())
    }

    /// Judges a tree that was read or built; it must be annotated with the types of R4.
    package func validate(
        _ tree: Tree, format: FHIRDocument.Format = .json, profiles: [String] = []
    ) -> ValidationReport {
        guard !tree.isEmpty else {
            return ValidationReport(issues: [Diagnostic(code: "fhir-empty", "there is no resource")], unchecked: [])
        }
        // References are judged here, where it is known what is in the bundle.
        let found = structure.validate(tree).filter { $0.code != "fhir-reference" }
        var examination = Examination(tree, format: format, limit: limit)
        examination.everything()
        examination.profiles(asked: profiles)
        let own = tree.bytes.withUnsafeBufferPointer { bytes in
            examination.problems.located(in: UnsafeBufferPointer(rebasing: bytes[..<tree.sourceLength]))
        }
        return ValidationReport(
            issues: Self.inOrder(found.map(Self.tempered) + own), unchecked: examination.unchecked.sorted())
    }

    /// Whether `<?` stands anywhere but at the beginning and in comments; the text is well-formed.
    private static func hasInstruction(_ bytes: [UInt8]) -> Bool {
        // The declaration is none.
        let start = bytes.firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        var at = bytes[start...].starts(with: "<?xml ".utf8) ? start + 1 : start
        while at + 3 < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else {
                at += 1
                continue
            }
            if bytes[at + 1] == UInt8(ascii: "?") { return true }
            if bytes[at + 1] == UInt8(ascii: "!"), bytes[at + 2] == UInt8(ascii: "-") {
                while at + 2 < bytes.count, !bytes[at...(at + 2)].elementsEqual("-->".utf8) { at += 1 }
            }
            at += 1
        }
        return false
    }

    /// Attributes of a namespace (`xsi:schemaLocation`, `xml:id`): no element of FHIR has one. Those of narratives are the narrative's.
    private static func foreignAttributes(_ bytes: [UInt8]) -> [Diagnostic] {
        guard let document = XMLDocument.parse(bytes).document else { return [] }
        return bytes.withUnsafeBufferPointer { text in
            var problems = ProblemList(limit: 20)
            for node in document.nodes where node.kind == .attribute && node.namespace != 0 {
                let owner = document.nodes[Int(node.parent)]
                guard document.namespace(of: owner) == "http://hl7.org/fhir" else { continue }
                problems.add(
                    "xml-attribute", "an element of FHIR has no attribute of another namespace", at: document.name(of: owner),
                    byte: Int(owner.source), hint: "leave out \(document.name(of: node).prefix(40))")
            }
            return problems.located(in: text)
        }
    }

    /// What the reader minds more than the official validator does.
    private static func tempered(_ diagnostic: Diagnostic) -> Diagnostic {
        guard case .message(let position) = diagnostic.location,
            position.path.split(separator: ".").last?.prefix(while: { $0 != "[" }) == "fhir_comments"
        else { return diagnostic }
        var tempered = diagnostic
        tempered.severity = .warning
        return tempered
    }

    private static func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        func byte(_ diagnostic: Diagnostic) -> Int {
            guard case .message(let position) = diagnostic.location else { return .max }
            return position.byteOffset ?? .max
        }
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.enumerated()
            .sorted { (byte($0.element), $0.offset) < (byte($1.element), $1.offset) }.map(\.element)
    }
}

/// What was found in a document.
package struct ValidationReport: Sendable {
    /// In the order of the document.
    package var issues: [Diagnostic]
    /// Profiles that were claimed or asked for and not judged, or only without what they inherit.
    package var unchecked: [String]

    package var hasErrors: Bool { issues.contains { $0.severity == .error } }
}
