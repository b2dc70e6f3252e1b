import Diagnostics
import Foundation
import Testing

/// `docs/diagnostics.md` says every code, what it means, and shows one mistake of the corpus in `Tests/Broken`: what was
/// wrong, what mends it, and what the hub says. `HUB_UPDATE_DOCS=1 swift test --filter DiagnosticReferenceTests` writes it.
@Suite struct DiagnosticReferenceTests {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let marker =
        "<!-- Below: made by DiagnosticReferenceTests from DiagnosticCode.all and Tests/Broken; do not edit. -->\n"

    /// A mistake of the corpus: its folder, the file that differs from the base, and what is said.
    struct Example {
        var folder: URL
        var base: URL
        var file: String
        var said: String
    }

    static func examples() throws -> [String: Example] {
        var found: [String: Example] = [:]
        for area in ["Mappings", "Configuration"] {
            let folder = root.appendingPathComponent("Tests/Broken/\(area)")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            where name.first?.isNumber == true {
                let own = folder.appendingPathComponent(name)
                let said = try String(contentsOf: own.appendingPathComponent("expected.txt"), encoding: .utf8)
                let files = FileManager.default.enumerator(atPath: own.path)?.compactMap { $0 as? String } ?? []
                var isFolder: ObjCBool = false
                guard
                    let file = files.sorted().first(where: { file in
                        file != "expected.txt"
                            && FileManager.default.fileExists(atPath: own.path + "/" + file, isDirectory: &isFolder)
                            && !isFolder.boolValue
                    })
                else { continue }
                for part in said.components(separatedBy: "\n\n") {
                    guard let bracket = part.firstIndex(of: "["), part[bracket...].count > 5 else { continue }
                    let code = String(part[part.index(after: bracket)...].prefix(4))
                    if found[code] == nil {
                        found[code] = Example(
                            folder: own, base: folder.appendingPathComponent("base"), file: file,
                            said: part.trimmingCharacters(in: .newlines))
                    }
                }
            }
        }
        return found
    }

    static func page() throws -> String {
        let examples = try examples()
        var page = ""
        var area = ""
        let titles = [
            "Y": "YAML (Y)", "M": "Maps, tables and profiles (M)", "F": "Expressions (F)", "R": "Routes (R)",
            "C": "Configuration and commands (C)",
        ]
        for entry in DiagnosticCode.all {
            if String(entry.code.prefix(1)) != area {
                area = String(entry.code.prefix(1))
                page += "\n## \(titles[area] ?? area)\n"
            }
            page += "\n### \(entry.code): \(entry.meaning)\n\n"
            switch entry.kind {
            case .error: page += "Error.\n"
            case .warning: page += "Warning.\n"
            case .command: page += "Said by a command, or while an expression runs.\n"
            }
            guard let example = examples[entry.code] else { continue }
            let bad = try String(contentsOf: example.folder.appendingPathComponent(example.file), encoding: .utf8)
            let good = try? String(contentsOf: example.base.appendingPathComponent(example.file), encoding: .utf8)
            page += "\n```diff\n" + difference(bad: bad, good: good) + "```\n\n```text\n\(example.said)\n```\n"
        }
        return page
    }

    /// What is wrong with `-`, what mends it with `+`; a file that should not be there at all is shown by its first lines.
    static func difference(bad: String, good: String?) -> String {
        let wrong = bad.components(separatedBy: "\n")
        guard let good else { return wrong.prefix(6).filter { !$0.isEmpty }.map { "- \($0)\n" }.joined() }
        let right = good.components(separatedBy: "\n")
        var text = ""
        let change = wrong.difference(from: right)
        for case .insert(_, let line, _) in change.insertions where !line.isEmpty { text += "- \(line)\n" }
        for case .remove(_, let line, _) in change.removals where !line.isEmpty { text += "+ \(line)\n" }
        return text.isEmpty ? "- (an empty file)\n" : text
    }

    @Test func thePageIsFresh() throws {
        let url = Self.root.appendingPathComponent("docs/diagnostics.md")
        let old = try String(contentsOf: url, encoding: .utf8)
        let head = old.components(separatedBy: Self.marker)[0]
        let fresh = head + Self.marker + (try Self.page())
        if ProcessInfo.processInfo.environment["HUB_UPDATE_DOCS"] != nil {
            try fresh.write(to: url, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: url, encoding: .utf8)
        #expect(
            written == fresh, "docs/diagnostics.md is stale: HUB_UPDATE_DOCS=1 swift test --filter DiagnosticReferenceTests")
    }

    /// Codes that need no wrong file of ours to be said, or one that cannot be kept in a repository.
    static let without: Set<String> = [
        "Y105", "Y107", "M100", "M143", "F003", "F103", "F204", "F205", "F206", "C101", "C102", "C104", "C113", "R100",
        "M190",
    ]

    @Test func everyCodeThatStopsAFileHasAnExample() throws {
        let examples = try Self.examples()
        let lacking = DiagnosticCode.all.filter {
            $0.kind != .command && examples[$0.code] == nil && !Self.without.contains($0.code)
        }
        #expect(lacking.map(\.code) == [])
    }

    @Test func everyCodeOfTheSourcesIsExplained() throws {
        let known = Set(DiagnosticCode.all.map(\.code))
        #expect(known.count == DiagnosticCode.all.count, "a code stands twice")
        let sources = Self.root.appendingPathComponent("Sources")
        let pattern = /"([YMFRC][0-9]{3})"/
        var said: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: sources.path) ?? .init()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: pattern) { said.insert(String(match.1)) }
        }
        #expect(said.count > 100)
        #expect(said.subtracting(known).sorted() == [], "add them to DiagnosticCode.all")
        #expect(known.subtracting(said).sorted() == [], "nobody says these any more")
    }
}
