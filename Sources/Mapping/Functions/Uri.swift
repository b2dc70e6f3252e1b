extension MappingFunction {
    static let uri = MappingFunction(
        name: "uri", signature: "text.uri() : uri",
        purpose: "An OID becomes urn:oid:…, a UUID urn:uuid:… (lower case); what has a scheme stays as it is. Else an issue.",
        examples: [
            Example("2.16.840.1.113883.2.1.4.1", gives: "urn:oid:2.16.840.1.113883.2.1.4.1"),
            Example("0A9CF8F2-7B6D-4C5E-9F10-3B2A1C0D4E5F", gives: "urn:uuid:0a9cf8f2-7b6d-4c5e-9f10-3b2a1c0d4e5f"),
            Example("https://fhir.nhs.uk/Id/nhs-number", gives: "https://fhir.nhs.uk/Id/nhs-number"),
            Example("RXX LAB", raises: "invalid-uri"),
        ], result: .uri
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        if isOID(text) {
            output.append(contentsOf: "urn:oid:".utf8)
            output.append(contentsOf: text)
        } else if isUUID(text) {
            output.append(contentsOf: "urn:uuid:".utf8)
            for byte in text { output.append(lowercased(byte)) }
        } else if hasScheme(text) {
            output.append(contentsOf: text)
        } else {
            return .failed(code: "invalid-uri", reason: "it is neither an OID nor a UUID nor a URI with a scheme")
        }
        return .made
    }

    private static func isOID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, first >= 0x30, first <= 0x32, text.last != 0x2E, text.contains(0x2E) else {
            return false
        }
        return text.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
    }

    private static func isUUID(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for (index, byte) in text.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                if byte != 0x2D { return false }
            } else {
                let low = lowercased(byte)
                if !(low >= 0x30 && low <= 0x39 || low >= 0x61 && low <= 0x66) { return false }
            }
        }
        return true
    }

    private static func hasScheme(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = text.firstIndex(of: 0x3A), colon > 1 else { return false }
        return text[..<colon].allSatisfy {
            let low = lowercased($0)
            return low >= 0x61 && low <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E
        } && text.allSatisfy { $0 > 0x20 }
    }
}
