import Diagnostics
import Foundation
import Operations
import Transports

/// What integration engineers ask of the account.
extension HubReach {
    func shadow(_ request: ShadowRequest) async throws -> ShadowAnswer {
        switch way {
        case .socket(let socket): try answered(try await socket.post("/api/shadow", json: encode(request), seconds: 1_800))
        case .stores(let operations, _): try await operations.shadow(request)
        }
    }

    func fixture(_ request: FixtureRequest) async throws -> FixtureAnswer {
        switch way {
        case .socket(let socket): try answered(try await socket.post("/api/fixtures", json: encode(request)))
        case .stores(let operations, _): try await operations.fixture(request)
        }
    }

    func releases() async throws -> [ReleaseLine] {
        switch way {
        case .socket(let socket): try answered(try await socket.get("/api/releases"))
        case .stores(let operations, _): try await operations.releases()
        }
    }

    func release(named name: String) async throws -> ReleasePackage {
        switch way {
        case .socket(let socket):
            let word = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return try answered(try await socket.get("/api/releases/\(word)"))
        case .stores(let operations, _): return try await operations.release(named: name)
        }
    }

    func keep(_ package: ReleasePackage) async throws {
        switch way {
        case .socket(let socket):
            let _: [String: String] = try answered(try await socket.post("/api/releases", json: encode(package)))
        case .stores(let operations, _): try await operations.keep(package)
        }
    }

    /// - Returns: the whole hash.
    func activate(_ request: ActivationRequest) async throws -> String {
        switch way {
        case .socket(let socket):
            let answer: [String: String] = try answered(
                try await socket.post("/api/activations", json: encode(request), seconds: 600))
            return answer["hash"] ?? request.hash
        case .stores(let operations, _): return try await operations.activate(request)
        }
    }

    /// Problems come as text that was rendered where they were found.
    private func answered<T: Decodable>(_ answer: HTTPAnswer) throws -> T {
        if answer.status == 422 {
            let said = (try? JSONDecoder().decode([String: String].self, from: Data(answer.body)))?["error"]
            throw Diagnostic(code: "C144", "the hub refused", cause: said)
        }
        return try decode(answer)
    }
}
