import AMQP
import Diagnostics
import Foundation

/// How the trusts' users reach the private broker, kept beside its data for `hub send`: made by the hub, readable by its
/// owner only. At a broker of production every trust has its own password and this file does not exist.
enum SenderAddresses {
    private struct Entry: Codable {
        var host: String
        var port: UInt16
        var virtualHost: String
        var user: String
        var password: String
    }

    private static func path(_ data: String) -> String { data + "/senders.json" }

    static func write(_ addresses: [String: BrokerAddress], to data: String) throws {
        let entries = addresses.mapValues {
            Entry(host: $0.host, port: $0.port, virtualHost: $0.virtualHost, user: $0.user, password: $0.password.revealed)
        }
        let file = path(data)
        _ = FileManager.default.createFile(
            atPath: file, contents: Data(try JSONOutput.text(entries).utf8), attributes: [.posixPermissions: 0o600])
    }

    static func read(_ data: String, sender: String) throws -> BrokerAddress {
        guard let contents = FileManager.default.contents(atPath: path(data)) else {
            throw Diagnostic(
                code: "C151", "no hub with a private broker has its data in \(data)",
                hint:
                    "start one (hub run, hub demo --keep-running) and name its folder with --data, or name a broker with --broker"
            )
        }
        guard let entry = try JSONDecoder().decode([String: Entry].self, from: contents)[sender] else {
            throw Diagnostic(
                code: "C152", "the running hub knows no sender \(sender)",
                hint: "it was started with another configuration; restart it")
        }
        return BrokerAddress(
            host: entry.host, port: entry.port, virtualHost: entry.virtualHost, user: entry.user, password: entry.password)
    }
}
