import Diagnostics
import Foundation
import Testing

@testable import Mapping

/// `Tests/Broken/Mappings/NNN-name/` holds one file with one mistake; laid over `base/` beside it it must give exactly the diagnostics of
/// its `expected.txt`. `HUB_UPDATE_GOLDEN=1 swift test --filter BrokenMappingTests` writes what comes out; a person reads
/// the difference.
@Suite struct BrokenMappingTests {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Broken/Mappings")
    static let isUpdating = ProcessInfo.processInfo.environment["HUB_UPDATE_GOLDEN"] == "1"

    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.first?.isNumber == true }.sorted()

    static let base = files(below: folder.appendingPathComponent("base"))

    static func files(below folder: URL) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (path, bytes) in SourceDirectory.files(below: folder.path, problem: { _, _ in }) where path != "expected.txt" {
            files[path] = bytes
        }
        return files
    }

    static func diagnostics(of name: String) -> [Diagnostic] {
        let changed = base.merging(files(below: folder.appendingPathComponent(name))) { _, new in new }
        return Release.load(files: changed.map { ($0.key, $0.value) }).diagnostics
    }

    @Test func theBaseIsSound() {
        let found = Release.load(files: Self.base.map { ($0.key, $0.value) }).diagnostics
        #expect(found.isEmpty, "\(found.map { $0.rendered() }.joined(separator: "\n"))")
    }

    @Test func thereAreEnough() {
        #expect(Self.names.count >= 120)
        #expect(Set(Self.names.map { $0.prefix(3) }).count == Self.names.count, "two cases have one number")
    }

    @Test(arguments: names) func mistakeIsSaid(_ name: String) throws {
        let found = Self.diagnostics(of: name)
        let rendered = found.map { $0.rendered() }.joined(separator: "\n\n") + "\n"
        let golden = Self.folder.appendingPathComponent(name).appendingPathComponent("expected.txt")
        if Self.isUpdating { try rendered.write(to: golden, atomically: true, encoding: .utf8) }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        #expect(rendered == expected, "\(name) says something else:\n\(rendered)\nexpected:\n\(expected)")
        #expect(!found.isEmpty, "nothing was found")
        for diagnostic in found {
            guard case .text(let span)? = diagnostic.location else {
                Issue.record("\(diagnostic.code) has no place")
                continue
            }
            #expect(span.line >= 1 && span.column >= 1)
        }
    }
}
