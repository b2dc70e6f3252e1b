import FHIR
import FHIRPath
import HL7v2

/// What stands in one frame while a map runs: the message, a group, a segment, a value.
struct ScopeFrame: Sendable {
    enum Kind: Sendable {
        case message([Structure])
        case group([Structure], path: String)
        case segment(String)
        case value(ValueType)
    }
    let kind: Kind
    /// What the checker knows of the items where maps know nothing: they came out of a program.
    let known: StaticType?
    /// Data types of HL7 v2 that the item has in some version; empty when nobody says.
    let dataTypes: [String]
    /// Equal signatures, equal meaning of terms.
    let signature: String

    init(kind: Kind, known: StaticType? = nil, dataTypes: [String] = []) {
        self.kind = kind
        self.known = known
        self.dataTypes = dataTypes
        signature =
            switch kind {
            case .message(let structures): "message \(Self.names(structures))"
            case .group(let structures, let path): "group \(path) \(Self.names(structures))"
            case .segment(let name): name
            case .value(.unknown): known.map { "\($0.types)" } ?? "?"
            // Only of a text it matters what it was: which maps may read it.
            case .value(.text): "\(ValueType.text.signature) \(dataTypes.joined(separator: " "))"
            case .value(let type): type.signature
            }
    }

    private static func names(_ structures: [Structure]) -> String {
        structures.map(\.name).joined(separator: " ")
    }
}

/// Numbers for chains of texts, so that what stands around an expression is compared at once.
final class Names {
    private struct Link: Hashable {
        var before: Int
        var text: String
    }
    private var numbers: [Link: Int] = [:]

    /// The number of `text` behind the chain with the number `before`; zero is the empty chain.
    func number(of text: String, after before: Int) -> Int {
        let link = Link(before: before, text: text)
        if let known = numbers[link] { return known }
        numbers[link] = numbers.count + 1
        return numbers.count
    }
}

/// What names mean at one place of a map.
struct Scope {
    struct Variable {
        var name: String
        var index: Int
        var type: ValueType
        var isMany: Bool
        /// Where it was declared, to say when nobody uses it.
        var declared: String
        var dataTypes: [String] = []
        var codes: [CodeSource] = []
        /// Equal numbers, equal variables; given where it is declared.
        fileprivate(set) var meaning = 0

        /// The segment or group whose items it holds.
        var structure: String? {
            switch type {
            case .segment(let name), .group(let name): name
            default: nil
            }
        }

        /// All that an expression can see of it: its declaration and what is known of its value.
        fileprivate func signature(declared: Bool) -> String {
            "\(name):\(type.signature)\(isMany ? "*" : "")\(dataTypes.joined(separator: " "))\(declared ? self.declared : "")"
        }
    }

    struct Binding {
        var element: String
        var set: RequiredValueSet
    }

    private(set) var frames: [ScopeFrame] = []
    private(set) var variables: [Variable] = []
    /// Equal numbers, equal meaning: of what is read and in which versions, of terms (that, and the frames), of each frame,
    /// of all variables, and of those that hold segments or groups.
    let reading: Int
    private(set) var meaning: Int
    private(set) var frameMeanings: [Int] = []
    private(set) var variableMeaning = 0
    private(set) var structuredMeaning = 0
    /// Alias names that are visible.
    private(set) var aliases: [(name: String, type: String)] = []
    /// The FHIR type of the resource that is being made.
    var resource: String?
    let isHL7: Bool
    /// Names of the trust profile that are lists.
    var trustLists: Set<String> = []
    /// Z segments that a profile declares.
    var localSegments: [String: LocalSegment] = [:]
    /// The required binding of the concept that is being made.
    var binding: Binding?
    /// A map that is checked by itself: aliases of the messages that would apply it are not known.
    var isAlone = false
    /// The versions that the map reads; nil for all.
    let versions: [Version]?
    private let names: Names

    init(_ names: Names, frames: [ScopeFrame] = [], isHL7: Bool = true, versions: [Version]? = nil) {
        self.names = names
        self.isHL7 = isHL7
        self.versions = versions
        reading = isHL7 && versions == nil ? 0 : names.number(of: isHL7 ? "\(versions ?? [])" : "FHIR", after: 0)
        meaning = reading
        for frame in frames { enter(frame) }
    }

    /// What is read from here on is read inside this item.
    mutating func enter(_ frame: ScopeFrame) {
        frames.append(frame)
        meaning = names.number(of: frame.signature, after: meaning)
        frameMeanings.append(names.number(of: frame.signature, after: 0))
    }

    mutating func declare(_ variable: Variable) {
        var variable = variable
        variable.meaning = names.number(of: "\(variable.index) \(variable.signature(declared: true))", after: 0)
        variables.append(variable)
        let signature = variable.signature(declared: false)
        variableMeaning = names.number(of: signature, after: variableMeaning)
        if variable.structure != nil { structuredMeaning = names.number(of: signature, after: structuredMeaning) }
    }

    mutating func see(_ alias: String, type: String) {
        aliases.append((alias, type))
    }

    var focus: ScopeFrame? { frames.last }

    /// What of the variables decides the meaning of an expression's terms; zero where it names no variable.
    func structures(of text: String) -> Int {
        structuredMeaning == 0 || !text.utf8.contains(UInt8(ascii: "%")) ? 0 : structuredMeaning
    }

    func variable(_ name: String) -> Variable? { variables.last { $0.name == name } }

    func type(ofAlias name: String) -> String? { aliases.last { $0.name == name }?.type }
}

extension ValueType {
    /// Its kind and name, told apart without reflection.
    var signature: String {
        switch self {
        case .component(let name): "component \(name)"
        case .segment(let name): "segment \(name)"
        case .group(let name): "group \(name)"
        case .fhir(let name): "FHIR \(name)"
        default: description
        }
    }
}
