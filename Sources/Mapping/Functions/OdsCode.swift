extension MappingFunction {
    static let odsCode = MappingFunction(
        name: "odsCode", signature: "text.odsCode() : text",
        purpose: """
            The text where it has the form of a code of the NHS Organisation Data Service: a trust (R and two more), its site (two \
            more, of which the last is a digit), or three to six capitals and digits of both kinds. Else nothing: LAB and PATH \
            are names.
            """,
        examples: [
            Example("RRK", gives: "RRK"), Example("RRK15", gives: "RRK15"), Example("699X0", gives: "699X0"),
            Example("M85001", gives: "M85001"),
        ], result: .text
    ) { input, output in
        let text = input.trimmed
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        guard (3...6).contains(text.count), text.allSatisfy({ isDigit($0) || isCapital($0) }) else { return .absent }
        let isTrust = text[0] == UInt8(ascii: "R") && text.count == 3
        guard isTrust || text.contains(where: isDigit) && text.contains(where: isCapital) else { return .absent }
        output.append(contentsOf: text)
        return .made
    }
}
