import Foundation

/// `bench micro PROJECT` prints the single-core table, `bench loading PROJECT` its part about loading; `bench map PROJECT KIND
/// ROUNDS` maps one kind of message over and over, for a profiler; `bench shovel FOLDER COUNT` measures RabbitMQ's own shovel.
@main
struct BenchProgram {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "micro" where arguments.count == 3:
            try MicroBenchmarks(project: arguments[2]).run()
        case "loading" where arguments.count == 3:
            try MicroBenchmarks(project: arguments[2]).loading()
        case "map" where arguments.count == 5:
            try MicroBenchmarks(project: arguments[2]).map(arguments[3], rounds: Int(arguments[4]) ?? 1)
        case "shovel" where arguments.count == 4:
            print(try await ShovelBenchmark(folder: arguments[2], count: Int(arguments[3]) ?? 20_000).run())
        default:
            print(
                "usage: bench micro PROJECT | bench loading PROJECT | bench map PROJECT ADT|ADT^A01|ORU|OML ROUNDS | bench shovel FOLDER COUNT"
            )
            exit(2)
        }
    }
}
