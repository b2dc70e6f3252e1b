import Diagnostics
import FHIR
import YAML

// Maps are applied by copying, and most copies come out alike: the elements of a segment map mean the same in every
// message, those of a trust's set the same as in the base. What was made once is taken over wherever all that it asked of
// its surroundings has the same answer. What tables hold is looked up when a message runs, so that a changed table
// changes no plan; only what was checked of it is checked again.
extension Compiler {
    /// What a part of the plan depends on, as it was met since this was emptied.
    struct Touched {
        /// Maps that were applied.
        var maps: Set<String> = []
        /// Local segments that expressions name.
        var localSegments: Set<String> = []
        var checks: [TableCheck.Subject: TableCheck] = [:]
        /// The outermost frame that was asked.
        var reach = Int.max
        /// Frames are named by their number.
        var isPlaced = false
        /// Variables were declared, which are numbered behind those around them.
        var isDeclaring = false
        /// Names that were looked up.
        var variables: Set<VariableUse> = []
        var aliases: Set<String> = []

        mutating func formUnion(_ other: Touched) {
            formUnionButAnswers(other)
            reach = min(reach, other.reach)
            if !other.variables.isEmpty { variables.formUnion(other.variables) }
        }

        /// What `other` touched, asked by what stands in `scope`, where it is taken over.
        mutating func formUnion(_ other: Touched, _ answers: Answers, in scope: Scope) {
            formUnionButAnswers(other)
            reach = min(reach, scope.frames.count - answers.frames.count)
            for (name, _) in answers.variables { look(for: name, in: scope) }
        }

        mutating func look(for name: String, in scope: Scope) {
            variables.insert(VariableUse(name: name, index: scope.variable(name)?.index ?? -1))
        }

        /// Notes that this frame and those inside it decide; the innermost always does.
        mutating func ask(_ frame: Int = Int.max, in scope: Scope) { reach = min(reach, frame, scope.frames.count - 1) }

        private mutating func formUnionButAnswers(_ other: Touched) {
            if !other.maps.isEmpty { maps.formUnion(other.maps) }
            if !other.localSegments.isEmpty { localSegments.formUnion(other.localSegments) }
            if !other.checks.isEmpty { checks.merge(other.checks) { own, _ in own } }
            isPlaced = isPlaced || other.isPlaced
            isDeclaring = isDeclaring || other.isDeclaring
            if !other.aliases.isEmpty { aliases.formUnion(other.aliases) }
        }
    }
    /// A name, and the variable that it found: -1 for none.
    struct VariableUse: Hashable {
        var name: String
        var index: Int
    }

    /// What is around a part, as far as the part asked for it.
    struct Answers {
        /// The frames from the outermost that was asked; how many there are in all where that matters.
        let frames: ArraySlice<Int>
        private let depth: Int?
        private let variableCount: Int?
        let variables: [(name: String, meaning: Int?)]
        private let aliases: [(name: String, type: String?)]

        init(_ touched: Touched, in scope: Scope) {
            frames = scope.frameMeanings.dropFirst(min(touched.reach, scope.frames.count - 1))
            depth = touched.isPlaced ? scope.frames.count : nil
            variableCount = touched.isDeclaring ? scope.variables.count : nil
            // A variable of the part itself is no question to what is around it.
            variables = Set(touched.variables.filter { $0.index < scope.variables.count }.map(\.name)).map {
                ($0, scope.variable($0)?.meaning)
            }
            aliases = touched.aliases.map { ($0, scope.type(ofAlias: $0)) }
        }

        func hold(in scope: Scope) -> Bool {
            (depth == nil || depth == scope.frames.count) && (variableCount == nil || variableCount == scope.variables.count)
                && frames.count <= scope.frames.count && frames.elementsEqual(scope.frameMeanings.suffix(frames.count))
                && variables.allSatisfy { scope.variable($0.name)?.meaning == $0.meaning }
                && aliases.allSatisfy { scope.type(ofAlias: $0.name) == $0.type }
        }
    }

    /// Where something stands, and what decides beside its answers: the resource, the binding and the like.
    struct ReuseKey: Hashable {
        var place: NodePlace
        var surroundings: Int
    }
    /// What was made at one place, once for each meaning of what is around it; behind it what the base has made.
    final class MadeParts<Value> {
        struct Part {
            var value: Value
            var touched: Touched
            var answers: Answers
        }
        private var parts: [ReuseKey: [Part]] = [:]
        private let base: MadeParts?

        init(_ base: MadeParts?) { self.base = base }

        func keep(_ value: Value, _ touched: Touched, at key: ReuseKey, in scope: Scope) {
            parts[key, default: []].append(Part(value: value, touched: touched, answers: Answers(touched, in: scope)))
        }

        /// What fits into `scope` and, of the base, is allowed.
        func part(_ key: ReuseKey, in scope: Scope, ofBase isAllowed: (Touched) -> Bool) -> Part? {
            parts[key]?.first { $0.answers.hold(in: scope) }
                ?? base?.parts[key]?.first { $0.answers.hold(in: scope) && isAllowed($0.touched) }
        }
    }

    /// All that decides beside the answers: the resource, the binding and the like.
    func surroundings(_ scope: Scope, _ what: String = "") -> Int {
        let binding = scope.binding.map { "\($0.element) \($0.set.url)" } ?? ""
        return cache.names.number(
            of: "\(scope.resource ?? "")|\(binding)|\(what)|\(scope.isAlone)|\(conditions == 0)", after: scope.reading)
    }

    private func canReuse(_ touched: Touched) -> Bool {
        touched.maps.isDisjoint(with: changedMaps) && touched.localSegments.isDisjoint(with: changedSegments)
    }

    /// Compiles with `make` what was not made before, or not as it is here.
    func reusing<Value>(
        _ parts: MadeParts<Value>, _ node: YAMLNode, _ surroundings: Int, _ scope: Scope, make: () -> Value?
    ) -> Value? {
        let key = ReuseKey(place: NodePlace(node), surroundings: surroundings)
        if let known = parts.part(key, in: scope, ofBase: canReuse) {
            touched.formUnion(known.touched, known.answers, in: scope)
            for name in known.touched.maps.sorted() { if let file = files[name] { addIgnores(of: file) } }
            if !changedTables.isEmpty {
                let changed = known.touched.checks.values.filter { changedTables.contains($0.subject.table) }
                for check in changed.sorted(by: { $0.subject < $1.subject }) { run(check) }
            }
            return known.value
        }
        var own = Touched()
        swap(&own, &touched)
        let value = make()
        if let value { parts.keep(value, touched, at: key, in: scope) }
        // The little that was met here joins the much around it.
        swap(&own, &touched)
        touched.formUnion(own)
        return value
    }

    /// Notes what an expression asks of its surroundings.
    func touch(_ parsed: CompilerCache.Parsed, _ scope: Scope) {
        touched.ask(parsed.terms.log.reach, in: scope)
        touched.isPlaced = touched.isPlaced || parsed.namesFrames
        for name in parsed.variables { touched.look(for: name, in: scope) }
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
