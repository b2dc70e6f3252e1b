import Diagnostics
import FHIR
import Foundation
import Testing
import Tree

@testable import Mapping

@Suite struct CoverageTests {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let guide = """
        # table\trow\tcondition\ttarget\ttype map\tcode map\ttext\tformula
        PID[Patient]\tPID-3\t\tidentifier[2]\tCX[Identifier]
        \tPID-5\t\tname[1]\tXPN[HumanName]
        \tPID-8\t\tgender\tCWE[code]\tAdministrativeSex
        \tPID-9\t\tname[2]\tXPN[HumanName]
        \tPID-13/2\t\ttelecom[1].use\t\t\thome
        \tPID-99\t\ttelecom[2]
        \tPID-16\t\tmaritalStatus
        \tPID-17
        """
    private static let types = """
        # table
        CX[Identifier]\tCX.1\t\tvalue
        \tCX.5\t\ttype.coding.code\t\tIdentifierType
        CWE[code]\tCWE.1\t\t$value
        """
    private static let codes = """
        # table
        AdministrativeSex\tF\tHL70001\tfemale
        \tN\tHL70001\tother
        \tX\tHL70001\tother
        """

    private func coverage(_ changes: [String: String] = [:]) throws -> GuideCoverage {
        var files = Fixture.files
        files["guide/segments.tsv"] = Self.guide
        files["guide/types.tsv"] = Self.types
        files["guide/codes.tsv"] = Self.codes
        files["tables/administrative-sex.csv"] = "# guide: AdministrativeSex\n# deviates: X: nobody says so\n" + Fixture.sex
        files.merge(changes) { _, new in new }
        let (coverage, diagnostics) = GuideCoverage.load(files: files.map { ($0.key, Array($0.value.utf8)) })
        return try #require(coverage, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
    }

    private func status(_ row: String, _ changes: [String: String] = [:]) throws -> GuideCoverage.Status {
        let all = try coverage(changes).entries
        return try #require(all.first { "\($0.row.table) \($0.row.key)" == row }).status
    }

    private func isImplemented(_ row: String, _ changes: [String: String] = [:]) throws -> Bool {
        if case .implemented = try status(row, changes) { true } else { false }
    }

    @Test(arguments: [
        "PID[Patient] PID-3", "PID[Patient] PID-5", "PID[Patient] PID-8", "CX[Identifier] CX.1", "CWE[code] CWE.1",
        "AdministrativeSex F",
    ])
    func whatAMapReadsAndMakesIsImplemented(row: String) throws {
        #expect(try isImplemented(row))
    }

    @Test func whatNoMapMakesIsNotYet() throws {
        #expect(try status("PID[Patient] PID-9") == .notYet)
        #expect(try status("PID[Patient] PID-13/2") == .notYet)
        #expect(try status("CX[Identifier] CX.5") == .notYet)
        #expect(try status("AdministrativeSex N") == .notYet)
    }

    @Test func aRowOfNoVersionOrWithoutTargetIsNotCounted() throws {
        #expect(try status("PID[Patient] PID-99") == .beyond)
        #expect(try status("PID[Patient] PID-17") == .unmapped)
        #expect(try coverage().count { $0.row.table == "PID[Patient]" }.mapped == 6)
    }

    @Test func aTextThatIsAssignedMustBeThatText() throws {
        let telecom = "  telecom:\n    - each: PID-13\n      value: XTN.1\n      use: \"WORD\"\n"
        let row = "PID[Patient] PID-13/2"
        let map = Fixture.patient.replacing("  gender:", with: telecom + "  gender:")
        #expect(try isImplemented(row, ["segments/pid-patient.yaml": map.replacing("WORD", with: "home")]))
        #expect(try status(row, ["segments/pid-patient.yaml": map.replacing("WORD", with: "work")]) == .notYet)
    }

    @Test func aStatementIsCheckedAgainstTheMap() throws {
        let said = """

            guide:
              - table: PID[Patient]
                because: one name is enough
                as: { PID-9: WHERE }
                deviates:
                  - PID-16: nobody needs it
            """
        func map(_ element: String) -> [String: String] {
            [
                "segments/pid-patient.yaml": Fixture.patient.replacing("each: PID-5", with: "each: PID-5 | PID-9")
                    + said.replacing("WHERE", with: element)
            ]
        }
        // The union reads both: the row itself is implemented, and the statement is idle.
        #expect(try isImplemented("PID[Patient] PID-9", map("name")))
        let wrong = ["segments/pid-patient.yaml": Fixture.patient + said.replacing("WHERE", with: "gender")]
        #expect(try status("PID[Patient] PID-9", wrong) == .notYet)
        #expect(try coverage(wrong).stale.contains { $0.message == "gender does not read PID-9" })
        guard case .deviating(let reason, _) = try status("PID[Patient] PID-16", wrong) else {
            Issue.record("PID-16 should deviate")
            return
        }
        #expect(reason == "nobody needs it")
    }

    @Test func aCodeTableSaysWhereItKnowsBetter() throws {
        guard case .deviating(let reason, _) = try status("AdministrativeSex X") else {
            Issue.record("X should deviate")
            return
        }
        #expect(reason == "nobody says so")
        // A table that no rule asks implements nothing.
        let idle = [
            "segments/pid-patient.yaml": Fixture.patient.replacing("PID-8.translate('administrative-sex')", with: "'female'")
        ]
        #expect(try status("AdministrativeSex F", idle) == .notYet)
    }

    @Test func expressionsAreReadByTheirTerms() {
        let terms = SourceTerms("iif(PID-3[1].4.1 = 'PID-9' and %mrn.exists(), OBX[2]-5.1, SPECIMEN.SPM) & CX.4.1")
        #expect(terms.sources == ["PID-3.4.1", "OBX-5.1", "SPM", "CX.4.1"])
        #expect(terms.texts == ["PID-9"])
        #expect(terms.variables == ["mrn"])
    }

    @Test func targetsLeadIntoFurtherResources() {
        let target = GuideTarget(
            "participant[1].individual(PractitionerRole.practitioner(Practitioner.name))", resource: "Encounter")
        #expect(target.candidates.contains(.init(resource: "Practitioner", path: "name")))
        #expect(target.candidates.contains(.init(resource: "Encounter", path: "participant.individual.practitioner.name")))
        #expect(GuideTarget.root(of: "HD[MessageHeader.source-name]") == ("HD", "MessageHeader", "source"))
    }

    /// The engine's own rows are a list; this is the message that proves it.
    @Test func theEngineWritesWhatTheListSays() throws {
        let result = try Fixture.mapper().map(Fixture.message())
        let canonical = try #require(result.canonical)
        for fact in EnvelopeFacts.facts {
            var nodes = fact.resource == "Bundle" ? [Tree.ID.root] : [try #require(result.resource(fact.resource))]
            for name in fact.path.split(separator: ".") {
                // A choice is found by its own name.
                let own = name == "eventCoding" ? "event" : String(name)
                nodes = nodes.flatMap { canonical.children(of: $0, named: Name(own)) }
            }
            let node = try #require(nodes.first, "\(fact.resource).\(fact.path) is not written")
            for text in fact.texts { #expect(canonical.text(of: node) == text) }
        }
    }

    @Test func thePageIsFresh() throws {
        let (coverage, _) = GuideCoverage.load(from: Self.root.appending(path: "Mappings").path)
        let made = try #require(coverage)
        #expect(made.stale.map(\.message) == [])
        let page = try String(contentsOf: Self.root.appending(path: "docs/coverage.md"), encoding: .utf8)
        let report = CoverageReport(made).page.replacing(Self.root.appending(path: "Mappings").path, with: "Mappings")
        #expect(page == report, "run: hub coverage --write docs/coverage.md")
    }
}
