/// FHIR's dates and times in HL7 v2's form: as precise, with the offset that was written.
enum HL7Time {
    /// `2016-03-01T07:45:03+00:00` gives `20160301074503+0000`, `1980-02` gives `198002`.
    static func text(_ fhir: String) -> String {
        var text = ""
        var isTime = false
        for byte in fhir.utf8 {
            switch byte {
            case UInt8(ascii: "T"): isTime = true
            case UInt8(ascii: "Z"): text += "+0000"
            case UInt8(ascii: "+"): text += "+"
            // A dash after the time is the sign of an offset.
            case UInt8(ascii: "-"): if isTime { text += "-" }
            case UInt8(ascii: ":"): continue
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }
}

extension MappingFunction {
    static let hl7Time = MappingFunction(
        name: "hl7Time", signature: "date.hl7Time() : text",
        purpose: "A FHIR date, dateTime, instant or time in HL7 v2's form (DT, TS, DTM), as precise as it is, with its offset.",
        examples: [
            Example("1980-02-29", gives: "19800229"),
            Example("1980-02", gives: "198002"),
            Example("2016-03-01T07:45:03+00:00", gives: "20160301074503+0000"),
            Example("2016-07-01T07:45:03.125+01:00", gives: "20160701074503.125+0100"),
            Example("2016-03-01T07:45:03Z", gives: "20160301074503+0000"),
        ], result: .text
    ) { input, output in
        let text = input.trimmed
        if text.isEmpty { return .absent }
        output.append(contentsOf: HL7Time.text(String(decoding: text, as: UTF8.self)).utf8)
        return .made
    }
}
