import Diagnostics
import FHIR
import Tree
import XML

/// Rules about narratives (https://hl7.org/fhir/R4/narrative.html): XHTML without anything active, and not empty.
extension Examination {
    mutating func narrative(at id: Tree.ID) {
        guard tree[id].kind == .xhtml else { return }
        // HTML's named entities are no XML; readers of narratives know them.
        let source = Narrative.withoutNamedEntities(Array(tree.value(of: id)))
        guard let document = XMLDocument.parse(source).document, let root = document.nodes.first else {
            // Cut out of well-formed XML it may lack the declarations of its prefixes.
            if format == .json { report("xhtml-syntax", "the narrative is not well-formed XHTML", at: id) }
            return
        }
        if document.name(of: root) != "div" {
            report("xhtml-div", "a narrative is one <div>", at: id)
            return
        }
        if document.namespace(of: root) != "http://www.w3.org/1999/xhtml" {
            // The namespace may be declared by an ancestor when the narrative was cut out of XML.
            if format == .json || !document.namespace(of: root).isEmpty {
                report("xhtml-namespace", "the <div> is not in XHTML's namespace", at: id, hint: Narrative.declaration)
            }
        }
        var hasContent = false
        // Cut out of XML, the root may have lost the declaration that its elements repeat.
        let own = [document.namespace(of: root), "http://www.w3.org/1999/xhtml"]
        if document.nodes.contains(where: { $0.kind == .element && !own.contains(document.namespace(of: $0)) }) {
            report(
                "xhtml-namespace", "an element of the narrative is in another namespace", at: id, hint: Narrative.declaration)
        }
        for index in document.nodes.indices {
            let node = document.nodes[index]
            switch node.kind {
            case .text: hasContent = hasContent || document.value(of: node).contains { $0 > 0x20 }
            case .element:
                let name = document.name(of: node)
                if name == "img" { hasContent = true }
                if Narrative.blocks.contains(name), isInParagraph(node, of: document) {
                    report("xhtml-paragraph", "a paragraph holds no blocks", at: id, hint: "<\(name)>")
                }
                if !Narrative.elements.contains(name) {
                    report(
                        "txt-1", "the narrative has an element that narratives do not allow", at: id,
                        hint: "<\(name.prefix(20))>")
                }
            case .attribute: attribute(node, of: document, at: id)
            }
        }
        if !hasContent { report("txt-2", "the narrative has no content", at: id) }
    }

    private func isInParagraph(_ node: XMLDocument.Node, of document: XMLDocument) -> Bool {
        var parent = Int(node.parent)
        while parent != 0 {
            if document.name(of: document.nodes[parent]) == "p" { return true }
            parent = Int(document.nodes[parent].parent)
        }
        return false
    }

    private mutating func attribute(_ node: XMLDocument.Node, of document: XMLDocument, at id: Tree.ID) {
        let namespace = document.namespace(of: node)
        let name = document.name(of: node)
        let owner = document.name(of: document.nodes[Int(node.parent)])
        if namespace == "http://www.w3.org/XML/1998/namespace" { return }
        let isAllowed =
            namespace.isEmpty && (Narrative.attributes.contains(name) || Narrative.attributes.contains("\(owner).\(name)"))
        if !isAllowed {
            report(
                "txt-1", "the narrative has an attribute that narratives do not allow", at: id,
                hint: "\(owner.prefix(20)) \(name.prefix(20))")
        } else if name == "href" || name == "src" {
            let target = String(decoding: document.value(of: node), as: UTF8.self)
            if target.lowercased().hasPrefix("javascript:") {
                report("txt-1", "the narrative has a link that runs a script", at: id)
            } else if let reason = Narrative.mistake(inURL: target) {
                report("xhtml-url", "a link of the narrative \(reason)", at: id, hint: "\(owner.prefix(20)) \(name)")
            }
        }
    }
}

extension XMLDocument {
    func name(of node: Node) -> String { node.name < 0 ? "" : String(decoding: names[Int(node.name)], as: UTF8.self) }
    func namespace(of node: Node) -> String { String(decoding: namespaces[Int(node.namespace)], as: UTF8.self) }
}

enum Narrative {
    static let declaration = "<div xmlns=\"http://www.w3.org/1999/xhtml\">"

    static let elements = Set(
        """
        p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo kbd
        sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area ins del u s
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What stands beside paragraphs, not in them.
    static let blocks: Set<String> = ["p", "div", "blockquote", "table", "ol", "ul"]

    /// Of any element, or `element.attribute`.
    static let attributes = Set(
        """
        title style class id lang dir accesskey tabindex span width align valign char charoff abbr axis headers scope rowspan
        colspan a.href a.name img.src img.border blockquote.cite q.cite a.charset a.type a.hreflang a.rel a.rev a.shape
        a.coords a.target img.alt img.longdesc img.height img.width img.usemap img.ismap map.name area.shape area.coords
        area.href area.nohref area.alt table.summary table.width table.border table.frame table.rules table.cellspacing
        table.cellpadding pre.space td.nowrap th.nowrap
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What is wrong with `href` or `src`; nil for nothing.
    static func mistake(inURL text: String) -> String? {
        if text.allSatisfy(\.isWhitespace) { return "is empty" }
        guard text.hasPrefix("data:") else {
            let marks = ";/?:@&=+$.,!*'()-_~#[]%|"
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || marks.unicodeScalars.contains($0)
            }
            return isPlain ? nil : "has characters that a URL does not have"
        }
        let parts = text.dropFirst(5).split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[0].hasSuffix(";base64") else { return "is no data: URL in base64" }
        if !URIText.isMIMEType(parts[0].drop { $0 == " " }) { return "is a data: URL without a MIME type" }
        let isBase64 = Array(parts[1].utf8).withUnsafeBufferPointer { PrimitiveFormat.base64Binary.accepts($0) }
        return isBase64 ? nil : "is a data: URL that is no base64"
    }

    /// `&nbsp;` and its like become text, XML's five and numbers stay.
    static func withoutNamedEntities(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return text }
        let own: Set<String> = ["amp", "lt", "gt", "quot", "apos"]
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "&") else {
                result.append(text[at])
                at += 1
                continue
            }
            var end = at + 1
            while end < text.count, end - at < 12, URIText.isAlphanumeric(text[end]) { end += 1 }
            let name = String(decoding: text[(at + 1)..<end], as: UTF8.self)
            if end < text.count, text[end] == UInt8(ascii: ";"), !name.isEmpty, !own.contains(name) {
                result.append(UInt8(ascii: "."))
                at = end + 1
            } else {
                result.append(text[at])
                at += 1
            }
        }
        return result
    }
}
