import Diagnostics
import Testing

@testable import YAML

@Suite struct DocumentTests {
    @Test func keepsPositionsAndStyles() throws {
        let (root, diagnostics) = Document.parse(
            """
            a: PID-7.toDate()
            b: "official"
            c: >-
              PID-3
              .first()
            d: [1, two]
            """, file: "x.yaml")
        #expect(diagnostics.isEmpty)
        let node = try #require(root)
        #expect(node["a"]?.style == .plain)
        #expect(node["a"]?.line == 1 && node["a"]?.column == 4)
        #expect(node["b"]?.style == .quoted && node["b"]?.text == "official")
        #expect(node["c"]?.text == "PID-3 .first()")
        #expect(node["c"]?.span(offset: 7).line == 5)
        #expect(node["c"]?.span(offset: 7).column == 4)
        #expect(node["a"]?.span(offset: 6).column == 10)
        #expect(node["d"]?.list?.count == 2)
    }

    @Test func tabIsNamedWithItsPlace() {
        let (root, diagnostics) = Document.parse("a:\n\tb: 1\n", file: "x.yaml")
        #expect(root == nil)
        #expect(diagnostics.map(\.code) == ["Y101"])
        #expect(
            diagnostics[0].rendered() == """
                error[Y101]: a tab in the indentation
                  x.yaml:2:1
                2 | \tb: 1
                  | ^ YAML indents with spaces only
                  help: replace the tab by spaces
                """)
    }

    @Test func duplicateKeyPointsAtTheSecond() {
        let (_, diagnostics) = Document.parse("x: 0\na: 1\nb: 2\na: 3\n", file: "x.yaml")
        #expect(diagnostics.map(\.code) == ["Y102"])
        guard case .text(let span) = diagnostics[0].location else { return #expect(Bool(false)) }
        #expect(span.line == 4 && span.column == 1)
    }

    @Test func aliasBombIsRefusedWithoutExpanding() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let previous = "*a\(level - 1)"
            text += "a\(level): &a\(level) [\((0..<9).map { _ in previous }.joined(separator: ", "))]\n"
        }
        let (root, diagnostics) = Document.parse(text, file: "bomb.yaml")
        #expect(root == nil)
        #expect(diagnostics.contains { $0.code == "Y103" })
    }

    @Test func depthIsBounded() {
        let deep = "a: " + String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
        #expect(Document.parse(deep, file: "x").diagnostics.contains { $0.code == "Y105" })
        let lines = String(repeating: "[\n", count: 100_000)
        #expect(Document.parse(lines, file: "x").diagnostics.contains { $0.code == "Y105" })
        let dashes = String(repeating: "- ", count: 1500) + "x"
        #expect(Document.parse(dashes, file: "x").diagnostics.contains { $0.code == "Y105" })
    }

    @Test func brokenTextIsADiagnosticWithAPlace() {
        for text in ["a: b: c", "a: [1", "a: \"x", "a: @x", "- a\nb: c", "\u{0}", "a: *nobody"] {
            let (root, diagnostics) = Document.parse(text, file: "x.yaml")
            #expect(root == nil && !diagnostics.isEmpty, "\(text)")
        }
    }
}

@Suite struct FieldsTests {
    enum Colour: String, CaseIterable { case red, green }

    func fields(_ text: String) throws -> Fields {
        let (root, _) = Document.parse(text, file: "x.yaml")
        let node = try #require(root)
        return try #require(Fields(node, of: "a thing", Findings()))
    }

    @Test func readsTypes() throws {
        let thing = try fields("name: n\ncount: 1_000\non: true\nwait: 5m\nlist: [a, b]\nc: green\n")
        #expect(thing.string("name") == "n")
        #expect(thing.int("count", default: 0) == 1000)
        #expect(thing.bool("on", default: false))
        #expect(thing.duration("wait", default: .zero) == .seconds(300))
        #expect(thing.strings("list") == ["a", "b"])
        #expect(thing.choice("c", of: Colour.self) == .green)
        thing.finish()
        #expect(thing.findings.diagnostics.isEmpty)
    }

    @Test func reportsEverythingAtOnce() throws {
        let thing = try fields("nmae: n\ncount: -1\non: yes\nwait: 5 weeks\nc: grene\ntrust: NO\n")
        _ = thing.string("name")
        _ = thing.int("count", default: 0)
        _ = thing.bool("on", default: false)
        _ = thing.duration("wait", default: .zero)
        _ = thing.choice("c", of: Colour.self)
        #expect(thing.string("trust") == "NO")
        thing.finish()
        #expect(thing.findings.diagnostics.map(\.code) == ["Y111", "Y113", "Y113", "Y113", "Y113", "Y106"])
        #expect(thing.findings.diagnostics.first?.hint == "did you mean name?")
    }

    @Test func aKeyInThePlaceOfAMissingOneIsToldOnce() throws {
        let far = try fields("title: n\n")
        _ = far.string("name")
        far.finish()
        #expect(far.findings.diagnostics.map(\.code) == ["Y111"])
        #expect(far.findings.diagnostics.first?.hint == "did you mean name?")
        let both = try fields("title: n\ncolour: red\n")
        _ = both.string("name")
        both.finish()
        #expect(both.findings.diagnostics.map(\.code) == ["Y112", "Y111", "Y111"])
    }

    @Test func childrenThatAreNotIndentedAreOneMistake() throws {
        let thing = try fields("part:\nfirst: 1\nsecond: 2\nname: n\n")
        _ = thing.fields("part")
        _ = thing.string("name")
        thing.finish()
        #expect(thing.findings.diagnostics.map(\.code) == ["Y111"])
        #expect(thing.findings.diagnostics.first?.hint == "indent what belongs to part:")
        #expect(thing.isOutdented)
    }

    @Test func filesOfWindowsAreReadAsAnyOther() throws {
        let (root, found) = Document.parse("\u{FEFF}name: n\r\nlist:\r\n  - a\r\n  - b: c\r\n", file: "a.yaml")
        #expect(found.isEmpty)
        let node = try #require(root)
        #expect(node["name"]?.text == "n" && node["name"]?.line == 1)
        #expect(node["list"]?.list?.last?["b"]?.line == 4)
        let (_, wrong) = Document.parse("a: b\r\n\tc: d\r\n", file: "a.yaml")
        #expect(wrong.map(\.code) == ["Y101"])
    }
}
