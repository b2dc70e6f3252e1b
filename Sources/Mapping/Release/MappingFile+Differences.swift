import Diagnostics
import FHIR
import YAML

// What an overlay says must be something that the map it extends can be told.
extension MappingFile {
    func checkDifferences(from base: MappingFile, _ findings: DiagnosticSet) {
        if base.isPart {
            findings.add(partMistakes)
            return
        }
        if keys.contains("mapping") {
            findings.error(
                "M146", "mapping: and extends: exclude one another", at: keySpan("mapping"),
                hint: "an overlay has the name of what it extends: remove mapping:")
        }
        if let target, let text = target.text, let own = base.target?.text, text != own {
            findings.error(
                "M144", "\(base.name) makes \(own); an overlay cannot make \(text) of it", at: target.span,
                hint: "remove target:")
        }
        if let sourceNode, let text = sourceNode.text, let own = base.sourceNode?.text, base.create.isEmpty, text != own {
            findings.error(
                "M145", "\(base.name) reads \(own); an overlay cannot make it read \(text)", at: sourceNode.span,
                hint: "remove source:")
        }
        if make != nil, base.make == nil {
            findings.error(
                "M102", "\(base.name) makes messages; there is no make: to change", at: keySpan("make"), hint: "use create:")
        }
        if !create.isEmpty, base.create.isEmpty {
            findings.error(
                "M102", "\(base.name) makes \(base.target?.text ?? "an object"); create: stands only in maps of messages",
                at: keySpan("create"), hint: "use make:")
        }
        checkEqualities(with: base, findings)
        guard let make, let ground = base.make else { return }
        for element in make.elements {
            guard case .removed = element.value, !ground.elements.sets(element.name) else { continue }
            let names = ground.elements.map(\.name)
            findings.error(
                "M136", "\(base.name) sets no \(element.name), so there is nothing to remove", at: element.key.span,
                hint: closeName(to: element.name, among: names).map { "did you mean \($0)?" }
                    ?? "it sets \(names.joined(separator: ", "))")
        }
        for element in make.elements {
            guard case .cases(let cases) = element.value else { continue }
            var known: Set<String> = []
            for case .cases(let own) in ground.elements.filter({ $0.name == element.name }).map(\.value) {
                for branch in own.branches { known.formUnion(branch.names) }
            }
            for branch in cases.branches where branch.isRemoved {
                guard let name = branch.names.first(where: { !known.contains($0) }) else { continue }
                findings.error(
                    "M136", "\(base.name) has no branch \(name) here, so there is nothing to remove", at: branch.key.span,
                    hint: closeName(to: name, among: known.sorted()).map { "did you mean \($0)?" })
            }
        }
        for element in make.elements where base.needed.contains(element.name) {
            guard case .removed = element.value, ground.elements.contains(where: { $0.name == element.name }) else { continue }
            findings.error(
                element.name == "id" ? "M149" : "M130",
                "\(base.target?.text ?? base.name) needs \(element.name), which an overlay cannot take away",
                at: element.key.span, hint: "say what \(element.name) is here, or remove the line")
        }
        for text in [make.each, make.from, make.copy].compactMap(\.self) {
            findings.error(
                "M106", "make: of an overlay holds elements, let: and if: only", at: text.node.span,
                hint: "put it where the map is used")
        }
    }

    /// A part, or an overlay of one, is a list of resources and what belongs to them; everything else its messages say.
    var partMistakes: [Diagnostic] {
        func mistake(_ key: String, _ message: String, cause: String? = nil, hint: String) -> Diagnostic {
            Diagnostic(.error, code: "M161", message, at: keySpan(key).map(Location.text), cause: cause, hint: hint)
        }
        let own: Set = ["part", "extends", "about", "create", "ignore", "checks", "guide", "waive"]
        var found = keys.subtracting(own).sorted().map { key in
            mistake(
                key, "a part has no \(key):", cause: "it stands in the create: list of messages",
                hint: key == "mapping" ? "write part: alone" : "say it in the messages that use the part")
        }
        guard let extends else { return found }
        if keys.contains("part") {
            found.append(
                mistake("part", "part: and extends: exclude one another", hint: "an overlay has the name of what it extends"))
        }
        if keys.isDisjoint(with: ["create", "checks", "ignore"]) {
            found.append(
                Diagnostic(
                    .warning, code: "M139", "this changes nothing of \(name)", at: .text(extends.span),
                    hint: "say what differs, or remove the file"))
        }
        return found
    }

    /// What an overlay says as its base says it: it is kept apart for nothing when the base changes.
    private func checkEqualities(with base: MappingFile, _ findings: DiagnosticSet) {
        func same(_ name: String, at span: TextSpan) {
            findings.warning(
                "M139", "\(base.name) has \(name) just so", at: span,
                cause: "an overlay holds what differs; this would stay when the base is changed", hint: "remove it")
        }
        for element in make?.elements ?? [] {
            guard let own = base.make?.elements.first(where: { $0.name == element.name }) else { continue }
            if element.value.node.isSame(as: own.value.node) { same(element.name, at: element.key.span) }
        }
        for variable in variables + (make?.variables ?? []) {
            guard let own = (base.variables + (base.make?.variables ?? [])).first(where: { $0.name == variable.name }) else {
                continue
            }
            if variable.value.node.isSame(as: own.value.node) { same("the variable \(variable.name)", at: variable.key.span) }
        }
        let says = Set(["make", "create", "let", "event", "focus", "source", "target", "ignore", "checks"])
        if says.isDisjoint(with: keys), let extends {
            findings.warning(
                "M139", "this changes nothing of \(base.name)", at: extends.span, hint: "say what differs, or remove the file")
        }
    }

    /// Elements without which what the map makes is nothing.
    var needed: Set<String> {
        guard let type = target?.text.flatMap({ FHIR.Schema.r4.type(named: $0) }) else { return [] }
        return Set(type.elements.filter { $0.isRequired && !$0.isChoice }.map(\.name) + (type.isResource ? ["id"] : []))
    }

    private func keySpan(_ name: String) -> TextSpan? {
        node.mapping?.first { $0.name == name }?.key.span
    }
}
