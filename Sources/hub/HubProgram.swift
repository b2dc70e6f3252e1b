// hub: the command line and the composition root.
//
// Owns: which parts are joined (RunningHub), the verbs, how answers are printed, exit codes. 0 fine, 1 found problems,
// 2 wrong use, 70 internal.

import ArgumentParser
import Diagnostics
import Foundation
import Transports

@main
struct HubProgram: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "A regional integration hub for genomics: accepts, maps, routes and accounts for every message.",
        discussion: """
            Start with `hub demo`: a whole region on this machine, with a console to look at.
            Every command that prints takes --json. Exit codes: 0 fine, 1 found problems, 2 wrong use, 70 internal.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(name: "Run:", subcommands: [RunCommand.self, DemoCommand.self]),
            CommandGroup(
                name: "Write mappings:",
                subcommands: [
                    NewCommand.self, CheckCommand.self, MapCommand.self, WriteCommand.self, TestCommand.self,
                    ShadowCommand.self, ReleaseCommand.self,
                    ParseCommand.self, EvalCommand.self, SchemaCommand.self, DocsCommand.self, ValidateCommand.self,
                    RouteCommand.self, CoverageCommand.self,
                ]),
            CommandGroup(name: "Try:", subcommands: [SendCommand.self, SimulateCommand.self]),
            CommandGroup(
                name: "Operate:",
                subcommands: [
                    QueuesCommand.self, MessagesCommand.self, TraceCommand.self, QuarantineCommand.self, ReplayCommand.self,
                    LedgerCommand.self, TopologyCommand.self,
                ]),
        ])

    /// Wrong use is 2 here, where the parser's own convention is 64.
    static func main() async {
        Heap.limit(to: 2)
        do {
            var command = try parseAsRoot(EvalCommand.shielded(Array(CommandLine.arguments.dropFirst())))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(with: error)
        }
    }

    private static func exit(with error: any Error) -> Never {
        switch error {
        case let found as Diagnostics:
            Terminal.complain(found.all)
            Foundation.exit(1)
        case let found as Diagnostic:
            Terminal.complain([found])
            Foundation.exit(1)
        case let silence as NoAnswer:
            let hint = silence.category == .busy ? "what was asked may still be done: look before you ask again" : "hub run"
            Terminal.complain([Diagnostic(code: "C147", silence.reason, hint: hint)])
            Foundation.exit(1)
        case let code as ExitCode:
            Foundation.exit(code.rawValue)
        default:
            let status = exitCode(for: error)
            if status == .success || status == .validationFailure {
                let text = fullMessage(for: error)
                if !text.isEmpty { status == .success ? print(text) : Terminal.toStandardError(text + "\n") }
                Foundation.exit(status == .success ? 0 : 2)
            }
            Terminal.toStandardError("hub: internal error: \(String(describing: type(of: error)))\n")
            if ProcessInfo.processInfo.environment["HUB_DEBUG"] != nil { Terminal.toStandardError("\(error)\n") }
            Foundation.exit(70)
        }
    }
}
