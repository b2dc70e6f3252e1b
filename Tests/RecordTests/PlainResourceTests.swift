import FHIR
import Foundation
import Record
import Testing
import Tree

/// What is written in one walk is, byte for byte, what the facts of the resource give.
@Suite struct PlainResourceTests {
    private static func byFacts(_ tree: Tree, _ resource: Tree.ID) -> String {
        text(ResourceWriter.json(tree, resource, ResourceFacts(tree, resource).all))
    }

    private static let mark = #"{"url":"https://genomics-hub.example/StructureDefinition/delete","valueBoolean":true}"#

    @Test(arguments: [
        #""meta":{"profile":["a"]},"active":true,"gender":"female""#,
        #""active":true,"meta":{"versionId":"1","lastUpdated":"2026-01-01T00:00:00Z","profile":["a"]}"#,
        #""active":true,"meta":{"versionId":"1"}"#,
        #""identifier":[{"system":"a","value":"1"},{"system":"b","value":"2"},{"system":"a","value":"3"}]"#,
        #""identifier":[{"value":"1"},{"system":"b","value":"2"},{"value":"3"}],"name":[{"family":"A","given":["B","C"]}]"#,
        #""extension":[{"url":"a","valueCode":"x"},{"url":"b","valueCode":"x"},{"url":"a","valueCode":"y"}]"#,
        #""name":[{"family":"A","_family":{"extension":[{"url":"u","valueString":"v"}]}}],"birthDate":"1970-01-01""#,
        #""_birthDate":{"extension":[\#(mark)]},"gender":"male""#,
        #""address":[{"extension":[\#(mark)]}],"gender":"male""#,
        #""name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"u","valueCode":"masked"}]}]}]"#,
        #""telecom":[{"value":"\"quoted\" \\ line\nbreak \u0001 é"}],"multipleBirthInteger":2,"deceasedBoolean":false"#,
        #""deceasedBoolean":true,"deceasedDateTime":"2026-01-01","gender":"other""#,
        #""deceasedBoolean":true,"gender":"other","deceasedDateTime":"2026-01-01""#,
        ##""contained":[{"resourceType":"Organization","id":"o","name":"N"}],"managingOrganization":{"reference":"#o"}"##,
        #""extension":[{"url":"https://genomics-hub.example/StructureDefinition/location-hidden","valueBoolean":true}]"#,
        "",
    ])
    func memberByMember(_ members: String) throws {
        for head in [#""id":"a""#, #""language":"en","id":"a""#, #""language":"en""#] {
            let tree = try tree(#"{"resourceType":"Patient",\#(head)\#(members.isEmpty ? "" : ",")\#(members)}"#)
            #expect(text(ResourceWriter.json(tree, .root)) == Self.byFacts(tree, .root))
        }
    }

    /// Every resource of every canonical message that the maps' own tests expect.
    @Test func allThatTheMapsMake() throws {
        let maps = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Mappings")
        let walk = FileManager.default.enumerator(at: maps, includingPropertiesForKeys: nil)
        var compared = 0
        while let url = walk?.nextObject() as? URL {
            guard url.pathExtension == "json",
                let bundle = JSONReader.read(Array(try Data(contentsOf: url)), dialect: .automatic).tree
            else { continue }
            for entry in bundle.children(of: .root, named: "entry") {
                guard let resource = bundle.child(of: entry, named: "resource") else { continue }
                compared += 1
                #expect(
                    text(ResourceWriter.json(bundle, resource)) == Self.byFacts(bundle, resource), "\(url.lastPathComponent)")
            }
        }
        #expect(compared > 200)
    }
}
