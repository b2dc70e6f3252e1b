import Canonical
import Foundation
import Record

/// The few FHIR documents that the read API writes itself.
enum FHIRBundles {
    static func bundle(_ type: String, _ resources: [RecordResource], total: Int?, next: String? = nil) -> [UInt8] {
        var json = Array("{\"resourceType\":\"Bundle\",\"type\":\"\(type)\"".utf8)
        if let total { json += Array(",\"total\":\(total)".utf8) }
        if let next {
            json += Array(",\"link\":[{\"relation\":\"next\",\"url\":\(quoted(next))}]".utf8)
        }
        if !resources.isEmpty {
            json += Array(",\"entry\":[".utf8)
            for (index, resource) in resources.enumerated() {
                if index > 0 { json.append(UInt8(ascii: ",")) }
                json += Array("{\"fullUrl\":\(quoted("\(Systems.base)/\(resource.type)/\(resource.id)")),\"resource\":".utf8)
                json += resource.json
                if type == "searchset" { json += Array(",\"search\":{\"mode\":\"match\"}".utf8) }
                json.append(UInt8(ascii: "}"))
            }
            json.append(UInt8(ascii: "]"))
        }
        json.append(UInt8(ascii: "}"))
        return json
    }

    static func operationOutcome(_ code: String, _ text: String) -> [UInt8] {
        Array(
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\(quoted(code)),\"diagnostics\":\(quoted(text))}]}"
                .utf8)
    }

    static let types = [
        "Condition", "Consent", "DiagnosticReport", "DocumentReference", "Encounter", "FamilyMemberHistory", "Observation",
        "Patient",
        "Provenance", "RelatedPerson", "ServiceRequest", "Specimen", "Task",
    ]

    static func capabilities(getSearch: Bool) -> [UInt8] {
        let resources = types.map { type in
            """
            {"type":"\(type)","interaction":[{"code":"read"},{"code":"vread"},{"code":"history-instance"},{"code":"search-type"}],\
            "versioning":"versioned","searchParam":[{"name":"identifier","type":"token"},{"name":"_id","type":"token"},\
            {"name":"patient","type":"reference"},{"name":"subject","type":"reference"}]\
            \(type == "Patient" ? ",\"operation\":[{\"name\":\"everything\",\"definition\":\"http://hl7.org/fhir/OperationDefinition/Patient-everything\"}]" : "")}
            """
        }
        let how = getSearch ? "Search by POST or, in this demonstration configuration, by GET." : "Search by POST only."
        return Array(
            """
            {"resourceType":"CapabilityStatement","status":"active","date":"2026-11-23","kind":"instance","fhirVersion":"4.0.1",\
            "format":["json"],"software":{"name":"Genomics hub"},"implementation":{"description":"Genomics record store. \(how)"},\
            "rest":[{"mode":"server","resource":[\(resources.joined(separator: ","))]}]}
            """.utf8)
    }

    static func quoted(_ text: String) -> String {
        (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
