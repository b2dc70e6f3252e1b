extension MappingFunction {
    static let toDate = MappingFunction(
        name: "toDate", signature: "text.toDate() : date",
        purpose: "A date from HL7 v2 (DT, TS, DTM) or FHIR text, as precise as it was written; a time of day is left out.",
        examples: [
            Example("19800229", gives: "1980-02-29"),
            Example("1980", gives: "1980"),
            Example("198002", gives: "1980-02"),
            Example("19800229143000+0000", gives: "1980-02-29"),
            Example("1980-02-29", gives: "1980-02-29"),
            Example("20250231", raises: "invalid-date"),
            Example("29/02/1980", raises: "invalid-date"),
        ], result: .date
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        switch LocalTime.read(text) {
        case .read(let time):
            time.appendDate(to: &output)
            return .made
        case .invalid(let reason): return .failed(code: "invalid-date", reason: reason)
        }
    }
}
