/// A place in a message as people write it: `PID-5`, `PID-3[2].4.1`, `OBX[2]-5`; all numbers are one-based.
package struct SourcePath: Hashable, Sendable, CustomStringConvertible {
    package var segment: SegmentID
    package var occurrence = 1
    /// Zero: the segment itself.
    package var field = 0
    package var repetition = 1
    /// Zero: the whole repetition.
    package var component = 0
    /// Zero: the whole component.
    package var subcomponent = 0

    package init(
        _ segment: SegmentID, occurrence: Int = 1, field: Int = 0, repetition: Int = 1, component: Int = 0,
        subcomponent: Int = 0
    ) {
        self.segment = segment
        self.occurrence = occurrence
        self.field = field
        self.repetition = repetition
        self.component = component
        self.subcomponent = subcomponent
    }

    /// Nil when the text is no path.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 3 else { return nil }
        self.init(SegmentID(bytes[0], bytes[1], bytes[2]))
        guard segment.isValid else { return nil }
        var at = 3
        func number(closing: UInt8?) -> Int? {
            var value = 0
            let start = at
            while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39, at - start < 6 {
                value = value * 10 + Int(bytes[at] - 0x30)
                at += 1
            }
            guard at > start, value > 0 else { return nil }
            if let closing {
                guard at < bytes.count, bytes[at] == closing else { return nil }
                at += 1
            }
            return value
        }
        func takes(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }
        if takes(0x5B) {
            guard let value = number(closing: 0x5D) else { return nil }
            occurrence = value
        }
        if takes(0x2D) {
            guard let value = number(closing: nil) else { return nil }
            field = value
            if takes(0x5B) {
                guard let value = number(closing: 0x5D) else { return nil }
                repetition = value
            }
            if takes(0x2E) {
                guard let value = number(closing: nil) else { return nil }
                component = value
                if takes(0x2E) {
                    guard let value = number(closing: nil) else { return nil }
                    subcomponent = value
                }
            }
        }
        guard at == bytes.count else { return nil }
    }

    package var description: String {
        var text = segment.description
        if occurrence > 1 { text += "[\(occurrence)]" }
        guard field > 0 else { return text }
        text += "-\(field)"
        if repetition > 1 { text += "[\(repetition)]" }
        guard component > 0 else { return text }
        text += ".\(component)"
        return subcomponent > 0 ? text + ".\(subcomponent)" : text
    }
}

extension SourcePath: ExpressibleByStringLiteral {
    /// For paths written in code; a mistake in one is a mistake of ours.
    package init(stringLiteral value: StaticString) {
        guard let path = SourcePath(value.description) else { preconditionFailure("\(value) is no HL7 v2 path") }
        self = path
    }
}
