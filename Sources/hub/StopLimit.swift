import Dispatch
import Foundation
import Logging
import ServiceLifecycle

/// The last word of a stop: a hub that does not end in time is ended.
///
/// It asks for no order, so nothing is lost by it: what is claimed is run again at the next start. It counts on a thread of
/// its own, because what hangs may be what it would have to run on.
struct StopLimit: Service {
    let limit: TimeInterval
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        let (limit, logger) = (limit, logger)
        DispatchQueue(label: "hub.stop-limit").asyncAfter(deadline: .now() + limit) {
            logger.critical("the hub did not stop in time and is ended", metadata: ["seconds": "\(Int(limit))"])
            _exit(70)
        }
    }
}
