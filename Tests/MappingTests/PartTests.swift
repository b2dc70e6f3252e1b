import Canonical
import Diagnostics
import Testing

@testable import Mapping

/// What message maps have in common stands once, and means the same as if it stood in each.
@Suite struct PartTests {
    private static let relatives = """
        part: relatives
        create:
          - RelatedPerson as relative:
              each: NK1
              id: identity('relative', idOf('patient'), NK1-1 & %mark)
              patient: { ref: patient }
              name: { each: NK1-2, map: xpn-human-name }
        checks:
          - if: NK1.count() > 1
            code: several-relatives
            text: There are several.
        ignore:
          - NK1-3: the relationship is of no use here
        """
    private static func message(_ create: String, mark: String = "'x'") -> String {
        """
        mapping: adt
        source: hl7v2 ADT_A01 ADT_A05
        event: "person-updated"
        let: { mark: "\(mark)" }
        create:
          - Patient as patient: { from: PID, map: pid-patient }
        \(create)
          - Provenance as seen:
              from: MSH
              if: idOf('relative').exists()
              id: identity('seen', MSH-10)
              target: { ref: relative }
              recorded: MSH-7.toInstant()
              agent: { who: { display: "x" } }
        focus: [patient, relative]
        ignore:
          - EVN: repeats the header
        """
    }
    private static let used = message("  - part: relatives")
    /// The part's list, written into the message.
    private static let written = message(
        relatives.split(separator: "\n").dropFirst(2).prefix { $0 != "checks:" }.joined(separator: "\n"))

    private static func body(_ person: String = "PD1|") -> [UInt8] {
        Fixture.message(more: person, "NK1|1|DOE^ANN|MTH", "NK1|2|DOE^BEN|FTH", "PV1|1|N")
    }

    private static func map(_ changes: [String: String], overlay: String? = nil) throws -> MappingResult {
        try Fixture.mapper(changes, overlay: overlay).map(body())
    }

    @Test func aPartMeansWhatItsListWouldMean() throws {
        let part = try Self.map(["messages/adt.yaml": Self.used, "parts/relatives.yaml": Self.relatives])
        let whole = try Self.map(["messages/adt.yaml": Self.written])
        #expect(part.outcome == .mapped, "\(part.issues.map { $0.rendered() })")
        // Only the release differs.
        let isSame = part.jsonText.replacing(/[0-9a-f]{64}/, with: "") == whole.jsonText.replacing(/[0-9a-f]{64}/, with: "")
        #expect(isSame)
        #expect(part.jsonText.contains("\"resourceType\":\"Provenance\""))
        // Its checks and ignored paths are the message's.
        #expect(part.codes.contains("several-relatives"))
        #expect(!whole.codes.contains("several-relatives"))
        #expect(whole.unmapped.contains { $0.hasPrefix("NK1-3") })
        #expect(!part.unmapped.contains { $0.hasPrefix("NK1-3") })
    }

    @Test func anOverlayOfAPartMayUseWhatItReplaces() throws {
        let own = """
            extends: relatives
            create:
              - part: relatives
              - RelatedPerson as relative:
                  from: PD1
                  id: identity('living-with', idOf('patient'), %mark)
                  patient: { ref: patient }
                  name: { text: "somebody" }
            """
        let files = [
            "messages/adt.yaml": Self.used, "parts/relatives.yaml": Self.relatives, "trusts/rrk/relatives.yaml": own,
        ]
        func relatives(_ overlay: String?) throws -> Int {
            let json = try Fixture.mapper(files, overlay: overlay).map(Self.body("PD1|F")).jsonText
            return json.split(separator: "\"resourceType\":\"RelatedPerson\"").count - 1
        }
        #expect(try relatives(nil) == 2)
        #expect(try relatives("rrk") == 3)
    }

    @Test func aRuleOfAPartIsTakenAwayInTheMessagesThatUseIt() throws {
        let maps = Fixture.files.merging(["messages/adt.yaml": Self.used, "parts/relatives.yaml": Self.relatives]) { $1 }
            .map { ($0.key, Array($0.value.utf8)) }
        let identity = RegionalIdentity(key: Array(1...32))
        let runner = FixtureRunner(release: try #require(Release.load(files: maps).release), identity: identity)
        let input = (path: "messages/adt.tests/one.hl7", bytes: Self.body())
        let written = runner.run(files: [input]).updates.map { ($0.path, Array($0.text.utf8)) }
        let run = try MutationRun(files: maps + [input] + written, overlays: [], identity: identity)
        let report = run.run(maps: ["relatives"])
        // The fixture expects no issues.
        #expect(report.survivors.map(\.name) == ["checks.several-relatives"])
        #expect(report.unreached.map(\.name) == [])
        #expect(report.noticed + report.refused == 4)
        #expect(run.run(maps: ["adt"]).survivors.map(\.name).contains("part relatives") == false)
    }
}
