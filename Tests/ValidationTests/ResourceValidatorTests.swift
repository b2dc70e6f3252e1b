import Diagnostics
import Testing

@testable import Validation

/// What an own document is told: the codes of its errors.
func errors(_ text: String, profiles: [String] = []) -> [String] {
    ResourceValidator().validate(Array(text.utf8), profiles: profiles).issues.filter { $0.severity == .error }.map(\.code)
}

func warnings(_ text: String) -> [String] {
    ResourceValidator().validate(Array(text.utf8)).issues.filter { $0.severity == .warning }.map(\.code)
}

@Suite struct ResourceValidatorTests {
    @Test func aGoodPatientHasNoErrors() {
        #expect(errors(#"{"resourceType":"Patient","birthDate":"1970-03-30","name":[{"family":"Osei"}]}"#) == [])
        #expect(errors(#"<Patient xmlns="http://hl7.org/fhir"><birthDate value="1970-03-30"/></Patient>"#) == [])
    }

    @Test(arguments: [
        #"{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201"}}]}"#,
        #"{"resourceType":"Patient","name":[{"period":{"start":"2024-02-01T10:00:00Z","end":"2024-02-02"}}]}"#,
        #"{"resourceType":"Patient","fhir_comments":["a"],"active":true}"#,
        #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"https://a.test/b","code":"c"}]}}"#,
        #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"code","valueCodeableConcept":{"text":"a"}}]}]}"#,
        #"{"resourceType":"Device","url":"a"}"#,
        #"{"resourceType":"Patient","name":[{"period":{"start":"2024-02-01T10:00:00Z","end":"2024-02-01"}}]}"#,
        #"{"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/1"},"prediction":[{"outcome":{"text":"a"}}]}"#,
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":1,"comparator":"<","unit":"kBy","system":"http://unitsofmeasure.org","code":"kBy"}}"#,
        #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://hl7.org/fhir/us/core/CodeSystem/a","code":"M"}]}}"#,
    ])
    func whatIsNoError(text: String) { #expect(errors(text) == []) }

    @Test func everyInvariantOfR4IsReadable() {
        #expect(InvariantTable.r4.unreadable == [])
        #expect(InvariantTable.r4.all.count > 200)
    }

    @Test(arguments: [
        (#"{"resourceType":"Patient","contact":[{"gender":"female"}]}"#, "pat-1"),
        (#"{"resourceType":"Patient","telecom":[{"value":"01632 960001"}]}"#, "cpt-2"),
        (
            #"{"resourceType":"Encounter","status":"planned","class":{"code":"AMB"},"period":{"start":"2024-02-01","end":"2024-01-01"}}"#,
            "per-1"
        ),
        // Nothing is no answer to a rule: the first of the two is neither earlier nor not.
        (#"{"resourceType":"Patient","name":[{"period":{"start":"2024-02-01T10:00:00Z","end":"2024-01"}}]}"#, "per-1"),
        (
            #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","initial":[{"valueString":"a"},{"valueString":"b"}]}]}"#,
            "que-13"
        ),
        (#"{"resourceType":"ValueSet","status":"draft","url":"ValueSet/a"}"#, "canonical-relative"),
        (
            #"{"resourceType":"Patient","meta":{"security":[{"system":"http://a.test","code":"b"},{"system":"http://a.test","code":"b"}]}}"#,
            "meta-security"
        ),
        (
            #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://loinc.org/","code":"a"}]}}"#,
            "coding-system"
        ),
        (
            #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"https://terminology.hl7.org/CodeSystem/v3-NullFlavor","code":"UNK"}]}}"#,
            "coding-system"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-nationality","extension":[{"url":"land","valueString":"a"}]}]}"#,
            "extension-part"
        ),
        (
            #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://hl7.org/fhir/marital","code":"M"}]}}"#,
            "coding-system"
        ),
        (#"{"resourceType":"Patient","identifier":[{"system":"URN:OID:1.2.3","value":"a"}]}"#, "identifier-system"),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"referenceRange":[{"low":{"value":1,"comparator":"<"}}]}"#,
            "sqty-1"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueCode":"a"}]}"#,
            "profile-type"
        ),
        (
            #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","enableWhen":[{"question":"2","operator":"exists","answerBoolean":true}],"item":[{"linkId":"2","type":"string"}]}]}"#,
            "q-enable"
        ),
        (#"{"resourceType":"Organization"}"#, "org-1"),
        (#"{"resourceType":"Patient","name":[{"id":"a"}]}"#, "ele-1"),
        (#"{"resourceType":"Organization","name":"A","address":[{"use":"home","city":"B"}]}"#, "org-2"),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueString":"b","dataAbsentReason":{"text":"c"}}"#,
            "obs-6"
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"referenceRange":[{"appliesTo":[{"text":"b"}]}]}"#,
            "obs-3"
        ),
        (#"{"resourceType":"Parameters","parameter":[{"name":"a"}]}"#, "inv-1"),
        (#"{"resourceType":"Bundle","type":"collection","total":1}"#, "bdl-1"),
        (
            #"{"resourceType":"List","status":"current","mode":"working","entry":[{"deleted":true,"item":{"display":"a"}}]}"#,
            "lst-2"
        ),
        (
            #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group"}]}"#, "que-1"
        ),
        (
            #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string"},{"linkId":"1","type":"string"}]}"#,
            "que-2"
        ),
        (#"{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"data":"QUJD"}}]}"#, "att-1"),
        (
            #"{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"a","name":"b"}]}"#, "dom-3"
        ),
        (
            ##"{"resourceType":"Patient","managingOrganization":{"reference":"#a"},"contained":[{"resourceType":"Organization","id":"a","name":"b","meta":{"versionId":"1"}}]}"##,
            "dom-4"
        ),
        (#"{"resourceType":"Patient","extension":[{"url":"https://example.test/a"}]}"#, "fhir-extension"),
        (#"{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"concept":[{"code":"a"}]}]}}"#, "vsd-1"),
    ])
    func aBrokenInvariantIsAnError(text: String, key: String) {
        #expect(errors(text).contains(key))
    }

    @Test(arguments: [
        (#"{"resourceType":"Patient","identifier":[{"system":"nhs","value":"1"}]}"#, "identifier-system"),
        (#"{"resourceType":"Patient","identifier":[{"system":"urn:ietf:rfc:3986","value":"1"}]}"#, "identifier-uri"),
        (#"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"marital","code":"M"}]}}"#, "coding-system"),
        (
            #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://hl7.org/fhir/ValueSet/marital-status","code":"M"}]}}"#,
            "coding-system"
        ),
        (#"{"resourceType":"Patient","extension":[{"url":"a","valueString":"b"}]}"#, "extension-url"),
        (#"{"resourceType":"Patient","meta":{"profile":["Patient/1"]}}"#, "canonical-relative"),
        (#"{"resourceType":"Patient","photo":[{"contentType":"png","data":"QUJD"}]}"#, "fhir-code"),
        (#"{"resourceType":"Patient","photo":[{"contentType":"image/png","data":"QUJD","size":4}]}"#, "attachment-size"),
        (#"{"resourceType":"Patient","identifier":[{"system":"oid:1.2.3","value":"1"}]}"#, "uri-scheme"),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"mm Hg"}}"#,
            "ucum"
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"labs"}]}]}"#,
            "unknown-code"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueString":"b"}]}"#,
            "profile-type"
        ),
        (
            #"{"resourceType":"Organization","name":"a","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"b"}}]}"#,
            "extension-context"
        ),
        (#"{"resourceType":"Invoice","status":"draft","totalNet":{"value":1,"currency":"Pounds"}}"#, "fhir-code"),
        (#"{"resourceType":"Patient","language":"English please"}"#, "fhir-code"),
        (
            #"{"resourceType":"Patient","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"lost"}]}}"#,
            "profile-code"
        ),
        (
            #"{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://hl7.org/fhir/v3/MaritalStatus","code":"M"}]}}"#,
            "coding-system"
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"category":[{"coding":[{"system":"http://hl7.org/fhir/condition-category","code":"encounter-diagnosis"}]}]}"#,
            "coding-system"
        ),
        (
            #"{"resourceType":"Patient","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"QQQ"}]},"value":"1"}]}"#,
            "unknown-code"
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"exam","display":"Survey"}]}]}"#,
            "display"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/us-core-race","valueString":"b"}]}"#,
            "extension-unknown"
        ),
        (
            #"{"resourceType":"Patient","modifierExtension":[{"url":"https://trust.test/not-alive","valueBoolean":true}]}"#,
            "extension-modifier"
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueSampledData":{"origin":{"value":0},"period":1,"dimensions":1,"data":"1 2 x"}}"#,
            "sampled-data"
        ),
        (#"{"resourceType":"Patient","language":"english"}"#, "fhir-code"),
        (#"{"resourceType":"Patient","name":[{"text":"<script>1</script>"}]}"#, "string-script"),
        (#"{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"system":"loinc"}]}}"#, "coding-system"),
        (#"{"resourceType":"CodeSystem","status":"draft","content":"supplement"}"#, "cs-supplement"),
    ])
    func aWrongValueIsAnError(text: String, code: String) {
        #expect(errors(text).contains(code))
    }

    @Test(arguments: [
        "mg/dL", "10*9/L", "/min", "mm[Hg]", "{score}", "kg/m2", "%", "[in_i]", "m/s2", "g/(8.h)", "Cel", "mL/min/{1.73_m2}",
        "1",
    ])
    func unitsOfUCUM(code: String) { #expect(UCUM.judge(code) == .valid) }

    @Test(arguments: ["mmHg", "mg / dL", "°C", "", "mg/", "[in_i", "bpm", "mcg", "10*9/l/", "(mg"])
    func noUnitsOfUCUM(code: String) { #expect(UCUM.judge(code) == .wrong) }

    @Test func xmlKeepsTheOrderOfElements() {
        let text = #"<Patient xmlns="http://hl7.org/fhir"><birthDate value="1970-03-30"/><gender value="male"/></Patient>"#
        #expect(errors(text) == ["xml-order"])
    }

    @Test func positionsArePathsLinesAndColumns() throws {
        let text = "{\n  \"resourceType\": \"Patient\",\n  \"contact\": [\n    {\"gender\": \"female\"}\n  ]\n}"
        let issue = try #require(ResourceValidator().validate(Array(text.utf8)).issues.first { $0.code == "pat-1" })
        guard case .message(let position) = issue.location else {
            Issue.record("no position")
            return
        }
        #expect(position.path == "Patient.contact[0]")
        #expect(position.line == 4)
        #expect(position.column == 5)
    }

    @Test func unreadableTextIsReportedAndNothingElse() {
        #expect(errors("{") == ["json-syntax"])
        #expect(errors("") == ["json-syntax"])
        #expect(errors("<Patient") == ["xml-syntax"])
        #expect(errors("{}") == ["fhir-unknown-type"])
    }

    /// What looks like a mistake and is none.
    @Test(arguments: [
        #"{"resourceType":"Patient","modifierExtension":[{"url":"http://example.org/x","valueBoolean":true}]}"#,
        #"{"resourceType":"Patient","extension":[{"url":"https://trust.test/anything","valueString":"b"}]}"#,
        #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime2","valueString":"b"}]}"#,
        #"{"resourceType":"Patient","language":"cy-GB","name":[{"text":"a < b"}]}"#,
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueSampledData":{"origin":{"value":0},"period":1,"dimensions":1,"data":"1 -2.5 E U L"}}"#,
        #"<Patient xmlns="http://hl7.org/fhir"><id value="a"/><name id="b"><family value="c"/></name></Patient>"#,
    ])
    func whatIsAllowedIsNoError(text: String) {
        #expect(errors(text) == [])
    }

    @Test(arguments: [
        #"<Patient xmlns="http://hl7.org/fhir" id="a"><active value="true"/></Patient>"#,
        #"<Patient xmlns="http://hl7.org/fhir"><name><id value="a"/><family value="c"/></name></Patient>"#,
        #"<Patient xmlns="http://hl7.org/fhir"><name family="c"/></Patient>"#,
        #"<Patient xmlns="http://hl7.org/fhir"><extension><url value="http://example.org/x"/><valueString value="a"/></extension></Patient>"#,
    ])
    func attributesAndElementsStandWhereXMLHasThem(text: String) {
        #expect(errors(text).contains("fhir-attribute"))
    }

    @Test func anEmptyResourceSaysNothingInXML() {
        #expect(errors(#"<Patient xmlns="http://hl7.org/fhir"/>"#) == ["fhir-empty"])
    }
}
