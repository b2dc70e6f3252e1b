import Canonical
import FHIR
import Record
import Submission
import Testing
import Tree

/// A person of the record as the submission sees them, made of invented resources.
struct Scene {
    static let day: Milliseconds = 1_780_000_000_000
    var choices = ConsentChoices(programme: .yes, decider: .adult)
    var participant = Participant(birthDate: CalendarDate("1970-01-01"))
    var epoch: Int64 = 1
    var patient =
        #"{"resourceType":"Patient","id":"p","meta":{"versionId":"1"},"identifier":[{"extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"code":"01"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(number)"},{"system":"urn:rrk","value":"M1"}],"name":[{"family":"Hobson","given":["Ada"]}],"gender":"female","birthDate":"1970-01-01","address":[{"postalCode":"ZZ99 3VZ"}]}"#
    var order =
        #"{"resourceType":"ServiceRequest","id":"o","extension":[{"url":"https://genomics-hub.example/StructureDefinition/ordering-organisation","valueReference":{"display":"X"}}],"identifier":[{"system":"urn:order","value":"N 1"}],"status":"active","intent":"order","code":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory","code":"R59.3"}]},"subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},"requester":{"reference":"Practitioner/d","identifier":{"system":"urn:gmc","value":"C1"}},"specimen":[{"reference":"Specimen/s"}],"authoredOn":"2026-01-01"}"#
    var specimen: String? =
        #"{"resourceType":"Specimen","id":"s","identifier":[{"system":"urn:sp","value":"S1"}],"type":{"coding":[{"system":"http://snomed.info/sct","code":"119297000"}]},"subject":{"reference":"Patient/p"},"collection":{"collectedDateTime":"2026-01-02T10:00:00Z"}}"#
    var consent: String? =
        #"{"resourceType":"Consent","id":"c","status":"active","scope":{"coding":[{"code":"treatment"}]},"patient":{"reference":"Patient/p"},"dateTime":"2026-01-01"}"#
    var more: [(type: String, json: String)] = []

    static let number: String = {
        let digits = Array("999000001".utf8)
        guard let check = NHSNumber.checkDigit(of: digits) else { return "" }
        return String(decoding: digits + [check], as: UTF8.self)
    }()

    var snapshot: PersonSnapshot {
        var all = [("Patient", patient), ("ServiceRequest", order)]
        if let specimen { all.append(("Specimen", specimen)) }
        if let consent { all.append(("Consent", consent)) }
        all += more.map { ($0.type, $0.json) }
        let resources = all.map { type, json in
            let tree = JSONReader.read(Array(json.utf8), dialect: .fhir).tree
            return RecordResource(
                type: type, id: tree?.text("id") ?? "", version: 1, person: PersonID(1), recordedAt: 0, eventTime: 0, feed: "f",
                controlID: nil, json: Array(json.utf8))
        }
        return PersonSnapshot(
            standing: ConsentStanding(person: PersonID(1), epoch: epoch, choices: choices, participant: participant),
            resources: resources)
    }

    func readiness(hasReachedNation: Bool = false) -> SubmissionReadiness? {
        SubmissionReadiness.assess(
            snapshot, order: "o", on: CalendarDate(milliseconds: Self.day), hasReachedNation: hasReachedNation)
    }

    func bundle(version: Int = 1) throws -> SubmissionBundle {
        guard case .ready(let permit) = readiness() else {
            Issue.record("not ready: \(String(describing: readiness()))")
            throw SceneFailure()
        }
        return try #require(SubmissionBundle.make(snapshot, order: "o", version: version, permit: permit))
    }

    struct SceneFailure: Error {}
}

extension String {
    func replacing(_ old: String, by new: String) -> String {
        var out = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(old) {
                out += new
                rest = rest.dropFirst(old.count)
            } else {
                out.append(rest.removeFirst())
            }
        }
        return out
    }
}
