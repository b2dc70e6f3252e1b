import Foundation
import Testing

/// The layers of docs/architecture.md, held against the sources: arrows point only down, and targets of one layer don't
/// import each other.
@Suite struct LayerTests {
    /// Layer and line budget of every target. Growing past a budget is a decision: raise it in the same commit and say why.
    static let targets: [String: (layer: Int, budget: Int)] = [
        "CRabbitMQ": (-1, 0), "CLibXML2": (-1, 0), "COpenSSL": (-1, 0),
        "Diagnostics": (0, 600), "Tree": (0, 800),
        "Digests": (1, 300), "HL7v2": (1, 9000), "XML": (1, 900), "YAML": (1, 1500), "AMQP": (1, 4500),
        "FHIR": (2, 6500),
        "FHIRPath": (3, 9000),
        "Canonical": (4, 1500),
        "Validation": (5, 6000), "Mapping": (5, 18700), "Routing": (5, 1500),
        "Ledger": (6, 4000), "Record": (6, 5000),
        "Submission": (7, 3500),
        "SQLiteStore": (8, 6500), "Transports": (8, 1500),
        "Pipeline": (9, 3500),
        "Operations": (10, 4000),
        "Console": (11, 4000), "Simulator": (11, 4500),
        "hub": (12, 4000),
    ]

    static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    struct SourceFile {
        var target: String
        var name: String
        var lines: [Substring]
        var isGenerated: Bool { lines.first.map { $0.contains(" by Tools/") || $0.contains("ritten by Tools/") } ?? false }
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count,
                    words[..<at].allSatisfy({ ["package", "public", "internal", "@_exported", "@preconcurrency"].contains($0) })
                else { return nil }
                return String(words[at + 1].split(separator: ".")[0])
            }
        }
    }

    static func files() throws -> [SourceFile] {
        var files: [SourceFile] = []
        let walk = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        while let url = walk?.nextObject() as? URL {
            guard url.pathExtension == "swift" else { continue }
            let path = url.path(percentEncoded: false).dropFirst(sources.path(percentEncoded: false).count)
                .split(separator: "/")
            let text = try String(contentsOf: url, encoding: .utf8)
            files.append(
                SourceFile(
                    target: String(path[0]), name: path.dropFirst().joined(separator: "/"),
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
        }
        return files
    }

    @Test func arrowsPointOnlyDown() throws {
        for file in try Self.files() {
            let own = try #require(Self.targets[file.target], "\(file.target) has no layer")
            for module in file.imports {
                guard let other = Self.targets[module] else { continue }
                #expect(other.layer < own.layer, "\(file.target)/\(file.name) imports \(module), which is not below it")
            }
        }
    }

    @Test func everyTargetOfTheFolderHasALayerAndEveryLayerAFolder() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path(percentEncoded: false))
        #expect(Set(folders) == Set(Self.targets.keys))
    }

    @Test func aCLibraryIsImportedByExactlyOneTarget() throws {
        var users: [String: Set<String>] = [:]
        for file in try Self.files() {
            for module in file.imports where Self.targets[module]?.layer == -1 {
                users[module, default: []].insert(file.target)
            }
        }
        #expect(users.mapValues { $0.sorted() } == ["CRabbitMQ": ["AMQP"], "CLibXML2": ["XML"], "COpenSSL": ["Digests"]])
    }

    @Test func sqlAndHTTPLiveWhereTheyBelong() throws {
        let homes = [
            "GRDB": ["SQLiteStore"], "AsyncHTTPClient": ["Transports"], "Hummingbird": ["Console", "hub"],
            "HummingbirdTLS": ["hub"], "Yams": ["YAML"],
        ]
        for file in try Self.files() {
            for module in file.imports {
                guard let allowed = homes[module] else { continue }
                #expect(allowed.contains(file.target), "\(file.target)/\(file.name) imports \(module)")
            }
        }
    }

    @Test func targetsKeepTheirLineBudgetsAndFilesTheirSize() throws {
        var totals: [String: Int] = [:]
        for file in try Self.files() where !file.isGenerated {
            totals[file.target, default: 0] += file.lines.count
            #expect(file.lines.count <= 500, "\(file.target)/\(file.name) has \(file.lines.count) lines")
        }
        for (target, lines) in totals {
            let budget = try #require(Self.targets[target]?.budget)
            #expect(lines <= budget, "\(target) has \(lines) lines, its budget is \(budget)")
        }
    }
}
