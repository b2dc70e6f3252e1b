import FHIRPath
import Testing
import Tree

@testable import Mapping

@Suite struct BytePatternTests {
    /// What the table says is what FHIRPath's own patterns say.
    @Test(arguments: [
        "^[0-2]([.][0-9]+)+$", "^[RM][0-9]{1,3}([.][0-9]{1,2})?$", "^HL7[0-9]{4}$", "^R[A-Z0-9]{2}[A-Z0-9]{0,2}$",
        "^ *[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+) *$", "^(RECORD OF DISCUSSION|RESEARCH):", "^[A-Z][^:]{2,60}:[ ]*[^ ]",
        "^([A-Z][A-Z0-9]{2,5}|[0-9][0-9A-Z]*[A-Z][0-9A-Z]*)$", "b+c", "a*", "(ab|a)(c|bcd)$",
    ]) func agreesWithFHIRPath(pattern: String) throws {
        let table = try #require(BytePattern(pattern))
        let texts = [
            "", "1", "2.16.840", "2.16.", "3.1", "R1", "R123.45", "M12.345", "HL70203", "HL7020", "RRK", "RRK01", "RRK012",
            " -1.5 ", "+.5", ".", "1.", "1 2", "RESEARCH: yes", "RESEARCHED", "RECORD OF DISCUSSION:x", "Consent:  given",
            "Ab: ", "ABC", "5L2", "555", "abc", "bbc", "xbcx", "abcd", "acd", "ac",
        ]
        let quoted = pattern.replacing("'", with: "\\'")
        for text in texts {
            var context = EvaluationContext(trees: [])
            let items = try Program("'\(text)'.matches('\(quoted)')").evaluate(in: &context)
            let bytes = Array(text.utf8)
            let own = bytes.withUnsafeBufferPointer { table.matches($0) }
            guard case .one(.boolean(let expected)) = items else {
                Issue.record("\(text)")
                continue
            }
            #expect(own == expected, "\(pattern) on \(text)")
        }
    }

    @Test(arguments: ["a.b", "\\d", "a|^b", "[[:alpha:]]", "a++", "(?i)a", "^a|b$", "[a", "a{3,2}"])
    func leavesTheRestToFHIRPath(pattern: String) { #expect(BytePattern(pattern) == nil) }

    @Test func leavesOtherThanASCIIToFHIRPath() throws {
        let table = try #require(BytePattern("^[^:]{2}$"))
        #expect(Array("é:".utf8).withUnsafeBufferPointer { table.matches($0) } == nil)
    }
}
