import FHIR
import FHIRPath
import Tree

/// What a profile demands beyond FHIR: a tree of rules, one an element or slice.
struct Profile: Sendable {
    var url: String
    /// The type that it constrains.
    var type: String
    /// A profile that it derives from and that is not at hand.
    var missingAncestor: String?
    /// An extension that changes the meaning of its element.
    var isModifier = false
    /// Where an extension may stand; empty when anywhere or unknown.
    var contexts: [String] = []
    /// Rule 0 is about the resource itself.
    var rules: [Rule] = [Rule(name: "")]

    struct Rule: Sendable {
        /// The element's name, a choice's without `[x]`.
        var name: String
        var slice: String?
        var min = 0
        /// Nil is unbounded, or not said.
        var max: Int?
        /// Codes of the types that are allowed; empty when not restricted.
        var types: [String] = []
        /// Profiles of those types.
        var typeProfiles: [String] = []
        var valueSet: String?
        var wanted: Wanted?
        var slicing: Slicing?
        var constraints: [Constraint] = []
        var children: [Int] = []
        var slices: [Int] = []

        init(name: String, slice: String? = nil) {
            self.name = name
            self.slice = slice
        }

        mutating func read(min: String, max: String, types: [String], valueSet: String) {
            if let min = Int(min) { self.min = min }
            if !max.isEmpty { self.max = Int(max) }
            for type in types {
                let parts = type.split(separator: "|", maxSplits: 1).map(String.init)
                if let code = parts.first, !self.types.contains(code) { self.types.append(code) }
                if parts.count == 2 { typeProfiles.append(parts[1]) }
            }
            if !valueSet.isEmpty { self.valueSet = valueSet }
        }
    }

    struct Slicing: Sendable {
        var isClosed: Bool
        var discriminators: [Discriminator]
    }

    struct Discriminator: Sendable {
        /// value, pattern, exists, type, profile
        var kind: String
        var path: String
    }

    struct Constraint: Sendable {
        var key: String
        var isError: Bool
        var demand: String
        var program: Program
    }

    /// A fixed value or a pattern, as the child `v` of a small tree.
    struct Wanted: Sendable {
        var tree: Tree
        /// Fixed: nothing else may stand beside it.
        var isWhole: Bool

        init?(json: String, isWhole: Bool) {
            guard let tree = JSONReader.read(Array("{\"v\":\(json)}".utf8), dialect: .generic).tree,
                tree.hasChildren(.root)
            else { return nil }
            self.tree = tree
            self.isWhole = isWhole
        }
    }

    /// The rule of an element id such as `identifier:nhsNumber.system`; made when it is not there yet.
    mutating func place(_ id: String) -> Int {
        var current = 0
        for step in id.split(separator: ".") {
            let parts = step.split(separator: ":", maxSplits: 1)
            let isChoice = parts[0].hasSuffix("[x]")
            let name = String(isChoice ? parts[0].dropLast(3) : parts[0])
            current = child(name, slice: nil, of: current)
            guard parts.count == 2 else { continue }
            current = child(name, slice: String(parts[1]), of: current)
            // `value[x]:valueQuantity` is told by its type.
            if isChoice, rules[current].types.isEmpty, parts[1].hasPrefix(parts[0].dropLast(3)) {
                rules[current].types = [String(parts[1].dropFirst(name.count))]
            }
        }
        return current
    }

    private mutating func child(_ name: String, slice: String?, of parent: Int) -> Int {
        let known = slice == nil ? rules[parent].children : rules[parent].slices
        if let found = known.first(where: { rules[$0].name == name && rules[$0].slice == slice }) { return found }
        rules.append(Rule(name: name, slice: slice))
        if slice == nil {
            rules[parent].children.append(rules.count - 1)
        } else {
            rules[parent].slices.append(rules.count - 1)
        }
        return rules.count - 1
    }

    /// The rule at a path below a rule, and what is left of the path where no rule is.
    func rule(at path: [String], below start: Int) -> (rule: Int, rest: [String]) {
        var current = start
        for (index, name) in path.enumerated() {
            guard let next = rules[current].children.first(where: { rules[$0].name == name }) else {
                return (current, Array(path[index...]))
            }
            current = next
        }
        return (current, [])
    }
}
