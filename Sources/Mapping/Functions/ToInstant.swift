extension MappingFunction {
    static let toInstant = MappingFunction(
        name: "toInstant", signature: "text.toInstant() : instant",
        purpose: "As toDateTime(), but a time of day is needed.",
        examples: [
            Example("20250115143000", gives: "2025-01-15T14:30:00+00:00"),
            Example("202507151430", gives: "2025-07-15T14:30:00+01:00"),
            Example("20250715", raises: "imprecise-time"),
        ], result: .instant
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        return LocalTime.append(text, needsTime: true, to: &output)
    }
}
