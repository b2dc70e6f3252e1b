import Diagnostics
import FHIRPath
import Testing
import Tree

/// What a host brings: terms of a dialect, functions, slots, accounting.
@Suite struct HostTests {
    /// `PID-3.1`, `CX.4`, `OBX-5[2]`: just enough of a dialect.
    struct Dialect: TermSyntax {
        func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
            func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
            func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
            var end = offset
            while end < text.count, isUpper(text[end]) || (end > offset && isDigit(text[end])) { end += 1 }
            guard end - offset >= 2, end - offset <= 3, end < text.count else { return nil }
            let isSegment = text[end] == UInt8(ascii: "-")
            guard isSegment || text[end] == UInt8(ascii: "."), end + 1 < text.count, isDigit(text[end + 1]) else { return nil }
            let name = Name(bytes: text[offset..<end])
            var steps: [Term.Step] = isSegment ? [.segment(name)] : []
            var separator = text[end]
            while end + 1 < text.count, text[end] == separator, isDigit(text[end + 1]) {
                var number = 0
                end += 1
                while end < text.count, isDigit(text[end]) {
                    number = number * 10 + Int(text[end] - 0x30)
                    end += 1
                }
                steps.append(.position(UInt16(number)))
                if isSegment, end + 2 < text.count, text[end] == UInt8(ascii: "["), isDigit(text[end + 1]),
                    text[end + 2] == UInt8(ascii: "]")
                {
                    steps.append(.repetition(Int(text[end + 1] - 0x30)))
                    end += 3
                }
                separator = UInt8(ascii: ".")
            }
            return (end - offset, Term(isSegment ? .root : .focus, steps))
        }
    }

    /// A message with `PID-3` twice: `1^^^A~2^^^B`, `PID-8` a leaf, and an `OBX` in a group.
    static func message() -> Tree {
        var tree = Tree()
        let root = tree.append(.message, named: "ADT_A01")
        let pid = tree.append(.segment, named: "PID", to: root)
        func field(_ position: UInt16, _ value: String, in segment: Tree.ID) -> Tree.ID {
            let id = tree.append(.field, named: nil, value: value, to: segment)
            tree[id].position = position
            return id
        }
        for (number, authority) in [("1", "A"), ("2", "B")] {
            let id = field(3, "\(number)^^^\(authority)", in: pid)
            for (position, value) in [(1, number), (4, authority)] {
                let component = tree.append(.component, named: nil, value: value, to: id)
                tree[component].position = UInt16(position)
            }
        }
        _ = field(8, "F", in: pid)
        let group = tree.append(.group, named: "OBSERVATION", to: root)
        let obx = tree.append(.segment, named: "OBX", to: group)
        _ = field(5, "", in: obx)
        _ = field(5, "x", in: obx)
        return tree
    }

    @Test(
        arguments: [
            ("PID-3.1", ["1", "2"]), ("PID-3[2].1", ["2"]), ("PID-3.where(CX.4 = 'B').select(CX.1)", ["2"]), ("PID-8.1", ["F"]),
            ("PID-8.2", []), ("PID-8.1.1", ["F"]), ("PID-9", []),
            ("OBX-5", ["x"]), ("PID-8 & '-' & PID-3[1].4", ["F-A"]), ("3-1", ["2"]), ("OBSERVATION.OBX.exists()", ["true"]),
            ("PID.exists()", ["true"]), ("PID - 3", nil),
            ("iif(PID-8 = 'F', 'female', PID-8)", ["female"]),
        ] as [(String, [String]?)])
    func terms(text: String, expected: [String]?) {
        do throws(Diagnostic) {
            var context = EvaluationContext(trees: [Self.message()])
            let items = try Program(text, terms: Dialect()).evaluate(in: &context)
            #expect(items.map { context.system($0).flatMap(\.text) ?? "?" } == expected, "\(text)")
        } catch {
            #expect(expected == nil, "\(text): \(error.rendered())")
        }
    }

    @Test func withoutDialectATermIsGrammar() throws {
        var context = EvaluationContext(trees: [Self.message()])
        #expect(throws: Diagnostic.self) { try Program("PID-3.1").evaluate(in: &context) }
    }

    @Test func rangesOfTerms() throws {
        let expression = try Expression("  PID-3.1.substring(0)", terms: Dialect())
        let terms = expression.nodes.filter { if case .term = $0.kind { true } else { false } }
        #expect(terms.map(\.focus) == [2..<9])
        let root = expression[expression.root]
        #expect(expression.source.text(root.range) == "PID-3.1.substring(0)")
        #expect(expression.source.text(root.focus) == "substring")
    }

    @Test func functions() throws {
        var library = FunctionLibrary.standard
        let digits = FunctionSignature(
            "digits", "Only the digits.", input: .system(.string), single: true, result: .system(.string, many: false))
        library.add(
            Function(digits) { context, input, _ throws(Diagnostic) in
                guard let item = input.first, case .string(let text)? = context.system(item) else { return .none }
                return .one(.string(text.filter(\.isNumber)))
            })
        let twice = FunctionSignature(
            "twice", "Each item twice.", [.init("projection", lambda: true)], result: .argument(0))
        library.add(
            Function(twice) { context, input, arguments throws(Diagnostic) in
                var result = Items.none
                for (position, item) in input.enumerated() {
                    let once = try arguments.evaluate(0, for: item, at: position, in: &context)
                    result.append(contentsOf: once)
                    result.append(contentsOf: once)
                }
                context.issues.append(arguments.diagnostic("T001", "seen"))
                return result
            })
        var context = Fixture.context()
        #expect(try Program("'a1b2'.digits()", functions: library).evaluate(in: &context).map(\.text) == ["12"])
        let items = try Program("name.twice(given.first())", functions: library).evaluate(in: &context)
        #expect(items.map { context.system($0)?.text } == ["Ada", "Ada", "Ada", "Ada"])
        #expect(context.issues.map(\.code) == ["T001"])
        #expect(throws: Diagnostic.self) { try Program("'a'.digits(1)", functions: library) }
        #expect(library.signatures.contains { $0.name == "digits" })
        #expect(library.signatures.count == FunctionLibrary.standard.signatures.count + 2)
    }

    @Test func visitedLeaves() throws {
        var context = EvaluationContext(trees: [Self.message()])
        context.visited = VisitedNodes()
        let program = try Program("PID-3.where(CX.4 = 'B').select(CX.1)", terms: Dialect())
        let found = try program.evaluate(in: &context)
        guard case .node(let value)? = found.first else {
            Issue.record("a node was expected")
            return
        }
        // Read: both CX.4; selected but not read: CX.1.
        #expect(context.visited?.contains(value) == false)
        _ = context.system(.node(value))
        #expect(context.visited?.contains(value) == true)
        let four = try Program("PID-3.4", terms: Dialect()).evaluate(in: &context)
        for case .node(let node) in four { #expect(context.visited?.contains(node) == true) }
    }

    @Test func slotsAndVariables() throws {
        struct Slots: TermSyntax {
            func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
                text[offset...].starts(with: "here".utf8)
                    ? (4, Term(.slot(0), [.named("PID"), .position(8)]))
                    : text[offset...].starts(with: "trust.code".utf8) ? (10, Term(.variable("trust"), [.named("code")])) : nil
            }
        }
        var profile = Tree()
        profile.append(.object, named: nil)
        profile.append(.string, named: "code", value: "RRK")
        var context = EvaluationContext(trees: [Self.message(), profile])
        context.slots = [.one(.node(NodeReference(.root)))]
        context.environment["trust"] = .one(.node(NodeReference(tree: 1, .root)))
        let items = try Program("here & trust.code", terms: Slots()).evaluate(in: &context)
        #expect(items.map(\.text) == ["FRRK"])
    }

    @Test func positionsAndCarets() {
        let origin = Origin(file: "adt.yaml", line: 14, column: 14, excerpt: "  birthDate: PID-7.toDatex()")
        let error = #expect(throws: Diagnostic.self) { try Program("PID-7.toDatex()", in: origin, terms: Dialect()) }
        #expect(
            error?.rendered() == """
                error[F101]: unknown function toDatex
                  adt.yaml:14:20
                14 |   birthDate: PID-7.toDatex()
                   |                    ^^^^^^^
                  help: did you mean toDate()?
                """)
    }

    @Test func timeComesFromTheContext() throws {
        var context = EvaluationContext(trees: [])
        let error = #expect(throws: Diagnostic.self) { try Program("now()").evaluate(in: &context) }
        #expect(error?.code == "F116")
    }

    @Test func traceIsShown() throws {
        var context = Fixture.context()
        context.trace = { name, items in #expect(name == "n" && items.count == 2) }
        _ = try Program("name.trace('n', family)").evaluate(in: &context)
    }

    @Test func rendering() throws {
        var context = Fixture.context()
        let items = try Program("active | 1.50 | name.first() | birthDate | 'a\\n' | 1 'mg' | gender").evaluate(in: &context)
        let shown = context.rendered(items) { _, _ in "{}" }
        #expect(
            shown.map { "\($0.type) \($0.value)" } == [
                "FHIR.boolean true", "System.Decimal 1.50", "FHIR.HumanName {}", #"FHIR.date "1980-02-29""#,
                #"System.String "a\n""#, #"System.Quantity "1 'mg'""#, #"FHIR.code "female""#,
            ])
    }
}
