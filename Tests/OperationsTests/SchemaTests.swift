import Diagnostics
import Foundation
import Mapping
import Operations
import Testing
import YAML

/// docs/schemas against the code, and every YAML file people write against docs/schemas.
@Suite struct SchemaTests {
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static func path(_ name: String) -> String { package.appending(path: name).path(percentEncoded: false) }

    private static func profile() throws -> TrustProfileDeclaration {
        let text = try String(contentsOfFile: path("Mappings/trust-profile.yaml"), encoding: .utf8)
        let (release, diagnostics) = Release.load(files: [("trust-profile.yaml", Array(text.utf8))])
        return try #require(release, "\(diagnostics)").trustProfile
    }

    /// HUB_UPDATE_DOCS=1 writes them anew; so does `hub schema --write docs/schemas`.
    @Test func theCommittedSchemasAreThoseOfTheCode() throws {
        let isUpdating = ProcessInfo.processInfo.environment["HUB_UPDATE_DOCS"] == "1"
        for (name, text) in FileSchemas.all(profile: try Self.profile()) {
            let file = Self.path("docs/schemas/\(name).json")
            if isUpdating { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
            let committed = try? String(contentsOfFile: file, encoding: .utf8)
            #expect(committed == text, "docs/schemas/\(name).json is stale: hub schema --write docs/schemas")
        }
    }

    @Test func noWordsForKeysThatNobodyReads() throws {
        #expect(FileSchemas.staleWords(profile: try Self.profile()).isEmpty)
    }

    static let files: [String] = ["Config", "Mappings"].flatMap { folder -> [String] in
        let names = FileManager.default.enumerator(atPath: path(folder))?.compactMap { $0 as? String } ?? []
        return names.filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.contains(".tests/") }.sorted().map {
            "\(folder)/\($0)"
        }
    }

    @Test func everyFileNamesItsSchemaAndKeepsToIt() throws {
        #expect(Self.files.count > 40)
        var checkers: [String: SchemaChecker] = [:]
        for file in Self.files {
            let text = try String(contentsOfFile: Self.path(file), encoding: .utf8)
            let prefix = "# yaml-language-server: $schema="
            let first = try #require(text.split(separator: "\n").first)
            #expect(first.hasPrefix(prefix), "\(file) does not begin with \(prefix)…")
            let schema = URL(fileURLWithPath: Self.path(file)).deletingLastPathComponent()
                .appending(path: String(first.dropFirst(prefix.count))).standardizedFileURL.path(percentEncoded: false)
            #expect(FileManager.default.fileExists(atPath: schema), "\(file) names \(schema)")
            let checker = try checkers[schema] ?? SchemaChecker(file: schema)
            checkers[schema] = checker
            let root = try #require(Document.parse(text, file: file).root)
            #expect(checker.problems(root).isEmpty, "\(file): \(checker.problems(root).prefix(3))")
        }
    }

    @Test(arguments: [
        ("mapping", "mapping: x\nsource: PID\ntarget: Patient\nmake: { brithDate: PID-7.toDate() }", "brithDate"),
        ("mapping", "mapping: x\nsource: PID\ntarget: Patent\nmake: {}", "target"),
        ("mapping", "mapping: x\nsauce: PID", "sauce"),
        ("mapping", "mapping: x\nsource: hl7v2 ADT_A01\ncreate: [{ Patient as p: { name: [{ famly: PID-5.1 }] } }]", "famly"),
        ("outbound", "mapping: x\ntarget: hl7v2 ORU_R01 2.4\nwrite: [{ PID: { PDI-3: x } }]", "PDI-3"),
        ("outbound", "mapping: x\nwrte: []", "wrte"),
        ("trust", "trust: RXX\nfeeds: { rxx-pas: { chraset: UTF-8 } }", "chraset"),
        ("trust", "trust: RXX\nprofile: { mrnSytem: x }", "mrnSytem"),
        ("trust", "trust: RXX\nfeeds: { rxx-pas: { format: hl7 } }", "format"), ("trust", "feeds: {}", "trust"),
        ("hub", "environment: test\nmapper: { batch: many }", "batch"), ("hub", "environment: live", "environment"),
        ("routes", "routes: [{ name: a, when: true, to: [x] }]", "because"),
        ("destinations", "destinations: [{ name: a, kind: fax, purpose: direct-care }]", "kind"),
        ("destinations", "destinations: [{ name: a, kind: amqp, purpose: direct-care, retry: { first: soon } }]", "first"),
        ("trust-profile", "profile: { x: { abuot: x } }", "abuot"),
    ])
    func aMistakeIsUnderlined(schema: String, text: String, word: String) throws {
        let checker = try SchemaChecker(file: Self.path("docs/schemas/\(schema).json"))
        let root = try #require(Document.parse(text, file: "x.yaml").root)
        let problems = checker.problems(root)
        #expect(problems.contains { $0.contains(word) }, "\(problems)")
    }

    @Test func elementsAreCompletedWithTheirTypes() throws {
        let text = try String(contentsOfFile: Self.path("docs/schemas/mapping.json"), encoding: .utf8)
        #expect(text.contains("0..1 code: female | male | other | unknown"))
        #expect(text.contains("0..* HumanName"))
        #expect(text.contains("\"^Patient( as [A-Za-z][A-Za-z0-9-]*)?$\""))
    }
}
