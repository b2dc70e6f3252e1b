import ArgumentParser
import Canonical
import Diagnostics
import FHIR
import Foundation
import HL7v2
import Mapping
import Operations
import Tree

struct WriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write a canonical message as HL7 v2 or CSV, as the systems behind a feed read it.",
        discussion: """
            FILE holds a canonical message (JSON), or an HL7 v2 message, which is mapped as FEED's first. What the outbound map
            did not carry is told on standard error with --accounting. A map of an ACK answers the message instead: accepted,
            kept in quarantine or refused, and why.

            Example:
              hub write out-oru-r01 rrk-pas report.hl7
              hub write out-ack rrk-pas message.hl7
              hub map wmrgl-lims report.hl7 --json | jq .canonical | hub write out-oru-r01 rrk-pas -
            """)

    @Argument(help: "An outbound map: a file of Mappings/out.") var map: String
    @Argument(help: "A feed of the receiver: its profile and its overlay of the map apply.") var feed: String
    @Argument(help: "File with one message; - for standard input.") var file: String
    @Option(help: "MSH-10 of what is written.") var controlID = "1"
    @Flag(help: "Show what the map did not carry.") var accounting = false
    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions

    private static func canonical(of result: MappingResult, for writer: OutboundWriter) -> Tree? {
        writer.messageType == "ACK" ? Acknowledgement.tree(of: result, at: Date().formatted(.iso8601)) : result.canonical
    }

    private struct Answer: Encodable {
        var written: Bool
        var message: String
        var issues: [DiagnosticLine]
        var notCarried: [String]
    }

    func run() throws {
        let mapping = try FeedMapper(feed: feed, places: places)
        guard let receiver = mapping.configuration.feed(named: feed),
            let writer = mapping.release.outbound(map, for: receiver)
        else {
            let names = mapping.release.outboundMaps
            throw Diagnostic(
                code: "C123", "there is no outbound map \(map)",
                hint: closeName(to: map, among: names).map { "did you mean \($0)?" } ?? "maps: \(names.joined(separator: ", "))"
            )
        }
        let bytes = try InputFile.read(file)
        let document = FHIRDocument.parse(bytes)
        let canonical =
            bytes.first { $0 > 0x20 } == UInt8(ascii: "{")
            ? document.tree : Self.canonical(of: mapping.mapper.map(bytes), for: writer)
        guard let canonical else {
            throw Diagnostics(
                document.diagnostics.isEmpty
                    ? [Diagnostic(code: "F102", "the file is neither a canonical message nor HL7 v2")] : document.diagnostics)
        }
        let result = writer.write(canonical, controlID: controlID, accounting: accounting)
        if output.json {
            print(
                try JSONOutput.text(
                    Answer(
                        written: result.isWritten, message: String(decoding: result.bytes, as: UTF8.self),
                        issues: result.issues.map(DiagnosticLine.init), notCarried: result.notCarried)))
        } else {
            // A segment a line on a terminal; as it is sent anywhere else.
            Terminal.out(Terminal.isOutputTerminal ? result.bytes.map { $0 == 0x0D ? 0x0A : $0 } : result.bytes)
            Terminal.complain(result.issues)
            if !result.notCarried.isEmpty {
                Terminal.toStandardError("not carried:\n" + result.notCarried.map { "  \($0)\n" }.joined())
            }
        }
        if !result.isWritten { throw ExitCode(1) }
    }
}
