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
    /// Equal signatures, equal meaning of terms.
    let signature: String

    init(kind: Kind, known: StaticType? = nil) {
        self.kind = kind
        self.known = known
        signature =
            switch kind {
            case .message(let structures): "message \(Self.names(structures))"
            case .group(let structures, let path): "group \(path) \(Self.names(structures))"
            case .segment(let name): name
            case .value(.unknown): known.map { "\($0.types)" } ?? "?"
            case .value(let type): type.signature
            }
    }

    private static func names(_ structures: [Structure]) -> String {
        structures.map(\.name).joined(separator: " ")
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

        /// The segment or group whose items it holds.
        var structure: String? {
            switch type {
            case .segment(let name), .group(let name): name
            default: nil
            }
        }

        var signature: String {
            "\(name):\(type.signature)\(isMany ? "*" : "")\(dataTypes.joined(separator: " "))"
        }
    }

    struct Binding {
        var element: String
        var set: RequiredValueSet
    }

    var frames: [ScopeFrame] = [] { didSet { signature = Self.signature(of: frames) } }
    var variables: [Variable] = [] {
        didSet {
            variableSignature = variables.map(\.signature).joined(separator: ",")
            structuredSignature = variables.filter { $0.structure != nil }.map(\.signature).joined(separator: ",")
        }
    }
    /// Equal signatures, equal meaning of terms.
    private(set) var signature = ""
    private(set) var variableSignature = ""
    /// Of the variables that hold segments or groups: what terms in a `where()` over them mean.
    private(set) var structuredSignature = ""
    /// Alias names that are visible.
    var aliases: [(name: String, type: String)] = []
    /// The FHIR type of the resource that is being made.
    var resource: String?
    var isHL7 = true
    /// Names of the trust profile that are lists.
    var trustLists: Set<String> = []
    /// Z segments that a profile declares.
    var localSegments: [String: LocalSegment] = [:]
    /// The required binding of the concept that is being made.
    var binding: Binding?
    /// A map that is checked by itself: aliases of the messages that would apply it are not known.
    var isAlone = false
    /// The versions that the map reads; nil for all.
    var versions: [Version]?

    /// Observers do not run here, so the signature is made by hand.
    init(frames: [ScopeFrame] = []) {
        self.frames = frames
        signature = Self.signature(of: frames)
    }

    private static func signature(of frames: [ScopeFrame]) -> String { frames.map(\.signature).joined(separator: "/") }

    var focus: ScopeFrame? { frames.last }

    /// What of the variables decides the meaning of an expression's terms; none where it names no variable.
    func structures(of text: String) -> String {
        structuredSignature.isEmpty || !text.utf8.contains(UInt8(ascii: "%")) ? "" : " " + structuredSignature
    }

    func variable(_ name: String) -> Variable? { variables.last { $0.name == name } }
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
