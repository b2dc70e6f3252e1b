import Canonical
import Diagnostics
import FHIR
import Testing

@testable import Validation

/// FHIR's rules at the hub's door.
@Suite struct BoundaryTests {
    private func issues(_ text: String, _ validation: Feed.Validation, _ format: Feed.Format = .fhir) -> [Diagnostic] {
        Boundary().issues(
            of: FHIRDocument.parse(Array(text.utf8)),
            from: Feed(name: "a", trust: "RXX", format: format, validation: validation))
    }

    private let contact = #"{"resourceType":"Patient","contact":[{"gender":"female"}]}"#

    @Test func aRuleThatIsBrokenIsToldOrRefused() {
        #expect(issues(contact, .issues).map(\.code) == ["pat-1"])
        #expect(issues(contact, .issues).map(\.severity) == [.warning])
        #expect(issues(contact, .refuse).map(\.severity) == [.error])
        #expect(issues(contact, .off).isEmpty)
        #expect(issues(contact, .issues, .hl7v2).isEmpty)
        #expect(issues(contact, .issues).allSatisfy { $0.hint?.isEmpty == false })
    }

    @Test func whatIsRightOrUnreadableIsNoMatterOfTheBoundary() {
        #expect(issues(#"{"resourceType":"Patient","active":true}"#, .issues).isEmpty)
        #expect(issues(#"{"resourceType":"Patient","active":}"#, .issues).isEmpty)
    }

    @Test func whatNobodyCouldReadIsNoMatterOfTheBoundary() {
        #expect(Boundary().issues(of: nil, from: Feed(name: "a", trust: "RXX", format: .fhir)).isEmpty)
    }
}
