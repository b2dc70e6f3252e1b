import FHIR
import FHIRPath
import YAML

/// What base and overlays share: the same expression in the same frames is read and checked once, whichever trust's set it
/// stands in. One cache serves one loading of a release and is thrown away with it.
final class CompilerCache {
    struct ExpressionKey: Hashable {
        var text: String
        /// What decides the meaning of its terms: see `Scope`.
        var frames: Int
        var structures: Int
        /// Zero but where it names a local segment that an overlay declares anew.
        var dialect: Int
    }
    struct CheckKey: Hashable {
        var expression: ExpressionKey
        /// Zero where the expression names none.
        var variables: Int
        /// nil where nothing was found: then it is right wherever it stands.
        var place: NodePlace?
    }
    struct ProgramKey: Hashable {
        var text: String
        var frames: Int
        var structures: Int
        var outerFocus: String?
        var dialect: Int
    }
    struct Parsed {
        let expression: Expression
        let terms: MappingTerms
        /// Names of variables.
        let variables: Set<String>
        /// Terms stand for frames by their number.
        let namesFrames: Bool

        init(_ expression: Expression, _ terms: MappingTerms) {
            self.expression = expression
            self.terms = terms
            variables = Set(
                expression.nodes.compactMap { node in if case .variable(let name) = node.kind { name } else { nil } })
            namesFrames = terms.log.all.values.contains { term in if case .frame = term.base { true } else { false } }
        }
    }

    /// The types that expressions are checked with.
    let model: CheckModel
    let names = Names()
    var expressions: [ExpressionKey: Parsed] = [:]
    var checks: [CheckKey: StaticType] = [:]
    var programs: [ProgramKey: Program] = [:]
    var terms: [ProgramKey: [Int: ResolvedTerm]] = [:]
    private var facts: [FHIR.Schema.TypeID: TypeFacts] = [:]
    private var variableTypes: [Int: [String: StaticType]] = [:]
    private var places: [NodePlace: String] = [:]
    private var ignored: [IgnoreKey: [IgnoredPath]] = [:]
    private var patterns: [String: BytePattern?] = [:]
    private(set) var dialects = 0

    init(_ model: CheckModel = .shared) { self.model = model }

    /// A number of its own for each compiler that shares this cache.
    func nextDialect() -> Int {
        dialects += 1
        return dialects
    }

    /// What every object of a type is asked for.
    struct TypeFacts {
        var required: [FHIRElement]
        var hasChoices: Bool
    }
    private struct IgnoreKey: Hashable {
        var source: ObjectIdentifier
        /// An overlay's is another than that of the map which it extends.
        var file: String
        var dialect: Int
    }

    func facts(of type: FHIRType) -> TypeFacts {
        if let known = facts[type.id] { return known }
        let elements = type.elements
        let made = TypeFacts(
            required: elements.filter(\.isRequired), hasChoices: elements.contains(where: \.isChoice))
        facts[type.id] = made
        return made
    }

    /// As the checker knows them.
    func types(ofVariables scope: Scope) -> [String: StaticType] {
        let key = scope.isHL7 ? scope.variableMeaning : -1 - scope.variableMeaning
        if let known = variableTypes[key] { return known }
        var types: [String: StaticType] = [:]
        for variable in scope.variables {
            types[variable.name] = model.staticType(
                of: variable.type, dataTypes: variable.dataTypes, isMany: variable.isMany, isHL7: scope.isHL7)
        }
        variableTypes[key] = types
        return types
    }

    /// `FILE:LINE:COLUMN`
    func place(of node: YAMLNode) -> String {
        let key = NodePlace(node)
        if let known = places[key] { return known }
        let made = "\(node.source.file):\(node.line):\(node.column)"
        places[key] = made
        return made
    }

    /// The ignore list of a file, read and checked once for all messages that use it.
    func ignored(of file: MappingFile, dialect: Int, read: () -> [IgnoredPath]) -> [IgnoredPath] {
        let key = IgnoreKey(source: ObjectIdentifier(file.node.source), file: file.file, dialect: dialect)
        if let known = ignored[key] { return known }
        let made = read()
        ignored[key] = made
        return made
    }

    func pattern(_ text: String) -> BytePattern? {
        if let known = patterns[text] { return known }
        let pattern = BytePattern(text)
        patterns[text] = .some(pattern)
        return pattern
    }
}
