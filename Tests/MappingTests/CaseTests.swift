import Diagnostics
import Testing

@testable import Mapping

/// `case` gives an object the elements of the branch that its value chooses.
@Suite struct CaseTests {
    /// The person with what the branches say beside the rest.
    private static func patient(_ lines: String) -> [String: String] {
        [
            "segments/pid-patient.yaml":
                Fixture.patient.replacing("  gender: PID-8.translate('administrative-sex')\n", with: "")
                .replacing("  birthDate: PID-7.toDate()\n", with: lines + "\n")
        ]
    }
    private static let branches = """
          case PID-8:
            F:
              birthDate: PID-7.toDate()
              maritalStatus: { text: "a woman" }
            M | U:
              let: { day: PID-7.toDate() }
              if: PID-7.exists()
              birthDate: (%day)
              case PID-16.1:
                M: { maritalStatus: { text: "a husband" } }
            otherwise:
              maritalStatus: { text: "nobody knows" }
        """

    private static func map(
        sex: String, state: String = "", overlay: String? = nil
    ) throws -> MappingResult {
        var files = patient(branches)
        if let overlay { files["trusts/rrk/pid-patient.yaml"] = overlay }
        return try Fixture.mapper(files, overlay: overlay.map { _ in "rrk" }).map(
            Fixture.message(pid: "PID|1||4^^^RRK^MR||DOE^JANE||19700101|\(sex)||||||||\(state)"))
    }

    @Test(arguments: [
        ("F", "", true, "a woman"), ("M", "", true, ""), ("M", "M", true, "a husband"), ("U", "M", true, "a husband"),
        ("O", "", false, "nobody knows"), ("", "", false, "nobody knows"), ("\"\"", "", false, "nobody knows"),
    ])
    func theBranchOfTheValueIsMade(sex: String, state: String, hasBirth: Bool, text: String) throws {
        let result = try Self.map(sex: sex, state: state)
        #expect(result.outcome == .mapped, "\(result.issues.map { $0.rendered() })")
        #expect(result.jsonText.contains("\"birthDate\":\"1970-01-01\"") == hasBirth)
        #expect(result.jsonText.contains("\"maritalStatus\"") == !text.isEmpty)
        #expect(text.isEmpty || result.jsonText.contains("\"maritalStatus\":{\"text\":\"\(text)\"}"))
    }

    @Test func whatDecidesIsReadAndWhatNoBranchReadsIsTold() throws {
        let result = try Self.map(sex: "O", state: "M")
        #expect(result.unmapped.contains("PID-7") && result.unmapped.contains("PID-16"))
        #expect(!result.unmapped.contains("PID-8"))
    }

    @Test func anOverlayChangesTheBranchesThatItNames() throws {
        let overlay = """
            extends: pid-patient
            make:
              case PID-8:
                M:
                  maritalStatus: { text: "a man" }
                F: ~
                otherwise:
                  birthDate: PID-7.toDate()
            """
        let mapped = try Self.map(sex: "M", overlay: overlay)
        #expect(mapped.outcome == .mapped, "\(mapped.issues.map { $0.rendered() })")
        let man = mapped.jsonText
        #expect(man.contains("a man") && man.contains("1970-01-01"))
        // Of `M | U` the other half stays as it was; what is taken away is else.
        let unknown = try Self.map(sex: "U", overlay: overlay).jsonText
        #expect(!unknown.contains("a man") && unknown.contains("1970-01-01"))
        let woman = try Self.map(sex: "F", overlay: overlay).jsonText
        #expect(woman.contains("nobody knows") && woman.contains("1970-01-01"))
    }

    /// An element that an overlay sets is set so whatever the value.
    @Test func anOverlaysElementReplacesThoseOfTheBranches() throws {
        let overlay = """
            extends: pid-patient
            make:
              maritalStatus: { text: "as the overlay says" }
            """
        for sex in ["F", "O"] {
            let text = try Self.map(sex: sex, overlay: overlay).jsonText
            #expect(text.contains("\"maritalStatus\":{\"text\":\"as the overlay says\"}"))
            #expect(text.contains("1970-01-01") == (sex == "F"))
        }
    }

    /// Every branch and every rule in it can be taken away.
    @Test func rulesOfBranchesAreRules() throws {
        let files = Fixture.files.merging(Self.patient(Self.branches)) { _, new in new }
        let set = MappingSet.read(
            files.map { ($0.key, Array($0.value.utf8)) }, shownAs: "", findings: DiagnosticSet())
        let map = try #require(set.base.maps["pid-patient"])
        let names = map.deletions.map(\.name).filter { $0.contains("case") }
        #expect(names.contains("make.case PID-8") && names.contains("make.case PID-8.M | U"))
        #expect(names.contains("make.case PID-8.M | U.case PID-16.1.M.maritalStatus"))
    }

    /// Beside `map:` a branch changes the map's of the same value, and the others stay.
    @Test(arguments: [("F", "a lady"), ("U", ""), ("O", "nobody knows")])
    func aCaseBesideAMapChangesItsBranches(sex: String, text: String) throws {
        let message = Fixture.adt.replacing(
            "{ from: PID, map: pid-patient }",
            with: """

                      from: PID
                      map: pid-patient
                      case PID-8:
                        F: { maritalStatus: { text: "a lady" } }
                        U: ~
                """)
        var files = Self.patient(Self.branches.replacing("otherwise:", with: "O:"))
        files["messages/adt.yaml"] = message
        let result = try Fixture.mapper(files).map(
            Fixture.message(pid: "PID|1||4^^^RRK^MR||DOE^JANE||19700101|\(sex)"))
        #expect(result.outcome == .mapped, "\(result.issues.map { $0.rendered() })")
        #expect(result.jsonText.contains("1970-01-01") == (sex == "F"))
        #expect(result.jsonText.contains("\"maritalStatus\"") == !text.isEmpty)
        #expect(text.isEmpty || result.jsonText.contains("\"text\":\"\(text)\""))
    }

    @Test func whatABranchSetsCanBeTakenAway() throws {
        let overlay = """
            extends: pid-patient
            make:
              maritalStatus: ~
            """
        let text = try Self.map(sex: "O", overlay: overlay).jsonText
        #expect(!text.contains("maritalStatus"))
        let (_, told) = Fixture.load(
            Self.patient(Self.branches).merging([
                "trusts/rrk/pid-patient.yaml": "extends: pid-patient\nmake:\n  case PID-8:\n    X: ~\n"
            ]) { _, new in new }, overlays: ["rrk"])
        #expect(told.contains { $0.code == "M136" && $0.message.contains("no branch X") })
    }
}
