import FHIR
import Tree

/// A bundle that a resource stands in, and how references in it find their targets
/// (https://hl7.org/fhir/R4/bundle.html#references).
struct BundleScope {
    enum Finding: Equatable {
        case found(Tree.ID)
        /// More than one entry answers.
        case several(Tree.ID)
        /// An entry has this type and id, but another fullUrl.
        case otherURL
        case missing
        /// The entry that the reference stands in has no fullUrl.
        case noBase
        case malformed
    }

    struct Entry {
        var node: Tree.ID
        var fullURL: String?
        var resource: Tree.ID?
        var type = ""
        var id: String?
        var version: String?
    }

    let bundle: Tree.ID
    let type: String
    private(set) var entries: [Entry] = []
    private var byURL: [String: [Int]] = [:]
    /// `Type/id` of the entries.
    private var names: Set<String> = []

    init(_ bundle: Tree.ID, in examination: Examination) {
        self.bundle = bundle
        type = examination.text("type", of: bundle) ?? ""
        for node in examination.children("entry", of: bundle) {
            var entry = Entry(node: node, fullURL: examination.text("fullUrl", of: node))
            if let resource = examination.child("resource", of: node), examination.isResource(resource) {
                entry.resource = resource
                entry.type = examination.tree.text(of: resource)
                entry.id = examination.text("id", of: resource)
                entry.version = examination.child("meta", of: resource).flatMap { examination.text("versionId", of: $0) }
            }
            if let id = entry.id { names.insert("\(entry.type)/\(id)") }
            if let url = entry.fullURL { byURL[url, default: []].append(entries.count) }
            entries.append(entry)
        }
    }

    /// Transactions and batches, and their responses, may leave out what the server knows.
    var isExchange: Bool { ["transaction", "batch", "transaction-response", "batch-response"].contains(type) }

    /// What `reference` means in the entry with this fullUrl.
    func find(_ reference: String, from base: String?) -> Finding {
        var target = reference
        var version: String?
        if let history = reference.range(of: "/_history/") {
            target = String(reference[..<history.lowerBound])
            version = String(reference[history.upperBound...])
        }
        let isAbsolute = URIText.isAbsolute(reference)
        if !isAbsolute {
            if isExchange, reference.contains("?") { return .missing }
            guard let base else { return .noBase }
            let parts = target.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return .malformed }
            if base.hasPrefix("urn:") {
                target = base.split(separator: ":").dropLast().joined(separator: ":") + ":" + parts[1]
            } else {
                target =
                    base.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/"
                    + target
            }
        }
        var found = byURL[target] ?? []
        if let version { found = found.filter { entries[$0].version == nil || entries[$0].version == version } }
        if let first = found.first {
            guard let resource = entries[first].resource else { return .missing }
            return found.count > 1 && version == nil ? .several(resource) : .found(resource)
        }
        guard !isAbsolute else { return .missing }
        let parts = reference.split(separator: "/")
        let isNear = parts.count >= 2 && names.contains("\(parts[0])/\(parts[1])")
        return isNear ? .otherURL : .missing
    }
}

extension StringProtocol {
    /// The first occurrence, without Foundation.
    func range(of part: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
