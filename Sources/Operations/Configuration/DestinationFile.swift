import Canonical
import Diagnostics
import Foundation
import Ledger
import Pipeline
import YAML

/// `Config/destinations.yaml`.
enum DestinationFile {
    private enum KindWord: String, CaseIterable {
        case recordStore = "record-store"
        case national, amqp, http, file
    }

    /// The words `kind:` takes.
    static var kinds: [String] { KindWord.allCases.map(\.rawValue) }

    static func load(from path: String, _ findings: Findings) -> [Destination] {
        guard let root = ConfigurationFile.root(path, findings), let fields = Fields(root, of: "destinations.yaml", findings)
        else {
            return []
        }
        let entries = fields.each("destinations", of: "destination")
        let destinations = entries.compactMap { destination(named: $0.name, $0.fields) }
        fields.finish()
        var lines: [String: Int] = [:]
        for entry in entries where entry.name == nil {
            guard let name = entry.fields.node["name"], let text = name.text else { continue }
            if let first = lines[text] {
                findings.error(
                    "C107", "the destination \(text) is configured twice", at: name.span,
                    cause: "the first is at line \(first)",
                    hint: "rename one")
            }
            lines[text] = lines[text] ?? name.line
        }
        // One that could not be read may be it.
        if destinations.count == entries.count, !destinations.contains(where: { $0.kind == .recordStore }) {
            findings.error(
                "C108", "there is no destination of kind record-store", at: fields.keySpan("destinations"),
                hint: "- { name: record-store, kind: record-store, purpose: direct-care }")
        }
        return destinations
    }

    private static func destination(named key: String?, _ fields: Fields) -> Destination? {
        guard let name = key ?? fields.string("name") else { return nil }
        if !fields.has("kind") { fields.missing("kind") }
        let purpose = fields.choice("purpose", of: Purpose.self)
        if !fields.has("purpose") { fields.missing("purpose") }
        _ = fields.optionalString("about")
        var keysOfKind: [String] = []
        defer { fields.finish(also: keysOfKind) }
        let retry = fields.fields("retry").map(retry) ?? RetryPolicy()
        let map = fields.optionalString("map")
        let receiver = fields.optionalString("for")
        guard let word = fields.choice("kind", of: KindWord.self) else {
            keysOfKind = ["exchange", "routing-key", "url", "trust-roots", "folder"]
            return nil
        }
        let kind: Destination.Kind?
        switch word {
        case .recordStore: kind = .recordStore
        case .national:
            kind = url(fields).map { .national(url: $0, trustRoots: fields.optionalString("trust-roots")) }
        case .http:
            kind = url(fields).map { .http(url: $0, trustRoots: fields.optionalString("trust-roots")) }
        case .amqp:
            kind = .amqp(
                exchange: fields.optionalString("exchange") ?? RegionTopology.canonical,
                routingKey: fields.optionalString("routing-key") ?? name)
        case .file:
            kind = fields.string("folder").map { .file(folder: $0) }
        }
        guard let kind, let purpose else { return nil }
        guard (map == nil) == (receiver == nil) else {
            fields.missing(map == nil ? "map" : "for")
            return nil
        }
        return Destination(name: name, kind: kind, purpose: purpose, retry: retry, map: map, receiver: receiver)
    }

    private static func retry(_ fields: Fields) -> RetryPolicy {
        func milliseconds(_ key: String) -> Milliseconds? {
            fields.optionalDuration(key).map { Milliseconds($0 / .milliseconds(1)) }
        }
        defer { fields.finish() }
        let (first, limit, giveUp) = (milliseconds("first"), milliseconds("limit"), milliseconds("give-up"))
        if let first, first == 0 { fields.malformed("first", "longer than nothing", hint: "for instance 5s") }
        if let first, let limit, limit < first { fields.malformed("limit", "at least as long as first") }
        if let limit, let giveUp, giveUp < limit { fields.malformed("give-up", "at least as long as limit") }
        return RetryPolicy(
            initialDelay: first ?? 1_000, maximumDelay: limit ?? 300_000, maximumAge: giveUp)
    }

    private static func url(_ fields: Fields) -> String? {
        guard let text = fields.string("url") else { return nil }
        guard let url = URL(string: text), let scheme = url.scheme, ["https", "http"].contains(scheme), let host = url.host()
        else {
            fields.malformed("url", "an https address")
            return nil
        }
        if scheme == "http", host != "127.0.0.1", host != "localhost", host != "::1" {
            fields.malformed(
                "url", "an https address (http only on loopback)", hint: text.replacing("http://", with: "https://"))
            return nil
        }
        return text
    }
}
