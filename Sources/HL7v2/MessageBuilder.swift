/// Composes a message; every text is escaped, so that no value makes a field or a segment.
///
/// ```
/// var message = MessageBuilder(header)
/// message.add("PID", [3: .repetitions([["9990000018", "", "", "NHS", "NH"], ["4711", "", "", "RRK", "MR"]]), 5: ["Doe", "Jo"]])
/// message.bytes
/// ```
package struct MessageBuilder: Sendable {
    /// What stands in a field or a component.
    package indirect enum Value: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
        ExpressibleByArrayLiteral
    {
        case text(String)
        /// `""`: the receiver deletes what it knows.
        case null
        /// Components; inside a component, subcomponents.
        case parts([Value])
        /// Only as a whole field.
        case repetitions([Value])

        package init(stringLiteral value: String) { self = .text(value) }
        package init(arrayLiteral elements: Value...) { self = .parts(elements) }

        var isEmpty: Bool {
            switch self {
            case .text(let text): text.isEmpty
            case .null: false
            case .parts(let parts), .repetitions(let parts): parts.allSatisfy(\.isEmpty)
            }
        }
    }

    package let delimiters: Delimiters
    package let charset: Charset
    package private(set) var bytes: [UInt8] = []
    /// How many characters the character set does not have; they stand as `?`.
    package private(set) var replaced = 0

    /// An empty message: the first segment to be added is the header.
    package init(delimiters: Delimiters = .standard, charset: Charset = .utf8) {
        self.delimiters = delimiters
        self.charset = charset
    }

    /// Begins with the MSH that `header` describes; `fields` adds to it (MSH-21, say) or replaces.
    package init(_ header: Header, fields: [Int: Value] = [:]) {
        self.init(delimiters: header.delimiters, charset: header.charset)
        var all: [Int: Value] = [
            3: .text(header.sendingApplication), 4: .text(header.sendingFacility), 5: .text(header.receivingApplication),
            6: .text(header.receivingFacility), 7: .text(header.timestamp),
            9: .parts([.text(header.type), .text(header.event), .text(header.structure)]), 10: .text(header.controlID),
            11: .text(header.processingID), 12: .text(header.version), 15: .text(header.acceptAcknowledgement),
            16: .text(header.applicationAcknowledgement), 18: .text(header.characterSet),
        ]
        all.merge(fields) { $1 }
        add("MSH", all)
    }

    /// Adds a segment; trailing empty fields are left out. Of a header segment fields 1 and 2 are the separators.
    package mutating func add(_ segment: SegmentID, _ fields: [Int: Value] = [:]) {
        bytes.append(contentsOf: segment.bytes)
        let last = fields.filter { !$0.value.isEmpty }.keys.max() ?? 0
        var position = 1
        if Index.countsSeparator(segment) {
            bytes.append(delimiters.field)
            bytes.append(contentsOf: delimiters.encodingCharacters)
            position = 3
        }
        while position <= last {
            bytes.append(delimiters.field)
            if let value = fields[position] { write(value, [delimiters.component, delimiters.subcomponent]) }
            position += 1
        }
        // A name alone would be read as text of the segment before.
        if last == 0, !Index.countsSeparator(segment) { bytes.append(delimiters.field) }
        bytes.append(0x0D)
    }

    private mutating func write(_ value: Value, _ separators: ArraySlice<UInt8>) {
        switch value {
        case .text(let text): write(text)
        case .null: bytes.append(contentsOf: [0x22, 0x22])
        case .repetitions(let values):
            for (number, value) in values.enumerated() {
                if number > 0 { bytes.append(delimiters.repetition) }
                write(value, separators)
            }
        case .parts(let parts):
            guard let separator = separators.first, separator != 0 else {
                // Deeper than HL7 goes: the parts are one text.
                for part in parts { write(part, separators) }
                return
            }
            let last = parts.lastIndex { !$0.isEmpty } ?? -1
            for (number, part) in parts.enumerated() where number <= last {
                if number > 0 { bytes.append(separator) }
                write(part, separators.dropFirst())
            }
        }
    }

    private mutating func write(_ text: String) {
        let escapes = Escapes(delimiters)
        if charset == .utf8 || text.utf8.allSatisfy({ $0 < 0x80 }) {
            escapes.encode(text.utf8, into: &bytes)
            return
        }
        var plain: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let byte = charset.byte(of: scalar.value) {
                plain.append(byte)
            } else {
                plain.append(0x3F)
                replaced += 1
            }
        }
        escapes.encode(plain, into: &bytes)
    }
}
