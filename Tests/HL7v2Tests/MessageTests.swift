import Diagnostics
import HL7v2
import Testing

@Suite struct MessageTests {
    @Test func valuesAreReadWithoutATree() throws {
        let message = try Message(Fixture.admission)
        #expect(message.text("PID-3") == "9990000018")
        #expect(message.text("PID-3[2].4.3") == "ISO")
        #expect(message.text("PID-5.2") == "Araminta")
        #expect(message.text("MSH-9.2") == "A28")
        #expect(message.text("MSH-1") == "|")
        #expect(message.text("MSH-2") == "^~\\&")
        #expect(message.text("PID-2") == nil)
        #expect(message.text("PID-99") == nil)
        #expect(message.text("ZZZ-1") == nil)
        #expect(message.text("PID-13") == "")
        #expect(message.isNull("PID-13"))
        #expect(message.count("PID") == 1)
        #expect(try Message(Fixture.orders).text("OBX[4]-5") == "third")
    }

    @Test func nothingChangedIsByteForByteTheSame() throws {
        for bytes in [Fixture.admission, Fixture.orders, Array("\n\u{0B}".utf8) + Fixture.orders + [0x1C, 0x0D]] {
            #expect(try Message(bytes).bytes == bytes)
        }
    }

    @Test func aChangeTouchesOnlyItsPlace() throws {
        var message = try Message(Fixture.admission)
        let done = message.set("O'Neil | Söhne & Co\rPID|2", at: "PID-5.1")
        #expect(done)
        #expect(message.text("PID-5.1") == "O'Neil | Söhne & Co\rPID|2")
        #expect(message.text("PID-5.2") == "Araminta")
        #expect(message.text("PID-7") == "19800214")
        #expect(message.count("PID") == 1)
        let expected = Fixture.admission.text.replacing(
            "Pemberton^Araminta", with: #"O'Neil \F\ Söhne \T\ Co\X0D\PID\F\2^Araminta"#)
        #expect(message.bytes.text == expected)
    }

    @Test(arguments: [
        ("PID-40", "PID|1||a"), ("PID-3[3].4.2", "PID|1||a"), ("PID-3.4", "PID|1||a"), ("PID-3.1.3", "PID|1||a&b^c"),
        ("PID-2", "PID|1||a"),
        ("PID-3[2]", "PID|1||a~b~c"), ("PID-1", "PID|"), ("PID-5.1", "PID|"),
    ])
    func missingPlacesAreMade(_ path: String, _ segment: String) throws {
        let place = try #require(SourcePath(path))
        var message = try Message(Fixture.message(Fixture.header, segment, "PV1|1|N"))
        #expect(message.set("new & old", at: place) == true)
        #expect(message.text(place) == "new & old")
        #expect(message.text("PV1-2") == "N")
        #expect(try Message(message.bytes).text(place) == "new & old")
    }

    @Test func deletingAndEmptying() throws {
        var message = try Message(Fixture.admission)
        message.setNull(at: "PID-7")
        message.set(nil, at: "PID-8")
        message.set("\"\"", at: "PD1-3.1")
        #expect(message.isNull("PID-7"))
        #expect(message.text("PID-8") == nil)
        #expect(message.text("PD1-3.1") == "\"\"")
        #expect(!message.isNull("PD1-3.1"))
    }

    @Test func whatCannotBeWrittenChangesNothing() throws {
        let bytes = Fixture.message("MSH|^~\\&|PAS|RRK|||20260101||ADT^A28|1|T|2.4||||||8859/1", "PID|1||x")
        var message = try Message(bytes)
        #expect(message.set("☃", at: "PID-3") == false)
        #expect(message.set("x", at: "PV1-3") == false)
        #expect(message.set("x", at: "MSH-2") == false)
        #expect(message.set("x", at: "PID[2]-3") == false)
        #expect(message.set("x", at: "PID") == false)
        #expect(message.set("x", at: "PID-60000") == false)
        #expect(message.bytes == bytes)
        #expect(message.set("Zoë", at: "PID-5") == true)
        #expect(message.bytes.contains(0xEB))
        #expect(message.text("PID-5") == "Zoë")
    }

    @Test(arguments: [
        "", "PI", "PID-", "PID-0", "PID-3[0]", "PID-3[", "pid-3", "PID-3.", "PID-3.1.2.3", "PID-3x", "PID-9999999", "1ID-2",
        "PID[2", "PIDX-1",
    ])
    func noPaths(_ text: String) { #expect(SourcePath(text) == nil) }

    @Test(arguments: ["PID", "PID-3", "PID-3[2]", "PID-3[2].4.1", "OBX[2]-5", "ZU1[3]-27.1"])
    func pathsReadAsTheyAreWritten(_ text: String) { #expect(SourcePath(text)?.description == text) }

    @Test func theHeaderIsPeekedAt() throws {
        let header = try #require(Header(peeking: Fixture.admission))
        #expect(header.sendingApplication == "PAS")
        #expect(header.sendingFacility == "RRK")
        #expect(header.receivingApplication == "HUB")
        #expect(header.receivingFacility == "WMGMC")
        #expect(header.timestamp == "20260301101530+0000")
        #expect((header.type, header.event, header.structure) == ("ADT", "A28", "ADT_A05"))
        #expect((header.controlID, header.processingID, header.version) == ("MSG00001", "T", "2.4"))
        #expect((header.acceptAcknowledgement, header.applicationAcknowledgement) == ("AL", "NE"))
        #expect(header.charset == .utf8)
        #expect(header.isEnhancedMode)
        #expect(Header(peeking: Array("MSH|^~\\&|PAS".utf8))?.sendingApplication == "PAS")
        #expect(Header(peeking: Array("MSH|^~\\&|PAS".utf8))?.controlID == "")
        #expect(Header(peeking: Array("hello".utf8)) == nil)
        #expect(Header(peeking: []) == nil)
        #expect(Header(peeking: Array("MSH".utf8)) == nil)
    }
}
