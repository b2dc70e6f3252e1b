import Diagnostics
import HL7v2
import Testing

@Suite struct TransportTests {
    @Test func framesComeApartHoweverTheyAreCut() {
        let stream = MLLP.frame(Fixture.admission) + MLLP.frame(Fixture.orders)
        for size in [1, 2, 3, 7, 100, stream.count] {
            var decoder = MLLP.Decoder()
            var events: [MLLP.Decoder.Event] = []
            var at = 0
            while at < stream.count {
                events += decoder.append(stream[at..<min(at + size, stream.count)])
                at += size
            }
            #expect(events == [.message(Fixture.admission), .message(Fixture.orders)])
            #expect(!decoder.isInside)
        }
    }

    @Test func noiseIsSkippedAndTheStreamGoesOn() {
        var decoder = MLLP.Decoder()
        #expect(decoder.append(Array("GET / HTTP/1.1".utf8)) == [.skipped(14)])
        #expect(decoder.append(Array("\r\n\u{0B}MSH|part".utf8)) == [])
        #expect(decoder.isInside)
        #expect(
            decoder.append(Array("\u{0B}MSH|whole\u{1C}\r\n".utf8)) == [.interrupted(8), .message(Array("MSH|whole".utf8))])
        #expect(decoder.append(Array("\u{0B}a\u{1C}b\u{1C}\u{1C}\r".utf8)) == [.message(Array("a\u{1C}b\u{1C}".utf8))])
        #expect(
            decoder.append(Array("\u{0B}one\u{1C}\u{0B}two\u{1C}\r".utf8)) == [
                .message(Array("one".utf8)), .message(Array("two".utf8)),
            ])
        #expect(decoder.append(Array("\u{0B}\u{1C}\r".utf8)) == [.message([])])
    }

    @Test func whatIsTooLargeIsSkippedWithBoundedMemory() {
        var decoder = MLLP.Decoder(limit: 10)
        var events = decoder.append([0x0B] + [UInt8](repeating: 0x41, count: 1_000))
        #expect(decoder.pending <= 10)
        events += decoder.append(Array("AAA\u{1C}A\u{1C}\r\u{0B}fine\u{1C}\r".utf8))
        #expect(events == [.tooLarge(limit: 10), .message(Array("fine".utf8))])
        #expect(
            decoder.append([0x0B] + [UInt8](repeating: 0x41, count: 10) + [0x1C, 0x0D]) == [
                .message([UInt8](repeating: 0x41, count: 10))
            ])
        #expect(
            decoder.append([0x0B] + [UInt8](repeating: 0x41, count: 11) + [0x0B, 0x42, 0x1C, 0x0D]) == [
                .tooLarge(limit: 10), .message([0x42]),
            ])
    }

    @Test func aBatchComesApart() throws {
        let bytes =
            Array("FHS|^~\\&|PAS|RRK|HUB|WM|20260101||file-7|note|F-1\rBHS|^~\\&|PAS|RRK|HUB|WM|20260101||b\\T\\1||B-1\r".utf8)
            + Fixture.admission + Fixture.orders + Array("BTS|2\rBHS|^~\\&|X\r".utf8) + Fixture.orders
            + Array("BTS|3\rFTS|2\r".utf8)
        let batch = Batch(splitting: bytes)
        #expect(batch.isBatch)
        #expect(batch.entries.map { Array(bytes[$0.range]) } == [Fixture.admission, Fixture.orders, Fixture.orders])
        #expect(batch.entries.map(\.batch) == [0, 0, 1])
        #expect(batch.file?.name == "file-7")
        #expect(batch.file?.controlID == "F-1")
        #expect(batch.file?.declaredCount == 2)
        #expect(batch.batches.map(\.name) == ["b&1", ""])
        #expect(batch.batches[0].sendingFacility == "RRK")
        #expect(batch.issues.map(\.code) == ["batch-count"])
    }

    @Test func messagesWithoutEnvelopeComeApartToo() {
        let bytes = Array("\u{FEFF}\n".utf8) + Fixture.admission + Array("\n\n".utf8) + Fixture.orders
        let batch = Batch(splitting: bytes)
        #expect(batch.entries.count == 2)
        #expect(batch.issues.isEmpty)
        #expect(Array(bytes[batch.entries[1].range]) == Fixture.orders)
        let one = Batch(splitting: Fixture.admission)
        #expect(one.entries.count == 1)
        #expect(!one.isBatch)
        #expect(Batch(splitting: []).issues.map(\.code) == ["message-empty"])
        #expect(Batch(splitting: Array("BHS|^~\\&\rlost line\r".utf8)).issues.map(\.code).contains("batch-unclosed"))
        #expect(Batch(splitting: Array("lost line\r".utf8)).issues.map(\.code).contains("batch-stray-line"))
    }

    @Test func onlyAWholeBatchGoesOnAsItsMessages() {
        let head = Array("\n\u{0B}BHS|^~\\&|PAS|RRK\r".utf8)
        let messages = Fixture.admission + Fixture.orders
        #expect(Batch.messages(of: head + messages + Array("BTS|2\r".utf8)) == [Fixture.admission, Fixture.orders])
        for broken in ["BTS|3\r", "", "BTS|2\rlost line\r"] {
            #expect(Batch.messages(of: head + messages + Array(broken.utf8)) == nil)
        }
        #expect(Batch.messages(of: head + Array("BTS|0\r".utf8)) == nil, "an empty batch is accounted for as it is")
        #expect(Batch.messages(of: messages) == nil && Batch.messages(of: Fixture.admission) == nil)
        #expect(Batch.begins(head) && !Batch.begins(messages) && !Batch.begins([]))
    }

    @Test func framesLeftInAFileBelongToNoMessage() {
        let framed = [[0x0B], Fixture.admission, [0x1C, 0x0D, 0x0B], Fixture.orders, [0x1C, 0x0D]].flatMap { $0 }
        let batch = Batch(splitting: framed)
        #expect(batch.issues.isEmpty)
        #expect(batch.entries.map { Array(framed[$0.range]) } == [Fixture.admission, Fixture.orders])
    }

    @Test func anAcknowledgementAnswersItsMessage() throws {
        let header = try #require(Header(peeking: Fixture.orders))
        let found = Diagnostic(
            .error, code: "required-missing", "PID-5 is required | and missing",
            at: .message(.init("PID[2]-5[3].1", byteOffset: 9)))
        let warning = Diagnostic(.warning, code: "segment-unknown", "odd")
        let bytes = try #require(
            Acknowledgement.make(
                for: header, code: .applicationError, diagnostics: [warning, found], controlID: "A-1", timestamp: "20260302"))
        #expect(
            bytes.text
                == """
                MSH|^~\\&|LIMS|699X0|ICE|RRK|20260302||ACK^R01^ACK|A-1|T|2.5.1\r\
                MSA|AE|R-7\r\
                ERR||PID^2^5^3^1|101^Required field missing^HL70357|E|required-missing|||PID-5 is required \\F\\ and missing\r\
                ERR|||0^Message accepted^HL70357|W|segment-unknown|||odd\r
                """)
        #expect(MessageReader().read(bytes).issues.isEmpty)
    }

    @Test func earlyVersionsAreAnsweredInTheirForm() throws {
        let bytes = Fixture.message("MSH$%?!*$PAS$RRK$HUB$WM$20260101$$ADT%A08$C%1$P$2.3")
        let header = try #require(Header(peeking: bytes))
        let found = Diagnostic(code: "code-unknown", "PID-8 is unknown", at: .message(.init("PID-8")))
        let answer = try #require(
            Acknowledgement.make(
                for: header, code: .applicationAccept, diagnostics: [found], controlID: "2", timestamp: "20260102"))
        #expect(
            answer.text
                == "MSH$%?!*$HUB$WM$PAS$RRK$20260102$$ACK%A08$2$P$2.3\rMSA$AA$C$PID-8 is unknown\r"
                + "ERR$PID%1%8%103*Table value not found*HL70357\r")
    }

    @Test func acknowledgementsAreNeverAcknowledged() throws {
        let header = try #require(Header(peeking: Fixture.orders))
        let answer = try #require(Acknowledgement.make(for: header, code: .commitAccept, controlID: "1", timestamp: "2026"))
        let second = try #require(Header(peeking: answer))
        #expect(Acknowledgement.make(for: second, code: .commitAccept, controlID: "2", timestamp: "2026") == nil)
        #expect(try Message(answer).text("MSA-1") == "CA")
    }

    @Test func whatIsBuiltIsReadBack() throws {
        var header = Header()
        header.sendingApplication = "SIM|ULATOR"
        header.type = "ADT"
        header.event = "A28"
        header.structure = "ADT_A05"
        header.controlID = "42"
        header.version = "2.4"
        header.processingID = "T"
        var builder = MessageBuilder(header, fields: [21: "profile"])
        builder.add("EVN", [1: "A28"])
        builder.add(
            "PID",
            [
                3: .repetitions([["9990000034", "", "", ["NHS", "1&2"], "NH"], ["7", "", ""]]), 5: ["O'Hara\rPID|9", "Ann"],
                7: .null,
                8: "", 30: .parts([]),
            ])
        builder.add("PV1")
        let bytes = builder.bytes
        let reading = MessageReader().read(bytes)
        #expect(reading.issues.isEmpty, "\(reading.issues)")
        let message = try Message(bytes)
        #expect(message.text("MSH-3") == "SIM|ULATOR")
        #expect(message.text("MSH-21") == "profile")
        #expect(message.text("PID-3.4.2") == "1&2")
        #expect(message.text("PID-3[2]") == "7")
        #expect(message.text("PID-5.1") == "O'Hara\rPID|9")
        #expect(message.isNull("PID-7"))
        #expect(message.count("PID") == 1)
        #expect(bytes.text.contains("PID|||9990000034^^^NHS&1\\T\\2^NH~7||O'Hara\\X0D\\PID\\F\\9^Ann||\"\"\rPV1|\r"))
    }

    @Test func aBuiltMessageKeepsToItsCharacterSet() {
        var builder = MessageBuilder(charset: .latin1)
        builder.add("NTE", [3: "Zoë ☃"])
        #expect(builder.bytes == Array("NTE|||Zo".utf8) + [0xEB, 0x20, 0x3F, 0x0D])
        #expect(builder.replaced == 1)
    }

    @Test func parsedMessagesAreNestedArrays() {
        let json = MessageJSON.render(
            Fixture.message(
                "MSH|^~\\&|A|B|||2026||ADT^A28|1|T|2.4", "EVN|A28", "PID|1||a~b^c&d||\"\"|Zo\\X0A\\\"é\"", "PV1|1|N"))
        #expect(
            json == #"""
                {"version":"2.4","structure":"ADT_A05","charset":"UNICODE UTF-8","segments":[["MSH",[["|"]],[["^~\\&"]],[["A"]],[["B"]],[],[],[["2026"]],[],[["ADT","A28"]],[["1"]],[["T"]],[["2.4"]]],["EVN",[["A28"]]],["PID",[["1"]],[],[["a"],["b",["c","d"]]],[],[["\"\""]],[["Zo\n\"é\""]]],["PV1",[["1"]],[["N"]]]],"issues":[]}
                """#)
        #expect(MessageJSON.render([]).contains(#""segments":[],"issues":[{"severity":"error","code":"message-empty""#))
    }
}
