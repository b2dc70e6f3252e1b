package import Diagnostics

/// Reads the keys of one mapping with their types; every problem goes to `findings` with its place.
///
/// ```
/// guard let fields = Fields(root, of: "a feed", findings) else { return nil }
/// let name = fields.string("name")              // required: nil was reported
/// let queue = fields.optionalString("queue") ?? name
/// let wait = fields.duration("wait", default: .seconds(30))
/// fields.finish()                               // reports keys nobody asked for, with the close name
/// ```
/// A missing key may have a default; a malformed value never has.
package final class Fields {
    package let node: YAMLNode
    package let what: String
    package let findings: Findings
    private var asked: Set<String> = []
    /// Keys that were reported as missing.
    private var lacking: [(key: String, diagnostic: Diagnostic)] = []
    /// Keys stand beside an empty one that they should stand below.
    package private(set) var isOutdented = false
    /// Where this mapping stands in its file; known only to a recorder.
    private let path: [String]

    /// nil (and a diagnostic) when `node` is no mapping. A null counts as an empty mapping.
    package init?(_ node: YAMLNode, of what: String, _ findings: Findings) {
        guard node.mapping != nil || node.isNull else {
            findings.error("Y110", "\(what) must be a mapping of keys and values", at: node.span)
            return nil
        }
        self.node = node
        self.what = what
        self.findings = findings
        path = findings.recorder?.path(of: node) ?? []
    }

    /// The node of a key, marked as known.
    package func node(_ key: String) -> YAMLNode? {
        asked.insert(key)
        let value = node[key]
        if let recorder = findings.recorder {
            recorder.note(path + [key])
            if let value { recorder.place(value, at: path + [key]) }
        }
        return value
    }

    private func note(_ key: String, _ kind: FieldRecorder.Kind, isRequired: Bool = false) {
        findings.recorder?.note(path + [key], kind, isRequired: isRequired)
    }

    package func has(_ key: String) -> Bool { node(key) != nil }
    package var keys: [String] { (node.mapping ?? []).map(\.name) }
    package var entries: [YAMLNode.Entry] { node.mapping ?? [] }
    package func span(_ key: String) -> TextSpan { node[key]?.span ?? node.span }
    package func keySpan(_ key: String) -> TextSpan {
        node.mapping?.first { $0.name == key }?.key.span ?? node.span
    }

    /// Reports the key as missing, or the misspelt one that stands in its place.
    package func missing(_ key: String) {
        if misspelt(key) { return }
        let diagnostic = Diagnostic(
            .error, code: "Y112", "\(what) needs \(key)", at: .text(node.span), hint: "add: \(key): …")
        lacking.append((key, diagnostic))
        findings.add(diagnostic)
    }

    /// Whether a key that nobody has asked for is close to `key`; reports it.
    package func misspelt(_ key: String) -> Bool {
        guard
            let entry = entries.first(where: { !asked.contains($0.name) && closeName(to: $0.name, among: [key]) != nil })
        else { return false }
        unknown(entry, hint: "did you mean \(key)?")
        return true
    }

    private func unknown(_ entry: YAMLNode.Entry, cause: String? = nil, hint: String?) {
        asked.insert(entry.name)
        findings.error("Y111", "\(what) has no key \(entry.name)", at: entry.key.span, cause: cause, hint: hint)
    }

    package func malformed(_ key: String, _ needs: String, hint: String? = nil) {
        findings.error("Y113", "\(key) must be \(needs)", at: span(key), hint: hint)
    }

    // MARK: scalars

    package func string(_ key: String) -> String? {
        note(key, .text, isRequired: true)
        guard node(key) != nil else {
            missing(key)
            return nil
        }
        return optionalString(key)
    }

    package func optionalString(_ key: String) -> String? {
        note(key, .text)
        guard let value = node(key) else { return nil }
        guard let text = value.text, !value.isNull else {
            malformed(key, "a text")
            return nil
        }
        warnOfLooks(value, hint: "\(key): \"\(text)\"")
        return text
    }

    private func warnOfLooks(_ value: YAMLNode, hint: String) {
        guard value.style == .plain, let text = value.text, let meant = Fields.booleanLooks[text] else { return }
        findings.warning(
            "Y106", "\(text) is read as the text \"\(text)\"", at: value.span,
            cause: "other YAML readers take it for \(meant)", hint: hint)
    }

    /// Words that YAML 1.1 takes for booleans; here they are text, which surprises in the other direction.
    package static let booleanLooks: [String: String] = {
        var looks: [String: String] = [:]
        for word in ["yes", "Yes", "YES", "on", "On", "ON"] { looks[word] = "true" }
        for word in ["no", "No", "NO", "off", "Off", "OFF"] { looks[word] = "false" }
        return looks
    }()

    package func bool(_ key: String, default fallback: Bool) -> Bool { optionalBool(key) ?? fallback }

    package func optionalBool(_ key: String) -> Bool? {
        note(key, .boolean)
        guard let value = node(key) else { return nil }
        switch value.text {
        case "true" where value.style == .plain: return true
        case "false" where value.style == .plain: return false
        default:
            let meant = value.text.flatMap { Fields.booleanLooks[$0] }
            malformed(key, "true or false", hint: meant.map { "\(key): \($0)" })
            return nil
        }
    }

    package func int(_ key: String, default fallback: Int, in range: ClosedRange<Int> = 0...Int.max) -> Int {
        optionalInt(key, in: range) ?? fallback
    }

    package func optionalInt(_ key: String, in range: ClosedRange<Int> = 0...Int.max) -> Int? {
        note(key, .integer(range))
        guard let value = node(key) else { return nil }
        guard let text = value.text, let number = Int(text.filter { $0 != "_" }) else {
            malformed(key, "a whole number")
            return nil
        }
        guard range.contains(number) else {
            malformed(
                key,
                range.upperBound == Int.max
                    ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return number
    }

    package func duration(_ key: String, default fallback: Duration) -> Duration { optionalDuration(key) ?? fallback }

    /// `250ms`, `30s`, `5m`, `12h`, `7d`.
    package func optionalDuration(_ key: String) -> Duration? {
        note(key, .duration)
        guard let value = node(key) else { return nil }
        guard let text = value.text, let duration = Fields.duration(text) else {
            malformed(key, "a duration", hint: "for instance 250ms, 30s, 5m, 12h or 7d")
            return nil
        }
        return duration
    }

    package static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count < 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count).trimmingSpaces() {
        case "ms": return .milliseconds(count)
        case "s": return .seconds(count)
        case "m": return .seconds(count * 60)
        case "h": return .seconds(count * 3600)
        case "d": return .seconds(count * 86400)
        default: return nil
        }
    }

    /// One of an enumeration's raw values.
    package func choice<C: RawRepresentable & CaseIterable>(_ key: String, of type: C.Type) -> C?
    where C.RawValue == String {
        note(key, .choice(C.allCases.map(\.rawValue)))
        guard let text = optionalString(key) else { return nil }
        if let choice = C(rawValue: text) { return choice }
        let names = C.allCases.map(\.rawValue)
        malformed(
            key, "one of \(names.joined(separator: ", "))",
            hint: closeName(to: text, among: names).map { "did you mean \($0)?" })
        return nil
    }

    // MARK: lists and mappings

    /// A list of texts; a single text counts as a list of one; a missing key is an empty list.
    package func strings(_ key: String) -> [String] {
        note(key, .texts)
        guard let value = node(key), !value.isNull else { return [] }
        if let text = value.text {
            warnOfLooks(value, hint: "\(key): \"\(text)\"")
            return [text]
        }
        guard let items = value.list else {
            malformed(key, "a list of texts")
            return []
        }
        return items.compactMap { item in
            if let text = item.text {
                warnOfLooks(item, hint: "\"\(text)\"")
                return text
            }
            findings.error("Y113", "\(key) must be a list of texts", at: item.span)
            return nil
        }
    }

    /// A list's nodes; a missing key is an empty list.
    package func list(_ key: String) -> [YAMLNode] {
        note(key, .list)
        guard let value = node(key), !value.isNull else { return [] }
        guard let items = value.list else {
            malformed(key, "a list")
            return []
        }
        for item in items { findings.recorder?.place(item, at: path + [key, "[]"]) }
        return items
    }

    /// A list of mappings, or a mapping of mappings whose keys then are `name`.
    package func each(_ key: String, of what: String) -> [(name: String?, fields: Fields)] {
        note(key, .named)
        guard let value = node(key), !value.isNull else { return [] }
        if let entries = value.mapping {
            return entries.compactMap { entry in
                findings.recorder?.place(entry.value, at: path + [key, "[]"])
                return Fields(entry.value, of: "\(what) \(entry.name)", findings).map { (entry.name, $0) }
            }
        }
        return list(key).compactMap { item in Fields(item, of: what, findings).map { (nil, $0) } }
    }

    package func fields(_ key: String, of what: String? = nil) -> Fields? {
        note(key, .object)
        guard let value = node(key) else { return nil }
        return Fields(value, of: what ?? key, findings)
    }

    /// Reports the keys that nobody has asked for. `also` are keys known elsewhere.
    package func finish(also: [String] = []) {
        let known = asked.union(also)
        let strange = entries.filter { !known.contains($0.name) }
        var above: YAMLNode.Entry?
        for entry in entries {
            guard !known.contains(entry.name) else {
                above = entry
                continue
            }
            // The children of an empty key that are not indented: one mistake, whatever their number.
            if let parent = above, parent.value.isNull, parent.value.text?.isEmpty == true {
                if !isOutdented {
                    unknown(entry, cause: "\(parent.name): above it is empty", hint: "indent what belongs to \(parent.name):")
                }
                isOutdented = true
                continue
            }
            let close = closeName(to: entry.name, among: known.sorted())
            if close == nil, strange.count == 1, lacking.count == 1 {
                findings.retract(lacking[0].diagnostic)
                unknown(entry, cause: "\(lacking[0].key) is missing", hint: "did you mean \(lacking[0].key)?")
                continue
            }
            unknown(
                entry,
                hint: close.map { "did you mean \($0)?" }
                    ?? (known.count <= 16 ? "known keys: \(known.sorted().joined(separator: ", "))" : nil))
        }
    }
}

extension Substring {
    package func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
