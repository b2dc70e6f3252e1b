import Diagnostics
import Foundation
import Hummingbird
import Operations
import ServiceLifecycle

/// What integration engineers ask of a running hub through its local socket: shadow runs, fixtures out of quarantine,
/// releases.
struct EngineerInterface: Sendable {
    let operations: Operations

    func add(to router: Router<ConsoleServer.Context>) {
        router.post("/api/shadow") { request, _ in
            try await answered { try await operations.shadow(try await JSONInterface.body(ShadowRequest.self, of: request)) }
        }
        router.post("/api/fixtures") { request, _ in
            try await answered { try await operations.fixture(try await JSONInterface.body(FixtureRequest.self, of: request)) }
        }
        router.get("/api/releases") { _, _ in try await answered { try await operations.releases() } }
        router.get("/api/releases/:hash") { _, context in
            try await answered { try await operations.release(named: context.parameters.get("hash") ?? "") }
        }
        router.post("/api/releases") { request, _ in
            try await answered {
                let package = try await JSONInterface.body(ReleasePackage.self, of: request)
                try await operations.keep(package)
                return ["hash": package.hash]
            }
        }
        router.post("/api/activations") { request, _ in
            try await answered {
                let asked = try await JSONInterface.body(ActivationRequest.self, of: request)
                return ["hash": try await operations.activate(asked)]
            }
        }
    }

    /// Problems as `{"error": text}` with 422: the command line shows them as its own. What takes long ends with the hub: a stop
    /// waits for open requests.
    private func answered<T: Encodable & Sendable>(
        _ body: @escaping @Sendable () async throws -> T
    ) async throws -> Response {
        do {
            return try Answers.json(try await cancelWhenGracefulShutdown(body))
        } catch let found as Diagnostics {
            return try Answers.json(
                ["error": found.all.map { $0.rendered() }.joined(separator: "\n")], status: .unprocessableContent)
        } catch let found as Diagnostic {
            return try Answers.json(["error": found.rendered()], status: .unprocessableContent)
        } catch is CancellationError {
            return try Answers.json(["error": "the hub is stopping"], status: .unprocessableContent)
        }
    }
}
