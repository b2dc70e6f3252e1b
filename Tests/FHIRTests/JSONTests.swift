import Diagnostics
import FHIR
import Testing
import Tree

@Suite struct JSONTests {
    private func read(_ text: String) -> JSONReader.Reading { JSONReader.read(Array(text.utf8)) }

    private func problem(_ text: String) -> (code: String, path: String, byte: Int, line: Int, column: Int)? {
        guard let first = read(text).diagnostics.first, case .message(let position) = first.location else { return nil }
        return (first.code, position.path, position.byteOffset ?? -1, position.line ?? -1, position.column ?? -1)
    }

    @Test func compactTextsComeBackByteForByte() throws {
        let texts = [
            #"{"resourceType":"Patient"}"#,
            #"{"resourceType":"Patient","id":"a","active":true,"name":[{"family":"Grünwald \"x\"","given":["Ada","May"]}]}"#,
            #"{"resourceType":"Patient","birthDate":"1970-03-01","_birthDate":{"extension":[{"url":"u","valueTime":"10:00:00"}]}}"#,
            #"{"resourceType":"Patient","name":[{"given":["Ada",null],"_given":[null,{"id":"g2"}]}]}"#,
            #"{"resourceType":"Patient","_birthDate":{"id":"b"}}"#,
            #"{"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"Basic","code":{"text":"c"}}}]}"#,
            #"{"resourceType":"Observation","valueQuantity":{"value":1.50e-3,"unit":"µg\n"}}"#,
        ]
        for text in texts {
            let reading = read(text)
            #expect(reading.diagnostics == [])
            var tree = try #require(reading.tree)
            #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == text)
            Schema.r4.annotate(&tree)
            #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == text)
            let pretty = JSONWriter.write(tree, layout: .pretty)
            let again = try #require(JSONReader.read(pretty).tree)
            #expect(String(decoding: JSONWriter.write(again), as: UTF8.self) == text)
        }
    }

    /// A tree that was built and the JSON that it is written as become one: what a reader of the JSON would find.
    @Test(arguments: [
        #"{"resourceType":"Patient","id":"a","name":[{"family":"Grünwald \"x\"","given":["Ada","M\tay"]}],"birthDate":"1970-03-01"}"#,
        #"{"resourceType":"Patient","birthDate":"1970","_birthDate":{"extension":[{"url":"u","valueTime":"10:00:00"}]}}"#,
        #"{"resourceType":"Patient","name":[{"given":["Ada",null],"_given":[null,{"id":"g2"}]}],"deceasedBoolean":false}"#,
        #"{"resourceType":"Observation","valueQuantity":{"value":1.50e-3,"unit":"µg\n"},"contained":[{"resourceType":"Basic","id":"\\"}]}"#,
    ])
    func whatIsWrittenIsReadWhereItStands(_ text: String) throws {
        var built = try #require(read(text).tree)
        // Its texts stand elsewhere, and before them what nobody speaks of.
        built.bytes = Array("what all outputs begin with".utf8) + built.bytes
        let moved = UInt32("what all outputs begin with".utf8.count)
        for index in built.nodes.indices {
            built.nodes[index].start += moved
            built.nodes[index].nameStart += moved
        }
        let (json, tree) = built.nodes.withUnsafeBufferPointer { nodes in
            built.bytes.withUnsafeBufferPointer { JSONWriter.document(nodes, $0) }
        }
        #expect(String(decoding: json, as: UTF8.self) == text)
        #expect(tree.sourceLength == json.count && tree.bytes.starts(with: json) && tree.nodes.count == built.nodes.count)
        for index in built.nodes.indices {
            let id = Tree.ID(UInt32(index))
            // The root stands under no name in JSON.
            if id != .root { #expect(tree.name(of: id) == built.name(of: id)) }
            // A number or text that is there stands in the JSON, or behind it where JSON escapes it.
            if built[id].kind != .object || built[id].firstChild == 0 { #expect(tree.text(of: id) == built.text(of: id)) }
        }
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == text)
    }

    @Test func aTwinIsMergedFromEitherSide() throws {
        let before = #"{"_given":[null,{"id":"x"},{"id":"y"}],"given":["Ada","May"],"resourceType":"HumanName"}"#
        let after = #"{"resourceType":"HumanName","given":["Ada","May",null],"_given":[null,{"id":"x"},{"id":"y"}]}"#
        let tree = try #require(read(before).tree)
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == after)
        let given = tree.children(of: .root, named: "given")
        #expect(given.count == 3)
        #expect(tree[given[1]].flags.contains(.extended) && tree[given[2]].kind == .null)
        #expect(tree.text("id", from: given[1]) == "x")
    }

    @Test func valuesAreDecoded() throws {
        let tree = try #require(read(#"{"a":"\u00e9\ud83d\ude00\/\n","b":-0.10,"c":false,"k\u0065y":"v"}"#).tree)
        #expect(tree.text("a") == "é😀/\n")
        #expect(tree.text("b") == "-0.10")
        #expect(tree.text("key") == "v")
        #expect(tree[tree.first("c")!].kind == .boolean)
    }

    @Test func problemsSayWhereTheyAre() throws {
        let duplicate = try #require(
            problem("{\"resourceType\":\"Patient\",\n \"name\":[{},{\"family\":\"é\", \"family\":1}]}"))
        #expect(duplicate.code == "fhir-empty" && duplicate.path == "Patient.name[0]")
        let all = read("{\"resourceType\":\"Patient\",\n \"name\":[{\"family\":\"é\", \"family\":1}]}").diagnostics
        #expect(all.map(\.code) == ["json-duplicate-member"])
        guard case .message(let position) = all[0].location else { return }
        #expect(position == MessagePosition("Patient.name[0].family", byteOffset: 52, line: 2, column: 25))
        #expect(try #require(problem("")).code == "json-syntax")
        #expect(try #require(problem("[1]")).code == "json-not-object")
        #expect(try #require(problem(#"{"a":"#)).byte == 5)
        #expect(try #require(problem(#"{"a":NaN}"#)).byte == 5)
        #expect(try #require(problem(#"{"a":01}"#)).byte == 5)
        #expect(try #require(problem(#"{"a":"\ud800"}"#)).code == "json-encoding")
        #expect(try #require(problem(#"{"a":1} x"#)).byte == 8)
        #expect(try #require(problem(#"{"resourceType":"Patient","name":[]}"#)).code == "fhir-empty")
        #expect(try #require(problem(#"{"resourceType":"Patient","birthDate":null}"#)).code == "fhir-null")
        #expect(try #require(problem(#"{"resourceType":"Patient","name":[null]}"#)).code == "fhir-null")
        let deep = String(repeating: #"{"a":"#, count: 100)
        #expect(try #require(problem(deep)).code == "json-too-deep")
    }

    /// Texts that are made to be slow: many names, many twins, split names.
    @Test(.timeLimit(.minutes(1))) func hostileTextsAreNotSlow() {
        let twins = "{\"resourceType\":\"Basic\"" + String(repeating: ",\"a\":1,\"b\":1", count: 100_000) + "}"
        #expect(read(twins).tree == nil)
        let names = "{" + (0..<100_000).map { "\"n\($0)\":1" }.joined(separator: ",") + "}"
        #expect(read(names).diagnostics.map(\.code) == ["json-too-large"])
        let nulls = (0..<4000).map { "\"n\($0)\":[null]" }.joined(separator: ",")
        let many = "{\"resourceType\":\"Basic\",\(nulls),\"a\":[1" + String(repeating: ",1", count: 400_000) + "]}"
        #expect(read(many).diagnostics.count == 101)
        let wide = (0..<4000).map { "\"n\($0)\":1" }.joined(separator: ",")
        let tree = read("{\"a\":[1" + String(repeating: ",1", count: 400_000) + "],\(wide)}").tree
        #expect(tree.map { JSONWriter.write($0).count > 800_000 } == true)
    }

    @Test func otherJSONIsReadWithoutFHIRsRules() throws {
        let reading = read(#"{"a":null,"_b":{},"b":[null,1],"c":[]}"#)
        #expect(reading.diagnostics == [])
        let tree = try #require(reading.tree)
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == #"{"a":null,"_b":{},"b":[null,1]}"#)
    }

    @Test func illFormedUTF8IsToldAndNeverWritten() {
        let bytes: [UInt8] = Array(#"{"a":""#.utf8) + [0xC3, 0x28, 0xED, 0xA0, 0x80] + Array(#""}"#.utf8)
        #expect(JSONReader.read(bytes).diagnostics.first?.code == "json-encoding")
        var tree = Tree()
        tree.append(.object, named: nil)
        var node = Tree.Node(kind: .string)
        node.setName("a", at: tree.store("a".utf8).start)
        (node.start, node.length) = tree.store([0x41, 0xFF, 0x42])
        tree.append(node, to: .root)
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == "{\"a\":\"A\u{FFFD}B\"}")
    }

    @Test func whatIsNoNumberIsWrittenAsAString() {
        var tree = Tree()
        tree.append(.object, named: nil)
        tree.append(.number, named: "a", value: "1-2")
        tree.append(.boolean, named: "b", value: "toue")
        tree.append(.number, named: "c", value: "-0.10")
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == #"{"a":"1-2","b":"toue","c":-0.10}"#)
    }

    @Test func siblingsOfOneNameBecomeOneArrayWhereverTheyStand() {
        var tree = Tree()
        tree.append(.object, named: nil)
        tree.append(.string, named: "given", value: "A")
        tree.append(.string, named: "family", value: "F")
        tree.append(.string, named: "given", value: "B")
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == #"{"given":["A","B"],"family":"F"}"#)
    }

    @Test func mutatedTextsNeverTrap() {
        let seed =
            #"{"resourceType":"Patient","name":[{"family":"Ho\u00e9bson","given":["Ada",null],"_given":[null,{"id":"x"}]}],"x":-1.5e3,"y":[true,{"a":[[1]]}]}"#
        var random = SeededGenerator(state: 42)
        for _ in 0..<20_000 {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...9, using: &random)))
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 12)], at: at)
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            let document = FHIRDocument.parse(bytes)
            guard let tree = document.tree else {
                #expect(!document.diagnostics.isEmpty)
                continue
            }
            let written = JSONWriter.write(tree)
            let again = JSONReader.read(written, dialect: .generic)
            #expect(again.tree != nil)
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
