/// What became of a value that a function was to convert.
package enum Conversion: Equatable, Sendable {
    /// The result was appended to the output.
    case made
    /// Nothing in, nothing out.
    case absent
    /// An issue with this code; `reason` says what is wrong without saying the value.
    case failed(code: String, reason: String)
}

/// A function that a mapping can call beyond FHIRPath's own: what people read about it, and what it does to bytes.
///
/// Its `examples` are run as tests and printed in docs/functions.md.
package struct MappingFunction: Sendable {
    package struct Example: Sendable {
        package var input: String
        package var arguments: [String]
        /// Nil when an issue is what comes.
        package var result: String?
        /// The issue's code.
        package var issue: String?

        package init(_ input: String, _ arguments: String..., gives result: String) {
            self.input = input
            self.arguments = arguments
            self.result = result
        }
        package init(_ input: String, _ arguments: String..., raises issue: String) {
            self.input = input
            self.arguments = arguments
            self.issue = issue
        }
    }

    package var name: String
    /// `text.toDate() : date`
    package var signature: String
    package var purpose: String
    package var examples: [Example]
    /// The FHIR type of what it gives.
    package var result: ValueType
    /// Nil for functions that need more than bytes (`translate`, `identity`, `idOf`): the engine runs those.
    package var convert: (@Sendable (_ input: UnsafeBufferPointer<UInt8>, _ output: inout [UInt8]) -> Conversion)?
}

/// What an expression gives, as far as mappings care.
package enum ValueType: Hashable, Sendable {
    /// Text of any kind: an HL7 v2 value or a string; it can become a string, code, uri, id or markdown.
    case text
    case date, dateTime, instant, time, boolean, integer, decimal, base64
    /// A UUID or other id that fits `id`.
    case id
    case uri
    /// A node of HL7 v2 with components.
    case component(String)
    case segment(String)
    case group(String)
    /// A FHIR type.
    case fhir(String)
    case unknown

    var description: String {
        switch self {
        case .text: "text"
        case .date: "a date"
        case .dateTime: "a date and time"
        case .instant: "an instant"
        case .time: "a time"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .base64: "base64"
        case .id: "an id"
        case .uri: "a URI"
        case .component(let type): "a \(type)"
        case .segment(let name): "the segment \(name)"
        case .group(let name): "the group \(name)"
        case .fhir(let name): name
        case .unknown: "of unknown type"
        }
    }
}

package enum MappingFunctions {
    /// Every function, by name.
    package static let all: [MappingFunction] = [
        .base64, .digits, .fullUrl, .hl7Time, .idOf, .identity, .namespace, .nhsNumber, .odsCode, .text, .toDate, .toDateTime,
        .toInstant, .translate, .uri,
    ]

    package static func named(_ name: String) -> MappingFunction? { byName[name] }
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension UnsafeBufferPointer<UInt8> {
    var trimmed: UnsafeBufferPointer<UInt8> {
        var lower = startIndex
        var upper = endIndex
        while lower < upper, self[lower] == 0x20 || self[lower] == 0x09 { lower += 1 }
        while lower < upper, self[upper - 1] == 0x20 || self[upper - 1] == 0x09 { upper -= 1 }
        return UnsafeBufferPointer(rebasing: self[lower..<upper])
    }
}
