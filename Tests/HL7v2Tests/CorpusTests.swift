import Diagnostics
import Foundation
import HL7v2
import Testing
import Tree

/// The published example messages, where they are at hand (`HUB_SHARED`, or `shared` beside the package).
@Suite struct CorpusTests {
    private static let folder: URL? = {
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared").path
        let root = ProcessInfo.processInfo.environment["HUB_SHARED"] ?? beside
        let folder = URL(fileURLWithPath: root).appendingPathComponent("corpus/hl7v2")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    private static func files() throws -> [URL] {
        let folder = try #require(folder)
        let all = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "hl7" }.sorted { $0.path < $1.path }
    }

    @Test(.enabled(if: CorpusTests.folder != nil, "the shared corpus (HUB_SHARED/corpus/hl7v2) is not here"))
    func everyMessageIsReadAndWrittenBack() throws {
        let files = try CorpusTests.files()
        #expect(files.count > 500)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            let message = try Message(bytes)
            #expect(message.bytes == bytes)
            let reading = MessageReader().read(bytes)
            #expect(reading.isUsable, "\(file.lastPathComponent)")
            #expect(!reading.issues.contains { $0.severity == .error }, "\(file.lastPathComponent): \(reading.issues)")
            #expect(!reading.codes.contains("message-type-unknown"), "\(file.lastPathComponent)")
            let tree = reading.tree
            for leaf in tree.leaves() where tree[leaf].length > 0 {
                let path = try #require(tree.sourcePath(of: leaf))
                #expect(message.text(path) == tree.text(of: leaf), "\(file.lastPathComponent) \(path)")
            }
            // Every value taken out and written again gives the same tree.
            var copy = message
            for leaf in tree.leaves().prefix(40) where tree[leaf].length > 0 {
                let path = try #require(tree.sourcePath(of: leaf))
                guard !(path.segment == "MSH" && path.field <= 2) else { continue }
                #expect(copy.set(tree.text(of: leaf), at: path) == true)
            }
            let again = MessageReader().read(copy.bytes).tree
            #expect(
                again.leaves().map { again.text(of: $0) } == tree.leaves().map { tree.text(of: $0) },
                "\(file.lastPathComponent)")
        }
    }
}
