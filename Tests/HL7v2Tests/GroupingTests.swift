import Diagnostics
import HL7v2
import Testing
import Tree

@Suite struct GroupingTests {
    private func results(_ lines: String..., version: String = "2.5.1", type: String = "ORU^R01^ORU_R01") -> Reading {
        MessageReader().read(
            Array((["MSH|^~\\&|ICE|RRK|||20260101||\(type)|1|T|\(version)"] + lines).joined(separator: "\r").utf8))
    }

    private func expect(
        _ reading: Reading, _ outline: String, codes: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(Fixture.outline(reading.tree) == "MSH |\n" + outline, sourceLocation: sourceLocation)
        #expect(reading.codes == codes, "\(reading.issues)", sourceLocation: sourceLocation)
    }

    @Test func resultsAreGroupedAsTheStructureSays() {
        #expect(
            Fixture.outline(MessageReader().read(Fixture.orders).tree) == """
                MSH |
                PATIENT_RESULT
                  PATIENT
                    PID 1
                    VISIT
                      PV1 1
                  ORDER_OBSERVATION
                    ORC RE
                    OBR 1
                    NTE 1
                    OBSERVATION
                      OBX 1
                      NTE 1
                    OBSERVATION
                      OBX 2
                    SPECIMEN
                      SPM 1
                      OBX 3
                  ORDER_OBSERVATION
                    ORC RE
                    OBR 2
                    OBSERVATION
                      OBX 1
                """)
        #expect(MessageReader().read(Fixture.orders).issues.isEmpty)
    }

    @Test func groupsAreNamedAndReachOverTheirSegments() throws {
        let tree = MessageReader().read(Fixture.orders).tree
        let result = try #require(tree.child(of: .root, named: "PATIENT_RESULT"))
        let orders = tree.children(of: result, named: "ORDER_OBSERVATION")
        #expect(orders.count == 2)
        #expect(tree[orders[0]].kind == .group)
        let text = tree.text(of: orders[1])
        #expect(text.hasPrefix("ORC|RE|P2"))
        #expect(text.hasSuffix("third"))
        #expect(tree.hl7Path(of: orders[1]) == "ORDER_OBSERVATION")
        #expect(tree.segments("OBX", in: orders[0]).count == 3)
    }

    @Test func withoutGroupingSegmentsStandBelowTheMessage() {
        let tree = MessageReader(groups: false).read(Fixture.orders).tree
        #expect(tree.children(of: .root).allSatisfy { tree[$0].kind == .segment })
        #expect(tree.segments().count == 14)
    }

    @Test func severalRequestsUnderOneOrder() {
        expect(
            results("PID|1", "ORC|NW", "OBR|1", "OBX|1", "OBR|2", "OBX|2", "NTE|2", type: "OML^O21^OML_O21"),
            """
            PATIENT
              PID 1
            ORDER
              ORC NW
              OBSERVATION_REQUEST
                OBR 1
                OBSERVATION
                  OBX 1
              OBSERVATION_REQUEST
                OBR 2
                OBSERVATION
                  OBX 2
                  NTE 2
            """, codes: ["group-repeated"])
    }

    @Test func severalOrders() {
        expect(
            results("PID|1", "ORC|1", "OBR|1", "SPM|1", "ORC|2", "OBR|2", type: "OML^O21^OML_O21"),
            """
            PATIENT
              PID 1
            ORDER
              ORC 1
              OBSERVATION_REQUEST
                OBR 1
                SPECIMEN
                  SPM 1
            ORDER
              ORC 2
              OBSERVATION_REQUEST
                OBR 2
            """)
    }

    @Test func priorResultsBeginWithTheirPatient() {
        expect(
            results("PID|1", "ORC|1", "OBR|1", "OBX|1", "PID|9", "OBR|9", "OBX|9", type: "OML^O21^OML_O21"),
            """
            PATIENT
              PID 1
            ORDER
              ORC 1
              OBSERVATION_REQUEST
                OBR 1
                OBSERVATION
                  OBX 1
                PRIOR_RESULT
                  PATIENT_PRIOR
                    PID 9
                  ORDER_PRIOR
                    OBR 9
                    OBSERVATION_PRIOR
                      OBX 9
            """)
    }

    @Test func aSpecimenInAVersionThatHasNone() {
        let reading = results(
            "PID|1", "ORC|NW", "OBR|1", "NTE|1", "DG1|1", "OBX|1", "SPM|1", "OBX|2", version: "2.4", type: "OML^O21^OML_O21")
        expect(
            reading,
            """
            PATIENT
              PID 1
            ORDER_GENERAL
              ORDER
                ORC NW
                OBSERVATION_REQUEST
                  OBR 1
                  NTE 1
                  DG1 1
                  OBSERVATION
                    OBX 1
                  SPECIMEN
                    SPM 1
                    OBX 2
            """)
    }

    @Test func aLateVisitJoinsItsPatientAndNothingElseMoves() {
        expect(
            results("PID|1", "ORC|1", "OBR|1", "OBX|1", "PV1|1", "NTE|9", "OBX|2", "NTE|2", "PV2|7"),
            """
            PATIENT_RESULT
              PATIENT
                PID 1
                VISIT
                  PV1 1
                  NTE 9
                  PV2 7
              ORDER_OBSERVATION
                ORC 1
                OBR 1
                OBSERVATION
                  OBX 1
                OBSERVATION
                  OBX 2
                  NTE 2
            """, codes: ["segment-out-of-order", "segment-out-of-order"])
    }

    @Test func notesStayWithTheSegmentTheyFollow() {
        let reading = results(
            "PID|1", "PV1|1", "NTE|1", "ORC|1", "NTE|2", "OBR|1", "NTE|3", "OBX|1", "NTE|4", "SPM|1", "NTE|5", "ZZ1|1", "NTE|6")
        let tree = reading.tree
        let parents = tree.segments("NTE").map { id in tree.parent(of: id).map { tree.name(of: $0) } ?? "" }
        #expect(parents == ["VISIT", "ORDER_OBSERVATION", "ORDER_OBSERVATION", "OBSERVATION", "SPECIMEN", "SPECIMEN"])
        #expect(reading.codes.filter { $0 == "segment-unexpected" }.count == 4)
        #expect(reading.tree.segments("ORC").count == 1)
    }

    @Test func aNoteOnTheOrderIsNotTheOneOnItsRequest() {
        expect(
            results("PID|1", "ORC|1", "NTE|1", "OBR|1", "NTE|2", version: "2.4", type: "ORM^O01^ORM_O01"),
            """
            PATIENT
              PID 1
            ORDER
              ORC 1
              NTE 1
              ORDER_DETAIL
                OBR 1
                NTE 2
            """, codes: ["segment-unexpected"])
    }

    @Test func anObservationWithoutRequestIsKept() {
        expect(
            results("PID|1", "OBX|1", "NTE|1", "OBX|2"),
            """
            PATIENT_RESULT
              PATIENT
                PID 1
              ORDER_OBSERVATION
                OBSERVATION
                  OBX 1
                  NTE 1
                OBSERVATION
                  OBX 2
            """, codes: ["group-incomplete", "segment-missing"])
    }

    @Test func aResultBehindTheChargesIsStillOfItsRequest() {
        expect(
            results("PID|1", "ORC|1", "OBR|1", "OBX|1", "FT1|1", "OBX|2", "NTE|2", "ORC|2", "OBR|2", type: "OML^O21^OML_O21"),
            """
            PATIENT
              PID 1
            ORDER
              ORC 1
              OBSERVATION_REQUEST
                OBR 1
                OBSERVATION
                  OBX 1
                OBSERVATION
                  OBX 2
                  NTE 2
              FT1 1
            ORDER
              ORC 2
              OBSERVATION_REQUEST
                OBR 2
            """, codes: ["segment-out-of-order"])
    }

    @Test func aRetiredIdentityBeforeItsPatient() {
        expect(
            results("EVN|A40", "MRG|1", "PID|1", "PID|2", "MRG|2", version: "2.4", type: "ADT^A40"),
            """
            EVN A40
            PATIENT
              MRG 1
              PID 1
            PATIENT
              PID 2
              MRG 2
            """, codes: ["group-incomplete", "segment-out-of-order"])
    }

    @Test func aPatientBehindTheVisitIsTheSamePatient() {
        expect(
            results("PV1|1", "PID|1", "OBR|1"),
            """
            PATIENT_RESULT
              PATIENT
                VISIT
                  PV1 1
                PID 1
              ORDER_OBSERVATION
                OBR 1
            """, codes: ["group-incomplete", "segment-out-of-order"])
    }

    @Test func everyPatientHasHisOwnResults() {
        expect(
            results("PID|1", "OBR|1", "OBX|1", "PID|2", "OBR|2", "OBX|2"),
            """
            PATIENT_RESULT
              PATIENT
                PID 1
              ORDER_OBSERVATION
                OBR 1
                OBSERVATION
                  OBX 1
            PATIENT_RESULT
              PATIENT
                PID 2
              ORDER_OBSERVATION
                OBR 2
                OBSERVATION
                  OBX 2
            """)
    }

    @Test func localAndUnknownSegmentsStayWhereTheyStand() {
        expect(
            results("PID|1", "ZPD|1", "OBR|1", "ZOB|1", "OBX|1", "ZOX|1", "QQQ|1", "OBX|2"),
            """
            PATIENT_RESULT
              PATIENT
                PID 1
                ZPD 1
              ORDER_OBSERVATION
                OBR 1
                ZOB 1
                OBSERVATION
                  OBX 1
                  ZOX 1
                  QQQ 1
                OBSERVATION
                  OBX 2
            """, codes: ["segment-unknown"])
    }

    @Test func segmentsOfAnAdmissionMayComeInAnyOrder() {
        let reading = results(
            "PID|1", "EVN|A01", "AL1|1", "PV1|1", "NK1|1", "AL1|2", "IN1|1", "IN2|1", "PD1|1", version: "2.4",
            type: "ADT^A01^ADT_A01")
        #expect(reading.tree.segments().count == 10)
        #expect(reading.codes.allSatisfy { $0 == "segment-out-of-order" })
        let insurance = reading.tree.segment("IN2").flatMap { reading.tree.parent(of: $0) }
        #expect(insurance.map { reading.tree.name(of: $0) } == "INSURANCE")
    }

    @Test func whatIsMissingIsNamed() {
        let reading = results("PID|1", version: "2.4", type: "ADT^A01^ADT_A01")
        #expect(reading.codes == ["segment-missing", "segment-missing"])
        #expect(reading.issues.map(\.message) == ["ADT_A01 requires EVN", "ADT_A01 requires PV1"])
        let empty = results(version: "2.5.1")
        #expect(empty.codes == ["group-missing"])
    }

    @Test func aDeviationNamesItsSegmentAndByte() throws {
        let reading = results("PID|1", "OBR|1", "OBX|1", "PV1|1")
        let position = try #require(reading.position(of: "segment-out-of-order"))
        #expect(position.path == "PV1")
        let segment = try #require(reading.tree.segment("PV1"))
        #expect(position.byteOffset == Int(reading.tree[segment].source))
    }
}
