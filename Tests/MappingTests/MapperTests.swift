import Canonical
import Diagnostics
import FHIR
import Testing
import Tree

@testable import Mapping

@Suite struct MapperTests {
    @Test func mapsAPerson() throws {
        let result = try Fixture.mapper().map(Fixture.message(), trace: true)
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.text("Patient", "birthDate") == "1980-02-29")
        #expect(result.text("Patient", "gender") == "female")
        #expect(result.text("Patient", "name", "family") == "TESTER")
        #expect(result.jsonText.contains(#""given":["ANNA","BE","CE"]"#))
        #expect(result.event == "person-updated")
        #expect(result.people.map(\.value) == ["9990000018", "4711"])
        #expect(result.header.controlID == "M1" && result.header.type == "ADT" && result.header.trigger == "A31")
        #expect(result.text("MessageHeader", "focus", "reference")?.hasPrefix("Patient/") == true)
        #expect(result.text("Provenance", "recorded") == "2025-01-15T10:30:00+00:00")
        #expect(result.unmapped == ["PID-3.4"])
        let birth = try #require(result.trace.first { $0.target.hasSuffix("birthDate") })
        #expect(birth.sources == ["PID-7"] && birth.file == "segments/pid-patient.yaml" && birth.line == 16)
    }

    /// The memory of one message serves the next: nothing of it is seen there, whatever lay in it.
    @Test func aMessageIsMappedAsTheFirstWould() throws {
        let many = (1...300).map { "NK1|\($0)|KIN^NR\($0)|MTH" }
        let messages = [
            Fixture.message(more: many[0], many[1]), Fixture.message(pid: "PID|1||4712^^^RRK^MR||O'TEST^B||19810229|M"),
            Array((String(decoding: Fixture.message(), as: UTF8.self) + many.joined(separator: "\r") + "\r").utf8),
            Fixture.message(type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||one", "OBX|2|ST|B||two"),
            Fixture.message(pid: "PID|1"), Fixture.message(),
        ]
        let fresh = try messages.map { try Fixture.mapper().map($0, trace: true) }
        let mapper = try Fixture.mapper()
        for _ in 0..<3 {
            for (message, wanted) in zip(messages, fresh) {
                let result = mapper.map(message, trace: true)
                #expect(result.json == wanted.json && result.issues == wanted.issues && result.unmapped == wanted.unmapped)
                #expect(result.trace == wanted.trace && result.outcome == wanted.outcome)
            }
        }
        #expect(Set(fresh.map(\.outcome)) == [.mapped, .quarantined])
    }

    /// Where a text stands in another, on bytes where both are ASCII and by the program elsewhere; equal where the numbers are.
    @Test(arguments: [("abcabc", "c", "2"), ("abc", "x", "-1"), ("abc", "", "0"), ("öbc", "c", "2"), ("", "c", "")])
    func aPlaceInATextIsANumber(_ text: String, _ part: String, _ place: String) throws {
        let oru = Fixture.oru.replacing("valueString: OBX-5[1].1", with: "valueInteger: OBX-5[1].1.indexOf(OBX-7 & '')")
            .replacing(
                "code: { text: OBX-3.1 }",
                with:
                    "code:\n            text: iif(OBX-5[1].1.indexOf(OBX-7 & '') = OBX-5[1].1.indexOf(OBX-8[1].1), 'same', 'other')"
            )
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(
                type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||\(text)||\(part)|\(part)|||F||||||||UNICODE UTF-8"
            ))
        #expect(result.text("Observation", "value") == (place.isEmpty ? nil : place), "\(result.issues)")
        let isSame = !text.isEmpty && !part.isEmpty
        #expect(result.text("Observation", "code", "text") == (isSame ? "same" : "other"))
    }

    @Test func aCodePaddedWithSpacesIsTheCode() throws {
        let gender = [
            "segments/pid-patient.yaml": Fixture.patient.replacing("PID-8.translate('administrative-sex')", with: "PID-8")
        ]
        for (sent, made) in [(" female", "female"), ("male  ", "male")] {
            let result = try Fixture.mapper(gender).map(
                Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA||19800229|\(sent)"))
            #expect(result.outcome == .mapped, "\(result.issues)")
            #expect(result.text("Patient", "gender") == made && result.jsonText.contains(#""gender":"\#(made)""#))
        }
        let broken = try Fixture.mapper(gender).map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA||19800229|fe  male"))
        #expect(broken.outcome == .quarantined)
    }

    @Test(arguments: [
        "OBSERVATION.where(OBX-3.1 = 'B').select(OBX-5[1].1).first()",
        "(%all.where(OBX-3.1 = 'B').select(OBX-5[1].1).first())", "((%all).where(OBX-3.1 = 'B').select(OBX-5[1].1).first())",
        "(%lines.where(OBX-3.1 = 'B').select(OBX-5[1].1).first())", "iif(%lines.exists(OBX-3.1 = 'B'), 'two', 'none')",
        "iif(%all.all(OBX-3.1 = 'A'), 'one', 'two')",
    ])
    func pathsInsideAWhereOverAVariableBeginAtItsItems(_ expression: String) throws {
        let oru = Fixture.oru.replacing(
            "let: { order: OBR-3.1 }", with: "let: { order: OBR-3.1, all: OBSERVATION, lines: OBSERVATION.OBX }"
        ).replacing("conclusion: NTE[1]-3[1]", with: "conclusion: \(expression)")
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(
                type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||one||||||F", "OBX|2|ST|B||two||||||F"))
        #expect(result.text("DiagnosticReport", "conclusion") == "two", "\(result.issues)")
    }

    private static let practitioner =
        "mapping: xcn-practitioner\nsource: XCN\ntarget: Practitioner\nmake:\n  id: identity('doctor', XCN.1)\n"
        + "  identifier:\n    - value: XCN.1\n"

    @Test func aReferenceLeadsToTheResourceThatIsMadeForIt() throws {
        let mapper = try Fixture.mapper([
            "types/xcn-practitioner.yaml": Self.practitioner,
            "segments/pid-patient.yaml": Fixture.patient.replacing(
                "  gender:",
                with:
                    "  generalPractitioner: { each: PD1-4, reference: { map: xcn-practitioner }, display: XCN.2.1 }\n  gender:"),
        ])
        let result = mapper.map(Fixture.message(more: "PD1||||C1^Rowe~C2^Poe~C1^Rowe"), trace: true)
        #expect(result.outcome == .mapped, "\(result.issues)")
        // The same person twice is one resource.
        let first = try #require(result.text("Practitioner", "id"))
        let second = try #require(result.text("Practitioner", "id", index: 1))
        #expect(first != second && result.resource("Practitioner", 2) == nil)
        let (one, other) = ("Practitioner/\(first)", "Practitioner/\(second)")
        let led = [one, other, one].map { "{\"reference\":\"\($0)\"," }
        let parts = result.jsonText.split(separator: "\"generalPractitioner\":[", maxSplits: 1)
        let list = try #require(parts.last)
        for (part, wanted) in zip(list.split(separator: "},"), led) { #expect(part.hasPrefix(wanted), "\(part)") }
        #expect(result.trace.contains { $0.target.hasSuffix("reference") && $0.file == "segments/pid-patient.yaml" })
        let none = mapper.map(Fixture.message())
        #expect(none.outcome == .mapped && none.resource("Practitioner") == nil)
    }

    @Test func aReferenceLeadsNowhereElse() throws {
        let organisation = "  managingOrganization: { from: PD1-4.first(), reference: { map: xcn-practitioner } }\n  gender:"
        let mapper = try Fixture.mapper([
            "types/xcn-practitioner.yaml": Self.practitioner,
            "segments/pid-patient.yaml": Fixture.patient.replacing("  gender:", with: organisation),
        ])
        #expect(mapper.map(Fixture.message(more: "PD1||||C1^Rowe")).outcome == .quarantined)
        #expect(mapper.map(Fixture.message()).outcome == .mapped)
        let (release, diagnostics) = Fixture.load([
            "segments/pid-patient.yaml": Fixture.patient.replacing(
                "  gender:", with: "  generalPractitioner: { each: PID-5, reference: { map: xpn-human-name } }\n  gender:")
        ])
        #expect(release == nil && diagnostics.contains { $0.code == "M144" })
    }

    @Test func aMapIsAppliedAgainBesideItself() throws {
        let place =
            "mapping: pl-place\nsource: PL\ntarget: Location\nmake:\n  id: identity('place', PL.1.1, %level)\n  name: PL.1.1\n"
        let adt = Fixture.adt.replacing(
            "focus:",
            with: """
                  - Location as place:
                      from: PV1-3
                      let: { level: "bed" }
                      map: pl-place
                      partOf: { reference: { let: { level: "ward" }, map: pl-place } }
                focus:
                """)
        let result = try Fixture.mapper(["types/pl-place.yaml": place, "messages/adt.yaml": adt]).map(
            Fixture.message(more: "PV1|1|I|W1"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        let outer = try #require(result.text("Location", "id", index: 1))
        #expect(result.text("Location", "partOf", "reference") == "Location/\(outer)")
    }

    @Test func sameBytesGiveTheSameBytes() throws {
        let mapper = try Fixture.mapper()
        #expect(mapper.map(Fixture.message()).json == mapper.map(Fixture.message()).json)
        #expect(try Fixture.mapper().map(Fixture.message()).json == mapper.map(Fixture.message()).json)
    }

    @Test func idsDependOnAuthorityAndValueOnly() throws {
        let mapper = try Fixture.mapper()
        let one = mapper.map(Fixture.message())
        let other = mapper.map(Fixture.message(pid: "PID|1||4711^^^RRK^MR||OTHER^NAME"))
        #expect(one.text("Patient", "id") != nil)
        #expect(one.text("Patient", "id") == other.text("Patient", "id"))
    }

    @Test func explicitNullBecomesDelete() throws {
        let result = try Fixture.mapper().map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||\"\"||\"\"|F"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        let delete = #"{"extension":[{"url":"\#(HubExtension.delete)","valueBoolean":true}]}"#
        #expect(result.jsonText.contains(#""name":[\#(delete)]"#))
        #expect(result.jsonText.contains(#""_birthDate":\#(delete)"#))
        #expect(!result.jsonText.contains(#""birthDate":"#))
    }

    @Test func unreadableValueOfNoIdentityIsAnIssueAndLeftOut() throws {
        let result = try Fixture.mapper().map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA|||F" + String(repeating: "|", count: 21) + "20250231"))
        #expect(result.outcome == .mapped)
        #expect(result.codes == ["segment-missing", "invalid-date"])
        guard case .message(let position)? = result.issues.last?.location else {
            Issue.record("the issue has no place")
            return
        }
        #expect(position.path == "PID-29")
        #expect(!result.jsonText.contains("deceased"))
        #expect(!"\(result.issues)".contains("20250231"))
    }

    @Test(arguments: [
        ("PID|1||4711^^^RRK^MR||TESTER||20250231|F", "invalid-date"),
        ("PID|1||9990000019^^^NHS^NH~4711^^^RRK^MR||TESTER||19800229|F", "invalid-nhs-number"),
        ("PID|1||4711^^^RRK^MR||TESTER||19800229|Q", "unknown-code"),
        ("PID|1||||TESTER||19800229|F", "identity-missing"),
    ]) func badIdentityQuarantines(pid: String, code: String) throws {
        let result = try Fixture.mapper().map(Fixture.message(pid: pid))
        #expect(result.outcome == .quarantined)
        #expect(result.reason?.code == code)
        #expect(result.json.isEmpty)
    }

    @Test func failedRepetitionMarksTheListIncomplete() throws {
        let xpn = Fixture.xpn + "\n  period: { start: XPN.12.toDateTime() }\n"
        let result = try Fixture.mapper(["types/xpn-human-name.yaml": xpn]).map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA~OTHER^NAME^^^^^^^^^^20259999||19800229|F"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.jsonText.contains(HubExtension.incompleteList))
        #expect(result.jsonText.components(of: HubExtension.incompleteList) == 1)
    }

    @Test func aSeparatorInATextLosesNothing() throws {
        let result = try Fixture.mapper().map(
            Fixture.message(
                type: "ORU^R01", more: "OBR|1||R1|TEST", #"NTE|1||Collect & send ^ \T\ keep"#,
                "OBX|1|ST|A^B&C^L||one & two^three",
                "OBX|2|CE|B||code^text & more^L"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.text("DiagnosticReport", "conclusion") == "Collect & send ^ & keep")
        #expect(result.text("Observation", "value") == "one & two^three")
        let places = result.issues.filter { $0.code == "separator-in-text" }.map { issue in
            if case .message(let position)? = issue.location { "\(issue.severity) \(position.path)" } else { "" }
        }
        #expect(
            places == [
                "warning NTE-3", "warning OBX-3.2", "warning OBX-5", "warning OBX[2]-5.2",
            ])
        #expect(result.text("Observation", "value", index: 1) == "code")
        #expect(!result.unmapped.contains { $0.hasPrefix("NTE-3") })
        #expect(result.unmapped.filter { $0.hasPrefix("OBX-5") } == ["OBX-5.2", "OBX-5.3"])
    }

    @Test func aCodeThatIsSentWithItsDescriptionKeepsItsParts() throws {
        let result = try Fixture.mapper().map(Fixture.message(type: "ORU^R01", more: "ORC|RE^Observations", "OBR|1||R1|TEST"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(!result.codes.contains("separator-in-text"))
        #expect(result.unmapped.contains("ORC-1.2"))
    }

    @Test func aPartOfAnAddressMayHoldAnAmpersand() throws {
        let xad = """
            mapping: xad-address
            source: XAD
            target: Address
            make: { line: XAD.2, city: XAD.3 }
            """
        let patient = Fixture.patient.replacing("  gender:", with: "  address: { each: PID-11, map: xad-address }\n  gender:")
        let result = try Fixture.mapper(["types/xad-address.yaml": xad, "segments/pid-patient.yaml": patient]).map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER||19800229|F|||^Flat 1 & 2^Stoke & Trent"))
        #expect(result.text("Patient", "address", "city") == "Stoke & Trent", "\(result.issues)")
        #expect(result.text("Patient", "address", "line") == "Flat 1 & 2")
        #expect(!result.unmapped.contains { $0.hasPrefix("PID-11") })
    }

    @Test func aProgramInsideWhereSeesTheItem() throws {
        let oru = Fixture.oru.replacing(
            "conclusion: NTE[1]-3[1]", with: "conclusion: NTE.where(NTE-3.matches('^x')).select(NTE-3.upper()).first()")
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(type: "ORU^R01", more: "OBR|1||R1|TEST", "NTE|1||of the order", "NTE|2||xyz"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.text("DiagnosticReport", "conclusion") == "XYZ")
    }

    @Test func aDeletedObjectNeedsNothing() throws {
        let patient = Fixture.patient.replacing(
            "  gender:", with: "  communication:\n    - from: PID-15\n      language: { text: PID-15.1 }\n  gender:")
        let result = try Fixture.mapper(["segments/pid-patient.yaml": patient]).map(
            Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER||19800229|F|||||||\"\""))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(
            result.jsonText.contains(
                #""communication":[{"extension":[{"url":"\#(HubExtension.delete)","valueBoolean":true}]}]"#))
    }

    @Test func noteBelongsToTheSegmentBeforeIt() throws {
        let result = try Fixture.mapper().map(
            Fixture.message(
                type: "ORU^R01", more: "OBR|1||R1|TEST", "NTE|1||of the order", "OBX|1|ST|A||one", "OBX|2|ST|B||two",
                "NTE|1||of the second"))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.text("Observation", "note", "text") == nil)
        #expect(result.text("Observation", "note", "text", index: 1) == "of the second")
        #expect(result.text("DiagnosticReport", "conclusion") == "of the order")
        #expect(result.jsonText.components(of: #"{"reference":"Observation/"#) == 4)
    }

    @Test func referencesStayInTheirGroup() throws {
        let result = try Fixture.mapper().map(
            Fixture.message(
                type: "ORU^R01", more: "OBR|1||R1|TEST", "OBX|1|ST|A||one", "OBR|2||R2|TEST", "OBX|1|ST|B||two"))
        let canonical = try #require(result.canonical)
        for index in 0...1 {
            let report = try #require(result.resource("DiagnosticReport", index))
            let references = canonical.children(of: report, named: "result")
            #expect(references.count == 1)
            #expect(
                canonical.text("reference", from: references[0])
                    == "Observation/\(result.text("Observation", "id", index: index) ?? "")")
        }
    }

    @Test func equalResourcesAreMadeOnceAndDifferentOnesCollide() throws {
        let mapper = try Fixture.mapper()
        let same = mapper.map(
            Fixture.message(type: "ORU^R01", more: "OBR|1||R1|TEST", "OBX|1|ST|A||one", "OBX|1|ST|A||one"))
        #expect(same.outcome == .mapped, "\(same.issues)")
        #expect(same.resource("Observation", 0) != nil && same.resource("Observation", 1) == nil)
        let different = mapper.map(
            Fixture.message(type: "ORU^R01", more: "OBR|1||R1|TEST", "OBX|1|ST|A||one", "OBX|1|ST|A||two"))
        #expect(different.outcome == .quarantined)
        #expect(different.reason == .init(code: "identity-collision", category: .conflict))
    }

    @Test func unsupportedTypeNamesWhatIsSupported() throws {
        let result = try Fixture.mapper().map(Fixture.message(type: "SIU^S12"))
        #expect(result.outcome == .quarantined)
        #expect(result.reason == .init(code: "unsupported-message-type", category: .unsupported))
        #expect(result.issues.contains { $0.cause?.contains("ADT_A01, ADT_A05, ORU_R01") == true })
    }

    @Test func environmentAndFacilityMustAgree() throws {
        let production = try Fixture.mapper(environment: .production)
        #expect(production.map(Fixture.message()).reason?.code == "processing-id")
        #expect(production.map(Fixture.message(mode: "P")).reason?.code == "test-number")
        let feed = try Fixture.mapper(facilities: ["RXK"])
        #expect(feed.map(Fixture.message()).reason?.code == "facility-refused")
        #expect(try Fixture.mapper(facilities: ["RRK"]).map(Fixture.message()).outcome == .mapped)
    }

    @Test func overlayReplacesWhatDiffers() throws {
        let changes = [
            "trusts/rrk/pid-patient.yaml": """
            extends: pid-patient
            make:
              gender: "unknown"
              birthDate: ~
            """,
            "trusts/rrk/tables/name-use.csv": "source,target\nL,usual\n",
        ]
        let result = try Fixture.mapper(changes, overlay: "rrk").map(Fixture.message())
        #expect(result.text("Patient", "gender") == "unknown")
        #expect(result.text("Patient", "birthDate") == nil)
        #expect(result.text("Patient", "name", "use") == "usual")
        let base = try Fixture.mapper(changes).map(Fixture.message())
        #expect(base.text("Patient", "gender") == "female")
        #expect(base.text("Patient", "name", "use") == "official")
    }

    @Test func releaseHashIsTheContent() throws {
        let one = try Fixture.mapper().release.hash
        #expect(one == (try Fixture.mapper().release.hash))
        #expect(one != (try Fixture.mapper(["tables/name-use.csv": Fixture.use + "D,usual\n"]).release.hash))
        #expect(try Fixture.mapper().map(Fixture.message()).jsonText.contains(one))
    }

    @Test func checksRaiseIssues() throws {
        let adt =
            Fixture.adt + """

                checks:
                  - { if: PID-5.empty(), severity: warning, code: no-name, text: The person has no name., at: PID-5 }
                  - { if: PID-24 = 'Y', severity: error, code: twin, text: Twins are read by people., at: PID-24 }
                """
        let mapper = try Fixture.mapper(["messages/adt.yaml": adt])
        #expect(mapper.map(Fixture.message(pid: "PID|1||4711^^^RRK^MR||")).codes.contains("no-name"))
        let twin = mapper.map(Fixture.message(pid: "PID|1||4711^^^RRK^MR||A" + String(repeating: "|", count: 19) + "Y"))
        #expect(twin.outcome == .quarantined && twin.reason?.code == "twin")
    }

    @Test func copiesOfFHIRGetRegionalIdsAndReferencesFollow() throws {
        let map = """
            mapping: bundle
            source: fhir-r4 Bundle
            event: "order-placed"
            create:
              - Patient as patient:
                  each: entry.resource.ofType(Patient)
                  copy: $this
                  id: identity(identifier.first().system, identifier.first().value)
              - ServiceRequest as order:
                  each: entry.resource.ofType(ServiceRequest)
                  copy: $this
                  id: identity(identifier.first().system, identifier.first().value)
            focus: [order]
            ignore:
              - Bundle.type: the engine makes its own
              - Bundle.entry.fullUrl: as type
            """
        let (release, diagnostics) = Fixture.load(["fhir/bundle.yaml": map])
        let loaded = try #require(release, "\(diagnostics)")
        let mapper = Mapper(
            release: loaded, feed: Feed(name: "any-fhir", trust: "RRK", format: .fhir),
            identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        let result = mapper.map(
            Array(
                #"""
                {"resourceType":"Bundle","type":"message","entry":[
                {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"s","value":"v"}],"birthDate":"1980-02-29"}},
                {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ServiceRequest","id":"o","identifier":[{"system":"s","value":"o"}],
                "status":"active","intent":"order","subject":{"reference":"urn:uuid:1"}}}]}
                """#.utf8))
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.unmapped.isEmpty, "\(result.unmapped)")
        #expect(result.text("ServiceRequest", "subject", "reference") == "Patient/\(result.text("Patient", "id") ?? "")")
        #expect(result.text("Patient", "id") != "p")
    }

    /// Whatever comes in, something comes out: cut, doubled and mangled messages.
    @Test func badInputNeverTraps() throws {
        let mapper = try Fixture.mapper()
        let message = Fixture.message(
            type: "ORU^R01", more: "OBR|1||R1|TEST", "NTE|1||x", "OBX|1|ST|A&B^C~D||one^two~three", "ZZZ|1")
        var seed: UInt64 = 20_250_115
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        for _ in 0..<1500 {
            var bytes = message
            for _ in 0..<1 + random(6) {
                switch random(4) {
                case 0: bytes[random(bytes.count)] = UInt8(truncatingIfNeeded: random(256))
                case 1: bytes.removeSubrange(random(bytes.count)...)
                case 2: bytes.insert(contentsOf: Array("|^~&\\\r\"\"".utf8), at: random(bytes.count + 1))
                default: bytes.append(contentsOf: bytes.prefix(random(bytes.count + 1)))
                }
                if bytes.isEmpty { bytes = [0x4D] }
            }
            let result = mapper.map(bytes)
            #expect((result.outcome == .mapped) == (result.reason == nil))
            #expect((result.outcome == .mapped) == !result.issues.contains { $0.severity == .error })
        }
        #expect(mapper.map([]).outcome == .quarantined)
    }
}

extension String {
    func components(of part: String) -> Int { ranges(of: part).count }
}
