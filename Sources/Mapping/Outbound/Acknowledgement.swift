import Canonical
import Diagnostics
import FHIR
package import Tree

/// What the hub answers to a message: a message Bundle of a `MessageHeader` with `response` and an `OperationOutcome`, from which
/// an outbound map of structure ACK writes MSA and ERR.
///
/// ```
/// writer.write(Acknowledgement.tree(of: mapper.map(bytes), at: "2026-11-23T12:00:00Z"), controlID: "1")
/// ```
///
/// `response.code` is `ok` when the message was mapped, `transient-error` when it is kept in quarantine and will be mended on
/// this side (the sender need not send it again), `fatal-error` when no map reads its type.
package enum Acknowledgement {
    /// - Parameter time: of the answer, as FHIR writes instants.
    package static func tree(of result: MappingResult, at time: String) -> Tree {
        var tree = Tree(reserving: 32 + result.issues.count * 10)
        tree.append(.object, named: "Bundle", value: "Bundle")
        tree.append(.string, named: "type", value: "message")
        tree.append(.string, named: "timestamp", value: time)
        header(of: result, in: &tree)
        outcome(of: result, in: &tree)
        Schema.r4.annotate(&tree)
        return tree
    }

    private static func header(of result: MappingResult, in tree: inout Tree) {
        let resource = resource("MessageHeader", in: &tree)
        let event = tree.append(.object, named: "eventCoding", to: resource)
        tree.append(.string, named: "system", value: "http://terminology.hl7.org/CodeSystem/v2-0003", to: event)
        tree.append(.string, named: "code", value: result.header.trigger, to: event)
        let destination = repeating("destination", to: resource, in: &tree)
        tree.append(.string, named: "name", value: result.header.application, to: destination)
        tree.append(.string, named: "endpoint", value: result.header.facility, to: destination)
        let response = tree.append(.object, named: "response", to: resource)
        tree.append(.string, named: "identifier", value: result.header.controlID, to: response)
        tree.append(.string, named: "code", value: code(of: result), to: response)
    }

    private static func code(of result: MappingResult) -> String {
        if result.outcome == .mapped { return "ok" }
        return result.reason?.category == .unsupported ? "fatal-error" : "transient-error"
    }

    private static func outcome(of result: MappingResult, in tree: inout Tree) {
        guard !result.issues.isEmpty else { return }
        let resource = resource("OperationOutcome", in: &tree)
        for diagnostic in result.issues {
            let issue = repeating("issue", to: resource, in: &tree)
            tree.append(.string, named: "severity", value: diagnostic.severity.rawValue, to: issue)
            tree.append(.string, named: "code", value: "processing", to: issue)
            let details = tree.append(.object, named: "details", to: issue)
            let coding = repeating("coding", to: details, in: &tree)
            tree.append(.string, named: "code", value: diagnostic.code, to: coding)
            tree.append(.string, named: "text", value: diagnostic.message, to: details)
            if let hint = diagnostic.hint { tree.append(.string, named: "diagnostics", value: hint, to: issue) }
            guard case .message(let position) = diagnostic.location else { continue }
            let place = tree.append(.string, named: "location", value: position.path, to: issue)
            tree[place].flags.insert(.repeats)
        }
    }

    private static func resource(_ type: String, in tree: inout Tree) -> Tree.ID {
        let entry = repeating("entry", to: .root, in: &tree)
        return tree.append(.object, named: "resource", value: type, to: entry)
    }

    private static func repeating(_ name: Name, to parent: Tree.ID, in tree: inout Tree) -> Tree.ID {
        let id = tree.append(.object, named: name, to: parent)
        tree[id].flags.insert(.repeats)
        return id
    }
}
