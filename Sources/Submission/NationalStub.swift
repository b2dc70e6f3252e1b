import FHIR
import Record
import Tree

/// A stand-in for the national service, for the demonstration and tests: a value that takes a request and answers it.
///
/// It checks as little as lets a mistake of ours show (Patient, ServiceRequest with a test code and Specimen present, every
/// reference inside resolvable), keeps what it took by business identifier, and answers the same request the same way.
package struct NationalStub: Sendable {
    package struct Response: Sendable, Hashable {
        package var status: Int
        package var body: [UInt8]
    }

    /// What it holds: search part of a conditional request to (location, version).
    package private(set) var held: [String: Held] = [:]
    package private(set) var requests = 0
    private var answers: [String: Response] = [:]
    private var order: [String] = []
    private let capacity: Int

    package struct Held: Sendable, Hashable {
        package var location: String
        package var version: Int
        package var status: String?
    }

    /// - Parameter capacity: requests whose answers are remembered.
    package init(capacity: Int = 10_000) { self.capacity = capacity }

    /// Answers a transaction; `requestID` is the X-Request-ID.
    package mutating func receive(_ body: [UInt8], requestID: String?) -> Response {
        requests += 1
        if let requestID, let answer = answers[requestID] { return answer }
        let response = answer(body)
        if let requestID {
            answers[requestID] = response
            order.append(requestID)
            if order.count > capacity { answers[order.removeFirst()] = nil }
        }
        return response
    }

    private mutating func answer(_ body: [UInt8]) -> Response {
        guard let tree = JSONReader.read(body, dialect: .fhir).tree, tree.text(of: .root) == "Bundle" else {
            return Self.refusal(400, [("structure", "BUNDLE", "Bundle")])
        }
        guard tree.text("type") == "transaction" else { return Self.refusal(400, [("invalid", "TRANSACTION", "Bundle.type")]) }
        let entries = tree.children(of: .root, named: Names.entry)
        let problems = check(tree, entries)
        if !problems.isEmpty { return Self.refusal(422, problems) }
        var out = Array(#"{"resourceType":"Bundle","type":"transaction-response","entry":["#.utf8)
        for (index, entry) in entries.enumerated() {
            guard let resource = tree.child(of: entry, named: Names.resource),
                let request = tree.child(of: entry, named: "request")
            else { continue }
            let type = tree.text(of: resource)
            let url = tree.text("url", from: request) ?? ""
            let search = tree.text("ifNoneExist", from: request) ?? url.drop { $0 != "?" }.dropFirst().description
            let key = "\(type)?\(search)"
            let isUpdate = tree.text("method", from: request) == "PUT"
            let known = held[key]
            let location = known?.location ?? "\(type)/n\(held.count + 1)"
            let version = (known?.version ?? 0) + (known == nil || isUpdate ? 1 : 0)
            let status = known == nil ? "201 Created" : "200 OK"
            held[key] = Held(
                location: location, version: version,
                status: known == nil || isUpdate ? tree.text(Names.status, from: resource) : known?.status)
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += Array(
                #"{"response":{"status":"\#(status)","location":"\#(location)/_history/\#(version)","etag":"W/\"\#(version)\""}}"#
                    .utf8)
        }
        return Response(status: 200, body: out + Array("]}".utf8))
    }

    private typealias Problem = (code: String, detail: String, place: String)

    private func check(_ tree: Tree, _ entries: [Tree.ID]) -> [Problem] {
        if entries.isEmpty { return [("required", "ENTRY", "Bundle.entry")] }
        var problems: [Problem] = []
        var present = Set<String>()
        var types = Set<String>()
        var isNotice = false
        for (index, entry) in entries.enumerated() {
            let place = "Bundle.entry[\(index)]"
            guard let resource = tree.child(of: entry, named: Names.resource), let id = tree.text(Names.id, from: resource)
            else {
                problems.append(("required", "RESOURCE", place))
                continue
            }
            let type = tree.text(of: resource)
            types.insert(type)
            present.insert("\(type)/\(id)")
            if type == "Task", tree.text(Names.status, from: resource) == "cancelled" { isNotice = true }
            if type == "ServiceRequest", !GenomicVocabulary.hasTestCode(tree, resource) {
                problems.append(("required", "TEST-CODE", place + ".resource.code"))
            }
            if type == "Patient", tree.child(of: resource, named: Names.identifier) == nil {
                problems.append(("required", "IDENTIFIER", place + ".resource.identifier"))
            }
            guard let request = tree.child(of: entry, named: "request"), let method = tree.text("method", from: request),
                method == "POST" || method == "PUT", tree.text("url", from: request)?.hasPrefix(type) == true
            else {
                problems.append(("invalid", "REQUEST", place + ".request"))
                continue
            }
        }
        if isNotice { return problems }
        for type in ["Patient", "ServiceRequest", "Specimen"] where !types.contains(type) {
            problems.append(("required", type.uppercased(), "Bundle.entry"))
        }
        for (index, entry) in entries.enumerated() {
            for reference in Self.references(tree, entry) where !present.contains(reference) {
                problems.append(("processing", "MSG_LOCAL_FAIL", "Bundle.entry[\(index)].resource"))
            }
        }
        return problems
    }

    /// Literal references anywhere below a node.
    private static func references(_ tree: Tree, _ node: Tree.ID, depth: Int = 0) -> [String] {
        guard depth < 48 else { return [] }
        return tree.children(of: node).flatMap { child -> [String] in
            if tree.node(child, isNamed: Names.reference), tree[child].kind == .string { return [tree.text(of: child)] }
            return references(tree, child, depth: depth + 1)
        }
    }

    private static func refusal(_ status: Int, _ problems: [Problem]) -> Response {
        let issues = problems.prefix(20).map {
            #"{"severity":"error","code":"\#($0.code)","details":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/operation-outcome","code":"\#($0.detail)"}]},"expression":["\#($0.place)"]}"#
        }
        let body = #"{"resourceType":"OperationOutcome","issue":[\#(issues.joined(separator: ","))]}"#
        return Response(status: status, body: Array(body.utf8))
    }
}
