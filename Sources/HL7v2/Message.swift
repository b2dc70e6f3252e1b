package import Diagnostics

/// One message as its bytes and the index of its separators: read a few values, change a few, write back.
///
/// ```
/// var message = try Message(bytes)
/// message.text("PID-5.1")                  // "Everywoman"
/// message.set("O'Neil | Ada", at: "PID-5.1")   // escaped: a value never makes a field
/// message.bytes                            // byte for byte as received where nothing was set
/// ```
/// To map or validate a whole message use `MessageReader`, which fills a `Tree`.
package struct Message: Sendable {
    package private(set) var bytes: [UInt8]
    package private(set) var index: Index
    package private(set) var issues: [Diagnostic]
    package let charset: Charset
    private let limits: Limits

    /// Throws `Diagnostics` when the bytes are no usable message.
    package init(_ bytes: [UInt8], defaultCharset: Charset? = nil, limits: Limits = .standard) throws(Diagnostics) {
        self.bytes = bytes
        self.limits = limits
        var index = Index()
        var found = IssueList(limit: limits.issues)
        let isUsable = bytes.withUnsafeBytes { index.build($0, limits: limits, issues: &found) }
        guard isUsable else { throw Diagnostics(found.finished()) }
        self.index = index
        charset = bytes.withUnsafeBytes { index.charset($0, feed: defaultCharset, &found) }
        issues = found.finished()
    }

    package var delimiters: Delimiters { index.delimiters }

    /// How many segments have this name.
    package func count(_ segment: SegmentID) -> Int { index.segments.reduce(0) { $1.id == segment ? $0 + 1 : $0 } }

    /// The raw bytes at `path`, still escaped and in the message's character set; nil when nothing stands there.
    package func raw(_ path: SourcePath) -> ArraySlice<UInt8>? {
        guard let range = bytes.withUnsafeBytes({ index.range(of: path, in: $0) }), !range.isEmpty else { return nil }
        return bytes[range]
    }

    /// The text at `path`: of a field with components its first one. Nil when nothing stands there; `""` is not nothing and
    /// gives an empty text.
    package func text(_ path: SourcePath) -> String? {
        var path = path
        if path.field > 0, !(path.segment == "MSH" && path.field <= 2) {
            if path.component == 0 { path.component = 1 }
            if path.subcomponent == 0 { path.subcomponent = 1 }
        }
        guard let raw = raw(path) else { return nil }
        if raw.count == 2, raw.first == 0x22, raw.last == 0x22 { return "" }
        return text(raw: raw, isPlain: path.segment == "MSH" && path.field <= 2)
    }

    /// Whether the element says `""`: delete what is known.
    package func isNull(_ path: SourcePath) -> Bool { raw(path).map { $0.count == 2 && $0.allSatisfy { $0 == 0x22 } } ?? false }

    private func text(raw: ArraySlice<UInt8>, isPlain: Bool) -> String {
        let needsUnescaping = !isPlain && delimiters.escape != 0 && raw.contains(delimiters.escape)
        if !needsUnescaping, index.isASCII { return String(decoding: raw, as: UTF8.self) }
        var plain: [UInt8] = []
        if needsUnescaping { _ = Escapes(delimiters).decode(raw, into: &plain) } else { plain = Array(raw) }
        var text: [UInt8] = []
        _ = charset.decode(plain, into: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

// MARK: - Changing

extension Message {
    /// Writes `text` at `path`, escaped and in the message's character set; missing fields, repetitions and components before
    /// it are added empty, and nil empties the element. A path without a component writes the whole repetition.
    ///
    /// False, and nothing is changed, when the segment is not there, the path has no field or names the separators themselves,
    /// or the character set has no character for a part of the text.
    @discardableResult
    package mutating func set(_ text: String?, at path: SourcePath) -> Bool {
        guard let text else { return write([], at: path) }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count + 8)
        if charset == .utf8 || text.utf8.allSatisfy({ $0 < 0x80 }) {
            plain.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars {
                guard let byte = charset.byte(of: scalar.value) else { return false }
                plain.append(byte)
            }
        }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(plain.count + 16)
        Escapes(delimiters).encode(plain, into: &escaped)
        return write(escaped, at: path)
    }

    /// Writes `""`: the receiver deletes what it knows.
    @discardableResult
    package mutating func setNull(at path: SourcePath) -> Bool { write([0x22, 0x22], at: path) }

    private mutating func write(_ escaped: [UInt8], at path: SourcePath) -> Bool {
        guard path.field > 0, path.field <= limits.fields, !(Index.countsSeparator(path.segment) && path.field <= 2),
            path.repetition <= limits.repetitions, path.component <= 1_000, path.subcomponent <= 1_000,
            let place = bytes.withUnsafeBytes({ index.place(for: path, in: $0) }),
            bytes.count - place.range.count + escaped.count + place.padding.count <= limits.bytes
        else { return false }
        if place.range.count == escaped.count, place.padding.isEmpty {
            // Escaped text holds no separator: the index stays true.
            bytes.replaceSubrange(place.range, with: escaped)
            return true
        }
        bytes.replaceSubrange(place.range, with: place.padding + escaped)
        var ignored = IssueList(limit: 0)
        return bytes.withUnsafeBytes { index.build($0, limits: limits, issues: &ignored) }
    }
}
