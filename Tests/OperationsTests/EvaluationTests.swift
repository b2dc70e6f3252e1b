import Diagnostics
import Operations
import Testing

/// What `hub eval` answers over a document, a message, and nothing.
@Suite struct EvaluationTests {
    static let patient = Array(#"{"resourceType": "Patient", "active": true, "name": [{"given": ["Ada", "May"]}]}"#.utf8)
    static let message = Array(
        """
        MSH|^~\\&|PAS|RJE|HUB|REG|20260101120000||ORU^R01^ORU_R01|1|T|2.5.1\r\
        PID|1||M\\T\\1^^^RJE^MR~9990000018^^^NHS^NH||Testperson^Ada~Other^Ada\rPV1|1|I\r\
        OBR|1|1|2|R21.1\rOBX|1|ST|A^Alpha^L|1|v1\rNTE|1||of A\rOBX|2|NM|B^Beta^L||5.5\rZPD|x^y\r
        """.utf8)

    static func evaluate(_ text: String, _ bytes: [UInt8]) throws -> [String] {
        try Evaluation.evaluate(text, over: bytes, now: "2026-11-23T14:30:00.000Z").items.map { "\($0.type) \($0.value)" }
    }

    @Test(arguments: [
        ("name.given", [#"FHIR.string "Ada""#, #"FHIR.string "May""#]), ("(1).not()", ["System.Boolean false"]),
        ("(true and 'foo').empty()", ["System.Boolean false"]), ("'1' = 1", ["System.Boolean false"]), ("name.suffix", []),
        ("1.587.lowBoundary()", ["System.Decimal 1.58650000"]), ("'1'.toQuantity()", [#"System.Quantity "1 '1'""#]),
    ]) func documents(text: String, items: [String]) throws {
        #expect(try Self.evaluate(text, Self.patient) == items, "\(text)")
    }

    @Test(arguments: [
        ("name.givne", "F201"), ("Encounter.name", "F201"), ("children().skip(1)", "F206"), ("name.single().skip('a')", "F202"),
        ("(1 | 2).not()", "F111"), ("1 +", "F002"),
    ]) func refusals(text: String, code: String) throws {
        let error = #expect(throws: Diagnostics.self) { try Self.evaluate(text, Self.patient) }
        #expect(error?.all.map(\.code) == [code], "\(text)")
    }

    @Test func nothingIsNoContext() throws {
        #expect(try Self.evaluate("@2024-02-29 + 1 year", []) == [#"System.Date "2025-02-28""#])
        #expect(try Self.evaluate("name", []) == [])
    }

    @Test(arguments: [
        ("PID-5.1", [#"System.String "Testperson""#, #"System.String "Other""#]),
        ("PID-3.where(CX.5 = 'NH').CX.1", [#"System.String "9990000018""#]),
        ("PID-3[1].1", [#"System.String "M&1""#]), ("OBX[2]-5", [#"System.String "5.5""#]),
        // In where() over segments or groups a path begins at the item.
        ("OBX.where(OBX-3.1 = 'B').OBX-5", [#"System.String "5.5""#]),
        ("ORDER_OBSERVATION.OBSERVATION.where(OBX-3.1 = 'A').NTE-3", [#"System.String "of A""#]),
        ("OBX.where(OBX-3.1 = 'B').select(OBX-2)", [#"System.String "NM""#]), ("OBX.count()", ["System.Integer 2"]),
        ("ZPD-1.2", [#"System.String "y""#]), ("PV1", [#"HL7.PV1 "PV1|1|I""#]), ("PID-19", []), ("DG1-3", []),
    ]) func messages(text: String, items: [String]) throws {
        #expect(try Self.evaluate(text, Self.message) == items, "\(text)")
    }

    @Test(arguments: [
        ("PID-5.1 & PID-77", "M112", 11), ("PID-3.99", "M113", 1), ("PDI-3", "M111", 1), ("PATIENT.OBX", "M111", 1),
        ("SPECIMENS.SPM", "F201", 1), ("name.given", "F201", 1), ("PID-5.frist()", "F101", 7), ("PID-5.", "F002", 6),
    ]) func mistakesInPaths(text: String, code: String, column: Int) throws {
        let error = #expect(throws: Diagnostics.self) { try Self.evaluate(text, Self.message) }
        let found = try #require(error?.all.first)
        #expect(error?.all.count == 1 && found.code == code, "\(text): \(error?.all.map(\.code) ?? [])")
        guard case .text(let span)? = found.location else {
            Issue.record("\(text) has no place")
            return
        }
        #expect(span.line == 1 && span.column == column, "\(text): \(span.column)")
    }

    @Test func depthEndsInAMessage() throws {
        for text in [
            String(repeating: "(", count: 10000) + "1" + String(repeating: ")", count: 10000),
            String(repeating: "-", count: 10000) + "1", String(repeating: "{}.", count: 10000),
        ] {
            let error = #expect(throws: Diagnostics.self) { try Self.evaluate(text, Self.patient) }
            #expect(error?.all.count == 1)
        }
        #expect(try Self.evaluate("1" + String(repeating: "+1", count: 9000), Self.patient) == ["System.Integer 9001"])
    }
}
