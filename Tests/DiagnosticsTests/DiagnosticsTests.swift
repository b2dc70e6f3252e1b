import Diagnostics
import Testing

@Suite struct DiagnosticsTests {
    @Test func theCaretStandsUnderWhatItMeans() {
        let diagnostic = Diagnostic(
            code: "M110", "birthDate needs a date; PID-7 is text",
            at: .text(TextSpan(file: "adt-patient.yaml", line: 14, column: 14, length: 5, excerpt: "  birthDate: PID-7")),
            cause: "may be absent or malformed", hint: "birthDate: PID-7.toDate()")
        #expect(
            diagnostic.rendered() == """
                error[M110]: birthDate needs a date; PID-7 is text
                  adt-patient.yaml:14:14
                14 |   birthDate: PID-7
                   |              ^^^^^ may be absent or malformed
                  help: birthDate: PID-7.toDate()
                """)
    }

    @Test func aMessagePositionNamesElementAndByte() {
        let diagnostic = Diagnostic(
            .warning, code: "unreadable-date", "not a date", at: .message(MessagePosition("PID-7", byteOffset: 120)))
        #expect(diagnostic.rendered() == "warning[unreadable-date]: not a date\n  at PID-7, byte 120")
    }

    @Test(arguments: [
        ("brithDate", "birthDate"), ("Birthdate", "birthDate"), ("gendre", "gender"), ("nam", "name"),
    ])
    func aCloseNameIsFound(typed: String, meant: String) {
        #expect(closeName(to: typed, among: ["birthDate", "gender", "name"]) == meant)
    }

    @Test(arguments: ["colour", "x", "identity"])
    func aDistantNameIsNotSuggested(typed: String) {
        #expect(closeName(to: typed, among: ["birthDate", "gender", "name"]) == nil)
    }

    @Test func onlyTransientFailuresAreGivenBack() {
        for category in FailureCategory.allCases {
            let consequence = category.consequence
            #expect((consequence.settlement == .giveBack) == consequence.isTransient)
        }
    }
}
