import FHIR
import Testing
import Tree

@testable import Mapping

@Suite struct CanonicalDifferenceTests {
    private func lines(_ before: String, _ after: String) throws -> [String] {
        let a = try #require(FHIRDocument.parse(Array(before.utf8)).tree)
        let b = try #require(FHIRDocument.parse(Array(after.utf8)).tree)
        return CanonicalDifference.between(a, b).map { $0.line(values: true) }
    }

    private func bundle(_ resources: String...) -> String {
        #"{"resourceType":"Bundle","type":"message","entry":["#
            + resources.map { #"{"resource":\#($0)}"# }.joined(separator: ",") + "]}"
    }

    @Test func theSameIsNothing() throws {
        let text = bundle(#"{"resourceType":"Patient","id":"a","birthDate":"1980-02-29"}"#)
        #expect(try lines(text, text).isEmpty)
    }

    @Test func aChangedValueIsNamedByItsElement() throws {
        #expect(
            try lines(
                bundle(#"{"resourceType":"Patient","id":"a","name":[{"family":"A"}]}"#),
                bundle(#"{"resourceType":"Patient","id":"a","name":[{"family":"B","use":"official"}],"gender":"male"}"#))
                == [
                    #"~ Patient.name[0].family: "A" → "B""#, #"+ Patient.name[0].use: "official""#,
                    #"+ Patient.gender: "male""#,
                ])
    }

    @Test func aRepetitionInTheMiddleIsOneDifference() throws {
        let found = try lines(
            bundle(#"{"resourceType":"Patient","id":"a","identifier":[{"value":"1"},{"value":"2"},{"value":"3"}]}"#),
            bundle(#"{"resourceType":"Patient","id":"a","identifier":[{"value":"1"},{"value":"3"}]}"#))
        #expect(found == [#"- Patient.identifier[1]: {"value":"2"}"#])
    }

    @Test func resourcesAreMatchedByIdThenByOrder() throws {
        let a = bundle(
            #"{"resourceType":"Observation","id":"1","status":"final"}"#,
            #"{"resourceType":"Observation","id":"2","status":"final"}"#)
        let b = bundle(
            #"{"resourceType":"Observation","id":"2","status":"amended"}"#, #"{"resourceType":"Task","id":"9"}"#)
        let found = try lines(a, b)
        #expect(found.contains(#"~ Observation#2.status: "final" → "amended""#), "\(found)")
        #expect(found.contains { $0.hasPrefix("- Observation#1:") })
        #expect(found.contains { $0.hasPrefix("+ Task:") })
    }

    @Test func shapesSayNoValue() {
        #expect(ElementDifference.shape(of: #""Testperson 12""#) == #""Aaaaaaaaaa 99""#)
        #expect(ElementDifference.shape(of: #"{"family":"Testperson"}"#) == "{1 keys}")
    }

    @Test func aShadowRunCountsAndNamesTheRule() throws {
        let old = try Fixture.mapper()
        let new = try Fixture.mapper([
            "segments/pid-patient.yaml": Fixture.patient.replacing("  birthDate: PID-7.toDate()\n", with: "")
        ])
        var comparison = ShadowComparison(examples: 2)
        for number in 1...5 {
            let pid = number == 5 ? "PID|1||4711^^^RRK^MR||TESTER||20250231|F" : "PID|1||4711^^^RRK^MR||TESTER||19800229|F"
            let message = Fixture.message(pid: pid)
            comparison.add(
                "1-\(number)", before: old.map(message), release: old.release.hash, after: new.map(message),
                changedRelease: new.release.hash
            ) { new.map(message, trace: true) }
        }
        let report = comparison.report
        #expect(report.messages == 5 && report.same == 0)
        let birth = try #require(report.groups.first { $0.element == "Patient.birthDate" })
        #expect(birth.change == "removed" && birth.messages == 4 && birth.examples == ["1-1", "1-2"])
        #expect(birth.before == #""9999-99-99""#)
        #expect(report.groups.contains { $0.element == "outcome" && $0.change == "quarantined (invalid-date) → mapped" })
        #expect(report.groups.contains { $0.element == "issue error invalid-date PID-7" && $0.change == "removed" })
    }
}
