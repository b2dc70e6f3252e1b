/// Builds CSV as RFC 4180 has it: CRLF, quotes where they are needed.
///
/// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and is no
/// number) gets an apostrophe in front (OWASP, CSV injection).
struct CSVBuilder {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ values: [String]) {
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += Array(Self.field(value).utf8)
        }
        bytes += [0x0D, 0x0A]
    }

    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Double(text) == nil {
            text = "'" + text
        }
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
