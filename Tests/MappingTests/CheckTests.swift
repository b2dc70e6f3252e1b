import Diagnostics
import Testing

@testable import Mapping

/// One wrong map a code: what must be said, and where.
@Suite struct CheckTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var code: String
        var old: String
        var new: String
        var file = "segments/pid-patient.yaml"
        var hint: String?
        var testDescription: String { "\(code): \(new)" }
    }

    static let mistakes: [Mistake] = [
        .init(
            code: "M110", old: "PID-7.toDate()", new: "PID-7",
            hint: "birthDate: PID-7.toDate()   (an unreadable date then becomes an issue)"),
        .init(code: "M123", old: "each: PID-5, map: xpn-human-name", new: "family: PID-5"),
        .init(code: "M104", old: "birthDate:", new: "brithDate:", hint: "did you mean birthDate?"),
        .init(
            code: "M104", old: "deceasedDateTime:", new: "deceased:", hint: "say its type: deceasedBoolean, deceasedDateTime"),
        .init(code: "F101", old: "PID-7.toDate()", new: "PID-7.toDat()", hint: "did you mean toDate()?"),
        .init(code: "M112", old: "PID-7.", new: "PID-77."),
        .init(code: "M113", old: "PID-7.toDate", new: "PID-7.4.toDate"),
        .init(code: "M115", old: "%mrn.select", new: "%mnr.select", hint: "did you mean %mrn?"),
        .init(
            code: "M116", old: "identity(trust.mrnSystem", new: "identity(trust.mrnSytem", hint: "did you mean trust.mrnSystem?"
        ),
        .init(
            code: "M140", old: "'administrative-sex'", new: "'administrative-sx'", hint: "did you mean 'administrative-sex'?"),
        .init(code: "M141", old: "map: cx-identifier", new: "map: cx-identifer", hint: "did you mean cx-identifier?"),
        .init(code: "M144", old: "map: cx-identifier", new: "map: xpn-human-name"),
        .init(code: "M123", old: "gender: PID-8.translate", new: "gender: PID-5.1.translate"),
        .init(code: "M150", old: "PID-8.translate('administrative-sex')", new: "\"femal\"", hint: "did you mean \"female\"?"),
        .init(
            code: "M131", old: "patient: { ref: patient }", new: "patient: { ref: patent }", file: "messages/adt.yaml",
            hint: "did you mean patient?"),
        .init(code: "M132", old: "result: { ref: observation }", new: "result: { ref: patient }", file: "messages/oru.yaml"),
        .init(code: "M130", old: "      patient: { ref: patient }\n", new: "", file: "messages/adt.yaml"),
        .init(
            code: "M127", old: "\"person-updated\"", new: "\"person-update\"", file: "messages/adt.yaml",
            hint: "did you mean \"person-updated\"?"),
        .init(code: "M125", old: "ADT_A05", new: "ADT_A99", file: "messages/adt.yaml"),
        .init(
            code: "M128", old: "- RelatedPerson as", new: "- RelatedPersn as", file: "messages/adt.yaml",
            hint: "did you mean RelatedPerson?"),
        .init(code: "M111", old: "each: NK1\n", new: "each: NK\n", file: "messages/adt.yaml"),
        .init(code: "M108", old: "- EVN: repeats the header", new: "- EVN", file: "messages/adt.yaml"),
        .init(code: "M107", old: "each: NK1\n", new: "each: 'NK1'\n", file: "messages/adt.yaml"),
        .init(code: "M101", old: "mapping: adt\n", new: "mapping: adt2\n", file: "messages/adt.yaml"),
        .init(code: "Y111", old: "focus:", new: "focsu:", file: "messages/adt.yaml", hint: "did you mean focus?"),
        .init(code: "M181", old: "M,male\n", new: "M,male\nM,other\n", file: "tables/administrative-sex.csv"),
        .init(
            code: "M180", old: "source,target", new: "source,tarjet", file: "tables/administrative-sex.csv",
            hint: "did you mean target?"),
    ]

    @Test(arguments: mistakes) func mistakeIsFound(_ mistake: Mistake) throws {
        let text = try #require(Fixture.files[mistake.file])
        let changed = text.replacing(mistake.old, with: mistake.new)
        #expect(changed != text, "the mistake was not made")
        let (release, diagnostics) = Fixture.load([mistake.file: changed])
        #expect(release == nil)
        let found = diagnostics.filter { $0.code == mistake.code && $0.severity == .error }
        #expect(!found.isEmpty, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
        if let hint = mistake.hint {
            #expect(found.contains { $0.hint == hint }, "\(found.map { $0.hint ?? "none" })")
        }
        #expect(found.allSatisfy { $0.location != nil || mistake.code == "M147" })
    }

    @Test func theFixtureItselfIsSound() {
        // Its table of sexes is small on purpose.
        #expect(Fixture.load().diagnostics.map(\.code) == ["M154"])
    }

    @Test func diagnosticShowsTheLineWithACaret() throws {
        let changed = Fixture.patient.replacing("PID-7.toDate()", with: "PID-7")
        let (_, diagnostics) = Fixture.load(["segments/pid-patient.yaml": changed])
        let rendered = try #require(diagnostics.first { $0.code == "M110" }).rendered()
        #expect(
            rendered == """
                error[M110]: birthDate needs a date; PID-7 is text
                  segments/pid-patient.yaml:16:14
                16 |   birthDate: PID-7
                   |              ^^^^^ may be absent or malformed
                  help: birthDate: PID-7.toDate()   (an unreadable date then becomes an issue)
                """)
    }

    @Test func warningsDoNotStopARelease() {
        let unused = Fixture.patient.replacing("let:\n", with: "let:\n  unused: PID-7\n")
        let (release, diagnostics) = Fixture.load(["segments/pid-patient.yaml": unused])
        #expect(release != nil)
        #expect(diagnostics.map(\.code) == ["M134", "M154"] || diagnostics.map(\.code) == ["M154", "M134"])
    }

    @Test func warningsAreWaivedWithAReason() {
        let unused = Fixture.patient.replacing(
            "let:\n", with: "waive: { M134: kept for overlays, M154: small on purpose }\nlet:\n  unused: PID-7\n")
        let (release, diagnostics) = Fixture.load(["segments/pid-patient.yaml": unused])
        #expect(release != nil && diagnostics.isEmpty)
    }

    @Test func allProblemsAtOnce() {
        let changed = Fixture.patient.replacing("PID-7.toDate()", with: "PID-7").replacing("gender:", with: "gendr:")
            .replacing("PID-29.", with: "PID-99.")
        let (_, diagnostics) = Fixture.load(["segments/pid-patient.yaml": changed])
        #expect(Set(diagnostics.filter { $0.severity == .error }.map(\.code)) == ["M110", "M104", "M112"])
    }

    @Test func mapsThatApplyEachOtherEnd() {
        let xpn = Fixture.xpn + "\n  period: { map: loop }"
        let loop =
            "mapping: loop\nsource: XPN\ntarget: Period\nmake:\n  extension: { url: \"x\", valuePeriod: { map: loop } }\n"
        let (release, diagnostics) = Fixture.load(["types/xpn-human-name.yaml": xpn, "types/loop.yaml": loop])
        #expect(release == nil)
        #expect(diagnostics.contains { $0.code == "M143" })
    }
}
