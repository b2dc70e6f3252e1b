import Diagnostics
import HL7v2
import Testing
import Tree

@Suite struct ReadingTests {
    @Test func anAdmissionBecomesATree() throws {
        let reading = MessageReader().read(Fixture.admission)
        #expect(reading.issues.isEmpty)
        #expect(reading.structure == "ADT_A05")
        #expect(reading.version == .v2_4)
        let tree = reading.tree
        #expect(tree.name(of: .root) == "ADT_A05")
        #expect(tree[.root].kind == .message)
        let pid = try #require(tree.segment("PID"))
        #expect(tree.fields(3, of: pid).count == 2)
        #expect(tree.text(of: pid, field: 3) == "9990000018")
        #expect(tree.text(of: pid, field: 3, repetition: 2, component: 4, subcomponent: 2) == "2.16.840.1")
        #expect(tree.text(of: pid, field: 5, component: 2) == "Araminta")
        #expect(tree.text(of: pid, field: 7) == "19800214")
        #expect(tree.field(2, of: pid) == nil)
        #expect(tree.text(of: pid, field: 11, component: 4) == nil)
        let field = try #require(tree.field(3, of: pid, repetition: 2))
        #expect(tree.text(of: field) == "RRK1234567^^^RRK&2.16.840.1&ISO^MR")
        let allergy = try #require(tree.segment("AL1"))
        #expect(tree.text(of: allergy, field: 3) == "Penicillin & related")
    }

    @Test func separatorsAreLeavesAndNeverSplit() throws {
        let tree = MessageReader().read(Fixture.admission).tree
        let header = try #require(tree.segment("MSH"))
        let first = try #require(tree.field(1, of: header))
        let second = try #require(tree.field(2, of: header))
        #expect(tree.text(of: first) == "|")
        #expect(tree.text(of: second) == "^~\\&")
        #expect(!tree.hasChildren(second))
        #expect(tree.text(of: header, field: 9, component: 3) == "ADT_A05")
        #expect(tree.text(of: header, field: 18) == "UNICODE UTF-8")
    }

    @Test func aLeafIsItsOwnFirstComponent() throws {
        let tree = MessageReader().read(Fixture.admission).tree
        let pid = try #require(tree.segment("PID"))
        let birth = try #require(tree.field(7, of: pid))
        #expect(!tree.hasChildren(birth))
        #expect(tree.component(1, of: birth) == birth)
        #expect(tree.component(2, of: birth) == nil)
    }

    @Test func deleteIsNotAbsence() throws {
        let tree = MessageReader().read(Fixture.admission).tree
        let pid = try #require(tree.segment("PID"))
        let phone = try #require(tree.field(13, of: pid))
        #expect(tree.isExplicitNull(phone))
        #expect(tree.value(of: phone).isEmpty)
        #expect(tree.field(14, of: pid) == nil)
    }

    @Test func everyPathLeadsBack() throws {
        for bytes in [Fixture.admission, Fixture.orders] {
            let tree = MessageReader().read(bytes).tree
            let message = try Message(bytes)
            for leaf in tree.leaves() {
                let path = try #require(SourcePath(tree.hl7Path(of: leaf)))
                if tree.isExplicitNull(leaf) {
                    #expect(message.isNull(path))
                } else {
                    #expect(message.text(path) == tree.text(of: leaf), "\(path)")
                }
            }
        }
        let tree = MessageReader().read(Fixture.admission).tree
        let pid = try #require(tree.segment("PID"))
        let part = try #require(tree.field(3, of: pid, repetition: 2).flatMap { tree.component(4, of: $0) })
        #expect(tree.hl7Path(of: try #require(tree.component(1, of: part))) == "PID-3[2].4.1")
        #expect(tree.hl7Path(of: pid) == "PID")
        #expect(tree.hl7Path(of: .root) == "ADT_A05")
        let results = MessageReader().read(Fixture.orders).tree
        let second = try #require(results.segment("OBX", occurrence: 2))
        #expect(results.hl7Path(of: try #require(results.field(5, of: second, repetition: 2))) == "OBX[2]-5[2]")
    }

    @Test func emptyRepetitionsKeepTheirNumber() throws {
        let tree = Fixture.read(Fixture.header, "PID|1||~^^^~A~~B").tree
        let pid = try #require(tree.segment("PID"))
        let fields = tree.fields(3, of: pid)
        #expect(fields.map { tree.text(of: $0) } == ["A", "B"])
        #expect(fields.map { tree.hl7Path(of: $0) } == ["PID-3[3]", "PID-3[5]"])
    }

    @Test func spacesAloneAreNoValue() throws {
        let tree = Fixture.read(Fixture.header, "PID|1| |  ^ A ^ & ~x|  ").tree
        let pid = try #require(tree.segment("PID"))
        #expect(tree.field(2, of: pid) == nil && tree.field(4, of: pid) == nil)
        let field = try #require(tree.field(3, of: pid))
        #expect(tree.children(of: field).map { tree[$0].position } == [2])
        #expect(tree.text(of: pid, field: 3, component: 2) == " A ", "what stands around a value is the map's to judge")
        #expect(tree.text(of: pid, field: 3, repetition: 2) == "x")
    }

    @Test func partsWithoutValuesMakeNoNodes() throws {
        let tree = Fixture.read(Fixture.header, "PID|1||^^&&^&x^|&|^").tree
        let pid = try #require(tree.segment("PID"))
        let field = try #require(tree.field(3, of: pid))
        #expect(tree.children(of: field).map { tree[$0].position } == [4])
        #expect(tree.text(of: pid, field: 3, component: 4, subcomponent: 2) == "x")
        #expect(tree.text(of: try #require(tree.component(4, of: field))) == "&x")
        #expect(tree.field(4, of: pid) == nil)
        #expect(tree.field(5, of: pid) == nil)
    }

    @Test(arguments: ["\r", "\n", "\r\n", "\r\r", "\n\r\n"])
    func anyLineEndEndsASegment(_ end: String) throws {
        let lines = String(decoding: Fixture.orders, as: UTF8.self).split(separator: "\r").joined(separator: end)
        for text in [lines, lines + end, "\n\n" + lines, "\u{FEFF}" + lines, "\u{0B}" + lines + "\u{1C}\r", lines + "\r\u{1C}"]
        {
            let reading = MessageReader().read(Array(text.utf8))
            #expect(reading.issues.isEmpty, "\(reading.issues)")
            #expect(Fixture.outline(reading.tree) == Fixture.outline(MessageReader().read(Fixture.orders).tree))
            let last = try #require(reading.tree.segment("OBX", occurrence: 4))
            #expect(reading.tree.text(of: last, field: 5) == "third")
        }
    }

    @Test func aBareNameWithADigitIsASegmentThatSaysNothing() throws {
        for end in ["\r", "\n", ""] {
            let reading = MessageReader().read(
                Array((Fixture.header + "\rPID|1||X||||||F\rPD1\rPV1|1|I\rPV2" + end).utf8))
            #expect(!reading.codes.contains("line-joined"))
            let person = try #require(reading.tree.segment("PID"))
            #expect(reading.tree.text(of: person, field: 9) == "F")
            #expect(
                reading.tree.segment("PD1") != nil && reading.tree.segment("PV1") != nil && reading.tree.segment("PV2") != nil)
        }
    }

    @Test func aBrokenLineIsJoinedAndReported() throws {
        let reading = MessageReader().read(
            Array((Fixture.header + "\rNTE|1||first line\nsecond line\r\nYES\rPID|1||X\r").utf8))
        #expect(reading.codes.filter { $0 == "line-joined" }.count == 1)
        #expect(reading.position(of: "line-joined")?.path == "NTE")
        let note = try #require(reading.tree.segment("NTE"))
        #expect(reading.tree.text(of: note, field: 3) == "first line\nsecond line\r\nYES")
        #expect(reading.tree.segment("PID") != nil)
    }

    @Test func otherSeparatorsAreRead() throws {
        let reading = Fixture.read("MSH$%?!*$PAS$RRK$$$20260101$$ADT%A28%ADT_A05$1$T$2.4", "PID$1$$a%%%N*b%NH?c$$X%Y!S!Z|^~")
        let tree = reading.tree
        let pid = try #require(tree.segment("PID"))
        #expect(tree.text(of: pid, field: 3, component: 4, subcomponent: 2) == "b")
        #expect(tree.text(of: pid, field: 3, repetition: 2) == "c")
        #expect(tree.text(of: pid, field: 5, component: 2) == "Y%Z|^~")
        #expect(tree.delimiters == Delimiters(field: 0x24, component: 0x25, repetition: 0x3F, escape: 0x21, subcomponent: 0x2A))
    }

    @Test func theTruncationCharacterIsASeparatorOfItsOwn() throws {
        let reading = Fixture.read(#"MSH|^~\&#|PAS|RRK|||20260101||ADT^A28^ADT_A05|1|T|2.7"#, #"PID|1||a\P\b#"#)
        let pid = try #require(reading.tree.segment("PID"))
        #expect(reading.tree.text(of: pid, field: 3) == "a#b#")
        #expect(reading.tree.delimiters?.truncation == 0x23)
    }

    @Test(arguments: [
        ("", "message-empty"), ("\r\n \r", "message-empty"), ("hello world", "not-hl7v2"), ("<xml/>", "not-hl7v2"),
        ("{\"resourceType\":\"Patient\"}", "not-hl7v2"), ("MSH", "header-too-short"), ("MSH|", "delimiter-missing"),
        ("MSH|^~\\&|A", "header-too-short"), ("MSHx^~\\&|A", "delimiter-invalid"),
        ("MSH|^^\\&|A|B|||||ADT|1|T|2.4", "delimiter-repeated"),
        ("MSH|^~\\||A", "delimiter-missing"), ("MSH|a~\\&|A|B|||||ADT|1|T|2.4", "delimiter-invalid"),
        ("MSH|^~\\&#$|A|B|||||ADT|1|T|2.4", "delimiter-invalid"), ("\u{0}\u{1}\u{2}binary", "not-hl7v2"),
        ("FHS|^~\\&|A\rBHS|^~\\&\r", "batch-unsplit"),
        ("MSH|^~\\&|A|B|||||ADT^A01|1|T|2.4\rPID|1\rO1|hello\r", "line-doubtful"),
        ("MSH|^~\\&|A|B|||||ADT^A01|1|T|2.4\rPID|1\r\u{0B}MSH|^~\\&|A|B|||||ADT^A01|2|T|2.4\r", "second-message"),
    ])
    func whatIsNoMessageIsRefusedWithAReason(_ text: String, _ code: String) {
        let reading = MessageReader().read(Array(text.utf8))
        #expect(!reading.isUsable || code == "line-doubtful")
        #expect(reading.codes.contains(code), "\(reading.issues)")
        #expect(reading.issues.contains { $0.severity == .error })
    }

    @Test func messagesInXMLAreToldFromOtherXML() {
        func hint(_ text: String) -> String? { MessageReader().read(Array(text.utf8)).issues.first?.hint }
        #expect(hint("<ORU_R01 xmlns=\"urn:hl7-org:v2xml\"><MSH/></ORU_R01>")?.contains("separators") == true)
        #expect(hint("<Bundle xmlns=\"http://hl7.org/fhir\"/>")?.contains("format") == true)
    }

    @Test func twoMessagesInOneBodyAreRefused() {
        let reading = MessageReader().read(Fixture.admission + Fixture.orders)
        #expect(!reading.isUsable)
        #expect(reading.codes == ["second-message"])
        #expect(reading.position(of: "second-message")?.byteOffset == Fixture.admission.count)
    }

    @Test func controlCharactersAndOddNamesAreReported() throws {
        let reading = Fixture.read(Fixture.header, "PID|1||a\u{1}b", "abc|1|O", "OBX|1|ST|a||tab\there")
        #expect(reading.codes.contains("control-character"))
        #expect(reading.position(of: "control-character")?.path == "PID")
        #expect(reading.codes.contains("segment-name-invalid"))
        #expect(reading.codes.filter { $0 == "control-character" }.count == 1)
        #expect(reading.tree.segments().count == 4)
    }

    @Test func segmentsWithMisspeltNamesAreReadAsWhatTheyAre() throws {
        let reading = Fixture.read(
            Fixture.header, "pid|1||x", " PV1|1|O", "OBX |1|ST|a||b", "\tzab|1", "NTE|1||text", "AND so on")
        #expect(reading.tree.segments().map { reading.tree.name(of: $0) } == ["MSH", "PID", "PV1", "OBX", "ZAB", "NTE"])
        #expect(reading.tree.segment("PID").flatMap { reading.tree.text(of: $0, field: 3) } == "x")
        #expect(reading.tree.segment("OBX").flatMap { reading.tree.text(of: $0, field: 3) } == "a")
        #expect(reading.codes.filter { $0 == "segment-name-respelt" }.count == 4)
        #expect(reading.codes.filter { $0 == "line-joined" }.count == 1)
        #expect(!reading.codes.contains("line-doubtful"))
    }

    @Test func aMessageThatItsVersionHasNotIsReadAsOneThatHas() throws {
        let old = Fixture.read(
            "MSH|^~\\&|PAS|RRK|||20260101||OML^O21^OML_O21|1|T|2.3.1", "PID|1||x", "ORC|NW|1", "OBR|1|1||T", "SPM|1|s")
        #expect(old.version == .v2_5_1)
        #expect(old.codes == ["version-without-structure"])
        #expect(Fixture.outline(old.tree).contains("SPECIMEN"))
        let withdrawn = Fixture.read("MSH|^~\\&|PAS|RRK|||20260101||ORM^O01|1|T|2.8", "PID|1||x", "ORC|NW|1", "OBR|1|1||T")
        #expect(withdrawn.version == .v2_5_1 && withdrawn.structure == "ORM_O01")
        #expect(
            Fixture.read("MSH|^~\\&|PAS|RRK|||20260101||OML^O39|1|T|2.4", "PID|1||x", "ORC|NW|1").version == .v2_7,
            "the nearest later one that has it")
    }

    @Test func laterVersionsKeepTheSegmentsWhereMapsLookForThem() throws {
        let result = Fixture.read(
            "MSH|^~\\&|LAB|RRK|||20260101||ORU^R01^ORU_R01|1|T|2.8", "PID|1||x", "ORC|RE|1", "OBR|1|1||T", "OBX|1|ST|a||b",
            "SPM|1|s", "OBX|1|ST|c||d")
        let order = try #require(result.tree.segment("OBR").map { result.tree[$0].parent })
        #expect(result.tree.segment("ORC").map { result.tree[$0].parent } == order)
        let specimen = try #require(result.tree.segment("SPM").map { result.tree[$0].parent })
        #expect(result.tree.segment("OBX", occurrence: 2).map { result.tree[$0].parent } == specimen)
        let found = Fixture.read(
            "MSH|^~\\&|LAB|RRK|||20260101||OUL^R22^OUL_R22|1|T|2.8", "PID|1||x", "SPM|1|s", "OBR|1|1||T", "ORC|RE|1",
            "OBX|1|ST|a||b")
        #expect(Fixture.outline(found.tree).contains("RESULT"), "no TXA follows, so the OBX is a finding")
        #expect(found.issues.isEmpty, "\(found.issues)")
    }

    @Test func peopleOfOneMessageStandApart() {
        let link = Fixture.read(
            "MSH|^~\\&|PAS|RRK|||20260101||ADT^A24^ADT_A24|1|T|2.4", "EVN|A24", "PID|1||x", "PD1|||p", "PID|2||y", "PD1|||q")
        #expect(link.issues.isEmpty, "\(link.issues)")
        #expect(Fixture.outline(link.tree).split(separator: "\n").filter { $0.contains("PATIENT") }.count == 2)
    }

    @Test func limitsRefuseTheWholeMessage() {
        func codes(_ limits: Limits, _ bytes: [UInt8]) -> [String] {
            let reading = MessageReader(limits: limits).read(bytes)
            #expect(!reading.isUsable)
            return reading.codes
        }
        #expect(codes(Limits(bytes: 100), Fixture.admission) == ["message-too-large"])
        #expect(codes(Limits(segments: 3), Fixture.admission).contains("too-many-segments"))
        #expect(codes(Limits(fields: 12), Fixture.admission).contains("too-many-fields"))
        #expect(codes(Limits(repetitions: 1), Fixture.admission).contains("too-many-repetitions"))
        #expect(codes(Limits(nodes: 20), Fixture.admission).contains("too-many-nodes"))
        let many = Fixture.header + "\r" + String(repeating: "line of text\r", count: 5_000)
        #expect(MessageReader().read(Array(many.utf8)).isUsable)
    }

    @Test func aVersionWithoutSchemaIsReadAsTheNearest() {
        let lines = { (version: String) in "MSH|^~\\&|PAS|RRK|||20260101||ADT^A01|1|T|\(version)" }
        let reading = Fixture.read(lines("2.5.2"), "EVN|A01", "PID|1", "PV1|1|O")
        #expect(reading.version == .v2_5_1)
        #expect(reading.codes.contains("version-unknown"))
        #expect(reading.position(of: "version-unknown")?.path == "MSH-12")
        #expect(Fixture.read(lines("2.9")).version == .v2_8_2)
        #expect(Fixture.read(lines("2.1")).version == .v2_3)
        #expect(Fixture.read(lines("")).codes.contains("version-missing"))
        #expect(Fixture.read(lines("2.4^GBR^1.0")).version == .v2_4)
        #expect(!Fixture.read(lines("2.4^GBR^1.0")).codes.contains("version-unknown"))
    }

    @Test func theStructureComesFromTypeAndEvent() {
        func structure(_ type: String, _ version: String) -> String {
            Fixture.read("MSH|^~\\&|PAS|RRK|||20260101||\(type)|1|T|\(version)", "PID|1").structure
        }
        #expect(structure("ADT^A28", "2.4") == "ADT_A05")
        #expect(structure("ADT^A28", "2.3") == "ADT_A01")
        #expect(structure("ADT^A08", "2.5.1") == "ADT_A01")
        #expect(structure("ADT^A40", "2.4") == "ADT_A39")
        #expect(structure("ADT^A40^ADT_A40", "2.4") == "ADT_A39")
        #expect(structure("MDM^T02", "2.4") == "MDM_T02")
        #expect(structure("ORM^O01", "2.3") == "ORM_O01")
        #expect(structure("ACK^A01", "2.4") == "ACK")
        #expect(structure("ACK", "2.3") == "ACK")
        let unknown = Fixture.read("MSH|^~\\&|PAS|RRK|||20260101||ZZZ^Z01|1|T|2.4", "PID|1||x")
        #expect(unknown.structure == "ZZZ_Z01")
        #expect(unknown.codes == ["message-type-unknown"])
        #expect(Fixture.outline(unknown.tree) == "MSH |\nPID 1")
    }

    @Test func diagnosticsNeverCarryValues() {
        let secret = "Wellbeloved"
        let reading = Fixture.read(
            "MSH|^~\\&|\(secret)|RRK|||20260101||\(secret)^\(secret)|1|T|\(secret)||||||\(secret)é",
            "PID|1||\\\(secret)\\|\(secret)\u{1}", "\(secret) is a line", "ZZ1|\(secret)", "OBX|\(secret)")
        #expect(!reading.issues.isEmpty)
        #expect(!reading.issues.contains { $0.rendered().contains(secret) })
    }
}
