import ArgumentParser
import Canonical
import Diagnostics
import FHIR
import Foundation
import HL7v2
import Mapping
import Operations
import Tree
import Validation

struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Map messages as a feed would, and show what comes out and what was found.",
        discussion: """
            Exit 1 when a message would be quarantined. A file with several messages, or a batch (FHS, BHS), is mapped message by
            message; --json then prints {"outcome", "issues", "messages": [...]}, one answer each. --trace shows from which field by which rule each element came;
            --watch does it again whenever the message, a map or the configuration is saved. --diff maps with another set of
            mappings too and shows what this one makes otherwise; values are shown as shapes (Aaaa, 9999-99-99) unless the
            message is a fixture (its folder ends in .tests) or --values asks for them. Only the maps that read the message are
            compiled; hub check looks at all of them.

            Example:
              hub map rrk-pas message.hl7
              hub map rrk-pas message.hl7 --issues --trace --watch
              hub map rrk-pas message.hl7 --diff ../main/Mappings
              cat message.hl7 | hub map any-hl7v2 - --json
            """)

    @Argument(help: "The feed whose dialect, profile and mappings apply.") var feed: String
    @Argument(help: "File with a message or several; - for standard input.") var file: String
    @Flag(help: "Show only issues and what was not mapped.") var issues = false
    @Flag(help: "Show the source and the rule of every element.") var trace = false
    @Flag(help: "Again at every save, until Ctrl-C.") var watch = false
    @Option(help: ArgumentHelp("Show what differs from what these mappings make.", valueName: "folder")) var diff: String?
    @Flag(help: "With --diff: show values, not shapes.") var values = false
    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if watch, file == "-" { throw ValidationError("--watch needs a file that can be saved") }
        if diff != nil, output.json { throw ValidationError("--diff has no JSON; hub shadow --json compares many messages") }
    }

    func run() throws {
        if watch {
            FileWatch(paths: [places.config, places.mappings, file] + (diff.map { [$0] } ?? [])).run {
                do {
                    _ = try once()
                } catch let found as Diagnostics {
                    Terminal.complain(found.all)
                } catch let found as Diagnostic {
                    Terminal.complain([found])
                } catch {
                    Terminal.toStandardError("the message cannot be mapped\n")
                }
            }
        }
        if try !once() { throw ExitCode(1) }
    }

    /// Whether all of the file was mapped.
    private func once() throws -> Bool {
        let bytes = try InputFile.read(file)
        let batch = Batch(splitting: bytes)
        guard batch.isBatch, !batch.entries.isEmpty, bytes.first != UInt8(ascii: "{"), bytes.first != UInt8(ascii: "<") else {
            let feedMapper = try FeedMapper(feed: feed, places: places, message: bytes)
            let (result, refusal) = map(bytes, feedMapper)
            if output.json { print(try MapAnswer.json(result)) } else { try show(result, refusal, bytes, feedMapper) }
            return result.outcome == .mapped
        }
        let feedMapper = try FeedMapper(feed: feed, places: places)
        var answers: [String] = []
        var isMapped = true
        if !output.json { Terminal.complain(batch.issues) }
        for (number, entry) in batch.entries.enumerated() {
            let message = Array(bytes[entry.range])
            let (result, refusal) = map(message, feedMapper)
            isMapped = isMapped && result.outcome == .mapped
            if output.json {
                answers.append(try MapAnswer.json(result))
            } else {
                Terminal.toStandardError("message \(number + 1) of \(batch.entries.count): \(result.header.controlID)\n")
                try show(result, refusal, message, feedMapper)
            }
        }
        if output.json { print(try MapAnswer.json(answers, of: batch, isMapped: isMapped)) }
        return isMapped
    }

    /// What comes of one message, and the error for which the hub would not let it in although a map reads it.
    private func map(_ bytes: [UInt8], _ feedMapper: FeedMapper) -> (result: MappingResult, refusal: Diagnostic?) {
        var result = feedMapper.mapper.map(bytes, trace: trace || diff != nil)
        let told = result.outcome == .mapped ? Boundary().issues(of: result.document, from: feedMapper.mapper.feed) : []
        result.issues += told
        let refusal = told.first { $0.severity == .error }
        if refusal != nil { result.outcome = .quarantined }
        return (result, refusal)
    }

    private func show(_ result: MappingResult, _ refusal: Diagnostic?, _ bytes: [UInt8], _ feedMapper: FeedMapper) throws {
        if let diff {
            try showDifference(from: diff, feedMapper, bytes, result)
        } else if !issues, let canonical = result.canonical {
            let text = JSONWriter.write(canonical, layout: .pretty) + [0x0A]
            if Terminal.isOutputTerminal {
                print(Colour.json(String(decoding: text, as: UTF8.self)), terminator: "")
            } else {
                Terminal.out(text)
            }
        }
        Terminal.complain(result.issues)
        if !result.unmapped.isEmpty {
            let label = Terminal.isErrorTerminal ? Colour.yellow("not mapped") : "not mapped"
            Terminal.toStandardError("\(label): \(result.unmapped.joined(separator: ", "))\n")
        }
        if trace { print(TraceTable.text(result)) }
        if result.outcome != .mapped {
            let text = "quarantined: \(result.reason?.code ?? refusal?.code ?? "invalid")"
            Terminal.toStandardError((Terminal.isErrorTerminal ? Colour.red(text) : text) + "\n")
        }
    }

    private func showDifference(
        from other: String, _ feedMapper: FeedMapper, _ bytes: [UInt8], _ result: MappingResult
    ) throws {
        let (release, diagnostics) = Release.load(from: other, overlays: feedMapper.configuration.overlays)
        guard let release else { throw Diagnostics(diagnostics.filter { $0.severity == .error }) }
        let before = Mapper(
            release: release, feed: feedMapper.mapper.feed, identity: FeedMapper.identity,
            environment: feedMapper.configuration.environment
        ).map(bytes)
        if before.outcome != result.outcome { print("outcome: \(before.outcome.rawValue) → \(result.outcome.rawValue)") }
        let isFixture = file.contains(".tests/")
        let old = (before.canonical ?? Tree()).withoutRelease(release.hash)
        let new = (result.canonical ?? Tree()).withoutRelease(feedMapper.release.hash)
        let found = CanonicalDifference.between(old, new)
        let rules = RuleLookup(result.trace)
        for difference in found {
            let line = difference.line(
                values: values || isFixture, rule: difference.afterNode.flatMap { rules.rule(of: $0, in: new) })
            print(Terminal.isOutputTerminal ? Colour.difference(line) : line)
        }
        let issuesBefore = Set(before.issues.map { $0.rendered() })
        let isSame =
            found.isEmpty && before.outcome == result.outcome && issuesBefore == Set(result.issues.map { $0.rendered() })
        if isSame { print("no difference") }
    }
}

/// Source → rule → element, one line an element.
enum TraceTable {
    static func text(_ result: MappingResult) -> String {
        let names = resourceNames(result.canonical)
        let rows = result.trace.map { entry in
            [
                entry.sources.isEmpty ? "(literal)" : entry.sources.joined(separator: ", "), "\(entry.file):\(entry.line)",
                short(entry.target, names),
            ]
        }
        return Terminal.table(["source →", "rule →", "element"], rows)
    }

    /// `Patient.birthDate` for `Bundle.entry[1].resource.birthDate`.
    private static func short(_ target: String, _ names: [String: String]) -> String {
        guard let range = target.range(of: ".resource"), let name = names[String(target[..<range.upperBound])] else {
            return target
        }
        return name + target[range.upperBound...]
    }

    private static func resourceNames(_ tree: Tree?) -> [String: String] {
        guard let tree, !tree.isEmpty else { return [:] }
        var names: [String: String] = [:]
        var counts: [String: Int] = [:]
        for entry in tree.children(of: .root, named: "entry") {
            guard let resource = tree.first("resource", from: entry) else { continue }
            let type = tree.text(of: resource)
            counts[type, default: 0] += 1
            names[tree.path(of: resource)] = counts[type] == 1 ? type : "\(type)#\(counts[type] ?? 0)"
        }
        return names
    }
}

/// `{"outcome", "canonical", "issues", "unmapped"}`; the canonical message is put in as it was written, number for number.
enum MapAnswer {
    private struct Issue: Encodable {
        var severity: String
        var code: String
        var message: String
        var position: String
        var byteOffset: Int?
        var hint: String?
    }

    /// Of a file with several messages: mapped when all are; `issues` are the batch's own.
    static func json(_ answers: [String], of batch: Batch, isMapped: Bool) throws -> String {
        """
        {"outcome":"\(isMapped ? "mapped" : "quarantined")","canonical":null,\
        "issues":\(try JSONOutput.text(batch.issues.map(issue), pretty: false)),"unmapped":[],\
        "messages":[\(answers.joined(separator: ","))]}
        """
    }

    private static func issue(_ issue: Diagnostic) -> Issue {
        var position = ""
        var byte: Int?
        switch issue.location {
        case .message(let place): (position, byte) = (place.path, place.byteOffset)
        case .text(let span): position = "\(span.file):\(span.line):\(span.column)"
        case nil: break
        }
        return Issue(
            severity: issue.severity.rawValue, code: issue.code, message: issue.message, position: position, byteOffset: byte,
            hint: issue.hint)
    }

    static func json(_ result: MappingResult) throws -> String {
        let issues = result.issues.map(issue)
        let trace = result.trace.map {
            ["target": $0.target, "sources": $0.sources.joined(separator: " "), "rule": "\($0.file):\($0.line)"]
        }
        let canonical = result.canonical == nil ? "null" : String(decoding: result.json, as: UTF8.self)
        let isMapped = result.outcome == .mapped
        return """
            {"outcome":"\(isMapped ? "mapped" : "quarantined")","reason":\(try JSONOutput.text(result.reason?.code, pretty: false)),\
            "canonical":\(isMapped ? canonical : "null"),"issues":\(try JSONOutput.text(issues, pretty: false)),\
            "unmapped":\(try JSONOutput.text(result.unmapped, pretty: false)),"trace":\(try JSONOutput.text(trace, pretty: false))}
            """
    }
}
