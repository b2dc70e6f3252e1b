import Canonical
import Diagnostics
import Testing
import Tree

@testable import Mapping

/// One map in messages whose surroundings give it another meaning: what one made is taken over only where it is the same.
@Suite struct TakenOverPartsTests {
    /// Asks all that can differ around it: frames and how many there are, structure, variables, aliases.
    private static let finding = """
        mapping: obx-observation
        source: OBX
        target: Observation
        let: { code: OBX-3.1 }
        make:
          id: identity('observation', %code, OBX-1)
          status: "final"
          code: { map: finding-code, from: OBX-3 }
          subject: { ref: patient }
          valueString: OBX-5[1].1 & '-' & %caller
          method:
            text: (PID-3[1].1 & '/' & PV1-2.1 & '/' & %code)
          note:
            each: NTE
            let:
              words: NTE-3[1]
            text: (%words & %caller)
        """
    private static let code = """
        mapping: finding-code
        source: CWE
        target: CodeableConcept
        let: { first: CWE.1 }
        make:
          text: (%first & '|' & CWE.2)
        """
    private static func message(_ name: String, _ source: String, _ lets: String, _ create: String) -> String {
        """
        mapping: \(name)
        source: hl7v2 \(source)
        event: "result-reported"
        let: { \(lets) }
        create:
        \(create.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
        focus: [patient]
        """
    }
    private static let messages = [
        "flat": message(
            "flat", "ADT_A01", "caller: MSH-10",
            """
            - Patient as patient: { from: PID, map: pid-patient }
            - Observation: { each: OBX, map: obx-observation }
            """),
        "deep": message(
            "deep", "ORU_R01", "one: MSH-3, two: MSH-4, caller: (%one & %two)",
            """
            - Patient as patient: { from: PID, map: pid-patient }
            - each: ORDER_OBSERVATION
              let: { order: OBR-3.1 }
              create:
                - each: OBSERVATION
                  let: { caller: (%order) }
                  create:
                    - Observation: { from: OBX, map: obx-observation }
            - each: PATIENT_RESULT
              create:
                - Observation: { each: ORDER_OBSERVATION.OBSERVATION.OBX, map: obx-observation }
            - each: ORDER_OBSERVATION.OBSERVATION
              create:
                - Observation: { from: OBX, map: obx-observation }
            """),
        "without": message(
            "without", "MDM_T02", "code: MSH-9.2, caller: (%code)",
            """
            - Observation: { each: OBX, map: obx-observation }
            - Patient as patient: { from: PID, map: pid-patient }
            - Observation: { each: OBX, map: obx-observation }
            """),
    ]
    private static let texts = [
        "ADT^A01^ADT_A01": "EVN|A01|20250115103000\rPID\rPV1|1|I\rOBX|1|ST|C1^first||a\rOBX|2|ST|C2^second||b",
        "ORU^R01^ORU_R01":
            "PID\rPV1|1|O\rORC|RE\rOBR|1||N1|X\rNTE|1||of the order\rOBX|1|ST|C1^first||a\rNTE|1||of the first\rOBX|2|ST|C2^second||b",
        "MDM^T02^MDM_T02": "EVN|T02|20250115103000\rPID\rPV1|1|E\rTXA|1|CN\rOBX|1|ST|C1^first||a\rNTE|1||of a finding",
    ]

    private func mapper(_ names: [String]) throws -> Mapper {
        var changes = ["types/finding-code.yaml": Self.code, "segments/obx-observation.yaml": Self.finding]
        for name in names { changes["messages/\(name).yaml"] = Self.messages[name] }
        var files = Fixture.files.merging(changes) { _, new in new }
        for name in ["messages/adt.yaml", "messages/oru.yaml"] { files[name] = nil }
        let (release, diagnostics) = Release.load(files: files.map { ($0.key, Array($0.value.utf8)) })
        return Mapper(
            release: try #require(release, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))"),
            feed: Feed(name: "rrk-pas", trust: "RRK"), identity: RegionalIdentity(key: Array(1...32)), environment: .test)
    }

    private func bytes(_ type: String, _ body: String) -> [UInt8] {
        let person = "PID|1||4711^^^RRK^MR||TESTER^ANNA"
        let text = "MSH|^~\\&|PAS|RRK|HUB|HUB|20250115103000||\(type)|M1|T|2.5.1\r\(body.replacing("PID", with: person))"
        return Array(text.utf8)
    }

    /// Every message says which release mapped it.
    private func withoutRelease(_ result: MappingResult) -> String {
        result.jsonText.replacing(/[0-9a-f]{64}/, with: "")
    }

    @Test(arguments: [["flat", "deep", "without"], ["flat", "deep"], ["flat", "without"], ["deep", "without"]])
    func beside(_ names: [String]) throws {
        let beside = try mapper(names)
        for (name, type) in [("flat", "ADT^A01^ADT_A01"), ("deep", "ORU^R01^ORU_R01"), ("without", "MDM^T02^MDM_T02")]
        where names.contains(name) {
            let message = bytes(type, try #require(Self.texts[type]))
            let own = try mapper([name]).map(message)
            #expect(own.canonical != nil, "\(own.issues)")
            #expect(withoutRelease(beside.map(message)) == withoutRelease(own), "\(name) beside \(names)")
        }
    }

    @Test func itsSurroundingsAreSeen() throws {
        let mapper = try mapper(["flat", "deep", "without"])
        func texts(_ type: String, _ path: Name...) throws -> [String?] {
            let result = mapper.map(bytes(type, try #require(Self.texts[type])))
            return (0..<6).filter { result.resource("Observation", $0) != nil }.map {
                result.text("Observation", at: path, index: $0)
            }
        }
        #expect(try texts("ADT^A01^ADT_A01", "value") == ["a-M1", "b-M1"])
        #expect(try texts("ADT^A01^ADT_A01", "method", "text") == ["4711/I/C1", "4711/I/C2"])
        #expect(try texts("ADT^A01^ADT_A01", "code", "text") == ["C1|first", "C2|second"])
        #expect(try texts("ORU^R01^ORU_R01", "value") == ["a-N1", "b-N1"] + ["a-PASRRK", "b-PASRRK", "a-PASRRK", "b-PASRRK"])
        #expect(
            try texts("ORU^R01^ORU_R01", "note", "text")
                == ["of the firstN1", nil, nil, nil, "of the firstPASRRK", nil],
            "a patient's group has no note: those inside it are the order's and the findings'")
        #expect(try texts("MDM^T02^MDM_T02", "value") == ["a-T02", "a-T02"])
        #expect(try texts("MDM^T02^MDM_T02", "subject", "reference").map { $0 == nil } == [true, false])
        #expect(try texts("ADT^A01^ADT_A01", "subject", "reference").allSatisfy { $0 != nil })
    }
}
