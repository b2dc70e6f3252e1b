import Diagnostics
import FHIR
import Tree

/// Rules about bundles beyond FHIR's invariants (https://hl7.org/fhir/R4/bundle.html).
extension Examination {
    mutating func bundle(_ scope: BundleScope) {
        for entry in scope.entries { self.entry(entry, of: scope) }
        switch scope.type {
        case "document": document(scope)
        case "message": message(scope)
        case "searchset": searchSet(scope)
        default: break
        }
    }

    private mutating func entry(_ entry: BundleScope.Entry, of scope: BundleScope) {
        guard let url = entry.fullURL, let place = child("fullUrl", of: entry.node) else {
            if !scope.isExchange, entry.resource != nil {
                report("bundle-fullurl", "an entry needs a fullUrl, but in transactions and batches", at: entry.node)
            }
            return
        }
        if !URIText.isAbsolute(url) {
            report("bundle-fullurl", "a fullUrl is absolute", at: place)
            return
        }
        guard url.hasPrefix("http"), entry.resource != nil, let named = ReferenceText.type(in: url),
            schema.type(named: named)?.isResource == true
        else { return }
        guard let id = entry.id else {
            report(
                "bundle-fullurl", "the fullUrl is an address of a server, but the resource has no id", at: place,
                severity: scope.isExchange ? .warning : .error)
            return
        }
        if !url.hasSuffix("/\(entry.type)/\(id)"), url.range(of: "/\(entry.type)/\(id)/_history/") == nil {
            report(
                "bundle-fullurl", "the fullUrl is an address of a server, and ends otherwise than the resource's type and id",
                at: place)
        }
    }

    // MARK: Documents and messages

    private mutating func document(_ scope: BundleScope) {
        guard let first = scope.entries.first else {
            report("bundle-first", "a document begins with a Composition", at: scope.bundle)
            return
        }
        guard let composition = first.resource, first.type == "Composition" else { return }
        var places: [Tree.ID] = []
        for name: Name in ["subject", "encounter", "author", "custodian"] { places += children(name, of: composition) }
        for attester in children("attester", of: composition) { places += children("party", of: attester) }
        for event in children("event", of: composition) { places += children("detail", of: event) }
        var sections = children("section", of: composition)
        while let section = sections.popLast() {
            for name: Name in ["entry", "author", "focus"] { places += children(name, of: section) }
            sections += children("section", of: section)
        }
        mustBeThere(places, from: first, in: scope)
        orphans(scope)
    }

    /// Every resource of a document is tied to its Composition, by references in whichever direction.
    private mutating func orphans(_ scope: BundleScope) {
        var places: [Tree.ID: Int] = [:]
        for (place, entry) in scope.entries.enumerated() { if let resource = entry.resource { places[resource] = place } }
        var neighbours = [[Int]](repeating: [], count: scope.entries.count)
        for (place, entry) in scope.entries.enumerated() {
            guard let resource = entry.resource else { continue }
            for id in descendants(of: resource) where shape(of: id) == .reference {
                guard let literal = text("reference", of: id) else { continue }
                switch scope.find(literal, from: entry.fullURL) {
                case .found(let target), .several(let target):
                    guard let other = places[target] else { continue }
                    neighbours[place].append(other)
                    neighbours[other].append(place)
                case .otherURL, .missing, .noBase, .malformed: continue
                }
            }
        }
        var isTied = [Bool](repeating: false, count: scope.entries.count)
        var pending = [0]
        // A stylesheet is tied by a link of the bundle.
        for link in children("link", of: scope.bundle) {
            guard let url = text("url", of: link) else { continue }
            pending += scope.entries.indices.filter { scope.entries[$0].fullURL == url }
        }
        while let place = pending.popLast() {
            if isTied[place] { continue }
            isTied[place] = true
            pending += neighbours[place]
        }
        for (place, entry) in scope.entries.enumerated() where !isTied[place] && entry.resource != nil {
            report("bundle-orphan", "no references tie the entry to the document's Composition", at: entry.node)
        }
    }

    private mutating func message(_ scope: BundleScope) {
        guard let first = scope.entries.first else {
            report("bundle-first", "a message begins with a MessageHeader", at: scope.bundle)
            return
        }
        guard let header = first.resource, first.type == "MessageHeader" else { return }
        mustBeThere(children("focus", of: header), from: first, in: scope)
    }

    private mutating func mustBeThere(_ places: [Tree.ID], from first: BundleScope.Entry, in scope: BundleScope) {
        for place in places {
            guard let literal = text("reference", of: place), !literal.isEmpty, !literal.hasPrefix("#") else { continue }
            switch scope.find(literal, from: first.fullURL) {
            case .found, .several, .noBase, .malformed: break
            case .missing, .otherURL:
                report("bundle-reference", "what the first entry refers to must be in the bundle", at: place)
            }
        }
    }

    // MARK: Search sets

    private mutating func searchSet(_ scope: BundleScope) {
        let types = searchedTypes(of: scope.bundle)
        for entry in scope.entries {
            guard let resource = entry.resource else {
                report("bundle-search", "an entry of a search set has a resource", at: entry.node)
                continue
            }
            guard let search = child("search", of: entry.node), let mode = text("mode", of: search) else {
                if !types.isEmpty, !types.contains(entry.type), entry.type != "OperationOutcome" {
                    report(
                        "bundle-search", "the resource is not of the type that was searched for, and no mode says why",
                        at: resource)
                }
                continue
            }
            if mode == "outcome" {
                if entry.type != "OperationOutcome" {
                    report("bundle-search", "an outcome of a search is an OperationOutcome", at: resource)
                }
                continue
            }
            if entry.id == nil { report("bundle-search", "a resource that was found has an id", at: resource) }
            if mode == "match", !types.isEmpty, !types.contains(entry.type) {
                report("bundle-search", "a match is of the type that was searched for", at: resource)
            }
        }
    }

    /// The types that the link `self` says; empty when it says none.
    private func searchedTypes(of bundle: Tree.ID) -> Set<String> {
        guard let own = children("link", of: bundle).first(where: { text("relation", of: $0) == "self" }),
            let url = text("url", of: own)
        else { return [] }
        let parts = url.split(separator: "?", maxSplits: 1)
        var path = (parts.first ?? "").split(separator: "/")
        if path.last == "_search" { path.removeLast() }
        if let last = path.last.map(String.init), schema.type(named: last)?.isResource == true { return [last] }
        guard parts.count == 2 else { return [] }
        for parameter in parts[1].split(separator: "&") where parameter.hasPrefix("_type=") {
            return Set(parameter.dropFirst(6).split(separator: ",").map(String.init))
        }
        return []
    }
}
