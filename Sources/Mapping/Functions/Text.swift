extension MappingFunction {
    static let text = MappingFunction(
        name: "text", signature: "text.text() : text",
        purpose: "Report text for reading: line ends become one line feed each, other control characters a space.",
        examples: [
            Example("a\r\nb\rc", gives: "a\nb\nc"),
            Example("a\u{7}b", gives: "a b"),
        ], result: .text
    ) { input, output in
        if input.isEmpty { return .absent }
        var wasReturn = false
        for byte in input {
            switch byte {
            case 0x0D: output.append(0x0A)
            case 0x0A: if !wasReturn { output.append(0x0A) }
            case 0x09: output.append(0x09)
            case 0..<0x20: output.append(0x20)
            default: output.append(byte)
            }
            wasReturn = byte == 0x0D
        }
        return .made
    }
}
