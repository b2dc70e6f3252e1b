import Diagnostics

/// A message as nested arrays, for `hub parse --json` and for people's scripts.
///
/// `{"version", "structure", "charset", "segments": [["PID", [], [], [["9990000018", "", "", ["NHS", "x"]]]]], "issues": […]}`:
/// a segment is its name and its fields, so that number n of the array is field n; a field is its repetitions, a repetition
/// its components, a component a text or, with subcomponents, an array of texts. Nothing is `[]`, and a delete is `"\"\""`.
package enum MessageJSON {
    /// Never fails: what cannot be read gives no segments and its issues.
    package static func render(_ bytes: [UInt8], reader: MessageReader = MessageReader()) -> String {
        let reading = reader.read(bytes)
        var json = JSONText()
        json.raw("{\"version\":")
        json.string(reading.version.rawValue)
        json.raw(",\"structure\":")
        json.string(reading.structure)
        json.raw(",\"charset\":")
        json.string(reading.charset.rawValue)
        json.raw(",\"segments\":[")
        if reading.isUsable {
            var index = Index()
            var ignored = IssueList(limit: 0)
            bytes.withUnsafeBytes { source in
                guard index.build(source, limits: reader.limits, issues: &ignored) else { return }
                for segment in index.segments.indices {
                    if segment > 0 { json.raw(",") }
                    write(segment, index, source, reading.charset, &json)
                }
            }
        }
        json.raw("],\"issues\":[")
        for (number, issue) in reading.issues.enumerated() {
            if number > 0 { json.raw(",") }
            write(issue, &json)
        }
        json.raw("]}")
        return json.text
    }

    private static func write(
        _ segment: Int, _ index: Index, _ source: UnsafeRawBufferPointer, _ charset: Charset, _ json: inout JSONText
    ) {
        let id = index.segments[segment].id
        json.raw("[")
        json.string(id.description)
        let count = index.fieldCount(of: segment)
        for position in stride(from: 1, through: count, by: 1) {
            json.raw(",")
            guard let range = index.field(position, of: segment), !range.isEmpty else {
                json.raw("[]")
                continue
            }
            if Index.countsSeparator(id), position <= 2 {
                json.raw("[[")
                json.string(String(decoding: source[range], as: UTF8.self))
                json.raw("]]")
                continue
            }
            list(source, range, index.delimiters.repetition, &json) { repetition, json in
                list(source, repetition, index.delimiters.component, &json) { component, json in
                    let separator = index.delimiters.subcomponent
                    if separator != 0, source[component].contains(separator) {
                        list(source, component, separator, &json) { part, json in
                            json.string(text(source, part, index, charset))
                        }
                    } else {
                        json.string(text(source, component, index, charset))
                    }
                }
            }
        }
        json.raw("]")
    }

    private static func list(
        _ source: UnsafeRawBufferPointer, _ range: Range<Int>, _ separator: UInt8, _ json: inout JSONText,
        _ part: (Range<Int>, inout JSONText) -> Void
    ) {
        json.raw("[")
        var start = range.lowerBound
        for at in range where separator != 0 && source[at] == separator {
            part(start..<at, &json)
            json.raw(",")
            start = at + 1
        }
        part(start..<range.upperBound, &json)
        json.raw("]")
    }

    private static func text(_ source: UnsafeRawBufferPointer, _ range: Range<Int>, _ index: Index, _ charset: Charset)
        -> String
    {
        var plain: [UInt8] = []
        _ = Escapes(index.delimiters).decode(UnsafeRawBufferPointer(rebasing: source[range]), into: &plain)
        var text: [UInt8] = []
        _ = charset.decode(plain, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func write(_ issue: Diagnostic, _ json: inout JSONText) {
        json.raw("{\"severity\":")
        json.string(issue.severity.rawValue)
        json.raw(",\"code\":")
        json.string(issue.code)
        json.raw(",\"message\":")
        json.string(issue.message)
        json.raw(",\"position\":")
        if case .message(let position)? = issue.location {
            json.string(position.path)
            if let byte = position.byteOffset { json.raw(",\"byte\":\(byte)") }
        } else {
            json.raw("null")
        }
        if let hint = issue.hint {
            json.raw(",\"hint\":")
            json.string(hint)
        }
        json.raw("}")
    }
}

/// Writes JSON text; strings are escaped, the rest is the caller's.
struct JSONText {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func string(_ text: String) {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
