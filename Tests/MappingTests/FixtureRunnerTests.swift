import Canonical
import Testing

@testable import Mapping

@Suite struct FixtureRunnerTests {
    func runner() throws -> FixtureRunner {
        FixtureRunner(release: try Fixture.mapper().release, identity: RegionalIdentity(key: Array(1...32)))
    }

    @Test func updateThenPassThenShowWhatDiffers() throws {
        let runner = try runner()
        let input = ("messages/adt.tests/one.hl7", Fixture.message())
        let first = runner.run(files: [input])
        let update = try #require(first.updates.first)
        #expect(update.path == "messages/adt.tests/one.expected.json")
        #expect(runner.run(files: [input, (update.path, Array(update.text.utf8))]).isPassed)
        let wrong = update.text.replacing("1980-02-29", with: "1980-02-28")
        let report = runner.run(files: [input, (update.path, Array(wrong.utf8))])
        #expect(!report.isPassed)
        #expect(
            report.outcomes[0].difference == [
                "messages/adt.tests/one.expected.json:",
                "~ Patient.birthDate: \"1980-02-28\" → \"1980-02-29\"   (segments/pid-patient.yaml:16)",
            ])
    }

    @Test func expectedIssuesAreCompared() throws {
        let input = (
            "messages/adt.tests/bad.hl7", Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER||20250231|F")
        )
        let expected = "warning segment-missing PV1\nerror invalid-date PID-7\n"
        #expect(try runner().run(files: [input, ("messages/adt.tests/bad.issues", Array(expected.utf8))]).isPassed)
        #expect(!(try runner().run(files: [input]).isPassed))
    }

    @Test func linesThatNoFixtureReachesAreListed() throws {
        let report = try runner().run(files: [("messages/adt.tests/one.hl7", Fixture.message())])
        let lines = report.unreached.filter { $0.file == "segments/pid-patient.yaml" }.map(\.line)
        #expect(lines == [17])
        #expect(report.unreached.contains { $0.file == "messages/oru.yaml" })
        let file = try #require(report.coverage.files.first { $0.file == "segments/pid-patient.yaml" })
        #expect(file.unreachedText == "17" && file.reached == file.rules - 1)
    }
}
