import Diagnostics
import YAML

// What an overlay says must be something that the map it extends can be told.
extension MappingFile {
    func checkDifferences(from base: MappingFile, _ findings: DiagnosticSet) {
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
        if make != nil, base.make == nil {
            findings.error(
                "M102", "\(base.name) makes messages; there is no make: to change", at: keySpan("make"), hint: "use create:")
        }
        if !create.isEmpty, base.create.isEmpty {
            findings.error(
                "M102", "\(base.name) makes \(base.target?.text ?? "an object"); create: stands only in maps of messages",
                at: keySpan("create"), hint: "use make:")
        }
        guard let make, let ground = base.make else { return }
        for element in make.elements {
            guard case .removed = element.value, !ground.elements.contains(where: { $0.name == element.name }) else { continue }
            let names = ground.elements.map(\.name)
            findings.error(
                "M136", "\(base.name) sets no \(element.name), so there is nothing to remove", at: element.key.span,
                hint: closeName(to: element.name, among: names).map { "did you mean \($0)?" }
                    ?? "it sets \(names.joined(separator: ", "))")
        }
        for text in [make.each, make.from, make.copy].compactMap(\.self) {
            findings.error(
                "M106", "make: of an overlay holds elements, let: and if: only", at: text.node.span,
                hint: "put it where the map is used")
        }
    }

    private func keySpan(_ name: String) -> TextSpan? {
        node.mapping?.first { $0.name == name }?.key.span
    }
}
