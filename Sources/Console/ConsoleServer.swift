// Console: what people and machines see of a running hub over HTTP: pages, FHIR read API, JSON for scripts, metrics, health.
//
// Owns: routes, templates, the answers' headers. It decides nothing and changes nothing but through `Operations`. It runs one
// HTTP server on a loopback address and one on a local socket (for the command line; only there may something be changed).
// A request body is capped; no response is a stream, so a shutdown waits for nobody.

import Canonical
import Foundation
import HTTPTypes
package import Hummingbird
import Ledger
package import Logging
import Mustache
import NIOCore
package import Operations
import Record
package import ServiceLifecycle

/// Builds the router that a hub serves.
package struct ConsoleServer: Sendable {
    package typealias Context = BasicRequestContext

    let operations: Operations
    let figures: Figures
    let library: MustacheLibrary
    let pages: PageContexts
    let version: String
    /// Names each dependency and says whether it answers.
    let readiness: @Sendable () async -> [(name: String, problem: String?)]
    static let reader = Actor("console")

    package init(
        operations: Operations, version: String, readiness: @escaping @Sendable () async -> [(name: String, problem: String?)]
    ) throws {
        self.operations = operations
        figures = Figures(operations)
        library = try Templates.library()
        pages = PageContexts(
            environment: operations.configuration.environment.rawValue,
            region: operations.configuration.region.isEmpty ? "Overview" : operations.configuration.region)
        self.version = version
        self.readiness = readiness
    }

    /// - Parameter changes: also serve the commands that change something (for the local socket only).
    func router(changes: Bool) -> Router<Context> {
        let router = Router(context: Context.self)
        router.add(middleware: SecurityHeaders())
        addPages(to: router)
        addHealth(to: router)
        JSONInterface(operations: operations, figures: figures).add(to: router, changes: changes)
        FHIRInterface(operations: operations).add(to: router)
        return router
    }

    /// The console's own address, and the local socket for the command line.
    package func services(
        host: String, port: Int, socket: String, logger: Logger, onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> [any Service] {
        let page = Application(
            router: router(changes: false),
            configuration: .init(address: .hostname(host, port: port), serverName: "hub"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
        let local = Application(
            router: router(changes: true), configuration: .init(address: .unixDomainSocket(path: socket), serverName: "hub"),
            onServerRunning: { _ in chmod(socket, 0o600) }, logger: logger)
        return [page, local]
    }

    // MARK: - Pages

    private func addPages(to router: Router<Context>) {
        router.get("/") { _, _ in
            let context = pages.overview(
                try await figures.overview(), depths: await figures.depths(), imbalance: try await figures.balance().imbalance)
            return page("overview", context)
        }
        router.get("/fragments/overview") { _, _ in
            let context = pages.overview(
                try await figures.overview(), depths: await figures.depths(), imbalance: try await figures.balance().imbalance)
            return page("overview-live", context)
        }
        router.get("/messages") { request, _ in
            let feed = request.uri.queryParameters.get("feed")
            let state = request.uri.queryParameters.get("state").flatMap { MessageState(word: $0) }
            let lines = try await operations.messages(feed: feed, state: state, by: Self.reader)
            let what = feed.map { "The last messages of \($0)" } ?? "The last messages of all feeds"
            return page("messages", pages.messages(lines, what: what, asked: ""))
        }
        // A person is searched by POST: what identifies somebody is never in a URL.
        router.post("/messages") { request, _ in
            let asked = try await Form.value("q", of: request).trimmingCharacters(in: .whitespaces)
            if let id = MessageID(text: asked), asked.contains("-"), try await operations.ledger.message(id) != nil {
                return Response(status: .seeOther, headers: [.location: "/messages/\(id)"])
            }
            var lines = try await operations.messages(controlID: asked, by: Self.reader)
            if lines.isEmpty { lines = try await operations.messages(identifier: asked, by: Self.reader) }
            return page("messages", pages.messages(lines, what: "Found by control id or patient identifier", asked: asked))
        }
        router.get("/messages/:id") { _, context in
            guard let id = context.parameters.get("id").flatMap({ MessageID(text: $0) }),
                let view = try await operations.message(id, by: Self.reader)
            else { return nothing("No such message", "The ledger has no message of this number.") }
            return page("message", pages.message(view))
        }
        router.get("/quarantine") { request, _ in
            let feed = request.uri.queryParameters.get("feed")
            let reason = request.uri.queryParameters.get("reason")
            let view = try await operations.quarantine(feed: feed, reason: reason)
            let what = [feed.map { "feed \($0)" }, reason.map { "reason \($0)" }].compactMap { $0 }.joined(separator: ", ")
            return page("quarantine", pages.quarantine(view, what: what.isEmpty ? "Oldest first" : "Only \(what)"))
        }
        router.get("/console.css") { _, _ in Answers.text(Stylesheet.css, type: "text/css; charset=utf-8") }
        router.get("/console.js") { _, _ in Answers.text(Stylesheet.script, type: "text/javascript; charset=utf-8") }
    }

    private func page(_ name: String, _ context: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        Answers.text(library.render(context, withTemplate: name) ?? "", type: "text/html; charset=utf-8", status: status)
    }

    private func nothing(_ title: String, _ explanation: String) -> Response {
        var context = pages.base(title, on: "")
        context["explanation"] = explanation
        return page("nothing", context, status: .notFound)
    }

    // MARK: - Health and figures

    private func addHealth(to router: Router<Context>) {
        router.get("/livez") { _, _ in Answers.text("alive\n", type: "text/plain; charset=utf-8") }
        router.get("/readyz") { _, _ in
            let found = await readiness()
            let text = found.map { "\($0.name): \($0.problem ?? "ok")\n" }.joined()
            let isReady = found.allSatisfy { $0.problem == nil }
            return Answers.text(text, type: "text/plain; charset=utf-8", status: isReady ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { _, _ in
            let text = MetricsText.make(
                try await figures.overview(), latency: try await operations.latency(),
                imbalance: try await figures.balance().imbalance, version: version)
            return Answers.text(text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}

/// What every answer says to a browser (OWASP ASVS 5, V3).
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ConsoleServer.Context

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws
        -> Response
    {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[HTTPField.Name("Referrer-Policy")!] = "no-referrer"
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

enum Answers {
    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        bytes(Array(text.utf8), type: type, status: status)
    }

    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return bytes(Array(try encoder.encode(value)), type: "application/json", status: status)
    }
}

/// Fields of a posted form (`application/x-www-form-urlencoded`).
enum Form {
    static let limit = 64 << 10

    static func value(_ name: String, of request: Request) async throws -> String {
        let buffer = try await request.body.collect(upTo: limit)
        return try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: buffer))[name] ?? ""
    }
}
