import Foundation
import YAML

/// As much of JSON Schema (draft 7) as the hub's own schemas use, over YAML: what an editor would underline.
struct SchemaChecker {
    private let root: [String: Any]

    init(file: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    func problems(_ node: YAMLNode) -> [String] { check(node, root, "") }

    private func check(_ node: YAMLNode, _ schema: [String: Any], _ path: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.replacingOccurrences(of: "#/definitions/", with: "")
            guard let target = (root["definitions"] as? [String: Any])?[name] as? [String: Any] else {
                return ["no definition \(name)"]
            }
            return check(node, target, path)
        }
        var found: [String] = []
        for part in schema["allOf"] as? [[String: Any]] ?? [] { found += check(node, part, path) }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let results = choices.map { check(node, $0, path) }
            if !results.contains(where: \.isEmpty) {
                // The choice of the right type says most.
                found += results.filter { !$0.contains { $0.hasPrefix("\(path) is no ") } }.first ?? results.first ?? []
            }
        }
        if let condition = schema["if"] as? [String: Any], let then = schema["then"] as? [String: Any],
            check(node, condition, path).isEmpty
        {
            found += check(node, then, path)
        }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { kinds(node).contains($0) }) {
            return found + ["\(path) is no \(types.joined(separator: " or "))"]
        }
        if let constant = schema["const"] as? String, node.text != constant { found.append("\(path) is not \(constant)") }
        if let words = schema["enum"] as? [String], !words.contains(node.text ?? "") {
            found.append("\(path) is none of \(words.prefix(5))")
        }
        if let pattern = schema["pattern"] as? String, !matches(node.text ?? "", pattern) {
            found.append("\(path) does not match \(pattern)")
        }
        if let least = schema["minimum"] as? Int, let number = node.text.flatMap({ Int($0) }), number < least {
            found.append("\(path) is less than \(least)")
        }
        if let items = schema["items"] as? [String: Any] {
            for (index, item) in (node.list ?? []).enumerated() { found += check(item, items, "\(path)[\(index)]") }
        }
        if let entries = node.mapping { found += object(entries, schema, path) }
        return found
    }

    private func object(_ entries: [YAMLNode.Entry], _ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let patterns = schema["patternProperties"] as? [String: [String: Any]] ?? [:]
        for name in schema["required"] as? [String] ?? [] where !entries.contains(where: { $0.name == name }) {
            found.append("\(path) lacks \(name)")
        }
        for entry in entries {
            let own = "\(path).\(entry.name)"
            var isKnown = false
            if let property = properties[entry.name] {
                found += check(entry.value, property, own)
                isKnown = true
            }
            for (pattern, property) in patterns where matches(entry.name, pattern) {
                found += check(entry.value, property, own)
                isKnown = true
            }
            guard !isKnown else { continue }
            if schema["additionalProperties"] as? Bool == false { found.append("\(own) is unknown") }
            if let further = schema["additionalProperties"] as? [String: Any] { found += check(entry.value, further, own) }
        }
        return found
    }

    private func kinds(_ node: YAMLNode) -> [String] {
        if node.mapping != nil { return ["object"] }
        if node.list != nil { return ["array"] }
        if node.isNull { return ["null"] }
        guard node.style == .plain, let text = node.text else { return ["string"] }
        if ["true", "false"].contains(text) { return ["boolean"] }
        if Int(text) != nil { return ["integer", "number"] }
        return Double(text) != nil ? ["number"] : ["string"]
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }
}
