import Diagnostics
import Foundation
import Testing

@testable import Validation

/// What the fixtures beside the maps say comes out, held against FHIR and the profiles that it claims.
@Suite struct CanonicalOutputTests {
    /// What is known to break a rule, and why it does; no file is any.
    private static let exceptions: [(file: String, code: String, reason: String)] = [
        ("", "coding-system", "the guide's table names a value set where a code system belongs"),
        ("medicine", "qty-3", "the sender's unit has a code and no system"),
        ("medicine", "rat-1", "the sender gives one side of the ratio"),
        ("cancelled", "app-2", "a cancellation says when it was to begin alone"),
        ("text-and-pdf", "unknown-code", "the sender's confidentiality is of another table"),
        ("booking", "unknown-code", "the sender's appointment type is of another table"),
        ("consent-answer", "vital-signs", "the sender uses a vital sign's code for an answer"),
        ("of-the-person", "vital-signs", "the sender measures people in a laboratory's message"),
        ("taken-back", "ait-2", "the clinical status only says that it is deleted"),
        ("taken-back", "fhir-code", "the same"),
        ("values-that-do-not-fit", "obs-6", "the value only says that it is deleted"),
    ]

    private static let fixtures: [URL] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Mappings")
        let names = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (names?.compactMap { $0 as? URL } ?? []).filter { $0.lastPathComponent.hasSuffix(".expected.json") }
    }()

    @Test func whatMapsMakeKeepsFHIRsRules() throws {
        #expect(Self.fixtures.count > 50)
        let validator = ResourceValidator()
        for fixture in Self.fixtures {
            let name = String(fixture.lastPathComponent.dropLast(".expected.json".count))
            // An element that only says "delete what is known" has nothing that is required of it.
            let isDeletion = name.contains("delete")
            let found = validator.validate(Array(try Data(contentsOf: fixture))).issues.filter { issue in
                issue.severity == .error && !(isDeletion && ["fhir-required", "obs-6"].contains(issue.code))
                    && !Self.exceptions.contains { ($0.file.isEmpty || $0.file == name) && $0.code == issue.code }
            }
            #expect(found.map(\.code) == [], "\(name): \(found.first?.message ?? "")")
        }
    }
}
