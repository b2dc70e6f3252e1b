// Transports: the ways out that are not the broker: HTTP(S) and folders.
//
// Owns: the HTTP client with its time-outs and trust settings, and the atomic file drop. It decides nothing: it says what
// was answered, or that nothing was. It runs the client's event loop threads; one request is held in memory with its
// answer (capped). What is in flight when it stops has no answer, which the ledger records as such.

import AsyncHTTPClient
package import Diagnostics
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// What a destination said.
package struct HTTPAnswer: Sendable, Hashable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// No answer came: the destination may or may not have taken what was sent.
package struct NoAnswer: CategorizedFailure, Sendable, Hashable {
    package var category: FailureCategory
    /// Without any part of what was sent.
    package var reason: String

    package init(category: FailureCategory, reason: String) {
        self.category = category
        self.reason = reason
    }
}

/// Sends bodies by HTTP POST.
///
/// ```swift
/// let sender = try HTTPSender(timeout: .seconds(10), trustRoots: "/etc/hub/national-ca.pem")
/// let answer = try await sender.post(body, to: "https://national.example/FHIR/R4", headers: ["X-Request-ID": id])
/// ```
package actor HTTPSender {
    private let configuration: HTTPClient.Configuration
    /// Made with the first request, so that a sender that never sends needs no end.
    private var client: HTTPClient?
    private let timeout: Duration
    private static let answerLimit = 1 << 20

    /// - Parameters:
    ///   - trustRoots: PEM file of the authorities that the server's certificate must chain to; nil: the system's.
    package init(timeout: Duration = .seconds(15), trustRoots: String? = nil) throws {
        var configuration = HTTPClient.Configuration()
        if let trustRoots {
            guard FileManager.default.isReadableFile(atPath: trustRoots) else {
                throw Diagnostic(
                    code: "H201", "the trust roots of a destination cannot be read",
                    at: .text(TextSpan(file: trustRoots, line: 1, column: 1)), hint: "name a PEM file that the hub may read")
            }
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(trustRoots)
            configuration.tlsConfiguration = tls
        }
        configuration.timeout = .init(connect: .seconds(5))
        configuration.redirectConfiguration = .disallow
        self.configuration = configuration
        self.timeout = timeout
    }

    /// Posts `body` and waits for the whole answer (at most 1 MiB of it).
    ///
    /// - Throws: `NoAnswer` when the connection failed or nothing came in time.
    package func post(_ body: [UInt8], to url: String, headers: [String: String]) async throws(NoAnswer) -> HTTPAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let client = client ?? HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.client = client
        do {
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            let answer = try await response.body.collect(upTo: Self.answerLimit)
            return HTTPAnswer(status: Int(response.status.code), body: Array(answer.readableBytesView))
        } catch {
            // The error's own text may carry the URL; its type says enough.
            throw NoAnswer(category: .unavailable, reason: "no answer: \(String(describing: type(of: error)))")
        }
    }

    package func shutdown() async {
        let last = client
        client = nil
        try? await last?.shutdown()
    }
}
