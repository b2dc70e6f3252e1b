import Testing

@testable import Mapping

@Suite struct FunctionTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var function: String
        var example: MappingFunction.Example
        var testDescription: String { "\(function) \(example.input)" }
    }

    static let examples = MappingFunctions.all.flatMap { function in
        function.examples.map { Example(function: function.name, example: $0) }
    }

    static func run(_ name: String, _ input: String) -> (Conversion, String) {
        var output: [UInt8] = []
        let outcome = Array(input.utf8).withUnsafeBufferPointer {
            MappingFunctions.named(name)?.convert?($0, &output) ?? .absent
        }
        return (outcome, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: examples) func exampleHolds(_ example: Example) {
        let (outcome, output) = Self.run(example.function, example.example.input)
        if let result = example.example.result {
            #expect(outcome == .made)
            #expect(output == result)
        } else {
            guard case .failed(let code, let reason) = outcome else {
                Issue.record("no issue was raised")
                return
            }
            #expect(code == example.example.issue)
            #expect(!reason.contains(example.example.input))
        }
    }

    @Test func everyFunctionThatConvertsHasExamples() {
        for function in MappingFunctions.all where function.convert != nil { #expect(!function.examples.isEmpty) }
    }

    /// Dates on which clocks changed, from the public record.
    @Test(arguments: [
        ("19720319013000", "1972-03-19T01:30:00+00:00"), ("19720319040000", "1972-03-19T04:00:00+01:00"),
        ("19801026030000", "1980-10-26T03:00:00+00:00"), ("19810329003000", "1981-03-29T00:30:00+00:00"),
        ("19951022030000", "1995-10-22T03:00:00+00:00"), ("19961027003000", "1996-10-27T00:30:00+01:00"),
        ("20241027020000", "2024-10-27T02:00:00+00:00"), ("20250330020000", "2025-03-30T02:00:00+01:00"),
        ("19700115120000", "1970-01-15T12:00:00+01:00"), ("20251026005959", "2025-10-26T00:59:59+01:00"),
    ]) func londonFollowsTheLaw(text: String, expected: String) {
        #expect(Self.run("toDateTime", text).1 == expected)
    }

    @Test func nonsenseIsRefused() {
        for text in [
            "2025-13-01", "20250101T", "2025-1-1", "202501011", "20250101250000", "20250101+2500", "0000", "x", "2025010112305",
        ] {
            guard case .failed = Self.run("toDateTime", text).0 else {
                Issue.record("\(text) was read")
                continue
            }
        }
    }
}
