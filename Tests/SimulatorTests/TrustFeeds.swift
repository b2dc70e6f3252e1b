import Canonical
import Diagnostics
import Foundation
import YAML

/// The region's feeds as `Config/trusts` says them, read without the rest of the configuration.
enum TrustFeeds {
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func all() throws -> [String: Feed] {
        let folder = package.appending(path: "Config/trusts")
        var feeds: [String: Feed] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "yaml" {
            let (root, problems) = Document.parse(
                try String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
            guard let root, problems.isEmpty, let trust = root["trust"]?.text else { continue }
            var profile = TrustProfile()
            for entry in root["profile"]?.mapping ?? [] { profile.values[entry.name] = texts(entry.value) }
            for entry in root["feeds"]?.mapping ?? [] {
                let said = entry.value
                feeds[entry.name] = Feed(
                    name: entry.name, trust: trust, format: said["format"]?.text == "fhir" ? .fhir : .hl7v2,
                    charset: said["charset"]?.text ?? "UTF-8", facilities: said["facilities"].map(texts) ?? [],
                    overlay: said["mappings"]?.text, profile: profile)
            }
        }
        return feeds
    }

    private static func texts(_ node: YAMLNode) -> [String] {
        node.list.map { $0.compactMap(\.text) } ?? [node.text].compactMap(\.self)
    }
}
