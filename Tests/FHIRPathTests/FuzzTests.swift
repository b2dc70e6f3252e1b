import Diagnostics
import FHIRPath
import Testing
import Tree

/// Mutated expressions: whatever is read, the answer is a result or a diagnostic, within the budget.
@Suite struct FuzzTests {
    struct Random {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(max(1, bound)))
        }
    }

    static let pieces = [
        "name", "given", "(", ")", "[", "]", ".", "'", "`", "@2015-02", "@T14", "%", "$this", "$total", "{", "}", "|", "and",
        "is", "as", "1", "0.5",
        "9223372036854775807", "2147483647", "0.000000000000000001", "-", "+", "*", "/", "div", "mod", "days", "'mg'", "years",
        "''", "~", "!=", "<=", "in", "contains", "repeat(",
        "children()", "descendants()", "select(", "where(", "aggregate(", "sort(", "matches('", "(a*)*", "iif(", "ofType(",
        "defineVariable('x'", "toQuantity()", "toDateTime()",
        "lowBoundary(", "power(", "round(", "\\u", "/*", "//", "é", "\u{1F600}", "highBoundary()", "join(", "replace(", "take(",
        "%x", "Patient", "FHIR.", "System.String", ",", "distinct()",
    ]

    @Test func mutations() {
        // HUB_FUZZ=200000 tries more, HUB_SEED another sequence.
        let count = TextFile.environment("HUB_FUZZ").flatMap { Int($0) } ?? 6000
        var random = Random(state: TextFile.environment("HUB_SEED").flatMap { UInt64($0) } ?? 0x5EED_2026)
        let seeds = LanguageTests.cases.map(\.0) + MeasurementTests.expressions
        var evaluated = 0
        var refused = 0
        for _ in 0..<count {
            var text = seeds[random.next(seeds.count)]
            for _ in 0...random.next(4) {
                var characters = Array(text)
                let place = random.next(characters.count + 1)
                switch random.next(5) {
                case 0: characters.insert(contentsOf: Array(Self.pieces[random.next(Self.pieces.count)]), at: place)
                case 1: if place < characters.count { characters.remove(at: place) }
                case 2:
                    let other = Array(seeds[random.next(seeds.count)])
                    characters.insert(contentsOf: other.prefix(random.next(other.count + 1)), at: place)
                case 3: characters = Array(characters.prefix(place))
                default: if place < characters.count { characters[place] = Character(Unicode.Scalar(UInt8(random.next(128)))) }
                }
                text = String(characters)
            }
            do throws(Diagnostic) {
                let expression = try Expression(text)
                var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: true, checksOrder: true)
                _ = checker.check(expression, root: .one(of: FHIRTypeModel.r4.type(named: "Patient", in: nil)!))
                var context = Fixture.context()
                context.budget = Budget(steps: 20_000, memory: 1 << 20)
                let items = try Program(expression).evaluate(in: &context)
                _ = context.rendered(items)
                evaluated += 1
            } catch {
                #expect(error.location != nil, "\(text)")
                _ = error.rendered()
                refused += 1
            }
        }
        #expect(evaluated > 500)
        #expect(refused > 500)
    }

    @Test(arguments: [
        String(repeating: "(", count: 100_000), String(repeating: "-", count: 5000) + "1",
        "1" + String(repeating: ".not()", count: 5000), String(repeating: "a.", count: 5000) + "a",
        String(repeating: "(", count: 500) + "1",
        "1" + String(repeating: "[0", count: 3000), String(repeating: "not(", count: 3000),
    ]) func depth(text: String) {
        #expect(throws: Diagnostic.self) { try Program(text) }
    }

    @Test(arguments: [
        "true" + String(repeating: ".not()", count: 250),
        String(repeating: "iif(true, ", count: 100) + "true" + String(repeating: ", 1)", count: 100),
        String(repeating: "name.select(", count: 90) + "true" + String(repeating: ")", count: 90),
    ]) func deepestAllowed(text: String) throws {
        var context = Fixture.context()
        context.budget = Budget(steps: 100_000)
        let program = try Program(text)
        do throws(Diagnostic) { _ = try program.evaluate(in: &context) } catch { #expect(error.code == "F190") }
    }

    /// `piece` so many times, then `end`, in parentheses.
    static func chain(_ piece: String, _ count: Int, _ end: String) -> String {
        "(" + String(repeating: piece, count: count) + end + ")"
    }

    static func chains() -> [(String, String)] {
        var made: [(String, String)] = []
        made.append((chain("1 + ", 5000, "1") + " = 5001", "true"))
        let numbers = (0..<1000).map(String.init).joined(separator: " | ")
        made.append(("(\(numbers) | 7 | 8).count()", "1000"))
        made.append((chain("true and ", 1000, "true"), "true"))
        made.append((chain("true and ", 1000, "{} and false"), "false"))
        made.append((chain("false or ", 1000, "1 = 1"), "true"))
        made.append((chain("'a' & ", 1000, "'b'") + ".length()", "1001"))
        made.append((chain("true xor ", 1000, "true"), "true"))
        made.append((chain("1 | 1 | ", 300, "2 | 1") + " = (1 | 2)", "true"))
        made.append(("(1 | 2 | 3) in 3 | 4", ""))
        made.append(("1 + 2 - 3 + 4 & 'x' & 5", "4x5"))
        return made
    }

    /// Operators of one level after one another are a chain, not a depth: what a table of codes becomes, for instance.
    @Test(arguments: chains()) func longChains(text: String, result: String) throws {
        var context = Fixture.context()
        do throws(Diagnostic) {
            let expression = try Expression(text)
            var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: true)
            #expect(!checker.check(expression, root: .unknown).diagnostics.contains { $0.code == "F003" })
            let items = try Program(expression).evaluate(in: &context)
            #expect(items.map { context.system($0)?.text ?? "?" } == [result])
        } catch {
            #expect(result.isEmpty && error.code == "F111", "\(error.rendered())")
        }
    }

    /// A variable that an operand of a chain defines ends with it.
    @Test func variablesOfAChainEndWithTheirOperand() throws {
        #expect(throws: Diagnostic.self) {
            try Fixture.evaluate("defineVariable('a', 1).select(%a) | 2 | 3 | %a")
        }
        #expect(
            try Fixture.evaluate(
                "defineVariable('a', 1).select(%a) | defineVariable('a', 2).select(%a) | defineVariable('a', 3).select(%a)")
                == ["1", "2", "3"])
    }

    @Test(arguments: [
        "1.repeat($this + 1)", "1.repeatAll($this)", "('a').repeat($this & $this)",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')",
        "'aaaaaaaaaa'.replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa')",
        "(1|2|3|4|5|6|7|8|9).select(%context.descendants()).select(%context.descendants()).select(%context.descendants()).select(%context.descendants()).count()",
    ]) func budget(text: String) throws {
        let program = try Program(text)
        var context = Fixture.context()
        context.budget = Budget(steps: 200_000, memory: 4 << 20)
        let error = #expect(throws: Diagnostic.self) { try program.evaluate(in: &context) }
        #expect(error?.code == "F190")
    }
}
