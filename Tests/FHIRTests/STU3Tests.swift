import Diagnostics
import Testing
import Tree

@testable import FHIR

/// FHIR STU3 read as R4: what was renamed, moved and wrapped, and what is lost and told.
@Suite struct STU3Tests {
    private func read(_ text: String) -> (json: String, diagnostics: [Diagnostic]) {
        let document = FHIRDocument.parse(Array(text.utf8)).readAsR4()
        return (
            document.tree.map { String(decoding: JSONWriter.write($0), as: UTF8.self) } ?? "", document.diagnostics
        )
    }

    @Test(arguments: [
        (
            #"{"resourceType":"ProcedureRequest","status":"cancelled","intent":"order","code":{"text":"a"},"subject":{"reference":"Patient/1"},"context":{"reference":"Encounter/1"},"requester":{"agent":{"reference":"Practitioner/1"}},"performer":{"reference":"Organization/1"}}"#,
            #"{"resourceType":"ServiceRequest","status":"revoked","intent":"order","code":{"text":"a"},"subject":{"reference":"Patient/1"},"encounter":{"reference":"Encounter/1"},"requester":{"reference":"Practitioner/1"},"performer":[{"reference":"Organization/1"}]}"#
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"context":{"reference":"Encounter/1"},"interpretation":{"text":"high"},"comment":"since May","related":[{"type":"has-member","target":{"reference":"Observation/2"}},{"type":"derived-from","target":{"reference":"Observation/3"}}]}"#,
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"encounter":{"reference":"Encounter/1"},"interpretation":[{"text":"high"}],"note":[{"text":"since May"}],"hasMember":[{"reference":"Observation/2"}],"derivedFrom":[{"reference":"Observation/3"}]}"#
        ),
        (
            #"{"resourceType":"DiagnosticReport","status":"final","category":{"text":"GE"},"code":{"text":"a"},"performer":[{"actor":{"display":"lab"}}],"codedDiagnosis":[{"text":"b"}],"image":[{"comment":"c","link":{"reference":"Media/1"}}]}"#,
            #"{"resourceType":"DiagnosticReport","status":"final","category":[{"text":"GE"}],"code":{"text":"a"},"performer":[{"display":"lab"}],"media":[{"comment":"c","link":{"reference":"Media/1"}}],"conclusionCode":[{"text":"b"}]}"#
        ),
        (
            #"{"resourceType":"Condition","clinicalStatus":"active","verificationStatus":"confirmed","subject":{"reference":"Patient/1"},"assertedDate":"2019"}"#,
            #"{"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"subject":{"reference":"Patient/1"},"recordedDate":"2019"}"#
        ),
        (
            #"{"resourceType":"Encounter","status":"finished","class":{"system":"http://hl7.org/fhir/v3/ActCode","code":"AMB"},"reason":[{"text":"a"}]}"#,
            #"{"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"reasonCode":[{"text":"a"}]}"#
        ),
    ])
    func aResourceBecomesR4s(old: String, new: String) {
        let (json, diagnostics) = read(old)
        // Both as R4 orders them.
        let wanted = FHIRDocument.parse(Array(new.utf8))
        #expect(wanted.diagnostics.isEmpty)
        let made = FHIRDocument.parse(Array(json.utf8))
        #expect(made.diagnostics.isEmpty)
        #expect(sorted(made.tree) == sorted(wanted.tree))
        #expect(diagnostics.map(\.code) == ["fhir-stu3"])
        #expect(made.tree.map { Validator().validate($0).filter { $0.severity == .error }.map(\.code) } == [])
    }

    /// Every leaf with its path, in the order of the alphabet: objects have no order.
    private func sorted(_ tree: Tree?) -> [String] {
        guard let tree else { return [] }
        return tree.nodes.indices.map { Tree.ID(UInt32($0)) }.filter { !tree.hasChildren($0) }
            .map { tree.path(of: $0) + "=" + tree.text(of: $0) }.sorted()
    }

    @Test func aMessageKeepsItsTimeAndXMLItsKinds() {
        let text = """
            <Bundle xmlns="http://hl7.org/fhir"><type value="message"/><entry><fullUrl value="urn:uuid:a"/><resource>
            <MessageHeader><event><system value="https://example.test/e"/><code value="order"/></event>
            <timestamp value="2019-05-01T10:00:00Z"/><source><endpoint value="https://example.test/"/></source></MessageHeader>
            </resource></entry><entry><fullUrl value="urn:uuid:b"/><resource>
            <ProcedureRequest><id value="b"/><status value="active"/><intent value="order"/><doNotPerform value="true"/>
            <code><text value="a"/></code><subject><reference value="urn:uuid:c"/></subject></ProcedureRequest>
            </resource></entry></Bundle>
            """
        let (json, diagnostics) = read(text)
        #expect(diagnostics.map(\.code) == ["fhir-stu3"])
        #expect(json.contains(#""timestamp":"2019-05-01T10:00:00Z""#))
        #expect(json.contains(#""eventCoding":{"system":"https://example.test/e","code":"order"}"#))
        #expect(json.contains(#""resourceType":"ServiceRequest","id":"b""#))
        #expect(json.contains(#""doNotPerform":true"#))
    }

    @Test func whatHasNoPlaceIsTold() {
        let (json, diagnostics) = read(
            #"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"DiagnosticReport","status":"final","code":{"text":"a"},"performer":[{"role":{"text":"author"},"actor":{"display":"lab"}}]}},{"resource":{"resourceType":"Patient","animal":{"species":{"text":"dog"}},"active":true}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"a"},"related":[{"type":"replaces","target":{"reference":"Observation/2"}}]}}]}"#
        )
        #expect(diagnostics.map(\.code) == ["fhir-stu3", "stu3-lost", "stu3-lost", "stu3-lost"])
        let places = diagnostics.compactMap { diagnostic -> String? in
            guard case .message(let position) = diagnostic.location else { return nil }
            return position.path
        }
        #expect(
            places == [
                "Bundle.entry[0].resource.performer[0].role", "Bundle.entry[1].resource.animal",
                "Bundle.entry[2].resource.related[0]",
            ])
        #expect(!json.contains("author") && !json.contains("dog") && !json.contains("replaces"))
    }

    @Test(arguments: [
        #"{"resourceType":"Patient","active":true}"#,
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"interpretation":{"text":"high"}}"#,
        #"{"resourceType":"Task","status":"requested","intent":"order","requester":{"reference":"Practitioner/1"}}"#,
        #"{"resourceType":"Condition","clinicalStatus":{"text":"a"},"subject":{"reference":"Patient/1"}}"#,
    ])
    func whatIsNotSTU3IsLeftAlone(text: String) {
        let document = FHIRDocument.parse(Array(text.utf8))
        let read = document.readAsR4()
        #expect(read.diagnostics == document.diagnostics)
        #expect(read.tree.map { JSONWriter.write($0) } == document.tree.map { JSONWriter.write($0) })
    }
}
