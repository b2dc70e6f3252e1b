import Foundation
import Testing

@testable import Canonical

@Suite struct IssueCatalogueTests {
    @Test("every code has a step of its own or that of its family")
    func steps() {
        #expect(IssueCatalogue.nextStep(for: "invalid-nhs-number")?.contains("traces the patient") == true)
        #expect(IssueCatalogue.nextStep(for: "fhir-required")?.contains("mend the map") == true)
        #expect(IssueCatalogue.nextStep(for: "a-trust's-own-check") == nil)
    }

    @Test("a step is one plain sentence part: no capital, no full stop")
    func wording() {
        for code in IssueCatalogue.codes {
            let step = IssueCatalogue.nextStep(for: code) ?? ""
            #expect(step.first?.isLowercase == true && step.last != ".", "\(code): \(step)")
        }
    }

    @Test("docs/issues.md says the same")
    func page() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/issues.md").standardized
        if ProcessInfo.processInfo.environment["HUB_UPDATE_DOCS"] != nil {
            try Data(IssueCatalogue.markdown.utf8).write(to: page)
        }
        #expect(try String(contentsOf: page, encoding: .utf8) == IssueCatalogue.markdown, "run with HUB_UPDATE_DOCS=1")
    }
}
