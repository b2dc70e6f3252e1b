import ArgumentParser
import Canonical
import Diagnostics
import FHIR
import Foundation
import HL7v2
import Mapping
import Operations
import Pipeline
import Routing
import Tree

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check configuration, mappings and routes; all problems at once, with their places.",
        discussion: """
            Nothing is started. Exit 1 when there is an error; warnings alone are fine.

            Example:
              hub check
              hub check --config Config --mappings Mappings --json
            """)

    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (configuration, release, found) = places.load()
        var diagnostics = found
        if let configuration {
            diagnostics += configuration.loadRoutes().diagnostics
        }
        let errors = diagnostics.count { $0.severity == .error }
        if output.json {
            print(try JSONOutput.text(["diagnostics": diagnostics.map(DiagnosticLine.init)]))
        } else {
            Terminal.complain(diagnostics)
            let warnings = diagnostics.count { $0.severity == .warning }
            if errors == 0, let configuration, let release {
                print(
                    "fine: \(configuration.trusts.count) trusts, \(configuration.feeds.count) feeds, \(configuration.destinations.count) destinations, release \(release.hash.prefix(12))"
                        + (warnings > 0 ? ", \(Terminal.counted(warnings, "warning"))" : ""))
            } else {
                print("\(Terminal.counted(errors, "error")), \(Terminal.counted(warnings, "warning"))")
            }
        }
        if errors > 0 { throw ExitCode(1) }
    }
}

struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Show an HL7 v2 message's segments, fields, repetitions and components, or a FHIR document.",
        discussion: """
            Positions are one-based, as in HL7. Issues name segment, field and byte.

            Example:
              hub parse message.hl7
              hub parse message.hl7 --json | jq .segments[0]
            """)

    @Argument(help: "File with one message or document; - for standard input.") var file: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        let bytes = try InputFile.read(file)
        if Self.looksLikeFHIR(bytes) {
            let document = FHIRDocument.read(bytes, certainly: true)
            Terminal.complain(document.diagnostics)
            guard let tree = document.tree else { throw ExitCode(1) }
            Terminal.out(JSONWriter.write(tree, layout: output.json ? .compact : .pretty) + [0x0A])
            if document.hasErrors { throw ExitCode(1) }
            return
        }
        let reading = MessageReader().read(bytes)
        if output.json {
            print(MessageJSON.render(bytes))
        } else {
            Terminal.complain(reading.issues)
            if reading.isUsable { print(Self.outline(reading.tree)) }
        }
        if !reading.isUsable { throw ExitCode(1) }
    }

    static func looksLikeFHIR(_ bytes: [UInt8]) -> Bool {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "<")
    }

    /// One line a leaf: position and value.
    static func outline(_ tree: Tree) -> String {
        var lines: [String] = []
        func walk(_ id: Tree.ID, _ depth: Int) {
            let node = tree[id]
            switch node.kind {
            case .message, .group, .segment:
                lines.append(String(repeating: "  ", count: depth) + tree.name(of: id))
            default: break
            }
            if tree.hasChildren(id) {
                for child in tree.children(of: id) { walk(child, depth + 1) }
            } else if node.kind != .segment, node.kind != .group, node.kind != .message {
                let value = node.flags.contains(.explicitNull) ? "\"\" (delete)" : tree.text(of: id)
                lines.append(String(repeating: "  ", count: depth) + "\(tree.hl7Path(of: id)) = \(value)")
            }
        }
        walk(.root, 0)
        return lines.joined(separator: "\n")
    }
}

struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Explain where a message goes: which rules match, which don't, and why.",
        discussion: "Example:\n  hub route rje-ice order.hl7")

    @Argument(help: "The feed that the message came on.") var feed: String
    @Argument(help: "File with one message; - for standard input.") var file: String
    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions

    private struct Rule: Encodable {
        var rule: String
        var matched: Bool
        var destinations: [String]
        var because: String
        var reasons: [String]
    }
    private struct Answer: Encodable {
        var destinations: [String]
        var rules: [Rule]
    }

    func run() throws {
        let feedMapper = try FeedMapper(feed: feed, places: places)
        let (routes, diagnostics) = feedMapper.configuration.loadRoutes()
        guard let routes else { throw Diagnostics(diagnostics) }
        let result = feedMapper.mapper.map(try InputFile.read(file))
        guard result.outcome == .mapped, let canonical = result.canonical else {
            Terminal.complain(result.issues)
            Terminal.toStandardError("quarantined: \(result.reason?.code ?? "invalid"); it is not routed\n")
            throw ExitCode(1)
        }
        let decision = Router(routes).route(canonical: canonical, feed: feedMapper.mapper.feed, explaining: true)
        let rules = decision.rules.map {
            Rule(rule: $0.name, matched: $0.isMatched, destinations: $0.destinations, because: $0.because, reasons: $0.reasons)
        }
        if output.json {
            print(try JSONOutput.text(Answer(destinations: decision.destinations, rules: rules)))
            return
        }
        for rule in rules {
            print(
                "\(rule.matched ? "✓ matches  " : "· no match ") \(rule.rule)\(rule.matched ? " → " + rule.destinations.joined(separator: ", ") : "")"
            )
            if rule.matched { print("    \(rule.because)") }
            for reason in rule.reasons { print("    \(reason)") }
        }
        print("destinations: \(decision.destinations.isEmpty ? "none" : decision.destinations.joined(separator: ", "))")
    }
}
