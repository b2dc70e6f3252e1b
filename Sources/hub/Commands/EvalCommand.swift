import ArgumentParser
import Diagnostics
import Foundation
import Operations

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate a FHIRPath expression over a FHIR document (JSON, XML) or an HL7 v2 message.",
        discussion: """
            Over HL7 v2 the terms of the mapping language stand for elements: PID-3[2].1, OBX[2]-5, OBSERVATION.OBX-5, and
            CX.4.1 of an item. Without a file (or with an empty one) there is no context. An expression that does not parse,
            names what the document's type does not have, or fails is exit 1 with a diagnostic on standard error.

            Example:
              hub eval "name.where(use = 'official').family" patient.json
              hub eval "PID-3.where(CX.5 = 'NH').CX.1" message.hl7 --json
              hub eval "@2024-02-29 + 1 year"
            """)

    @Argument(help: "The expression.") var expression: String
    @Argument(help: "File; - for standard input; left out: no context.") var file: String?
    @Flag(help: "Only type the expression; nothing is evaluated.") var typeCheck = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        let bytes = try file.map(InputFile.read) ?? []
        if typeCheck {
            let (type, diagnostics) = try Evaluation.typeCheck(expression, over: bytes)
            Terminal.complain(diagnostics)
            print(output.json ? try JSONOutput.text(["type": type], pretty: false) : type)
            if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
            return
        }
        let answer = try Evaluation.evaluate(
            expression, over: bytes, now: Date().ISO8601Format(.init(includingFractionalSeconds: true, timeZone: .current)))
        if output.json {
            print(answer.json)
            return
        }
        if answer.items.isEmpty { print("empty") }
        for item in answer.items { print("\(item.type)\t\(item.value)") }
    }

    /// An expression may begin with a minus (`-1.abs()`), which is no option: the options go before it, behind `--`.
    static func shielded(_ arguments: [String]) -> [String] {
        guard arguments.first == configuration.commandName, !arguments.contains("--"),
            arguments.contains(where: isNegative)
        else { return arguments }
        let rest = arguments.dropFirst()
        func isOption(_ text: String) -> Bool { text.hasPrefix("-") && text != "-" && !isNegative(text) }
        return [arguments[0]] + rest.filter(isOption) + ["--"] + rest.filter { !isOption($0) }
    }

    /// Begins with a minus and is not written like an option (`-h`, `--json`).
    private static func isNegative(_ text: String) -> Bool {
        guard text.hasPrefix("-"), text != "-", text != "-h" else { return false }
        return !text.hasPrefix("--") || text.dropFirst(2).contains { !$0.isLetter && $0 != "-" }
    }
}
