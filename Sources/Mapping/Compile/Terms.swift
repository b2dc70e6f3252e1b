import FHIRPath
import HL7v2
import Tree

/// A term such as `PID-3[1].4.1`, `CX.4.1`, `ORDER_OBSERVATION.OBX-5` or `trust.mrnSystem`, resolved in a scope.
struct ResolvedTerm: Sendable {
    enum Base: Sendable {
        case frame(Int)
        case this
        case trust(String)
    }
    enum Problem: Sendable {
        case unknownSegment(String)
        case unknownField(String, Int)
        case unknownComponent(String, Int)
        case notInStructure(String)
        /// A group or segment that the group before it has not.
        case notInGroup(String, String)
        case notInVersion(String, Int, [Version])
        case wrongFocus(String)
        /// `PID-3[0]`
        case zeroPosition(String)
        /// `PID-7[2]`, where nobody may repeat it.
        case noRepetition(String, Int)
    }

    var base: Base
    var steps: [PathStep]
    var type: ValueType
    /// Every data type of HL7 v2 that the value has in some version; empty when nobody says.
    var dataTypes: [String] = []
    var isMany: Bool
    var length: Int
    var problem: Problem?
    /// `PID-3`: what a hint repeats.
    var text: String
    /// The HL7 table of its values: `HL70001`.
    var codeTable: String?

    /// The text without numbers of repetitions.
    var path: String {
        guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
        var path = ""
        var isNumber = false
        for character in text {
            if character == "[" { isNumber = true }
            if !isNumber { path.append(character) }
            if character == "]" { isNumber = false }
        }
        return path
    }
}

/// Reads the terms of mappings inside FHIRPath expressions.
struct MappingTerms: TermSyntax {
    /// Frames and the kind of map decide what a name means.
    let scope: FrozenScope
    /// What a `where(…)` outside the text runs over, when the text is a part of an expression.
    private(set) var outerFocus: String?
    /// What was resolved while parsing, by its offset: nothing is looked up twice.
    private(set) var log = TermLog()

    init(_ scope: Scope) { self.scope = FrozenScope(scope) }

    /// The same terms for the part of `text` that begins at `offset`: paths in it begin where they did in the whole.
    func terms(forPartOf text: String, at offset: Int) -> MappingTerms {
        var terms = self
        terms.log = TermLog()
        terms.outerFocus = lambdaFocus(Array(text.utf8), offset) ?? outerFocus
        return terms
    }

    func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        guard let resolved = resolve(text, at: offset) else { return nil }
        return (resolved.length, recorded(resolved, at: offset))
    }

    /// `CX.1` behind a dot: a component of each item before it.
    func member(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        guard let resolved = component(text, at: offset) else { return nil }
        return (resolved.length, recorded(resolved, at: offset))
    }

    func recorded(_ resolved: ResolvedTerm, at offset: Int) -> Term {
        log.record(resolved, at: offset)
        // What is said of it names the message.
        if resolved.problem != nil { log.ask(frame: 0) }
        let steps = resolved.steps.map { step -> Term.Step in
            switch step {
            case .named(let name): .named(name)
            case .segment(let name): .segment(name)
            case .position(let position): .position(position)
            case .repetition(let number): .repetition(number)
            }
        }
        return switch resolved.base {
        case .this: Term(.focus, steps)
        case .frame(let index): Term(.slot(index), steps)
        case .trust(let name): Term(.variable("trust.\(name)"), [])
        }
    }

    /// The term that begins at `offset`, or nil when it is none of ours.
    func resolve(_ text: [UInt8], at offset: Int) -> ResolvedTerm? {
        if offset > 0, isWord(text[offset - 1]) { return nil }
        if let trust = trustTerm(text, at: offset) { return trust }
        guard scope.isHL7 else { return nil }
        var reader = TermReader(text: text, at: offset)
        guard let first = reader.name() else { return nil }
        return component(text, at: offset)
            ?? pathTerm(first, &reader, from: offset, lambda: lambdaFocus(text, offset) ?? outerFocus)
    }

    /// `OBX-5` behind a dot: of each segment or group before it.
    func path(behindDot text: [UInt8], at offset: Int) -> ResolvedTerm? {
        var reader = TermReader(text: text, at: offset)
        guard scope.isHL7, let first = reader.name(), reader.peek == UInt8(ascii: "-"), reader.peekDigit(1) else { return nil }
        var dot = offset - 1
        while dot >= 0, text[dot] != UInt8(ascii: ".") { dot -= 1 }
        guard let focus = chainFocus(text, before: dot), focus == first || !HL7Types.isSegment(focus) else { return nil }
        return pathTerm(first, &reader, from: offset, lambda: focus)
    }

    private func component(_ text: [UInt8], at offset: Int) -> ResolvedTerm? {
        var reader = TermReader(text: text, at: offset)
        guard scope.isHL7, let type = reader.name(), reader.peek == UInt8(ascii: "."), reader.peekDigit(1), isDataTypeName(type)
        else { return nil }
        return componentTerm(type, &reader, from: offset)
    }

    private func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
    }

    private func isDataTypeName(_ name: String) -> Bool { name.count <= 3 && HL7Types.isDataType(name) }

    private func trustTerm(_ text: [UInt8], at offset: Int) -> ResolvedTerm? {
        guard text[offset...].starts(with: "trust.".utf8) else { return nil }
        var end = offset + 6
        while end < text.count, isWord(text[end]) { end += 1 }
        guard end > offset + 6 else { return nil }
        let name = String(decoding: text[(offset + 6)..<end], as: UTF8.self)
        // A list of the profile gives several items; a map may ask for it only where many are welcome.
        return ResolvedTerm(
            base: .trust(name), steps: [], type: .text, isMany: scope.trustLists.contains(name), length: end - offset,
            problem: nil, text: "trust.\(name)")
    }

    /// `CX.4.1`
    private func componentTerm(_ type: String, _ reader: inout TermReader, from offset: Int) -> ResolvedTerm? {
        var steps: [PathStep] = []
        var current = [type]
        var problem: ResolvedTerm.Problem?
        while reader.peek == UInt8(ascii: "."), reader.peekDigit(1) {
            reader.at += 1
            guard let position = reader.number() else { return nil }
            steps.append(.position(UInt16(clamping: position)))
            let next = HL7Types.componentTypes(current, position)
            if next.isEmpty, problem == nil { problem = .unknownComponent(current[0], position) }
            current = next.isEmpty ? ["ST"] : next
        }
        return ResolvedTerm(
            base: .this, steps: steps, type: valueType(current[0]), dataTypes: current, isMany: false,
            length: reader.at - offset, problem: problem, text: reader.text(from: offset))
    }

    private func valueType(_ dataType: String) -> ValueType {
        dataType == "varies" || dataType == "*"
            ? .component("varies")
            : HL7Types.isPrimitive(dataType) || Self.times.contains(dataType) ? .text : .component(dataType)
    }

    /// `PID-3[1].4.1`, `DG1`, `ORDER.OBSERVATION.OBX-5`
    private func pathTerm(
        _ first: String, _ reader: inout TermReader, from offset: Int, lambda: String?
    ) -> ResolvedTerm? {
        var names = [first]
        let isKnown = HL7Types.isSegment(first) || HL7Types.isGroup(first) || (first.hasPrefix("Z") && first.count == 3)
        let hasField = reader.peek == UInt8(ascii: "-") && reader.peekDigit(1)
        guard isKnown || (hasField && first.count == 3) else { return nil }

        var place = base(first, lambda: lambda)
        var occurrence = reader.bracket()
        var isZero = occurrence == 0
        if let occurrence { place.steps.append(.repetition(occurrence)) }
        while reader.peek == UInt8(ascii: ".") {
            var ahead = reader
            ahead.at += 1
            guard let next = ahead.name(), HL7Types.isSegment(next) || HL7Types.isGroup(next) else { break }
            reader = ahead
            if place.problem == nil { place.problem = nested(next, in: names[names.count - 1]) }
            names.append(next)
            place.steps.append(.named(Name(next)))
            occurrence = reader.bracket()
            if occurrence == 0 { isZero = true }
            if let occurrence { place.steps.append(.repetition(occurrence)) }
            place.isMany = place.isMany || occurrence == nil
        }
        let last = names[names.count - 1]
        if occurrence != nil { place.isMany = false }
        if isZero { place.problem = .zeroPosition(reader.text(from: offset)) }
        guard reader.peek == UInt8(ascii: "-"), reader.peekDigit(1) else {
            let type: ValueType = HL7Types.isSegment(last) || last.hasPrefix("Z") ? .segment(last) : .group(last)
            return ResolvedTerm(
                base: place.base, steps: place.steps, type: type, isMany: place.isMany, length: reader.at - offset,
                problem: place.problem, text: reader.text(from: offset))
        }
        reader.at += 1
        let isFieldZero = reader.peek == UInt8(ascii: "0")
        let read = reader.number()
        guard let field = read ?? (isFieldZero ? 0 : nil) else { return nil }
        place.steps.append(.position(UInt16(clamping: field)))
        let definition = HL7Types.field(last, field)
        let isLocal = last.hasPrefix("Z")
        var problem = place.problem
        let declared = scope.localSegments[last]
        if problem == nil { problem = fieldProblem(last, field, isLocal: isLocal) }
        var isMany = place.isMany
        if let repetition = reader.bracket() {
            place.steps.append(.repetition(repetition))
            if repetition == 0 {
                problem = .zeroPosition(reader.text(from: offset))
            } else if repetition > 1, problem == nil, let definition, !definition.repeats {
                problem = .noRepetition(last, field)
            }
        } else if definition?.repeats ?? isLocal {
            isMany = isMany || !isLocal || declared?.fields[field]?.repeats == true
        }
        var codeTable = definition?.table
        var current = isLocal ? [declared?.fields[field]?.dataType ?? "varies"] : HL7Types.fieldTypes(last, field)
        if current.isEmpty { current = ["ST"] }
        let isOpen = current.contains("varies") || current.contains("*")
        while reader.peek == UInt8(ascii: "."), reader.peekDigit(1) {
            reader.at += 1
            guard let position = reader.number() else { return nil }
            place.steps.append(.position(UInt16(clamping: position)))
            if isOpen { continue }
            codeTable = HL7Types.component(current[0], position)?.table ?? (position == 1 ? codeTable : nil)
            let next = HL7Types.componentTypes(current, position)
            if next.isEmpty, problem == nil { problem = .unknownComponent(current[0], position) }
            current = next.isEmpty ? ["ST"] : next
        }
        return ResolvedTerm(
            base: place.base, steps: place.steps, type: isOpen ? .component("varies") : valueType(current[0]),
            dataTypes: isOpen ? [] : current, isMany: isMany, length: reader.at - offset, problem: problem,
            text: reader.text(from: offset), codeTable: codeTable)
    }

    private func fieldProblem(_ segment: String, _ field: Int, isLocal: Bool) -> ResolvedTerm.Problem? {
        if isLocal {
            guard let declared = scope.localSegments[segment], declared.fields[field] == nil else { return nil }
            return .unknownField(segment, field)
        }
        if !HL7Types.isFieldAnywhere(segment, field) { return .unknownField(segment, field) }
        if let versions = scope.versions, !versions.contains(where: { HL7Types.hasField(segment, field, in: $0) }) {
            return .notInVersion(segment, field, versions)
        }
        return nil
    }

    /// Whether a group of the structures at hand holds the segment or group directly.
    private func nested(_ name: String, in group: String) -> ResolvedTerm.Problem? {
        log.ask(frame: 0)
        let structures = scope.structures
        guard !structures.isEmpty, HL7Types.isGroup(group), !name.hasPrefix("Z"),
            structures.contains(where: { structure in structure.elements.contains { $0.name == group } })
        else { return nil }
        if direct(name, in: structures, group: group) != nil { return nil }
        return HL7Types.isSegment(name) ? .notInStructure(name) : .notInGroup(name, group)
    }

    private struct Start {
        var base: ResolvedTerm.Base
        var steps: [PathStep]
        var isMany: Bool
        var problem: ResolvedTerm.Problem?
    }

    /// Which frame a segment or group belongs to: the innermost whose structure contains it, by schema and not by what a
    /// message happens to hold, so that an absent NTE never lets the one of the order above be read.
    private func base(_ name: String, lambda: String?) -> Start {
        if let lambda {
            if lambda == name { return Start(base: .this, steps: [], isMany: false) }
            if !HL7Types.isSegment(lambda) { return Start(base: .this, steps: [.named(Name(name))], isMany: false) }
        }
        let isSegment = HL7Types.isSegment(name)
        if let holder = holderWithout(name) {
            return Start(base: .frame(holder), steps: [.named("-")], isMany: false, problem: .notInStructure(name))
        }
        for index in scope.frames.indices.reversed() {
            log.ask(frame: index)
            switch scope.frames[index].kind {
            case .segment(let segment) where segment == name:
                return Start(base: .frame(index), steps: [], isMany: false)
            case .group(let structures, let group):
                if group == name { return Start(base: .frame(index), steps: [], isMany: false) }
                if let element = direct(name, in: structures, group: group) {
                    return Start(base: .frame(index), steps: [.named(Name(name))], isMany: element.repeats)
                }
            case .message(let structures):
                let found = structures.compactMap { structure -> (isDirect: Bool, repeats: Bool)? in
                    let places = structure.elements.indices.dropFirst().filter { structure.elements[$0].name == name }
                    guard let place = places.first else { return nil }
                    let isDirect = places.count == 1 && structure.elements[place].parent == 0
                    return (isDirect, places.contains { repeats($0, in: structure) })
                }
                if !found.isEmpty {
                    let isDirect = found.allSatisfy(\.isDirect)
                    return Start(
                        base: .frame(index), steps: [isDirect ? .named(Name(name)) : .segment(Name(name))],
                        isMany: isSegment ? false : found.contains(where: \.repeats))
                }
                // A local segment, or one of another version: wherever the reader put it.
                let isLocal = name.hasPrefix("Z")
                if Self.parented.contains(name) {
                    // It belongs to whatever stands before it; without a place in the structure nobody knows to what.
                    return Start(base: .frame(index), steps: [.named("-")], isMany: false, problem: .notInStructure(name))
                }
                let innermost = scope.frames.indices.last { if case .group = scope.frames[$0].kind { true } else { false } }
                return Start(
                    base: .frame(innermost ?? index), steps: [.segment(Name(name))], isMany: false,
                    problem: isLocal ? nil : isSegment || HL7Types.isGroup(name) ? .notInStructure(name) : .unknownSegment(name)
                )
            default: continue
            }
        }
        if !isSegment, !HL7Types.isGroup(name), !name.hasPrefix("Z") {
            return Start(base: .this, steps: [], isMany: false, problem: .unknownSegment(name))
        }
        return Start(base: .this, steps: [], isMany: false, problem: .wrongFocus(name))
    }

    /// The group that holds the finding (OBX) at hand, when a note or a participant has no place in it: those of the groups
    /// around it belong to the order or to another finding.
    private func holderWithout(_ name: String) -> Int? {
        guard name != "OBX", Self.parented.contains(name) else { return nil }
        let focus = scope.frames.indices.last { if case .segment = scope.frames[$0].kind { true } else { false } }
        guard let focus, case .segment("OBX") = scope.frames[focus].kind else { return nil }
        for index in scope.frames.indices.prefix(focus).reversed() {
            log.ask(frame: index)
            switch scope.frames[index].kind {
            case .group(let structures, let group):
                return group == name || direct(name, in: structures, group: group) != nil ? nil : index
            case .message: return nil
            default: continue
            }
        }
        return nil
    }

    private func direct(_ name: String, in structures: [Structure], group: String) -> Structure.Element? {
        for structure in structures {
            for element in structure.elements.dropFirst()
            where element.kind == .group && element.name == group {
                if let child = structure.members(of: element).first(where: { $0.name == name }) { return child }
            }
        }
        return nil
    }

    private func repeats(_ index: Int, in structure: Structure) -> Bool {
        var at = index
        while at != 0 {
            if structure.elements[at].repeats { return true }
            at = structure.elements[at].parent
        }
        return false
    }

    /// The segment or group whose items a `where(…)` around this place runs over: there, paths begin at the item.
    private func lambdaFocus(_ text: [UInt8], _ offset: Int) -> String? {
        var depth = 0
        var at = offset - 1
        var quote = false
        while at >= 0 {
            let byte = text[at]
            if byte == UInt8(ascii: "'") { quote.toggle() }
            if !quote {
                if byte == UInt8(ascii: ")") { depth += 1 }
                if byte == UInt8(ascii: "(") {
                    if depth == 0 {
                        if let focus = receiver(text, before: at) { return focus }
                    } else {
                        depth -= 1
                    }
                }
            }
            at -= 1
        }
        return nil
    }

    /// Of `(%items)`.
    private func structure(_ inside: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: inside, as: UTF8.self).split(separator: " ").joined()
        return text.hasPrefix("%") ? scope.structured[String(text.dropFirst())] : nil
    }

    private static let parented: Set<String> = ["NTE", "OBX", "PRT", "ROL", "TQ1", "TQ2"]
    /// Structured on paper only: their first component is the time, and nobody fills the other.
    static let times: Set<String> = ["TS", "DTM", "DT"]
    private static let lambdas: Set<String> = ["where", "select", "exists", "all", "repeat", "sort"]

    private func receiver(_ text: [UInt8], before parenthesis: Int) -> String? {
        var at = parenthesis - 1
        func word() -> String {
            let end = at + 1
            while at >= 0, isWord(text[at]) { at -= 1 }
            return String(decoding: text[(at + 1)..<end], as: UTF8.self)
        }
        guard Self.lambdas.contains(word()) else { return nil }
        return chainFocus(text, before: at)
    }

    /// The segment or group that a path with calls such as `.where(…)` gives, from its last dot back to its begin.
    private func chainFocus(_ text: [UInt8], before dot: Int) -> String? {
        var at = dot
        func word() -> String {
            let end = at + 1
            while at >= 0, isWord(text[at]) { at -= 1 }
            return String(decoding: text[(at + 1)..<end], as: UTF8.self)
        }
        while at >= 0, text[at] == UInt8(ascii: ".") {
            at -= 1
            while at >= 0, text[at] == 0x20 || text[at] == 0x0A { at -= 1 }
            if at >= 0, text[at] == UInt8(ascii: ")") {
                let end = at
                var depth = 0
                while at >= 0 {
                    if text[at] == UInt8(ascii: ")") { depth += 1 }
                    if text[at] == UInt8(ascii: "(") {
                        depth -= 1
                        if depth == 0 { break }
                    }
                    at -= 1
                }
                guard at >= 0 else { return nil }
                let inside = text[(at + 1)..<end]
                at -= 1
                let function = word()
                if function.isEmpty { return structure(inside) }
                continue
            }
            if at >= 0, text[at] == UInt8(ascii: "]") {
                while at >= 0, text[at] != UInt8(ascii: "[") { at -= 1 }
                at -= 1
            }
            let name = word()
            if at >= 0, text[at] == UInt8(ascii: "%") { return scope.structured[name] }
            if HL7Types.isSegment(name) || HL7Types.isGroup(name) || name.hasPrefix("Z") && name.count == 3 { return name }
            return nil
        }
        return nil
    }
}
