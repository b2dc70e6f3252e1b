import Canonical

extension MappingFunction {
    static let nhsNumber = MappingFunction(
        name: "nhsNumber", signature: "text.nhsNumber() : text",
        purpose: """
            A ten-digit NHS number without spaces and hyphens. One whose check digit is wrong, or that is a known filler, \
            is an issue.
            """,
        examples: [
            Example("999 000 0018", gives: "9990000018"),
            Example("999-000-0018", gives: "9990000018"),
            Example("9990000019", raises: "invalid-nhs-number"),
            Example("2222222222", raises: "invalid-nhs-number"),
        ], result: .text
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        guard let number = NHSNumber(bytes: text) else {
            return .failed(code: "invalid-nhs-number", reason: "its check digit or length is wrong, or it is a filler")
        }
        output.append(contentsOf: number.digits)
        return .made
    }
}
