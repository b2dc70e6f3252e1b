import Canonical
import Diagnostics
import FHIR
import Foundation
import Record
import SQLiteStore
import Testing
import Tree

/// A record in a file of its own, and short words for messages of invented people.
final class RecordScene {
    let store: SQLiteRecordStore
    let folder: URL
    private var sent = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteRecordStore(path: folder.appendingPathComponent("record.sqlite").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func bundle(_ event: Event, _ resources: [String]) throws -> Tree {
        let header = #"{"resource":{"resourceType":"MessageHeader","id":"h","eventCoding":{"code":"\#(event.rawValue)"}}}"#
        let entries = [header] + resources.map { #"{"resource":\#($0)}"# }
        let json =
            #"{"resourceType":"Bundle","type":"message","identifier":{"system":"x","value":"C1"},"entry":[\#(entries.joined(separator: ","))]}"#
        let reading = JSONReader.read(Array(json.utf8), dialect: .fhir)
        return try #require(reading.tree, "\(reading.diagnostics)")
    }

    func message(
        _ event: Event, _ resources: [String], feed: String = "rrk-pas", at time: Int64? = nil, key: String? = nil
    ) throws -> CanonicalMessage {
        sent += 1
        return CanonicalMessage(
            idempotencyKey: key ?? "k\(sent)", feed: feed, eventTime: time ?? Int64(sent) * 86_400_000,
            receivedAt: Int64(sent) * 86_400_000, bundle: try Self.bundle(event, resources))
    }

    @discardableResult
    func say(
        _ event: Event, _ resources: String..., feed: String = "rrk-pas", at time: Int64? = nil, key: String? = nil
    ) async throws -> ApplyResult {
        let results = try await store.apply([message(event, resources, feed: feed, at: time, key: key)])
        return try #require(results.first)
    }

    func json(_ type: String, _ id: String, purpose: Purpose = .directCare) async throws -> String {
        let found = try await store.read(type, id: id, purpose: purpose)
        return String(decoding: try #require(found).json, as: UTF8.self)
    }
}

enum Invented {
    static let verified =
        #""extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"code":"01"}]}}],"#

    static func number(_ seed: Int) -> String {
        var seed = seed
        while true {
            let digits = Array("999\(String(repeating: "0", count: 6 - "\(seed % 1_000_000)".count))\(seed % 1_000_000)".utf8)
            if let check = NHSNumber.checkDigit(of: digits) { return String(decoding: digits + [check], as: UTF8.self) }
            seed += 1
        }
    }

    /// A Patient with id `id`, hospital number `mrn` of `system` and perhaps a verified NHS number.
    static func patient(
        _ id: String, mrn: String, system: String = "urn:rrk", nhs: Int? = nil, birth: String = "1970-01-01",
        sex: String = "female", more: String = ""
    ) -> String {
        let number =
            nhs.map { #"{\#(verified)"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(Self.number($0))"},"# } ?? ""
        return
            #"{"resourceType":"Patient","id":"\#(id)","identifier":[\#(number){"system":"\#(system)","value":"\#(mrn)"}],"gender":"\#(sex)","birthDate":"\#(birth)"\#(more)}"#
    }

    static func replaces(_ mrn: String, system: String = "urn:rrk") -> String {
        #","extension":[{"url":"https://genomics-hub.example/StructureDefinition/replaces","valueIdentifier":{"system":"\#(system)","value":"\#(mrn)"}}]"#
    }

    static func consent(_ id: String, _ status: String, on date: String, scope: String = "treatment") -> String {
        #"{"resourceType":"Consent","id":"\#(id)","status":"\#(status)","scope":{"coding":[{"code":"\#(scope)"}]},"dateTime":"\#(date)"}"#
    }

    static func order(_ id: String, patient: String, status: String = "active") -> String {
        #"{"resourceType":"ServiceRequest","id":"\#(id)","identifier":[{"system":"urn:order","value":"N\#(id)"}],"status":"\#(status)","intent":"order","subject":{"reference":"Patient/\#(patient)"}}"#
    }
}

extension ApplyResult {
    var conflict: String? {
        if case .conflict(let diagnostic) = outcome { return diagnostic.code }
        return nil
    }
}
