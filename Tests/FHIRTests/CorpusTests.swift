import Diagnostics
import FHIR
import Foundation
import Testing
import Tree

/// Real examples of others, which are not part of the project: beside it as `../shared`, or where `HUB_SHARED` says.
@Suite struct CorpusTests {
    private static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["HUB_SHARED"].map { URL(fileURLWithPath: $0) }
        let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = named ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    private static func files(_ path: String, _ suffixes: [String]) -> [URL] {
        guard let folder else { return [] }
        let start = folder.appendingPathComponent(path)
        let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return all.filter { suffixes.contains($0.pathExtension) }.sorted { $0.path < $1.path }
    }

    private static func problems(_ file: URL) throws -> [Diagnostic] {
        let document = FHIRDocument.parse([UInt8](try Data(contentsOf: file)))
        return document.diagnostics + (document.tree.map { Validator().validate($0) } ?? [])
    }

    /// What is found in them was looked at: references without a type or with an id of more than 64 characters, and an
    /// array where one value belongs.
    @Test(.enabled(if: folder != nil, "the shared corpus is not here"))
    func theGenomicsExamplesAreValidButForTheirOwnMistakes() throws {
        let files = Self.files("domain/nhse-genomics-fhir", ["json"])
        var wrong = 0
        for file in files {
            let problems = try Self.problems(file)
            if !problems.isEmpty { wrong += 1 }
            for problem in problems {
                #expect(["fhir-reference", "fhir-array"].contains(problem.code), "\(file.lastPathComponent): \(problem)")
            }
        }
        #expect(files.isEmpty || (files.count - wrong) * 100 / files.count >= 95)
    }

    @Test(.enabled(if: folder != nil, "the shared corpus is not here"))
    func compactedExamplesComeBackByteForByte() throws {
        for file in Self.files("domain", ["json"]) + Self.files("corpus/fhirpath/input", ["json"]) {
            let tree = try #require(JSONReader.read([UInt8](try Data(contentsOf: file))).tree, "\(file.lastPathComponent)")
            let written = JSONWriter.write(tree)
            let again = try #require(JSONReader.read(written).tree)
            #expect(JSONWriter.write(again) == written)
        }
    }

    /// Through XML and back: everything, in the order of the schema.
    @Test(.enabled(if: folder != nil, "the shared corpus is not here"))
    func examplesPassThroughXML() throws {
        for file in Self.files("domain/nhse-genomics-fhir", ["json"]) {
            guard let tree = FHIRDocument.parse([UInt8](try Data(contentsOf: file))).tree, tree.resourceType() != nil else {
                continue
            }
            // One has an array where a single value belongs, which XML cannot say.
            guard !Validator().validate(tree).contains(where: { $0.code == "fhir-array" }) else { continue }
            let xml = XMLWriter.write(tree)
            let document = FHIRDocument.parse(xml)
            #expect(document.diagnostics.isEmpty, "\(file.lastPathComponent): \(document.diagnostics)")
            let again = try #require(document.tree)
            #expect(XMLWriter.write(again) == xml, "\(file.lastPathComponent)")
            #expect(
                Set(Self.leaves(of: again)).symmetricDifference(Self.leaves(of: tree)).isEmpty, "\(file.lastPathComponent)")
        }
    }

    @Test(.enabled(if: folder != nil, "the shared corpus is not here"))
    func bothSyntaxesOfAnExampleGiveOneTree() throws {
        // Their authors wrote different things: an extension more, a text with other spaces.
        let different = ["observation-example.xml", "codesystem-example.xml"]
        for file in Self.files("corpus/fhirpath/input", ["xml"]) where !different.contains(file.lastPathComponent) {
            let twin = file.deletingPathExtension().appendingPathExtension("json")
            guard FileManager.default.fileExists(atPath: twin.path) else { continue }
            let one = try #require(FHIRDocument.parse([UInt8](try Data(contentsOf: file))).tree)
            let other = try #require(FHIRDocument.parse([UInt8](try Data(contentsOf: twin))).tree)
            let difference = Set(Self.leaves(of: one)).symmetricDifference(Self.leaves(of: other))
            #expect(difference.isEmpty, "\(file.lastPathComponent)")
        }
    }

    /// `path = value` of every leaf but narratives, sorted: what two trees say whatever their order.
    private static func leaves(of tree: Tree) -> [String] {
        tree.nodes.indices.compactMap { index in
            let id = Tree.ID(UInt32(index))
            let node = tree[id]
            guard node.kind != .object, node.kind != .xhtml else { return nil }
            return "\(tree.path(of: id)) \(node.kind) \(tree.text(of: id))"
        }.sorted()
    }
}
