import Canonical
import Diagnostics
import Foundation
import Mapping
import Testing
import YAML

/// Pairs of HL7 v2 and FHIR that another project published (CDCgov/prime-reportstream, CC0), mapped as the feed `any-hl7v2`.
/// The pairs are not part of this project: beside it as `../shared`, or where `HUB_SHARED` says.
@Suite struct CDCInventoryTests {
    static let package: URL = {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }()

    static let inventory: URL? = {
        let shared =
            ProcessInfo.processInfo.environment["HUB_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared")
        let folder = shared.appending(path: "corpus/cdc-mapping-inventory")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    struct Pair {
        var name: String
        var message: [UInt8]
        var expected: Data
    }

    @Test(.enabled(if: inventory != nil, "the mapping inventory is not beside the package (../shared or HUB_SHARED)"))
    func everyElementIsReproducedOrItsAbsenceHasAReason() throws {
        let mapper = try Self.mapper()
        let deviations = try InventoryDeviations(
            Data(contentsOf: Self.package.appending(path: "Tests/CDCInventory/deviations.tsv")))
        var total = (expected: 0, reproduced: 0)
        var folders: [String: (expected: Int, reproduced: Int)] = [:]
        var unmapped: [String] = []
        var tally = InventoryDeviations.Tally()
        for pair in try Self.pairs(in: #require(Self.inventory)) {
            let result = mapper.map(pair.message)
            if result.outcome != .mapped { unmapped.append("\(pair.name) (\(result.reason?.code ?? "?"))") }
            let comparison = InventoryComparison(
                expected: try InventoryBundle(json: pair.expected),
                result: try InventoryBundle(json: result.json.isEmpty ? Data("{}".utf8) : Data(result.json)))
            total = (total.expected + comparison.expected, total.reproduced + comparison.reproduced)
            let folder = String(pair.name.prefix { $0 != "/" })
            folders[folder, default: (0, 0)].expected += comparison.expected
            folders[folder, default: (0, 0)].reproduced += comparison.reproduced
            deviations.explain(comparison.missing, isMapped: result.outcome == .mapped, in: pair.name, &tally)
        }
        func share(_ part: (expected: Int, reproduced: Int)) -> String {
            String(format: "%.1f %%", Double(part.reproduced) / Double(max(1, part.expected)) * 100)
        }
        print("mapping inventory: \(total.reproduced) of \(total.expected) expected elements reproduced, \(share(total))")
        for (folder, part) in folders.sorted(by: { $0.key < $1.key }) { print("  \(folder): \(share(part))") }
        print("mapping inventory: not mapped: \(unmapped.isEmpty ? "none" : unmapped.joined(separator: ", "))")
        for line in tally.lines(deviations) { print("  \(line)") }
        let others = tally.left(out: total)
        print("mapping inventory: without the other project's envelope (its Provenance, its sender): \(share(others))")

        #expect(total.expected > 5000)
        #expect(unmapped.count <= 2)
        #expect(tally.unexplained.isEmpty, "no reason is given for: \(tally.unexplained.sorted().prefix(20))")
        #expect(total.reproduced * 100 >= total.expected * 49, "the share fell")
    }

    @Test func aQuotationAndAResourceBothCount() throws {
        let wanted = try InventoryBundle(
            json: Data(
                #"""
                {"entry": [{"fullUrl": "a", "resource": {"resourceType": "Encounter", "subject": {"reference": "b"}}},
                 {"fullUrl": "b", "resource": {"resourceType": "Practitioner", "id": "1", "name": [{"family": "Rowe", "given": ["A"]}]}}]}
                """#.utf8))
        let quoted = try InventoryBundle(
            json: Data(
                #"""
                {"entry": [{"resource": {"resourceType": "Encounter", "subject": {"type": "Practitioner", "display": "Dr A Rowe"}}}]}
                """#.utf8))
        let comparison = InventoryComparison(expected: wanted, result: quoted)
        #expect(comparison.missing.isEmpty)
        let other = try InventoryBundle(
            json: Data(
                #"""
                {"entry": [{"resource": {"resourceType": "Encounter", "subject": {"type": "Practitioner", "display": "Dr A Rowell"}}}]}
                """#.utf8))
        #expect(InventoryComparison(expected: wanted, result: other).missing.map(\.value) == ["Rowe"])
    }

    static func pairs(in folder: URL) throws -> [Pair] {
        let root = folder.resolvingSymlinksInPath().path
        let files = FileManager.default.enumerator(at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
        let inputs = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "hl7" }.sorted { $0.path < $1.path }
        return try inputs.map { input in
            Pair(
                name: String(input.path.dropFirst(root.count + 1)), message: Array(try Data(contentsOf: input)),
                expected: try Data(contentsOf: input.deletingPathExtension().appendingPathExtension("fhir")))
        }
    }

    /// The feed `any-hl7v2` of the configuration, with its overlay.
    static func mapper() throws -> Mapper {
        let file = package.appending(path: "Config/trusts/any.yaml")
        let (document, _) = Document.parse(try String(contentsOf: file, encoding: .utf8), file: file.path)
        var profile: [String: [String]] = [:]
        for entry in document?["profile"]?.mapping ?? [] {
            profile[entry.name] = entry.value.list?.map { $0.text ?? "" } ?? [entry.value.text ?? ""]
        }
        let (release, diagnostics) = Release.load(from: package.appending(path: "Mappings").path, overlays: ["any"])
        let loaded = try #require(release, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
        let feed = Feed(name: "any-hl7v2", trust: "ANY", overlay: "any", profile: TrustProfile(profile))
        return Mapper(
            release: loaded, feed: feed, identity: RegionalIdentity(key: Array("a key of the inventory test".utf8)),
            environment: .test)
    }
}
