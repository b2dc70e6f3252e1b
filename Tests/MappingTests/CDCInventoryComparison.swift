/// Which of the expected elements a result holds.
///
/// Every expected resource is matched with at most one of the same type: the pair that shares most elements first. The resource
/// itself counts as an element, so does each reference, which holds when it leads to the resource that matches.
struct InventoryComparison {
    struct Missing: Hashable {
        var type: String
        var path: String
        var value: String
    }

    private(set) var expected = 0
    private(set) var missing: [Missing] = []
    var reproduced: Int { expected - missing.count }

    init(expected wanted: InventoryBundle, result: InventoryBundle) {
        let match = Self.match(wanted.resources, result.resources)
        for (index, resource) in wanted.resources.enumerated() {
            expected += resource.count
            guard let found = match[index].map({ result.resources[$0] }) else {
                missing.append(Missing(type: resource.type, path: "", value: ""))
                for (element, count) in resource.elements { lack(resource, element, count) }
                for reference in resource.references { lack(resource, reference) }
                continue
            }
            for (element, count) in resource.elements {
                let held = Self.count(element, in: found)
                if held < count { lack(resource, element, count - held) }
            }
            var left = found.references
            for reference in resource.references {
                let wanted = reference.target.flatMap { match[$0] }
                if let position = left.firstIndex(where: {
                    $0.path == reference.path && $0.target != nil && $0.target == wanted
                }) {
                    left.remove(at: position)
                } else {
                    lack(resource, reference)
                }
            }
        }
    }

    private mutating func lack(_ resource: InventoryBundle.Resource, _ element: InventoryBundle.Element, _ count: Int) {
        for _ in 0..<count { missing.append(Missing(type: resource.type, path: element.path, value: element.value)) }
    }

    private mutating func lack(_ resource: InventoryBundle.Resource, _ reference: InventoryBundle.Reference) {
        missing.append(Missing(type: resource.type, path: reference.path, value: "→ \(reference.type)"))
    }

    /// Greedy, best pair first; equal pairs in the order in which they stand.
    private static func match(
        _ wanted: [InventoryBundle.Resource], _ found: [InventoryBundle.Resource]
    ) -> [Int?] {
        struct Pair {
            var score: Int
            var distance: Int
            var wanted: Int
            var found: Int
        }
        var pairs: [Pair] = []
        for (index, one) in wanted.enumerated() {
            for (position, other) in found.enumerated() where one.type == other.type {
                let shared = one.elements.reduce(0) { $0 + min($1.value, count($1.key, in: other)) }
                let led = Set(one.references.map(\.path)).intersection(other.references.map(\.path)).count
                pairs.append(
                    Pair(score: shared * 100 + led, distance: abs(index - position), wanted: index, found: position))
            }
        }
        pairs.sort { ($1.score, $0.distance, $0.wanted, $0.found) < ($0.score, $1.distance, $1.wanted, $1.found) }
        var match = [Int?](repeating: nil, count: wanted.count)
        var taken: Set<Int> = []
        for pair in pairs where match[pair.wanted] == nil && !taken.contains(pair.found) {
            match[pair.wanted] = pair.found
            taken.insert(pair.found)
        }
        return match
    }

    /// A quotation's display holds every part of a name that stands in it as a word.
    private static func count(_ element: InventoryBundle.Element, in resource: InventoryBundle.Resource) -> Int {
        if let held = resource.elements[element] { return held }
        guard let display = resource.display, element.path.hasPrefix("name") || element.path == "description",
            !element.path.contains("extension"), !element.value.isEmpty
        else { return 0 }
        let words = display.split { $0 == " " || $0 == "," }
        let wanted = element.value.split { $0 == " " || $0 == "," }
        guard let first = wanted.first else { return 0 }
        let isHeld = words.indices.contains { words[$0] == first && words[$0...].starts(with: wanted) }
        return isHeld ? 1 : 0
    }
}
