import Diagnostics
import HL7v2

/// What is said of a term that is wrong, in maps and by `hub eval`.
extension ResolvedTerm.Problem {
    struct Words {
        var code: String
        var message: String
        var cause: String?
        var hint: String?
    }

    func words(_ scope: FrozenScope) -> Words {
        switch self {
        case .unknownSegment(let name):
            Words(
                code: "M111", message: "unknown segment or group \(name)",
                hint: scope.closePlace(to: name).map { "did you mean \($0)?" })
        case .unknownField(let segment, let field):
            Words(
                code: "M112", message: "\(segment) has no field \(field)" + (segment.hasPrefix("Z") ? "" : " in any version"),
                cause: Self.fieldCount(segment, scope).map { "it has \($0)" },
                hint: field == 0 ? "positions begin at 1" : nil)
        case .zeroPosition(let text):
            Words(
                code: "M112", message: "\(text) is no repetition", hint: "repetitions and segments are counted from 1: [1]")
        case .noRepetition(let segment, let field):
            Words(
                code: "M112", message: "\(segment)-\(field) does not repeat in any version",
                hint: "\(segment)-\(field), without [ ]")
        case .notInVersion(let segment, let field, let versions):
            Words(
                code: "M112",
                message: "\(segment)-\(field) is not in HL7 v\(versions.map(\.rawValue).joined(separator: ", "))",
                cause: "the map says that it reads no other version", hint: Self.versions(of: segment, field))
        case .unknownComponent(let type, let position):
            Words(
                code: "M113", message: "\(type) has no component \(position) in any version",
                cause: HL7Types.componentCount(type) == 0
                    ? "it has no components" : "it has \(HL7Types.componentCount(type))")
        case .notInGroup(let name, let group):
            Words(
                code: "M111", message: "the group \(group) has no \(name)",
                hint: HL7Types.members(of: group, in: scope.structures).map { "it has \($0)" })
        case .notInStructure(let name):
            Words(
                code: "M117", message: "no message of \(scope.structures.map(\.name).joined(separator: ", ")) has \(name)")
        case .wrongFocus(let name):
            Words(
                code: "M118", message: "\(name) cannot be reached from here",
                cause: "a data type map sees only its own components")
        }
    }

    private static func fieldCount(_ segment: String, _ scope: FrozenScope) -> Int? {
        if let local = scope.localSegments[segment] { return local.fields.keys.max() }
        let count = HL7Types.fieldCount(segment)
        return count > 1 ? count : nil
    }

    private static func versions(of segment: String, _ field: Int) -> String? {
        let known = HL7Types.versions(of: segment, field).map(\.rawValue)
        return known.first.map { "it is in \($0)" + (known.count > 1 ? " to \(known[known.count - 1])" : "") }
    }
}
