import Foundation

/// The elements of a Bundle as the inventory's comparison sees them: path without positions and value, a resource at a time.
///
/// Ids, narrative and extensions of the other project are left out. A reference to nothing in the Bundle that carries an
/// identifier or a name is a quotation of a resource: it counts as one, with what it says.
struct InventoryBundle {
    struct Element: Hashable {
        var path: String
        var value: String
    }
    struct Reference {
        var path: String
        /// Index of the resource in `resources`, when the Bundle holds it.
        var target: Int?
        /// What the reference itself says: `Patient`.
        var type: String
    }
    struct Resource {
        var type: String
        var elements: [Element: Int] = [:]
        var references: [Reference] = []
        /// What a quotation calls the resource.
        var display: String?

        var count: Int { 1 + elements.values.reduce(0, +) + references.count }
    }

    static let ownExtensions = "https://reportstream.cdc.gov/"

    private(set) var resources: [Resource] = []

    init(json: Data) throws {
        let bundle = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        let entries = (bundle["entry"] as? [[String: Any]] ?? []).compactMap { entry in
            (entry["resource"] as? [String: Any]).map { (url: entry["fullUrl"] as? String, content: $0) }
        }
        var positions: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            if let url = entry.url { positions[url] = index }
            positions["\(entry.content["resourceType"] ?? "")/\(entry.content["id"] ?? "")"] = index
        }
        for entry in entries { resources.append(Resource(type: entry.content["resourceType"] as? String ?? "")) }
        for (index, entry) in entries.enumerated() { collect(entry.content, "", index, positions) }
        resources.append(Resource(type: "Bundle"))
        collect(bundle.filter { $0.key != "entry" }, "", resources.count - 1, positions)
    }

    private mutating func collect(_ value: Any, _ path: String, _ owner: Int, _ positions: [String: Int]) {
        switch value {
        case let object as [String: Any]: collect(object: object, path, owner, positions)
        case let list as [Any]: for item in list { collect(item, path, owner, positions) }
        default: resources[owner].elements[Element(path: path, value: Self.text(value)), default: 0] += 1
        }
    }

    private mutating func collect(
        object: [String: Any], _ path: String, _ owner: Int, _ positions: [String: Int]
    ) {
        if !path.isEmpty, object["reference"] == nil, object["display"] != nil || object["identifier"] != nil,
            let type = object["type"] as? String
        {
            quote(object, as: type, path, owner, positions)
            return
        }
        for key in object.keys.sorted() where !["id", "resourceType", "fullUrl", "lastUpdated"].contains(key) {
            guard let value = object[key], !(path.isEmpty && key == "text") else { continue }
            if key == "reference", let name = value as? String {
                let short = name.split(separator: "/").suffix(2).joined(separator: "/")
                let target = positions[name] ?? positions[short]
                let type = target.map { resources[$0].type } ?? String(name.prefix { $0 != "/" })
                resources[owner].references.append(Reference(path: path, target: target, type: type))
            } else if key == "extension" || key == "modifierExtension" {
                for item in value as? [[String: Any]] ?? [] {
                    let url = item["url"] as? String ?? ""
                    guard !url.hasPrefix(Self.ownExtensions) else { continue }
                    collect(item.filter { $0.key != "url" }, "\(path).\(key)(\(url))", owner, positions)
                }
            } else {
                collect(value, path.isEmpty ? key : "\(path).\(key)", owner, positions)
            }
        }
    }

    private mutating func quote(
        _ object: [String: Any], as type: String, _ path: String, _ owner: Int, _ positions: [String: Int]
    ) {
        var quoted = Resource(type: type)
        quoted.display = object["display"] as? String
        resources.append(quoted)
        let index = resources.count - 1
        resources[owner].references.append(Reference(path: path, target: index, type: type))
        if let identifier = object["identifier"] { collect(identifier, "identifier", index, positions) }
    }

    /// Times are compared as moments, numbers as numbers.
    private static func text(_ value: Any) -> String {
        if let number = value as? NSNumber { return number.stringValue }
        let text = (value as? String ?? "").trimmingCharacters(in: .whitespaces)
        guard text.count >= 20, text.contains("T"), let moment = moment(text) else { return text }
        return String(moment.timeIntervalSince1970)
    }

    private static func moment(_ text: String) -> Date? {
        if let whole = try? Date(text, strategy: .iso8601) { return whole }
        return try? Date(
            text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }
}
