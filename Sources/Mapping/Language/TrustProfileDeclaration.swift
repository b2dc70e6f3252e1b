import Diagnostics
import YAML

/// Names, types and defaults of what `trust.NAME` may say: `Mappings/trust-profile.yaml`.
package struct TrustProfileDeclaration: Sendable {
    package struct Entry: Sendable {
        package var name: String
        package var isList: Bool
        package var isURI: Bool
        /// Nil: a feed's profile must say it.
        package var fallback: [String]?
        package var about: String
    }
    package var entries: [Entry] = []
    /// The file could not be read: no name can be called unknown.
    package var isUnreadable = false

    package var names: [String] { entries.map(\.name) }
    var lists: Set<String> { Set(entries.filter(\.isList).map(\.name)) }
    func type(of name: String) -> ValueType { entries.first { $0.name == name }?.isURI == true ? .uri : .text }

    /// Whether a text begins with a scheme (RFC 3986, 3.1).
    static func isURI(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, text.first?.isLetter == true else { return false }
        return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
            && text.index(after: colon) < text.endIndex && !text.contains(" ")
    }

    static func read(_ root: YAMLNode, _ findings: Findings) -> TrustProfileDeclaration {
        var made = TrustProfileDeclaration()
        guard let fields = Fields(root, of: "the trust profile", findings) else { return made }
        for (name, entry) in fields.each("profile", of: "the profile value") {
            guard let name else { continue }
            if !name.utf8.allSatisfy({ byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            }) {
                findings.error(
                    "Y113", "a profile value's name must be letters, digits and _",
                    at: root["profile"]?.mapping?.first { $0.name == name }?.key.span, hint: "it is read as trust.NAME")
                made.isUnreadable = true
            }
            let about = entry.optionalString("about") ?? ""
            let type = entry.optionalString("type") ?? "text"
            let known = ["text", "text list", "code", "code list", "uri", "uri list"]
            if !known.contains(type) {
                entry.malformed(
                    "type", "one of \(known.joined(separator: ", "))",
                    hint: closeName(to: type, among: known).map { "did you mean \($0)?" })
            }
            let fallback = entry.has("default") ? entry.strings("default") : nil
            if let fallback {
                let isList = type.hasSuffix("list")
                if !isList, fallback.count != 1 {
                    entry.malformed("default", "one value: \(name) is no list", hint: "type: \(type) list")
                }
                if type.hasPrefix("uri"), fallback.contains(where: { !isURI($0) }) {
                    entry.malformed("default", "a URI", hint: "it begins with a scheme: https://… or urn:oid:…")
                }
            }
            entry.finish()
            made.entries.append(
                Entry(
                    name: name, isList: type.hasSuffix("list"), isURI: type.hasPrefix("uri"), fallback: fallback, about: about))
        }
        fields.finish()
        if !fields.has("profile"), findings.hasErrors { made.isUnreadable = true }
        return made
    }
}
