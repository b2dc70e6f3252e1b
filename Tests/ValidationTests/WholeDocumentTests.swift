import Diagnostics
import FHIR
import Testing

@testable import Validation

/// Documents that are right in ways that once were called wrong, and wrong in ways that once were passed over.
@Suite struct WholeDocumentTests {
    @Test(arguments: [
        // The url of an extension is an attribute in XML, and stands before the extensions in it.
        #"<Patient xmlns="http://hl7.org/fhir"><extension url="https://a.test/b"><extension url="c"><valueCode value="d"/></extension></extension></Patient>"#,
        // An expression's language is none of people.
        #"{"resourceType":"PlanDefinition","status":"draft","action":[{"condition":[{"kind":"applicability","expression":{"language":"text/fhirpath","expression":"%patient.active"}}]}]}"#,
        #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"integer","text":"a","extension":[{"url":"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression","valueExpression":{"language":"text/cql","expression":"A"}}]}]}"#,
        #"{"resourceType":"Patient","address":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/geolocation","extension":[{"url":"latitude","valueDecimal":53.4},{"url":"longitude","valueDecimal":-2.2}]}]}]}"#,
        // FHIR's own definitions say of themselves what R4 says of profiles alone.
        #"{"resourceType":"CodeSystem","status":"draft","content":"not-present","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version","valueCode":"4.0.0"}]}"#,
        #"{"resourceType":"Patient","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"NNGBR"}]},"value":"1"}]}"#,
        #"{"resourceType":"Device","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:6F2D3C1E-58F4-4B7A-9A3E-0F6D3F0B7C11"}]}"#,
        #"{"resourceType":"SearchParameter","url":"https://a.test/b","name":"B","status":"draft","description":"c","code":"b","base":["Patient","Person"],"type":"token","expression":"Patient.name.family | Person.name.family | (Patient.extension.where(url='https://a.test/c').value as Coding).code"}"#,
        #"{"resourceType":"ValueSet","status":"draft","jurisdiction":[{"coding":[{"system":"urn:iso:std:iso:3166","code":"GB"}]},{"coding":[{"system":"urn:iso:std:iso:3166","code":"826"}]}]}"#,
    ])
    func whatIsRightIsNotCalledWrong(text: String) {
        #expect(errors(text) == [])
    }

    @Test func aDocumentOfAnotherReleaseIsNoneOfR4() {
        let text =
            #"{"resourceType":"ProcedureRequest","meta":{"profile":["http://hl7.org/fhir/3.0/StructureDefinition/ProcedureRequest"]},"status":"active","intent":"order","code":{"text":"a"},"subject":{"reference":"Patient/1"},"requester":{"agent":{"reference":"Practitioner/1"}}}"#
        #expect(errors(text) == ["fhir-stu3"])
        let asked = ResourceValidator().validate(Array(text.utf8), of: .stu3).issues
        #expect(asked.map(\.code) == ["fhir-stu3"])
        #expect(!asked.contains { $0.severity == .error })
    }

    @Test(arguments: [
        (
            #"<Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir p.xsd"><active value="true"/></Patient>"#,
            "xml-attribute"
        ),
        (
            #"{"resourceType":"Patient","identifier":[{"system":"urn:uuid:1234","value":"1"}]}"#, "uri-uuid"
        ),
        (#"{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.02.3","value":"1"}]}"#, "uri-oid"),
        ("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\u{202E}b\"}]}", "string-direction"),
        (
            #"{"resourceType":"ValueSet","status":"draft","jurisdiction":[{"coding":[{"system":"urn:iso:std:iso:3166","code":"Wales"}]}]}"#,
            "unknown-code"
        ),
        (
            #"{"resourceType":"FamilyMemberHistory","status":"completed","patient":{"display":"a"},"relationship":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"X"}]}}"#,
            "unknown-code"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/request-doNotPerform","valueBoolean":true}]}"#,
            "extension-modifier"
        ),
        (
            #"{"resourceType":"Patient","modifierExtension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"a"}]}"#,
            "extension-modifier"
        ),
        (
            #"{"resourceType":"Patient","address":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/geolocation","extension":[{"url":"latitude","valueDecimal":53.4}]}]}]}"#,
            "profile-required"
        ),
        (
            #"{"resourceType":"Patient","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetName","valueString":"a"}]}"#,
            "extension-context"
        ),
        (
            #"{"resourceType":"Measure","status":"draft","group":[{"population":[{"criteria":{"language":"text/cql","expression":"a"}}]}]}"#,
            "measure-library"
        ),
        (
            #"{"resourceType":"SearchParameter","url":"https://a.test/b","name":"B","status":"draft","description":"c","code":"b","base":["Patient"],"type":"token","expression":"Patient.nmae"}"#,
            "fhirpath"
        ),
        (
            #"{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"system":"http://hl7.org/fhir/ValueSet/languages"}]}}"#,
            "coding-system"
        ),
        (
            #"{"resourceType":"CodeSystem","status":"draft","content":"complete","property":[{"code":"a","type":"code"},{"code":"a","type":"string"}]}"#,
            "cs-property"
        ),
    ])
    func whatIsWrongIsFound(text: String, code: String) {
        #expect(errors(text) == [code])
    }

    @Test(arguments: ["<p>a<table><tr><td>b</td></tr></table></p>", "<p><b><ul><li>a</li></ul></b></p>"])
    func aParagraphHoldsNoBlocks(content: String) {
        func patient(_ content: String) -> String {
            #"<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">\#(content)</div></text></Patient>"#
        }
        #expect(errors(patient(content)) == ["xhtml-paragraph"])
        #expect(errors(patient("<table><tr><td><p>a</p></td></tr></table><p>b</p>")) == [])
    }

    @Test func whatASearchDidNotAskForNeedsAMode() {
        func set(_ resource: String) -> String {
            #"{"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"https://a.test/Patient?name=a"}],"entry":[{"fullUrl":"https://a.test/\#(resource)/1","resource":{"resourceType":"\#(resource)","id":"1"}}]}"#
        }
        #expect(errors(set("Patient")) == [])
        #expect(errors(set("Person")) == ["bundle-search"])
    }

    @Test func anAddressOfAServerIsThatOfAResourceWithAnID() {
        func bundle(_ type: String, _ more: String) -> String {
            #"{"resourceType":"Bundle","type":"\#(type)","entry":[{"fullUrl":"https://a.test/Patient/1","resource":{"resourceType":"Patient","active":true}\#(more)}]}"#
        }
        #expect(errors(bundle("collection", "")) == ["bundle-fullurl"])
        #expect(errors(bundle("transaction", #","request":{"method":"POST","url":"Patient"}"#)) == [])
    }

    /// Warnings neither hide errors nor become one by their number.
    @Test func manyWarningsAreNoError() {
        func bundle(_ last: String) -> String {
            let entries = (0..<300).map { _ in
                #"{"resource":{"resourceType":"Patient","name":[{"text":" a"}]},"request":{"method":"POST","url":"Patient"}}"#
            }
            return #"{"resourceType":"Bundle","type":"transaction","entry":[\#(entries.joined(separator: ",")),\#(last)]}"#
        }
        let good = #"{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}"#
        let bad =
            #"{"resource":{"resourceType":"Patient","contact":[{"gender":"male"}]},"request":{"method":"POST","url":"Patient"}}"#
        #expect(errors(bundle(good)) == [])
        #expect(warnings(bundle(good)).contains("further-problems"))
        #expect(warnings(bundle(good)).count { $0 == "dom-6" } == 1)
        #expect(errors(bundle(bad)) == ["pat-1"])
    }

    @Test(.timeLimit(.minutes(1))) func manyContainedResourcesAreFoundAtOnce() {
        let places = 0..<20_000
        let contained = places.map { #"{"resourceType":"Patient","id":"p\#($0)"}"# }.joined(separator: ",")
        let entries = places.map { ##"{"item":{"reference":"#p\##($0)"}}"## }.joined(separator: ",")
        #expect(
            errors(
                #"{"resourceType":"List","status":"current","mode":"working","contained":[\#(contained)],"entry":[\#(entries)]}"#
            )
                == [])
    }
}

@Suite struct CodeSystemTests {
    @Test func everyCodeOfTheTableIsFound() throws {
        var system: CodeSystems.System?
        var codes = 0
        for line in TableText.lines(r4Codes) {
            if line.hasPrefix("@") {
                system = CodeSystems.known[String(line.dropFirst().prefix { $0 != "\t" })]
                continue
            }
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            codes += 1
            #expect(try #require(system).display(of: String(parts[0])) == String(parts[1]))
        }
        #expect(codes > 15_000)
    }

    @Test func codesThatAreNoneAreNot() throws {
        let gender = try #require(CodeSystems.known["http://hl7.org/fhir/administrative-gender"])
        for code in ["", "mal", "males", "Male", "a", "zzz", "male\t"] { #expect(!gender.has(code)) }
        // Tables of version 2 do not mind case.
        let kinds = try #require(CodeSystems.known["http://terminology.hl7.org/CodeSystem/v2-0203"])
        #expect(kinds.has("mr") && kinds.has("NNUSA") && !kinds.has("MRN"))
    }
}

/// Definitions: what they constrain, name and map.
@Suite struct DefinitionTests {
    private func profile(_ element: String, type: String = "Observation", base: String = "Observation") -> [String] {
        errors(
            #"{"resourceType":"StructureDefinition","url":"https://a.test/b","name":"B","status":"draft","fhirVersion":"4.0.1","kind":"resource","abstract":false,"type":"\#(type)","baseDefinition":"http://hl7.org/fhir/StructureDefinition/\#(base)","derivation":"constraint","differential":{"element":[{"id":"\#(type)","path":"\#(type)"},\#(element)]}}"#
        )
    }

    private func element(_ path: String, _ more: String) -> String { #"{"id":"\#(path)","path":"\#(path)",\#(more)}"# }

    @Test func aConstraintNarrows() {
        #expect(profile(element("Observation.subject", #""min":1"#)) == [])
        #expect(profile(element("Observation.value[x]", #""type":[{"code":"Quantity"},{"code":"CodeableConcept"}]"#)) == [])
        #expect(profile(element("Observation.subject", #""max":"*""#)) == ["sd-max"])
        #expect(profile(element("Observation.status", #""min":0"#)) == ["sd-min"])
        #expect(profile(element("Observation.value[x]", #""type":[{"code":"Address"}]"#)) == ["sd-type"])
        #expect(
            profile(
                element(
                    "Observation.issued",
                    #""type":[{"code":"instant"}],"binding":{"strength":"required","valueSet":"https://a.test/c"}"#))
                == ["sd-binding"])
        #expect(profile(element("Observation.status", #""type":[{"code":"code"}],"fixedString":"final""#)) == ["sd-value"])
    }

    @Test func aConstraintIsOfTheTypeOfItsBase() {
        #expect(profile(element("Patient.active", #""min":1"#), type: "Patient", base: "Observation") == ["sd-base"])
        #expect(profile(element("Observation.subject", #""min":1"#), base: "vitalsigns") == [])
    }

    @Test func anInvariantNamesWhatIsThere() {
        func invariant(_ expression: String) -> String {
            element(
                "Observation.component",
                #""constraint":[{"key":"a-1","severity":"error","human":"a","expression":"\#(expression)"}]"#)
        }
        #expect(profile(invariant("value.exists() or code.coding.exists()")) == [])
        #expect(profile(invariant("valeu.exists()")) == ["fhirpath"])
        #expect(profile(invariant("value.exists(")) == ["fhirpath"])
    }

    @Test func anExtensionSaysItsURL() {
        func definition(_ url: String) -> [String] {
            errors(
                #"{"resourceType":"StructureDefinition","url":"https://a.test/b","name":"B","status":"draft","kind":"complex-type","abstract":false,"context":[{"type":"element","expression":"Patient"}],"type":"Extension","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Extension","derivation":"constraint","differential":{"element":[{"id":"Extension","path":"Extension"},{"id":"Extension.url","path":"Extension.url","fixedUri":"\#(url)"}]}}"#
            )
        }
        #expect(definition("https://a.test/b") == [])
        #expect(definition("https://a.test/c") == ["sd-extension"])
    }

    @Test(arguments: [
        ("src", "v", "main", []), ("other", "v", "main", ["sm-name"]), ("src", "w", "main", ["sm-name"]),
        ("src", "v", "others", ["sm-group"]),
    ])
    func aMapNamesWhatWasGiven(context: String, variable: String, group: String, codes: [String]) {
        #expect(
            errors(
                #"""
                {"resourceType":"StructureMap","url":"https://a.test/b","name":"B","status":"draft","group":[{"name":"main","typeMode":"none",
                 "input":[{"name":"src","mode":"source"},{"name":"tgt","mode":"target"}],
                 "rule":[{"name":"a","source":[{"context":"\#(context)","element":"c","variable":"v"}],
                  "target":[{"context":"tgt","contextType":"variable","element":"d","transform":"copy","parameter":[{"valueId":"\#(variable)"}]}],
                  "dependent":[{"name":"\#(group)","variable":["v","tgt"]}]}]}]}
                """#) == codes)
    }
}
