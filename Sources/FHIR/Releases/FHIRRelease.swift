import Tree

/// A release of FHIR that senders write.
package enum FHIRRelease: String, Hashable, Sendable, CaseIterable {
    case r4, stu3

    package var schema: Schema {
        switch self {
        case .r4: .r4
        case .stu3: .stu3
        }
    }

    /// As people call it: `FHIR STU3`.
    package var title: String {
        switch self {
        case .r4: "FHIR R4"
        case .stu3: "FHIR STU3"
        }
    }

    /// `4.0`, `3.0`
    package var version: String {
        switch self {
        case .r4: "4.0"
        case .stu3: "3.0"
        }
    }
}

extension FHIRDocument {
    /// Reads a document in the release that it is written in, whatever that is.
    ///
    /// ```
    /// let document = FHIRDocument.read(bytes)
    /// if document.release == .stu3 { … }
    /// ```
    /// A document does not say its release. It is STU3's when less of it is strange to STU3 than to R4, and when a profile that it
    /// claims is STU3's and nothing in it speaks for R4.
    ///
    /// - Parameters:
    ///   - stated: the release, where somebody knows it.
    ///   - certainly: only what cannot be a mistake of a document of R4: all of it is STU3's, and a profile, a resource or several
    ///     elements are not R4's.
    package static func read(
        _ bytes: [UInt8], as stated: FHIRRelease? = nil, certainly: Bool = false, limits: ReadingLimits = ReadingLimits()
    ) -> FHIRDocument {
        if let stated { return parse(bytes, of: stated, limits: limits) }
        let document = parse(bytes, limits: limits)
        guard let tree = document.tree else { return document }
        let strangers = Schema.r4.strangers(in: tree)
        let isClaimed = tree.claimsSTU3
        guard isClaimed || strangers > (certainly ? 1 : 0) else { return document }
        let other = parse(bytes, of: .stu3, limits: limits)
        guard let otherTree = other.tree else { return document }
        let others = Schema.stu3.strangers(in: otherTree)
        if certainly, others > 0 { return document }
        return others < strangers || isClaimed && others == strangers ? other : document
    }

    private static func parse(_ bytes: [UInt8], of release: FHIRRelease, limits: ReadingLimits) -> FHIRDocument {
        var document = parse(bytes, schema: release.schema, limits: limits)
        document.release = release
        return document
    }
}

extension Schema {
    /// How many elements of an annotated tree this release has no place for, or not such a one; what stands below them is not
    /// counted. A resource of an unknown type counts as two.
    func strangers(in tree: Tree) -> Int {
        tree.nodes.withUnsafeBufferPointer { nodes in
            var count = 0
            for index in nodes.indices {
                let node = nodes[index]
                if index > 0 {
                    // Below a stranger all are.
                    if nodes[Int(node.parent)].type == 0 { continue }
                } else if node.length == 0 {
                    continue
                }
                let record = types[Int(node.type)]
                switch record.kind {
                case .none: count += index == 0 ? 2 : 1
                case .primitive: if node.kind == .object { count += 1 }
                case .complex, .backbone: if node.kind != .object, node.kind != .null { count += 1 }
                case .resource: if record.isAbstract, node.length > 0 { count += 2 }
                }
            }
            return count
        }
    }
}

extension Tree {
    /// Whether the resource, or one of the bundle's, claims a profile of STU3.
    fileprivate var claimsSTU3: Bool {
        guard !isEmpty else { return false }
        if claimsSTU3(.root) { return true }
        for entry in children(of: .root) where node(entry, isNamed: "entry") {
            if let resource = child(of: entry, named: "resource"), claimsSTU3(resource) { return true }
        }
        return false
    }

    private func claimsSTU3(_ resource: ID) -> Bool {
        guard let meta = child(of: resource, named: "meta") else { return false }
        return children(of: meta).contains { node($0, isNamed: "profile") && Self.isOfSTU3(value(of: $0)) }
    }

    /// `https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1`, `http://hl7.org/fhir/3.0/…`, `…|3.0.1`
    private static func isOfSTU3(_ profile: ArraySlice<UInt8>) -> Bool {
        profile.firstRange(of: "/STU3/".utf8) != nil || profile.starts(with: "http://hl7.org/fhir/3.0/".utf8)
            || profile.suffix(6).starts(with: "|3.0.".utf8)
    }
}
