import AsyncHTTPClient
import Diagnostics
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Reaches a running hub through its local socket: exactly one process holds a store, the others ask it.
package struct LocalSocket: Sendable {
    private let path: String

    package init(path: String) { self.path = path }

    /// Whether something may be listening; only a request tells.
    package var exists: Bool { FileManager.default.fileExists(atPath: path) }

    package func get(_ address: String) async throws(NoAnswer) -> HTTPAnswer { try await send(address, body: nil) }

    /// - Parameter seconds: how long the answer may take.
    package func post(_ address: String, json: [UInt8], seconds: Int64 = 60) async throws(NoAnswer) -> HTTPAnswer {
        try await send(address, body: json, seconds: seconds)
    }

    private func send(_ address: String, body: [UInt8]?, seconds: Int64 = 60) async throws(NoAnswer) -> HTTPAnswer {
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        guard let host = path.addingPercentEncoding(withAllowedCharacters: unreserved) else {
            throw NoAnswer(category: .fault, reason: "the socket's path cannot be written as an address")
        }
        var request = HTTPClientRequest(url: "http+unix://\(host)\(address)")
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            // Not the shared client: it gives up after 90 s without a byte, and a release may take longer to load.
            return try await HTTPClient.withHTTPClient { [request] client in
                let response = try await client.execute(request, timeout: .seconds(seconds))
                let answer = try await response.body.collect(upTo: 256 << 20)
                return HTTPAnswer(status: Int(response.status.code), body: Array(answer.readableBytesView))
            }
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw NoAnswer(category: .busy, reason: "the running hub has not answered within \(seconds) s")
        } catch {
            throw NoAnswer(category: .unavailable, reason: "no hub answers on the local socket")
        }
    }
}
