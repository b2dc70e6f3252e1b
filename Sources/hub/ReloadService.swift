import Diagnostics
import Foundation
import Ledger
import Logging
import Operations
import ServiceLifecycle
import UnixSignals

/// On SIGHUP: a child process builds, checks and tests a release of what is in the folders and hands it in; only then is it
/// put in force. What does not check, or whose fixtures fail, is never switched to. A stop does not wait for it.
struct ReloadService: Service {
    let operations: Operations
    let places: PlaceOptions
    let logger: Logger

    private struct Built: Decodable {
        var hash: String
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                try await cancelWhenGracefulShutdown { try await reload() }
            } catch is CancellationError {
                return
            } catch let found as Diagnostic {
                logger.error("the new release is refused; the old one goes on", metadata: ["code": "\(found.code)"])
                Terminal.complain([found])
            } catch {
                logger.error("the new release cannot be loaded; the old one goes on")
            }
        }
    }

    private func reload() async throws {
        let child = try await ChildProcess.run([
            "release", "build", "--json", "--note", "reloaded", "--config", places.config, "--mappings",
            places.mappings,
            "--data", operations.configuration.data,
        ])
        guard child.status == 0, let built = try? JSONDecoder().decode(Built.self, from: Data(child.output.utf8)) else {
            logger.error("the new release does not check or its fixtures fail; the old one goes on")
            Terminal.toStandardError(child.errors)
            return
        }
        _ = try await operations.activate(
            ActivationRequest(hash: built.hash, actor: Actor.hub.name, reason: "reloaded"))
        logger.notice("switched to a new release", metadata: ["release": "\(built.hash.prefix(12))"])
    }
}
