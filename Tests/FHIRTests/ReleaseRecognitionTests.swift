import Diagnostics
import Testing
import Tree

@testable import FHIR

/// Which release of FHIR a document is written in.
@Suite struct ReleaseRecognitionTests {
    private func release(_ text: String, certainly: Bool = false) -> FHIRRelease {
        FHIRDocument.read(Array(text.utf8), certainly: certainly).release
    }

    @Test(arguments: [
        #"{"resourceType":"ProcedureRequest","status":"active"}"#,
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"context":{"reference":"Encounter/1"}}"#,
        #"{"resourceType":"Condition","clinicalStatus":"active","subject":{"reference":"Patient/1"}}"#,
        #"{"resourceType":"Task","requester":{"agent":{"reference":"Practitioner/1"}}}"#,
        #"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"ReferralRequest"}}]}"#,
        #"{"resourceType":"Patient","contained":[{"resourceType":"BodySite"}]}"#,
        #"{"resourceType":"Patient","meta":{"profile":["https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1"]}}"#,
        #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/Patient|3.0.1"]}}}]}"#,
        #"<Condition xmlns="http://hl7.org/fhir"><clinicalStatus value="active"/><subject><reference value="Patient/1"/></subject></Condition>"#,
        #"<MessageHeader xmlns="http://hl7.org/fhir"><timestamp value="2019-05-01T10:00:00Z"/></MessageHeader>"#,
    ])
    func whatR4HasNoPlaceForIsSTU3s(text: String) { #expect(release(text) == .stu3) }

    @Test(arguments: [
        #"{"resourceType":"Patient","active":true}"#,
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"interpretation":{"text":"high"}}"#,
        #"{"resourceType":"Task","status":"requested","intent":"order","requester":{"reference":"Practitioner/1"}}"#,
        #"{"resourceType":"Condition","clinicalStatus":{"text":"a"},"subject":{"reference":"Patient/1"}}"#,
        // Mistakes of R4's senders, and a document of R4 that has one element of STU3's beside R4's own.
        #"{"resourceType":"Patient","nonsense":1}"#,
        #"{"resourceType":"Nonsense"}"#,
        #"{"resourceType":"Observation","context":{"reference":"Encounter/1"},"encounter":{"reference":"Encounter/1"},"hasMember":[{"display":"a"}]}"#,
        #"{"resourceType":"Observation","encounter":{"reference":"Encounter/1"},"meta":{"profile":["https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Observation-1"]}}"#,
        #"{"resourceType":"Encounter","reason":[{"value":[{"concept":{"text":"R5 says it so"}}]}]}"#,
        #"{"resourceType":"Patient","#,
    ])
    func everythingElseIsR4s(text: String) { #expect(release(text) == .r4) }

    @Test func oneElementMayBeAMistakeAndIsNotCertain() {
        let one = #"{"resourceType":"Observation","context":{"reference":"Encounter/1"}}"#
        #expect(release(one) == .stu3 && release(one, certainly: true) == .r4)
        let two = #"{"resourceType":"Observation","context":{"reference":"Encounter/1"},"comment":"a"}"#
        #expect(release(two, certainly: true) == .stu3)
        #expect(release(#"{"resourceType":"ReferralRequest"}"#, certainly: true) == .stu3)
        #expect(release(#"{"resourceType":"ReferralRequest","nonsense":1}"#, certainly: true) == .r4)
    }

    @Test func aReleaseThatIsStatedIsTaken() {
        let text = Array(#"{"resourceType":"Patient","active":true}"#.utf8)
        #expect(FHIRDocument.read(text, as: .stu3).release == .stu3)
        let old = Array(#"{"resourceType":"ProcedureRequest"}"#.utf8)
        #expect(FHIRDocument.read(old, as: .r4).release == .r4)
    }

    // MARK: the types of STU3

    private func element(_ name: String, of type: String) -> FHIRElement? {
        Schema.stu3.type(named: type)?.element(named: name)
    }

    @Test func theTypesOfSTU3AreItsOwn() throws {
        #expect(Schema.stu3.type(named: "ServiceRequest") == nil && Schema.stu3.type(named: "ProcedureRequest") != nil)
        #expect(element("encounter", of: "Observation") == nil)
        #expect(element("context", of: "Observation")?.types.map(\.name) == ["Reference"])
        #expect(element("context", of: "Observation")?.referenceTargets.map(\.name) == ["Encounter", "EpisodeOfCare"])
        #expect(element("interpretation", of: "Observation")?.isCollection == false)
        #expect(element("clinicalStatus", of: "Condition")?.types.map(\.name) == ["code"])
        #expect(element("requester", of: "ProcedureRequest")?.types.map(\.name) == ["ProcedureRequest.requester"])
        #expect(element("agent", of: "ProcedureRequest.requester")?.isRequired == true)
        #expect(element("value", of: "Observation")?.types.contains { $0.name == "Attachment" } == true)
        #expect(Schema.stu3.type(named: "Age")?.base?.name == "Quantity")
        #expect(Schema.stu3.type(named: "canonical") == nil)
    }

    @Test func whatBothHaveAlikeIsR4s() throws {
        for name in ["HumanName", "Identifier", "Practitioner", "Organization"] {
            let own = try #require(Schema.stu3.type(named: name))
            let other = try #require(Schema.r4.type(named: name))
            #expect(own.elements.map(\.name) == other.elements.map(\.name), "\(name)")
        }
    }

    @Test func aCodeOfARequiredBindingIsHeldAgainstIt() {
        func codes(_ text: String) -> [String] {
            let document = FHIRDocument.read(Array(text.utf8), as: .stu3)
            return document.tree.map { Validator(.stu3).validate($0).map(\.code) } ?? []
        }
        #expect(codes(#"{"resourceType":"Patient","gender":"female"}"#) == [])
        #expect(codes(#"{"resourceType":"Patient","gender":"Female"}"#) == ["fhir-code"])
        #expect(codes(#"{"resourceType":"Condition","clinicalStatus":"active"}"#) == ["fhir-required"])
        #expect(
            codes(#"{"resourceType":"Observation","status":"final","code":{"text":"a"},"encounter":{"display":"a"}}"#) == [
                "fhir-unknown-element"
            ])
    }
}
