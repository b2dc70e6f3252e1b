package import Diagnostics

/// Answers to messages: MSH, MSA, and an ERR for every diagnostic (chapter 2.9 and 2.15.1, 2.15.5).
package enum Acknowledgement {
    /// The ACK for the message with this header; nil for an acknowledgement, which is never acknowledged.
    ///
    /// Sender and receiver are swapped, MSA-2 echoes MSH-10, version, processing id, separators and character set are those
    /// of the message. `controlID` and `timestamp` are the answer's own (MSH-10 and MSH-7), for nothing here reads a clock.
    package static func make(
        for header: Header, code: Consequence.Acknowledgement, diagnostics: [Diagnostic] = [], controlID: String,
        timestamp: String
    ) -> [UInt8]? {
        guard !header.isAcknowledgement else { return nil }
        let version = Version.named(header.version).version
        var answer = header
        answer.sendingApplication = header.receivingApplication
        answer.sendingFacility = header.receivingFacility
        answer.receivingApplication = header.sendingApplication
        answer.receivingFacility = header.sendingFacility
        answer.timestamp = timestamp
        answer.type = "ACK"
        answer.structure = version >= .v2_3_1 ? "ACK" : ""
        answer.controlID = controlID
        answer.version = header.version.isEmpty ? version.rawValue : header.version
        answer.acceptAcknowledgement = ""
        answer.applicationAcknowledgement = ""
        var message = MessageBuilder(answer)
        let shown = diagnostics.filter { $0.severity == .error } + diagnostics.filter { $0.severity != .error }
        var fields: [Int: MessageBuilder.Value] = [1: .text(code.rawValue), 2: .text(header.controlID)]
        // MSA-3 is for early versions; later ones say it in ERR.
        if version <= .v2_4, let first = shown.first { fields[3] = .text(String(first.message.prefix(80))) }
        message.add("MSA", fields)
        for diagnostic in shown.prefix(20) {
            message.add("ERR", version >= .v2_5 ? error(diagnostic) : earlyError(diagnostic))
        }
        return message.bytes
    }

    /// ERR of 2.5 and later: location, condition (table 0357), severity (0516), our code, text for people.
    private static func error(_ diagnostic: Diagnostic) -> [Int: MessageBuilder.Value] {
        let severity =
            switch diagnostic.severity {
            case .error: "E"
            case .warning: "W"
            case .information: "I"
            }
        let condition = condition(of: diagnostic)
        var fields: [Int: MessageBuilder.Value] = [
            3: .parts([.text(condition.code), .text(condition.text), "HL70357"]), 4: .text(severity),
            5: .parts([.text(diagnostic.code)]), 8: .text(diagnostic.message),
        ]
        if let path = path(of: diagnostic) {
            fields[2] = .parts(
                [
                    .text(path.segment.description), .text(String(path.occurrence)), .text(number(path.field)),
                    .text(path.field > 0 ? String(path.repetition) : ""), .text(number(path.component)),
                    .text(number(path.subcomponent)),
                ])
        }
        return fields
    }

    /// ERR-1 before 2.5: segment, sequence, field, and the condition in subcomponents.
    private static func earlyError(_ diagnostic: Diagnostic) -> [Int: MessageBuilder.Value] {
        let condition = condition(of: diagnostic)
        let path = path(of: diagnostic)
        return [
            1: .parts([
                .text(path?.segment.description ?? ""), .text(path.map { String($0.occurrence) } ?? ""),
                .text(path.map { number($0.field) } ?? ""),
                .parts([.text(condition.code), .text(condition.text), "HL70357"]),
            ])
        ]
    }

    private static func number(_ value: Int) -> String { value > 0 ? String(value) : "" }

    private static func path(of diagnostic: Diagnostic) -> SourcePath? {
        guard case .message(let position)? = diagnostic.location else { return nil }
        return SourcePath(position.path)
    }

    /// Table 0357 "Message error condition codes".
    private static func condition(of diagnostic: Diagnostic) -> (code: String, text: String) {
        switch diagnostic.code {
        case "segment-missing", "group-missing", "segment-out-of-order", "group-incomplete", "segment-unexpected",
            "group-repeated":
            ("100", "Segment sequence error")
        case "field-missing", "required-missing": ("101", "Required field missing")
        case "charset-invalid", "charset-mismatch", "escape-broken", "type-invalid": ("102", "Data type error")
        case "code-unknown": ("103", "Table value not found")
        case "message-type-unknown", "structure-unknown": ("200", "Unsupported message type")
        case "event-unknown": ("201", "Unsupported event code")
        case "processing-id": ("202", "Unsupported processing id")
        case "version-unknown": ("203", "Unsupported version id")
        default: diagnostic.severity == .error ? ("207", "Application internal error") : ("0", "Message accepted")
        }
    }
}
