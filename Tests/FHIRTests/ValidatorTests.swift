import Diagnostics
import FHIR
import Testing
import Tree

@Suite struct ValidatorTests {
    /// `code path` of every problem.
    private func problems(_ text: String) -> [String] {
        let document = FHIRDocument.parse(Array(text.utf8))
        let all = document.diagnostics + (document.tree.map { Validator().validate($0) } ?? [])
        return all.map { diagnostic in
            guard case .message(let position) = diagnostic.location else { return diagnostic.code }
            return "\(diagnostic.code) \(position.path)"
        }
    }

    private func patient(_ members: String) -> [String] { problems(#"{"resourceType":"Patient","# + members + "}") }

    @Test func aRightResourceHasNoProblems() {
        #expect(
            patient(
                ##"""
                "id":"p-1","meta":{"lastUpdated":"2024-02-29T10:00:00.5+01:00"},"contained":[{"resourceType":"Organization","id":"o","name":"T"}],
                "identifier":[{"use":"official","system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],"active":true,
                "name":[{"family":"Hobson","given":["Ada",null],"_given":[null,{"extension":[{"url":"u","valueCode":"x"}]}]}],
                "gender":"female","birthDate":"1970-03","deceasedBoolean":false,"multipleBirthInteger":2,
                "managingOrganization":{"reference":"#o"},"generalPractitioner":[{"reference":"Organization/1/_history/2"}]
                """##) == [])
    }

    @Test func elementsMustBeKnownAndFit() {
        #expect(patient(#""brithDate":"1970""#) == ["fhir-unknown-element Patient.brithDate"])
        #expect(patient(#""name":[{"family":1}]"#) == ["fhir-kind Patient.name[0].family"])
        #expect(patient(#""active":"true""#) == ["fhir-kind Patient.active"])
        #expect(patient(#""name":{"family":"H"}"#) == ["fhir-array Patient.name[0]"])
        #expect(patient(#""gender":["male"]"#) == ["fhir-array Patient.gender[0]"])
        #expect(patient(#""name":["H"]"#) == ["fhir-kind Patient.name[0]"])
        #expect(patient(#""deceasedBoolean":true,"deceasedDateTime":"2001""#) == ["fhir-choice Patient.deceased"])
        #expect(patient(#""deceased":true"#) == ["fhir-choice Patient.deceased"])
        #expect(patient(#""deceasedString":"x""#) == ["fhir-unknown-element Patient.deceasedString"])
        #expect(patient(#""communication":[{"preferred":true}]"#) == ["fhir-required Patient.communication[0].language"])
        #expect(problems(#"{"resourceType":"Observation","code":{"text":"c"}}"#) == ["fhir-required Observation.status"])
        #expect(problems(#"{"resourceType":"Pateint"}"#) == ["fhir-unknown-type Pateint"])
        #expect(problems(#"{"a":1}"#) == ["fhir-unknown-type (root)"])
        #expect(patient(#""name":[{"resourceType":"HumanName","family":"H"}]"#) == ["fhir-unknown-element Patient.name[0]"])
    }

    @Test func nothingIsRequiredOfWhatIsDeleted() throws {
        let url = "https://genomics-hub.example/StructureDefinition/delete"
        func problems(_ members: String, deletion: String) throws -> [String] {
            let text =
                #"{"resourceType":"Patient","communication":[{"extension":[{"url":"\#(url)","valueBoolean":true}]"#
                + members + "}]}"
            let tree = try #require(FHIRDocument.parse(Array(text.utf8)).tree)
            return Validator(deletion: deletion).validate(tree).map(\.code)
        }
        #expect(try problems("", deletion: url) == [])
        #expect(try problems("", deletion: "") == ["fhir-required"])
        #expect(try problems("", deletion: "https://example.org/other") == ["fhir-required"])
        // What says something else too is no deletion.
        #expect(try problems(#","preferred":true"#, deletion: url) == ["fhir-required"])
    }

    @Test func aMistypedNameGetsAHintAndAPlace() throws {
        let text = "{\"resourceType\":\"Patient\",\n  \"brithDate\":\"1970\"}"
        let tree = try #require(FHIRDocument.parse(Array(text.utf8)).tree)
        let problem = try #require(Validator().validate(tree).first)
        #expect(problem.hint == "did you mean birthDate?")
        #expect(problem.location == .message(MessagePosition("Patient.brithDate", byteOffset: 29, line: 2, column: 3)))
    }

    @Test func codesOfRequiredBindingsAreChecked() {
        #expect(patient(#""gender":"F""#) == ["fhir-code Patient.gender"])
        let status = "http://terminology.hl7.org/CodeSystem/condition-clinical"
        func condition(_ concept: String) -> [String] {
            problems(#"{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":"# + concept + "}")
        }
        #expect(condition(#"{"coding":[{"system":"\#(status)","code":"active"}]}"#) == [])
        #expect(
            condition(#"{"coding":[{"system":"http://example.org","code":"active"}]}"#) == [
                "fhir-code Condition.clinicalStatus"
            ])
        #expect(condition(#"{"text":"active"}"#) == ["fhir-code Condition.clinicalStatus"])
    }

    @Test func referencesHaveAShapeAndATarget() {
        func reference(_ text: String) -> [String] { patient(#""managingOrganization":{"reference":""# + text + #""}"#) }
        for right in [
            "Organization/a.b-1", "https://x.org/fhir/Organization/1", "urn:uuid:0d0a5a4e-6d3c-4f0e-9c5a-1b2c3d4e5f60",
            "urn:oid:1.2.3",
            "Organization?identifier=a|b", "https://x.org/anything", "#",
        ] {
            #expect(reference(right) == [])
        }
        for wrong in [
            "#nobody", "Patient/1", "https://x.org/fhir/Patient/1", "1", "Organization/a b", "Organisation/1", "urn:oid:3.1",
            "a/Organization/1",
        ] {
            #expect(reference(wrong) == ["fhir-reference Patient.managingOrganization.reference"], "\(wrong)")
        }
    }

    @Test func extensionsHaveAValueOrExtensions() {
        #expect(patient(#""extension":[{"url":"u"}]"#) == ["fhir-extension Patient.extension[0]"])
        #expect(
            patient(#""extension":[{"url":"u","valueString":"a","extension":[{"url":"v","valueString":"b"}]}]"#)
                == ["fhir-extension Patient.extension[0]"])
        #expect(patient(#""extension":[{"valueString":"a"}]"#) == ["fhir-required Patient.extension[0].url"])
        #expect(patient(#""_birthDate":{"extension":[{"url":"u"}]}"#) == ["fhir-extension Patient.birthDate.extension[0]"])
    }

    @Test func whatMustBeUniqueIsUnique() {
        let organization = #"{"resourceType":"Organization","id":"o","name":"T"}"#
        #expect(patient(#""contained":[\#(organization),\#(organization)]"#) == ["fhir-duplicate Patient.contained[1].id"])
        #expect(
            patient(
                #""contained":[{"resourceType":"Group","id":"g","type":"person","actual":true,"contained":[\#(organization)]}]"#
            )
                == ["fhir-contained Patient.contained[0].contained"])
        func bundle(_ first: String, _ second: String) -> [String] {
            let entries = [first, second].map {
                #"{"fullUrl":"\#($0)","resource":{"resourceType":"Basic","code":{"text":"c"}}}"#
            }
            return problems(#"{"resourceType":"Bundle","type":"collection","entry":["# + entries.joined(separator: ",") + "]}")
        }
        #expect(bundle("urn:oid:1.2", "urn:oid:1.3") == [])
        #expect(bundle("urn:oid:1.2", "urn:oid:1.2") == ["fhir-duplicate Bundle.entry[1].fullUrl"])
        #expect(
            problems(#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Basic"}}]}"#)
                == ["fhir-required Bundle.entry[0].resource.code"])
    }

    @Test(arguments: [
        (
            PrimitiveFormat.date, ["1970", "1970-02", "2024-02-29"],
            ["70", "1970-13", "2023-02-29", "1970-2-1", "1970-01-01T00:00:00Z", ""]
        ),
        (
            .dateTime, ["1970", "2024-02-29T23:59:60Z", "2024-02-29T10:00:00.123+14:00"],
            ["2024-02-29T10:00:00", "2024-02-29T10:00Z", "2024-02-29T24:00:00Z", "2024T10:00:00Z", "2024-02-29T10:00:00+15:00"]
        ),
        (.instant, ["2024-02-29T10:00:00Z"], ["2024-02-29", "2024-02-29T10:00:00"]),
        (.time, ["10:00:00", "10:00:00.5"], ["10:00", "24:00:00", "10:00:00Z", "10:00:00."]),
        (.id, ["a-B.9"], ["", "a_b", String(repeating: "a", count: 65)]),
        (.code, ["a", "a b"], ["", " a", "a ", "a  b"]),
        (.uri, ["urn:x", "a"], ["", "a b"]),
        (
            .oid, ["urn:oid:1.2.840", "urn:oid:2.0"],
            ["1.2", "urn:oid:1.02", "urn:oid:1.", "urn:oid:3.1", "urn:oid:12.1", "urn:oid:1"]
        ),
        (
            .uuid, ["urn:uuid:0d0a5a4e-6d3c-4f0e-9c5a-1b2c3d4e5f60"],
            ["urn:uuid:0D0A5A4E-6d3c-4f0e-9c5a-1b2c3d4e5f60", "0d0a5a4e"]
        ),
        (.base64Binary, ["QQ==", "QUJD", "QUJD\nQUJD"], ["", "Q", "QQ=", "=QQQ", "QQ==QQ==", "Q*=="]),
        (.integer, ["0", "-1", "2147483647", "-2147483648"], ["", "-", "2147483648", "01", "1.0", "99999999999999999999"]),
        (.positiveInt, ["1"], ["0", "-1"]),
        (.unsignedInt, ["0"], ["-1"]),
        (.decimal, ["0", "-0.10", "1.5e-3", "1E5"], ["", ".5", "1.", "01", "1e", "NaN"]),
        (.string, ["a", " a\n"], ["", "  ", "a\u{0}", "a\u{1b}"]),
        (.xhtml, ["<div>a</div>", " <div xmlns='x'/> ", "<h:div>a</h:div>"], ["", "div", "<p>a</p>", "<divan>a</divan>"]),
        (.boolean, ["true", "false"], ["True", "1", ""]),
    ])
    func primitivesFollowTheirRules(_ format: PrimitiveFormat, _ right: [String], _ wrong: [String]) {
        for text in right { #expect(Array(text.utf8).withUnsafeBufferPointer { format.accepts($0) }, "\(format) \(text)") }
        for text in wrong { #expect(!Array(text.utf8).withUnsafeBufferPointer { format.accepts($0) }, "\(format) \(text)") }
    }

    @Test func aBuiltTreeHasPathsAndNoPlaces() throws {
        var tree = Tree()
        tree.append(.object, named: "Patient", value: "Patient")
        tree.append(.string, named: "birthDate", value: "yesterday")
        tree.append(.object, named: "name")
        let problems = Validator().validate(tree)
        #expect(problems.map(\.code) == ["fhir-value", "fhir-empty"])
        #expect(problems.first?.location == .message(MessagePosition("Patient.birthDate")))
    }

    @Test func noDiagnosticShowsAValue() {
        let document = FHIRDocument.parse(
            Array(#"{"resourceType":"Patient","birthDate":"SECRET","gender":"SECRET","id":"SECRET SECRET"}"#.utf8))
        for diagnostic in Validator().validate(document.tree!) { #expect(!diagnostic.rendered().contains("SECRET")) }
    }

    @Test func aDeepBuiltTreeIsRefused() {
        var tree = Tree()
        tree.append(.object, named: "Patient", value: "Patient")
        var parent = Tree.ID.root
        for _ in 0..<5000 { parent = tree.append(.object, named: "extension", to: parent) }
        #expect(Validator().validate(tree).contains { $0.code == "fhir-too-deep" })
        #expect(!JSONWriter.write(tree).isEmpty && !XMLWriter.write(tree).isEmpty)
    }
}
