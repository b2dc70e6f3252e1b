import ArgumentParser
import Diagnostics
import Foundation
import Mapping
import Operations

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a file people write, for editors.",
        discussion: """
            The first line of each file under Config and Mappings names its schema in docs/schemas, so that an editor with a
            YAML language server (VS Code: the extension YAML by Red Hat) completes keys and underlines mistakes. --write
            writes all of them anew, with the values that Mappings/trust-profile.yaml declares.

            Example:
              hub schema mapping
              hub schema --write docs/schemas
            """)

    @Argument(help: "One of \(FileSchemas.names.joined(separator: ", ")).") var name: String?
    @Option(help: ArgumentHelp("Write all schemas into this folder.", valueName: "folder")) var write: String?
    @OptionGroup var places: PlaceOptions

    func run() throws {
        let (_, release, diagnostics) = places.load()
        guard let release else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        if let write {
            try FileManager.default.createDirectory(atPath: write, withIntermediateDirectories: true)
            for (name, text) in FileSchemas.all(profile: release.trustProfile) {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(write)/\(name).json"))
                print("wrote \(write)/\(name).json")
            }
            return
        }
        guard let name, let text = FileSchemas.text(of: name, profile: release.trustProfile) else {
            let close = name.flatMap { closeName(to: $0, among: FileSchemas.names) }
            throw ValidationError(
                close.map { "did you mean \($0)?" }
                    ?? "name one of \(FileSchemas.names.joined(separator: ", ")), or --write FOLDER")
        }
        print(text, terminator: "")
    }
}

struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Print reference pages that are made from the code.",
        discussion: """
            Example:
              hub docs functions > docs/functions.md
            """)

    @Argument(help: "The page: functions.") var page: String

    func run() throws {
        guard page == "functions" else { throw ValidationError("the pages are: functions") }
        print(FunctionReference.markdown(), terminator: "")
    }
}
