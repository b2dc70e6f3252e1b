import CLibXML2
import Diagnostics

/// libxml2's push of events into an `XMLDocument`.
struct XMLParser {
    /// C hands its address back to the callbacks; it lives within `parse`. A class with one value, so that an event costs
    /// one check of exclusive access and not one a property.
    private final class Box {
        var parser: XMLParser

        init(_ parser: XMLParser) { self.parser = parser }
    }

    private var document = XMLDocument()
    private var problems: [Diagnostic] = []
    private let limits: XMLDocument.Limits
    /// Open elements.
    private var open: [UInt32] = []
    /// Names by libxml2's address of them: it keeps each text once a parser.
    private var knownNames: [UnsafePointer<xmlChar>: Int32] = [:]
    private var knownNamespaces: [UnsafePointer<xmlChar>: Int32] = [:]
    private var context: xmlParserCtxtPtr?
    private var hasStopped = false
    private let source: UnsafeBufferPointer<UInt8>

    private init(_ source: UnsafeBufferPointer<UInt8>, _ limits: XMLDocument.Limits) {
        self.source = source
        self.limits = limits
    }

    /// Once a process, before the first parser: an entity loader that loads nothing.
    private static let prepared: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { _, _, _ in nil }
    }()

    static func parse(_ bytes: [UInt8], _ limits: XMLDocument.Limits) -> XMLDocument.Reading {
        _ = prepared
        if let problem = refusal(bytes, limits) { return XMLDocument.Reading(document: nil, diagnostics: [problem]) }
        return bytes.withUnsafeBufferPointer { source in
            let box = Box(XMLParser(source, limits))
            let isWhole = run(box)
            var parser = box.parser
            if !isWhole, parser.problems.isEmpty { parser.note("xml-syntax", "the text is not well-formed XML", at: 0) }
            return XMLDocument.Reading(document: isWhole ? parser.document : nil, diagnostics: parser.problems)
        }
    }

    /// What is refused before libxml2 sees it.
    private static func refusal(_ bytes: [UInt8], _ limits: XMLDocument.Limits) -> Diagnostic? {
        if bytes.count > limits.bytes || bytes.count > Int(Int32.max) / 2 {
            return Diagnostic(code: "xml-too-large", "the text has \(bytes.count) bytes; at most \(limits.bytes) are read")
        }
        if bytes.isEmpty { return Diagnostic(code: "xml-syntax", "the text is empty") }
        let isUTF16 = bytes.count >= 2 && (bytes[0] == 0 || bytes[1] == 0 || (bytes[0] >= 0xFE && bytes[1] >= 0xFE))
        if isUTF16 || !declaresUTF8(bytes) {
            return Diagnostic(
                code: "xml-encoding", "the text is not declared as UTF-8", hint: "send it in UTF-8, or without encoding=")
        }
        return nil
    }

    /// Whether the XML declaration, if there is one, says UTF-8 or nothing.
    private static func declaresUTF8(_ bytes: [UInt8]) -> Bool {
        var head = bytes.prefix(256)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        guard head.starts(with: Array("<?xml".utf8)), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return true }
        let words = head[..<end].split { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 == UInt8(ascii: "=") }
        guard let key = words.firstIndex(where: { $0.elementsEqual("encoding".utf8) }), key + 1 < words.count else {
            return true
        }
        let value = String(decoding: words[key + 1], as: UTF8.self).lowercased()
        return value.contains("utf-8") || value.contains("utf8")
    }

    // MARK: Running

    private static func run(_ box: Box) -> Bool {
        guard let context = xmlNewParserCtxt() else { return false }
        defer { xmlFreeParserCtxt(context) }
        box.parser.context = context
        defer { box.parser.context = nil }
        context.pointee.sax.pointee = handler()
        context.pointee.userData = Unmanaged.passUnretained(box).toOpaque()
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let source = box.parser.source
        return withExtendedLifetime(box) {
            source.withMemoryRebound(to: CChar.self) { text in
                // No document is built: our handler takes every event.
                _ = xmlCtxtReadMemory(
                    context, text.baseAddress, Int32(truncatingIfNeeded: text.count), nil, nil, Int32(options))
            }
            let parser = box.parser
            return context.pointee.wellFormed == 1 && !parser.hasStopped && !parser.document.nodes.isEmpty
                && !parser.problems.contains { $0.severity == .error }
        }
    }

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = 0xDEED_BEAF
        handler.startElementNs = { data, name, _, uri, _, _, count, _, attributes in
            XMLParser.box(data)?.parser.start(name, uri, Int(count), attributes)
        }
        handler.endElementNs = { data, _, _, _ in XMLParser.box(data)?.parser.end() }
        handler.characters = { data, text, count in XMLParser.box(data)?.parser.characters(text, Int(count)) }
        handler.cdataBlock = { data, text, count in XMLParser.box(data)?.parser.characters(text, Int(count)) }
        handler.internalSubset = { data, _, _, _ in XMLParser.box(data)?.parser.declaration() }
        handler.serror = { data, error in
            guard let error else { return }
            XMLParser.box(data)?.parser.failed(error.pointee)
        }
        return handler
    }

    private static func box(_ data: UnsafeMutableRawPointer?) -> Box? {
        data.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Events

    private mutating func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !hasStopped, let name else { return }
        let begin = tagStart()
        guard open.count < limits.depth else {
            return stop("xml-too-deep", "elements are nested deeper than \(limits.depth)", at: begin)
        }
        guard document.nodes.count + count < limits.nodes else {
            return stop("xml-too-large", "the text has more than \(limits.nodes) elements and attributes", at: begin)
        }
        let element = append(.element, name: number(name), namespace: namespace(uri), source: begin)
        open.append(element)
        guard let attributes else { return }
        for position in 0..<count {
            let parts = attributes + position * 5
            guard let name = parts[0], let value = parts[3], let end = parts[4] else { continue }
            let attribute = append(.attribute, name: number(name), namespace: namespace(parts[2]), source: begin)
            let text = UnsafeBufferPointer(start: value, count: max(0, end - value))
            if text.contains(UInt8(ascii: "&")) {
                store(Self.withAmpersands(text), as: attribute)
            } else {
                store(text, as: attribute)
            }
        }
    }

    private mutating func end() {
        guard !hasStopped, let element = open.popLast() else { return }
        document.nodes[Int(element)].sourceEnd = UInt32(truncatingIfNeeded: consumed())
    }

    private mutating func characters(_ start: UnsafePointer<xmlChar>?, _ count: Int) {
        guard !hasStopped, let start, count > 0, let parent = open.last else { return }
        let text = UnsafeBufferPointer(start: start, count: count)
        let last = document.nodes[Int(parent)].lastChild
        // libxml2 may hand over one text in several parts; the arena's end is the text's end while nothing came between.
        if last != 0, document.nodes[Int(last)].kind == .text {
            document.text.append(contentsOf: text)
            document.nodes[Int(last)].length += UInt32(count)
            return
        }
        guard text.contains(where: { $0 > 0x20 }) else { return }
        guard document.nodes.count < limits.nodes else {
            return stop("xml-too-large", "the text has more than \(limits.nodes) elements and attributes", at: consumed())
        }
        store(text, as: append(.text, name: -1, namespace: 0, source: place(of: start)))
    }

    private mutating func declaration() {
        stop(
            "xml-doctype", "a document type declaration is refused", at: consumed(),
            hint: "remove <!DOCTYPE …>; entities are not expanded here")
    }

    // MARK: Building

    private mutating func append(_ kind: XMLDocument.Kind, name: Int32, namespace: Int32, source: Int) -> UInt32 {
        let id = UInt32(truncatingIfNeeded: document.nodes.count)
        let parent = open.last ?? 0
        let place = UInt32(truncatingIfNeeded: source)
        document.nodes.append(
            XMLDocument.Node(
                kind: kind, name: name, namespace: namespace, source: place, sourceEnd: place, parent: parent))
        guard id != 0 else { return id }
        let last = document.nodes[Int(parent)].lastChild
        if last == 0 { document.nodes[Int(parent)].firstChild = id } else { document.nodes[Int(last)].nextSibling = id }
        document.nodes[Int(parent)].lastChild = id
        return id
    }

    /// While entities are not expanded, libxml2 hands over every ampersand of an attribute as `&#38;`, and no other.
    private static func withAmpersands(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            let byte = text[place]
            result.append(byte)
            place += byte == UInt8(ascii: "&") && text[place...].starts(with: "&#38;".utf8) ? 5 : 1
        }
        return result
    }

    private mutating func store(_ text: some Collection<UInt8>, as node: UInt32) {
        document.nodes[Int(node)].start = UInt32(truncatingIfNeeded: document.text.count)
        document.nodes[Int(node)].length = UInt32(truncatingIfNeeded: text.count)
        document.text.append(contentsOf: text)
    }

    private mutating func number(_ name: UnsafePointer<xmlChar>) -> Int32 {
        if let known = knownNames[name] { return known }
        let number = Int32(truncatingIfNeeded: document.names.count)
        document.names.append(Self.bytes(name))
        knownNames[name] = number
        return number
    }

    private mutating func namespace(_ uri: UnsafePointer<xmlChar>?) -> Int32 {
        guard let uri else { return 0 }
        if let known = knownNamespaces[uri] { return known }
        let number = Int32(truncatingIfNeeded: document.namespaces.count)
        document.namespaces.append(Self.bytes(uri))
        knownNamespaces[uri] = number
        return number
    }

    private static func bytes(_ text: UnsafePointer<xmlChar>) -> [UInt8] {
        var length = 0
        while text[length] != 0 { length += 1 }
        return Array(UnsafeBufferPointer(start: text, count: length))
    }

    // MARK: Places

    /// How many bytes of the source libxml2 has read; the input is UTF-8 and is not converted.
    private func consumed() -> Int {
        guard let input = context?.pointee.input else { return 0 }
        return min(source.count, Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base))
    }

    /// Where a text stands that libxml2 points at in its window; decoded texts stand elsewhere and are where it reads.
    private func place(of text: UnsafePointer<xmlChar>) -> Int {
        guard let input = context?.pointee.input, let base = input.pointee.base, let end = input.pointee.end, text >= base,
            text < end
        else { return consumed() }
        return min(source.count, Int(input.pointee.consumed) + (text - base))
    }

    /// `<` cannot stand inside a tag, so the last one before the tag's end begins it.
    private func tagStart() -> Int {
        var place = consumed()
        while place > 0 {
            place -= 1
            if source[place] == UInt8(ascii: "<") { return place }
        }
        return 0
    }

    // MARK: Problems

    private mutating func note(_ code: String, _ message: String, at byte: Int, hint: String? = nil) {
        guard problems.count < 20 else { return }
        var line = 1
        var column = 1
        for byte in source[..<min(byte, source.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        let path = open.map { "/" + name(of: $0) }.joined()
        let position = MessagePosition(path.isEmpty ? "/" : path, byteOffset: byte, line: line, column: column)
        problems.append(Diagnostic(code: code, message, at: .message(position), hint: hint))
    }

    private func name(of element: UInt32) -> String {
        String(decoding: document.names[Int(document.nodes[Int(element)].name)], as: UTF8.self)
    }

    private mutating func stop(_ code: String, _ message: String, at byte: Int, hint: String? = nil) {
        guard !hasStopped else { return }
        hasStopped = true
        note(code, message, at: byte, hint: hint)
        if let context { xmlStopParser(context) }
    }

    /// libxml2's own words may quote the text, so they are not used.
    private mutating func failed(_ error: xmlError) {
        guard !hasStopped, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        note("xml-syntax", XMLFailure.words(for: xmlParserErrors(UInt32(bitPattern: error.code))), at: consumed())
    }
}
