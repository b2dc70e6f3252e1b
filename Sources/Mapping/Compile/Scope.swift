import HL7v2

/// What stands in one frame while a map runs: the message, a group, a segment, a value.
struct ScopeFrame: Sendable {
    enum Kind: Sendable {
        case message([Structure])
        case group([Structure], path: String)
        case segment(String)
        case value(ValueType)
    }
    var kind: Kind
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
    }

    var frames: [ScopeFrame] = []
    var variables: [Variable] = []
    /// Alias names that are visible.
    var aliases: [(name: String, type: String)] = []
    /// The FHIR type of the resource that is being made.
    var resource: String?
    var isHL7 = true
    /// Names of the trust profile that are lists.
    var trustLists: Set<String> = []

    var focus: ScopeFrame? { frames.last }

    func variable(_ name: String) -> Variable? { variables.last { $0.name == name } }
}
