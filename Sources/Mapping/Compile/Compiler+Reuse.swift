import Diagnostics
import FHIR
import YAML

// An overlay's plan begins with all that the base's holds, so what the overlay does not change is taken over as it is:
// resources, elements and variables whose maps and local segments are the base's. What tables hold is looked up when a
// message runs, so that a changed table changes no plan; only what was checked of it is checked again.
extension Compiler {
    /// What of the base's plan an overlay can take over.
    struct Made<Value> {
        var value: Value
        var touched: Touched
    }
    /// What a part of the plan depends on, as it was met since this was emptied.
    struct Touched {
        /// Maps that were applied.
        var maps: Set<String> = []
        /// Local segments that expressions name.
        var localSegments: Set<String> = []
        var checks: [TableCheck.Subject: TableCheck] = [:]

        mutating func formUnion(_ other: Touched) {
            if !other.maps.isEmpty { maps.formUnion(other.maps) }
            if !other.localSegments.isEmpty { localSegments.formUnion(other.localSegments) }
            if !other.checks.isEmpty { checks.merge(other.checks) { own, _ in own } }
        }
    }

    /// Where something stands, and everything around it that decides what it compiles to.
    struct ReuseKey: Hashable {
        var place: NodePlace
        var surroundings: Surroundings
    }
    struct Surroundings: Hashable {
        /// See `Scope`.
        var meaning: Int
        var declarations: Int
        /// The resource, the binding and whatever else decides.
        var around: Int
    }

    func surroundings(_ scope: Scope, _ what: String = "") -> Surroundings {
        Surroundings(
            meaning: scope.meaning, declarations: scope.declarations,
            around: cache.names.number(of: "\(scope.resource ?? "")|\(scope.binding?.set.url ?? "")|\(what)", after: 0))
    }

    func canReuse(_ touched: Touched) -> Bool {
        touched.maps.isDisjoint(with: changedMaps) && touched.localSegments.isDisjoint(with: changedSegments)
    }

    /// Compiles with `make` what the base has not, or not as it is here; the base itself keeps what it made.
    func reusing<Value>(
        _ node: YAMLNode, _ surroundings: Surroundings, _ base: [ReuseKey: Made<Value>],
        keep: (ReuseKey, Made<Value>) -> Void, make: () -> Value?
    ) -> Value? {
        let key = ReuseKey(place: NodePlace(node), surroundings: surroundings)
        if let known = base[key], canReuse(known.touched) {
            touched.formUnion(known.touched)
            for name in known.touched.maps.sorted() { if let file = files[name] { addIgnores(of: file) } }
            let changed = known.touched.checks.values.filter { changedTables.contains($0.subject.table) }
            for check in changed.sorted(by: { $0.subject < $1.subject }) { run(check) }
            return known.value
        }
        let outer = touched
        touched = Touched()
        let value = make()
        if let value, !isOverlay { keep(key, Made(value: value, touched: touched)) }
        touched.formUnion(outer)
        return value
    }

    /// The names in a text that have the form of a local segment's.
    static func localSegments(in text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "Z")) else { return [] }
        return text.utf8.split { !isNameByte($0) }.filter { $0.count == 3 && $0.first == UInt8(ascii: "Z") }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
    }
}
