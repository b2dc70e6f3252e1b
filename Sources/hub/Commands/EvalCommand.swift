import ArgumentParser
import Diagnostics
import Foundation
import Operations

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate a FHIRPath expression over a FHIR document (JSON, XML) or an HL7 v2 message.",
        discussion: """
            Over HL7 v2 the terms of the mapping language stand for elements: PID-3.1, OBX-5[2]. An expression that does not
            parse or fails is exit 1 with a diagnostic on standard error.

            Example:
              hub eval "name.where(use = 'official').family" patient.json
              hub eval "PID-3.where($this.exists()).count()" message.hl7 --json
            """)

    @Argument(help: "The expression.") var expression: String
    @Argument(help: "File; - for standard input.") var file: String
    @Flag(help: "Only type the expression; nothing is evaluated.") var typeCheck = false
    @OptionGroup var output: OutputOptions

    func run() throws {
        let bytes = try InputFile.read(file)
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
        guard let items = try JSONSerialization.jsonObject(with: Data(answer.json.utf8)) as? [[String: Any]] else { return }
        if items.isEmpty { print("empty") }
        for item in items {
            let value = item["value"] ?? "null"
            let text =
                (try? JSONSerialization.data(
                    withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]))
                .map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
            print("\(item["type"] ?? "Any")\t\(text)")
        }
    }
}
