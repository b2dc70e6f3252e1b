import Diagnostics
import Foundation
import Hummingbird
import Ledger
import Operations

/// The same answers as JSON: for scripts, and for the command line, which reaches a running hub through its local socket.
struct JSONInterface: Sendable {
    let operations: Operations
    let figures: Figures

    func add(to router: Router<ConsoleServer.Context>, changes: Bool) {
        router.get("/api/overview") { _, _ in try Answers.json(try await operations.overview()) }
        router.get("/api/queues") { _, _ in try Answers.json(try await operations.queues()) }
        router.get("/api/balance") { _, _ in
            Answers.text(try await operations.balance().json + "\n", type: "application/json")
        }
        router.post("/api/messages") { request, _ in
            let asked = try await JSONInterface.body(MessageSearch.self, of: request)
            return try Answers.json(try await operations.messages(asked, by: actor(request)))
        }
        router.get("/api/messages/:id") { request, context in
            guard let id = context.parameters.get("id").flatMap({ MessageID(text: $0) }),
                let view = try await operations.message(id, by: actor(request))
            else { return Answers.text("{}", type: "application/json", status: .notFound) }
            return try Answers.json(view)
        }
        router.get("/api/quarantine") { request, _ in
            let parameters = request.uri.queryParameters
            return try Answers.json(
                try await operations.quarantine(
                    feed: parameters.get("feed"), reason: parameters.get("reason"),
                    limit: parameters.get("limit").flatMap { Int($0) } ?? 100))
        }
        guard changes else { return }
        EngineerInterface(operations: operations).add(to: router)
        router.post("/api/commands") { request, _ in
            let command = try await JSONInterface.body(OperatorCommand.self, of: request)
            do {
                return try Answers.json(try await operations.perform(command))
            } catch let failure as LedgerFailure {
                return try Answers.json(
                    ["error": failure.diagnostic.rendered()],
                    status: .init(code: failure.category.consequence.httpStatus))
            }
        }
    }

    private func actor(_ request: Request) -> Actor { ConsoleServer.reader }

    static func body<T: Decodable>(_ type: T.Type, of request: Request) async throws -> T {
        let buffer = try await request.body.collect(upTo: 32 << 20)
        do {
            return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: "the body is not what this address takes")
        }
    }
}
