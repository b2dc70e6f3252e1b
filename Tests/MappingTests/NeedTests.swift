import Testing
import Tree

@testable import Mapping

/// An element that is not run because its fields are absent must be one that would have made nothing and read nothing.
@Suite struct NeedTests {
    private let field = Evaluation.frame(1, [.segment("OBX"), .position(5)])
    private let other = Evaluation.frame(1, [.segment("OBX"), .position(8), .position(1)])

    private func bits(_ need: Need?) -> UInt64? { need?.bits }

    @Test func aPathNeedsItsFirstPosition() {
        #expect(bits(Need.value(of: field)) == 1 << 5)
        #expect(bits(Need.value(of: .trim(other))) == 1 << 8)
        #expect(bits(Need.value(of: .both(field, other))) == 1 << 5 | 1 << 8)
        #expect(bits(Need.value(of: .frame(1, [.segment("OBX")]))) == Need.itself)
        #expect(Need.value(of: .frame(1, [])) == nil)
        #expect(Need.value(of: .variable(3)) == nil)
        // A text is made whatever is absent.
        #expect(Need.value(of: .concatenate(field, other)) == nil)
    }

    @Test func twoSegmentsShareNoNeed() {
        #expect(Need.value(of: .both(field, .frame(1, [.segment("NTE"), .position(3)]))) == nil)
        #expect(Need.value(of: .both(field, .frame(0, [.segment("OBX"), .position(3)]))) == nil)
    }

    @Test func aConditionThatReadsMoreIsAsked() {
        let isNumber = Evaluation.equal(other, .literal(.none), negated: false)
        // Absence says no, so the second is not looked at.
        #expect(bits(Need.truth(of: .and(.exists(field, negated: false), isNumber))) == 1 << 5)
        // Absence says nothing, so the second is read: both must be absent.
        #expect(bits(Need.truth(of: .and(isNumber, .exists(field, negated: false)))) == 1 << 5 | 1 << 8)
        #expect(bits(Need.truth(of: .or(isNumber, .exists(field, negated: false)))) == 1 << 5 | 1 << 8)
        #expect(Need.truth(of: .exists(field, negated: true)) == nil)
        #expect(Need.truth(of: .not(isNumber)) == nil)
    }
    /// What is asked of one frame twice is answered for each frame by itself.
    @Test func everyFrameIsAskedByItself() throws {
        let isText = "OBX-2 = 'ST' or OBX-2 = 'TX'"
        let oru = Fixture.oru.replacing(
            "valueString: OBX-5[1].1",
            with: "issued: iif(\(isText), OBX-14.toInstant(), {})\n          valueString: iif(\(isText), OBX-5[1].1, {})")
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(
                type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||one", "OBX|2|NM|B||2", "OBX|3|TX|C||three",
                "OBX|4|NM|D||4"))
        let canonical = try #require(result.canonical)
        let values = (0..<4).map { index in
            result.resource("Observation", index).flatMap { canonical.text("value", from: $0) }
        }
        #expect(values == ["one", nil, "three", nil], "\(result.issues)")
    }

    /// Three and more texts or lists are laid together at once, as two and two would be.
    @Test func manyAreLaidTogetherAsTwoAndTwo() throws {
        let oru = Fixture.oru.replacing(
            "valueString: OBX-5[1].1",
            with: "valueString: OBX-5.1.combine(OBX-6.1).combine(OBX-7).join('+') & '|' & OBX-2 & '|' & OBX-1")
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(
                type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||one~two|u|r", "OBX|2|ST|B||x",
                "OBX|3|ST|C||\"\"|u", "OBX|4||D"))
        let canonical = try #require(result.canonical)
        let values = (0..<4).map { index in
            result.resource("Observation", index).flatMap { canonical.text("value", from: $0) }
        }
        #expect(values == ["one+two+u+r|ST|1", "x|ST|2", "u|ST|3", "||4"], "\(result.issues)")
    }

    /// A path that is asked at once answers as one that is read first: for nothing, `""` and a value.
    @Test func aPathAnswersAtOnce() throws {
        let oru = Fixture.oru.replacing(
            "valueString: OBX-5[1].1",
            with: "valueString: iif(OBX-11.exists(), 'e', '-') & iif(OBX-11.empty(), 'n', '-')"
                + " & iif(OBX-11 = 'F', 'f', '-') & iif(OBX-11 in ('F' | 'C'), 'i', '-')")
        let result = try Fixture.mapper(["messages/oru.yaml": oru]).map(
            Fixture.message(
                type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|A||v", "OBX|2|ST|B||v||||||F",
                "OBX|3|ST|C||v||||||\"\"", "OBX|4|ST|D||v||||||X"))
        let canonical = try #require(result.canonical, "\(result.issues)")
        let values = (0..<4).map { index in
            result.resource("Observation", index).flatMap { canonical.text("value", from: $0) }
        }
        #expect(values == ["-n--", "e-fi", "-n--", "e---"], "\(result.issues)")
    }
}
