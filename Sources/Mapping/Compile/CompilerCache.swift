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
        var variables: Int
        var source: ObjectIdentifier
        var line: Int
        var column: Int
    }
    struct ProgramKey: Hashable {
        var text: String
        var frames: Int
        var structures: Int
        var outerFocus: String?
        var dialect: Int
    }
    struct Parsed {
        var expression: Expression
        var terms: MappingTerms
    }

    let names = Names()
    var expressions: [ExpressionKey: Parsed] = [:]
    var checks: [CheckKey: StaticType] = [:]
    var programs: [ProgramKey: Program] = [:]
    var terms: [ProgramKey: [Int: ResolvedTerm]] = [:]
    private var patterns: [String: BytePattern?] = [:]
    private(set) var dialects = 0

    /// A number of its own for each compiler that shares this cache.
    func nextDialect() -> Int {
        dialects += 1
        return dialects
    }

    func pattern(_ text: String) -> BytePattern? {
        if let known = patterns[text] { return known }
        let pattern = BytePattern(text)
        patterns[text] = .some(pattern)
        return pattern
    }
}
