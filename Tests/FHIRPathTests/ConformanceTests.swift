import Diagnostics
import FHIR
import FHIRPath
import Testing
import Tree

/// The FHIRPath R4 suite of FHIR/fhir-test-cases, when it is at hand (`HUB_SHARED`, or `../shared` beside the package).
@Suite struct ConformanceTests {
    /// What passes today; fewer is a regression.
    static let floor = 500

    struct Case {
        var name: String
        var input: String?
        var expression: String
        var invalid: String?
        var isStrict: Bool
        var isOrdered: Bool
        var checksOrder: Bool
        var outputs: [(type: String?, text: String)]
    }

    @Test func suite() throws {
        guard let folder = Self.folder() else {
            print("FHIRPath conformance: skipped, the suite is not here (HUB_SHARED/corpus/fhirpath)")
            return
        }
        let cases = Self.load(try #require(TextFile.bytes("\(folder)/tests-fhir-r4.xml")))
        var trees: [String: Tree] = [:]
        var failures: [String] = []
        var strictFailures: [String] = []
        var orderFailures: [String] = []
        for test in cases {
            if let input = test.input, trees[input] == nil {
                let bytes = try #require(TextFile.bytes("\(folder)/input/\(input)"))
                trees[input] = FHIRDocument.parse(bytes).tree
                #expect(trees[input] != nil, "\(input) can be read")
            }
            let tree = test.input.flatMap { trees[$0] }
            if let reason = Self.run(test, on: tree, strict: test.isStrict) { failures.append("\(test.name): \(reason)") }
            if let reason = Self.run(test, on: tree, strict: true) { strictFailures.append("\(test.name): \(reason)") }
            var ordered = test
            ordered.checksOrder = true
            if let reason = Self.run(ordered, on: tree, strict: true) { orderFailures.append("\(test.name): \(reason)") }
        }
        print("FHIRPath conformance: \(cases.count - failures.count)/\(cases.count)")
        for failure in failures { print("  \(failure)") }
        print("  (all in strict mode: \(cases.count - strictFailures.count)/\(cases.count))")
        for failure in strictFailures where !failures.contains(failure) { print("  strict: \(failure)") }
        print("  (and with order checked everywhere: \(cases.count - orderFailures.count)/\(cases.count))")
        for failure in orderFailures { print("  order: \(failure)") }
        #expect(cases.count - failures.count >= Self.floor)
    }

    /// Nil when the case passes, else why not.
    static func run(_ test: Case, on tree: Tree?, strict: Bool) -> String? {
        var context = EvaluationContext(trees: tree.map { [$0] } ?? [], model: FHIRTypeModel.r4)
        context.now = PartialDateTime("2026-11-23T14:30:00.000Z".utf8, as: .dateTime)
        let items: Items
        do throws(Diagnostic) {
            let expression = try Expression(test.expression)
            var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: strict, checksOrder: test.checksOrder)
            let root = tree.map { $0.text(of: .root) }.flatMap { FHIRTypeModel.r4.type(named: $0, in: nil) }
            let type = checker.check(expression, root: root.map { .one(of: $0) } ?? .unknown)
            if let error = type.diagnostics.first(where: { $0.severity == .error }) { throw error }
            items = try Program(expression).evaluate(in: &context)
        } catch {
            return test.invalid == nil ? "error: \(error.message) in \(test.expression)" : nil
        }
        if let kind = test.invalid {
            return test.outputs.isEmpty || kind == "execution"
                ? "should be \(kind) error, is \(texts(items, &context)): \(test.expression)" : nil
        }
        var actual = texts(items, &context)
        var expected = test.outputs.map { normalized($0.text) }
        if !test.isOrdered {
            actual.sort()
            expected.sort()
        }
        if actual == expected { return nil }
        return "\(actual) instead of \(expected): \(test.expression)"
    }

    /// Dates and times stand as literals in the suite.
    static func normalized(_ text: String) -> String {
        text.hasPrefix("@T") ? String(text.dropFirst(2)) : text.hasPrefix("@") ? String(text.dropFirst()) : text
    }

    static func texts(_ items: Items, _ context: inout EvaluationContext) -> [String] {
        items.map { item in
            switch context.system(item) {
            case let value?: value.text ?? "?"
            case nil: "(structure)"
            }
        }
    }

    // MARK: Reading the suite

    static func folder() -> String? {
        let own = #filePath.split(separator: "/").dropLast(3)
        let shared = TextFile.environment("HUB_SHARED") ?? "/" + own.dropLast().joined(separator: "/") + "/shared"
        let folder = shared + "/corpus/fhirpath"
        return TextFile.bytes(folder + "/tests-fhir-r4.xml") == nil ? nil : folder
    }

    static func load(_ bytes: [UInt8]) -> [Case] {
        var scanner = TagScanner(Array(String(decoding: bytes, as: UTF8.self)))
        return scanner.cases()
    }
}

/// Just enough XML to read the suite's file.
struct TagScanner {
    private let text: [Character]
    private var position = 0

    init(_ text: [Character]) { self.text = text }

    private mutating func next() -> (tag: String, attributes: [String: String], before: String)? {
        var before = ""
        while position < text.count {
            if text[position] == "<" {
                if String(text[position..<min(position + 4, text.count)]) == "<!--" {
                    while position < text.count, String(text[position..<min(position + 3, text.count)]) != "-->" {
                        position += 1
                    }
                    position += 3
                    continue
                }
                var end = position
                while end < text.count, text[end] != ">" { end += 1 }
                let tag = String(text[position + 1..<end])
                position = end + 1
                return (tag.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "", Self.attributes(tag), before)
            }
            before.append(text[position])
            position += 1
        }
        return nil
    }

    private static func attributes(_ tag: String) -> [String: String] {
        var result: [String: String] = [:]
        for match in tag.matches(of: /([a-zA-Z]+)\s*=\s*"([^"]*)"/) { result[String(match.1)] = String(match.2) }
        return result
    }

    private static func decoded(_ text: String) -> String {
        var result = text
        for (entity, plain) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
            result = result.replacing(entity, with: plain)
        }
        return result
    }

    mutating func cases() -> [ConformanceTests.Case] {
        var result: [ConformanceTests.Case] = []
        var current: ConformanceTests.Case?
        var outputType: String?
        while let (tag, attributes, before) = next() {
            switch tag {
            case "test":
                current = ConformanceTests.Case(
                    name: attributes["name"] ?? "?", input: attributes["inputfile"], expression: "", invalid: nil,
                    isStrict: attributes["mode"] == "strict", isOrdered: attributes["ordered"] != "false",
                    checksOrder: attributes["checkOrderedFunctions"] == "true", outputs: [])
            case "expression":
                current?.invalid = attributes["invalid"]
                if attributes["mode"] == "strict" { current?.isStrict = true }
            case "/expression": current?.expression = Self.decoded(before)
            case "output": outputType = attributes["type"]
            case "/output": current?.outputs.append((outputType, Self.decoded(before)))
            case "/test":
                if let current { result.append(current) }
                current = nil
            default: break
            }
        }
        return result
    }
}
