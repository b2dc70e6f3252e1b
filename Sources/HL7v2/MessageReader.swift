package import Diagnostics
package import Tree

/// Fills a `Tree` with one message: what mapping, validation and FHIRPath read.
///
/// ```
/// let reading = MessageReader(defaultCharset: .windows1252).read(bytes)
/// guard reading.isUsable else { return reading.issues }
/// let surname = reading.tree.segment("PID").flatMap { reading.tree.field(5, of: $0) }
/// ```
/// The root is `.message`, named by its structure (`ADT_A01`); below it `.group` (when grouping) and `.segment` nodes, then
/// `.field` (repetitions are siblings of one position), `.component`, `.subcomponent`. An element without parts is a leaf;
/// empty elements make no node. MSH-1 and MSH-2 are leaves that are never split.
package struct MessageReader: Sendable {
    package var limits: Limits
    /// The feed's character set, for messages with an empty MSH-18.
    package var defaultCharset: Charset?
    /// Whether segments are put into the groups of the message structure.
    package var groups: Bool
    /// Read as this version, whatever MSH-12 says.
    package var version: Version?
    /// Read as this structure, whatever MSH-9 says.
    package var structure: String?

    package init(
        limits: Limits = .standard, defaultCharset: Charset? = nil, groups: Bool = true, version: Version? = nil,
        structure: String? = nil
    ) {
        self.limits = limits
        self.defaultCharset = defaultCharset
        self.groups = groups
        self.version = version
        self.structure = structure
    }

    package func read(_ bytes: [UInt8]) -> Reading {
        var issues = IssueList(limit: limits.issues)
        var index = Index()
        guard bytes.withUnsafeBytes({ index.build($0, limits: limits, issues: &issues) }) else {
            return Reading(issues: issues.finished())
        }
        return bytes.withUnsafeBytes { source in
            let charset = index.charset(source, feed: defaultCharset, &issues)
            var schema = Schema.of(resolveVersion(index, source, &issues))
            let (name, found) = resolveStructure(index, source, &schema, &issues)
            var fill = TreeFill(source: source, index: index, charset: charset, limits: limits, issues: issues)
            fill.run(name: name, structure: groups ? found : nil, schema: schema)
            guard !fill.failed else { return Reading(issues: fill.issues.finished()) }
            return Reading(
                tree: fill.tree, issues: fill.issues.finished(), version: schema.version, structure: name, charset: charset)
        }
    }

    private func resolveVersion(_ index: Index, _ source: UnsafeRawBufferPointer, _ issues: inout IssueList) -> Version {
        if let version { return version }
        guard let range = index.range(of: SourcePath("MSH", field: 12, component: 1, subcomponent: 1), in: source),
            !range.isEmpty
        else {
            issues.add(
                .warning, "version-missing", "MSH-12 names no version; \(Version.assumed.rawValue) is assumed", path: "MSH-12",
                byte: Int(index.segments[0].start))
            return .assumed
        }
        let found = Version.named(String(decoding: source[range], as: UTF8.self))
        if !found.exact {
            issues.add(
                .warning, "version-unknown", "MSH-12 names a version without a schema; read as \(found.version.rawValue)",
                path: "MSH-12", byte: range.lowerBound)
        }
        return found.version
    }

    /// MSH-9.3 where the version knows it, else what type and event make; `schema` becomes another version's where the one that
    /// MSH-12 names has no such message: an OML^O21 that says 2.3 is one of the versions that have it.
    private func resolveStructure(
        _ index: Index, _ source: UnsafeRawBufferPointer, _ schema: inout Schema, _ issues: inout IssueList
    ) -> (name: String, structure: Structure?) {
        if let structure { return (structure, schema.structure(structure)) }
        func component(_ number: Int) -> String {
            guard
                let range = index.range(of: SourcePath("MSH", field: 9, component: number, subcomponent: 1), in: source),
                range.count <= 40
            else { return "" }
            return String(decoding: source[range], as: UTF8.self)
        }
        let declared = component(3)
        if let found = schema.structure(declared) { return (declared, found) }
        let type = component(1)
        let event = component(2)
        // Early senders put the structure where the event stands (ORU_R01), or the event alone into EVN.
        let derived =
            schema.structureName(type: type, event: event.isEmpty ? eventOfEVN(index, source) : event)
            ?? (schema.structure(type) == nil ? nil : type)
        let byte = index.field(9, of: 0)?.lowerBound
        if derived == nil, version == nil,
            let (other, found) = MessageReader.elsewhere(declared, type, event, than: schema.version)
        {
            issues.add(
                .warning, "version-without-structure",
                "version \(schema.version.rawValue) has no such message; it is read as \(other.version.rawValue)",
                path: "MSH-12", byte: byte)
            schema = other
            return (found.name, found)
        }
        if !declared.isEmpty {
            issues.add(
                .warning, "structure-unknown",
                "MSH-9.3 names no structure of version \(schema.version.rawValue)", path: "MSH-9.3", byte: byte)
        }
        if let derived { return (derived, schema.structure(derived)) }
        issues.add(
            .warning, "message-type-unknown",
            "version \(schema.version.rawValue) has no structure for the type and event of MSH-9; segments are not grouped",
            path: "MSH-9", byte: byte)
        let name = declared.isEmpty ? (event.isEmpty ? type : "\(type)_\(event)") : declared
        let isName =
            !name.isEmpty && name.utf8.allSatisfy { $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 && $0 <= 0x5A }
        return (isName ? name : "MESSAGE", nil)
    }

    /// The schema that has the message where `version` has not: 2.5.1, which most senders mean, else the nearest later one,
    /// else the nearest earlier one (events that later versions withdrew).
    private static func elsewhere(
        _ declared: String, _ type: String, _ event: String, than version: Version
    ) -> (Schema, Structure)? {
        let later = Version.allCases.filter { $0 > version }
        let earlier = Version.allCases.filter { $0 < version }
        for candidate in [.v2_5_1] + later + earlier.reversed() where candidate != version {
            let schema = Schema.of(candidate)
            let name = schema.structure(declared)?.name ?? schema.structureName(type: type, event: event.isEmpty ? nil : event)
            if let found = name.flatMap(schema.structure) { return (schema, found) }
        }
        return nil
    }

    private func eventOfEVN(_ index: Index, _ source: UnsafeRawBufferPointer) -> String? {
        index.range(of: SourcePath("EVN", field: 1, component: 1, subcomponent: 1), in: source)
            .flatMap { $0.isEmpty || $0.count > 10 ? nil : String(decoding: source[$0], as: UTF8.self) }
    }
}

/// What came of reading a message.
package struct Reading: Sendable {
    /// Empty when the message is not usable.
    package var tree = Tree()
    package var issues: [Diagnostic]
    package var version = Version.assumed
    /// The structure's name, the root's as well.
    package var structure = ""
    package var charset = Charset.utf8

    /// Whether there is a tree; errors among the issues then concern parts of it only.
    package var isUsable: Bool { !tree.isEmpty }
}
