import ArgumentParser
import Diagnostics
import FHIR
import Validation

extension FHIRRelease: ExpressibleByArgument {}

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Say what is wrong with FHIR R4 documents (JSON, XML).",
        discussion: """
            Structure, values, codes of required bindings, FHIR's invariants, references, bundles, narratives, definitions, and
            the profiles that the hub has (R4's own, UK Core, NHS England genomics). A profile, code system or extension that it does not
            have is never an error. Exit 1 when a document has errors. --operation-outcome prints a FHIR OperationOutcome a file, one
            a line in the order of the files.

            A document that is certainly FHIR STU3 is judged by STU3's elements, types and codes alone; that is an error of its
            own unless --release stu3 is given.

            Example:
              hub validate patient.json bundle.xml
              hub validate patient.json --profile https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient --json
            """)

    @Argument(help: "Files; - for standard input.") var files: [String]
    @Option(help: ArgumentHelp("A profile to hold every document against; may be given again.", valueName: "url"))
    var profile: [String] = []
    @Option(help: ArgumentHelp("The release to judge by, r4 or stu3; else what the document is.", valueName: "release"))
    var release: FHIRRelease?
    @Flag(help: "Print an OperationOutcome for each file.") var operationOutcome = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if operationOutcome, output.json { throw ValidationError("--operation-outcome is JSON of another form than --json") }
    }

    func run() throws {
        let validator = ResourceValidator()
        var answers: [Answer] = []
        var hasErrors = false
        for file in files {
            let report = validator.validate(try InputFile.read(file), profiles: profile, of: release)
            hasErrors = hasErrors || report.hasErrors
            if operationOutcome {
                print(String(decoding: OperationOutcome.json(report.issues), as: UTF8.self))
            } else if output.json {
                answers.append(
                    Answer(file: file, issues: report.issues.map(Answer.Issue.init), unchecked: report.unchecked))
            } else {
                Self.show(report, of: file)
            }
        }
        if output.json { print(try JSONOutput.text(answers, pretty: false)) }
        if hasErrors { throw ExitCode(1) }
    }

    /// What `--json` prints for one file.
    private struct Answer: Encodable {
        struct Issue: Encodable {
            var severity: String
            var code: String
            var message: String
            var location: String?
            var line: Int?
            var column: Int?
            var hint: String?

            init(_ issue: Diagnostic) {
                severity = issue.severity.rawValue
                code = issue.code
                message = issue.message
                hint = issue.hint
                guard case .message(let position) = issue.location else { return }
                location = position.path
                line = position.line
                column = position.column
            }
        }

        var file: String
        var issues: [Issue]
        var unchecked: [String]
    }

    private static func show(_ report: ValidationReport, of file: String) {
        for issue in report.issues {
            var place = file
            var path = ""
            if case .message(let position) = issue.location {
                if let line = position.line, let column = position.column { place += ":\(line):\(column)" }
                path = position.path
            }
            print("\(place): \(issue.severity.rawValue)[\(issue.code)] \(path): \(issue.message)")
            if let hint = issue.hint { print("  help: \(hint)") }
        }
        for profile in report.unchecked { print("\(file): not checked: \(profile)") }
        let errors = report.issues.count { $0.severity == .error }
        let warnings = report.issues.count { $0.severity == .warning }
        let found = errors == 0 ? "no errors" : Terminal.counted(errors, "error")
        print("\(file): \(found), \(Terminal.counted(warnings, "warning"))")
    }
}
