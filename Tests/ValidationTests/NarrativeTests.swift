import Testing

@testable import Validation

@Suite struct NarrativeTests {
    private func patient(_ narrative: String) -> String {
        #"{"resourceType":"Patient","text":{"status":"generated","div":"\#(narrative)"}}"#
    }

    @Test(arguments: [
        "<p>a</p>", "a &amp; b&nbsp;c", "<table class='grid'><tr><td colspan='2'>a</td></tr></table>",
        "<img src='#a' alt='b'/>",
        "<a href='https://example.test/é?a=b#c'>a</a>", "<a href='mailto:a@example.test'>a</a>",
        "<img src='data:image/png;base64,QUJD' alt='b'/>",
    ])
    func whatNarrativesAllow(inner: String) {
        #expect(errors(patient("<div xmlns='http://www.w3.org/1999/xhtml'>\(inner)</div>")) == [])
    }

    @Test(arguments: [
        ("<script>a</script>", "txt-1"), ("<p onclick='a()'>a</p>", "txt-1"), ("<form>a</form>", "txt-1"),
        ("<a href='javascript:a()'>a</a>", "txt-1"), (" ", "txt-2"), ("<p/>", "txt-2"), ("<p>a", "xhtml-syntax"),
        ("<a href='http://example.test/a b'>a</a>", "xhtml-url"), ("<a href=''>a</a>", "xhtml-url"),
        ("<img src='data:image/png;base64,Q!'/>", "xhtml-url"), ("<img src='data:QUJD'/>", "xhtml-url"),
        ("<p xmlns='http://example.test'>a</p>", "xhtml-namespace"),
    ])
    func whatNarrativesDoNotAllow(inner: String, code: String) {
        #expect(errors(patient("<div xmlns='http://www.w3.org/1999/xhtml'>\(inner)</div>")).contains(code))
    }

    @Test func theDivisionIsXHTML() {
        #expect(errors(patient("<div>a</div>")) == ["xhtml-namespace"])
        #expect(errors(patient("a")).isEmpty == false)
        let xml =
            #"<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><script/>a</div></text></Patient>"#
        #expect(errors(xml) == ["txt-1"])
    }
}
