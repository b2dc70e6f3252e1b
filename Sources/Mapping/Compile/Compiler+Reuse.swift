import FHIR
import YAML

// An overlay's plan begins with all that the base's holds, so what the overlay does not change is taken over as it is:
// resources whose maps and tables are the base's, and variables whose tables are.
extension Compiler {
    /// What of the base's plan an overlay can take over.
    struct Made<Value> {
        var value: Value
        var maps: Set<String>
        var tables: Set<String>
    }
    /// Maps that were applied and tables that were asked since it was emptied.
    struct Touched {
        var maps: Set<String> = []
        var tables: Set<String> = []
    }

    /// Where something stands, and everything around it that decides what it compiles to.
    func reuseKey(_ node: YAMLNode, _ surroundings: String) -> String {
        "\(node.source.file):\(node.line):\(node.column)|\(surroundings)"
    }

    /// Frames, variables with their places, aliases and resource.
    func surroundings(_ scope: Scope) -> String {
        var key = scope.signature
        key += "|"
        key += scope.variableSignature
        for variable in scope.variables { key += " \(variable.index)" }
        for alias in scope.aliases { key += "|\(alias.name):\(alias.type)" }
        key += scope.resource ?? ""
        if let binding = scope.binding { key += "|\(binding.set.url)" }
        return key
    }

    func canReuse<Value>(_ made: Made<Value>) -> Bool {
        dialect == 0 && made.maps.isDisjoint(with: changedMaps) && made.tables.isDisjoint(with: changedTables)
    }

    /// Compiles with `make` what the base has not, or not as it is here; the base itself keeps what it made.
    func reusing<Value>(
        _ key: String, _ base: [String: Made<Value>], keep: (Made<Value>) -> Void, make: () -> Value?
    ) -> Value? {
        if let known = base[key], canReuse(known) {
            touched.maps.formUnion(known.maps)
            touched.tables.formUnion(known.tables)
            for name in known.maps.sorted() { if let file = files[name] { addIgnores(of: file) } }
            return known.value
        }
        let outer = touched
        touched = Touched()
        let value = make()
        if let value, !isOverlay { keep(Made(value: value, maps: touched.maps, tables: touched.tables)) }
        touched.maps.formUnion(outer.maps)
        touched.tables.formUnion(outer.tables)
        return value
    }
}
