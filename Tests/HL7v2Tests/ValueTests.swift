import Diagnostics
import Testing
import Tree

@testable import HL7v2

@Suite struct ValueTests {
    private func decode(_ text: String) -> (text: String, isSound: Bool) {
        var output: [UInt8] = []
        let isSound = Escapes(.standard).decode(Array(text.utf8), into: &output)
        return (output.text, isSound)
    }

    @Test(arguments: [
        (#"\F\\S\\T\\R\\E\\P\"#, ##"|^&~\#"##), (#"a\X41\b\X0d0A\"#, "aAb\r\n"), (#"\H\bold\N\"#, "bold"),
        (#"one\.br\two\.sp\three\.sp2\four\.sp+1\"#, "one\ntwo\nthree\n\nfour\n"), (#"\.sk3\x\.ce\y"#, "   x\ny"),
        (#"\.in+4\\.ti2\\.fi\\.nf\x"#, "x"), (#"\C2842\ \M284A21\ \Z07\"#, #"\C2842\ \M284A21\ \Z07\"#),
        (#"\.BR\"#, "\n"), (#"\R\'#$%"#, "~'#$%"), ("plain", "plain"), ("", ""),
    ])
    func escapesAreUnderstood(_ raw: String, _ plain: String) {
        let result = decode(raw)
        #expect(result.text == plain)
        #expect(result.isSound)
    }

    @Test(arguments: [
        #"\"#, #"a\b"#, #"\Q\"#, #"C:\temp\file"#, #"\X4\"#, #"\XZZ\"#, #"\\"#, #"\.xx\"#, #"\.br"#, #"\R"#, #"\f\"#,
        #"\.sp999999999999\"#,
    ])
    func brokenEscapesStayText(_ raw: String) {
        let result = decode(raw)
        #expect(result.text == raw)
        #expect(!result.isSound)
    }

    @Test func aStrayBackslashDoesNotSwallowTheNextEscape() {
        let result = decode(#"50\ of \T\ x"#)
        #expect(result.text == #"50\ of & x"#)
        #expect(!result.isSound)
    }

    @Test func whatIsWrittenIsReadBack() {
        for text in ["a|b^c~d&e\\f", "line\rbreak\nand\u{1}control", "\"\"", "\"", "Zoë ☃", #"\F\ \X0D\"#, "#"] {
            var raw: [UInt8] = []
            Escapes(.standard).encode(Array(text.utf8), into: &raw)
            #expect(decode(raw.text).text == text)
            #expect(!raw.contains { $0 < 0x20 || $0 == 0x7C || $0 == 0x5E || $0 == 0x7E || $0 == 0x26 })
            #expect(raw.text != "\"\"")
        }
    }

    @Test func brokenEscapesAreReportedWithTheirPlace() throws {
        let reading = Fixture.read(Fixture.header, #"PID|1||x~a^b\c"#)
        #expect(reading.codes.contains("escape-broken"))
        #expect(reading.position(of: "escape-broken")?.path == "PID-3[2].2")
        let pid = try #require(reading.tree.segment("PID"))
        #expect(reading.tree.text(of: pid, field: 3, repetition: 2, component: 2) == #"b\c"#)
    }

    @Test(arguments: [
        ("UNICODE UTF-8", Charset.utf8), ("UTF-8", .utf8), ("UNICODE", .utf8), ("utf8", .utf8), ("ISO IR192", .utf8),
        ("ASCII", .ascii),
        ("8859/1", .latin1), ("ISO-8859-1", .latin1), ("ISO IR100", .latin1), ("ISO_IR 100", .latin1), ("8859/15", .latin9),
        ("Windows-1252", .windows1252), ("CP1252", .windows1252),
    ])
    func charactersSetsHaveManySpellings(_ spelling: String, _ charset: Charset) { #expect(Charset(spelling) == charset) }

    @Test(arguments: ["ISO IR87", "UNICODE UTF-16", "GB 18030-2000", "", "8859/5"])
    func othersAreUnknown(_ spelling: String) { #expect(Charset(spelling) == nil) }

    private func message(_ charset: String, _ name: [UInt8]) -> [UInt8] {
        Array("MSH|^~\\&|PAS|RRK|||20260101||ADT^A28|1|T|2.4||||||\(charset)\rEVN|A28\rPID|1||||".utf8) + name
            + Array("\rPV1|1|N\r".utf8)
    }

    private func name(_ charset: String, _ bytes: [UInt8], feed: Charset? = nil) throws -> (
        text: String, codes: [String], flags: Tree.Flags
    ) {
        let reading = MessageReader(defaultCharset: feed).read(message(charset, bytes))
        let pid = try #require(reading.tree.segment("PID"))
        let field = try #require(reading.tree.field(5, of: pid))
        let parsed = try Message(message(charset, bytes), defaultCharset: feed)
        #expect(parsed.text("PID-5") == reading.tree.text(of: field))
        return (reading.tree.text(of: field), reading.codes.filter { $0.hasPrefix("charset") }, reading.tree[field].flags)
    }

    @Test func everyCharacterSetBecomesUTF8() throws {
        #expect(try name("8859/1", [0x5A, 0x6F, 0xEB]).text == "Zoë")
        #expect(try name("Windows-1252", [0x80, 0x93, 0xEB]).text == "€“ë")
        #expect(try name("8859/15", [0xA4, 0xBD, 0xEB]).text == "€œë")
        let utf8 = try name("UNICODE UTF-8", Array("Zoë".utf8))
        #expect(utf8.text == "Zoë")
        #expect(utf8.flags.isEmpty)
        #expect(try name("", [0x5A, 0x6F, 0xEB], feed: .latin1).text == "Zoë")
        #expect(try name("", [0x5A, 0x6F, 0xEB], feed: .latin1).codes.isEmpty)
        #expect(try name("8859/1", Array(#"Zo\XEB\"#.utf8)).text == "Zoë")
        #expect(try name("UNICODE UTF-8", Array(#"Zo\XC3AB\"#.utf8)).text == "Zoë")
    }

    @Test func wrongBytesAreAnIssueAndMarked() throws {
        let wrong = try name("UNICODE UTF-8", [0x5A, 0x6F, 0xEB])
        #expect(wrong.text == "Zo\u{FFFD}")
        #expect(wrong.codes == ["charset-invalid"])
        #expect(wrong.flags.contains(.damaged))
        let hole = try name("Windows-1252", [0x81])
        #expect(hole.text == "\u{FFFD}")
        #expect(hole.flags.contains(.damaged))
        #expect(try name("ASCII", [0xEB], feed: .latin1).text == "ë")
        #expect(try name("ASCII", [0xEB], feed: .latin1).codes == ["charset-mismatch"])
        #expect(try name("ASCII", Array("ë".utf8)).text == "ë")
        #expect(try name("ISO IR87", Array("ë".utf8)).codes == ["charset-unsupported"])
        #expect(try name("ISO IR87", Array("plain".utf8)).codes.isEmpty)
        let place = MessageReader().read(message("UNICODE UTF-8", [0x41, 0x5E, 0xEB])).position(of: "charset-invalid")
        #expect(place?.path == "PID-5.2")
    }

    @Test func setsOfOneByteGoBackToTheirBytes() {
        for charset in [Charset.latin1, .latin9, .windows1252] {
            for byte in UInt8(0x80)...0xFF {
                guard let scalar = charset.scalar(of: byte) else { continue }
                #expect(charset.byte(of: scalar) == byte)
            }
        }
    }
}
