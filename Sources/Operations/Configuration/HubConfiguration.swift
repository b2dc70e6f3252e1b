// Operations: every command and query that people give, for the command line and the console alike.
//
// Owns: the configuration (decode, check, freeze), and the operations themselves. What is here runs when somebody asks;
// it starts no long-running task. Answers are values that are written as JSON or as text by whoever shows them.

package import Canonical
package import Diagnostics
import Foundation
package import Pipeline
import YAML

/// What `Config/` says, checked and frozen.
package struct HubConfiguration: Sendable {
    package var environment: Environment
    package var region: String
    /// Folder of the stores and of the private broker.
    package var data: String
    package var identityKeyFile: String
    /// nil: the hub starts a private node.
    package var brokerURL: String?
    package var prefetch: Int
    package var mapperBatch: Int
    package var mapperAttempts: Int
    package var listenHost: String
    package var listenPort: Int
    package var getSearch: Bool
    package var unrecognisedRetention: Duration
    package var trusts: [Trust]
    package var destinations: [Destination]
    /// Path of `routes.yaml`, which Routing reads.
    package var routesFile: String
    package var places = ConfigurationPlaces()

    package var feeds: [Feed] { trusts.flatMap(\.feeds) }
    package func feed(named name: String) -> Feed? { feeds.first { $0.name == name } }
}

/// An organisation that sends or receives, with its feeds.
package struct Trust: Sendable, Hashable {
    package var ods: String
    package var name: String
    package var region: String
    package var opened: String?
    package var closed: String?
    package var successor: String?
    package var feeds: [Feed]
}

extension HubConfiguration {
    /// Reads a configuration folder. All problems of all files at once; nil when there is an error.
    ///
    /// - Parameter environmentVariables: `HUB_BROKER_URL` names the broker without writing a password into a file.
    package static func load(
        from folder: String, environmentVariables: [String: String] = ProcessInfo.processInfo.environment
    ) -> (configuration: HubConfiguration?, diagnostics: [Diagnostic]) {
        let findings = Findings()
        var configuration = hubFile(folder + "/hub.yaml", findings)
        if let url = environmentVariables["HUB_BROKER_URL"], !url.isEmpty { configuration?.brokerURL = url }
        var places = ConfigurationPlaces()
        let trusts = TrustFiles.load(from: folder + "/trusts", findings, &places)
        configuration?.places = places
        let destinations = DestinationFile.load(from: folder + "/destinations.yaml", findings)
        configuration?.trusts = trusts
        configuration?.destinations = destinations
        configuration?.routesFile = folder + "/routes.yaml"
        return (findings.hasErrors ? nil : configuration, findings.diagnostics)
    }

    static func hubFile(_ path: String, _ findings: Findings) -> HubConfiguration? {
        guard let root = ConfigurationFile.root(path, findings), let fields = Fields(root, of: "hub.yaml", findings) else {
            return nil
        }
        let environment = fields.choice("environment", of: Environment.self)
        if !fields.has("environment") { fields.missing("environment") }
        let data = fields.optionalString("data") ?? "data"
        let broker = fields.fields("broker")
        let mapper = fields.fields("mapper")
        let console = fields.fields("console")
        let retention = fields.fields("retention")
        let listen = console?.optionalString("listen") ?? "127.0.0.1:8080"
        let address = HubConfiguration.address(listen)
        if address == nil { console?.malformed("listen", "an address and a port", hint: "listen: 127.0.0.1:8080") }
        let made = HubConfiguration(
            environment: environment ?? .test, region: fields.optionalString("region") ?? "", data: data,
            identityKeyFile: fields.optionalString("identity-key") ?? data + "/identity.key",
            brokerURL: broker?.optionalString("url"), prefetch: broker?.int("prefetch", default: 500, in: 1...10_000) ?? 500,
            mapperBatch: mapper?.int("batch", default: 256, in: 1...10_000) ?? 256,
            mapperAttempts: mapper?.int("attempts", default: 3, in: 1...100) ?? 3, listenHost: address?.host ?? "127.0.0.1",
            listenPort: address?.port ?? 8080, getSearch: console?.bool("get-search", default: false) ?? false,
            unrecognisedRetention: retention?.duration("unrecognised", default: .seconds(90 * 86_400)) ?? .seconds(90 * 86_400),
            trusts: [], destinations: [], routesFile: "")
        for part in [broker, mapper, console, retention] { part?.finish() }
        fields.finish()
        return made
    }

    /// Folders of file destinations that are not absolute lie in the data folder.
    package func placingFoldersInData() -> HubConfiguration {
        var placed = self
        placed.destinations = destinations.map { destination in
            var destination = destination
            if case .file(let folder) = destination.kind, !folder.hasPrefix("/") {
                destination.kind = .file(folder: data + "/" + folder)
            }
            return destination
        }
        return placed
    }

    /// `127.0.0.1:8080` or `[::1]:8080`.
    package static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return host.isEmpty ? nil : (host, port)
    }
}

/// Reading one configuration file.
enum ConfigurationFile {
    static func root(_ path: String, _ findings: Findings) -> YAMLNode? {
        guard let data = FileManager.default.contents(atPath: path) else {
            findings.error(
                "C101", "the file is missing or cannot be read", at: TextSpan(file: path, line: 1, column: 1),
                hint: "`hub run --config FOLDER` names the folder that holds it")
            return nil
        }
        guard let text = String(data: data, encoding: .utf8) else {
            findings.error("C102", "the file is not UTF-8", at: TextSpan(file: path, line: 1, column: 1))
            return nil
        }
        let (root, diagnostics) = Document.parse(text, file: path)
        findings.add(diagnostics)
        if root == nil, diagnostics.isEmpty {
            findings.error("C103", "the file is empty", at: TextSpan(file: path, line: 1, column: 1))
        }
        return root
    }
}
