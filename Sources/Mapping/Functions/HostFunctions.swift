import Diagnostics
import FHIR
import FHIRPath
import HL7v2
import Tree

/// Mapping functions inside FHIRPath programs: the same conversions over items instead of bytes.
enum HostFunctions {
    /// Tables are looked up in the context (`Host.own`) when a program runs.
    static let library: FunctionLibrary = {
        var library = FunctionLibrary.standard
        for function in MappingFunctions.all {
            guard let convert = function.convert else { continue }
            library.add(
                Function(signature(function)) { context, input, _ in
                    var results = Items.none
                    for item in input {
                        guard let bytes = bytes(of: item, &context) else { continue }
                        var output: [UInt8] = []
                        let outcome = bytes.withUnsafeBufferPointer { convert($0, &output) }
                        switch outcome {
                        case .made: results.append(value(output, of: function))
                        case .absent: break
                        case .failed(let code, let reason): report(code, function.name, reason, item, &context)
                        }
                    }
                    return results
                })
        }
        library.add(translate)
        library.add(fullUrl)
        // Known, so that their arguments are checked; the compiler lets no program have them.
        for name in ["identity", "idOf", "namespace"] {
            library.add(
                Function(
                    FunctionSignature(
                        name, "", [.init("part", variadic: true)], result: .system(.string, many: true), category: "mapping")
                ) { _, _, arguments throws(Diagnostic) in
                    throw arguments.diagnostic("M119", "\(name)() must be the whole value, or a branch of iif()")
                })
        }
        return library
    }()

    /// A date can be compared with others; everything else stays the text that was made.
    private static func value(_ output: [UInt8], of function: MappingFunction) -> Value {
        if function.result == .date, let date = PartialDateTime(output, as: .date) { return .date(date) }
        return .string(String(decoding: output, as: UTF8.self))
    }

    static func signature(_ function: MappingFunction) -> FunctionSignature {
        FunctionSignature(
            function.name, function.purpose, result: .system(function.result == .date ? .date : .string, many: true),
            category: "mapping")
    }

    private static var fullUrl: Function {
        Function(
            FunctionSignature(
                "fullUrl", MappingFunction.fullUrl.purpose, result: .system(.string, many: true), category: "mapping")
        ) { context, input, _ in
            var results = Items.none
            for case .node(let reference) in input {
                let tree = context.trees[Int(reference.tree)]
                guard let entry = tree.parent(of: reference.id), let url = tree.child(of: entry, named: "fullUrl") else {
                    continue
                }
                results.append(.string(String(decoding: tree.value(of: url), as: UTF8.self)))
            }
            return results
        }
    }

    private static var translate: Function {
        Function(
            FunctionSignature(
                "translate", MappingFunction.translate.purpose, [.init("table"), .init("column", optional: true)],
                result: .system(.string, many: true), category: "mapping")
        ) { context, input, arguments throws(Diagnostic) in
            guard let name = try arguments.string(0, in: &context), let tables = context.host.own as? TableSet,
                let table = tables[name]
            else {
                throw arguments.diagnostic("M140", "there is no such table")
            }
            let word = try arguments.string(1, in: &context) ?? "code"
            let column = CodeTable.Column(rawValue: word) ?? .code
            var results = Items.none
            for item in input {
                guard let bytes = bytes(of: item, &context), !bytes.isEmpty else { continue }
                if let row = bytes.withUnsafeBufferPointer({ table.row($0) }) {
                    if !row[column].isEmpty { results.append(.string(String(decoding: row[column], as: UTF8.self))) }
                } else {
                    report("unknown-code", "translate", "table \(name) has no row for it", item, &context)
                }
            }
            return results
        }
    }

    private static func bytes(of item: Value, _ context: inout EvaluationContext) -> [UInt8]? {
        if case .node(let reference) = item, Int(reference.tree) < context.trees.count {
            context.visited?.insert(reference)
            let tree = context.trees[Int(reference.tree)]
            var id = reference.id
            while let first = tree.firstChild(of: id), tree[id].kind != .string { id = first }
            context.visited?.insert(NodeReference(tree: Int(reference.tree), id))
            return Array(tree.value(of: id))
        }
        switch context.system(item) {
        case .string(let text): return Array(text.utf8)
        case .integer(let number): return Array(String(number).utf8)
        case .decimal(let number): return Array(number.description.utf8)
        default: return nil
        }
    }

    static func report(
        _ code: String, _ function: String, _ reason: String, _ item: Value, _ context: inout EvaluationContext
    ) {
        var location: Location?
        if case .node(let reference) = item, Int(reference.tree) < context.trees.count {
            location = .message(position(of: reference.id, in: context.trees[Int(reference.tree)]))
        }
        context.issues.append(
            Diagnostic(.warning, code: code, "\(function)() cannot read this value: \(reason)", at: location))
    }

    static func position(of id: Tree.ID, in tree: Tree) -> MessagePosition {
        let node = tree[id]
        let isHL7 = tree.nodes.first?.kind == .message
        return MessagePosition(isHL7 ? tree.hl7Path(of: id) : tree.path(of: id), byteOffset: Int(node.source))
    }
}
