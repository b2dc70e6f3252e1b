import Testing
import Tree

@Suite struct TreeTests {
    @Test func childrenKeepTheirOrderAndAnswerToTheirNames() {
        var tree = Tree()
        tree.append(.object, named: nil)
        let name = tree.append(.object, named: "name")
        tree.append(.string, named: "family", value: "Hobson", to: name)
        tree.append(.string, named: "given", value: "Ada", to: name)
        tree.append(.string, named: "given", value: "May", to: name)
        #expect(tree.text("name", "family") == "Hobson")
        #expect(tree.children(of: name, named: "given").map(tree.text) == ["Ada", "May"])
        #expect(tree.parent(of: name) == .root)
        #expect(tree.parent(of: .root) == nil)
        #expect(tree.text("name", "prefix") == nil)
    }

    @Test func aChoiceElementAnswersToItsBaseName() {
        var tree = Tree()
        tree.append(.object, named: nil)
        let value = tree.append(.boolean, named: "valueBoolean", value: "true")
        let base = Name("value")
        tree[value].flags.insert(.choice)
        tree[value].nameHash = base.hash
        tree[value].matchLength = 5
        #expect(tree.text("value") == "true")
        #expect(tree.text("valueBoolean") == nil)
        #expect(tree.name(of: value) == "valueBoolean")
    }

    @Test func aNodeTakesFortyFourBytes() {
        #expect(MemoryLayout<Tree.Node>.stride == 44)
    }
}
