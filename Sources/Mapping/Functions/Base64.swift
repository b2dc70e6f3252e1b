extension MappingFunction {
    static let base64 = MappingFunction(
        name: "base64", signature: "text.base64() : base64Binary",
        purpose: "Base64 without line breaks; text that is no base64 (length, alphabet, padding) is an issue.",
        examples: [
            Example("SGVs bG8=", gives: "SGVsbG8="),
            Example("SGVsbG8", raises: "invalid-base64"),
        ], result: .base64
    ) { input, output in
        let start = output.count
        var padding = 0
        for byte in input {
            switch byte {
            case 0x0A, 0x0D, 0x20, 0x09: continue
            case UInt8(ascii: "="): padding += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                if padding > 0 { padding = 3 }
            default: padding = 3
            }
            if padding > 2 { break }
            output.append(byte)
        }
        if output.count == start, padding == 0 { return .absent }
        guard padding <= 2, (output.count - start) % 4 == 0 else {
            output.removeSubrange(start...)
            return .failed(code: "invalid-base64", reason: "length, alphabet or padding is wrong")
        }
        return .made
    }
}
