import Diagnostics
import Foundation
import Operations
import Testing

/// `Tests/Broken/Configuration/NNN-name/` holds one file with one mistake; laid over `base/` beside it (with the sound maps
/// of `Tests/Broken/Mappings/base`) it must give exactly its `expected.txt`. `HUB_UPDATE_GOLDEN=1` writes what comes out.
@Suite struct BrokenConfigurationTests {
    static let broken = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Broken")
    static let folder = broken.appendingPathComponent("Configuration")
    static let isUpdating = ProcessInfo.processInfo.environment["HUB_UPDATE_GOLDEN"] == "1"

    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.first?.isNumber == true }.sorted()

    /// All that is said of the base with the case's files over it; paths are those inside the folder.
    static func diagnostics(of name: String?) throws -> [Diagnostic] {
        let files = FileManager.default
        let place = files.temporaryDirectory.appendingPathComponent("hub-broken-\(UUID().uuidString)")
        defer { try? files.removeItem(at: place) }
        try files.copyItem(at: folder.appendingPathComponent("base"), to: place)
        if let name {
            let own = folder.appendingPathComponent(name)
            for case let path as String in files.enumerator(atPath: own.path) ?? .init() where path.hasSuffix(".yaml") {
                let target = place.appendingPathComponent(path)
                try? files.removeItem(at: target)
                try files.copyItem(at: own.appendingPathComponent(path), to: target)
            }
        }
        let setup = HubSetup.load(
            config: place.path, mappings: broken.appendingPathComponent("Mappings/base").path, environmentVariables: [:])
        let found = setup.diagnostics + (setup.configuration?.loadRoutes().diagnostics ?? [])
        return found.map { shortened($0, place.path + "/") }
    }

    static func shortened(_ diagnostic: Diagnostic, _ prefix: String) -> Diagnostic {
        func short(_ text: String) -> String {
            text.replacingOccurrences(of: prefix, with: "")
                .replacingOccurrences(of: broken.appendingPathComponent("Mappings/base").path, with: "Mappings")
        }
        var own = diagnostic
        own.message = short(own.message)
        own.cause = own.cause.map(short)
        own.hint = own.hint.map(short)
        if case .text(var span)? = own.location {
            span.file = short(span.file)
            own.location = .text(span)
        }
        return own
    }

    @Test func theBaseIsSound() throws {
        let found = try Self.diagnostics(of: nil)
        #expect(found.isEmpty, "\(found.map { $0.rendered() }.joined(separator: "\n"))")
    }

    @Test(arguments: names) func mistakeIsSaid(_ name: String) throws {
        let found = try Self.diagnostics(of: name)
        let rendered = found.map { $0.rendered() }.joined(separator: "\n\n") + "\n"
        let golden = Self.folder.appendingPathComponent(name).appendingPathComponent("expected.txt")
        if Self.isUpdating { try rendered.write(to: golden, atomically: true, encoding: .utf8) }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        #expect(rendered == expected, "\(name) says something else:\n\(rendered)\nexpected:\n\(expected)")
        #expect(!found.isEmpty && found.allSatisfy { $0.location != nil })
    }
}
