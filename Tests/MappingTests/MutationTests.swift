import Canonical
import Diagnostics
import Testing

@testable import Mapping

/// Every rule taken away: what fixtures notice, what the maps refuse, and what nobody sees.
@Suite struct MutationTests {
    private static let identity = RegionalIdentity(key: Array(1...32))

    private func files(_ changes: [String: String] = [:]) -> [(path: String, bytes: [UInt8])] {
        Fixture.files.merging(changes) { _, new in new }.map { ($0.key, Array($0.value.utf8)) }
    }

    private func run(_ changes: [String: String], _ message: [UInt8], overlays: [String] = []) throws -> MutationRun {
        let maps = files(changes)
        let (loaded, _) = Release.load(files: maps, overlays: overlays)
        let runner = FixtureRunner(release: try #require(loaded), identity: Self.identity)
        let input = (path: "messages/adt.tests/one.hl7", bytes: message)
        let expected = try #require(runner.run(files: [input]).updates.first)
        return try MutationRun(
            files: maps + [input, (expected.path, Array(expected.text.utf8))], overlays: overlays, identity: Self.identity)
    }

    @Test func aRuleWhoseLossShowsIsNoticed() throws {
        let report = try run([:], Fixture.message()).run(maps: ["pid-patient"])
        let survivors = Set(report.survivors.map(\.name)).union(report.unreached.map(\.name))
        #expect(!survivors.contains("make.birthDate") && !survivors.contains("make.identifier[0]"))
        #expect(report.noticed > 5)
        #expect(report.unreached.map(\.name) == ["make.deceasedDateTime"])
        #expect(report.unreached.first?.line == 17)
    }

    /// Two maps of names that say the same: without either the other still says it.
    @Test func aRuleThatNobodyMissesSurvives() throws {
        let silent = Fixture.patient.replacing(
            "name: { each: PID-5, map: xpn-human-name }",
            with: "name:\n    each: PID-5\n    map: xpn-human-name\n    text: iif(XPN.1.1 = 'NOBODY', 'x', {})")
        let report = try run(["segments/pid-patient.yaml": silent], Fixture.message()).run(maps: ["pid-patient"])
        #expect(
            report.survivors.map(\.name).contains("make.name.text") || report.unreached.map(\.name).contains("make.name.text"))
    }

    @Test func whatTheMapsNeedIsRefused() throws {
        let report = try run([:], Fixture.message()).run(maps: ["adt"])
        // Without the patient, focus and the relative's reference name nothing.
        #expect(report.noticed + report.refused > 0)
        #expect(!report.survivors.contains { $0.name == "create Patient as patient" })
    }

    @Test func fixturesThatFailToBeginWithAreSaid() {
        #expect(throws: Diagnostics.self) {
            try MutationRun(
                files: files() + [
                    ("messages/adt.tests/one.hl7", Fixture.message()), ("messages/adt.tests/one.issues", Array("x".utf8)),
                ],
                overlays: [], identity: Self.identity)
        }
    }

    @Test func aDeletionTakesJustThatRule() throws {
        let findings = DiagnosticSet()
        let set = MappingSet.read(files(), shownAs: "", findings: findings)
        let map = try #require(set.base.maps["pid-patient"])
        let before = map.deletions
        for deletion in before {
            let left = map.without(deletion).deletions.map(\.name)
            #expect(left.count < before.count, "\(deletion.name)")
        }
        #expect(before.map(\.name).contains("make.identifier[1].map") == false)
        #expect(before.map(\.name).contains("make.identifier[0].value"))
    }
}
