import Canonical
import Diagnostics
import Testing
import Tree

@testable import Mapping

/// What the plans of a release have in common, and what a trust's own files change of it.
@Suite struct SharedPlanTests {
    private static let ownUse = "source,target\nL,usual\n"

    private func load(
        _ changes: [String: String], overlays: [String] = ["rrk"], reading: Set<String>? = nil
    ) throws -> Release {
        let files = Fixture.files.merging(changes) { _, new in new }
        let (release, diagnostics) = Release.load(
            files: files.map { ($0.key, Array($0.value.utf8)) }, shownAs: "", overlays: overlays, reading: reading)
        return try #require(release, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
    }

    private func mapper(_ release: Release, overlay: String? = nil) -> Mapper {
        Mapper(
            release: release, feed: Feed(name: "rrk-pas", trust: "RRK", overlay: overlay),
            identity: RegionalIdentity(key: Array(1...32)), environment: .test)
    }

    // MARK: sharing

    @Test func aTrustsTableChangesNoPlan() throws {
        let alone = try load([:], overlays: [])
        let release = try load(["trusts/rrk/tables/name-use.csv": Self.ownUse])
        let own = try #require(release.plans["rrk"])
        #expect(own.code.objects.count - alone.base.code.objects.count <= 1, "a frame of the message at most")
        #expect(own.code.operations.count == alone.base.code.operations.count)
        #expect(mapper(release, overlay: "rrk").map(Fixture.message()).text("Patient", "name", "use") == "usual")
        #expect(mapper(release).map(Fixture.message()).text("Patient", "name", "use") == "official")
    }

    @Test func aTrustsMapAddsOnlyWhatDependsOnIt() throws {
        let alone = try load([:], overlays: [])
        let release = try load([
            "trusts/rrk/cx-identifier.yaml": "extends: cx-identifier\nmake:\n  assigner: { display: CX.4.1 }\n"
        ])
        let own = try #require(release.plans["rrk"])
        #expect(own.code.objects.count == release.base.code.objects.count, "all plans lie in the same arrays")
        #expect(own.code.objects.count > alone.base.code.objects.count)
        #expect(own.code.objects.count < alone.base.code.objects.count * 2)
        let result = mapper(release, overlay: "rrk").map(Fixture.message())
        #expect(result.jsonText.contains(#""assigner":{"display":"RRK"}"#))
        #expect(!mapper(release).map(Fixture.message()).jsonText.contains("assigner"))
    }

    @Test func variablesOfSiblingsTakeOnePlaceAndKeepApart() throws {
        let adt = """
            mapping: adt
            source: hl7v2 ADT_A01 ADT_A05
            event: "person-updated"
            let: { control: MSH-10 }
            create:
              - Patient as patient: { from: PID, map: pid-patient }
              - Basic:
                  let:
                    one: PID-5[1].1.1
                  id: identity('one', %control, %one)
                  code: { text: (%one & %control) }
              - Basic:
                  let:
                    two: PID-5[1].2
                  id: identity('two', %control, %two)
                  code: { text: (%two & %control) }
            focus: [patient]
            ignore:
              - EVN: repeats the header
              - CX.5: read to choose
            """
        let release = try load(["messages/adt.yaml": adt], overlays: [])
        let result = mapper(release).map(Fixture.message())
        #expect(result.text("Basic", "code", "text", index: 0) == "TESTERM1")
        #expect(result.text("Basic", "code", "text", index: 1) == "ANNAM1")
        #expect(release.base.variableCount == 2)
    }

    // MARK: tables

    @Test func programsAskTheTrustsOwnTable() throws {
        let patient = Fixture.patient.replacing(
            "  deceasedDateTime:",
            with: "  maritalStatus: { text: PID-8.translate('administrative-sex') + '!' }\n  deceasedDateTime:")
        let release = try load([
            "segments/pid-patient.yaml": patient,
            "trusts/rrk/tables/administrative-sex.csv": "source,target\nF,other\n",
        ])
        #expect(
            mapper(release, overlay: "rrk").map(Fixture.message()).text("Patient", "maritalStatus", "text") == "other!")
        #expect(mapper(release).map(Fixture.message()).text("Patient", "maritalStatus", "text") == "female!")
    }

    @Test func aTrustsTableIsHeldAgainstWhatTheBaseAsksOfIt() {
        let file = "trusts/rrk/tables/administrative-sex.csv"
        let found = Fixture.load([file: "source,target\nF,femail\n"], overlays: ["rrk"]).diagnostics
        #expect(found.map(\.code) == ["M153"])
        guard case .text(let span)? = found.first?.location else {
            Issue.record("no place")
            return
        }
        #expect(span.file == file && span.line == 2)
    }

    // MARK: local segments

    @Test func aTrustsLocalSegmentIsHeldAgainstTheBasesRules() {
        let adt = Fixture.adt.replacing(
            "      name: { each: NK1-2, map: xpn-human-name }",
            with: "      name: { each: NK1-2, map: xpn-human-name }\n      relationship:\n        text: ZPD-1[1]")
        func segments(_ position: Int) -> String {
            "segments:\n  ZPD:\n    fields:\n      \(position): { name: whatever, type: ST }\n"
        }
        func codes(_ own: Int) -> [String] {
            Fixture.load(
                [
                    "messages/adt.yaml": adt, "local-segments.yaml": segments(1),
                    "trusts/rrk/local-segments.yaml": segments(own),
                ], overlays: ["rrk"]
            ).diagnostics.filter { $0.severity == .error }.map(\.code)
        }
        #expect(codes(1).isEmpty)
        #expect(codes(2) == ["M112"])
    }

    // MARK: one message

    @Test func oneMessageNeedsItsOwnMapsAlone() throws {
        let message = Fixture.message()
        let names = Mapper.names(of: message, for: Feed(name: "rrk-pas", trust: "RRK"))
        #expect(names == ["ADT^A31", "ADT_A05"])
        let whole = try load([:], overlays: [])
        let part = try load([:], overlays: [], reading: names)
        #expect(part.messageTypes == ["ADT_A01", "ADT_A05"] && part.hash == whole.hash)
        #expect(mapper(part).map(message).json == mapper(whole).map(message).json)
    }

    @Test func whatNobodyReadsIsToldWhatIsRead() throws {
        let whole = try load([:], overlays: [])
        #expect(try load([:], overlays: [], reading: ["VXU^V04", "VXU_V04"]).messageTypes == whole.messageTypes)
        #expect(try load([:], overlays: [], reading: []).messageTypes == whole.messageTypes)
    }
}
