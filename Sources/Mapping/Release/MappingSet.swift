import Diagnostics
import YAML

/// The files of a release as they were written: the base and, apart, each trust's.
struct MappingSet {
    struct Layer {
        var maps: [String: MappingFile] = [:]
        var tables: [String: CodeTable] = [:]
        var localSegments: [String: LocalSegment] = [:]
        /// Below `out/`: canonical messages as HL7 v2.
        var outbound: [String: OutboundFile] = [:]
    }
    var base = Layer()
    var overlays: [String: Layer] = [:]
    var trust = TrustProfileDeclaration()
    /// Where the profile declares its values, by name.
    var trustPlaces: [String: YAMLNode] = [:]
    /// Names of files that could not be read.
    private(set) var unreadable: Set<String> = []
    /// Warnings that a file waives with a reason, by file and code.
    private var waivers: [String: YAMLNode] = [:]

    static func read(
        _ files: [(path: String, bytes: [UInt8])], shownAs directory: String, findings: DiagnosticSet
    ) -> MappingSet {
        var set = MappingSet()
        for (path, bytes) in files.sorted(by: { $0.path < $1.path }) {
            if path.holds(".tests/") { continue }
            let shown = directory.isEmpty ? path : "\(directory)/\(path)"
            let parts = path.split(separator: "/").map(String.init)
            let overlay = parts.first == "trusts" && parts.count > 2 ? parts[1] : nil
            let own = Findings()
            defer { findings.add(own.diagnostics) }
            guard let last = parts.last else { continue }
            guard isText(bytes, shown, own) else {
                set.unreadable.insert(String(last.prefix { $0 != "." }))
                if path == "trust-profile.yaml" { set.trust.isUnreadable = true }
                continue
            }
            if last.hasSuffix(".csv") {
                let name = String(last.dropLast(4))
                let table = CodeTable.read(
                    String(decoding: bytes, as: UTF8.self), name: name, file: shown, findings: own)
                set.add(overlay) { layer in
                    if let other = layer.tables[name] {
                        own.error(
                            "M182", "two tables are called \(name)", at: TextSpan(file: shown, line: 1, column: 1),
                            cause: "the other is \(other.file)", hint: "rename one of the files")
                    }
                    layer.tables[name] = table
                }
            } else if last.hasSuffix(".yaml") || last.hasSuffix(".yml") {
                let (root, problems) = Document.parse(String(decoding: bytes, as: UTF8.self), file: shown)
                own.add(problems)
                guard let root else {
                    set.unreadable.insert(String(last.prefix { $0 != "." }))
                    if path == "trust-profile.yaml" { set.trust.isUnreadable = true }
                    if problems.isEmpty {
                        own.error("Y112", "the file is empty", at: TextSpan(file: shown, line: 1, column: 1))
                    }
                    continue
                }
                if path == "trust-profile.yaml" {
                    set.trust = TrustProfileDeclaration.read(root, own)
                    for entry in root["profile"]?.mapping ?? [] { set.trustPlaces[entry.name] = entry.key }
                    continue
                }
                if last == LocalSegment.fileName {
                    for segment in LocalSegment.read(root, own) {
                        set.add(overlay) { $0.localSegments[segment.name] = segment }
                    }
                    continue
                }
                set.readWaivers(root, shown, own)
                if parts.dropLast().last == "out" {
                    guard let map = OutboundFileReader(findings: own).read(root, file: shown) else { continue }
                    set.add(overlay) { $0.outbound[map.name] = map }
                    continue
                }
                guard let map = MappingFileReader(findings: own).read(root, file: shown) else {
                    set.unreadable.insert(String(last.prefix { $0 != "." }))
                    continue
                }
                if !last.hasPrefix(map.name + ".") { set.unreadable.insert(String(last.prefix { $0 != "." })) }
                if overlay == nil, let extends = map.extends {
                    own.error(
                        "M146", "extends: stands only in maps below trusts/NAME", at: extends.span,
                        cause: "an overlay changes a map for one trust", hint: "move the file to trusts/NAME/\(last)")
                    continue
                }
                set.add(overlay) { layer in
                    if let other = layer.maps[map.name] {
                        own.error(
                            "M101", "two maps are called \(map.name)", at: map.nameNode.span,
                            cause: "the other is \(other.file)")
                    }
                    layer.maps[map.name] = map
                }
            }
        }
        set.knowParts()
        return set
    }

    /// An overlay of a part is one.
    private mutating func knowParts() {
        for (name, layer) in overlays {
            for map in layer.maps.values where map.extends != nil && base.maps[map.name]?.isPart == true {
                overlays[name]?.maps[map.name]?.isPart = true
            }
        }
    }

    private mutating func add(_ overlay: String?, _ change: (inout Layer) -> Void) {
        if let overlay {
            change(&overlays[overlay, default: Layer()])
        } else {
            change(&base)
        }
    }

    /// Names of the maps that make R4 of another release of FHIR, of every layer.
    var conversionMaps: Set<String> {
        Set(
            ([base] + overlays.values).flatMap { layer in
                layer.maps.values.filter { $0.source?.converted.isEmpty == false }.map(\.name)
            })
    }

    /// The message maps, of every layer, in which a part stands.
    func users(ofPart name: String) -> Set<String> {
        let files = ([base] + overlays.values).flatMap(\.maps.values)
        var found: Set<String> = []
        var pending = [name]
        while let part = pending.popLast() {
            for file in files where file.create.contains(where: { $0.uses(part) }) && found.insert(file.name).inserted {
                if file.isPart { pending.append(file.name) }
            }
        }
        return found
    }

    mutating func replace(_ file: MappingFile, by other: MappingFile, in overlay: String?) {
        add(overlay) { $0.maps[file.name] = other }
    }

    /// `waive: { M151: why }`
    private mutating func readWaivers(_ root: YAMLNode, _ file: String, _ findings: Findings) {
        guard let node = root["waive"] else { return }
        if node.mapping == nil {
            findings.error("M108", "waive: is a mapping of codes and reasons", at: node.span, hint: "waive: { M117: why }")
        }
        for entry in node.mapping ?? [] {
            if (entry.value.text ?? "").isEmpty || entry.value.isNull {
                findings.error("M108", "a waiver needs a reason", at: entry.key.span, hint: "\(entry.name): why")
            } else {
                waivers["\(file) \(entry.name)"] = entry.key
            }
        }
    }

    /// Without the warnings that their file waives; errors are never waived.
    func waived(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var unused = waivers
        var kept: [Diagnostic] = []
        for diagnostic in diagnostics {
            guard case .text(let span)? = diagnostic.location else {
                kept.append(diagnostic)
                continue
            }
            let key = "\(span.file) \(diagnostic.code)"
            guard let waiver = waivers[key] else {
                kept.append(diagnostic)
                continue
            }
            unused[key] = nil
            guard diagnostic.severity == .error else { continue }
            kept.append(diagnostic)
            kept.append(
                Diagnostic(
                    .warning, code: "M158", "\(diagnostic.code) is an error here and cannot be waived", at: .text(waiver.span),
                    hint: "remove the waiver and mend line \(span.line)"))
        }
        // Errors hide what would have been found behind them.
        if !kept.contains(where: { $0.severity == .error }) {
            for (key, node) in unused.sorted(by: { $0.key < $1.key }) {
                kept.append(
                    Diagnostic(
                        .warning, code: "M158", "there is nothing here that \(node.text ?? key) says", at: .text(node.span),
                        cause: "the waiver would hide what comes later",
                        hint: node.text.flatMap { word in
                            let capitals = word.uppercased()
                            let isCode = word != capitals && DiagnosticCode.all.contains { $0.code == capitals }
                            return isCode ? "did you mean \(capitals)?" : nil
                        } ?? "remove it"))
            }
        }
        return kept
    }

    /// A file that is no UTF-8 is not read: every character could be another.
    private static func isText(_ bytes: [UInt8], _ file: String, _ findings: Findings) -> Bool {
        guard String(validating: bytes, as: UTF8.self) == nil else { return true }
        var line = 1
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A { line += 1 }
            if byte >= 0x80, String(validating: bytes[index...].prefix { $0 != 0x0A }, as: UTF8.self) == nil { break }
        }
        findings.error(
            "Y107", "the file is not UTF-8", at: TextSpan(file: file, line: line, column: 1),
            hint: "save it as UTF-8; the first byte that is none stands in this line")
        return false
    }

    func problems(of wanted: [String]) -> [(hint: String?, message: String)] {
        Set(wanted).sorted().filter { overlays[$0] == nil }.map { name in
            (
                closeName(to: name, among: overlays.keys.sorted()).map { "did you mean \($0)?" },
                "there is no directory trusts/\(name) of maps"
            )
        }
    }

    // MARK: overlays

    /// The base with a trust's maps and tables over it.
    func effective(_ overlay: Layer, findings: DiagnosticSet) -> (maps: [String: MappingFile], tables: [String: CodeTable]) {
        var maps = base.maps
        for map in overlay.maps.values.sorted(by: { $0.name < $1.name }) {
            guard let extends = map.extends else {
                if base.maps[map.name] != nil {
                    findings.error(
                        "M146", "the map \(map.name) exists already", at: map.nameNode.span,
                        hint: "write extends: \(map.name) and only what differs")
                    continue
                }
                maps[map.name] = map
                continue
            }
            guard let name = extends.text, let parent = base.maps[name] else {
                if unreadable.contains(extends.text ?? "") { continue }
                findings.error(
                    "M146", "there is no map \(extends.text ?? "") to extend", at: extends.span,
                    hint: closeName(to: extends.text ?? "", among: base.maps.keys.sorted()).map { "did you mean \($0)?" })
                continue
            }
            let own = Findings()
            map.checkFileName(own)
            findings.add(own.diagnostics)
            map.checkDifferences(from: parent, findings)
            maps[name] = parent.extended(by: map)
        }
        var tables = base.tables
        for (name, table) in overlay.tables {
            tables[name] = base.tables[name].map { table.extending($0) } ?? table
        }
        return (maps, tables)
    }

    /// Outbound maps of the base with a trust's over them.
    func effectiveOutbound(_ overlay: Layer, findings: DiagnosticSet) -> [String: OutboundFile] {
        var maps = base.outbound
        for map in overlay.outbound.values.sorted(by: { $0.name < $1.name }) {
            guard let extends = map.extends else {
                maps[map.name] = map
                continue
            }
            guard let name = extends.text, let parent = base.outbound[name] else {
                findings.error(
                    "M146", "there is no outbound map \(extends.text ?? "") to extend", at: extends.span,
                    hint: closeName(to: extends.text ?? "", among: base.outbound.keys.sorted()).map { "did you mean \($0)?" })
                continue
            }
            maps[name] = parent.extended(by: map)
        }
        return maps
    }
}

extension MappingFile {
    /// This map with the keys of `overlay` over it: a key replaces the whole element, `~` removes it.
    func extended(by overlay: MappingFile) -> MappingFile {
        var merged = self
        merged.file = overlay.file
        merged.ignore += overlay.ignore
        merged.checks += overlay.checks
        if isPart {
            if overlay.keys.contains("create") { merged.create = overlay.create.replacing(part: name, by: create) }
            return merged
        }
        if let make = overlay.make {
            merged.make = merged.make?.extended(by: make, keeping: needed) ?? make
        }
        merged.variables = merged.variables.replacing(overlay.variables)
        if overlay.keys.contains("create"), !create.isEmpty { merged.create = overlay.create }
        if overlay.keys.contains("event") { merged.event = overlay.event }
        if overlay.keys.contains("focus") { merged.focus = overlay.focus }
        if overlay.keys.contains("source"), overlay.source != nil, !create.isEmpty { merged.source = overlay.source }
        return merged
    }
}

extension [CreateTemplate] {
    /// An overlay of a part that uses the part of its own name uses the one that it changes.
    fileprivate func replacing(part name: String, by base: [CreateTemplate]) -> [CreateTemplate] {
        flatMap { template -> [CreateTemplate] in
            switch template.kind {
            case .part(let node) where node.text == name: return base
            case .group(let object, let nested):
                var changed = template
                changed.kind = .group(object, nested.replacing(part: name, by: base))
                return [changed]
            case .resource, .part: return [template]
            }
        }
    }
}

extension ObjectTemplate {
    /// - Parameter needed: what must not be taken away, which has been told.
    func extended(by overlay: ObjectTemplate, keeping needed: Set<String> = []) -> ObjectTemplate {
        var merged = self
        let own = overlay.elements.filter { element in
            if case .removed = element.value { !needed.contains(element.name) } else { true }
        }
        merged.elements = merged.elements.extended(by: own)
        merged.variables = merged.variables.replacing(overlay.variables)
        if let condition = overlay.condition { merged.condition = condition }
        return merged
    }
}

extension [ObjectTemplate.Variable] {
    /// Same name: in place, so that later ones still see it; new ones come last.
    func replacing(_ others: [ObjectTemplate.Variable]) -> [ObjectTemplate.Variable] {
        var merged = self
        for other in others {
            if let index = merged.firstIndex(where: { $0.name == other.name }) {
                merged[index] = other
            } else {
                merged.append(other)
            }
        }
        return merged
    }
}
