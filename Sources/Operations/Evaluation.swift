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
        /// Each item's type and its value as JSON, decimals with their places.
        package var items: [(type: String, value: String)]

        /// `[{"type": "System.String", "value": …}, …]`
        package var json: String {
            let texts = items.map { "{\"type\": \"\(Recoding.escapeJSON($0.type))\", \"value\": \($0.value)}" }
            return "[" + texts.joined(separator: ", ") + "]"
        }
    }

    /// - Parameter bytes: a FHIR document, an HL7 v2 message, or nothing: then there is no context.
    /// - Parameter now: what `now()` and `today()` answer, as a FHIR dateTime.
    /// - Throws: `Diagnostics`, when the document cannot be read, the expression does not parse or type, or it fails.
    package static func evaluate(_ expression: String, over bytes: [UInt8], now: String) throws -> Answer {
        let document = try Document(bytes)
        let checked = try document.check(expression)
        let errors = checked.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        do {
            let program = try Program(checked.expression)
            var context = EvaluationContext(
                trees: document.tree.isEmpty ? [] : [document.tree], model: document.model,
                now: PartialDateTime(Array(now.utf8), as: .dateTime))
            let items = try program.evaluate(in: &context)
            return Answer(items: context.rendered(items) { node, tree in document.text(of: node.id, in: tree) })
        } catch let found {
            throw Diagnostics([found])
        }
    }

    /// Only types the expression: result type and what is wrong with it.
    package static func typeCheck(_ expression: String, over bytes: [UInt8]) throws -> (type: String, diagnostics: [Diagnostic])
    {
        let document = try Document(bytes)
        let checked = try document.check(expression)
        let names = checked.type.types.map { reference in
            switch reference {
            case .system(let type): "System.\(type.rawValue)"
            case .model(let type): document.name(of: type)
            }
        }
        let text = names.isEmpty ? "unknown" : names.joined(separator: " | ")
        return (checked.type.isCollection ? "collection of \(text)" : text, checked.diagnostics)
    }

    /// What an expression is evaluated over.
    private struct Document {
        var tree = Tree()
        var isHL7 = false
        var types = FHIRTypeModel.r4
        var structure: Structure?

        init(_ bytes: [UInt8]) throws {
            let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, 0x0B].contains($0) }
            guard let first else { return }
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "<") || first == UInt8(ascii: "[") {
                let document = FHIRDocument.read(bytes, certainly: true)
                guard let read = document.tree else { throw Diagnostics(document.diagnostics) }
                tree = read
                document.release.schema.annotate(&tree)
                if document.release == .stu3 { types = .stu3 }
                return
            }
            let reading = MessageReader().read(bytes)
            guard reading.isUsable else { throw Diagnostics(reading.issues.filter { $0.severity == .error }) }
            tree = reading.tree
            isHL7 = true
            structure = HL7v2.Schema.of(reading.version).structure(reading.structure)
        }

        var model: any TypeModel { isHL7 ? HL7TypeModel.all : types }

        func name(of type: FHIRPath.TypeID) -> String {
            if isHL7 { return MessageExpression.name(of: type) }
            let description = model.describe(type)
            return "\(description.namespace).\(description.name)"
        }

        func check(_ text: String) throws -> (expression: Expression, type: StaticType, diagnostics: [Diagnostic]) {
            do {
                if isHL7 {
                    let read = try MessageExpression(text, structure: structure)
                    return (read.expression, read.type, read.diagnostics)
                }
                let parsed = try Expression(text)
                let root = tree.isEmpty ? nil : types.type(named: tree.text(of: .root), in: "FHIR")
                var checker = TypeChecker(model: types, refusesUnknownElements: true, checksOrder: true)
                let (type, diagnostics) = checker.check(parsed, root: root.map { .one(of: $0) } ?? .unknown)
                return (parsed, type, diagnostics)
            } catch let found {
                throw Diagnostics([found])
            }
        }

        /// JSON of a structure: FHIR's own, or a segment's text; a group is the text of its segments.
        func text(of node: Tree.ID, in tree: Tree) -> String {
            guard isHL7 else { return String(decoding: JSONWriter.write(tree, from: node), as: UTF8.self) }
            var segments: [String] = []
            var pending = [node]
            while let next = pending.popLast() {
                if tree[next].kind == .segment {
                    segments.append(tree.text(of: next))
                } else {
                    pending.append(contentsOf: tree.children(of: next).reversed())
                }
            }
            return "\"" + Recoding.escapeJSON(segments.joined(separator: "\r")) + "\""
        }
    }
}
