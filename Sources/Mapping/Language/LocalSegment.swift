import Diagnostics
import YAML

/// A Z segment as `local-segments.yaml` declares it, so that paths into it are typed like any other's.
///
/// ```yaml
/// segments:
///   ZPD:
///     about: Epic's additions to the patient
///     fields:
///       1: { name: NHS number, type: CX, repeats: true }
///       2: { name: tracing status, type: IS }
/// ```
struct LocalSegment: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        var name: String
        var dataType: String
        var repeats: Bool
    }
    var name: String
    var fields: [Int: Field] = [:]

    static let fileName = "local-segments.yaml"

    static func read(_ root: YAMLNode, _ findings: Findings) -> [LocalSegment] {
        guard let file = Fields(root, of: LocalSegment.fileName, findings) else { return [] }
        var segments: [LocalSegment] = []
        for (name, fields) in file.each("segments", of: "the segment") {
            guard let name else { continue }
            if let segment = read(name, fields, at: file.node["segments"], findings) { segments.append(segment) }
        }
        if !file.has("segments") { file.missing("segments") }
        file.finish()
        return segments
    }

    /// nil when a field could not be read: of a segment that is half known nothing can be called unknown.
    private static func read(_ name: String, _ fields: Fields, at list: YAMLNode?, _ findings: Findings) -> LocalSegment? {
        var segment = LocalSegment(name: name)
        var isWhole = true
        let isLocal =
            name.hasPrefix("Z") && name.utf8.count == 3 && name.allSatisfy { $0.isUppercase || $0.isASCII && $0.isNumber }
        if !isLocal {
            findings.error(
                "M160", "\(name) is no local segment", at: list?.mapping?.first { $0.name == name }?.key.span,
                cause: "its name has three characters and begins with Z; all others are the standard's")
        }
        _ = fields.optionalString("about")
        for entry in fields.node("fields")?.mapping ?? [] {
            guard let position = Int(entry.name), (1...199).contains(position) else {
                findings.error("M160", "a field is named by its position, from 1 on", at: entry.key.span)
                isWhole = false
                continue
            }
            guard let field = Fields(entry.value, of: "the field \(name)-\(position)", findings) else {
                isWhole = false
                continue
            }
            let type = field.string("type") ?? "ST"
            if !HL7Types.isDataType(type) {
                findings.error(
                    "M160", "\(type) is no data type of HL7 v2", at: field.span("type"),
                    hint: closeName(to: type, among: HL7Types.allDataTypes.sorted()).map { "did you mean \($0)?" })
            }
            segment.fields[position] = Field(
                name: field.optionalString("name") ?? "", dataType: type, repeats: field.bool("repeats", default: false))
            _ = field.optionalString("about")
            field.finish()
        }
        if !fields.has("fields") { fields.missing("fields") }
        fields.finish()
        return isWhole ? segment : nil
    }
}
