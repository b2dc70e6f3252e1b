import ArgumentParser
import Diagnostics
import Foundation
import Mapping

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a trust or a mapping: files that check as they are.",
        discussion: """
            Example:
              hub new trust RXX --name "Example University Hospitals"
              hub new mapping pv2-encounter --source PV2 --target Encounter
            """, subcommands: [NewTrust.self, NewMapping.self])
}

struct NewTrust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "A trust with one feed, and maps of its own where its dialect needs them.",
        discussion: """
            Writes Config/trusts/rxx.yaml with every value that maps ask for; --dialect also begins Mappings/trusts/rxx/
            with a map that extends pid-patient and a first fixture. Nothing is overwritten.

            Example:
              hub new trust RXX --name "Example University Hospitals" --dialect
              hub check
            """)

    @Argument(help: "Its ODS code.") var ods: String
    @Option(help: ArgumentHelp("As people know it.", valueName: "text")) var name: String?
    @Option(help: ArgumentHelp("The system that sends: the feed is called rxx-SYSTEM.", valueName: "word")) var system = "pas"
    @Flag(help: "Begin a folder of maps of its own.") var dialect = false
    @OptionGroup var places: PlaceOptions

    func run() throws {
        let scaffold = try TrustScaffold(ods: ods, name: name, system: system, hasDialect: dialect)
        let (_, release, diagnostics) = places.load()
        guard let release else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        try ScaffoldWriter(places: places).write(scaffold.files(profile: release.trustProfile))
        print("next: hub check; then hub map \(scaffold.feed) message.hl7")
    }
}

struct NewMapping: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping", abstract: "A map of a segment, a data type or a message.",
        discussion: """
            Every element of the target and every field of the source stands in the file as a comment. A map of a message
            comes with a fixture of an invented person. Nothing is overwritten.

            Example:
              hub new mapping pv2-encounter --source PV2 --target Encounter
              hub new mapping adt-leave --source "hl7v2 ADT^A21 ADT^A22" --event encounter-transferred
            """)

    @Argument(help: "Its name, kebab-case.") var name: String
    @Option(help: ArgumentHelp("A segment (PV2), a data type (CX), or \"hl7v2 STRUCTURE…\".", valueName: "source")) var source:
        String
    @Option(help: ArgumentHelp("The FHIR R4 type to make; not for messages.", valueName: "type")) var target: String?
    @Option(help: ArgumentHelp("Of a message: what it means to the hub.", valueName: "event")) var event = "person-updated"
    @OptionGroup var places: PlaceOptions

    func run() throws {
        let scaffold = try MappingScaffold(name: name, source: source, target: target, event: event)
        try ScaffoldWriter(places: places).write(scaffold.files)
        print("next: hub check; then hub test --map \(name)")
    }
}

/// Writes the files of a scaffold, all or none, over nothing.
struct ScaffoldWriter {
    let places: PlaceOptions

    func write(_ files: [ScaffoldFile]) throws {
        let placed = files.map { file in
            (path: (file.folder == .config ? places.config : places.mappings) + "/" + file.path, text: file.text)
        }
        for file in placed where FileManager.default.fileExists(atPath: file.path) {
            throw Diagnostic(
                code: "C152", "the file is there already", at: .text(TextSpan(file: file.path, line: 1, column: 1)),
                hint: "choose another name, or change this one")
        }
        for file in placed {
            let url = URL(fileURLWithPath: file.path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: url)
            print("wrote \(file.path)")
        }
    }
}
