import Diagnostics
import FHIR
import Testing
import Tree

@Suite struct ReadingTests {
    private static let bundle = """
        {"resourceType":"Bundle","type":"message","entry":[
        {"fullUrl":"urn:uuid:0d0a5a4e-6d3c-4f0e-9c5a-1b2c3d4e5f60","resource":{"resourceType":"Patient","id":"p","birthDate":"1970","_birthDate":{"id":"b"}}},
        {"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"c"},"subject":{"reference":"Patient/p"},"valueString":"\\u00e9"}},
        {"request":{"method":"DELETE","url":"Patient/q"}}]}
        """

    private func tree() throws -> Tree { try #require(FHIRDocument.parse(Array(Self.bundle.utf8)).tree) }

    @Test func entriesSayWhatTheyHold() throws {
        let tree = try tree()
        let entries = tree.bundleEntries()
        #expect(entries.map(\.type) == ["Patient", "Observation", nil])
        #expect(entries.map(\.id) == ["p", "o", nil])
        #expect(tree.bundleEntry(for: "Patient/p", in: entries)?.node == entries[0].node)
        #expect(tree.bundleEntry(for: "urn:uuid:0d0a5a4e-6d3c-4f0e-9c5a-1b2c3d4e5f60", in: entries)?.node == entries[0].node)
        #expect(tree.bundleEntry(for: "Patient/q", in: entries) == nil)
    }

    @Test func referencesAreFoundByType() throws {
        let tree = try tree()
        #expect(tree.references().map(\.text) == ["Patient/p"])
        #expect(tree.references(in: tree.bundleEntries()[0].node) == [])
    }

    @Test func aCopyIsWhatItWasCopiedFrom() throws {
        let tree = try tree()
        let entries = tree.bundleEntries()
        for (entry, type) in zip(entries.prefix(2), ["Patient", "Observation"]) {
            let resource = try #require(entry.resource)
            var alone = Tree()
            alone.copy(subtree: resource, from: tree)
            #expect(JSONWriter.write(alone) == JSONWriter.write(tree, from: resource))
            #expect(alone.name(of: .root) == type)
            #expect(Validator().validate(alone) == [])
            var basket = Tree()
            basket.append(.object, named: "Bundle", value: "Bundle")
            let place = basket.append(.object, named: "entry")
            let copy = basket.copy(subtree: .root, from: alone, to: place, named: "resource")
            #expect(basket.first("entry", "resource") == copy)
            #expect(JSONWriter.write(basket, from: copy) == JSONWriter.write(alone))
        }
        let container = #"{"resourceType":"Patient","contained":[{"resourceType":"Basic","id":"b","code":{"text":"c"}}]}"#
        let holder = try #require(FHIRDocument.parse(Array(container.utf8)).tree)
        var basket = Tree()
        basket.append(.object, named: "Bundle", value: "Bundle")
        let contained = try #require(holder.first("contained"))
        basket.copy(subtree: contained, from: holder, to: basket.append(.object, named: "entry"), named: "resource")
        #expect(
            String(decoding: JSONWriter.write(basket), as: UTF8.self)
                == #"{"resourceType":"Bundle","entry":{"resource":{"resourceType":"Basic","id":"b","code":{"text":"c"}}}}"#)
        let leaf = try #require(tree.first("type"))
        var other = Tree()
        other.append(.object, named: nil)
        other.copy(subtree: leaf, from: tree)
        #expect(other.text("type") == "message")
    }

    @Test func diagnosticsBecomeAnOperationOutcome() throws {
        let problems = [
            Diagnostic(
                code: "fhir-required", "Patient needs x",
                at: .message(MessagePosition("Patient.name[0]", byteOffset: 3, line: 1, column: 4))),
            Diagnostic(.warning, code: "M110", "late", at: .message(MessagePosition("PID-7"))),
        ]
        #expect(
            String(decoding: OperationOutcome.json(problems), as: UTF8.self)
                == #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required","#
                + #""diagnostics":"fhir-required: Patient needs x (line 1, column 4)","expression":["Patient.name[0]"]},"#
                + #"{"severity":"warning","code":"invalid","diagnostics":"M110: late","location":["PID-7"]}]}"#)
        #expect(Validator().validate(OperationOutcome.tree(problems)) == [])
        #expect(Validator().validate(OperationOutcome.tree([])) == [])
    }

    @Test func theFormatIsSeenFromTheFirstCharacter() {
        #expect(FHIRDocument.format(of: Array(" \n<Patient/>".utf8)) == .xml)
        #expect(FHIRDocument.format(of: Array("\u{FEFF}<a/>".utf8)) == .xml)
        #expect(FHIRDocument.format(of: Array(" {}".utf8)) == .json)
        #expect(FHIRDocument.format(of: []) == .json)
        #expect(FHIRDocument.parse([]).hasErrors)
        #expect(FHIRDocument.parse(Array("MSH|^~\\&|".utf8)).diagnostics.map(\.code) == ["json-not-object"])
    }

    @Test func limitsAreKept() {
        var limits = ReadingLimits()
        limits.bytes = 10
        #expect(
            FHIRDocument.parse(Array(#"{"a":12345678}"#.utf8), limits: limits).diagnostics.map(\.code) == ["json-too-large"])
        limits.bytes = 1000
        limits.nodes = 3
        #expect(
            FHIRDocument.parse(Array(#"{"a":[1,2,3,4]}"#.utf8), limits: limits).diagnostics.map(\.code) == ["json-too-large"])
        limits.nodes = 100
        limits.members = 2
        #expect(
            FHIRDocument.parse(Array(#"{"a":1,"b":2,"c":3}"#.utf8), limits: limits).diagnostics.map(\.code) == [
                "json-too-large"
            ])
        limits.members = 100
        limits.problems = 2
        let many = "{\"resourceType\":\"Patient\",\"name\":[{},{},{},{}]}"
        #expect(
            FHIRDocument.parse(Array(many.utf8), limits: limits).diagnostics.map(\.code) == [
                "fhir-empty", "fhir-empty", "further-problems",
            ])
    }

    /// Broken JSON and XML are told, and what is read can be validated, written and copied.
    @Test func mutatedDocumentsNeverTrap() throws {
        let tree = try tree()
        var random = SeededGenerator(state: 7)
        for seed in [Array(Self.bundle.utf8), XMLWriter.write(tree)] {
            for _ in 0..<3000 {
                var bytes = seed
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    let other = Int.random(in: 0..<seed.count - 30, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[at] = UInt8.random(in: 32...126, using: &random)
                    case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &random)))
                    case 2: bytes.insert(contentsOf: seed[other..<other + 30], at: at)
                    default: bytes.removeSubrange(at...)
                    }
                    if bytes.isEmpty { bytes = [0x7B] }
                }
                let document = FHIRDocument.parse(bytes)
                guard let tree = document.tree else {
                    #expect(!document.diagnostics.isEmpty)
                    continue
                }
                for diagnostic in document.diagnostics + Validator().validate(tree) {
                    guard case .message(let position) = diagnostic.location, let byte = position.byteOffset else { continue }
                    #expect(byte <= bytes.count)
                }
                #expect(!XMLWriter.write(tree).isEmpty)
                var copy = Tree()
                copy.copy(subtree: .root, from: tree)
                #expect(JSONWriter.write(copy) == JSONWriter.write(tree))
                _ = tree.references()
                _ = tree.bundleEntries()
            }
        }
    }
}
