import Testing

@testable import Mapping

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct FunctionReferenceTests {
    /// docs/functions.md is made from the code; `HUB_UPDATE_DOCS=1` writes it.
    @Test func pageIsUpToDate() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/functions.md")
        let made = FunctionReference.markdown()
        if ProcessInfo.processInfo.environment["HUB_UPDATE_DOCS"] != nil {
            try Data(made.utf8).write(to: page)
        }
        guard let data = try? Data(contentsOf: page) else { return }
        #expect(String(decoding: data, as: UTF8.self) == made, "run with HUB_UPDATE_DOCS=1")
    }
}
