package import Diagnostics
package import Tree

/// An `OperationOutcome` that says what diagnostics say (https://hl7.org/fhir/R4/operationoutcome.html).
package enum OperationOutcome {
    /// One issue a diagnostic; without diagnostics one that says that all is well.
    package static func tree(_ diagnostics: [Diagnostic]) -> Tree {
        var tree = Tree(reserving: diagnostics.count * 6 + 4)
        tree.append(.object, named: "OperationOutcome", value: "OperationOutcome")
        if diagnostics.isEmpty {
            issue("information", "informational", "no problem was found", in: &tree)
        }
        for diagnostic in diagnostics {
            let node = issue(diagnostic.severity.rawValue, issueType(of: diagnostic), words(of: diagnostic), in: &tree)
            guard case .message(let position) = diagnostic.location else { continue }
            // The path of a FHIR element is FHIRPath; those of other syntaxes (PID-7, /a/b) are locations.
            let head = position.path.prefix { $0 != "." && $0 != "[" }
            let isFHIRPath = Schema.r4.type(named: String(head))?.isResource == true
            let id = tree.append(.string, named: isFHIRPath ? "expression" : "location", value: position.path, to: node)
            tree[id].flags.insert(.repeats)
        }
        Schema.r4.annotate(&tree)
        return tree
    }

    package static func json(_ diagnostics: [Diagnostic]) -> [UInt8] { JSONWriter.write(tree(diagnostics)) }

    @discardableResult
    private static func issue(_ severity: String, _ type: String, _ words: String, in tree: inout Tree) -> Tree.ID {
        let node = tree.append(.object, named: "issue")
        tree.append(.string, named: "severity", value: severity, to: node)
        tree.append(.string, named: "code", value: type, to: node)
        tree.append(.string, named: "diagnostics", value: words, to: node)
        return node
    }

    private static func words(of diagnostic: Diagnostic) -> String {
        var text = "\(diagnostic.code): \(diagnostic.message)"
        if case .message(let position) = diagnostic.location, let line = position.line, let column = position.column {
            text += " (line \(line), column \(column))"
        }
        if let hint = diagnostic.hint { text += "; \(hint)" }
        return text
    }

    /// http://hl7.org/fhir/R4/valueset-issue-type.html
    private static func issueType(of diagnostic: Diagnostic) -> String {
        switch diagnostic.code {
        case "fhir-required": "required"
        case "fhir-value", "fhir-kind", "fhir-reference": "value"
        case "fhir-code", "profile-code", "unknown-code", "coding-system", "ucum", "display": "code-invalid"
        case "fhir-duplicate", "duplicate-id": "duplicate"
        case "profile-required", "qr-required": "required"
        case "reference-target", "reference-type", "bundle-reference": "value"
        case let code where code == "fhir-extension" || code.hasPrefix("extension-"): "extension"
        case "fhir-unknown-type": "not-supported"
        case "json-too-large", "json-too-deep", "xml-too-large", "xml-too-deep", "fhir-too-deep": "too-costly"
        case let code where code.hasPrefix("fhir-") || code.hasPrefix("json-") || code.hasPrefix("xml-"): "structure"
        case let code where isInvariant(code): "invariant"
        default: diagnostic.severity == .information ? "informational" : "invalid"
        }
    }

    /// FHIR's invariants have three letters or so and a number: `pat-1`.
    private static func isInvariant(_ code: String) -> Bool {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && (2...5).contains(parts[0].utf8.count) && parts[1].first?.isNumber == true
    }
}
