import Canonical
import Diagnostics
import Testing
import YAML

@testable import Mapping

@Suite struct ScaffoldTests {
    private func load(_ scaffold: [ScaffoldFile], using: [String: String] = [:], overlays: [String] = []) -> [Diagnostic] {
        var changes = using
        for file in scaffold where file.folder == .mappings { changes[file.path] = file.text }
        return Fixture.load(changes, overlays: overlays).diagnostics
    }

    @Test(arguments: [
        ("pv2-encounter", "PV2", "Encounter"), ("al1-allergy", "AL1", "AllergyIntolerance"),
        ("obx-thing", "OBX", "Observation"),
        ("spm-specimen", "SPM", "Specimen"), ("xtn-contact", "XTN", "ContactPoint"), ("cwe-concept", "CWE", "CodeableConcept"),
        ("dg1-condition", "DG1", "Condition"), ("xad-address", "XAD", "Address"), ("txa-document", "TXA", "DocumentReference"),
    ])
    func aNewMapChecks(name: String, source: String, target: String) throws {
        let files = try MappingScaffold(name: name, source: source, target: target, event: "person-updated").files
        let errors = load(files).filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.map { $0.rendered() })\n\(files.first?.text ?? "")")
        #expect(files.first?.text.contains("# ") == true)
    }

    /// An unused map is not compiled; used, its expressions are checked as well.
    @Test func aNewMapChecksWhereItIsUsed() throws {
        let files = try MappingScaffold(name: "nk1-new", source: "NK1", target: "RelatedPerson", event: "person-updated").files
        let adt = Fixture.adt.replacing("      each: NK1\n", with: "      each: NK1\n      map: nk1-new\n")
        let found = load(files, using: ["messages/adt.yaml": adt])
        #expect(!found.contains { $0.severity == .error }, "\(found.map { $0.rendered() })")
        #expect(!found.contains { $0.code == "M135" })
    }

    @Test func aNewMessageChecksAndItsFixtureIsMapped() throws {
        let files = try MappingScaffold(
            name: "adt-leave", source: "hl7v2 ADT^A21 ADT^A22", target: nil, event: "encounter-transferred"
        ).files
        // A new message speaks of one person, as all do.
        let person = "part: one-person\ncreate:\n  - Patient as patient: { from: PID, map: pid-patient }\n"
        let part = ["parts/one-person.yaml": person]
        #expect(load(files, using: part).filter { $0.severity == .error }.isEmpty)
        let changes = part.merging(files.map { ($0.path, $0.text) }) { $1 }
        let (release, _) = Fixture.load(changes)
        let runner = FixtureRunner(release: try #require(release), identity: RegionalIdentity(key: Array(1...32)))
        let report = runner.run(files: files.map { ($0.path, Array($0.text.utf8)) })
        #expect(report.outcomes.count == 1 && report.isPassed, "\(report.outcomes)")
    }

    @Test func aTrustSaysWhatTheDeclarationAsks() throws {
        let (release, _) = Fixture.load()
        let scaffold = try TrustScaffold(ods: "rxx", name: "A: \"B\"", system: "pas", hasDialect: true)
        let files = scaffold.files(profile: try #require(release).trustProfile)
        #expect(files.map(\.path) == ["trusts/rxx.yaml", "trusts/rxx/pid-patient.yaml", "trusts/rxx/first.tests/register.hl7"])
        let (root, diagnostics) = Document.parse(files[0].text, file: "rxx.yaml")
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(root?["trust"]?.text == "RXX" && root?["name"]?.text == "A: \"B\"")
        #expect(root?["feeds"]?["rxx-pas"]?["mappings"]?.text == "rxx")
        #expect(load(files, overlays: ["rxx"]).filter { $0.severity == .error }.isEmpty)
    }

    @Test(arguments: [
        ("X", "PID", "Patient"), ("a b", "PID", "Patient"), ("ok", "QQQ", "Patient"), ("ok", "PID", "Patientt"),
        ("ok", "hl7v2 ADT_A99", ""),
    ])
    func wrongUseIsSaid(name: String, source: String, target: String) {
        #expect(throws: Diagnostic.self) {
            try MappingScaffold(name: name, source: source, target: target, event: "person-updated")
        }
        #expect(throws: Diagnostic.self) { try TrustScaffold(ods: "no code", name: nil, system: "pas", hasDialect: false) }
    }
}
