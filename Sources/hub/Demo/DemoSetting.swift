import Canonical
import Foundation
import Operations
import Pipeline

/// The demonstration's own settings over the configuration: its folder, its stub of the nation, GET search allowed.
enum DemoSetting {
    static func apply(to configured: HubConfiguration, folder: String, stub: NationalStubServer) -> HubConfiguration {
        var configuration = configured
        configuration.environment = .test
        configuration.data = folder
        configuration.identityKeyFile = folder + "/identity.key"
        configuration.brokerURL = nil
        configuration.getSearch = true
        configuration.destinations = configuration.destinations.map { destination in
            var destination = destination
            switch destination.kind {
            case .national: destination.kind = .national(url: stub.url, trustRoots: stub.certificate)
            case .file, .recordStore, .amqp, .http: break
            }
            return destination
        }
        return configuration
    }

    static func isFree(_ port: Int) -> Bool {
        guard port > 0 else { return false }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
