import Canonical
import Testing

@Suite struct NHSNumberTests {
    @Test(arguments: ["9990000018", "999 000 0018", "999-000-0018"])
    func aGoodNumberIsAcceptedWithSpacesToo(text: String) throws {
        let number = try #require(NHSNumber(text))
        #expect(number.text == "9990000018")
        #expect(number.isTestRange)
        #expect(!"\(number)".contains("999"))
    }

    @Test(arguments: ["9990000019", "999000001", "99900000180", "2222222222", "0000000000", "NHS9990000018", ""])
    func aBadNumberIsRefused(text: String) {
        #expect(NHSNumber(text) == nil)
    }
}

@Suite struct RegionalIdentityTests {
    @Test func partsDoNotRunIntoEachOther() {
        let identity = RegionalIdentity(key: Array("0123456789abcdef".utf8))
        #expect(identity.id(type: "Patient", "ab", "c") != identity.id(type: "Patient", "a", "bc"))
        #expect(identity.id(type: "Patient", "a") != identity.id(type: "Specimen", "a"))
        #expect(identity.id(type: "Patient", "a") == identity.id(type: "Patient", "a"))
    }
}
