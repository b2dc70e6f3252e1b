import Diagnostics
import YAML

/// The parts of one message map.
struct MessageParts {
    /// Where each was used first, in order: what they check is checked with the message.
    var used: [YAMLNode] = []
    /// Those that stand around what is compiled, outermost first: none may use itself.
    var open: [String] = []
    /// One could not be read or found, which has been told.
    var isIncomplete = false
}

// Lists of resources that message maps have in common: they are compiled where they stand, with the variables and aliases there.
extension Compiler {
    func part(_ node: YAMLNode, _ scope: inout Scope) -> [CreatePlan] {
        guard let name = node.text, let part = part(of: node, name) else {
            messageParts.isIncomplete = true
            return []
        }
        usage.usedMaps.insert(name)
        touched.maps.insert(name)
        addIgnores(of: part)
        if !messageParts.used.contains(where: { $0.text == name }) { messageParts.used.append(node) }
        let told = findings.all.count
        messageParts.open.append(name)
        let plans = create(part.create, &scope)
        messageParts.open.removeLast()
        findings.explain(from: told, use(node))
        return plans
    }

    private func use(_ node: YAMLNode) -> String { "\(node.source.file):\(node.line) uses the part \(node.text ?? "")" }

    /// What the parts of the message check.
    func partChecks(_ scope: Scope) -> [CheckPlan] {
        messageParts.used.flatMap { node in
            let told = findings.all.count
            let checks = (files[node.text ?? ""]?.checks ?? []).compactMap { check($0, scope) }
            findings.explain(from: told, use(node))
            return checks
        }
    }

    /// Its aliases, of a group that uses it.
    func declarePart(_ node: YAMLNode) {
        guard let name = node.text, let part = files[name], part.isPart, !messageParts.open.contains(name) else { return }
        messageParts.open.append(name)
        declare(part.create)
        messageParts.open.removeLast()
    }

    private func part(of node: YAMLNode, _ name: String) -> MappingFile? {
        guard let file = files[name] else {
            if node.isNull || usage.unreadable.contains(name) { return nil }
            let parts = files.values.filter(\.isPart).map(\.name).sorted()
            let known =
                parts.isEmpty ? "write parts/\(name).yaml, with part: and create:" : "parts: \(parts.joined(separator: ", "))"
            findings.error(
                "M161", "there is no part \(name)", at: node.span,
                hint: closeName(to: name, among: parts).map { "did you mean \($0)?" } ?? known)
            return nil
        }
        guard file.isPart else {
            findings.error(
                "M161", "\(name) is a map, no part", at: node.span,
                hint: file.target.map { "- \($0.text ?? "TYPE") as ALIAS: { map: \(name) }" })
            return nil
        }
        guard !messageParts.open.contains(name) else {
            findings.error(
                "M161", "the part \(name) uses itself", at: node.span,
                cause: (messageParts.open + [name]).joined(separator: " uses "))
            return nil
        }
        return file
    }
}
