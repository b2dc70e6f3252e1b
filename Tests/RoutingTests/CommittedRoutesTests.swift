import Diagnostics
import Testing
import YAML

@testable import Routing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct CommittedRoutesTests {
    func text(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Config")
        return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    @Test func configIsSound() throws {
        let (root, _) = Document.parse(try text("destinations.yaml"), file: "Config/destinations.yaml")
        let names = (root?["destinations"]?.list ?? []).compactMap { $0["name"]?.text }
        #expect(!names.isEmpty)
        let (routes, diagnostics) = Routes.load(try text("routes.yaml"), file: "Config/routes.yaml", destinations: names)
        #expect(routes != nil, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
        #expect(routes?.rules.isEmpty == false)
    }
}
