import Canonical
import Diagnostics
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Operations
import Record

/// FHIR R4 read API over the record store: read, vread, history, search by POST, `$everything`, capabilities.
///
/// Searching by GET would put an identifier into a URL, so it is refused outside the demonstration configuration
/// (`console.get-search`). Every read and search is written to the audit trail first.
struct FHIRInterface: Sendable {
    let operations: Operations
    private var record: any RecordStore { operations.record }

    func add(to router: Router<ConsoleServer.Context>) {
        router.get("/fhir/metadata") { _, _ in fhir(FHIRBundles.capabilities(getSearch: operations.configuration.getSearch)) }
        router.get("/fhir/:type/:id") { _, context in
            let (type, id) = (context.parameters.get("type") ?? "", context.parameters.get("id") ?? "")
            try await audit("read", "\(type)/\(id)")
            guard let resource = try await record.read(type, id: id, purpose: .directCare) else { return missing(type, id) }
            return fhir(resource.json)
        }
        router.get("/fhir/:type/:id/_history") { _, context in
            let (type, id) = (context.parameters.get("type") ?? "", context.parameters.get("id") ?? "")
            try await audit("history", "\(type)/\(id)")
            guard let versions = try await record.history(type, id: id, purpose: .directCare) else { return missing(type, id) }
            return fhir(FHIRBundles.bundle("history", versions, total: versions.count))
        }
        router.get("/fhir/:type/:id/_history/:version") { _, context in
            let (type, id) = (context.parameters.get("type") ?? "", context.parameters.get("id") ?? "")
            try await audit("vread", "\(type)/\(id)")
            guard let version = context.parameters.get("version").flatMap({ Int($0) }),
                let resource = try await record.read(type, id: id, version: version, purpose: .directCare)
            else { return missing(type, id) }
            return fhir(resource.json)
        }
        // A literal type here would hide every other address below it from the router.
        router.get("/fhir/:type/:id/$everything") { _, context in
            let id = context.parameters.get("id") ?? ""
            guard context.parameters.get("type") == "Patient" else {
                return outcome(.unsupported, "$everything is served for Patient only")
            }
            try await audit("everything", "Patient/\(id)")
            guard let person = try await record.person(ofPatient: id) else { return missing("Patient", id) }
            let resources = try await record.everything(of: person, purpose: .directCare)
            return fhir(FHIRBundles.bundle("searchset", resources, total: resources.count))
        }
        router.post("/fhir/:type/_search") { request, context in
            let buffer = try await request.body.collect(upTo: Form.limit)
            let form = try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: buffer))
            return try await search(context.parameters.get("type") ?? "", form)
        }
        router.get("/fhir/:type") { request, context in
            guard operations.configuration.getSearch else {
                return outcome(
                    .unsupported,
                    "search by POST to \(context.parameters.get("type") ?? "Type")/_search: what identifies a person does not go into a URL",
                    status: .methodNotAllowed)
            }
            var form: [String: String] = [:]
            for (name, value) in request.uri.queryParameters { form[String(name)] = String(value) }
            return try await search(context.parameters.get("type") ?? "", form)
        }
    }

    private func search(_ type: String, _ form: [String: String]) async throws -> Response {
        let known: Set = ["identifier", "patient", "subject", "_id", "_count", "page"]
        if let unknown = form.keys.sorted().first(where: { !known.contains($0) }) {
            return outcome(
                .unsupported, "the search parameter \(unknown) is not served; known: \(known.sorted().joined(separator: ", "))")
        }
        guard
            form["identifier"] != nil || form["patient"] != nil || form["subject"] != nil || form["_id"] != nil
                || form["page"] != nil
        else { return outcome(.invalid, "name an identifier, patient, subject or _id") }
        try await audit("search", type)
        let query = RecordQuery(
            type: type, ids: (form["_id"] ?? "").split(separator: ",").map(String.init),
            identifier: form["identifier"].map { RecordQuery.Token($0) }, patient: form["patient"] ?? form["subject"],
            count: min(max(1, form["_count"].flatMap { Int($0) } ?? 50), RecordQuery.largestCount), pageToken: form["page"])
        let page = try await record.search(query, purpose: .directCare)
        return fhir(
            FHIRBundles.bundle(
                "searchset", page.resources, total: page.total, next: page.next.map { "\(type)/_search?page=\($0)" }))
    }

    private func audit(_ action: String, _ subject: String) async throws {
        _ = try await operations.ledger.record(
            AuditEvent(actor: ConsoleServer.reader, action: "fhir-\(action)", subject: subject, at: operations.now()))
    }

    private func missing(_ type: String, _ id: String) -> Response {
        outcome(.invalid, "the record store has no \(type) with this id", status: .notFound, code: "not-found")
    }

    private func fhir(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Answers.bytes(bytes, type: "application/fhir+json; charset=utf-8", status: status)
    }

    private func outcome(
        _ category: FailureCategory, _ text: String, status: HTTPResponse.Status? = nil, code: String? = nil
    ) -> Response {
        let consequence = category.consequence
        return fhir(
            FHIRBundles.operationOutcome(code ?? consequence.issueType, text),
            status: status ?? .init(code: consequence.httpStatus))
    }
}
