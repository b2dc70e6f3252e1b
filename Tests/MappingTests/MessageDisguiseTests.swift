import Canonical
import Diagnostics
import Testing

@testable import Mapping

/// A disguised message keeps its structure and its fault, and nothing that names anybody.
@Suite struct MessageDisguiseTests {
    static let message = [
        #"MSH|^~\&|PAS|RRK|HUB|WM|20260301101500||ADT^A28^ADT_A05|MSG00017|T|2.4"#,
        #"EVN|A28|20260301101500|||JBLOGGS^Bloggs^Joan"#,
        #"PID|1||4711823^^^RRK^MR~999 000 0018^^^NHS^NH||Testperson^Ada^May^^Mrs||19700214|F|||17 Sample Lane^Flat 3^Coventry^^CV1 2XY^GBR^H||024 7655 1234^PRN^PH~^NET^Internet^ada.t@post.example|||M|||||||Coventry"#,
        #"NK1|1|Testperson^Rollo|SPO^Spouse^HL70063|17 Sample Lane^^Coventry"#,
        #"PV1|1|I|WARD7^^^RRK||||1234567^Clinician^Cora^^^Dr^^^GMC|||||||||||HOSP4711823|V77881"#,
        #"OBX|1|CE|ROD^Record of discussion^L||Y^Yes^L||||||F"#,
        #"OBX|2|TX|NOTE^Note^L||Ada Testperson phoned on 20250102 about 9990000018 \E\ Rollo||||||F"#,
        #"ZPD|9990000018|01|Testperson the younger"#,
    ].map { $0 + "\r" }.joined()

    private func disguised(_ text: String, key: UInt8 = 7, vocabulary: Set<String> = []) throws -> String {
        let made = try MessageDisguise(key: Array(repeating: key, count: 32), vocabulary: vocabulary).disguised(
            Array(text.utf8))
        return String(decoding: made, as: UTF8.self)
    }

    @Test func noIdentifyingValueSurvives() throws {
        let made = try disguised(Self.message).lowercased()
        for word in [
            "testperson", "ada", "rollo", "joan", "bloggs", "cora", "clinician", "4711823", "0018", "999 000 0018", "sample",
            "lane",
            "coventry", "cv1", "2xy", "7655", "post.example", "1234567", "v77881", "hosp4711823", "msg00017", "19700214",
            "20260301",
            "20250102",
            "younger",
        ] {
            #expect(!made.contains(word), "\(word) survives in \(made)")
        }
    }

    @Test func structureCodesAndTypesStay() throws {
        let made = try disguised(Self.message)
        func separators(_ text: String) -> [Character] { text.filter { "|^~&\\\r".contains($0) }.map { $0 } }
        #expect(separators(made) == separators(Self.message))
        for kept in [
            "ADT^A28^ADT_A05|", "|T|2.4", "^^^RRK^MR", "^^^NHS^NH", "|F|", "^GBR^H", "SPO^Spouse^HL70063",
            "ROD^Record of discussion^L", "Y^Yes^L", "^^^GMC", "^PRN^PH",
        ] {
            #expect(made.contains(kept), "\(kept) is gone from \(made)")
        }
    }

    @Test func nhsNumbersAreOfTheTestRangeAndOne() throws {
        let made = try disguised(Self.message)
        let lines = made.split(separator: "\r")
        let inPID = lines[2].split(separator: "|", omittingEmptySubsequences: false)[3].split(separator: "~")[1].split(
            separator: "^")[0]
        let number = try #require(NHSNumber(String(inPID)))
        #expect(number.isTestRange && number.text != "9990000018")
        #expect(inPID.split(separator: " ").map(\.count) == [3, 3, 4])
        #expect(lines[7].split(separator: "|")[1] == number.text)
        #expect(lines[6].contains(number.text))
        // One that was wrong stays wrong.
        let wrong = try disguised(Self.message.replacing("999 000 0018", with: "999 000 0019"))
        let wrongInPID = wrong.split(separator: "\r")[2].split(separator: "|", omittingEmptySubsequences: false)[3]
            .split(separator: "~")[1].split(separator: "^")[0]
        #expect(NHSNumber(String(wrongInPID)) == nil)
    }

    @Test func oneKeyOneMessage() throws {
        #expect(try disguised(Self.message) == disguised(Self.message))
        #expect(try disguised(Self.message) != disguised(Self.message, key: 8))
    }

    @Test func aKnownWordMayStandWhereFreeTextIs() throws {
        let text = Self.message.replacing("Ada Testperson phoned on 20250102 about 9990000018 \\E\\ Rollo", with: "Declined")
        #expect(try disguised(text).contains("|xxxxxxxx||") || disguised(text).contains("|Xxxxxxxx||"))
        #expect(try disguised(text, vocabulary: ["declined"]).contains("|Declined||"))
    }

    @Test func faultsStay() throws {
        let impossible = try disguised(Self.message.replacing("19700214", with: "19700231"))
        let date = impossible.split(separator: "\r")[2].split(separator: "|", omittingEmptySubsequences: false)[7]
        #expect(date.hasSuffix("0231") && !date.hasPrefix("1970"))
        let words = try disguised(Self.message.replacing("19700214", with: "UNKNOWN"))
        #expect(words.split(separator: "\r")[2].split(separator: "|", omittingEmptySubsequences: false)[7] == "XXXXXXX")
        var bytes = Array(Self.message.utf8)
        let at = try #require(bytes.firstRange(of: Array("Ada".utf8))?.lowerBound)
        bytes[at] = 0xC5
        let made = try MessageDisguise(key: Array(repeating: 1, count: 32)).disguised(bytes)
        #expect(made.contains(0xE9) && !made.contains(0xC5))
    }

    @Test func whatHasNoHeaderIsRefused() {
        #expect(throws: Diagnostics.self) { try disguised("PID|1||4711") }
        #expect(throws: Diagnostics.self) { try disguised("") }
        #expect(throws: Diagnostics.self) { try disguised("{\"resourceType\":") }
    }

    @Test(arguments: [
        ("19800229", "1979"), ("198002", "19"), ("1980", "19"), ("198002291015+0000", "1979"), ("1980-02-29", "1979-"),
        ("1980-02", "19"), ("1980-02-29T10:15:00Z", "1979-"),
    ])
    func datesKeepTheirForm(text: String, start: String) throws {
        let moved = try #require(DateShift(days: 100).moved(text))
        #expect(moved.count == text.count && moved.hasPrefix(start) && moved != text || text.count < 8)
        #expect(moved.dropFirst(10) == text.dropFirst(10))
    }

    @Test func daysAreCountedAsTheCalendarDoes() {
        #expect(DateShift(days: 1).moved("20240301") == "20240229")
        #expect(DateShift(days: 366).moved("20250101") == "20240101")
        #expect(DateShift(days: 1).moved("2023-03-01") == "2023-02-28")
        #expect(DateShift(days: 59).moved("20000229") == "20000101")
        #expect(DateShift(days: 10).moved("HELLO") == nil)
    }

    @Test func fhirKeepsItsShapeToo() throws {
        let document = """
            {"resourceType":"Bundle","type":"message","entry":[
              {"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Patient","id":"0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
               "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],
               "name":[{"use":"official","family":"Testperson","given":["Ada"]}],"gender":"female","birthDate":"1970-02-14",
               "telecom":[{"system":"phone","value":"02476551234"}],"address":[{"line":["17 Sample Lane"],"city":"Coventry","postalCode":"CV1 2XY"}]}},
              {"resource":{"resourceType":"ServiceRequest","status":"active","intent":"order",
               "code":{"coding":[{"system":"http://snomed.info/sct","code":"405825005","display":"Genetic test"}],"text":"for Ada Testperson"},
               "subject":{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","display":"Ada Testperson"},
               "note":[{"text":"Ada phoned"}]}}]}
            """
        let made = try disguised(document)
        for word in [
            "Testperson", "Ada", "9990000018", "0c3151bd", "1970-02-14", "02476551234", "Sample", "Coventry", "CV1 2XY",
            "phoned",
        ] {
            #expect(!made.contains(word), "\(word) survives")
        }
        for kept in [
            "https://fhir.nhs.uk/Id/nhs-number", "official", "female", "405825005", "Genetic test", "http://snomed.info/sct",
            "urn:uuid:",
        ] {
            #expect(made.contains(kept), "\(kept) is gone: \(made)")
        }
        // The reference still leads to its patient.
        let id = try #require(made.firstMatch(of: /urn:uuid:([0-9a-f-]{36})/)?.1)
        #expect(made.components(id).count >= 4, "\(made)")
    }
}

extension String {
    fileprivate func components(_ separator: some StringProtocol) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
