import Diagnostics
import Foundation
package import Mapping
import Pipeline
import Routing
import YAML

/// The JSON Schemas of every YAML file people write, made from what the readers themselves ask for: an editor that
/// follows the path comment in the first line completes and checks them.
///
/// `FileSchemas.all(profile: release.trustProfile)` is what stands in docs/schemas.
package enum FileSchemas {
    /// Names as `hub schema NAME` takes them.
    package static let names = ["mapping", "outbound", "trust", "hub", "routes", "destinations", "trust-profile"]

    package static func all(profile: TrustProfileDeclaration) -> [(name: String, text: String)] {
        names.compactMap { name in text(of: name, profile: profile).map { (name, $0) } }
    }

    package static func text(of name: String, profile: TrustProfileDeclaration) -> String? {
        switch name {
        case "mapping": return MappingSchema.make().json() + "\n"
        case "outbound": return OutboundSchema.make().json() + "\n"
        case "trust":
            let (records, about) = trust(profile)
            return document(records, about, "A trust of the hub", name)
        case "hub": return document(hub(), SchemaWords.hub, "The hub's settings", name)
        case "routes": return document(routes(), SchemaWords.routes, "Routes of the hub", name)
        case "destinations": return document(destinations(), SchemaWords.destinations, "Destinations of the hub", name)
        case "trust-profile": return document(trustProfile(), SchemaWords.trustProfile, "What trust.NAME may say", name)
        default: return nil
        }
    }

    /// Descriptions that no reader asks for any more, by file; a test wants none.
    package static func staleWords(profile: TrustProfileDeclaration) -> [String] {
        let (trustRecords, trustAbout) = trust(profile)
        let parts = [
            ("trust", RecordedSchema(trustRecords, about: trustAbout)),
            ("hub", RecordedSchema(hub(), about: SchemaWords.hub)),
            ("routes", RecordedSchema(routes(), about: SchemaWords.routes)),
            ("destinations", RecordedSchema(destinations(), about: SchemaWords.destinations)),
            ("trust-profile", RecordedSchema(trustProfile(), about: SchemaWords.trustProfile)),
        ]
        return parts.flatMap { name, schema in schema.staleDescriptions.map { "\(name): \($0)" } }
    }

    private static func document(
        _ records: [FieldRecorder.Record], _ about: [String: String], _ title: String, _ verb: String
    ) -> String {
        RecordedSchema(records, about: about).document(title: title, verb: verb).json() + "\n"
    }

    // MARK: rehearsals

    private static func trust(_ profile: TrustProfileDeclaration) -> ([FieldRecorder.Record], [String: String]) {
        let values = profile.entries.map { "  \($0.name): x\n" }.joined()
        let inFeed = profile.entries.map { "\($0.name): x" }.joined(separator: ", ")
        let probes = [
            "trust: X\nfeeds:\n  x: { profile: { \(inFeed) } }\nprofile:\n\(values)",
            "trust: X\nfeeds:\n  - { name: x }\n",
        ]
        var about = SchemaWords.trust
        for entry in profile.entries {
            about["profile.\(entry.name)"] = entry.about
            about["feeds.[].profile.\(entry.name)"] = entry.about
        }
        let records = rehearse(probes, named: "trusts/x.yaml") { folder, findings in
            var places = ConfigurationPlaces()
            _ = TrustFiles.load(from: folder + "/trusts", findings, &places)
        }
        return (records, about)
    }

    private static func hub() -> [FieldRecorder.Record] {
        let sections = ["broker", "mapper", "console", "retention"].map { "\($0): {}\n" }.joined()
        return rehearse(["environment: test\n" + sections], named: "hub.yaml") {
            _ = HubConfiguration.hubFile($0 + "/hub.yaml", $1)
        }
    }

    private static func destinations() -> [FieldRecorder.Record] {
        let probes = DestinationFile.kinds.map { kind in
            "destinations:\n  - { name: x, kind: \(kind), purpose: direct-care, retry: {}, url: 'https://x.example' }\n"
        }
        return rehearse(probes, named: "destinations.yaml") { _ = DestinationFile.load(from: $0 + "/destinations.yaml", $1) }
    }

    private static func routes() -> [FieldRecorder.Record] {
        rehearse(["routes:\n  - { name: x, when: true, to: [x], because: x }\n"], named: "routes.yaml") { folder, findings in
            guard let root = ConfigurationFile.root(folder + "/routes.yaml", findings) else { return }
            _ = Routes.load(root, destinations: ["x"], findings)
        }
    }

    private static func trustProfile() -> [FieldRecorder.Record] {
        rehearse(["profile:\n  x: { about: x }\n"], named: "trust-profile.yaml") { folder, findings in
            guard let root = ConfigurationFile.root(folder + "/trust-profile.yaml", findings) else { return }
            TrustProfileDeclaration.rehearse(root, findings)
        }
    }

    /// Lets a reader read each probe and keeps what it asked for.
    private static func rehearse(
        _ probes: [String], named name: String, _ read: (_ folder: String, _ findings: Findings) -> Void
    ) -> [FieldRecorder.Record] {
        var rehearsals: [[FieldRecorder.Record]] = []
        let folder = FileManager.default.temporaryDirectory.appending(path: "hub-schema-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for probe in probes {
            let file = folder.appending(path: name)
            try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(probe.utf8).write(to: file)
            let recorder = FieldRecorder()
            read(folder.path(percentEncoded: false), Findings(recorder: recorder))
            rehearsals.append(recorder.records)
        }
        return joined(rehearsals)
    }

    /// A key is required when every reading of the mapping that holds it required it: `url` only some kinds of destination have.
    private static func joined(_ rehearsals: [[FieldRecorder.Record]]) -> [FieldRecorder.Record] {
        var records: [FieldRecorder.Record] = []
        for record in rehearsals.joined() {
            if let at = records.firstIndex(where: { $0.path == record.path }) {
                if records[at].kind == .any { records[at].kind = record.kind }
            } else {
                records.append(record)
            }
        }
        for index in records.indices {
            let path = records[index].path
            let owner = path.dropLast()
            records[index].isRequired = rehearsals.allSatisfy { rehearsal in
                let isRead = rehearsal.contains { $0.path.count > owner.count && $0.path.starts(with: owner) }
                return !isRead || rehearsal.contains { $0.path == path && $0.isRequired }
            }
        }
        return records
    }
}
