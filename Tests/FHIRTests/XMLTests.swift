import Diagnostics
import FHIR
import Testing
import Tree

@Suite struct XMLTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let patient = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Patient xmlns="http://hl7.org/fhir">
          <id value="p1"/>
          <!-- nothing -->
          <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>A &amp; B<br/></p></div></text>
          <contained><Organization><id value="o"/><name value="Trust &quot;1&quot;&#10;two"/></Organization></contained>
          <extension url="http://example.org/e"><valueDecimal value="1.50"/></extension>
          <active value="true"/>
          <name id="n"><family value="Hobson"/><given value="Ada"/><given><extension url="u"><valueCode value="x"/></extension></given></name>
          <birthDate value="1970-03-01" id="b"/>
          <multipleBirthInteger value="2"/>
          <managingOrganization><reference value="#o"/></managingOrganization>
        </Patient>
        """

    private static let json =
        #"{"resourceType":"Patient","id":"p1","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>A &amp; B<br/></p></div>"},"#
        + #""contained":[{"resourceType":"Organization","id":"o","name":"Trust \"1\"\ntwo"}],"#
        + #""extension":[{"url":"http://example.org/e","valueDecimal":1.50}],"active":true,"#
        + #""name":[{"id":"n","family":"Hobson","given":["Ada",null],"_given":[null,{"extension":[{"url":"u","valueCode":"x"}]}]}],"#
        + ##""birthDate":"1970-03-01","_birthDate":{"id":"b"},"multipleBirthInteger":2,"managingOrganization":{"reference":"#o"}}"##

    @Test func theTreeIsTheOneThatJSONGives() throws {
        let document = FHIRDocument.parse(Array(Self.patient.utf8))
        #expect(document.format == .xml && document.diagnostics == [])
        let tree = try #require(document.tree)
        #expect(text(JSONWriter.write(tree)) == Self.json)
        #expect(Validator().validate(tree) == [])
        #expect(tree.text("multipleBirth") == "2")
    }

    @Test func whatIsWrittenIsReadBackAlike() throws {
        let tree = try #require(FHIRDocument.parse(Array(Self.json.utf8)).tree)
        for layout in [JSONWriter.Layout.compact, .pretty] {
            let written = XMLWriter.write(tree, layout: layout)
            let again = FHIRDocument.parse(written)
            #expect(again.diagnostics == [])
            #expect(text(JSONWriter.write(try #require(again.tree))) == Self.json)
        }
    }

    @Test func elementsAreWrittenInTheSchemasOrder() throws {
        let json =
            #"{"resourceType":"Patient","birthDate":"1970","unknown":1,"name":[{"given":["Ada"],"family":"H"}],"id":"a"}"#
        let tree = try #require(FHIRDocument.parse(Array(json.utf8)).tree)
        #expect(
            text(XMLWriter.write(tree))
                == #"<Patient xmlns="http://hl7.org/fhir"><id value="a"/><name><family value="H"/><given value="Ada"/></name>"#
                + #"<birthDate value="1970"/><unknown value="1"/></Patient>"#)
    }

    @Test func aNarrativeCannotBreakOut() throws {
        let json =
            #"{"resourceType":"Patient","text":{"status":"generated","div":"<div>a</div><active value='false'/><div></div>"}}"#
        let tree = try #require(FHIRDocument.parse(Array(json.utf8)).tree)
        let again = try #require(FHIRDocument.parse(XMLWriter.write(tree)).tree)
        #expect(again.first("active") == nil)
    }

    @Test func problemsSayWhereTheyAre() throws {
        let bomb = "<!DOCTYPE Patient [<!ENTITY a \"b\">]><Patient xmlns=\"http://hl7.org/fhir\"/>"
        #expect(FHIRDocument.parse(Array(bomb.utf8)).diagnostics.map(\.code) == ["xml-doctype"])
        let wrong = "<Patient xmlns=\"http://hl7.org/fhir\"><name>Hobson</name><contained/></Patient>"
        let document = FHIRDocument.parse(Array(wrong.utf8))
        #expect(document.diagnostics.map(\.code) == ["fhir-text", "fhir-empty"])
        guard case .message(let position) = document.diagnostics[0].location else { return }
        #expect(position.path == "Patient.name" && position.byteOffset == 43)
        #expect(FHIRDocument.parse(Array("<Patient/>".utf8)).diagnostics.map(\.code) == ["fhir-namespace", "fhir-empty"])
    }
}
