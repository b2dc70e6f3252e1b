import Diagnostics
import Testing

@testable import Mapping

/// Whose a number is, whose authority is but a name.
@Suite struct NamespaceTests {
    private static let profile = """
        profile:
          ods: { about: the trust, type: code }
          regionalNames: { about: names that all know, type: text list, default: [RXK, WMRGL] }
          mrnSystem: { about: system of hospital numbers, type: uri, default: "https://trust.example/mrn" }
        """
    private static let identifier = """
        mapping: cx-identifier
        source: CX
        target: Identifier
        make:
          system: CX.4.1.namespace('patient')
          value: CX.1
        """

    @Test(arguments: [
        ("PAS", "patient/RRK/PAS"), ("RRK", "patient/RRK"), ("RRK-PATH", "patient/RRK-PATH"), ("WMRGL", "patient/WMRGL"),
        ("RXK-LAB", "patient/RXK-LAB"), ("RXK LAB", "patient/RXK-LAB"), ("Körber LIS", "patient/RRK/Körber-LIS"),
        ("WMRGLX", "patient/RRK/WMRGLX"),
    ])
    func aNameIsItsTrustsUnlessTheRegionKnowsIt(name: String, system: String) throws {
        let mapper = try Fixture.mapper([
            "trust-profile.yaml": Self.profile, "types/cx-identifier.yaml": Self.identifier,
        ])
        let body = Fixture.message(pid: "PID|1||4^^^\(name)^MR||DOE^JANE||19700101|F")
        let header = String(decoding: body, as: UTF8.self).replacing("|M1|T|2.4", with: "|M1|T|2.4||||||UNICODE UTF-8")
        let result = mapper.map(Array(header.utf8))
        #expect(result.outcome == .mapped, "\(result.issues.map { $0.rendered() })")
        #expect(result.jsonText.contains("\"system\":\"https://genomics-hub.example/Id/\(system)\""), "\(result.jsonText)")
    }
}
