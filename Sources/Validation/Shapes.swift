import FHIR
import Tree

/// What a type is to the rules about values.
enum Shape: UInt8, Sendable {
    case other, resource
    case uri, url, canonical, oid, uuid, string, markdown, code, dateTime, xhtml
    case identifier, coding, codeableConcept, quantity, attachment, reference, `extension`, narrative, meta, expression,
        sampledData
}

/// The shapes of a schema's types, by type number.
struct Shapes: Sendable {
    static let r4 = Shapes(schema: .r4)

    private let shapes: [Shape]

    init(schema: Schema) {
        var shapes: [Shape] = [.other]
        for type in schema.allTypes {
            let index = Int(type.id.rawValue)
            while shapes.count <= index { shapes.append(.other) }
            shapes[index] = Self.shape(of: type)
        }
        self.shapes = shapes
    }

    subscript(type: UInt16) -> Shape { Int(type) < shapes.count ? shapes[Int(type)] : .other }

    private static func shape(of type: FHIRType) -> Shape {
        if type.isResource { return .resource }
        if type.isPrimitive { return shape(of: type.format) }
        var current: FHIRType? = type
        while let known = current {
            switch known.name {
            case "Identifier": return .identifier
            case "Coding": return .coding
            case "CodeableConcept": return .codeableConcept
            case "Quantity": return .quantity
            case "Attachment": return .attachment
            case "Reference": return .reference
            case "Extension": return .extension
            case "Narrative": return .narrative
            case "Meta": return .meta
            case "Expression": return .expression
            case "SampledData": return .sampledData
            default: current = known.base
            }
        }
        return .other
    }

    private static func shape(of format: PrimitiveFormat) -> Shape {
        switch format {
        case .uri: .uri
        case .url: .url
        case .canonical: .canonical
        case .oid: .oid
        case .uuid: .uuid
        case .string: .string
        case .markdown: .markdown
        case .code: .code
        case .date, .dateTime, .instant: .dateTime
        case .xhtml: .xhtml
        case .none, .base64Binary, .boolean, .decimal, .id, .integer, .positiveInt, .time, .unsignedInt: .other
        }
    }
}
