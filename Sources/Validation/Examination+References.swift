import Diagnostics
import FHIR
import Tree

/// Rules about references. What is neither contained nor in the bundle cannot be known here, so it is no error.
extension Examination {
    mutating func reference(at id: Tree.ID, scopes: BundleScopes) {
        let declared = text("type", of: id)
        if let declared, !URIText.isAbsolute(declared), schema.type(named: declared)?.isResource != true,
            let place = child("type", of: id)
        {
            warn("reference-type", "the type of a reference is a type of resource", at: place)
        }
        guard let literal = text("reference", of: id), let place = child("reference", of: id), !literal.isEmpty else { return }
        let target = resolved(literal, at: id, place: place, scopes: scopes)
        let said = ReferenceText.type(in: literal).flatMap { schema.type(named: $0)?.isResource == true ? $0 : nil }
        let actual = target.map { tree.text(of: $0) } ?? said
        if let declared {
            if let actual, actual != declared, !declared.hasSuffix("/" + actual) {
                report("reference-type", "the reference does not refer to the type that it says", at: place)
            }
            allowed(declared, at: id, place: child("type", of: id) ?? id)
        } else if let target {
            allowed(tree.text(of: target), at: id, place: place)
        } else if let said {
            // Nobody knows what stands there, but its address says it.
            allowed(said, at: id, place: place, severity: .warning)
        }
    }

    /// The resource that a reference means, when it is at hand.
    private mutating func resolved(
        _ literal: String, at id: Tree.ID, place: Tree.ID, scopes: BundleScopes
    ) -> Tree.ID? {
        let holder = container(around: id)
        if literal.hasPrefix("#") {
            let wanted = literal.dropFirst()
            if wanted.isEmpty { return holder }
            let found = contained(wanted, in: holder)
            if found == nil, text("id", of: holder).map({ $0 == wanted }) != true {
                report("fhir-reference", "no contained resource has this id", at: place)
            }
            return found
        }
        var current = holder
        var isInBundle = false
        while let (scope, base) = scopes.scope(of: current, in: self) {
            isInBundle = true
            switch scope.find(literal, from: base) {
            case .found(let target): return target
            case .several(let target):
                report("bundle-reference", "several entries of the bundle have the fullUrl that is meant", at: place)
                return target
            case .otherURL:
                warn(
                    "bundle-reference", "an entry has this type and id, but its fullUrl is not what the reference means",
                    at: place)
                return nil
            case .noBase:
                if !scope.isExchange {
                    report("bundle-reference", "a relative reference needs a fullUrl of its entry", at: place)
                }
                return nil
            case .malformed:
                report("fhir-reference", "the reference is neither Type/id nor a URL, URN or #id", at: place)
                return nil
            case .missing: current = scope.bundle
            }
        }
        if isInBundle, literal.hasPrefix("urn:uuid:") || literal.hasPrefix("urn:oid:") {
            report("bundle-reference", "no entry of the bundle has this fullUrl", at: place)
        } else if !isInBundle, !URIText.isAbsolute(literal), ReferenceText.type(in: literal) == nil {
            warn("fhir-reference", "the reference is neither Type/id nor a URL, URN or #id", at: place)
        }
        return nil
    }

    /// Whether the element may refer to this type of resource.
    private mutating func allowed(
        _ type: String, at id: Tree.ID, place: Tree.ID, severity: Diagnostic.Severity = .error
    ) {
        let name = type.split(separator: "/").last.map(String.init) ?? type
        guard let element = element(of: id) else { return }
        let targets = element.referenceTargets
        if targets.isEmpty { return }
        if let known = schema.type(named: name), targets.contains(where: { known.isSubtype(of: $0) }) { return }
        report(
            "reference-target", "the element does not refer to this type of resource", at: place, severity: severity,
            hint: targets.prefix(8).map(\.name).joined(separator: ", "))
    }

    /// The definition of the element that a node is.
    func element(of id: Tree.ID) -> FHIRElement? {
        guard let parent = tree.parent(of: id), let owner = schema.type(.init(rawValue: tree[parent].type)) else { return nil }
        let node = tree[id]
        let start = Int(node.nameStart)
        return owner.element(Name(bytes: tree.bytes[start..<start + Int(node.matchLength)]))
    }
}

/// The parts of a literal reference.
enum ReferenceText {
    /// The name that stands where a type of resource does: `Patient` in `https://a/b/Patient/1/_history/2`.
    static func type(in literal: String) -> String? {
        var text = Substring(literal)
        if let search = text.firstIndex(of: "?") {
            text = text[..<search]
            return text.split(separator: "/").last.map(String.init)
        }
        if let history = text.range(of: "/_history/") { text = text[..<history.lowerBound] }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.last, isID(last) else { return nil }
        let name = String(parts[parts.count - 2])
        return name.isEmpty ? nil : name
    }

    static func isID(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { URIText.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }
}
