import Diagnostics
import Testing
import XML

@Suite struct XMLDocumentTests {
    private func parse(_ text: String) -> XMLDocument.Reading { XMLDocument.parse(Array(text.utf8)) }

    private func outline(_ document: XMLDocument, _ index: Int = 0) -> String {
        let node = document.nodes[index]
        switch node.kind {
        case .text: return "'" + String(decoding: document.value(of: node), as: UTF8.self) + "'"
        case .attribute:
            return "@" + String(decoding: document.names[Int(node.name)], as: UTF8.self) + "="
                + String(decoding: document.value(of: node), as: UTF8.self)
        case .element:
            var parts: [String] = []
            var next = Int(node.firstChild)
            while next != 0 {
                parts.append(outline(document, next))
                next = Int(document.nodes[next].nextSibling)
            }
            return String(decoding: document.names[Int(node.name)], as: UTF8.self) + "(" + parts.joined(separator: " ") + ")"
        }
    }

    @Test func elementsAttributesAndTextsKeepTheirOrder() throws {
        let text =
            "<?xml version='1.0' encoding='UTF-8'?>\n<a x='1' y='&lt;&#233;'>\n <b>t<![CDATA[<u>]]></b><!-- c --><c z='2'/> end </a>"
        let document = try #require(parse(text).document)
        #expect(outline(document) == "a(@x=1 @y=<é b('t<u>') c(@z=2) ' end ')")
    }

    @Test func placesInTheSourceAreThoseOfTheElements() throws {
        for prefix in ["", "\u{FEFF}", "<?xml version=\"1.0\"?>\n<!-- é -->\n"] {
            let text = Array((prefix + "<a><t>é</t><div class=\"x > y\"><p>one<br/></p></div ><e/></a>").utf8)
            let document = try #require(XMLDocument.parse(text).document)
            let written = document.nodes.filter { $0.kind == .element }.map {
                String(decoding: text[Int($0.source)..<Int($0.sourceEnd)], as: UTF8.self)
            }
            #expect(written.contains("<div class=\"x > y\"><p>one<br/></p></div >"))
            #expect(written.contains("<br/>") && written.contains("<e/>"))
        }
    }

    /// libxml2 moves its window over large texts.
    @Test func placesStayRightInLargeTexts() throws {
        let items = (0..<40_000).map { "<item n=\"\($0)\"><value>\($0) é</value></item>" }
        let text = Array(("<list>" + items.joined() + "</list>").utf8)
        let document = try #require(XMLDocument.parse(text).document)
        var place = 6
        for (item, node) in zip(items, document.nodes.filter { $0.kind == .element && $0.parent == 0 }.dropFirst()) {
            #expect(Int(node.source) == place && Int(node.sourceEnd) == place + item.utf8.count)
            place += item.utf8.count
        }
    }

    @Test func ampersandsAreRead() throws {
        let document = try #require(parse("<a b='&amp;#38;&#38;&amp;amp; &#x26;'>&amp;lt;</a>").document)
        #expect(outline(document) == "a(@b=&#38;&&amp; & '&lt;')")
    }

    @Test func namespacesAreResolved() throws {
        let document = try #require(parse("<h:a xmlns:h='urn:h' xmlns='urn:d'><b h:c='1'/></h:a>").document)
        let names = document.nodes.map { String(decoding: document.namespaces[Int($0.namespace)], as: UTF8.self) }
        #expect(names == ["urn:h", "urn:d", "urn:h"])
    }

    @Test func whatIsDangerousIsRefused() {
        let bomb = """
            <?xml version="1.0"?>
            <!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
            <lolz>&lol2;</lolz>
            """
        let refused = parse(bomb)
        #expect(refused.document == nil && refused.diagnostics.map(\.code) == ["xml-doctype"])
        guard case .message(let position) = refused.diagnostics[0].location else { return }
        #expect(position.line == 2)
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"
        #expect(parse(file).diagnostics.map(\.code) == ["xml-doctype"])
        #expect(parse("<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>").diagnostics.map(\.code) == ["xml-doctype"])
        #expect(parse("<a>&nbsp;</a>").document == nil)
        let deep = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        #expect(parse(deep).diagnostics.map(\.code) == ["xml-too-deep"])
        #expect(parse("<?xml version='1.0' encoding='ISO-8859-1'?><a/>").diagnostics.map(\.code) == ["xml-encoding"])
        #expect(parse("").document == nil)
        let large = XMLDocument.parse(Array("<a>123456</a>".utf8), limits: .init(bytes: 5))
        #expect(large.diagnostics.map(\.code) == ["xml-too-large"])
    }

    @Test func problemsSayWhereTheyAre() throws {
        let reading = parse("<a>\n <b></c>\n</a>")
        #expect(reading.document == nil)
        let first = try #require(reading.diagnostics.first)
        #expect(first.message == "the end tag does not match its start tag")
        guard case .message(let position) = first.location else { return }
        #expect(position.line == 2 && position.path == "/a/b")
        #expect(XMLDocument.parse([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]).document == nil)
    }

    @Test func mutatedTextsNeverTrap() {
        let seed = Array("<a xmlns='urn:x' b='c'><d e=\"f&amp;\">g<!-- h --></d><![CDATA[i]]><j/></a>".utf8)
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0...random(3) {
                let at = random(bytes.count)
                switch random(3) {
                case 0: bytes[at] = UInt8(random(256))
                case 1: bytes.remove(at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 10)], at: at)
                }
            }
            let reading = XMLDocument.parse(bytes)
            #expect(reading.document != nil || !reading.diagnostics.isEmpty)
        }
    }
}
