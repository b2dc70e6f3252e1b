extension MappingFunction {
    static let digits = MappingFunction(
        name: "digits", signature: "text.digits() : text", purpose: "Only the digits of a text; nothing when there are none.",
        examples: [
            Example("999 000 0018", gives: "9990000018"),
            Example("a1b2", gives: "12"),
        ], result: .text
    ) { input, output in
        let start = output.count
        for byte in input where byte >= 0x30 && byte <= 0x39 { output.append(byte) }
        return output.count > start ? .made : .absent
    }
}
