extension MappingFunction {
    static let toDateTime = MappingFunction(
        name: "toDateTime", signature: "text.toDateTime() : dateTime",
        purpose: """
            A date and time from HL7 v2 (TS, DTM) or FHIR text. A time without an offset is Europe/London's; the hour that \
            October doubles and the one that March skips are issues, not guesses. Without a time of day it stays a date.
            """,
        examples: [
            Example("20250115143000", gives: "2025-01-15T14:30:00+00:00"),
            Example("202507151430", gives: "2025-07-15T14:30:00+01:00"),
            Example("20250715143000.123-0500", gives: "2025-07-15T14:30:00.123-05:00"),
            Example("2025-07-15T14:30:00Z", gives: "2025-07-15T14:30:00+00:00"),
            Example("20250715", gives: "2025-07-15"),
            Example("202507", gives: "2025-07"),
            Example("20251026013000", raises: "ambiguous-local-time"),
            Example("20250330013000", raises: "missing-local-time"),
            Example("20251026013000+0000", gives: "2025-10-26T01:30:00+00:00"),
            Example("20250231", raises: "invalid-date"),
        ], result: .dateTime
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        return LocalTime.append(text, needsTime: false, to: &output)
    }
}

extension LocalTime {
    static func append(_ text: UnsafeBufferPointer<UInt8>, needsTime: Bool, to output: inout [UInt8]) -> Conversion {
        let time: LocalTime
        switch read(text) {
        case .read(let read): time = read
        case .invalid(let reason): return .failed(code: "invalid-date", reason: reason)
        }
        guard time.hasTime else {
            if needsTime { return .failed(code: "imprecise-time", reason: "it has no time of day") }
            time.appendDate(to: &output)
            return .made
        }
        let offset: Int
        if let written = time.offset {
            offset = written
        } else {
            switch London.offset(time) {
            case .minutes(let minutes): offset = minutes
            case .doubled:
                return .failed(
                    code: "ambiguous-local-time", reason: "this hour came twice when summer time ended; it has no offset")
            case .skipped:
                return .failed(
                    code: "missing-local-time", reason: "this hour was left out when summer time began")
            case .unknown:
                if needsTime { return .failed(code: "imprecise-time", reason: "before 1968 an offset is needed") }
                time.appendDate(to: &output)
                return .made
            }
        }
        time.appendDate(to: &output)
        time.appendTime(offset: offset, from: text, to: &output)
        return .made
    }
}
