import FHIR
import Record
import Tree

/// What the national service answered, free of patient data: codes and places, never its sentences.
package enum SubmissionAnswer: Sendable, Hashable {
    /// Where the service keeps what it took (`entry.response.location`).
    case accepted(locations: [String])
    case rejected([Issue])
    /// No answer that decides anything: it is sent again.
    case notAnswered(reason: String)

    package struct Issue: Sendable, Hashable {
        package var severity: String
        /// http://hl7.org/fhir/R4/valueset-issue-type.html
        package var code: String
        /// `issue.details.coding.code`
        package var detail: String?
        /// `issue.expression` or `issue.location`
        package var place: String?

        package var text: String {
            [severity, code, detail, place].compactMap { $0 }.joined(separator: " ")
        }
    }

    package var event: SubmissionEvent {
        switch self {
        case .accepted: .accepted
        case .rejected: .rejected
        case .notAnswered: .notAnswered
        }
    }

    package var detail: String {
        switch self {
        case .accepted: ""
        case .rejected(let issues): issues.map(\.text).joined(separator: "; ")
        case .notAnswered(let reason): reason
        }
    }

    /// Reads a response: a `transaction-response`, an `OperationOutcome`, or only its status.
    ///
    /// A 2xx that can't be read is no acceptance: a proxy's page must not make a submission accepted.
    package static func parse(status: Int, body: [UInt8]) -> SubmissionAnswer {
        let tree = body.isEmpty ? nil : JSONReader.read(body, dialect: .fhir).tree
        let type = tree.map { $0.text(of: .root) }
        switch status {
        case 200..<300:
            guard let tree else { return .notAnswered(reason: "the answer can't be read (HTTP \(status))") }
            if type == "OperationOutcome" {
                let issues = issues(tree, .root).filter { isError($0) }
                return issues.isEmpty ? .accepted(locations: []) : .rejected(issues)
            }
            guard type == "Bundle", tree.text("type") == "transaction-response" else {
                return .notAnswered(reason: "the answer is no transaction-response (HTTP \(status))")
            }
            return transaction(tree)
        case 400, 404, 405, 409, 410, 412, 413, 415, 422:
            guard let tree, type == "OperationOutcome" else {
                return .rejected([Issue(severity: "error", code: "processing", detail: "HTTP-\(status)", place: nil)])
            }
            let found = issues(tree, .root)
            return .rejected(found.isEmpty ? [Issue(severity: "error", code: "processing", detail: "HTTP-\(status)")] : found)
        // 401 and 403 are ours to mend (credentials), not the order's.
        default: return .notAnswered(reason: "HTTP \(status)")
        }
    }

    private static func transaction(_ tree: Tree) -> SubmissionAnswer {
        var locations: [String] = []
        var problems: [Issue] = []
        for entry in tree.children(of: .root, named: Names.entry) {
            guard let response = tree.child(of: entry, named: "response") else { continue }
            if let location = tree.text("location", from: response) { locations.append(location) }
            let status = tree.text(Names.status, from: response) ?? ""
            let outcome = tree.child(of: response, named: "outcome").map { issues(tree, $0) } ?? []
            let errors = outcome.filter { isError($0) }
            if !status.hasPrefix("2") {
                problems +=
                    errors.isEmpty ? [Issue(severity: "error", code: "processing", detail: "HTTP-\(status.prefix(3))")] : errors
            }
        }
        return problems.isEmpty ? .accepted(locations: locations) : .rejected(problems)
    }

    private static func isError(_ issue: Issue) -> Bool { issue.severity == "error" || issue.severity == "fatal" }

    /// Codes only; `diagnostics` and texts may repeat what was sent.
    private static func issues(_ tree: Tree, _ outcome: Tree.ID) -> [Issue] {
        tree.children(of: outcome, named: "issue").prefix(50).map { issue in
            let coding = tree.child(of: issue, named: "details").flatMap { tree.child(of: $0, named: Names.coding) }
            let place = tree.text("expression", from: issue) ?? tree.text("location", from: issue)
            return Issue(
                severity: word(tree.text("severity", from: issue)) ?? "error",
                code: word(tree.text(Names.code, from: issue)) ?? "processing",
                detail: coding.flatMap { word(tree.text(Names.code, from: $0)) }, place: place.flatMap(path))
        }
    }

    /// A code of letters, digits, `-`, `_` and `.`; anything else is not shown.
    private static func word(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 64,
            text.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
                    || byte == 0x5F || byte == 0x2E
            })
        else { return nil }
        return text
    }

    /// A FHIRPath of names and indices.
    private static func path(_ text: String) -> String? {
        word(text.filter { !"[]()".contains($0) }) == nil ? nil : text
    }
}
