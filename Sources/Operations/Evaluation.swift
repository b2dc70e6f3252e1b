import Canonical
package import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Mapping
import Tree

/// Evaluates an expression over one document, as `hub eval` does.
package enum Evaluation {
    package struct Answer: Sendable {
        /// `[{"type": "System.String", "value": …}, …]`
        package var json: String
        package var count: Int
    }

    /// - Parameter now: what `now()` and `today()` answer, as a FHIR dateTime.
    /// - Throws: `Diagnostics`, when the document cannot be read, the expression does not parse or type, or it fails.
    package static func evaluate(_ expression: String, over bytes: [UInt8], now: String) throws -> Answer {
        let (tree, isHL7) = try document(bytes)
        let (parsed, _, found) = try check(expression, tree, isHL7: isHL7)
        let errors = found.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        do {
            let program = try Program(parsed)
            var context = EvaluationContext(
                trees: [tree], model: isHL7 ? HL7TypeModel.all : FHIRTypeModel.r4,
                now: PartialDateTime(Array(now.utf8), as: .dateTime))
            let items = try program.evaluate(in: &context)
            let json = context.rendered(items) { node, tree in
                isHL7
                    ? "\"" + String(decoding: JSONEscaping.escape(tree.value(of: node.id)), as: UTF8.self) + "\""
                    : String(decoding: JSONWriter.write(tree, from: node.id), as: UTF8.self)
            }
            return Answer(json: json, count: items.count)
        } catch let found {
            throw Diagnostics([found])
        }
    }

    /// Only types the expression: result type and what is wrong with it.
    package static func typeCheck(_ expression: String, over bytes: [UInt8]) throws -> (type: String, diagnostics: [Diagnostic])
    {
        let (tree, isHL7) = try document(bytes)
        let (_, type, diagnostics) = try check(expression, tree, isHL7: isHL7)
        let model: any TypeModel = isHL7 ? HL7TypeModel.all : FHIRTypeModel.r4
        let names = type.types.map { reference in
            switch reference {
            case .system(let type): "System.\(type.rawValue)"
            case .model(let type): "\(model.describe(type).namespace).\(model.describe(type).name)"
            }
        }
        let text = names.isEmpty ? "unknown" : names.joined(separator: " | ")
        return (type.isCollection ? "collection of \(text)" : text, diagnostics)
    }

    private static func check(
        _ expression: String, _ tree: Tree, isHL7: Bool
    ) throws -> (Expression, StaticType, [Diagnostic]) {
        do {
            let parsed = try Expression(
                expression, in: Origin(file: "expression", line: 1, column: 1, excerpt: expression),
                terms: isHL7 ? HL7Terms() : nil)
            guard !isHL7, let type = FHIRTypeModel.r4.type(named: tree.text(of: .root), in: "FHIR") else {
                return (parsed, .unknown, [])
            }
            var checker = TypeChecker(model: FHIRTypeModel.r4, isStrict: true)
            let (result, diagnostics) = checker.check(parsed, root: .one(of: type))
            return (parsed, result, diagnostics)
        } catch let found {
            throw Diagnostics([found])
        }
    }

    private static func document(_ bytes: [UInt8]) throws -> (Tree, isHL7: Bool) {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0x0B].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "<") || first == UInt8(ascii: "[") {
            let document = FHIRDocument.parse(bytes)
            guard var tree = document.tree else { throw Diagnostics(document.diagnostics) }
            Schema.r4.annotate(&tree)
            return (tree, false)
        }
        let reading = MessageReader(groups: false).read(bytes)
        guard reading.isUsable else { throw Diagnostics(reading.issues.filter { $0.severity == .error }) }
        return (reading.tree, true)
    }
}

/// `PID-3.1`, `OBX-5[2]` anywhere in a message: all segments of the name, whatever group they stand in.
struct HL7Terms: TermSyntax {
    func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        var at = offset
        func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        func number() -> Int? {
            let start = at
            while at < text.count, isDigit(text[at]), at - start < 4 { at += 1 }
            return at > start ? Int(String(decoding: text[start..<at], as: UTF8.self)) : nil
        }
        while at < text.count, at - offset < 4, isUpper(text[at]) || (at > offset && isDigit(text[at])) { at += 1 }
        guard at - offset == 3 else { return nil }
        var steps: [Term.Step] = [.segment(Name(bytes: text[offset..<at]))]
        let segmentEnd = at
        func repetition() {
            guard at + 1 < text.count, text[at] == UInt8(ascii: "["), isDigit(text[at + 1]) else { return }
            let before = at
            at += 1
            guard let count = number(), count > 0, at < text.count, text[at] == UInt8(ascii: "]") else {
                at = before
                return
            }
            at += 1
            steps.append(.repetition(count))
        }
        guard at + 1 < text.count, text[at] == UInt8(ascii: "-"), isDigit(text[at + 1]) else {
            let next = at < text.count ? text[at] : 0
            let goesOn =
                isUpper(next) || isDigit(next) || (next >= 0x61 && next <= 0x7A) || next == UInt8(ascii: "_")
                || next == UInt8(ascii: "(")
            return goesOn ? nil : (segmentEnd - offset, Term(.root, steps))
        }
        at += 1
        guard let field = number() else { return nil }
        steps.append(.position(UInt16(clamping: field)))
        repetition()
        var depth = 0
        while depth < 2, at + 1 < text.count, text[at] == UInt8(ascii: "."), isDigit(text[at + 1]) {
            at += 1
            guard let part = number() else { break }
            steps.append(.position(UInt16(clamping: part)))
            depth += 1
        }
        return (at - offset, Term(.root, steps))
    }
}

enum JSONEscaping {
    static func escape(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case ..<0x20: out += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        return out
    }
}
