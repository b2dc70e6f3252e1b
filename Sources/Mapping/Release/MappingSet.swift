import Diagnostics
import YAML

/// The files of a release as they were written: the base and, apart, each trust's.
struct MappingSet {
    struct Layer {
        var maps: [String: MappingFile] = [:]
        var tables: [String: CodeTable] = [:]
    }
    var base = Layer()
    var overlays: [String: Layer] = [:]
    var trust = TrustProfileDeclaration()
    /// Warnings that a file waives with a reason: file and code.
    private var waivers: Set<String> = []

    static func read(
        _ files: [(path: String, bytes: [UInt8])], shownAs directory: String, findings: DiagnosticSet
    ) -> MappingSet {
        var set = MappingSet()
        for (path, bytes) in files.sorted(by: { $0.path < $1.path }) {
            if path.contains(".tests/") { continue }
            let shown = directory.isEmpty ? path : "\(directory)/\(path)"
            let parts = path.split(separator: "/").map(String.init)
            let overlay = parts.first == "trusts" && parts.count > 2 ? parts[1] : nil
            let own = Findings()
            defer { findings.add(own.diagnostics) }
            guard let last = parts.last else { continue }
            if last.hasSuffix(".csv") {
                let name = String(last.dropLast(4))
                let table = CodeTable.read(
                    String(decoding: bytes, as: UTF8.self), name: name, file: shown, findings: own)
                set.add(overlay) { layer in
                    if layer.tables[name] != nil { own.error("M182", "two tables are called \(name)", at: nil) }
                    layer.tables[name] = table
                }
            } else if last.hasSuffix(".yaml") || last.hasSuffix(".yml") {
                let (root, problems) = Document.parse(String(decoding: bytes, as: UTF8.self), file: shown)
                own.add(problems)
                guard let root else { continue }
                if path == "trust-profile.yaml" {
                    set.trust = TrustProfileDeclaration.read(root, own)
                    continue
                }
                set.readWaivers(root, shown, own)
                guard let map = MappingFileReader(findings: own).read(root, file: shown) else { continue }
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
        return set
    }

    private mutating func add(_ overlay: String?, _ change: (inout Layer) -> Void) {
        if let overlay {
            change(&overlays[overlay, default: Layer()])
        } else {
            change(&base)
        }
    }

    /// `waive: { M151: why }`
    private mutating func readWaivers(_ root: YAMLNode, _ file: String, _ findings: Findings) {
        guard let node = root["waive"] else { return }
        for entry in node.mapping ?? [] {
            if (entry.value.text ?? "").isEmpty {
                findings.error("M108", "a waiver needs a reason", at: entry.key.span, hint: "\(entry.name): why")
            } else {
                waivers.insert("\(file) \(entry.name)")
            }
        }
    }

    /// Without the warnings that their file waives; errors are never waived.
    func waived(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.filter { diagnostic in
            guard diagnostic.severity != .error, case .text(let span) = diagnostic.location else { return true }
            return !waivers.contains("\(span.file) \(diagnostic.code)")
        }
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
                }
                maps[map.name] = map
                continue
            }
            guard let name = extends.text, let parent = base.maps[name] else {
                findings.error(
                    "M146", "there is no map \(extends.text ?? "") to extend", at: extends.span,
                    hint: closeName(to: extends.text ?? "", among: base.maps.keys.sorted()).map { "did you mean \($0)?" })
                continue
            }
            maps[name] = parent.extended(by: map)
        }
        var tables = base.tables
        for (name, table) in overlay.tables {
            tables[name] = base.tables[name].map { table.extending($0) } ?? table
        }
        return (maps, tables)
    }
}

extension MappingFile {
    /// This map with the keys of `overlay` over it: a key replaces the whole element, `~` removes it.
    func extended(by overlay: MappingFile) -> MappingFile {
        var merged = self
        merged.file = overlay.file
        if let make = overlay.make {
            merged.make = merged.make?.extended(by: make) ?? make
        }
        merged.variables = merged.variables.replacing(overlay.variables)
        if overlay.keys.contains("create") { merged.create = overlay.create }
        if overlay.keys.contains("event") { merged.event = overlay.event }
        if overlay.keys.contains("focus") { merged.focus = overlay.focus }
        if overlay.keys.contains("source"), overlay.source != nil { merged.source = overlay.source }
        merged.ignore += overlay.ignore
        merged.checks += overlay.checks
        return merged
    }
}

extension ObjectTemplate {
    func extended(by overlay: ObjectTemplate) -> ObjectTemplate {
        var merged = self
        for element in overlay.elements {
            let base = merged.elements.firstIndex { $0.name == element.name }
            if let base {
                merged.elements[base] = element
            } else {
                merged.elements.append(element)
            }
        }
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
