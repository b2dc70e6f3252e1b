import FHIRPath
import YAML

/// What base and overlays share: the same expression in the same frames is read and checked once, whichever trust's set it
/// stands in. One cache serves one loading of a release and is thrown away with it.
final class CompilerCache {
    struct ExpressionKey: Hashable {
        var text: String
        /// Frames, versions and local segments: what decides the meaning of its terms.
        var frames: String
        var dialect: Int
    }
    struct CheckKey: Hashable {
        var expression: ExpressionKey
        var variables: String
        var file: String
        var line: Int
        var column: Int
    }
    struct ProgramKey: Hashable {
        var text: String
        var frames: String
        var outerFocus: String?
        var dialect: Int
        /// The set of tables, where one is asked for.
        var tables: Int
    }
    struct Parsed {
        var expression: Expression
        var terms: MappingTerms
    }

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
