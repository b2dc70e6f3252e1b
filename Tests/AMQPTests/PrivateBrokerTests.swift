import Diagnostics
import Foundation
import Testing

@testable import AMQP

@Suite(.serialized, .needsBroker, .timeLimit(.minutes(2)))
struct PrivateBrokerTests {
    /// One folder, in the order of a life: start, second start refused, stop, start again with the messages, death by
    /// kill -9 of the process that started it.
    @Test func aFolderLives() async throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await PrivateBroker.start(.init(folder: folder))
        try await Topology(queues: [.feed("kept")]).declare(at: first.address)
        let publisher = Publisher(first.address)
        #expect(try await publisher.publish(messages(1...100, to: "kept")).allSatisfy { $0.isConfirmed })
        await publisher.stop()
        let error = await #expect(throws: Diagnostic.self) { _ = try await PrivateBroker.start(.init(folder: folder)) }
        #expect(error?.code == "broker-folder-in-use")
        #expect(!processes(of: folder).isEmpty)
        await first.stop()
        #expect(processes(of: folder).isEmpty, "nothing is left behind by stop()")

        // A process of its own starts the broker there and kills itself: no handler of ours can run. It is told the folder's
        // name, not its path: other tests' processes inherit the variable, and would be found by the path.
        setenv("HUB_TEST_BROKER_FOLDER", (folder as NSString).lastPathComponent, 1)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let name = try #require(getenv("HUB_TEST_BROKER_FOLDER").map { String(cString: $0) })
            let broker = try await PrivateBroker.start(.init(folder: temporaryFolder(named: name)))
            let depth = try await Topology.depths(of: ["kept"], at: broker.address)["kept"]
            try #require(depth??.messages == 100)
            kill(getpid(), SIGKILL)
        }
        // The kernel has sent SIGKILL to the children by now; the lock says when they are gone.
        let lock = try BrokerFolder(path: folder).lock()
        close(lock)
        let deadline = ContinuousClock.now + .seconds(60)
        while !processes(of: folder).isEmpty, ContinuousClock.now < deadline { await Task.yield() }
        #expect(processes(of: folder).isEmpty, "nothing is left behind by kill -9")
    }

    @Test func theFolderMustBeWritable() async throws {
        let file = temporaryFolder()
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let error = await #expect(throws: Diagnostic.self) {
            _ = try await PrivateBroker.start(.init(folder: file + "/broker"))
        }
        #expect(error?.code == "broker-folder")
    }
}
