package import Diagnostics
import HL7v2

/// Takes a real message's person out of it and leaves its structure, so that it can stand beside the maps as a fixture.
///
/// ```
/// let disguised = try MessageDisguise(key: randomBytes(32), vocabulary: release.vocabulary).disguised(bytes)
/// ```
/// HL7 v2 by the data types of its fields, FHIR by the types of its elements; what no schema knows (Z segments) counts as
/// free text. Codes, code systems, types, times of day and the message header stay. The same key gives the same message.
package struct MessageDisguise {
    private let disguise: Disguise

    package init(key: [UInt8], vocabulary: Set<String> = []) { disguise = Disguise(key: key, vocabulary: vocabulary) }

    /// What maps and tables know by name: the texts in quotes of maps, the first two columns of tables. Such words say what
    /// happened and may stay where free text is.
    package static func vocabulary(of files: [(path: String, bytes: [UInt8])]) -> Set<String> {
        var words: Set<String> = []
        for (path, bytes) in files where !path.contains(".tests/") {
            for line in bytes.split(separator: 0x0A) {
                let line = String(decoding: line, as: UTF8.self)
                if path.hasSuffix(".csv") {
                    for cell in (CSV.cells(line) ?? []).prefix(2) { words.insert(Disguise.normal(cell)) }
                } else if path.hasSuffix(".yaml") || path.hasSuffix(".yml"), !line.hasPrefix("#") {
                    for quote in ["'", "\""] as [Character] {
                        let parts = line.split(separator: quote, omittingEmptySubsequences: false)
                        for index in stride(from: 1, to: parts.count - 1, by: 2) where parts[index].count <= 60 {
                            words.insert(Disguise.normal(parts[index]))
                        }
                    }
                }
            }
        }
        words.remove("")
        return words
    }

    /// - Throws: `Diagnostics` when it cannot be read: what has no structure cannot keep it.
    package func disguised(_ bytes: [UInt8]) throws(Diagnostics) -> [UInt8] {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0x0B].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "<") { return try DocumentDisguise(disguise).disguised(bytes) }
        guard let header = Header(peeking: bytes) else {
            throw Diagnostics([
                Diagnostic(
                    code: "C154", "the message has no header that can be read, so nobody can tell names from codes in it",
                    hint: "write a fixture by hand that has the same fault")
            ])
        }
        let delimiters = header.delimiters
        var own = disguise
        walk(bytes, delimiters) { kind, text, _ in
            if kind.isIdentifying {
                own.identifying.formUnion(Disguise.words(text).filter { !disguise.vocabulary.contains($0) })
            }
            return nil
        }
        return walk(bytes, delimiters) { kind, text, siblings in replaced(text, kind, siblings, own) }
    }

    private func replaced(_ text: String, _ kind: LeafKind, _ siblings: (Int) -> Bool, _ own: Disguise) -> String? {
        switch kind {
        case .kept: nil
        case .name, .address: own.name(text)
        case .contact: own.contact(text)
        case .identifier: own.identifier(text)
        case .date: own.date(text)
        case .code: own.code(text)
        case .word: own.word(text)
        case .number: text.count <= 6 ? nil : own.text(text)
        case .binary: Disguise.binary(text)
        case .text: own.text(text)
        case .display(let code): own.display(text, hasCode: siblings(code))
        }
    }

    /// Every leaf once, in order; what `change` gives stands in its place. `siblings` tells whether a component has a value.
    @discardableResult
    private func walk(
        _ bytes: [UInt8], _ delimiters: Delimiters,
        _ change: (_ kind: LeafKind, _ text: String, _ siblings: (Int) -> Bool) -> String?
    ) -> [UInt8] {
        var out: [UInt8] = []
        for line in Self.lines(bytes) {
            let text = bytes[line.range]
            let fields = text.split(separator: delimiters.field, omittingEmptySubsequences: false)
            let segment = String(decoding: fields.first ?? [], as: UTF8.self).filter { $0.isLetter || $0.isNumber }
            let isHeader = ["MSH", "BHS", "FHS"].contains(segment)
            let given = segment == "OBX" && fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : nil
            for (index, field) in fields.enumerated() {
                if index > 0 { out.append(delimiters.field) }
                // MSH-1 is the separator itself, so positions are one ahead there.
                let position = isHeader ? index + 1 : index
                guard index > 0, !(isHeader && position == 2) else {
                    out += field
                    continue
                }
                let repetitions = field.split(separator: delimiters.repetition, omittingEmptySubsequences: false)
                for (count, repetition) in repetitions.enumerated() {
                    if count > 0 { out.append(delimiters.repetition) }
                    let components = repetition.split(separator: delimiters.component, omittingEmptySubsequences: false)
                    for (place, component) in components.enumerated() {
                        if place > 0 { out.append(delimiters.component) }
                        let parts = component.split(separator: delimiters.subcomponent, omittingEmptySubsequences: false)
                        for (sub, part) in parts.enumerated() {
                            if sub > 0 { out.append(delimiters.subcomponent) }
                            if part.isEmpty || part.elementsEqual("\"\"".utf8) {
                                out += part
                                continue
                            }
                            let kind = LeafKind.of(
                                segment: segment, field: position, component: place + 1, subcomponent: sub + 1,
                                given: position == 5 ? given : nil)
                            out += leaf(part, delimiters) { text in
                                change(kind, text) { $0 - 1 < components.count && !components[$0 - 1].isEmpty }
                            }
                        }
                    }
                }
            }
            out += bytes[line.range.upperBound..<line.end]
        }
        return out
    }

    /// Escape sequences of separators and line breaks stay; other bytes than ASCII stand for one letter of their kind each,
    /// so that a fault of the character set stays a fault.
    private func leaf(_ bytes: ArraySlice<UInt8>, _ delimiters: Delimiters, _ change: (String) -> String?) -> [UInt8] {
        let isPlain = bytes.allSatisfy { $0 < 0x80 } && (delimiters.escape == 0 || !bytes.contains(delimiters.escape))
        if isPlain {
            let text = String(decoding: bytes, as: UTF8.self)
            return change(text).map { Array($0.utf8) } ?? Array(bytes)
        }
        var out: [UInt8] = []
        var plain: [UInt8] = []
        func flush() {
            guard !plain.isEmpty else { return }
            let text = String(decoding: plain, as: UTF8.self)
            out += change(text).map { Array($0.utf8) } ?? plain
            plain = []
        }
        var rest = bytes
        while let byte = rest.first {
            if byte == delimiters.escape, byte != 0, let end = rest.dropFirst().firstIndex(of: byte) {
                flush()
                var body = Array(rest[(rest.startIndex + 1)..<end])
                // Bytes in hexadecimal are text like any other: x, again and again.
                if body.first == UInt8(ascii: "X") {
                    for index in body.indices.dropFirst() { body[index] = index % 2 == 1 ? 0x37 : 0x38 }
                }
                out += [byte] + body + [byte]
                rest = rest[(end + 1)...]
            } else if byte >= 0x80 {
                flush()
                let (scalar, count) = Self.scalar(rest)
                out += scalar
                rest = rest.dropFirst(count)
            } else {
                plain.append(byte)
                rest = rest.dropFirst()
            }
        }
        flush()
        return out
    }

    /// `é` for a sound sequence, the byte `E9` for a broken one, and how many bytes stood there.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int) {
        guard let first = bytes.first else { return ([], 0) }
        let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
        let body = bytes.dropFirst().prefix(count - 1)
        let isSound = count > 1 && body.count == count - 1 && body.allSatisfy { $0 & 0xC0 == 0x80 }
        return isSound ? ([0xC3, 0xA9], count) : ([0xE9], 1)
    }

    /// Lines without their ends, and where the next begins.
    private static func lines(_ bytes: [UInt8]) -> [(range: Range<Int>, end: Int)] {
        var lines: [(range: Range<Int>, end: Int)] = []
        var start = 0
        while start < bytes.count {
            let stop = bytes[start...].firstIndex { $0 == 0x0D || $0 == 0x0A } ?? bytes.count
            var end = stop
            while end < bytes.count, bytes[end] == 0x0D || bytes[end] == 0x0A { end += 1 }
            lines.append((start..<stop, end))
            start = end
        }
        return lines
    }
}
